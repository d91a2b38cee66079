//! Exchanges `IS NULL` and `IS NOT NULL`.
//!
//! Imitates: the incomplete rows kept, the complete ones dropped.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE b IS NOT NULL") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE b IS NULL") }
//! ```
//! Stays away: `IS TRUE`, `IS DISTINCT FROM` and their relatives.
//!
//! Equivalents: none that a row with and a row without the value would not show.

use sqlparser::ast::Expr;

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "is-null-negate";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.expressions(sink, |expr| match expr {
        Expr::IsNull(value) => vec![(Group::Default, Expr::IsNotNull(value.clone()))],
        Expr::IsNotNull(value) => vec![(Group::Default, Expr::IsNull(value.clone()))],
        _ => vec![],
    });
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::changed;

    #[test]
    fn null_checks_turn() {
        assert_eq!(
            changed(super::NAME, "SELECT a FROM t WHERE b IS NULL AND c > 1"),
            ["SELECT a FROM t WHERE b IS NOT NULL AND c > 1"]
        );
    }

    #[test]
    fn stays_away_from_other_checks() {
        assert!(changed(super::NAME, "SELECT a FROM t WHERE b IS TRUE").is_empty());
    }
}
