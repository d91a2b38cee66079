//! Lets duplicates through: removes `dedup` and `unique` of itertools. `statement-delete` removes the statement
//! `rows.dedup();`.
//!
//! Imitates: rows that are delivered twice and counted twice.
//!
//! Before:
//! ```text
//! fn ids(rows: &[Row]) -> Vec<u32> { rows.iter().map(|row| row.id).unique().collect() }
//! ```
//! After:
//! ```text
//! fn ids(rows: &[Row]) -> Vec<u32> { rows.iter().map(|row| row.id).collect() }
//! ```
//! Stays away: frames, slices, and receivers that are not seen to be iterators.
//!
//! Equivalents: data without duplicates, and `unique` before collecting into a set.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, kind, method_call};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "unique-rows-remove";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let counted = matches!(name.as_str(), "unique_by" | "dedup_by") && call.args.len() == 1;
    let plain = matches!(name.as_str(), "unique" | "dedup") && call.args.is_empty();
    if (counted || plain) && kind(&call.receiver) == Kind::Iterator {
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
    fn keys_are_dropped_with_the_call() {
        assert_eq!(of("fn f() { r.iter().unique_by(|r| r.id).count(); r.iter().dedup() }"), ["", ""]);
    }

    #[test]
    fn stays_away_from_frames_slices_and_sets() {
        assert_eq!(
            of(r#"fn f() { v.dedup(); col("a").unique(); lf.unique(None, k); v.dedup_by(|a, b| a == b) }"#),
            Vec::<String>::new()
        );
    }
}
