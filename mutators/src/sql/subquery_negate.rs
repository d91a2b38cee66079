//! Negates a condition on a subquery: `IN`, `EXISTS` and their opposites.
//!
//! Imitates: the rows that should be left out are the only ones kept.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT * FROM o WHERE c IN (SELECT id FROM vip)") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT * FROM o WHERE c NOT IN (SELECT id FROM vip)") }
//! ```
//! Stays away: `IN` lists of values.
//!
//! Equivalents: tables without rows.

use sqlparser::ast::Expr;

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "subquery-negate";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.expressions(sink, |expr| {
        let mut new = expr.clone();
        match &mut new {
            Expr::InSubquery { negated, .. } | Expr::Exists { negated, .. } => *negated = !*negated,
            _ => return vec![],
        }
        vec![(Group::Default, new)]
    });
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::changed;

    #[test]
    fn conditions_on_subqueries_are_negated() {
        assert_eq!(
            changed(super::NAME, "SELECT a FROM t WHERE NOT EXISTS (SELECT b FROM u WHERE u.a = t.a)"),
            ["SELECT a FROM t WHERE EXISTS (SELECT b FROM u WHERE u.a = t.a)"]
        );
    }

    #[test]
    fn stays_away_from_lists() {
        assert!(changed(super::NAME, "SELECT a FROM t WHERE a IN (1, 2)").is_empty());
    }
}
