//! Keeps the keys of both sides apart instead of making one column of them.
//!
//! Imitates: a full join whose rows from the right side have a null key.
//!
//! Before:
//! ```text
//! fn how() -> JoinCoalesce { JoinCoalesce::CoalesceColumns }
//! ```
//! After:
//! ```text
//! fn how() -> JoinCoalesce { JoinCoalesce::KeepColumns }
//! ```
//! Stays away: `KeepColumns`: without the second key, code that reads it fails at once.
//!
//! Equivalents: keys that nobody reads after the join.

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "join-coalesce";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "JoinCoalesce", sink, |variant| match variant {
        "CoalesceColumns" | "JoinSpecific" => vec![(Group::Strict, "KeepColumns")],
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
    fn arguments_of_builders_too() {
        assert_eq!(of("a.join_builder().coalesce(JoinCoalesce::JoinSpecific)"), ["KeepColumns"]);
    }

    #[test]
    fn stays_away() {
        for source in ["JoinCoalesce::KeepColumns", "Other::CoalesceColumns"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
