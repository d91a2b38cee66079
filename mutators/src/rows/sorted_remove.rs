//! Leaves rows in the order in which they come: `sorted`, `sorted_by` and `sorted_by_key` of itertools.
//!
//! Imitates: a sort that was forgotten. `statement-delete` removes the statement `rows.sort();`.
//!
//! Before:
//! ```text
//! fn names(rows: &[Row]) -> Vec<&Row> { rows.iter().sorted().collect() }
//! ```
//! After:
//! ```text
//! fn names(rows: &[Row]) -> Vec<&Row> { rows.iter().collect::<Vec<_>>().into_iter().collect() }
//! ```
//! Stays away: frames and slices; the type of the iterator stays that of `sorted`.
//!
//! Equivalents: rows that come in order.

use crate::proposal::{Group, Sink};
use crate::receiver::method_call;
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "sorted-remove";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if name == "sorted" || name.starts_with("sorted_") {
        let edit = range_of(&call.method).start..range_of(call).end;
        sink.method(Group::Default, call, edit, "collect::<Vec<_>>().into_iter()");
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn every_kind_of_sorted_is_removed() {
        assert_eq!(
            of("fn f() { r.iter().sorted_by(|a, b| a.cmp(b)); r.sorted_unstable() }"),
            ["collect::<Vec<_>>().into_iter()", "collect::<Vec<_>>().into_iter()"]
        );
    }

    #[test]
    fn stays_away_from_sort() {
        assert_eq!(of(r#"fn f() { v.sort(); col("a").sort(o); v.is_sorted() }"#), Vec::<String>::new());
    }
}
