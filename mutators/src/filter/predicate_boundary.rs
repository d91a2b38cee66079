//! Moves a boundary by the rows that lie on it: `gt` and `gt_eq`, `lt` and `lt_eq`.
//!
//! Imitates: an off-by-one: the day of the deadline itself, the threshold itself.
//!
//! Before:
//! ```text
//! fn late() -> Expr { col("delay").gt_eq(lit(15)) }
//! ```
//! After:
//! ```text
//! fn late() -> Expr { col("delay").gt(lit(15)) }
//! ```
//! Stays away: `PartialOrd`'s methods of the same names, and operators.
//!
//! Equivalents: data without a value on the boundary.

use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "predicate-boundary";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 1) else { return };
    if !matches!(call.of, Of::Expr | Of::Column) {
        return;
    }
    let other = match call.name.as_str() {
        "gt" => "gt_eq",
        "gt_eq" => "gt",
        "lt" => "lt_eq",
        "lt_eq" => "lt",
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
    fn columns_too() {
        assert_eq!(of(r#"df.column("a")?.i64()?.gt(5); hour.clone().lt_eq(lit(3))"#), ["gt_eq", "lt"]);
    }

    #[test]
    fn stays_away() {
        for source in ["a.gt(&b)", "a > b", r#"col("a").eq(lit(1))"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
