//! Takes the difference to a row further back, or from the other side: `diff`, `pct_change`.
//!
//! Imitates: a change against the day before yesterday.
//!
//! Before:
//! ```text
//! fn change() -> Expr { col("price").diff(lit(1), NullBehavior::Ignore) }
//! ```
//! After:
//! ```text
//! fn change() -> Expr { col("price").diff(lit(2), NullBehavior::Ignore) }
//! ```
//! Stays away: distances that are not literals, and differences of sets and texts.
//!
//! Equivalents: values that change by the same amount everywhere.

use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "diff";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if !matches!((call.name.as_str(), call.arity()), ("diff", 2) | ("pct_change", 1)) {
        return;
    }
    let distance = parts::innermost(&call.call.args[0]);
    if let Some((value, suffix)) = parts::integer(distance).filter(|(value, _)| *value != 0) {
        let further = value + value.signum();
        sink.literal(Group::Default, range_of(distance), format!("{further}{suffix}"));
        sink.literal(Group::Strict, range_of(distance), format!("{}{suffix}", -value));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn shares_of_change_too() {
        assert_eq!(of(r#"col("a").pct_change(lit(-1)); col("a").diff(1.into(), b)"#), ["-2", "1"]);
    }

    #[test]
    fn stays_away() {
        for source in ["old.diff(new)", "a.diff(1, 2)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
