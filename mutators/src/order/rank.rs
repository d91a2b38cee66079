//! Ranks equal rows another way, or from the other end.
//!
//! Imitates: two winners, and then a third place instead of a second one.
//!
//! Before:
//! ```text
//! fn options() -> RankOptions { RankOptions { method: RankMethod::Min, descending: true } }
//! ```
//! After:
//! ```text
//! fn options() -> RankOptions { RankOptions { method: RankMethod::Dense, descending: true } }
//! ```
//! Stays away: `Average`, whose ranks are fractions, and random ranks.
//!
//! Equivalents: rows without ties.

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "rank";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "RankMethod", sink, |variant| match variant {
        "Min" | "Max" | "Ordinal" => vec![(Group::Strict, "Dense")],
        "Dense" => vec![(Group::Strict, "Min")],
        _ => vec![],
    });
    if let Some(value) = parts::field(node, &["RankOptions"], "descending") {
        parts::flip(sink, Group::Strict, value);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn directions() {
        assert_eq!(of("g(RankOptions { method: RankMethod::Dense, descending: false })"), ["Min", "true"]);
    }

    #[test]
    fn stays_away() {
        for source in ["RankMethod::Average", "g(Other { descending: true })"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
