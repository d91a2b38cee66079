//! Truncates to the neighbouring unit: weeks for days, months for quarters, hours for minutes.
//!
//! Imitates: a report by month that has a row per quarter.
//!
//! Before:
//! ```text
//! fn month() -> Expr { col("sent").dt().truncate(lit("1mo")) }
//! ```
//! After:
//! ```text
//! fn month() -> Expr { col("sent").dt().truncate(lit("1q")) }
//! ```
//! Stays away: numbers that are truncated, and units that are put together at run time.
//!
//! Equivalents: dates that fall on the larger unit.

use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "truncate-unit";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if !matches!((call.name.as_str(), call.arity()), ("truncate" | "round", 1)) || !call.within("dt") {
        return;
    }
    let Some((text, bytes)) = parts::text_literal(parts::innermost(&call.call.args[0])) else { return };
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let other = match unit {
        "y" => "q",
        "q" => "mo",
        "mo" => "q",
        "w" => "d",
        "d" => "w",
        "h" => "d",
        "m" => "h",
        "s" => "m",
        "ms" => "s",
        "us" => "ms",
        _ => return,
    };
    sink.literal(Group::Default, bytes, format!("\"{number}{other}\""));
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn rounding_too() {
        assert_eq!(of(r#"col("t").dt().round(lit("15m"))"#), [r#""15h""#]);
    }

    #[test]
    fn stays_away() {
        for source in
            [r#"col("x").truncate(2)"#, r#"col("t").dt().truncate(col("unit"))"#, r#"col("x").round(1, m)"#]
        {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
