//! Replaces `&&` by `||` and back; strict runs also keep one side alone.
//!
//! Imitates: filters joined the wrong way, and a condition that was forgotten or that never made a difference.
//!
//! Before:
//! ```text
//! fn due(open: bool, late: bool) -> bool { open && late }
//! ```
//! After:
//! ```text
//! fn due(open: bool, late: bool) -> bool { open || late }
//! ```
//! Stays away: the `&&` of a `let` chain, which has no other operator.
//!
//! Equivalents: a side that implies the other one, for instance `n > 0 && n > 5`.

use syn::{BinOp, Expr};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{has_let, range_of};

pub(crate) const NAME: &str = "logical";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Expr(expr @ Expr::Binary(binary)) = node else { return };
    let replacement = match binary.op {
        BinOp::And(_) => "||",
        BinOp::Or(_) => "&&",
        _ => return,
    };
    if has_let(expr) {
        return;
    }
    sink.operator(Group::Default, binary, replacement);
    let (left, right) = (range_of(&*binary.left), range_of(&*binary.right));
    // The edit deletes the operator with one side, so what stays is the user's own text.
    sink.edit_expression(Group::Strict, expr, left.end..right.end, "");
    sink.edit_expression(Group::Strict, expr, left.start..right.start, "");
}

#[cfg(test)]
mod tests {
    use crate::manual::mutate;

    #[test]
    fn one_side_is_kept() {
        let found = mutate("logical", "fn f(a: bool, b: bool) -> bool { a || b }");
        assert!(found.contains(&"fn f(a: bool, b: bool) -> bool { a }".to_owned()));
        assert!(found.contains(&"fn f(a: bool, b: bool) -> bool { b }".to_owned()));
    }

    #[test]
    fn stays_away_from_let_chains() {
        assert!(
            mutate("logical", "fn f(a: Option<u8>, b: bool) { if let Some(n) = a && b { g(n) } }").is_empty()
        );
    }
}
