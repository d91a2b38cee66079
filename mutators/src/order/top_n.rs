//! Takes one row more, one less, or all of them: `limit`, `head`, `tail`, `slice`, `top_k`, `bottom_k`.
//!
//! Imitates: a top ten of nine, or a limit that was left in from a trial run.
//!
//! Before:
//! ```text
//! fn top(lf: LazyFrame) -> LazyFrame { lf.limit(10).cache() }
//! ```
//! After:
//! ```text
//! fn top(lf: LazyFrame) -> LazyFrame { lf.limit(11).cache() }
//! ```
//! Stays away: iterators and slices, and `head(None)`.
//!
//! Equivalents: frames with fewer rows.

use crate::frames::edits::{is_nothing, remove_infallible, step};
use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "top-n";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    let first = &call.call.args.first();
    let Some(number) = first.map(|argument| match call.name.as_str() {
        "slice" => call.call.args.last().unwrap_or(argument),
        _ => argument,
    }) else {
        return;
    };
    match (call.name.as_str(), call.arity(), call.of) {
        ("limit", 1, Of::Lazy)
        | ("head" | "tail", 1, Of::Lazy | Of::Data | Of::Expr | Of::Column | Of::Groups)
        | ("slice", 2, Of::Lazy | Of::Data | Of::Expr | Of::Column)
        | ("top_k" | "bottom_k", 3, Of::Lazy)
        | ("top_k" | "bottom_k", 1, Of::Expr) => {}
        _ => return,
    }
    // The first characters of a text and the first elements of a list are another matter.
    if is_nothing(number) || call.of == Of::Expr && !call.is_plain_expr() {
        return;
    }
    step(sink, number, 0);
    if call.of != Of::Groups {
        remove_infallible(sink, Group::Default, &call);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn numbers_in_options_and_literals() {
        assert_eq!(
            of(r#"df.head(Some(5)); lf.slice(2, n); col("a").top_k(lit(3))"#),
            [".clone()", "6", "4", "", "n + 1", "", "4", "2"]
        );
    }

    #[test]
    fn stays_away() {
        for source in
            ["rows.iter().take(3)", "df.head(None)", "page.limit(3)", r#"col("a").str().head(lit(3))"#]
        {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
