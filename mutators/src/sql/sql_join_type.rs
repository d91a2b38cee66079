//! Joins in another way: inner for left and left for inner, full for right, anti for semi.
//!
//! Imitates: customers without orders that vanish from the report, or rows without a partner that come in with nulls.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT * FROM c LEFT JOIN o ON c.id = o.c_id") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT * FROM c INNER JOIN o ON c.id = o.c_id") }
//! ```
//! Stays away: cross and natural joins, and a left join in place of an inner one whose rows without a partner `WHERE`
//! or a later join would drop by a condition on the joined table.
//!
//! Equivalents: keys that always find a partner.

use sqlparser::ast::{Expr, Ident, Join, JoinConstraint, JoinOperator, Select, TableFactor};

use crate::clauses::{column, compares, conjuncts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::statement::Part;

pub(crate) const NAME: &str = "sql-join-type";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.selects(sink, |select| {
        let mut changes = Vec::new();
        for (table, from) in select.from.iter().enumerate() {
            for (position, join) in from.joins.iter().enumerate() {
                for (group, operator) in others(select, join) {
                    let mut select = select.clone();
                    select.from[table].joins[position].join_operator = operator;
                    changes.push((group, select));
                }
            }
        }
        changes
    });
}

fn others(select: &Select, join: &Join) -> Vec<(Group, JoinOperator)> {
    use JoinOperator as J;
    let keyed = |by: &JoinConstraint| matches!(by, JoinConstraint::On(_) | JoinConstraint::Using(_));
    match join.join_operator.clone() {
        J::Join(by) | J::Inner(by) if keyed(&by) => {
            let mut others = vec![(Group::Strict, J::Right(by.clone()))];
            if !filters(select, &join.relation) {
                others.insert(0, (Group::Default, J::Left(by)));
            }
            others
        }
        J::Left(by) | J::LeftOuter(by) if keyed(&by) => {
            vec![(Group::Default, J::Inner(by.clone())), (Group::Strict, J::FullOuter(by))]
        }
        J::Right(by) | J::RightOuter(by) if keyed(&by) => {
            vec![(Group::Default, J::Inner(by.clone())), (Group::Strict, J::FullOuter(by))]
        }
        J::FullOuter(by) if keyed(&by) => {
            vec![(Group::Default, J::Left(by.clone())), (Group::Strict, J::Inner(by))]
        }
        J::Semi(by) => vec![(Group::Default, J::Anti(by))],
        J::Anti(by) => vec![(Group::Default, J::Semi(by))],
        J::LeftSemi(by) => vec![(Group::Default, J::LeftAnti(by))],
        J::LeftAnti(by) => vec![(Group::Default, J::LeftSemi(by))],
        _ => vec![],
    }
}

/// True where `WHERE` or a later inner join compares a column of the table, so that rows without a partner do not pass.
fn filters(select: &Select, table: &TableFactor) -> bool {
    let mut tables = Vec::new();
    let mut conditions: Vec<&Expr> = select.selection.iter().collect();
    for from in &select.from {
        tables.extend(name(&from.relation));
        let mut is_later = false;
        for join in &from.joins {
            tables.extend(name(&join.relation));
            match &join.join_operator {
                JoinOperator::Join(JoinConstraint::On(on)) | JoinOperator::Inner(JoinConstraint::On(on))
                    if is_later =>
                {
                    conditions.push(on);
                }
                _ => {}
            }
            is_later |= std::ptr::eq(&join.relation, table);
        }
    }
    let Some(table) = name(table) else { return false };
    let of_table = |expr: &Expr| {
        let mut found = false;
        Expr::each(expr, &mut |part| {
            found |= column(part).is_some_and(|names| belongs(&names, &table, &tables));
        });
        found
    };
    conditions.into_iter().flat_map(conjuncts).any(|part| match part {
        Expr::BinaryOp { left, op, right } => compares(op) && (of_table(left) || of_table(right)),
        Expr::Between { expr, .. } | Expr::Like { expr, .. } | Expr::InList { expr, .. } => of_table(expr),
        Expr::IsNotNull(expr) => of_table(expr),
        _ => false,
    })
}

/// How columns name the table.
fn name(table: &TableFactor) -> Option<String> {
    match table {
        TableFactor::Table { alias: Some(alias), .. } | TableFactor::Derived { alias: Some(alias), .. } => {
            Some(alias.name.value.clone())
        }
        TableFactor::Table { name, .. } => Some(name.to_string()),
        _ => None,
    }
}

/// True for `orders.day`, and for `o_day` and `order_day` where no other table begins so.
fn belongs(names: &[&Ident], table: &str, tables: &[String]) -> bool {
    match names {
        [name] => name.value.split_once('_').is_some_and(|(start, _)| {
            table.starts_with(start) && tables.iter().filter(|table| table.starts_with(start)).count() == 1
        }),
        [qualifier, ..] => qualifier.value == table,
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::{changed, default};

    fn of(sql: &str) -> Vec<String> {
        changed(super::NAME, sql)
    }

    #[test]
    fn kinds_are_exchanged() {
        assert_eq!(
            of("SELECT * FROM a JOIN b USING(k)"),
            ["SELECT * FROM a LEFT JOIN b USING(k)", "SELECT * FROM a RIGHT JOIN b USING(k)"]
        );
        assert_eq!(
            default(super::NAME, "SELECT * FROM a FULL JOIN b ON a.k = b.k"),
            ["SELECT * FROM a LEFT JOIN b ON a.k = b.k"]
        );
        assert_eq!(
            of("SELECT * FROM a LEFT SEMI JOIN b ON a.k = b.k"),
            ["SELECT * FROM a LEFT ANTI JOIN b ON a.k = b.k"]
        );
    }

    #[test]
    fn stays_away_from_cross_joins_and_filtered_partners() {
        assert!(of("SELECT * FROM a CROSS JOIN b").is_empty());
        assert!(of("SELECT * FROM a NATURAL JOIN b").is_empty());
        let none = |sql| assert!(default(super::NAME, sql).is_empty(), "{sql}");
        none("SELECT * FROM a JOIN b ON a.k = b.k WHERE b.x > 3");
        none("SELECT * FROM customer JOIN orders ON c_key = o_key WHERE o_date < 3");
        let chain = "SELECT * FROM a JOIN b ON a.k = b.k JOIN c ON b.l = c.l";
        assert_eq!(
            default(super::NAME, chain),
            ["SELECT * FROM a JOIN b ON a.k = b.k LEFT JOIN c ON b.l = c.l"]
        );
    }
}
