//! Sorts in the opposite direction: `sort`, `sort_by`, `sort_by_key`, their unstable kinds and the `sorted` of
//! itertools.
//!
//! Imitates: a ranking with the smallest first, or `a.cmp(b)` for `b.cmp(a)`.
//!
//! Before:
//! ```text
//! fn rank(rows: &mut [Row]) { rows.sort_by_key(|row| row.total); }
//! ```
//! After:
//! ```text
//! fn rank(rows: &mut [Row]) { rows.sort_by_key(|row| std::cmp::Reverse(row.total)); }
//! ```
//! Stays away: frames, whose `sort` has arguments that are no closures, and comparators given by name.
//!
//! Equivalents: keys that are all equal.

use crate::proposal::{Group, Sink};
use crate::receiver::{closure, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "row-sort-reverse";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let Some(kind) = name.strip_prefix("sorted").or_else(|| name.strip_prefix("sort")) else { return };
    let base = &name[..name.len() - kind.len()];
    match (kind, call.args.len()) {
        ("" | "_unstable", 0) => {
            let edit = range_of(&call.method).start..range_of(call).end;
            sink.method(Group::Default, call, edit, format!("{base}{kind}_by(|a, b| b.cmp(a))"));
        }
        ("_by" | "_unstable_by", 1) => {
            let Some(closure) = only_argument(call).and_then(closure) else { return };
            let body = &*closure.body;
            let reversed = format!("({}).reverse()", text_of(body));
            sink.edit_expression(Group::Default, body, range_of(body), reversed);
        }
        ("_by_key" | "_unstable_by_key" | "_by_cached_key", 1) => {
            let Some(closure) = only_argument(call).and_then(closure) else { return };
            let body = range_of(&*closure.body);
            let reversed = format!("std::cmp::Reverse({})", text_of(&*closure.body));
            sink.method(Group::Default, call, body, reversed);
        }
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
    fn all_kinds_of_sorts_are_reversed() {
        assert_eq!(
            of(
                "fn f() { v.sort(); v.sort_unstable_by(|a, b| a.x.cmp(&b.x)); r.iter().sorted_by_key(|r| r.id) }"
            ),
            ["sort_by(|a, b| b.cmp(a))", "(a.x.cmp(&b.x)).reverse()", "std::cmp::Reverse(r.id)"]
        );
    }

    #[test]
    fn stays_away_from_frames_and_names() {
        assert_eq!(
            of(
                r#"fn f() { df.sort(["a"], options); v.sort_by(order); v.sort_floats(); e.sort_by([col("a")], o) }"#
            ),
            Vec::<String>::new()
        );
    }
}
