//! Drops the `WHERE` of a `SELECT`, an `UPDATE` or a `DELETE`; conditions that join tables stay.
//!
//! Imitates: cancelled orders in the revenue, a correction applied to every row.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE status = 'PAID'") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t") }
//! ```
//! Stays away: a `WHERE` that does nothing but join tables.
//!
//! Equivalents: data that passes whole.

use sqlparser::ast::{BinaryOperator as Op, Expr, Select, Statement};

use crate::clauses::{conjuncts, holds_join};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "where-drop";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.selects(sink, |select| match &select.selection {
        Some(condition) if !joins_only(condition) => {
            vec![(Group::Default, Select { selection: kept(condition), ..select.clone() })]
        }
        _ => vec![],
    });
    sql.statements(sink, |statement| {
        let mut new = statement.clone();
        let (Statement::Update(sqlparser::ast::Update { selection, .. })
        | Statement::Delete(sqlparser::ast::Delete { selection, .. })) = &mut new
        else {
            return vec![];
        };
        match selection {
            Some(condition) if !joins_only(condition) => {
                *selection = kept(condition);
                vec![(Group::Default, new)]
            }
            _ => vec![],
        }
    });
}

fn joins_only(condition: &Expr) -> bool {
    conjuncts(condition).into_iter().all(holds_join)
}

/// The parts of a condition that join tables.
fn kept(condition: &Expr) -> Option<Expr> {
    let joins = conjuncts(condition).into_iter().filter(|part| holds_join(part)).cloned();
    joins.reduce(|left, right| Expr::BinaryOp { left: Box::new(left), op: Op::And, right: Box::new(right) })
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::changed;

    #[test]
    fn conditions_go_and_joins_stay() {
        assert_eq!(
            changed(super::NAME, "SELECT a FROM t, u WHERE t.k = u.k AND a > 1 AND t.l = u.l"),
            ["SELECT a FROM t, u WHERE t.k = u.k AND t.l = u.l"]
        );
        assert_eq!(changed(super::NAME, "DELETE FROM t WHERE a > 1"), ["DELETE FROM t"]);
        assert_eq!(changed(super::NAME, "UPDATE t SET a = 1 WHERE b = 2"), ["UPDATE t SET a = 1"]);
    }

    #[test]
    fn stays_away_from_pure_joins() {
        assert!(changed(super::NAME, "SELECT a FROM t, u WHERE t.k = u.k").is_empty());
    }
}
