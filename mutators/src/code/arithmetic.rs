//! Replaces an arithmetic operator, also in its assigning form, by another one.
//!
//! Imitates: a fee subtracted that should be added, a rate divided by that should be multiplied with.
//!
//! Before:
//! ```text
//! fn gross(net: i64, tax: i64) -> i64 { net + tax }
//! ```
//! After:
//! ```text
//! fn gross(net: i64, tax: i64) -> i64 { net - tax }
//! ```
//! Stays away: string concatenation with a literal (`s + "x"`), which has no other operator, and constants that
//! are computed from others.
//!
//! Equivalents: `x * 1` and `x / 1`, `x + 0` and `x - 0`; they are taken out as noise.

use syn::{BinOp, Expr};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "arithmetic";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    spots::binaries(node, |binary| {
        if is_text(&binary.node.left) || is_text(&binary.node.right) {
            return;
        }
        // The first replacement is the likeliest slip; the second completes cargo-mutants' set.
        let replacements = match binary.node.op {
            BinOp::Add(_) => ["-", "*"],
            BinOp::Sub(_) => ["+", "/"],
            BinOp::Mul(_) => ["+", "/"],
            BinOp::Div(_) => ["%", "*"],
            BinOp::Rem(_) => ["/", "+"],
            BinOp::AddAssign(_) => ["-=", "*="],
            BinOp::SubAssign(_) => ["+=", "/="],
            BinOp::MulAssign(_) => ["+=", "/="],
            BinOp::DivAssign(_) => ["%=", "*="],
            BinOp::RemAssign(_) => ["/=", "+="],
            _ => return,
        };
        binary.replace(sink, Group::Default, replacements[0]);
        binary.replace(sink, Group::Strict, replacements[1]);
    });
}

fn is_text(expr: &Expr) -> bool {
    matches!(expr, Expr::Lit(literal) if matches!(literal.lit, syn::Lit::Str(_)))
        || matches!(expr, Expr::Reference(reference) if is_text(&reference.expr))
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements("arithmetic", source)
    }

    #[test]
    fn assign_forms_are_replaced_too() {
        assert_eq!(of("fn f(mut a: i32, b: i32) { a += b; }"), ["-=", "*="]);
    }

    #[test]
    fn constants_of_literals_are_changed() {
        assert_eq!(of("const N: usize = 2 + 1;"), ["-", "*"]);
    }

    #[test]
    fn stays_away_from_concatenation_patterns_and_constants() {
        assert!(of("fn f(s: String) -> String { s + \"x\" }").is_empty());
        assert!(of("fn f() -> [u8; 1 + 1] { [0; 1 + 1] }").is_empty());
        assert!(of("const N: usize = OTHER + 1;").is_empty());
    }
}
