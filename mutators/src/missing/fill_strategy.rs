//! Fills nulls from the other side, or with the other extreme.
//!
//! Imitates: yesterday's price filled with tomorrow's.
//!
//! Before:
//! ```text
//! fn strategy() -> FillNullStrategy { FillNullStrategy::Forward(None) }
//! ```
//! After:
//! ```text
//! fn strategy() -> FillNullStrategy { FillNullStrategy::Backward(None) }
//! ```
//! Stays away: patterns and other enums.
//!
//! Equivalents: gaps between equal values.

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "fill-strategy";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "FillNullStrategy", sink, |variant| match variant {
        "Forward" => vec![(Group::Strict, "Backward")],
        "Backward" => vec![(Group::Strict, "Forward")],
        "Min" | "Mean" => vec![(Group::Strict, "Max")],
        "Max" => vec![(Group::Strict, "Min")],
        "Zero" => vec![(Group::Strict, "One")],
        "One" => vec![(Group::Strict, "Zero")],
        _ => vec![],
    });
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn arguments_of_calls() {
        assert_eq!(
            of(
                r#"df.fill_null(FillNullStrategy::Zero)?; col("a").fill_null_with_strategy(FillNullStrategy::Backward(Some(2)))"#
            ),
            ["One", "Forward"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["Direction::Forward", "match s { FillNullStrategy::Zero => 1, _ => 2 }"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
