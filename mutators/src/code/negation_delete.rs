//! Drops a `!` or a unary `-`.
//!
//! Imitates: a forgotten negation: blocked customers are kept, refunds are added to the turnover.
//!
//! Before:
//! ```text
//! fn billable(blocked: bool) -> bool { !blocked }
//! ```
//! After:
//! ```text
//! fn billable(blocked: bool) -> bool { blocked }
//! ```
//! Stays away: dereferencing with `*`, and macros such as `vec!`.
//!
//! Equivalents: negation of a value that is always zero.

use syn::UnOp;

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "negation-delete";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    spots::unaries(node, |unary| {
        if matches!(unary.node.op, UnOp::Not(_) | UnOp::Neg(_)) {
            unary.delete(sink, Group::Default);
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::manual::mutate;

    #[test]
    fn signs_of_literals_and_constants_are_dropped() {
        assert_eq!(mutate("negation-delete", "fn f() -> i8 { -5 }"), ["fn f() -> i8 { 5 }"]);
        assert_eq!(mutate("negation-delete", "const LOW: i8 = -5;"), ["const LOW: i8 = 5;"]);
    }

    #[test]
    fn stays_away_from_dereferences_and_patterns() {
        assert!(mutate("negation-delete", "fn f(a: &i8) -> bool { matches!(*a, -1) }").is_empty());
    }
}
