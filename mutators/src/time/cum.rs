//! Cumulates otherwise, or from the end: the greatest so far for the sum so far, `cum_min` for `cum_max`.
//!
//! Imitates: a running total that starts at the last row.
//!
//! Before:
//! ```text
//! fn total() -> Expr { col("cents").cum_sum(false) }
//! ```
//! After:
//! ```text
//! fn total() -> Expr { col("cents").cum_max(false) }
//! ```
//! Stays away: functions of one's own.
//!
//! Equivalents: one row per group.

use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "cum";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 1) else { return };
    let other = match call.name.as_str() {
        "cum_sum" => "cum_max",
        "cum_max" => "cum_min",
        "cum_min" => "cum_max",
        "cum_prod" => "cum_sum",
        "cum_count" => "",
        _ => return,
    };
    if !other.is_empty() {
        sink.rename_call(Group::Default, call.call, other);
    }
    parts::flip(sink, Group::Default, &call.call.args[0]);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn directions_turn() {
        assert_eq!(of(r#"col("a").cum_count(true); col("a").cum_min(false)"#), ["false", "cum_max", "true"]);
    }

    #[test]
    fn stays_away() {
        for source in ["cum_sum(&series, false)", "list.cum(3)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
