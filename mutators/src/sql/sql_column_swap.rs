//! Reads another column of the same type: of a table whose schema is known, as that of a data set with the name of the
//! table, any column; else one that the `SELECT` uses in the same way. The likeliest confusion comes first.
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
//! Stays away: columns whose type neither schema nor text tells, keys of joins and groups, columns of other tables, and
//! columns that give the result their name.
//!
//! Equivalents: columns that hold the same values.

use std::collections::{BTreeMap, HashSet};

use sqlparser::ast::{Expr, Function, Select, SelectItem};

use crate::clauses::{
    arguments, column, compares, computes, day_stepped, function_name, joins, number, text,
};
use crate::columns::column_swap::{ranked, same_type};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::sql_tables::{self, Tables};
use crate::statement::{Part, inside};

pub(crate) const NAME: &str = "sql-column-swap";

/// What a column holds, as its use shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Number,
    Date,
    Text,
}

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    let defined = sql_tables::defined(sql);
    sql.selects(sink, |select| {
        let schema = Schema::of(select, &defined, context);
        let mut kinds = BTreeMap::new();
        for part in parts(select) {
            Expr::each(part, &mut |expr| note(expr, &mut kinds));
        }
        let swapped = |expr: &Expr| -> Vec<(Group, Expr)> {
            schema.others(expr).unwrap_or_else(|| operands(expr, &kinds, &schema))
        };
        let mut changes = Vec::new();
        for (at, item) in select.projection.iter().enumerate() {
            let (SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) = item else {
                continue;
            };
            if matches!(item, SelectItem::UnnamedExpr(expr) if column(expr).is_some()) {
                continue;
            }
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
        changes.retain(|(_, new)| parts(new).into_iter().all(|part| !has_senseless(part)));
        changes
    });
}

/// What schemas say of the columns of a `SELECT`.
struct Schema<'a> {
    tables: Tables<'a>,
    /// Columns that joins and groups are made by, as they are written.
    keys: HashSet<String>,
    /// Names of all columns that the `SELECT` reads.
    mentioned: HashSet<String>,
}

impl<'a> Schema<'a> {
    fn of(select: &Select, defined: &[String], context: &'a Context) -> Self {
        let (mut keys, mut mentioned) = (HashSet::new(), HashSet::new());
        Expr::each(select, &mut |expr| {
            if let Expr::BinaryOp { left, right, .. } = expr
                && joins(expr)
            {
                keys.extend([left.to_string(), right.to_string()]);
            }
            mentioned.extend(column(expr).and_then(|names| names.last().map(|name| name.value.clone())));
        });
        Expr::each(&select.group_by, &mut |expr| _ = keys.insert(expr.to_string()));
        Self { tables: Tables::of(select, defined, &context.schemas), keys, mentioned }
    }

    /// What stands for a column whose table is known; `None` for everything else.
    fn others(&self, expr: &Expr) -> Option<Vec<(Group, Expr)>> {
        let (Expr::Identifier(_) | Expr::CompoundIdentifier(_)) = expr else { return None };
        let names = column(expr)?;
        let table = self.tables.table(&names)?;
        if self.keys.contains(&expr.to_string()) {
            return Some(vec![]);
        }
        let name = &names.last()?.value;
        let is_clear = |other: &&str| names.len() > 1 || self.tables.is_unique(other);
        let found = ranked(name, same_type(table, name).filter(is_clear), &self.mentioned);
        Some(found.into_iter().map(|(group, other)| (group, renamed(expr, &other))).collect())
    }
}

/// A column by another name, spelled as it was, in quotes where those were needed.
fn renamed(expr: &Expr, other: &str) -> Expr {
    let mut new = expr.clone();
    if let Some(last) = match &mut new {
        Expr::Identifier(name) => Some(name),
        Expr::CompoundIdentifier(names) => names.last_mut(),
        _ => None,
    } {
        let is_plain = other.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        last.quote_style = last.quote_style.or((!is_plain).then_some('"'));
        other.clone_into(&mut last.value);
    }
    new
}

/// True where a column is compared or computed with itself, which nobody writes.
fn has_senseless(expr: &Expr) -> bool {
    let mut found = false;
    Expr::each(expr, &mut |part| found |= is_senseless(part));
    found
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
fn operands(expr: &Expr, kinds: &BTreeMap<String, (Kind, Expr)>, schema: &Schema<'_>) -> Vec<(Group, Expr)> {
    let mut changes = Vec::new();
    let unknown = typed(expr).into_iter().filter(|(operand, _)| schema.others(operand).is_none());
    for (operand, kind) in unknown {
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
            {
                changes.push((group, new));
            }
        }
    }
    changes
}

/// True for `a - a` and `a < a`, which nobody writes.
fn is_senseless(expr: &Expr) -> bool {
    matches!(expr, Expr::BinaryOp { left, right, .. } if left == right && column(left).is_some())
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
    use crate::manual::propose_with;
    use crate::proposal::Proposal;
    use crate::scan::Table;
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

    fn with_schema(sql: &str) -> Vec<String> {
        let columns =
            |all: &[(&str, &str)]| all.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        let schemas = [
            Table {
                name: "order-lines".to_owned(),
                columns: columns(&[
                    ("id", "i64"),
                    ("net", "f64"),
                    ("gross", "f64"),
                    ("Fee", "f64"),
                    ("buyer", "i64"),
                    ("state", "str"),
                ]),
            },
            Table {
                name: "users".to_owned(),
                columns: columns(&[("id", "i64"), ("age", "i64"), ("city", "str")]),
            },
        ];
        let source = format!("fn f(db: &Db) -> R {{ db.execute({sql:?}) }}");
        let found = propose_with(super::NAME, &source, &schemas);
        let text = |p: Proposal| syn::parse_str::<syn::LitStr>(&p.replacement).expect("a literal").value();
        found.into_iter().map(text).collect()
    }

    #[test]
    fn a_schema_knows_columns_that_the_text_does_not_name() {
        assert_eq!(
            with_schema("SELECT SUM(net) AS paid FROM order_lines GROUP BY state"),
            [
                "SELECT SUM(\"Fee\") AS paid FROM order_lines GROUP BY state",
                "SELECT SUM(gross) AS paid FROM order_lines GROUP BY state"
            ]
        );
        assert_eq!(
            with_schema(
                "SELECT u.city, MAX(l.id) AS last FROM order_lines AS l JOIN users AS u ON l.buyer = u.id GROUP BY u.city"
            ),
            [
                "SELECT u.city, MAX(l.buyer) AS last FROM order_lines AS l JOIN users AS u ON l.buyer = u.id GROUP BY u.city"
            ]
        );
    }

    #[test]
    fn a_schema_keeps_away_from_what_it_does_not_fit() {
        // The result would have another name; a key of a group; a table that has other columns than the data set.
        assert!(with_schema("SELECT net FROM order_lines").is_empty());
        assert!(with_schema("SELECT state || 'x' AS s FROM order_lines GROUP BY state").is_empty());
        assert!(with_schema("SELECT MIN(net) AS x, MIN(made) AS y FROM order_lines").is_empty());
        // A query of that name; the columns of a subquery are its own.
        let with = "WITH order_lines AS (SELECT net, gross FROM x) SELECT MIN(net) AS n FROM order_lines";
        assert!(with_schema(with).is_empty());
        let subquery = "SELECT MIN(net) AS x FROM order_lines WHERE id IN (SELECT other FROM made)";
        assert!(with_schema(subquery).iter().any(|text| text.contains("MIN(gross)")));
        // Without its table the other name would be that of both tables.
        assert!(
            with_schema("SELECT MIN(age) AS x FROM order_lines JOIN users AS u ON buyer = u.id").is_empty()
        );
    }

    #[test]
    fn keys_stay_and_what_is_read_elsewhere_comes_first() {
        assert!(with_schema("SELECT id + 1 AS n FROM order_lines GROUP BY id").is_empty());
        let join = "FROM order_lines AS l JOIN users AS u ON l.buyer = u.id";
        assert!(with_schema(&format!("SELECT MAX(l.buyer) AS last {join}")).is_empty());
        // `Fee` is nearer by its letters.
        let read = with_schema("SELECT MIN(net) AS least FROM order_lines WHERE gross IS NOT NULL");
        assert_eq!(read[0], "SELECT MIN(gross) AS least FROM order_lines WHERE gross IS NOT NULL");
    }

    #[test]
    fn each_table_of_a_join_is_known_by_itself() {
        let join = "FROM shop.order_lines AS l JOIN users AS u ON l.buyer = u.id";
        let swapped = |what: &str| with_schema(&format!("SELECT {what} {join}"));
        // The lines have a column that the data set lacks, so they are not the data set.
        assert_eq!(
            swapped("MIN(l.net) AS a, MIN(l.made) AS b, MIN(u.age) AS c"),
            [format!("SELECT MIN(l.net) AS a, MIN(l.made) AS b, MIN(u.id) AS c {join}")]
        );
        assert_eq!(swapped("MIN(l.net) AS a").len(), 2);
        // `city` is of one table, `id` of both.
        assert!(swapped("MIN(age) AS a").is_empty());
        assert_eq!(swapped("MIN(net) AS a").len(), 2);
        assert!(
            with_schema("SELECT MIN(net) AS a FROM order_lines JOIN made ON made.x = order_lines.buyer")
                .is_empty()
        );
        assert_eq!(with_schema("SELECT MIN(net) AS low FROM order_lines HAVING low > 3").len(), 2);
    }

    #[test]
    fn columns_after_a_subquery_are_the_own_ones() {
        let text = "SELECT MIN(net) AS a FROM order_lines WHERE id IN (SELECT x FROM made) AND other > 1";
        assert!(with_schema(text).is_empty());
    }
}
