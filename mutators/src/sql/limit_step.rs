//! Takes or skips one row more or one less: `LIMIT`, `OFFSET`, `FETCH`, `TOP`.
//!
//! Imitates: a top ten of nine, pages that overlap by a row.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t ORDER BY a LIMIT 10") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t ORDER BY a LIMIT 11") }
//! ```
//! Stays away: counts that are not numbers, and percentages.
//!
//! Equivalents: data with fewer rows than are taken.

use sqlparser::ast::{Expr, LimitClause, Query, Select, Top, TopQuantity};

use crate::clauses::{number, number_like, stepped};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "limit-step";

const STEPS: [(Group, i128); 2] = [(Group::Default, 1), (Group::Strict, -1)];

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.queries(sink, |query| {
        let mut changes = Vec::new();
        for (clause, count) in counts(query) {
            for (group, by) in STEPS {
                let new = number(count).and_then(|text| stepped(text, by));
                changes.extend(new.map(|text| (group, with(query, clause, number_like(count, text)))));
            }
        }
        if matches!(query.limit_clause, Some(LimitClause::LimitOffset { limit: Some(_), offset: None, .. })) {
            changes.push((Group::Strict, Query { limit_clause: None, ..query.clone() }));
        }
        changes
    });
    sql.selects(sink, |select| {
        let Some(Top { percent: false, quantity: Some(quantity), .. }) = &select.top else { return vec![] };
        let stepped = |(group, by)| {
            let quantity = match quantity {
                TopQuantity::Constant(count) => {
                    TopQuantity::Constant(u64::try_from(i128::from(*count) + by).ok()?)
                }
                TopQuantity::Expr(count) => {
                    TopQuantity::Expr(number_like(count, stepped(number(count)?, by)?))
                }
            };
            let mut select: Select = select.clone();
            select.top.as_mut()?.quantity = Some(quantity);
            Some((group, select))
        };
        STEPS.into_iter().filter_map(stepped).collect()
    });
}

/// A part of a query that counts rows.
#[derive(Clone, Copy)]
pub(super) enum Clause {
    Limit,
    Offset,
    Fetch,
}

/// The counts of a query.
pub(super) fn counts(query: &Query) -> Vec<(Clause, &Expr)> {
    let mut found = Vec::new();
    match &query.limit_clause {
        Some(LimitClause::LimitOffset { limit, offset, .. }) => {
            found.extend(limit.iter().map(|limit| (Clause::Limit, limit)));
            found.extend(offset.iter().map(|offset| (Clause::Offset, &offset.value)));
        }
        Some(LimitClause::OffsetCommaLimit { offset, limit }) => {
            found.extend([(Clause::Offset, offset), (Clause::Limit, limit)]);
        }
        None => {}
    }
    let fetch = query.fetch.as_ref().filter(|fetch| !fetch.percent);
    found.extend(fetch.and_then(|fetch| fetch.quantity.as_ref()).map(|count| (Clause::Fetch, count)));
    found
}

fn with(query: &Query, clause: Clause, new: Expr) -> Query {
    let mut query = query.clone();
    let place = match (clause, &mut query.limit_clause, &mut query.fetch) {
        (Clause::Limit, Some(LimitClause::LimitOffset { limit, .. }), _) => limit.as_mut(),
        (Clause::Limit, Some(LimitClause::OffsetCommaLimit { limit, .. }), _) => Some(limit),
        (Clause::Offset, Some(LimitClause::LimitOffset { offset, .. }), _) => {
            offset.as_mut().map(|offset| &mut offset.value)
        }
        (Clause::Offset, Some(LimitClause::OffsetCommaLimit { offset, .. }), _) => Some(offset),
        (Clause::Fetch, _, Some(fetch)) => fetch.quantity.as_mut(),
        _ => None,
    };
    if let Some(place) = place {
        *place = new;
    }
    query
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::{changed, default};

    #[test]
    fn counts_step() {
        assert_eq!(
            changed(super::NAME, "SELECT a FROM t LIMIT 1"),
            ["SELECT a FROM t LIMIT 2", "SELECT a FROM t LIMIT 0", "SELECT a FROM t"]
        );
        assert_eq!(
            default(super::NAME, "SELECT a FROM t LIMIT 5 OFFSET 10"),
            ["SELECT a FROM t LIMIT 6 OFFSET 10", "SELECT a FROM t LIMIT 5 OFFSET 11"]
        );
        assert_eq!(
            default(super::NAME, "SELECT a FROM t FETCH FIRST 3 ROWS ONLY"),
            ["SELECT a FROM t FETCH FIRST 4 ROWS ONLY"]
        );
    }

    #[test]
    fn stays_away_from_placeholders() {
        assert!(changed(super::NAME, "SELECT a FROM t LIMIT $1").is_empty());
        assert!(default(super::NAME, "SELECT a FROM t").is_empty());
    }
}
