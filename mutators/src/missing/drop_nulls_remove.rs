//! Keeps the rows with nulls: drops `drop_nulls` and `drop_nans`.
//!
//! Imitates: rows without a key that find their way into a total.
//!
//! Before:
//! ```text
//! fn known(lf: LazyFrame) -> LazyFrame { lf.drop_nulls(None).limit(9) }
//! ```
//! After:
//! ```text
//! fn known(lf: LazyFrame) -> LazyFrame { lf.limit(9) }
//! ```
//! Stays away: name spaces of lists.
//!
//! Equivalents: columns without nulls.

use crate::frames::edits::{remove, remove_infallible};
use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "drop-nulls-remove";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    match (call.name.as_str(), call.arity(), call.of) {
        ("drop_nulls" | "drop_nans", 1, Of::Lazy) => sink.drop_call(Group::Default, call.call),
        ("drop_nulls" | "drop_nans", 0, Of::Expr) if call.is_plain_expr() => {
            sink.drop_call(Group::Default, call.call);
        }
        ("drop_nulls", 1, Of::Data) => remove(sink, Group::Default, &call, context),
        ("drop_nulls", 0, Of::Column) => remove_infallible(sink, Group::Default, &call),
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
    fn all_kinds() {
        assert_eq!(
            of(
                r#"df.drop_nulls::<String>(None)?; df.column("a")?.drop_nulls(); col("a").drop_nulls().len()"#
            ),
            [".clone().pipe(Ok)", ".clone()", ""]
        );
    }

    #[test]
    fn stays_away() {
        for source in [r#"col("a").list().drop_nulls()"#, "record.drop_nulls()"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
