//! Takes the first value of `COALESCE`, `IFNULL` or `NVL` as it is.
//!
//! Imitates: a null that nobody replaced, and that makes every sum and comparison null.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT COALESCE(fee, 0) + price FROM t") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT fee + price FROM t") }
//! ```
//! Stays away: `NULLIF`, which makes nulls.
//!
//! Equivalents: columns that are never null; zero in place of null inside `SUM`.

use sqlparser::ast::Expr;

use crate::clauses::{arguments, function_name};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "coalesce-drop";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.expressions(sink, |expr| {
        let Expr::Function(function) = expr else { return vec![] };
        if !matches!(function_name(function).as_str(), "COALESCE" | "IFNULL" | "NVL" | "ISNULL") {
            return vec![];
        }
        match arguments(function)[..] {
            [first, _, ..] => vec![(Group::Default, first.clone())],
            _ => vec![],
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::changed;

    #[test]
    fn the_first_value_remains() {
        assert_eq!(changed(super::NAME, "SELECT ifnull(a, b) * 2 FROM t"), ["SELECT a * 2 FROM t"]);
        assert_eq!(
            changed(super::NAME, "SELECT coalesce(a + b, 0) * 2 FROM t"),
            ["SELECT (a + b) * 2 FROM t"]
        );
    }

    #[test]
    fn stays_away_from_what_makes_nulls() {
        assert!(changed(super::NAME, "SELECT NULLIF(a, 0) FROM t").is_empty());
    }
}
