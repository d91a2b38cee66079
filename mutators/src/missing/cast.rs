//! Casts with other care: what does not fit becomes null instead of an error, or an error instead of null; a
//! quotient of floats loses its fraction, as a quotient of integers does.
//!
//! Imitates: a column that quietly turns to nulls, and a share that is zero because both counts were integers.
//!
//! Before:
//! ```text
//! fn share() -> Expr { col("late").cast(DataType::Float64) / col("all") }
//! ```
//! After:
//! ```text
//! fn share() -> Expr { (col("late").cast(DataType::Float64) / col("all")).floor() }
//! ```
//! Stays away: Rust's `as`; counts and floats, which always fit; and dropping the cast, as another type only breaks
//! what follows.
//!
//! Equivalents: values that all fit, and quotients without a fraction.

use syn::{BinOp, Expr};

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "cast";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let Node::Expr(whole @ Expr::Binary(binary)) = node
        && matches!(binary.op, BinOp::Div(_))
        && [&binary.left, &binary.right].into_iter().any(|side| is_made_float(side))
    {
        let floored = format!("({}).floor()", text_of(whole));
        sink.value(Group::Strict, whole, range_of(whole), floored);
        return;
    }
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 1) else { return };
    let target = text_of(&call.call.args[0]);
    let fits = ["Float64", "Float32", "String"].iter().any(|ty| target.ends_with(ty));
    if !matches!(call.of, Of::Expr | Of::Column) || fits || is_count(&call.call.receiver) {
        return;
    }
    match call.name.as_str() {
        "cast" => sink.rename_call(Group::Strict, call.call, "strict_cast"),
        "strict_cast" => sink.rename_call(Group::Strict, call.call, "cast"),
        _ => {}
    }
}

/// True for `x.cast(DataType::Float64)`.
fn is_made_float(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => is_made_float(&inner.expr),
        Expr::MethodCall(call) => {
            matches!(call.method.to_string().as_str(), "cast" | "strict_cast")
                && call.args.first().is_some_and(|ty| text_of(ty).ends_with("DataType::Float64"))
        }
        _ => false,
    }
}

fn is_count(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => frames::among("count len n_unique sum", &call.method.to_string()),
        Expr::Call(call) => parts::last(&call.func).as_deref() == Some("len"),
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
    fn values_that_may_not_fit() {
        assert_eq!(
            of(r#"col("a").strict_cast(DataType::Int8); df.column("b")?.cast(&DataType::Int32)?"#),
            ["cast", "strict_cast"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [
            "x as f64",
            "pointer.cast(y)",
            r#"col("a").cast(DataType::Float64)"#,
            "len().cast(DataType::Int64)",
            r#"col("a") / col("b")"#,
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
