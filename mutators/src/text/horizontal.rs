//! Computes another value over the columns of a row, or forgets one of the columns.
//!
//! Imitates: a total of three of four quarters.
//!
//! Before:
//! ```text
//! fn best() -> PolarsResult<Expr> { max_horizontal([col("a"), col("b")]) }
//! ```
//! After:
//! ```text
//! fn best() -> PolarsResult<Expr> { min_horizontal([col("a"), col("b")]) }
//! ```
//! Stays away: lists that are not written out.
//!
//! Equivalents: columns that agree.

use syn::Expr;

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "horizontal";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let (Some((call, name)), Node::Expr(whole)) = (parts::function(node), node) else { return };
    if !name.ends_with("_horizontal") || call.args.is_empty() {
        return;
    }
    let Expr::Path(path) = &*call.func else { return };
    let Some(segment) = path.path.segments.last() else { return };
    let end = range_of(whole).end;
    match (name.as_str(), call.args.len()) {
        ("max_horizontal", 1) => sink.value(Group::Strict, whole, range_of(&segment.ident), "min_horizontal"),
        ("min_horizontal", 1) => sink.value(Group::Strict, whole, range_of(&segment.ident), "max_horizontal"),
        ("sum_horizontal", 2) => {
            let text = format!("max_horizontal({})", text_of(&call.args[0]));
            sink.value(Group::Strict, whole, range_of(&segment.ident).start..end, text);
        }
        ("mean_horizontal", 2) | ("any_horizontal" | "all_horizontal", 1) => {}
        _ => return,
    }
    if let Some(columns) = parts::list(&call.args[0]).filter(|list| list.elements.len() > 1) {
        for index in (0..columns.elements.len()).rev().take(3) {
            sink.value(Group::Strict, whole, columns.span_of(index), "");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn columns_go() {
        assert_eq!(
            of(r#"sum_horizontal([col("a"), col("b"), col("c")], true)?"#),
            [r#"max_horizontal([col("a"), col("b"), col("c")])"#, "", "", ""]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["mean_horizontal(columns, true)?", "horizontal(a)", "flip_horizontal([a, b])"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
