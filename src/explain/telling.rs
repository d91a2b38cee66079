//! The few rows of a difference that people are shown.

use super::align::Aligned;
use super::cell;
use super::difference::{Changes, Options};
use super::sides::{Pair, Sides};
use crate::model::{Alignment, CellDiff, RowChange, RowDiff};

/// Rows that are shown.
const ROWS: usize = 10;
/// Cells of a row that are shown.
const CELLS: usize = 40;

/// The most telling rows: one of each kind of change, one for each column, then those with the largest relative change.
#[must_use]
pub fn rows(sides: &Sides<'_>, aligned: &Aligned, changes: &Changes, options: &Options) -> Vec<RowDiff> {
    let mut changed: Vec<usize> = (0..changes.rows.len()).filter(|&pair| changes.rows[pair]).collect();
    changed.sort_by(|&a, &b| changes.weights[b].total_cmp(&changes.weights[a]));
    let mut picked: Vec<(RowChange, usize)> = Vec::new();
    let mut pick = |change: RowChange, row: Option<usize>| {
        if let Some(row) = row.filter(|&row| picked.len() < ROWS && !picked.contains(&(change, row))) {
            picked.push((change, row));
        }
    };
    pick(RowChange::Changed, changed.first().copied());
    pick(RowChange::Lost, aligned.lost.first().copied());
    pick(RowChange::Added, aligned.added.first().copied());
    changes.most.iter().take(ROWS / 2).for_each(|&pair| pick(RowChange::Changed, pair));
    // Half of what is left is kept for rows that come or go.
    changed.iter().take(ROWS / 2).for_each(|&pair| pick(RowChange::Changed, Some(pair)));
    for index in 0..ROWS {
        pick(RowChange::Lost, aligned.lost.get(index).copied());
        pick(RowChange::Added, aligned.added.get(index).copied());
    }
    changed.iter().take(ROWS).for_each(|&pair| pick(RowChange::Changed, Some(pair)));
    picked.into_iter().map(|(change, row)| show(sides, aligned, options, change, row)).collect()
}

fn show(sides: &Sides<'_>, aligned: &Aligned, options: &Options, change: RowChange, row: usize) -> RowDiff {
    let names: &[String] = if let Alignment::Key(names) = &aligned.how { names } else { &[] };
    let (before, after) = match change {
        RowChange::Changed => (Some(aligned.pairs[row].0), Some(aligned.pairs[row].1)),
        RowChange::Lost => (Some(row), None),
        RowChange::Added => (None, Some(row)),
    };
    let value = |pair: &Pair<'_>| match (before, after) {
        (Some(row), _) => cell::text(&pair.before[row], pair.dtypes.0),
        (None, Some(row)) => cell::text(&pair.after[row], pair.dtypes.1),
        (None, None) => String::new(),
    };
    let key = if names.is_empty() {
        vec![("row".to_owned(), (before.or(after).unwrap_or_default() + 1).to_string())]
    } else {
        let of_key = names.iter().filter_map(|name| sides.columns.iter().find(|pair| pair.name == name));
        of_key.map(|pair| (pair.name.to_owned(), value(pair))).collect()
    };
    let differs = |pair: &&Pair<'_>| match (before, after) {
        (Some(before), Some(after)) => !pair.same((before, after), options.tolerance),
        _ => !names.iter().any(|name| name == pair.name),
    };
    let cells = sides.columns.iter().filter(differs).take(CELLS).map(|pair| both(pair, before, after));
    RowDiff { change, key, cells: cells.collect() }
}

fn both(pair: &Pair<'_>, before: Option<usize>, after: Option<usize>) -> CellDiff {
    let (before, after) = match (before, after) {
        (Some(a), Some(b)) => {
            let (dtypes, a, b) = (pair.dtypes, &pair.before[a], &pair.after[b]);
            let (a, b) = cell::texts((a, dtypes.0), (b, dtypes.1));
            (Some(a), Some(b))
        }
        (Some(a), None) => (Some(cell::text(&pair.before[a], pair.dtypes.0)), None),
        (None, Some(b)) => (None, Some(cell::text(&pair.after[b], pair.dtypes.1))),
        (None, None) => (None, None),
    };
    CellDiff { column: pair.name.to_owned(), before, after }
}

/// The first positions that another row takes.
#[must_use]
pub fn moved(sides: &Sides<'_>) -> Vec<RowDiff> {
    let all: Vec<usize> = (0..sides.columns.len()).collect();
    let other = (0..sides.heights.0.min(sides.heights.1)).filter(|&row| !sides.same((row, row), &all, None));
    let show = |row: usize| {
        let differ = sides.columns.iter().filter(|pair| !pair.same((row, row), None));
        RowDiff {
            change: RowChange::Changed,
            key: vec![("row".to_owned(), (row + 1).to_string())],
            cells: differ.take(CELLS).map(|pair| both(pair, Some(row), Some(row))).collect(),
        }
    };
    other.take(ROWS).map(show).collect()
}
