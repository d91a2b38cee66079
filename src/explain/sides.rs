//! Two tables side by side: the columns that both have, in cells that can be compared, and what differs in the schema.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::cell;
use super::value::{Cell, Column, Table};

/// A column of both tables.
pub struct Pair<'a> {
    /// Its name.
    pub name: &'a str,
    /// Types before and after, for printing.
    pub dtypes: (&'a str, &'a str),
    /// Cells before.
    pub before: Cow<'a, [Cell]>,
    /// Cells after.
    pub after: Cow<'a, [Cell]>,
}

impl<'a> Pair<'a> {
    fn of(before: &'a Column, after: &'a Column) -> Self {
        let dtypes = (before.dtype.as_str(), after.dtype.as_str());
        let mut pair = Self {
            name: &before.name,
            dtypes,
            before: Cow::Borrowed(&before.cells),
            after: Cow::Borrowed(&after.cells),
        };
        if dtypes.0 != dtypes.1 {
            // The schema tells of the types; the values are compared by what they mean.
            let form = if is_number(dtypes.0) && is_number(dtypes.1) { float } else { text };
            pair.before = before.cells.iter().map(|cell| form(cell, dtypes.0)).collect();
            pair.after = after.cells.iter().map(|cell| form(cell, dtypes.1)).collect();
        }
        pair
    }

    /// Whether a row of one side and a row of the other have the same value.
    #[must_use]
    pub fn same(&self, row: (usize, usize), tolerance: Option<f64>) -> bool {
        cell::same(&self.before[row.0], &self.after[row.1], tolerance)
    }
}

fn is_number(dtype: &str) -> bool {
    ["Int", "UInt", "Float"].iter().any(|prefix| dtype.starts_with(prefix))
}

fn float(cell: &Cell, _: &str) -> Cell {
    match cell {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "taken only where it goes back"
        )]
        Cell::Int(value) if (*value as f64) as i128 == *value => Cell::Float(*value as f64),
        other => other.clone(),
    }
}

fn text(cell: &Cell, dtype: &str) -> Cell {
    match cell {
        Cell::Null => Cell::Null,
        Cell::Text(text) => Cell::Text(text.clone()),
        other => Cell::Text(cell::text(other, dtype)),
    }
}

/// Two tables.
pub struct Sides<'a> {
    /// Columns of both, in the order of the first.
    pub columns: Vec<Pair<'a>>,
    /// Heights before and after.
    pub heights: (usize, usize),
    /// What differs in the schema, in sentences.
    pub schema: Vec<String>,
}

impl<'a> Sides<'a> {
    /// Puts two tables side by side, without the columns that are masked.
    #[must_use]
    pub fn of(before: &'a Table, after: &'a Table, masked: &BTreeSet<String>) -> Self {
        let shown = |table: &'a Table| table.columns.iter().filter(|column| !masked.contains(&column.name));
        let position = |table: &'a Table| -> HashMap<&'a str, usize> {
            let named = shown(table).enumerate().map(|(index, column)| (column.name.as_str(), index));
            // Of columns with the same name the first counts.
            named.collect::<Vec<_>>().into_iter().rev().collect()
        };
        let (left, right) = (position(before), position(after));
        let others: Vec<&Column> = shown(after).collect();
        let mut schema = Vec::new();
        let mut columns = Vec::new();
        let mut order = Vec::new();
        for column in shown(before) {
            let Some(&other) = right.get(column.name.as_str()) else {
                schema.push(format!("the column `{}` is gone", column.name));
                continue;
            };
            let pair = Pair::of(column, others[other]);
            if pair.dtypes.0 != pair.dtypes.1 {
                let (was, is) = pair.dtypes;
                schema.push(format!("the column `{}` is {is} instead of {was}", column.name));
            }
            order.push(other);
            columns.push(pair);
        }
        let new = others.iter().filter(|column| !left.contains_key(column.name.as_str()));
        schema.extend(new.map(|column| format!("the column `{}` is new", column.name)));
        if !order.is_sorted() {
            let names: Vec<String> = others.iter().map(|column| format!("`{}`", column.name)).collect();
            schema.push(format!("the columns are in another order: {}", cell::shorten(&names.join(", "))));
        }
        Self { columns, heights: (before.height, after.height), schema }
    }

    /// The hash of each row over some columns, before and after.
    #[must_use]
    pub fn hashes(&self, columns: &[usize]) -> (Vec<u64>, Vec<u64>) {
        let mut out = (vec![0; self.heights.0], vec![0; self.heights.1]);
        for &column in columns {
            let pair = &self.columns[column];
            add(&mut out.0, &pair.before);
            add(&mut out.1, &pair.after);
        }
        out
    }

    /// Whether two rows are the same in some columns.
    #[must_use]
    pub fn same(&self, row: (usize, usize), columns: &[usize], tolerance: Option<f64>) -> bool {
        columns.iter().all(|&column| self.columns[column].same(row, tolerance))
    }
}

fn add(hashes: &mut [u64], cells: &[Cell]) {
    for (state, cell) in hashes.iter_mut().zip(cells) {
        *state = cell::hash(*state, cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, dtype: &str, cells: &[Cell]) -> Column {
        Column { name: name.to_owned(), dtype: dtype.to_owned(), cells: cells.to_vec() }
    }

    fn table(columns: Vec<Column>) -> Table {
        let height = columns.first().map_or(0, |column| column.cells.len());
        Table { columns, height }
    }

    #[test]
    fn the_schema_is_told_in_sentences() {
        let before =
            table(vec![column("a", "Int64", &[]), column("b", "Int64", &[]), column("c", "Date", &[])]);
        let after =
            table(vec![column("b", "Int64", &[]), column("a", "Float64", &[]), column("d", "Date", &[])]);
        assert_eq!(
            Sides::of(&before, &after, &BTreeSet::new()).schema,
            [
                "the column `a` is Float64 instead of Int64",
                "the column `c` is gone",
                "the column `d` is new",
                "the columns are in another order: `b`, `a`, `d`",
            ]
        );
    }

    #[test]
    fn another_type_is_not_another_value() {
        let before = table(vec![column("a", "Int64", &[Cell::Int(3)])]);
        let after = table(vec![column("a", "Float64", &[Cell::Float(3.0)])]);
        assert!(Sides::of(&before, &after, &BTreeSet::new()).same((0, 0), &[0], None));
        let before = table(vec![column("t", "Datetime('ms')", &[Cell::Int(1_000)])]);
        let after = table(vec![column("t", "Datetime('μs')", &[Cell::Int(1_000_000)])]);
        assert!(Sides::of(&before, &after, &BTreeSet::new()).same((0, 0), &[0], None));
    }

    #[test]
    fn masked_columns_are_not_there() {
        let before = table(vec![column("a", "Int64", &[Cell::Int(3)])]);
        let empty = Table::default();
        let sides = Sides::of(&before, &empty, &BTreeSet::from(["a".to_owned()]));
        assert!(sides.schema.is_empty() && sides.columns.is_empty());
        assert_eq!(sides.heights, (1, 0));
    }
}
