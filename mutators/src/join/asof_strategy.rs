//! Takes the next row for the last one, or the last for the nearest, in an asof join.
//!
//! Imitates: a price from the future: the first quote after the trade instead of the last one before it.
//!
//! Before:
//! ```text
//! fn strategy() -> AsofStrategy { AsofStrategy::Backward }
//! ```
//! After:
//! ```text
//! fn strategy() -> AsofStrategy { AsofStrategy::Forward }
//! ```
//! Stays away: patterns and other enums.
//!
//! Equivalents: keys that match exactly.

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "asof-strategy";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "AsofStrategy", sink, |variant| match variant {
        "Backward" => vec![(Group::Strict, "Forward")],
        "Forward" | "Nearest" => vec![(Group::Strict, "Backward")],
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
    fn the_nearest_becomes_the_last() {
        assert_eq!(of("g(AsofStrategy::Nearest)"), ["Backward"]);
    }

    #[test]
    fn stays_away() {
        for source in ["Direction::Forward", "match s { AsofStrategy::Forward => 1, _ => 2 }"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
