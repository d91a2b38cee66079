//! Moves the boundary of an ordering or a range by one: `<` and `<=`, `>` and `>=`, `..` and `..=`.
//!
//! Imitates: the off-by-one at a threshold: an order of exactly the free-shipping amount pays, the last day of a month is left out.
//!
//! Before:
//! ```text
//! fn free_shipping(total: i64, limit: i64) -> bool { total >= limit }
//! ```
//! After:
//! ```text
//! fn free_shipping(total: i64, limit: i64) -> bool { total > limit }
//! ```
//! Stays away: ranges in patterns and ranges without an end.
//!
//! Equivalents: orderings of values that are never equal, for instance floats that come from measurements.

use syn::{BinOp, Expr, RangeLimits};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;
use crate::syntax::range_of;

pub(crate) const NAME: &str = "comparison-boundary";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    spots::binaries(node, |binary| {
        let replacement = match binary.node.op {
            BinOp::Lt(_) => "<=",
            BinOp::Le(_) => "<",
            BinOp::Gt(_) => ">=",
            BinOp::Ge(_) => ">",
            _ => return,
        };
        binary.replace(sink, Group::Default, replacement);
    });
    if let Node::Expr(expr @ Expr::Range(range)) = node
        && range.end.is_some()
    {
        let replacement = match range.limits {
            RangeLimits::HalfOpen(_) => "..=",
            RangeLimits::Closed(_) => "..",
        };
        sink.edit_expression(Group::Default, expr, range_of(range.limits), replacement);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, replacements};

    #[test]
    fn range_ends_are_moved() {
        assert_eq!(
            mutate("comparison-boundary", "fn f() { for i in 0..n {} }"),
            ["fn f() { for i in 0..=n {} }"]
        );
        assert_eq!(replacements("comparison-boundary", "fn f(x: &[u8]) -> &[u8] { &x[..=n] }"), [".."]);
    }

    #[test]
    fn stays_away_from_patterns_and_open_ranges() {
        let source = "fn f(x: &[u8]) -> &[u8] { match x.len() { 0..=3 => x, _ => &x[1..] } }";
        assert!(mutate("comparison-boundary", source).is_empty());
    }
}
