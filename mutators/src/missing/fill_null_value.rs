//! Fills nulls with another value of the same type.
//!
//! Imitates: a default that takes part in the result: zero in a mean, one in a product.
//!
//! Before:
//! ```text
//! fn fee() -> Expr { col("fee").fill_null(lit(0)) }
//! ```
//! After:
//! ```text
//! fn fee() -> Expr { col("fee").fill_null(lit(1)) }
//! ```
//! Stays away: defaults that are not literals.
//!
//! Equivalents: columns without nulls.

use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "fill-null-value";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    let value = match (call.name.as_str(), call.arity()) {
        ("fill_null" | "fill_nan", 1) => &call.call.args[0],
        ("shift_and_fill", 2) => &call.call.args[1],
        ("fill_null_with_values", 1) => &call.call.args[0],
        _ => return,
    };
    let value = parts::innermost(value);
    let bytes = range_of(value);
    if let Some((number, suffix)) = parts::integer(value) {
        sink.literal(Group::Default, bytes, format!("{}{suffix}", i128::from(number == 0)));
    } else if let Some((number, suffix)) = parts::float(value) {
        let other = if number == 0.0 { "1.0" } else { "0.0" };
        sink.literal(Group::Default, bytes, format!("{other}{suffix}"));
    } else if let Some((text, bytes)) = parts::text_literal(value) {
        sink.literal(Group::Default, bytes, if text.is_empty() { "\"xyzzy\"" } else { "\"\"" });
    } else {
        parts::flip(sink, Group::Default, value);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn literals_of_all_kinds() {
        assert_eq!(
            of(
                r#"col("a").fill_null(lit(0.5)); col("b").fill_null(lit("none")); col("c").fill_null(false); col("d").shift_and_fill(lit(1), lit(7))"#
            ),
            ["0.0", r#""""#, "true", "0"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [r#"col("a").fill_null(col("b"))"#, "map.fill_null(0)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
