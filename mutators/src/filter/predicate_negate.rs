//! Turns one comparison round: `eq` and `neq`, `gt` and `lt_eq`, `lt` and `gt_eq`; drops `not()`.
//!
//! Imitates: a condition that says the opposite of its name.
//!
//! Before:
//! ```text
//! fn open() -> Expr { col("state").neq(lit("closed")) }
//! ```
//! After:
//! ```text
//! fn open() -> Expr { col("state").eq(lit("closed")) }
//! ```
//! Stays away: comparisons of what is not seen to be a column or an expression.
//!
//! Equivalents: data of which half the rows pass, where only their number is looked at.

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "predicate-negate";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let (Some((call, name)), Node::Expr(whole)) = (parts::function(node), node)
        && name == "not"
        && call.args.len() == 1
    {
        sink.value(Group::Default, whole, range_of(whole), text_of(&call.args[0]));
        return;
    }
    let Some(call) = frames::call(node, context) else { return };
    if !matches!(call.of, Of::Expr | Of::Column) {
        return;
    }
    let other = match (call.name.as_str(), call.arity()) {
        ("not", 0) if call.of == Of::Expr => return sink.drop_call(Group::Default, call.call),
        ("eq", 1) => "neq",
        ("neq", 1) => "eq",
        ("eq_missing", 1) => "neq_missing",
        ("neq_missing", 1) => "eq_missing",
        ("equal", 1) => "not_equal",
        ("not_equal", 1) => "equal",
        ("gt", 1) => "lt_eq",
        ("lt_eq", 1) => "gt",
        ("lt", 1) => "gt_eq",
        ("gt_eq", 1) => "lt",
        _ => return,
    };
    sink.rename_call(Group::Default, call.call, other);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn comparisons_and_negations() {
        assert_eq!(of(r#"col("a").eq(lit(1)).not(); col("b").lt(c)"#), ["", "neq", "gt_eq"]);
    }

    #[test]
    fn masks() {
        assert_eq!(of(r#"let ids = df.column("a")?.i64()?; ids.equal(5)"#), ["not_equal"]);
    }

    #[test]
    fn stays_away() {
        for source in ["a.eq(&b)", "!flag", "flag.not()"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
