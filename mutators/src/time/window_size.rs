//! Makes a window one unit longer, strict: one shorter: `Duration::parse`, `window_size`, and the number of values
//! that it needs.
//!
//! Imitates: a seven-day mean over eight days.
//!
//! Before:
//! ```text
//! fn week() -> Duration { Duration::parse("7d") }
//! ```
//! After:
//! ```text
//! fn week() -> Duration { Duration::parse("8d") }
//! ```
//! Stays away: offsets, which are `date-offset`'s, and texts that are put together at run time.
//!
//! Equivalents: windows that hold all rows anyway.

use crate::frames::{edits::step, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::text_of;

pub(crate) const NAME: &str = "window-size";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let Some((call, name)) = parts::function(node)
        && name == "parse"
        && text_of(&call.func).ends_with("Duration::parse")
        && call.args.len() == 1
        && context.field.as_deref() != Some("offset")
        && let Some((text, bytes)) = parts::text_literal(&call.args[0])
    {
        for (group, step) in [(Group::Default, 1), (Group::Strict, -1)] {
            if let Some(other) = stepped(&text, step) {
                sink.literal(group, bytes.clone(), format!("{other:?}"));
            }
        }
    }
    for (name, least) in [("window_size", 1), ("min_periods", 1)] {
        if let Some(size) =
            parts::field(node, &["RollingOptionsFixedWindow", "RollingOptionsDynamicWindow"], name)
            && !matches!(size, syn::Expr::Call(_) | syn::Expr::MethodCall(_))
        {
            step(sink, size, least);
        }
    }
}

/// The same text with its first number changed by a step, if it stays above zero.
pub(super) fn stepped(text: &str, step: i64) -> Option<String> {
    let sign = text.starts_with('-');
    let rest = text.strip_prefix('-').unwrap_or(text);
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: i64 = rest[..digits].parse().ok()?;
    let other = number.checked_add(step).filter(|other| *other > 0)?;
    Some(format!("{}{other}{}", if sign { "-" } else { "" }, &rest[digits..]))
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn durations_and_numbers_of_rows() {
        assert_eq!(
            of("g(RollingOptionsFixedWindow { window_size: 3, min_periods: 1, ..o })"),
            ["4", "2", "2"]
        );
    }

    #[test]
    fn longer_and_shorter() {
        assert_eq!(
            of(
                r#"g(DynamicGroupOptions { every: Duration::parse("2h"), offset: Duration::parse("1h"), ..o })"#
            ),
            [r#""3h""#, r#""1h""#]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["Duration::parse(&text)", "g(Window { window_size: 3 })", r#"number.parse("7d")"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
