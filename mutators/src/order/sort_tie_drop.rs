//! Drops the last key of a sort, with its direction.
//!
//! Imitates: a tie-breaker that nobody tests: equal rows come in any order.
//!
//! Before:
//! ```text
//! fn ranked(lf: LazyFrame) -> LazyFrame { lf.sort(["delay", "name"], SortMultipleOptions::default()) }
//! ```
//! After:
//! ```text
//! fn ranked(lf: LazyFrame) -> LazyFrame { lf.sort(["delay"], SortMultipleOptions::default()) }
//! ```
//! Stays away: sorts by one key, and directions that are not written out.
//!
//! Equivalents: rows without ties.

use syn::Expr;
use syn::spanned::Spanned;

use crate::frames;
use crate::frames::parts::{self, List};
use crate::proposal::{Bytes, Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "sort-tie-drop";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 2) else { return };
    if !matches!(call.name.as_str(), "sort" | "sort_by_exprs" | "sort_by") {
        return;
    }
    let (keys, options) = (&call.call.args[0], &call.call.args[1]);
    let Some(list) = parts::list(keys).filter(|list| list.elements.len() > 1) else { return };
    let last = list.elements.len() - 1;
    let multiple = directions(options);
    if multiple.is_empty() {
        let single = !parts::mentions(options, "with_order_descending_multi")
            && !parts::mentions(options, "with_nulls_last_multi");
        if single {
            sink.method(Group::Strict, call.call, list.span_of(last), "");
        }
        return;
    }
    // One edit from the key to the last direction.
    let source = |bytes: Bytes| text_between(call.call, bytes);
    let mut text = String::new();
    let mut at = list.span_of(last).end;
    for directions in &multiple {
        if directions.elements.len() != last + 1 {
            return;
        }
        let dropped = directions.span_of(last);
        text.push_str(&source(at..dropped.start));
        at = dropped.end;
    }
    sink.method(Group::Strict, call.call, list.span_of(last).start..at, text);
}

/// The lists of directions in options, in the order of the text.
fn directions(options: &Expr) -> Vec<List> {
    let Expr::MethodCall(call) = options else { return vec![] };
    let mut found = directions(&call.receiver);
    let name = call.method.to_string();
    if matches!(name.as_str(), "with_order_descending_multi" | "with_nulls_last_multi") {
        found.extend(call.args.first().and_then(parts::list));
    }
    found
}

/// The text of the file between two places inside a call, on one line.
fn text_between(call: &syn::ExprMethodCall, bytes: Bytes) -> String {
    let start = range_of(call).start;
    let whole = call.span().source_text().unwrap_or_default();
    let text = whole.get(bytes.start - start..bytes.end - start).unwrap_or_default();
    text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn directions_go_with_their_key() {
        assert_eq!(
            of(
                r#"lf.sort(["a", "b"], SortMultipleOptions::default().with_order_descending_multi([true, false]))"#
            ),
            ["], SortMultipleOptions::default().with_order_descending_multi([true"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [
            r#"lf.sort(["a"], o())"#,
            "rows.sort_by(|a, b| a.cmp(b), 2)",
            r#"lf.sort(["a", "b"], o().with_order_descending_multi(flags))"#,
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
