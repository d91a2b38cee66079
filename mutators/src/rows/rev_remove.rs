//! Removes `.rev()`.
//!
//! Imitates: rows that are read in the wrong direction, so that the oldest is taken for the latest.
//!
//! Before:
//! ```text
//! fn latest(rows: &[Row]) -> Vec<&Row> { rows.iter().rev().collect() }
//! ```
//! After:
//! ```text
//! fn latest(rows: &[Row]) -> Vec<&Row> { rows.iter().collect() }
//! ```
//! Stays away: frames, and a `rev` with arguments.
//!
//! Equivalents: an aggregate for which order makes no difference.

use crate::proposal::{Group, Sink};
use crate::receiver::method_call;
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "rev-remove";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if name == "rev" && call.args.is_empty() {
        sink.drop_call(Group::Default, call);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn loops_are_turned_round() {
        assert_eq!(of("fn f() { for x in (0..9).rev() { g(x) } }"), [""]);
    }

    #[test]
    fn stays_away_from_arguments_and_frames() {
        assert_eq!(of(r#"fn f() { x.rev(1); col("a").rev() }"#), Vec::<String>::new());
    }
}
