//! Casts with other care: values that do not fit become null instead of an error, or an error instead of null; what
//! becomes a float loses its fraction first.
//!
//! Imitates: a column that quietly turns to nulls, and a division of integers.
//!
//! Before:
//! ```text
//! fn price() -> Expr { col("price").cast(DataType::Int64) }
//! ```
//! After:
//! ```text
//! fn price() -> Expr { col("price").strict_cast(DataType::Int64) }
//! ```
//! Stays away: Rust's `as`, and dropping the cast: another type only breaks what follows.
//!
//! Equivalents: values that all fit, and floats without a fraction.

use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "cast";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 1) else { return };
    if !matches!(call.of, Of::Expr | Of::Column) {
        return;
    }
    match call.name.as_str() {
        "cast" => sink.rename_call(Group::Strict, call.call, "strict_cast"),
        "strict_cast" => sink.rename_call(Group::Strict, call.call, "cast"),
        _ => return,
    }
    let target = text_of(&call.call.args[0]);
    if call.of == Of::Expr && target.ends_with("DataType::Float64") {
        let whole = target.replace("Float64", "Int64");
        let end = range_of(&*call.call.receiver).end;
        sink.method(Group::Strict, call.call, end..end, format!(".cast({whole})"));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(body: &str) -> Vec<String> {
        replacements(super::NAME, &format!("fn f(lf: LazyFrame, df: DataFrame) -> R {{{{ {body} }}}}"))
    }

    #[test]
    fn floats_lose_their_fraction() {
        assert_eq!(
            of(r#"col("a").strict_cast(DataType::Float64); df.column("b")?.cast(&DataType::Int32)?"#),
            [".cast(DataType::Int64)", "cast", "strict_cast"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["x as f64", "pointer.cast(y)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
