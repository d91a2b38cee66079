//! Exchanges the first two choices of `coalesce`, or drops the last one.
//!
//! Imitates: the old address in front of the new one, or a fallback that is never tried.
//!
//! Before:
//! ```text
//! fn place() -> Expr { coalesce(&[col("new"), col("old")]) }
//! ```
//! After:
//! ```text
//! fn place() -> Expr { coalesce(&[col("old"), col("new")]) }
//! ```
//! Stays away: itertools, and lists that are not written out.
//!
//! Equivalents: rows of which only one choice is not null.

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "coalesce";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let (Some((call, name)), Node::Expr(whole)) = (parts::function(node), node) else { return };
    if name != "coalesce" || call.args.len() != 1 {
        return;
    }
    let Some(choices) = parts::list(&call.args[0]).filter(|list| list.elements.len() > 1) else { return };
    let (first, second) = (&choices.elements[0], &choices.elements[1]);
    let edit = range_of(first).start..range_of(second).end;
    // The name comes from the first choice.
    let name = parts::column_name(first).map(|name| format!(".alias({name:?})")).unwrap_or_default();
    let named = parts::column_name(second).is_some() && parts::column_name(first).is_some();
    let swapped = format!("{}, {}", text_of(second), text_of(first));
    sink.value(Group::Strict, whole, edit, swapped);
    if choices.elements.len() > 2 || !named {
        sink.value(Group::Strict, whole, choices.span_of(choices.elements.len() - 1), "");
    } else {
        sink.value(Group::Strict, whole, range_of(whole), format!("{}{name}", text_of(first)));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn the_last_choice_goes() {
        assert_eq!(of(r#"coalesce(&[col("a"), col("b"), lit(0)])"#), [r#"col("b"), col("a")"#, ""]);
    }

    #[test]
    fn of_two_columns_the_first_is_left() {
        assert_eq!(
            of(r#"coalesce(&[col("a"), col("b")])"#),
            [r#"col("a").alias("a")"#, r#"col("b"), col("a")"#]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["rows.coalesce(|a, b| f(a, b))", "coalesce(&choices)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
