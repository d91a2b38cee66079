//! Takes the first element of each list instead of a row for each of them.
//!
//! Imitates: orders with several lines that keep the first one.
//!
//! Before:
//! ```text
//! fn lines(lf: LazyFrame, o: ExplodeOptions) -> LazyFrame { lf.explode(cols(["lines"]), o) }
//! ```
//! After:
//! ```text
//! fn lines(lf: LazyFrame, o: ExplodeOptions) -> LazyFrame { lf.with_columns([Expr::from(cols(["lines"])).list().first()]) }
//! ```
//! Stays away: data frames, and explosions of other kinds.
//!
//! Equivalents: lists of one element.

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "explode";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    for name in ["empty_as_null", "keep_nulls"] {
        if let Some(value) = parts::field(node, &["ExplodeOptions"], name) {
            parts::flip(sink, Group::Strict, value);
        }
    }
    let Some(call) = frames::call(node, context).filter(|call| call.name == "explode") else { return };
    let edit = range_of(&call.call.method).start..range_of(call.call).end;
    match (call.of, call.arity()) {
        (Of::Lazy, 1 | 2) => {
            let columns = text_of(&call.call.args[0]);
            let expr = context.frames.path("Expr");
            let text = format!("with_columns([{expr}::from({columns}).list().first()])");
            sink.method(Group::Strict, call.call, edit, text);
        }
        (Of::Expr, 0 | 1) if call.is_plain_expr() => {
            sink.method(Group::Strict, call.call, edit, "list().first()");
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
    fn expressions_and_options() {
        assert_eq!(
            of(r#"col("a").explode(ExplodeOptions { empty_as_null: true, keep_nulls: false })"#),
            ["list().first()", "false", "true"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [r#"df.explode(["a"], o)?"#, "bomb.explode()"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
