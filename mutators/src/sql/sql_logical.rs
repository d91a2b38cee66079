//! Exchanges `AND` and `OR`, and drops one side.
//!
//! Imitates: a condition that was forgotten, or that lets in too much.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE a > 1 AND b > 2") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE a > 1 OR b > 2") }
//! ```
//! Stays away: conditions that join tables, which would pair every row with every other.
//!
//! Equivalents: conditions that follow from another one.

use sqlparser::ast::{BinaryOperator as Op, Expr};

use crate::clauses::holds_join;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "sql-logical";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.expressions(sink, |expr| {
        let Expr::BinaryOp { left, op, right } = expr else { return vec![] };
        let other = match op {
            Op::And => Op::Or,
            Op::Or => Op::And,
            _ => return vec![],
        };
        let mut changes = Vec::new();
        if !holds_join(left) && !holds_join(right) {
            let swapped = Expr::BinaryOp { left: left.clone(), op: other, right: right.clone() };
            changes.push((Group::Default, swapped));
        }
        // A forgotten condition is likelier than a forgotten alternative.
        let group = if *op == Op::And { Group::Default } else { Group::Strict };
        if !holds_join(right) {
            changes.push((group, (**left).clone()));
        }
        // Longer chains nest on the left: their parts are dropped one by one further in.
        let chain = matches!(&**left, Expr::BinaryOp { op: inner, .. } if inner == op);
        if !holds_join(left) && !chain {
            changes.push((group, (**right).clone()));
        }
        changes
    });
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::changed;

    fn of(sql: &str) -> Vec<String> {
        changed(super::NAME, sql)
    }

    #[test]
    fn connectives_swap_and_each_condition_is_dropped_once() {
        assert_eq!(
            of("SELECT a FROM t WHERE a = 1 AND b = 2 AND c = 3"),
            [
                "SELECT a FROM t WHERE a = 1 AND b = 2 OR c = 3",
                "SELECT a FROM t WHERE a = 1 AND b = 2",
                "SELECT a FROM t WHERE (a = 1 OR b = 2) AND c = 3",
                "SELECT a FROM t WHERE a = 1 AND c = 3",
                "SELECT a FROM t WHERE b = 2 AND c = 3",
            ]
        );
    }

    #[test]
    fn stays_away_from_what_joins() {
        assert_eq!(
            of("SELECT * FROM a, b WHERE a.k = b.k AND a.x > 1"),
            ["SELECT * FROM a, b WHERE a.k = b.k"]
        );
    }
}
