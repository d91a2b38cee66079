//! Drops the `HAVING` of a `SELECT`.
//!
//! Imitates: groups that are too small to report, reported.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t GROUP BY a HAVING COUNT(*) > 5") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t GROUP BY a") }
//! ```
//! Stays away: `WHERE` (see `where-drop`) and `QUALIFY`.
//!
//! Equivalents: data whose groups all pass.

use sqlparser::ast::Select;

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "having-drop";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.selects(sink, |select| match select.having {
        Some(_) => vec![(Group::Default, Select { having: None, ..select.clone() })],
        None => vec![],
    });
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::changed;

    #[test]
    fn having_goes_and_where_stays() {
        assert_eq!(
            changed(super::NAME, "SELECT a FROM t WHERE b > 1 GROUP BY a HAVING SUM(b) > 2"),
            ["SELECT a FROM t WHERE b > 1 GROUP BY a"]
        );
    }

    #[test]
    fn stays_away_from_where() {
        assert!(changed(super::NAME, "SELECT a FROM t WHERE b > 1").is_empty());
    }
}
