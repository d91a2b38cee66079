//! Puts nulls to the other end of the order.
//!
//! Imitates: the row without a date at the top of the list of the latest.
//!
//! Before:
//! ```text
//! fn options() -> SortMultipleOptions { SortMultipleOptions::default().with_nulls_last(true) }
//! ```
//! After:
//! ```text
//! fn options() -> SortMultipleOptions { SortMultipleOptions::default().with_nulls_last(false) }
//! ```
//! Stays away: sorts of slices and vectors.
//!
//! Equivalents: keys without nulls.

use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, takes_suffix, text_of};

pub(crate) const NAME: &str = "sort-nulls";

const SETTERS: [&str; 2] = [".with_nulls_last", ".with_nulls_last_multi"];

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let Node::Expr(expr) = node
        && context.argument_of.as_deref().is_some_and(|name| SETTERS.contains(&name))
    {
        parts::flip(sink, Group::Strict, expr);
    }
    if let Some(value) = parts::field(node, &["SortOptions", "SortMultipleOptions"], "nulls_last") {
        parts::flip(sink, Group::Strict, value);
    }
    let Some(call) = frames::call(node, context) else { return };
    let sorts = matches!(
        (call.name.as_str(), call.arity()),
        ("sort" | "sort_by_exprs" | "sort_by", 2) | ("top_k" | "bottom_k", 3)
    );
    let Some(options) = call.call.args.last().filter(|_| sorts) else { return };
    let known = ["SortMultipleOptions", "SortOptions"].iter().any(|ty| parts::mentions(options, ty));
    let said =
        parts::mentions(options, "with_nulls_last") || parts::mentions(options, "with_nulls_last_multi");
    if known && !said && takes_suffix(options) {
        sink.value(
            Group::Strict,
            options,
            range_of(options),
            format!("{}.with_nulls_last(true)", text_of(options)),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn where_nothing_is_said_they_go_last() {
        assert_eq!(
            of(r#"lf.sort(["a"], SortMultipleOptions::default())"#),
            ["SortMultipleOptions::default().with_nulls_last(true)"]
        );
    }

    #[test]
    fn fields() {
        assert_eq!(of("g(SortOptions { nulls_last: true, ..o })"), ["false"]);
    }

    #[test]
    fn stays_away() {
        for source in ["rows.sort()", r#"lf.sort(["a"], options)"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
