//! Replaces a comparison by its opposite: `==` and `!=`, `<` and `>=`, `>` and `<=`.
//!
//! Imitates: a condition written the wrong way round: the paid orders are kept where they should be dropped.
//!
//! Before:
//! ```text
//! fn is_open(status: u8) -> bool { status == 0 }
//! ```
//! After:
//! ```text
//! fn is_open(status: u8) -> bool { status != 0 }
//! ```
//! Stays away: everything but comparison operators.
//!
//! Equivalents: comparisons whose outcome is not used.

use syn::BinOp;

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "comparison-negate";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    spots::binaries(node, |binary| {
        let replacement = match binary.node.op {
            BinOp::Eq(_) => "!=",
            BinOp::Ne(_) => "==",
            BinOp::Lt(_) => ">=",
            BinOp::Ge(_) => "<",
            BinOp::Gt(_) => "<=",
            BinOp::Le(_) => ">",
            _ => return,
        };
        binary.replace(sink, Group::Default, replacement);
    });
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    #[test]
    fn orderings_turn_round() {
        assert_eq!(
            replacements("comparison-negate", "fn f(a: u8) -> bool { (a < 1) | (a >= 5) }"),
            [">=", "<"]
        );
    }

    #[test]
    fn stays_away_from_generic_arguments() {
        assert!(replacements("comparison-negate", "fn f() -> Vec<u8> { g::<Vec<u8>>() }").is_empty());
    }
}
