//! Changes a number in `lit(..)` by one step: integers by one up, strict: down; floats to zero, or to one.
//!
//! Imitates: a threshold that is off by one.
//!
//! Before:
//! ```text
//! fn late() -> Expr { col("delay").gt(lit(15)) }
//! ```
//! After:
//! ```text
//! fn late() -> Expr { col("delay").gt(lit(16)) }
//! ```
//! Stays away: texts, dates, booleans and constants, which other mutators change where they are defined.
//!
//! Equivalents: data without a value between the two numbers.

use syn::Expr;

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "lit-step";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Node::Expr(value @ (Expr::Lit(_) | Expr::Unary(_))) = node else { return };
    if context.argument_of.as_deref().and_then(|name| name.rsplit("::").next()) != Some("lit") {
        return;
    }
    let bytes = range_of(value);
    if let Some((number, suffix)) = parts::integer(value) {
        sink.literal(Group::Default, bytes.clone(), format!("{}{suffix}", number + 1));
        if number > 0 || !suffix.starts_with('u') {
            sink.literal(Group::Strict, bytes, format!("{}{suffix}", number - 1));
        }
    } else if let Some((number, suffix)) = parts::float(value) {
        let other = if number == 0.0 { "1.0" } else { "0.0" };
        sink.literal(Group::Default, bytes, format!("{other}{suffix}"));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn integers_and_floats() {
        assert_eq!(
            of(r#"col("a") + lit(-1); col("b") * lit(0.5f32); lit(0u8)"#),
            ["0", "-2", "0.0f32", "1u8"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [r#"lit("a")"#, "lit(LIMIT)", "split(1)", r#"col("a").head(Some(1))"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
