//! Keeps one row per key of the right side, so that the join cannot fan out.
//!
//! Imitates: a test data set without duplicate keys: double counting, or the loss of a second match, goes
//! unnoticed.
//!
//! Before:
//! ```text
//! fn paid(orders: LazyFrame, paid: LazyFrame) -> LazyFrame { orders.left_join(paid, col("id"), col("order")) }
//! ```
//! After:
//! ```text
//! fn paid(orders: LazyFrame, paid: LazyFrame) -> LazyFrame { orders.left_join(paid.unique_stable(Some(cols(["order"])), UniqueKeepStrategy::First), col("id"), col("order")) }
//! ```
//! Stays away: keys that are not written out, semi and anti joins, and right sides that are unique by the look of
//! them.
//!
//! Equivalents: right sides whose keys are unique.

use syn::Expr;

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, takes_suffix, text_of};

pub(crate) const NAME: &str = "join-right-dedup";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    let (other, right) = match (call.name.as_str(), call.arity()) {
        ("left_join" | "inner_join" | "full_join", 3) | ("join", 4 | 5) => {
            (&call.call.args[0], &call.call.args[2])
        }
        _ => return,
    };
    let Some(keys) = parts::column_names(right).filter(|_| !is_unique(other)) else { return };
    let keys = keys.iter().map(|key| format!("{key:?}")).collect::<Vec<_>>().join(", ");
    let first = format!("{}::First", context.frames.path("UniqueKeepStrategy"));
    let text = text_of(other);
    let once = match (call.of, other) {
        (Of::Lazy, _) => {
            let columns = context.frames.path("cols");
            format!("{}.unique_stable(Some({columns}([{keys}])), {first})", operand(other, &text))
        }
        (Of::Data, Expr::Reference(inner)) => {
            let frame = operand(&inner.expr, &text_of(&inner.expr));
            let keys = format!("Some(&[{keys}].map(String::from))");
            format!("&{frame}.unique_stable({keys}, {first}, None).expect(\"the keys are there\")")
        }
        _ => return,
    };
    let edit = range_of(other);
    sink.method(Group::Strict, call.call, edit, once);
}

fn operand(expr: &Expr, text: &str) -> String {
    if takes_suffix(expr) { text.to_owned() } else { format!("({text})") }
}

/// True where the right side ends in something that has one row per key.
fn is_unique(other: &Expr) -> bool {
    match other {
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            matches!(name.as_str(), "unique" | "unique_stable" | "agg")
        }
        Expr::Reference(inner) => is_unique(&inner.expr),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn eager_frames_are_deduplicated_too() {
        assert_eq!(
            of(r#"df.left_join(&b, ["x"], ["y"])"#),
            [
                r#"&b.unique_stable(Some(&["y"].map(String::from)), UniqueKeepStrategy::First, None).expect("the keys are there")"#
            ]
        );
    }

    #[test]
    fn all_keys_are_named() {
        assert_eq!(
            of(r#"lf.join(b.clone(), [col("x"), col("y")], [col("p"), col("q")], args)"#),
            [r#"b.clone().unique_stable(Some(cols(["p", "q"])), UniqueKeepStrategy::First)"#]
        );
    }

    #[test]
    fn stays_away() {
        for source in [
            "lf.left_join(b, keys, keys)",
            r#"lf.semi_join(b, col("x"), col("x"))"#,
            r#"lf.left_join(b.group_by(["x"]).agg([len()]), col("x"), col("x"))"#,
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
