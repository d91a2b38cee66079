//! Orders by a key the other way, in `ORDER BY` and in windows.
//!
//! Imitates: the oldest rows reported as the newest, the worst ten as the best.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t ORDER BY a DESC LIMIT 3") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t ORDER BY a LIMIT 3") }
//! ```
//! Stays away: the order of a table's definition.
//!
//! Equivalents: results whose order nobody depends on; the last of several keys that has no ties to break.

use sqlparser::ast::{Expr, OrderByExpr, OrderByKind, Query, WindowType};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "order-flip";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.queries(sink, |query| {
        let keys = query.order_by.as_ref().map_or(0, |order| match &order.kind {
            OrderByKind::Expressions(keys) => keys.len(),
            OrderByKind::All(_) => 0,
        });
        let flipped = |key| {
            let mut query: Query = query.clone();
            if let Some(order) = &mut query.order_by
                && let OrderByKind::Expressions(keys) = &mut order.kind
            {
                flip(&mut keys[key]);
            }
            (Group::Default, query)
        };
        (0..keys).map(flipped).collect()
    });
    sql.expressions(sink, |expr| {
        let Expr::Function(function) = expr else { return vec![] };
        let Some(WindowType::WindowSpec(window)) = &function.over else { return vec![] };
        let flipped = |key| {
            let mut function = function.clone();
            if let Some(WindowType::WindowSpec(window)) = &mut function.over {
                flip(&mut window.order_by[key]);
            }
            (Group::Default, Expr::Function(function))
        };
        (0..window.order_by.len()).map(flipped).collect()
    });
}

fn flip(key: &mut OrderByExpr) {
    key.options.asc = if key.options.asc == Some(false) { None } else { Some(false) };
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::changed;

    fn of(sql: &str) -> Vec<String> {
        changed(super::NAME, sql)
    }

    #[test]
    fn each_key_is_flipped() {
        assert_eq!(
            of("SELECT a FROM t ORDER BY a, b DESC NULLS LAST"),
            [
                "SELECT a FROM t ORDER BY a DESC, b DESC NULLS LAST",
                "SELECT a FROM t ORDER BY a, b NULLS LAST"
            ]
        );
        assert_eq!(
            of("SELECT RANK() OVER (PARTITION BY a ORDER BY b) FROM t"),
            ["SELECT RANK() OVER (PARTITION BY a ORDER BY b DESC) FROM t"]
        );
    }

    #[test]
    fn stays_away_from_rows_without_order() {
        assert!(of("SELECT a FROM t GROUP BY a LIMIT 3").is_empty());
    }
}
