//! Replaces an arithmetic operator by another one.
//!
//! Imitates: a discount that is added, a rate divided by that should be multiplied with.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT price * (1 - discount) FROM t") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT price * (1 + discount) FROM t") }
//! ```
//! Stays away: `*` and `/` of intervals, and concatenation by `||`.
//!
//! Equivalents: `x * 1` and `x / 1`, `x + 0` and `x - 0`; they are not proposed.

use sqlparser::ast::{BinaryOperator as Op, Expr};

use crate::clauses::number;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "sql-arithmetic";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.expressions(sink, |expr| {
        let Expr::BinaryOp { left, op, right } = expr else { return vec![] };
        let others = match op {
            Op::Plus => [Op::Minus, Op::Multiply],
            Op::Minus => [Op::Plus, Op::Divide],
            Op::Multiply => [Op::Plus, Op::Divide],
            Op::Divide => [Op::Modulo, Op::Multiply],
            Op::Modulo => [Op::Divide, Op::Plus],
            _ => return vec![],
        };
        let interval = matches!(**left, Expr::Interval(_)) || matches!(**right, Expr::Interval(_));
        let with = |op| Expr::BinaryOp { left: left.clone(), op, right: right.clone() };
        let groups = [Group::Default, Group::Strict].into_iter().zip(others);
        groups
            .filter(|(_, other)| !interval || matches!(other, Op::Plus | Op::Minus))
            .filter(|(_, other)| !is_neutral(op, other, number(right)))
            .map(|(group, op)| (group, with(op)))
            .collect()
    });
}

/// True where both operators give the same for that right operand.
fn is_neutral(op: &Op, other: &Op, right: Option<&str>) -> bool {
    let value = right.and_then(|text| text.parse::<f64>().ok());
    match (op, other) {
        (Op::Plus, Op::Minus) | (Op::Minus, Op::Plus) => value == Some(0.0),
        (Op::Multiply, Op::Divide) | (Op::Divide, Op::Multiply) => value == Some(1.0),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::{changed, default};

    #[test]
    fn operators_are_replaced_and_parentheses_kept() {
        assert_eq!(
            changed(super::NAME, "SELECT a * b + c FROM t"),
            [
                "SELECT a * b - c FROM t",
                "SELECT a * b * c FROM t",
                "SELECT a + b + c FROM t",
                "SELECT a / b + c FROM t",
            ]
        );
    }

    #[test]
    fn what_binds_less_tightly_gets_parentheses() {
        assert_eq!(default(super::NAME, "SELECT a * b / c FROM t")[1], "SELECT (a + b) / c FROM t");
    }

    #[test]
    fn stays_away_from_neutral_operands_and_scaled_intervals() {
        assert!(default(super::NAME, "SELECT a + 0 FROM t").is_empty());
        assert_eq!(
            changed(super::NAME, "SELECT d + INTERVAL '1' DAY FROM t"),
            ["SELECT d - INTERVAL '1' DAY FROM t"]
        );
    }
}
