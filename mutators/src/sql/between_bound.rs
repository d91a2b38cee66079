//! Leaves an end of `BETWEEN` out, or negates it.
//!
//! Imitates: a range that is thought to be half open: the last day of the month is missing.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE d BETWEEN 1 AND 9") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE d >= 1 AND d < 9") }
//! ```
//! Stays away: `NOT BETWEEN`, which is only negated, and bounds that are placeholders of the calling code.
//!
//! Equivalents: bounds that no row meets exactly.

use sqlparser::ast::{BinaryOperator as Op, Expr};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "between-bound";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.expressions(sink, |expr| {
        let Expr::Between { expr: value, negated, low, high } = expr else { return vec![] };
        let turned =
            Expr::Between { expr: value.clone(), negated: !negated, low: low.clone(), high: high.clone() };
        if *negated {
            return vec![(Group::Default, turned)];
        }
        let side = |op, bound: &Expr| {
            Box::new(Expr::BinaryOp { left: value.clone(), op, right: Box::new(bound.clone()) })
        };
        let range = |from, to| Expr::BinaryOp { left: side(from, low), op: Op::And, right: side(to, high) };
        vec![
            (Group::Default, range(Op::GtEq, Op::Lt)),
            (Group::Default, range(Op::Gt, Op::LtEq)),
            (Group::Strict, turned),
        ]
    });
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::changed;

    fn of(sql: &str) -> Vec<String> {
        changed(super::NAME, sql)
    }

    #[test]
    fn ends_are_left_out() {
        assert_eq!(
            of("SELECT a FROM t WHERE NOT c BETWEEN 2 AND 3")[0],
            "SELECT a FROM t WHERE NOT (c >= 2 AND c < 3)"
        );
        assert_eq!(
            of("SELECT a FROM t WHERE b = 1 OR c BETWEEN 2 AND 3"),
            [
                "SELECT a FROM t WHERE b = 1 OR c >= 2 AND c < 3",
                "SELECT a FROM t WHERE b = 1 OR c > 2 AND c <= 3",
                "SELECT a FROM t WHERE b = 1 OR c NOT BETWEEN 2 AND 3",
            ]
        );
    }

    #[test]
    fn stays_away_from_ends_of_negated_ranges() {
        assert_eq!(
            of("SELECT a FROM t WHERE c NOT BETWEEN 2 AND 3"),
            ["SELECT a FROM t WHERE c BETWEEN 2 AND 3"]
        );
    }
}
