//! Drops one side of `a.and(b)` and of `mask & mask`.
//!
//! Imitates: a condition that was forgotten, or that was added without a test.
//!
//! Before:
//! ```text
//! fn open() -> Expr { col("due").lt(lit(9)).and(col("paid").not()) }
//! ```
//! After:
//! ```text
//! fn open() -> Expr { col("due").lt(lit(9)) }
//! ```
//! Stays away: `or`, and integers.
//!
//! Equivalents: a condition that follows from the other one.

use syn::Expr;

use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "conjunct-drop";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let Node::Expr(whole @ Expr::Binary(binary)) = node
        && matches!(binary.op, syn::BinOp::BitAnd(_))
        && is_mask(binary, context)
    {
        for side in [&*binary.left, &*binary.right] {
            sink.value(Group::Default, whole, range_of(whole), format!("({}).clone()", text_of(side)));
        }
        return;
    }
    let Some(call) = frames::call(node, context) else { return };
    if call.of != Of::Expr || call.arity() != 1 || !frames::among("and logical_and", &call.name) {
        return;
    }
    sink.drop_call(Group::Default, call.call);
    // In `a.and(b).and(c)` each of the three goes alone: the inner call drops `a` and `b`.
    let inner = matches!(&*call.call.receiver, Expr::MethodCall(inner) if inner.method == call.name.as_str());
    if !inner {
        sink.whole_call(Group::Default, call.call, text_of(&call.call.args[0]));
    }
}

/// True where a side is a mask, or where a mask is wanted.
fn is_mask(binary: &syn::ExprBinary, context: &Context) -> bool {
    let sides = [&*binary.left, &*binary.right];
    sides.iter().any(|side| frames::of(side, &context.frames) == Some(Of::Column))
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn each_condition_goes_alone() {
        assert_eq!(of(r#"col("a").and(col("b")).and(col("c"))"#), ["", r#"col("b")"#, ""]);
    }

    #[test]
    fn masks() {
        assert_eq!(
            of(r#"df.filter(&(df.column("a")?.i64()?.gt(1) & late))"#),
            [r#"(df.column("a")?.i64()?.gt(1)).clone()"#, "(late).clone()"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [r#"col("a").or(col("b"))"#, "a & 3", "x.and(y)", "first.and_then(f)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
