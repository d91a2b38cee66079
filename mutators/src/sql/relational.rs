//! Compares in another way: `<` for `<=`, `<>` for `=`.
//!
//! Imitates: a day too many in a window of dates, the wrong status selected.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE day < '2024-01-01'") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE day <= '2024-01-01'") }
//! ```
//! Stays away: `=` between two columns, which joins tables: its opposite pairs every row with every other.
//!
//! Equivalents: bounds that no row meets exactly; the sample decides.

use sqlparser::ast::{BinaryOperator as Op, Expr};

use crate::clauses::joins;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "relational";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.expressions(sink, |expr| {
        let Expr::BinaryOp { left, op, right } = expr else { return vec![] };
        let others = match op {
            Op::Eq if !joins(expr) => vec![Op::NotEq],
            Op::NotEq => vec![Op::Eq],
            Op::Lt => vec![Op::LtEq, Op::GtEq],
            Op::LtEq => vec![Op::Lt, Op::Gt],
            Op::Gt => vec![Op::GtEq, Op::LtEq],
            Op::GtEq => vec![Op::Gt, Op::Lt],
            _ => return vec![],
        };
        let with = |op| Expr::BinaryOp { left: left.clone(), op, right: right.clone() };
        [Group::Default, Group::Strict].into_iter().zip(others.into_iter().map(with)).collect()
    });
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::{changed, default};

    #[test]
    fn bounds_move_and_comparisons_turn() {
        assert_eq!(
            changed(super::NAME, "SELECT a FROM t WHERE a >= 3"),
            ["SELECT a FROM t WHERE a > 3", "SELECT a FROM t WHERE a < 3"]
        );
        assert_eq!(default(super::NAME, "SELECT a FROM t WHERE s = 'x'"), ["SELECT a FROM t WHERE s <> 'x'"]);
    }

    #[test]
    fn stays_away_from_join_conditions() {
        assert!(changed(super::NAME, "SELECT * FROM a JOIN b ON a.k = b.k").is_empty());
        assert!(changed(super::NAME, "SELECT * FROM a, b WHERE k = l").is_empty());
    }
}
