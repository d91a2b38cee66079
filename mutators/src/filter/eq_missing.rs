//! Exchanges comparisons that give null for null with those that take null for a value: `eq` and `eq_missing`,
//! `neq` and `neq_missing`.
//!
//! Imitates: `state != 'closed'`, which drops the rows without a state.
//!
//! Before:
//! ```text
//! fn open() -> Expr { col("state").neq(lit("closed")) }
//! ```
//! After:
//! ```text
//! fn open() -> Expr { col("state").neq_missing(lit("closed")) }
//! ```
//! Stays away: `eq` with a literal: null and false do the same in filters, branches and sums.
//!
//! Equivalents: columns without nulls.

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "eq-missing";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 1) else { return };
    if !matches!(call.of, Of::Expr | Of::Column) {
        return;
    }
    let literal = |expr: &syn::Expr| parts::lit_argument(expr).is_some() || matches!(expr, syn::Expr::Lit(_));
    let with_literal = literal(&call.call.args[0]) || literal(&call.call.receiver);
    let other = match call.name.as_str() {
        "eq" | "equal" | "eq_missing" | "equal_missing" if with_literal => return,
        "eq" => "eq_missing",
        "neq" => "neq_missing",
        "eq_missing" => "eq",
        "neq_missing" => "neq",
        "equal" => "equal_missing",
        "not_equal" => "not_equal_missing",
        "equal_missing" => "equal",
        "not_equal_missing" => "not_equal",
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
    fn columns_that_are_compared() {
        assert_eq!(of(r#"col("a").eq(col("b")); col("a").neq_missing(lit(1))"#), ["eq_missing", "neq"]);
    }

    #[test]
    fn stays_away() {
        for source in [r#"col("a").eq(lit(1))"#, "a.eq(&b)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
