//! Aggregates in another way: `MAX` for `SUM`, `MAX` for `MIN`, with or without `DISTINCT`.
//!
//! Imitates: the wrong aggregate: a total that is the largest part, customers counted once for each order.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT COUNT(DISTINCT customer) FROM orders") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT COUNT(customer) FROM orders") }
//! ```
//! Stays away: `COUNT(*)`, which has no argument to swap for, and `DISTINCT` in windows, which most engines refuse.
//!
//! Equivalents: groups of one row; keys, of which each is distinct.

use sqlparser::ast::{DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments};

use crate::clauses::{arguments, function_name, renamed};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "sql-agg-swap";

/// Functions with their likeliest confusion and a second one.
const SWAPS: &[(&str, &str, &str)] = &[
    ("SUM", "MAX", "AVG"),
    ("AVG", "SUM", "MAX"),
    ("MIN", "MAX", ""),
    ("MAX", "MIN", ""),
    ("FIRST", "LAST", ""),
    ("LAST", "FIRST", ""),
    ("FIRST_VALUE", "LAST_VALUE", ""),
    ("LAST_VALUE", "FIRST_VALUE", ""),
    ("MEDIAN", "AVG", ""),
    ("STDDEV", "VARIANCE", ""),
    ("VARIANCE", "STDDEV", ""),
    ("LAG", "LEAD", ""),
    ("LEAD", "LAG", ""),
    ("RANK", "DENSE_RANK", ""),
    ("DENSE_RANK", "RANK", ""),
    ("ROW_NUMBER", "RANK", ""),
];

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.expressions(sink, |expr| {
        let Expr::Function(function) = expr else { return vec![] };
        let name = function_name(function);
        let mut changes = distinct(function, &name);
        if let Some((_, first, second)) = SWAPS.iter().find(|(old, ..)| *old == name) {
            changes.insert(0, (Group::Default, renamed(function, first)));
            if !second.is_empty() {
                changes.push((Group::Strict, renamed(function, second)));
            }
        }
        changes.into_iter().map(|(group, function)| (group, Expr::Function(function))).collect()
    });
}

fn distinct(function: &Function, name: &str) -> Vec<(Group, Function)> {
    let FunctionArguments::List(list) = &function.args else { return vec![] };
    let aggregates = matches!(name, "COUNT" | "SUM" | "AVG");
    if !aggregates || arguments(function).len() != 1 || function.over.is_some() {
        return vec![];
    }
    let with = |treatment| {
        let list = sqlparser::ast::FunctionArgumentList { duplicate_treatment: treatment, ..list.clone() };
        Function { args: FunctionArguments::List(list), ..function.clone() }
    };
    let likely = if name == "COUNT" { Group::Default } else { Group::Strict };
    match list.duplicate_treatment {
        Some(DuplicateTreatment::Distinct) => vec![(Group::Default, with(None))],
        _ if name == "COUNT" => {
            // Rows where the column is null count as well.
            let mut all = list.clone();
            all.args = vec![FunctionArg::Unnamed(FunctionArgExpr::Wildcard)];
            let all = Function { args: FunctionArguments::List(all), ..function.clone() };
            vec![(likely, with(Some(DuplicateTreatment::Distinct))), (Group::Strict, all)]
        }
        _ => vec![(likely, with(Some(DuplicateTreatment::Distinct)))],
    }
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::{changed, default};

    #[test]
    fn likely_confusions_come_first() {
        assert_eq!(default(super::NAME, "SELECT sum(x) FROM t"), ["SELECT max(x) FROM t"]);
        assert_eq!(
            changed(super::NAME, "SELECT COUNT(x) FROM t"),
            ["SELECT COUNT(DISTINCT x) FROM t", "SELECT COUNT(*) FROM t"]
        );
        assert_eq!(
            changed(super::NAME, "SELECT SUM(x) FROM t"),
            ["SELECT MAX(x) FROM t", "SELECT SUM(DISTINCT x) FROM t", "SELECT AVG(x) FROM t"]
        );
    }

    #[test]
    fn stays_away_from_counted_rows_and_other_functions() {
        assert!(changed(super::NAME, "SELECT COUNT(*), ROUND(x) FROM t").is_empty());
        assert_eq!(
            changed(super::NAME, "SELECT MIN(x) OVER (PARTITION BY a) FROM t"),
            ["SELECT MAX(x) OVER (PARTITION BY a) FROM t"]
        );
    }
}
