//! Drops the `DISTINCT` of a `SELECT`, or adds one.
//!
//! Imitates: rows that are counted twice because nobody made them unique, or real repetitions that vanish.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT DISTINCT city FROM customers") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT city FROM customers") }
//! ```
//! Stays away: `DISTINCT ON`, and adding one to groups and aggregates, whose rows differ anyway.
//!
//! Equivalents: tables whose selected columns hold a key.

use sqlparser::ast::{Distinct, Expr, GroupByExpr, Select};

use crate::clauses::is_aggregate;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::statement::Part;

pub(crate) const NAME: &str = "select-distinct";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.selects(sink, |select| {
        let with = |group, distinct| vec![(group, Select { distinct, ..select.clone() })];
        match select.distinct {
            Some(Distinct::Distinct) => with(Group::Default, None),
            None if !is_grouped(select) => with(Group::Strict, Some(Distinct::Distinct)),
            _ => vec![],
        }
    });
}

fn is_grouped(select: &Select) -> bool {
    let keys = match &select.group_by {
        GroupByExpr::All(_) => true,
        GroupByExpr::Expressions(keys, _) => !keys.is_empty(),
    };
    let mut aggregates = false;
    for item in &select.projection {
        Expr::each(item, &mut |expr| {
            aggregates |= matches!(expr, Expr::Function(function) if is_aggregate(function));
        });
    }
    keys || aggregates
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::changed;

    fn of(sql: &str) -> Vec<String> {
        changed(super::NAME, sql)
    }

    #[test]
    fn distinct_is_dropped_and_added() {
        assert_eq!(of("SELECT DISTINCT a FROM t"), ["SELECT a FROM t"]);
        assert_eq!(of("SELECT a FROM t"), ["SELECT DISTINCT a FROM t"]);
    }

    #[test]
    fn stays_away_from_groups_and_keys_of_distinct() {
        assert!(of("SELECT a, SUM(b) FROM t GROUP BY a").is_empty());
        assert!(of("SELECT COUNT(*) FROM t").is_empty());
        assert!(of("SELECT DISTINCT ON (a) a, b FROM t").is_empty());
    }
}
