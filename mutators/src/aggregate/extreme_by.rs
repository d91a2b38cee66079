//! Takes the row with the smallest key for the one with the greatest: `max_by`, `top_k`, `top_k_by`, `arg_max` and
//! their opposites.
//!
//! Imitates: the oldest version of a row instead of the latest one.
//!
//! Before:
//! ```text
//! fn latest() -> Expr { col("state").max_by(col("version")) }
//! ```
//! After:
//! ```text
//! fn latest() -> Expr { col("state").min_by(col("version")) }
//! ```
//! Stays away: iterators, whose `max_by` takes a closure.
//!
//! Equivalents: groups of one row.

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "extreme-by";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if call.call.args.iter().any(|argument| matches!(argument, syn::Expr::Closure(_))) {
        return;
    }
    let other = match (call.name.as_str(), call.arity()) {
        ("max_by", 1) => "min_by",
        ("min_by", 1) => "max_by",
        ("top_k", 1 | 3) => "bottom_k",
        ("bottom_k", 1 | 3) => "top_k",
        ("top_k_by", 3) => "bottom_k_by",
        ("bottom_k_by", 3) => "top_k_by",
        ("arg_max", 0) => "arg_min",
        ("arg_min", 0) => "arg_max",
        _ => return,
    };
    sink.rename_call(Group::Strict, call.call, other);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn frames_and_expressions() {
        assert_eq!(
            of(r#"lf.top_k(5, [col("a")], o); col("a").arg_min(); col("a").bottom_k(lit(3))"#),
            ["bottom_k", "arg_max", "top_k"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["rows.iter().max_by(|a, b| a.cmp(b))", "heap.top_k(3)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
