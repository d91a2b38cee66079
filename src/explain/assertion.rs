//! Says what a test may assert of a table, and whether it passes for one.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

use super::value::{Cell, Column, Table};

/// How far apart floats that were computed may be, relative to the original's.
pub const TOLERANCE: f64 = 1e-9;

/// One call that returned a table.
#[derive(Debug, Clone, Default)]
pub struct Call<'a> {
    /// Tables that it was given, by position of the parameter.
    pub inputs: BTreeMap<usize, &'a Table>,
    /// What it returned.
    pub returned: Table,
}

/// What a test may assert of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Assertion {
    /// No two rows agree in these columns.
    UniqueKey(Vec<String>),
    /// The result of this input has so many rows.
    RowCount(usize),
    /// The sum of a column is that of the input.
    TotalKept {
        /// Position of the parameter.
        input: usize,
        /// Column of both.
        column: String,
        /// False where sums of floats are compared.
        whole: bool,
    },
    /// The result has as many rows as the input.
    RowsKept(usize),
    /// A column has no nulls.
    NoNulls(String),
    /// All values of a column that are there lie on one side of a natural bound.
    Bound {
        /// The column.
        column: String,
        /// True for a lower bound.
        least: bool,
        /// In the physical unit of the column.
        bound: i64,
        /// The bound for people.
        name: String,
    },
    /// Rows are in the order of a column.
    Sorted {
        /// The column.
        column: String,
        /// Largest first.
        descending: bool,
    },
    /// A row that is found by its key has this value.
    Group {
        /// Columns with their values.
        key: Vec<(String, Cell)>,
        /// The column of the value.
        column: String,
        /// The value.
        value: Cell,
        /// Whether a float has to be this very one.
        exact: bool,
    },
    /// A row that is found by its position has this value.
    At {
        /// From 0.
        row: usize,
        /// The column.
        column: String,
        /// The value.
        value: Cell,
        /// Whether a float has to be this very one.
        exact: bool,
    },
    /// Everything is as it was.
    Whole(Table),
}

impl Assertion {
    /// Whether it says something of all results, not only of one input's.
    #[must_use]
    pub fn is_general(&self) -> bool {
        match self {
            Self::UniqueKey(_) | Self::TotalKept { .. } | Self::RowsKept(_) | Self::NoNulls(_) => true,
            Self::Bound { .. } | Self::Sorted { .. } => true,
            Self::RowCount(_) | Self::Group { .. } | Self::At { .. } | Self::Whole(_) => false,
        }
    }

    /// Whether a test with this assertion passes for `table`.
    #[must_use]
    pub fn holds(&self, inputs: &BTreeMap<usize, &Table>, table: &Table) -> bool {
        match self {
            Self::UniqueKey(columns) => rows_of(table, columns).is_some_and(|rows| {
                let mut seen = HashSet::new();
                rows.into_iter().all(|row| seen.insert(row))
            }),
            Self::RowCount(rows) => table.height == *rows,
            Self::TotalKept { input, column, .. } => {
                let sums =
                    inputs.get(input).and_then(|input| Some((total(input, column)?, total(table, column)?)));
                sums.is_some_and(|(before, after)| before.is_near(after))
            }
            Self::RowsKept(input) => inputs.get(input).is_some_and(|input| input.height == table.height),
            Self::NoNulls(column) => {
                table.column(column).is_some_and(|column| !column.cells.contains(&Cell::Null))
            }
            Self::Bound { column, least, bound, .. } => table.column(column).is_some_and(|column| {
                let fits = |value| if *least { value >= *bound as f64 } else { value <= *bound as f64 };
                column.cells.iter().all(|cell| *cell == Cell::Null || number(cell).is_some_and(fits))
            }),
            Self::Sorted { column, descending } => {
                let wrong = if *descending { Ordering::Less } else { Ordering::Greater };
                table.column(column).is_some_and(|column| {
                    let known =
                        column.cells.len() < 2 || column.cells.iter().all(|cell| order(cell, cell).is_some());
                    known && column.cells.is_sorted_by(|a, b| order(a, b).is_some_and(|order| order != wrong))
                })
            }
            Self::Group { key, column, value, exact } => {
                let found = (0..table.height).find(|row| is_row(table, *row, key));
                found.is_some_and(|row| agrees(table, row, column, value, *exact))
            }
            Self::At { row, column, value, exact } => agrees(table, *row, column, value, *exact),
            Self::Whole(expected) => {
                let same_column = |(a, b): (&Column, &Column)| {
                    a.name == b.name && a.cells.iter().zip(&b.cells).all(|(a, b)| same(a, b))
                };
                let (a, b) = (expected, table);
                a.height == b.height
                    && a.columns.len() == b.columns.len()
                    && a.columns.iter().zip(&b.columns).all(same_column)
            }
        }
    }

    /// What it asserts, in words that finish "the test asserts that ...".
    #[must_use]
    pub fn words(&self, parameters: &[(String, String)]) -> String {
        let name_of = |input: usize| parameters.get(input).map_or("input", |(name, _)| name.as_str());
        match self {
            Self::UniqueKey(columns) if columns.len() == 1 => format!("{} is unique", columns[0]),
            Self::UniqueKey(columns) => format!("{} are unique together", columns.join(" and ")),
            Self::RowCount(1) => "it returns 1 row".to_owned(),
            Self::RowCount(rows) => format!("it returns {rows} rows"),
            Self::TotalKept { input, column, .. } => {
                format!("the total of {column} is that of {}", name_of(*input))
            }
            Self::RowsKept(input) => format!("it returns as many rows as {} has", name_of(*input)),
            Self::NoNulls(column) => format!("{column} is never null"),
            Self::Bound { column, least: true, name, .. } => format!("{column} is at least {name}"),
            Self::Bound { column, name, .. } => format!("{column} is at most {name}"),
            Self::Sorted { column, descending: false } => format!("rows are sorted by {column}"),
            Self::Sorted { column, .. } => format!("rows are sorted by {column}, largest first"),
            Self::Group { key, column, value, .. } => {
                let key: Vec<String> =
                    key.iter().map(|(name, cell)| format!("{name} {}", shown(cell))).collect();
                format!("{column} of {} is {}", key.join(" and "), shown(value))
            }
            Self::At { row, column, value, .. } => format!("{column} in row {row} is {}", shown(value)),
            Self::Whole(_) => "the whole result is the expected one".to_owned(),
        }
    }
}

/// Floats that arithmetic of any order gives alike.
pub(super) fn is_counted(float: f64) -> bool {
    !float.is_finite() || float.fract() == 0.0 && float.abs() < 9e15
}

/// Whether a test with the stated tolerance takes one float for the other.
pub(super) fn is_near(expected: f64, value: f64) -> bool {
    (value - expected).abs() <= TOLERANCE * expected.abs()
}

/// Whether two cells are the same to a test; as in polars, one NaN is the other.
fn same(a: &Cell, b: &Cell) -> bool {
    match (a, b) {
        (Cell::Float(a), Cell::Float(b)) => a == b || a.is_nan() && b.is_nan(),
        _ => a == b,
    }
}

fn agrees(table: &Table, row: usize, column: &str, value: &Cell, exact: bool) -> bool {
    let Some(cell) = table.column(column).and_then(|column| column.cells.get(row)) else { return false };
    match (value, cell) {
        (Cell::Float(value), Cell::Float(cell)) if !exact => is_near(*value, *cell),
        _ => same(value, cell),
    }
}

pub(super) fn is_row(table: &Table, row: usize, key: &[(String, Cell)]) -> bool {
    key.iter().all(|(name, cell)| {
        table.column(name).and_then(|column| column.cells.get(row)).is_some_and(|other| same(cell, other))
    })
}

/// Each row's values in some columns, as text.
fn rows_of(table: &Table, columns: &[String]) -> Option<Vec<String>> {
    let columns: Option<Vec<&Column>> = columns.iter().map(|name| table.column(name)).collect();
    let columns = columns?;
    let row = |row: usize| columns.iter().map(|column| format!("{:?} ", column.cells[row])).collect();
    Some((0..table.height).map(row).collect())
}

pub(super) fn number(cell: &Cell) -> Option<f64> {
    match cell {
        #[expect(clippy::cast_precision_loss, reason = "bounds and tolerances are small and round")]
        Cell::Int(value) => Some(*value as f64),
        Cell::Float(value) => Some(*value),
        _ => None,
    }
}

fn order(a: &Cell, b: &Cell) -> Option<Ordering> {
    match (a, b) {
        (Cell::Int(a), Cell::Int(b)) => Some(a.cmp(b)),
        (Cell::Float(a), Cell::Float(b)) => a.partial_cmp(b),
        (Cell::Text(a), Cell::Text(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// The sum of a column of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sum {
    Whole(i128),
    Float(f64),
}

impl Sum {
    pub(super) fn is_zero(self) -> bool {
        matches!(self, Self::Whole(0)) || matches!(self, Self::Float(0.0))
    }

    fn is_near(self, other: Self) -> bool {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => is_near(a, b),
            _ => false,
        }
    }
}

/// `None` where the column is not there, holds anything but plain numbers and nulls, or is too large for the test.
pub(super) fn total(table: &Table, column: &str) -> Option<Sum> {
    let column = table.column(column).filter(|column| is_number(&column.dtype))?;
    if column.dtype.starts_with("Float") {
        let sum = column.cells.iter().filter_map(number).sum::<f64>();
        return sum.is_finite().then_some(Sum::Float(sum));
    }
    let mut sum = 0i128;
    for cell in &column.cells {
        match cell {
            Cell::Int(value) => sum = sum.checked_add(*value)?,
            Cell::Null => {}
            _ => return None,
        }
    }
    i64::try_from(sum).ok().map(|_| Sum::Whole(sum))
}

/// A value for people and for names of tests.
pub(super) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Null => "null".to_owned(),
        Cell::Bool(value) => value.to_string(),
        Cell::Int(value) => value.to_string(),
        Cell::Float(value) => format!("{value:?}"),
        Cell::Text(text) | Cell::Other(text) => text.clone(),
    }
}

/// Types of columns that are added up and compared with bounds.
pub(super) fn is_number(dtype: &str) -> bool {
    let plain = dtype.starts_with("Int") || dtype.starts_with("UInt") || dtype.starts_with("Duration(");
    plain || matches!(dtype, "Float32" | "Float64")
}
