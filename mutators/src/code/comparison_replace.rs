//! Replaces an ordering by equality or by the ordering in the other direction.
//!
//! Imitates: the wrong operator picked from a similar line, for instance `==` where everything above counts.
//!
//! Before:
//! ```text
//! fn late(due: u32, paid: u32) -> bool { paid > due }
//! ```
//! After:
//! ```text
//! fn late(due: u32, paid: u32) -> bool { paid == due }
//! ```
//! Stays away: `==` and `!=`, which `comparison-negate` changes, and the moves that `comparison-boundary` makes.
//!
//! Equivalents: `x.len() <= 0`, which is the same as `x.len() == 0`; it is taken out as noise.

use syn::BinOp;

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "comparison-replace";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    spots::binaries(node, |binary| {
        let replacements: [&str; 2] = match binary.node.op {
            BinOp::Lt(_) => ["==", ">"],
            BinOp::Gt(_) => ["==", "<"],
            BinOp::Le(_) => ["==", ">="],
            BinOp::Ge(_) => ["==", "<="],
            _ => return,
        };
        replacements.iter().for_each(|replacement| binary.replace(sink, Group::Strict, replacement));
    });
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    #[test]
    fn each_ordering_has_two_replacements() {
        assert_eq!(replacements("comparison-replace", "fn f(a: u8) -> bool { a < 1 }"), ["==", ">"]);
        assert_eq!(replacements("comparison-replace", "fn f(a: u8) -> bool { a >= 1 }"), ["==", "<="]);
    }

    #[test]
    fn stays_away_from_equality() {
        assert!(replacements("comparison-replace", "fn f(a: u8) -> bool { a == 1 || a != 2 }").is_empty());
    }
}
