//! Takes another part of a date of the same type: the day of the week for that of the month, the week for the
//! month, minutes for hours.
//!
//! Imitates: `weekday` where `day` was meant, or the ISO year in the first days of January.
//!
//! Before:
//! ```text
//! fn part() -> Expr { col("sent").dt().weekday() }
//! ```
//! After:
//! ```text
//! fn part() -> Expr { col("sent").dt().day() }
//! ```
//! Stays away: dates of other libraries.
//!
//! Equivalents: dates for which both parts agree.

use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "date-part";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if !call.within("dt") && call.of != Of::Column {
        return;
    }
    let other = match (call.name.as_str(), call.arity()) {
        ("year", 0) => "iso_year",
        ("iso_year", 0) => "year",
        ("month" | "quarter", 0) => "week",
        ("week", 0) => "month",
        ("day", 0) => "weekday",
        ("weekday", 0) => "day",
        ("hour" | "second", 0) => "minute",
        ("minute", 0) => "hour",
        ("millisecond", 0) => "microsecond",
        ("microsecond", 0) => "millisecond",
        ("total_days", _) => "total_hours",
        ("total_hours", _) => "total_minutes",
        ("total_minutes", _) => "total_hours",
        ("total_seconds", _) => "total_milliseconds",
        ("total_milliseconds", _) => "total_seconds",
        _ => return,
    };
    sink.rename_call(Group::Default, call.call, other);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn columns_and_durations() {
        assert_eq!(
            of(r#"df.column("t")?.date()?.month(); col("d").dt().total_days(false)"#),
            ["week", "total_hours"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["date.month()", r#"col("a").hour()"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
