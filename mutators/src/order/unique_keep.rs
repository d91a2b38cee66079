//! Keeps another one of several equal rows: the last for the first, none for any.
//!
//! Imitates: the first version of a row, where the latest was meant.
//!
//! Before:
//! ```text
//! fn keep() -> UniqueKeepStrategy { UniqueKeepStrategy::First }
//! ```
//! After:
//! ```text
//! fn keep() -> UniqueKeepStrategy { UniqueKeepStrategy::Last }
//! ```
//! Stays away: patterns and other enums.
//!
//! Equivalents: duplicates that are equal in all columns.

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "unique-keep";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "UniqueKeepStrategy", sink, |variant| match variant {
        "First" => vec![(Group::Default, "Last"), (Group::Strict, "None")],
        "Last" => vec![(Group::Default, "First"), (Group::Strict, "None")],
        "Any" => vec![(Group::Default, "None")],
        "None" => vec![(Group::Default, "First")],
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
    fn none_for_any() {
        assert_eq!(of("lf.unique(None, UniqueKeepStrategy::Any)"), ["None"]);
    }

    #[test]
    fn stays_away() {
        for source in ["Keep::First", "match k { UniqueKeepStrategy::Any => 1, _ => 2 }"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
