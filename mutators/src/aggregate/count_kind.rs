//! Counts something else: values for rows, rows for values, distinct values for all.
//!
//! Imitates: `count` where nulls do not count, `len` where they do, and duplicates that are counted twice.
//!
//! Before:
//! ```text
//! fn seen() -> Expr { col("user").n_unique().alias("users") }
//! ```
//! After:
//! ```text
//! fn seen() -> Expr { col("user").count().alias("users") }
//! ```
//! Stays away: `len()` of a group, which has no column, and lengths of lists and texts.
//!
//! Equivalents: columns without nulls (`count` and `len`), or without duplicates.

use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "count-kind";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 0) else { return };
    if call.of == Of::Column && call.name == "len" {
        let end = range_of(&*call.call.receiver).end;
        sink.method(Group::Strict, call.call, end..end, ".drop_nulls()");
    }
    if !call.is_plain_expr() {
        return;
    }
    let (first, second) = match call.name.as_str() {
        "count" => ("len", "n_unique"),
        "len" => ("count", "n_unique"),
        "n_unique" => ("count", "len"),
        _ => return,
    };
    sink.rename_call(Group::Default, call.call, first);
    sink.rename_call(Group::Strict, call.call, second);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn all_kinds_of_expressions() {
        assert_eq!(of(r#"col("a").count(); col("a").len()"#), ["len", "n_unique", "count", "n_unique"]);
    }

    #[test]
    fn columns_lose_their_nulls() {
        assert_eq!(of(r#"df.column("a")?.len()"#), [".drop_nulls()"]);
    }

    #[test]
    fn stays_away() {
        for source in [
            "len()",
            "rows.len()",
            r#"col("a").str().len_chars()"#,
            r#"col("a").list().len()"#,
            "rows.iter().count()",
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
