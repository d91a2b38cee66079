//! Sorts the other way round, or turns one key of several; drops `reverse()`.
//!
//! Imitates: the slowest for the fastest, the oldest for the newest.
//!
//! Before:
//! ```text
//! fn latest(lf: LazyFrame) -> LazyFrame { lf.sort(["day"], SortMultipleOptions::default().with_order_descending(true)) }
//! ```
//! After:
//! ```text
//! fn latest(lf: LazyFrame) -> LazyFrame { lf.sort(["day"], SortMultipleOptions::default().with_order_descending(false)) }
//! ```
//! Stays away: sorts of slices and vectors.
//!
//! Equivalents: rows with equal keys.

use syn::Expr;

use crate::frames::edits::remove_infallible;
use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, takes_suffix, text_of};

pub(crate) const NAME: &str = "sort-flip";

const SETTERS: [&str; 2] = [".with_order_descending", ".with_order_descending_multi"];

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let Node::Expr(expr) = node
        && context.argument_of.as_deref().is_some_and(|name| SETTERS.contains(&name))
    {
        parts::flip(sink, Group::Default, expr);
    }
    let fields = ["SortOptions", "SortMultipleOptions"];
    if let Some(value) = parts::field(node, &fields, "descending") {
        parts::flip(sink, Group::Default, value);
        for element in parts::list(value).into_iter().flat_map(|list| list.elements) {
            parts::flip(sink, Group::Default, &element);
        }
    }
    let Some(call) = frames::call(node, context) else { return };
    match (call.name.as_str(), call.arity()) {
        ("reverse", 0) if !call.within("str") && !call.within("list") => {
            remove_infallible(sink, Group::Default, &call);
        }
        ("sort" | "sort_by_exprs" | "sort_by", 2) | ("top_k" | "bottom_k", 3) | ("sort" | "sort_with", 1) => {
            let Some(options) = call.call.args.last() else { return };
            if parts::boolean(options).is_some() {
                parts::flip(sink, Group::Default, options);
            } else if is_plain(options) {
                let reversed = format!("{}.with_order_reversed()", operand(options));
                sink.value(Group::Default, options, range_of(options), reversed);
            }
        }
        _ => {}
    }
}

/// True for options that say nothing of the direction in literals of their own.
fn is_plain(options: &Expr) -> bool {
    !matches!(options, Expr::Closure(_) | Expr::Struct(_) | Expr::Reference(_))
        && !parts::mentions(options, "with_order_descending")
        && !parts::mentions(options, "with_order_descending_multi")
}

fn operand(options: &Expr) -> String {
    let text = text_of(options);
    match text.replace(' ', "").as_str() {
        // A method needs to know the type.
        "Default::default()" => "SortMultipleOptions::default()".to_owned(),
        _ if takes_suffix(options) => text,
        _ => format!("({text})"),
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn each_key_turns_alone() {
        assert_eq!(
            of(
                r#"lf.sort(["a", "b"], SortMultipleOptions::new().with_order_descending_multi([true, false]))"#
            ),
            ["false", "true"]
        );
    }

    #[test]
    fn options_without_a_direction() {
        assert_eq!(
            of(
                r#"df.sort(["a"], Default::default())?; col("a").sort(SortOptions::default()); ids.column("a")?.i64()?.sort(true)"#
            ),
            [
                "SortMultipleOptions::default().with_order_reversed()",
                "SortOptions::default().with_order_reversed()",
                "false"
            ]
        );
    }

    #[test]
    fn reversals_go() {
        assert_eq!(of("lf.reverse(); g(SortOptions { descending: true, ..o })"), ["", "false"]);
    }

    #[test]
    fn stays_away() {
        for source in [
            "rows.sort()",
            "names.iter().rev()",
            "rows.sort_by(|a, b| a.cmp(b))",
            "set.with_nulls_last(true)",
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
