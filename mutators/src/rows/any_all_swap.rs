//! Exchanges `any` and `all`.
//!
//! Imitates: a check that one row passes where every row should.
//!
//! Before:
//! ```text
//! fn valid(rows: &[Row]) -> bool { rows.iter().all(|row| row.total >= 0) }
//! ```
//! After:
//! ```text
//! fn valid(rows: &[Row]) -> bool { rows.iter().any(|row| row.total >= 0) }
//! ```
//! Stays away: frames, whose `any` takes no closure.
//!
//! Equivalents: collections of one row.

use crate::proposal::{Group, Sink};
use crate::receiver::{closure, is_function, method_call, only_argument};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "any-all-swap";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let takes_rows = only_argument(call).is_some_and(|test| closure(test).is_some() || is_function(test));
    match name.as_str() {
        "any" if takes_rows => sink.rename_call(Group::Default, call, "all"),
        "all" if takes_rows => sink.rename_call(Group::Default, call, "any"),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn functions_by_name_count() {
        assert_eq!(of("fn f() { s.chars().any(char::is_numeric) }"), ["all"]);
    }

    #[test]
    fn stays_away_from_frames() {
        assert_eq!(of(r#"fn f() { col("a").any(true); mask.all() }"#), Vec::<String>::new());
    }
}
