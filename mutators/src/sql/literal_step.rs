//! Steps a number by its last digit, a date by a day, an interval by one.
//!
//! Imitates: an off-by-one: a window that begins a day late, a threshold of 49 for 50.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE day >= DATE '1994-12-31'") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE day >= DATE '1995-01-01'") }
//! ```
//! Stays away: the numbers of `LIMIT` (see `limit-step`), and those that name columns in `ORDER BY` and `GROUP BY`.
//!
//! Equivalents: thresholds between which no row lies.

use sqlparser::ast::{Expr, GroupByExpr, OrderByKind, Query, Select, Value};

use crate::clauses::{day_stepped, number, number_like, stepped, text, text_like};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "literal-step";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    let mut positions: Vec<*const Expr> = Vec::new();
    sql.each(&mut |query: &Query| positions.extend(ordinals(query)));
    sql.each(&mut |select: &Select| {
        if let GroupByExpr::Expressions(keys, _) = &select.group_by {
            positions.extend(keys.iter().map(|key| key as *const Expr));
        }
    });
    sql.expressions(sink, |expr| {
        if positions.contains(&(expr as *const Expr)) {
            return vec![];
        }
        [(Group::Default, 1), (Group::Strict, -1)]
            .into_iter()
            .filter_map(|(group, by)| Some((group, step(expr, by)?)))
            .collect()
    });
}

/// Expressions whose numbers are places or counts of rows.
fn ordinals(query: &Query) -> Vec<*const Expr> {
    let mut found: Vec<*const Expr> =
        super::limit_step::counts(query).into_iter().map(|(_, e)| e as _).collect();
    if let Some(OrderByKind::Expressions(keys)) = query.order_by.as_ref().map(|order| &order.kind) {
        found.extend(keys.iter().map(|key| &key.expr as *const Expr));
    }
    found
}

fn step(expr: &Expr, by: i32) -> Option<Expr> {
    if let Some(old) = number(expr) {
        return Some(number_like(expr, stepped(old, by.into())?));
    }
    if let Some(old) = text(expr) {
        return Some(text_like(expr, day_stepped(old, by)?));
    }
    let mut new = expr.clone();
    match &mut new {
        Expr::TypedString(typed) => {
            let Value::SingleQuotedString(old) = &mut typed.value.value else { return None };
            *old = day_stepped(old, by)?;
        }
        // `INTERVAL '90' DAY` and `INTERVAL '90 days'`; a bare number is an expression of its own.
        Expr::Interval(interval) => {
            let old = text(&interval.value)?;
            let end = old.find(|c: char| !c.is_ascii_digit()).unwrap_or(old.len());
            let count = stepped(&old[..end], by.into()).filter(|count| count != "0")?;
            *interval.value = text_like(&interval.value, format!("{count}{}", &old[end..]));
        }
        _ => return None,
    }
    Some(new)
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::{changed, default};

    #[test]
    fn numbers_dates_and_intervals_step() {
        assert_eq!(
            changed(super::NAME, "SELECT a FROM t WHERE b < 0.05"),
            ["SELECT a FROM t WHERE b < 0.06", "SELECT a FROM t WHERE b < 0.04"]
        );
        assert_eq!(
            default(super::NAME, "SELECT a FROM t WHERE d < '1998-12-01' + INTERVAL '90' DAY"),
            [
                "SELECT a FROM t WHERE d < '1998-12-02' + INTERVAL '90' DAY",
                "SELECT a FROM t WHERE d < '1998-12-01' + INTERVAL '91' DAY",
            ]
        );
    }

    #[test]
    fn stays_away_from_places_counts_and_words() {
        assert!(
            changed(super::NAME, "SELECT a FROM t WHERE s = 'x' GROUP BY 1 ORDER BY 1 LIMIT 10").is_empty()
        );
    }
}
