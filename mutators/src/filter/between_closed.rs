//! Leaves out a bound of `is_between`, or takes it in: `ClosedInterval`.
//!
//! Imitates: a month that lacks its last day, or that has the first of the next one.
//!
//! Before:
//! ```text
//! fn closed() -> ClosedInterval { ClosedInterval::Both }
//! ```
//! After:
//! ```text
//! fn closed() -> ClosedInterval { ClosedInterval::Left }
//! ```
//! Stays away: patterns and other enums.
//!
//! Equivalents: data without a value on the bound.

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "between-closed";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "ClosedInterval", sink, |variant| match variant {
        "Both" => vec![(Group::Default, "Left"), (Group::Strict, "Right")],
        "Left" => vec![(Group::Default, "Both"), (Group::Strict, "None")],
        "Right" => vec![(Group::Default, "Both"), (Group::Strict, "None")],
        "None" => vec![(Group::Default, "Both")],
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
    fn either_bound_goes() {
        assert_eq!(of(r#"col("a").is_between(lit(1), lit(9), ClosedInterval::Left)"#), ["Both", "None"]);
    }

    #[test]
    fn stays_away() {
        for source in ["Range::Both", "match c { ClosedInterval::Both => 1, _ => 2 }"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
