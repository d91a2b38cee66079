//! Leaves the rows in the order in which they are.
//!
//! Imitates: a report whose order depends on how a join was computed.
//!
//! Before:
//! ```text
//! fn first(lf: LazyFrame) -> LazyFrame { lf.sort(["day"], o()).limit(1) }
//! ```
//! After:
//! ```text
//! fn first(lf: LazyFrame) -> LazyFrame { lf.limit(1) }
//! ```
//! Stays away: sorts of slices and vectors, and sorts in place.
//!
//! Equivalents: rows that are sorted already.

use crate::frames::edits::{remove, remove_infallible};
use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "sort-remove";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    match (call.name.as_str(), call.arity(), call.of) {
        ("sort" | "sort_by_exprs", 2, Of::Lazy | Of::Data)
        | ("sort", 1, Of::Expr)
        | ("sort_by", 2, Of::Expr) => {
            remove(sink, Group::Default, &call, context);
        }
        // `ChunkedArray` sorts by a `bool` and cannot fail, `Series` by options.
        ("sort", 1, Of::Column) if parts::boolean(&call.call.args[0]).is_some() => {
            remove_infallible(sink, Group::Default, &call);
        }
        ("sort", 1, Of::Column) => remove(sink, Group::Default, &call, context),
        ("sort_with", 1, Of::Column) => remove_infallible(sink, Group::Default, &call),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn eager_sorts_give_results() {
        assert_eq!(
            of(r#"df.sort(["a"], o())?; df.column("a")?.i64()?.sort(false); df.column("a")?.sort(o())?"#),
            [".clone().pipe(Ok)", ".clone()", r#"Ok::<_, PolarsError>(df.column("a")?.clone())"#]
        );
    }

    #[test]
    fn results_that_are_unwrapped_are_eager() {
        assert_eq!(
            of(r#"let data = load(); let data = data.sort(["a"], SortMultipleOptions::new()).unwrap();"#),
            [".clone().pipe(Ok)"]
        );
    }

    #[test]
    fn expressions() {
        assert_eq!(of(r#"col("a").sort_by([col("b")], o()).first()"#), [""]);
    }

    #[test]
    fn stays_away() {
        for source in ["rows.sort()", "rows.sort_by(|a, b| a.cmp(b))", r#"df.sort_in_place(["a"], o())?"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
