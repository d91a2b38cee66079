//! Keeps duplicate rows.
//!
//! Imitates: double counting, because a source delivered some rows twice.
//!
//! Before:
//! ```text
//! fn once(lf: LazyFrame) -> LazyFrame { lf.unique(None, UniqueKeepStrategy::Any).limit(9) }
//! ```
//! After:
//! ```text
//! fn once(lf: LazyFrame) -> LazyFrame { lf.limit(9) }
//! ```
//! Stays away: sets, and itertools.
//!
//! Equivalents: data without duplicates.

use crate::frames::edits::remove;
use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "unique-remove";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    match (call.name.as_str(), call.arity(), call.of) {
        ("unique" | "unique_stable" | "unique_generic" | "unique_stable_generic", 2, Of::Lazy)
        | ("unique" | "unique_stable", 3, Of::Data)
        | ("unique" | "unique_stable", 0, Of::Column) => remove(sink, Group::Default, &call, context),
        ("unique" | "unique_stable", 0, Of::Expr) if call.is_plain_expr() => {
            remove(sink, Group::Default, &call, context);
        }
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
            of(r#"df.unique_stable(None, k, None)?; col("a").unique().len(); df.column("a")?.unique()?"#),
            [".clone().pipe(Ok)", "", r#"Ok::<_, PolarsError>(df.column("a")?.clone())"#]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["rows.into_iter().unique()", r#"col("a").list().unique()"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
