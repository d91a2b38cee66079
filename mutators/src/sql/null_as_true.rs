//! Lets rows pass a condition of `WHERE` or `HAVING` whose column is null.
//!
//! Imitates: rows lost to nulls, or kept because of them: `NOT IN`, `<>` and `<` hold for no null.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t LEFT JOIN u USING(k) WHERE u.x < 3") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t LEFT JOIN u USING(k) WHERE (u.x < 3 OR u.x IS NULL)") }
//! ```
//! Stays away: join conditions, and comparisons that name no column. Without an outer join, which makes nulls, it is
//! strict.
//!
//! Equivalents: columns that are never null.

use sqlparser::ast::{BinaryOperator as Op, Expr, JoinOperator, Select};

use crate::clauses::{column, compares, joins};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::statement::inside;

pub(crate) const NAME: &str = "null-as-true";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.selects(sink, |select| {
        let group = if makes_nulls(select) { Group::Default } else { Group::Strict };
        let passing = |expr: &Expr| {
            let passes = |column: &Expr| (group, with_null(expr, column));
            nullable(expr).map(passes).into_iter().collect()
        };
        let clause = |clause: &Option<Expr>| {
            clause.as_ref().map(|condition| inside(condition, passing)).unwrap_or_default()
        };
        let filtered = clause(&select.selection)
            .into_iter()
            .map(|(group, new)| (group, Select { selection: Some(new), ..select.clone() }));
        let having = clause(&select.having)
            .into_iter()
            .map(|(group, new)| (group, Select { having: Some(new), ..select.clone() }));
        filtered.chain(having).collect()
    });
}

fn makes_nulls(select: &Select) -> bool {
    use JoinOperator as J;
    let outer = |operator: &JoinOperator| {
        matches!(operator, J::Left(_) | J::LeftOuter(_) | J::Right(_) | J::RightOuter(_) | J::FullOuter(_))
    };
    select.from.iter().any(|from| from.joins.iter().any(|join| outer(&join.join_operator)))
}

/// The column whose null fails a comparison.
fn nullable(expr: &Expr) -> Option<&Expr> {
    let candidates = match expr {
        Expr::BinaryOp { left, op, right } if compares(op) && !joins(expr) => vec![left, right],
        Expr::Between { expr, .. } | Expr::Like { expr, .. } | Expr::InList { expr, .. } => vec![expr],
        _ => return None,
    };
    candidates.into_iter().map(AsRef::as_ref).find(|side| column(side).is_some())
}

fn with_null(expr: &Expr, column: &Expr) -> Expr {
    let null = Box::new(Expr::IsNull(Box::new(column.clone())));
    Expr::Nested(Box::new(Expr::BinaryOp { left: Box::new(expr.clone()), op: Op::Or, right: null }))
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::{changed, default};

    #[test]
    fn each_comparison_lets_nulls_pass() {
        assert_eq!(
            changed(super::NAME, "SELECT a FROM t WHERE b <> 'x' AND c IN (1, 2)"),
            [
                "SELECT a FROM t WHERE (b <> 'x' OR b IS NULL) AND c IN (1, 2)",
                "SELECT a FROM t WHERE b <> 'x' AND (c IN (1, 2) OR c IS NULL)",
            ]
        );
    }

    #[test]
    fn stays_away_from_joins_computed_values_and_other_clauses() {
        assert!(changed(super::NAME, "SELECT a < 3 FROM t JOIN u ON t.k = u.k WHERE a + 1 < 3").is_empty());
        assert!(changed(super::NAME, "SELECT a FROM t, u WHERE t.k = u.k").is_empty());
        assert!(default(super::NAME, "SELECT a FROM t WHERE b < 3").is_empty());
    }
}
