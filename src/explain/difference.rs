//! What differs between two values that a function returned: rows, columns, schema, or text.

use std::collections::BTreeSet;

use super::align::{self, Aligned};
use super::flatten;
use super::sides::Sides;
use super::tree::Tree;
use super::value::{Table, Value};
use super::{cell, fields, telling};
use crate::model::{Alignment, ColumnDiff, DataDiff};

pub use super::cell::text;
pub use super::flatten::table;
pub use super::noise::{Noise, noise};

/// Columns that are told of only because their sum or their nulls differ where rows come or go.
const BY_SUM: usize = 20;

/// How two values are compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Columns that are declared to name each row; used where they do on both sides.
    pub keys: Vec<String>,
    /// True where the order of rows means nothing.
    pub unordered: bool,
    /// Columns that are left out, because they differ between runs of the same code.
    pub masked_columns: BTreeSet<String>,
    /// How far apart floats may be, as a part of the larger one; `None` where only identical ones are equal. NaN is
    /// equal to itself; without a tolerance, -0.0 is not 0.0.
    pub tolerance: Option<f64>,
}

/// What differs; `None` where nothing does.
#[must_use]
pub fn difference(before: &Value, after: &Value, options: &Options) -> Option<DataDiff> {
    match (before, after) {
        (Value::Frame(before), Value::Frame(after)) => tables(before, after, options),
        (
            Value::Items { type_name, ordered, items: before },
            Value::Items { ordered: also_ordered, items: after, .. },
        ) => {
            let mut options = options.clone();
            options.unordered |= !ordered || !also_ordered;
            if type_name.contains("Map<") {
                options.keys = vec!["key".to_owned()];
            }
            collections(&Tree::parse_all(before), &Tree::parse_all(after), &options)
        }
        (Value::Text { text: before, .. }, Value::Text { text: after, .. }) => {
            if before == after {
                return None;
            }
            let (before, after) = (Tree::parse(before), Tree::parse(after));
            match (flatten::elements(&before), flatten::elements(&after)) {
                (Some(left), Some(right)) if fields::same_wrappers(&before, &after) => {
                    collections(&left, &right, options)
                }
                _ => fields::difference(&before, &after, options),
            }
        }
        _ => Some(fields::unlike(&flatten::headline(before), &flatten::headline(after))),
    }
}

/// What differs between two collections of `Debug` texts.
fn collections(before: &[Tree<'_>], after: &[Tree<'_>], options: &Options) -> Option<DataDiff> {
    let (left, right) = flatten::together(before, after);
    let diff = tables(&left, &right, options);
    if diff.is_some() || options.tolerance.is_some() || !options.masked_columns.is_empty() {
        return diff;
    }
    // Texts that differ only in what the table does not hold, for instance how an empty option is written.
    let mut raw = [before, after].map(|trees| trees.iter().map(pair_text).collect::<Vec<_>>());
    if options.unordered {
        raw.iter_mut().for_each(|texts| texts.sort_unstable());
    }
    (raw[0] != raw[1]).then(|| fields::lines(&raw[0].join("\n"), &raw[1].join("\n")))
}

/// All of an element; that of a map has no text of its own.
fn pair_text(tree: &Tree<'_>) -> String {
    match &tree.form {
        super::tree::Form::Tuple("", parts) => {
            parts.iter().map(|part| part.raw).collect::<Vec<_>>().join(": ")
        }
        _ => tree.raw.to_owned(),
    }
}

/// What differs between two tables.
#[must_use]
pub fn tables(before: &Table, after: &Table, options: &Options) -> Option<DataDiff> {
    let sides = Sides::of(before, after, &options.masked_columns);
    let aligned = align::align(&sides, options);
    let changes = Changes::of(&sides, &aligned, options);
    let rows_differ = !aligned.is_complete() || changes.rows.iter().any(|&changed| changed);
    let order_only = !rows_differ && aligned.moved && !options.unordered;
    if !rows_differ && !order_only && sides.schema.is_empty() {
        return None;
    }
    let order_only = order_only && sides.schema.is_empty();
    let rows = if order_only || !rows_differ && aligned.moved {
        telling::moved(&sides)
    } else {
        telling::rows(&sides, &aligned, &changes, options)
    };
    Some(DataDiff {
        rows_before: sides.heights.0,
        rows_after: sides.heights.1,
        added: aligned.added.len(),
        lost: aligned.lost.len(),
        changed: changes.rows.iter().filter(|&&changed| changed).count(),
        order_only,
        columns: columns(&sides, &aligned, &changes),
        rows: if rows_differ || order_only { rows } else { vec![] },
        schema: sides.schema,
        // Rows that only moved are shown by their positions.
        alignment: if order_only { Alignment::Position } else { aligned.how },
        tolerance: options.tolerance.filter(|tolerance| tolerance.is_finite()),
        text: None,
    })
}

/// What differs in the rows that both sides have.
pub struct Changes {
    /// Of each pair, whether any cell differs.
    pub rows: Vec<bool>,
    /// Of each pair, how much its most telling change says.
    pub weights: Vec<f64>,
    /// Of each column, how many pairs differ.
    pub columns: Vec<usize>,
    /// Of each column, the pair whose change says most.
    pub most: Vec<Option<usize>>,
    /// Of each column, the largest absolute change of a number.
    largest: Vec<Option<f64>>,
}

impl Changes {
    fn of(sides: &Sides<'_>, aligned: &Aligned, options: &Options) -> Self {
        let (pairs, width) = (aligned.pairs.len(), sides.columns.len());
        let mut changes = Self {
            rows: vec![false; pairs],
            weights: vec![0.0; pairs],
            columns: vec![0; width],
            most: vec![None; width],
            largest: vec![None; width],
        };
        for (index, column) in sides.columns.iter().enumerate() {
            let mut heaviest = -1.0;
            for (pair, &row) in aligned.pairs.iter().enumerate() {
                if column.same(row, options.tolerance) {
                    continue;
                }
                let (before, after) = (&column.before[row.0], &column.after[row.1]);
                let weight = cell::weight(before, after);
                changes.rows[pair] = true;
                changes.weights[pair] = weight.max(changes.weights[pair]);
                changes.columns[index] += 1;
                if weight > heaviest {
                    heaviest = weight;
                    changes.most[index] = Some(pair);
                }
                if let (Some(a), Some(b)) = (cell::number(before), cell::number(after)) {
                    let change = (a - b).abs();
                    let largest = &mut changes.largest[index];
                    *largest = Some(largest.map_or(change, |known| known.max(change)));
                }
            }
        }
        changes
    }
}

/// Columns whose values differ, and those whose sum or nulls do because rows come or go.
fn columns(sides: &Sides<'_>, aligned: &Aligned, changes: &Changes) -> Vec<ColumnDiff> {
    let is_key =
        |name: &str| matches!(&aligned.how, Alignment::Key(names) if names.iter().any(|n| n == name));
    let mut by_sum = 0;
    let mut out = Vec::new();
    for (index, pair) in sides.columns.iter().enumerate() {
        let changed = changes.columns[index];
        if changed == 0 && (aligned.is_complete() || is_key(pair.name)) {
            continue;
        }
        let adds_up = !cell::is_time(pair.dtypes.0) && !cell::is_time(pair.dtypes.1);
        let sum = |cells: &[super::value::Cell]| {
            let mut numbers = cells.iter().filter_map(cell::number).peekable();
            numbers.peek()?;
            // An infinite or undefined sum cannot be written as JSON, and says nothing.
            Some(numbers.sum::<f64>()).filter(|sum| sum.is_finite() && adds_up)
        };
        let nulls =
            |cells: &[super::value::Cell]| cells.iter().filter(|c| **c == super::value::Cell::Null).count();
        let diff = ColumnDiff {
            name: pair.name.to_owned(),
            changed,
            largest: changes.largest[index].filter(|change| change.is_finite() && adds_up),
            sum_before: sum(&pair.before),
            sum_after: sum(&pair.after),
            nulls_before: nulls(&pair.before),
            nulls_after: nulls(&pair.after),
        };
        if changed > 0 {
            out.push(diff);
        } else if by_sum < BY_SUM
            && (diff.sum_before != diff.sum_after || diff.nulls_before != diff.nulls_after)
        {
            by_sum += 1;
            out.push(diff);
        }
    }
    out
}

#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod tests;
