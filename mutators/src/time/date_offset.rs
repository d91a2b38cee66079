//! Moves dates by one unit more, strict: the other way: `offset_by` and the offset of windows.
//!
//! Imitates: a due date that is a day late.
//!
//! Before:
//! ```text
//! fn due() -> Expr { col("sent").dt().offset_by(lit("14d")) }
//! ```
//! After:
//! ```text
//! fn due() -> Expr { col("sent").dt().offset_by(lit("15d")) }
//! ```
//! Stays away: offsets that are put together at run time.
//!
//! Equivalents: dates that are only compared by month or year.

use syn::Expr;

use super::window_size::stepped;
use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::text_of;

pub(crate) const NAME: &str = "date-offset";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let literal = match node {
        Node::Expr(Expr::MethodCall(call)) if call.method == "offset_by" && call.args.len() == 1 => {
            if frames::call(node, context).is_none() {
                return;
            }
            parts::text_literal(parts::innermost(&call.args[0]))
        }
        Node::Expr(Expr::Call(call))
            if context.field.as_deref() == Some("offset") && call.args.len() == 1 =>
        {
            text_of(&call.func)
                .ends_with("Duration::parse")
                .then(|| parts::text_literal(&call.args[0]))
                .flatten()
        }
        _ => return,
    };
    let Some((text, bytes)) = literal else { return };
    if let Some(other) = stepped(&text, 1) {
        sink.literal(Group::Default, bytes.clone(), format!("{other:?}"));
        let turned = text.strip_prefix('-').map_or_else(|| format!("-{text}"), str::to_owned);
        sink.literal(Group::Strict, bytes, format!("{turned:?}"));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn windows_and_negative_offsets() {
        assert_eq!(
            of(
                r#"g(RollingGroupOptions { offset: Duration::parse("-1d"), ..o }); col("t").dt().offset_by("1mo".into())"#
            ),
            [r#""-2d""#, r#""1d""#, r#""2mo""#, r#""-1mo""#]
        );
    }

    #[test]
    fn stays_away() {
        for source in [r#"col("t").dt().offset_by(col("days"))"#, r#"cursor.offset_by(lit("1d"))"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
