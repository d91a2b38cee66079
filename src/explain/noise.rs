//! What differs between two runs of the same code, so that it can be left out of comparisons.

use std::collections::HashMap;

use super::difference::{Options, difference};
use super::flatten;
use super::sides::Sides;
use super::tree::Tree;
use super::value::{Table, Value};
use super::{align, fields};

/// What is not the same in two runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noise {
    /// The order of rows.
    pub order: bool,
    /// Values of these columns or fields.
    pub columns: Vec<String>,
    /// Everything, or more than could be masked.
    pub whole: bool,
}

impl Noise {
    fn new(order: bool, columns: Vec<String>) -> Self {
        Self { order, columns, whole: false }
    }

    /// More than could be masked.
    #[must_use]
    pub fn whole() -> Self {
        Self { whole: true, ..Self::default() }
    }

    /// Options that leave it out.
    #[must_use]
    pub fn options(&self) -> Options {
        Options {
            unordered: self.order,
            masked_columns: self.columns.iter().cloned().collect(),
            ..Options::default()
        }
    }
}

/// What differs between two values that the same code returned.
#[must_use]
pub fn noise(a: &Value, b: &Value) -> Noise {
    let Some(diff) = difference(a, b, &Options::default()) else { return Noise::default() };
    let found = if diff.order_only {
        Noise::new(true, vec![])
    } else if !diff.schema.is_empty() {
        Noise::whole()
    } else if let Some((a, b)) = tables(a, b) {
        in_tables(&a, &b)
    } else if let (Value::Text { text: a, .. }, Value::Text { text: b, .. }) = (a, b) {
        fields::paths(&Tree::parse(a), &Tree::parse(b))
            .map_or_else(Noise::whole, |paths| Noise::new(false, paths))
    } else {
        Noise::whole()
    };
    // What is left out must be all that differs.
    if difference(a, b, &found.options()).is_none() { found } else { Noise::whole() }
}

/// Both as tables, where they are compared as such.
fn tables(a: &Value, b: &Value) -> Option<(Table, Table)> {
    match (a, b) {
        (Value::Frame(a), Value::Frame(b)) => Some((a.clone(), b.clone())),
        (Value::Items { items: a, .. }, Value::Items { items: b, .. }) => {
            Some(flatten::together(&Tree::parse_all(a), &Tree::parse_all(b)))
        }
        (Value::Text { text: a, .. }, Value::Text { text: b, .. }) => {
            let (a, b) = (Tree::parse(a), Tree::parse(b));
            Some(flatten::together(&flatten::elements(&a)?, &flatten::elements(&b)?))
        }
        _ => None,
    }
}

/// Columns that do not hold the same values in both, and whether the rest is in the same order.
fn in_tables(a: &Table, b: &Table) -> Noise {
    let sides = Sides::of(a, b, &std::collections::BTreeSet::new());
    if sides.heights.0 != sides.heights.1 {
        return Noise::whole();
    }
    let (other, rest): (Vec<usize>, Vec<usize>) =
        (0..sides.columns.len()).partition(|&column| !same_values(&sides, column));
    let names = |columns: &[usize]| columns.iter().map(|&c| sides.columns[c].name.to_owned()).collect();
    if rest.is_empty() {
        return Noise::whole();
    }
    let in_place = (0..sides.heights.0).all(|row| sides.same((row, row), &rest, None));
    if in_place {
        return Noise::new(false, names(&other));
    }
    if align::bags(&sides, &rest, None).is_complete() {
        return Noise::new(true, names(&other));
    }
    // The same values go to other rows: a number that is given in the order of arrival.
    let aligned = align::align(&sides, &Options { unordered: true, ..Options::default() });
    if !aligned.is_complete() {
        return Noise::whole();
    }
    let differs = |column: &usize| !aligned.pairs.iter().all(|&row| sides.columns[*column].same(row, None));
    let columns: Vec<usize> = (0..sides.columns.len()).filter(differs).collect();
    Noise::new(aligned.moved, names(&columns))
}

/// Whether a column holds the same values, in any order.
fn same_values(sides: &Sides<'_>, column: usize) -> bool {
    let (before, after) = sides.hashes(&[column]);
    let mut counts: HashMap<u64, i64> = HashMap::new();
    before.iter().for_each(|hash| *counts.entry(*hash).or_default() += 1);
    after.iter().for_each(|hash| *counts.entry(*hash).or_default() -= 1);
    counts.values().all(|&count| count == 0)
}
