//! Reads another column of the same kind: of the columns that the `SELECT` uses in the same way, the one with the most
//! similar name first.
//!
//! Imitates: the wrong column: net for gross, the day of shipping for the day of receipt.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT SUM(net_price), SUM(gross_price) FROM t") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT SUM(gross_price), SUM(gross_price) FROM t") }
//! ```
//! Stays away: columns whose kind the text does not tell, keys of joins and groups, and columns of other tables.
//!
//! Equivalents: columns that hold the same values.

use std::collections::BTreeMap;

use sqlparser::ast::{Expr, Function, Select, SelectItem};

use crate::clauses::{
    arguments, column, compares, computes, day_stepped, function_name, joins, number, text,
};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::statement::{Part, inside};

pub(crate) const NAME: &str = "sql-column-swap";

/// What a column holds, as its use shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Number,
    Date,
    Text,
}

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.selects(sink, |select| {
        let mut kinds = BTreeMap::new();
        for part in parts(select) {
            Expr::each(part, &mut |expr| note(expr, &mut kinds));
        }
        let swapped = |expr: &Expr| operands(expr, &kinds);
        let mut changes = Vec::new();
        for (at, item) in select.projection.iter().enumerate() {
            let (SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) = item else {
                continue;
            };
            for (group, new) in inside(expr, swapped) {
                let mut select: Select = select.clone();
                if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } =
                    &mut select.projection[at]
                {
                    *expr = new;
                }
                changes.push((group, select));
            }
        }
        for (group, new) in select.selection.iter().flat_map(|condition| inside(condition, swapped)) {
            changes.push((group, Select { selection: Some(new), ..select.clone() }));
        }
        for (group, new) in select.having.iter().flat_map(|condition| inside(condition, swapped)) {
            changes.push((group, Select { having: Some(new), ..select.clone() }));
        }
        changes
    });
}

fn parts(select: &Select) -> Vec<&Expr> {
    let items = select.projection.iter().filter_map(|item| match item {
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => Some(expr),
        _ => None,
    });
    items.chain(&select.selection).chain(&select.having).collect()
}

/// The operands of an expression whose kind it tells.
fn typed(expr: &Expr) -> Vec<(&Expr, Kind)> {
    match expr {
        Expr::BinaryOp { left, op, right } if computes(op) => {
            let dates = [left, right].iter().any(|side| literal_kind(side) == Some(Kind::Date));
            if dates { vec![] } else { vec![(left, Kind::Number), (right, Kind::Number)] }
        }
        Expr::BinaryOp { left, op, right } if compares(op) && !joins(expr) => {
            let kind = literal_kind(left).or_else(|| literal_kind(right));
            kind.map(|kind| vec![(&**left, kind), (&**right, kind)]).unwrap_or_default()
        }
        Expr::Between { expr, low, .. } => {
            literal_kind(low).map(|kind| (&**expr, kind)).into_iter().collect()
        }
        Expr::Like { expr, .. } | Expr::ILike { expr, .. } => vec![(expr, Kind::Text)],
        Expr::Function(function) => aggregated(function),
        Expr::Extract { expr, .. } => vec![(expr, Kind::Date)],
        _ => vec![],
    }
}

fn aggregated(function: &Function) -> Vec<(&Expr, Kind)> {
    let kind = match function_name(function).as_str() {
        "SUM" | "AVG" | "ROUND" | "ABS" | "STDDEV" | "VARIANCE" | "MEDIAN" => Kind::Number,
        "UPPER" | "LOWER" | "TRIM" | "LENGTH" => Kind::Text,
        _ => return vec![],
    };
    arguments(function).into_iter().take(1).map(|argument| (argument, kind)).collect()
}

/// What a literal holds, also below a sum of dates and intervals.
fn literal_kind(expr: &Expr) -> Option<Kind> {
    match expr {
        Expr::TypedString(_) | Expr::Interval(_) => Some(Kind::Date),
        Expr::Nested(inner) => literal_kind(inner),
        Expr::BinaryOp { left, op, right } if computes(op) => {
            literal_kind(left).filter(|kind| *kind == Kind::Date).or_else(|| literal_kind(right))
        }
        other if number(other).is_some() => Some(Kind::Number),
        other => text(other).map(|text| if day_stepped(text, 1).is_some() { Kind::Date } else { Kind::Text }),
    }
}

fn note(expr: &Expr, kinds: &mut BTreeMap<String, (Kind, Expr)>) {
    for (operand, kind) in typed(expr) {
        if column(operand).is_some() {
            kinds.entry(operand.to_string()).or_insert_with(|| (kind, operand.clone()));
        }
    }
}

/// The expression with one of its operands exchanged.
fn operands(expr: &Expr, kinds: &BTreeMap<String, (Kind, Expr)>) -> Vec<(Group, Expr)> {
    let mut changes = Vec::new();
    for (operand, kind) in typed(expr) {
        for (group, other) in [Group::Default, Group::Strict].into_iter().zip(others(operand, kind, kinds)) {
            let mut at = 0;
            let mut found = None;
            Expr::each(expr, &mut |part| {
                if std::ptr::eq(part, operand) {
                    found = Some(at);
                }
                at += 1;
            });
            let mut new = expr.clone();
            if let Some(mut at) = found
                && Expr::replace(&mut new, &mut at, &other)
                && !is_senseless(&new)
            {
                changes.push((group, new));
            }
        }
    }
    changes
}

/// True for `a - a` and `a < a`, which nobody writes.
fn is_senseless(expr: &Expr) -> bool {
    matches!(expr, Expr::BinaryOp { left, right, .. } if left == right)
}

/// Columns of the same kind and table, the most similar name first.
fn others(operand: &Expr, kind: Kind, kinds: &BTreeMap<String, (Kind, Expr)>) -> Vec<Expr> {
    let Some(names) = column(operand) else { return vec![] };
    let (last, qualifier) = (names[names.len() - 1], &names[..names.len() - 1]);
    let same_table = |other: &Expr| {
        column(other).is_some_and(|names| {
            let (name, table) = (names[names.len() - 1], &names[..names.len() - 1]);
            table == qualifier && name != last
        })
    };
    let mut others: Vec<&Expr> = kinds
        .values()
        .filter(|(other, expr)| *other == kind && same_table(expr))
        .map(|(_, expr)| expr)
        .collect();
    others.sort_by_key(|other| std::cmp::Reverse(similarity(&operand.to_string(), &other.to_string())));
    others.into_iter().cloned().collect()
}

/// Characters that two names share at their start and at their end.
fn similarity(a: &str, b: &str) -> usize {
    let start = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    start + a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::{changed, default};

    #[test]
    fn the_most_similar_column_of_the_kind_comes_first() {
        assert_eq!(
            changed(
                super::NAME,
                "SELECT SUM(ship_fee) FROM t WHERE ship_tax > 1 AND weight < 3 AND kind = 'x'"
            )[..2],
            [
                "SELECT SUM(ship_tax) FROM t WHERE ship_tax > 1 AND weight < 3 AND kind = 'x'",
                "SELECT SUM(weight) FROM t WHERE ship_tax > 1 AND weight < 3 AND kind = 'x'",
            ]
        );
    }

    #[test]
    fn stays_away_from_other_kinds_tables_and_joins() {
        assert!(changed(super::NAME, "SELECT SUM(a) FROM t WHERE d < '2024-01-01' AND s = 'x'").is_empty());
        assert!(changed(super::NAME, "SELECT SUM(t.a) FROM t JOIN u ON t.k = u.k WHERE u.b > 1").is_empty());
        assert!(default(super::NAME, "SELECT a * b FROM t").is_empty());
    }
}
