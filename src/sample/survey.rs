//! What a file holds, without reading its rows: columns, types, and where metadata tell, rows and row groups.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cargo_metadata::camino::Utf8Path;
use polars::io::parquet::read::FileMetadata;

use super::DataSet;
use super::cell::Cell;
use super::format::{Format, Unreadable};
use super::frames;
use super::scan;
use super::source::Source;
use super::text::{Records, Shape};
use crate::error::Result;

/// Records of a text file whose values say what types its columns have.
const RECORDS_LOOKED_AT: usize = 1000;

/// What a value may be, for the purpose of comparing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Whole numbers.
    Int,
    /// Any numbers.
    Float,
    /// True and false.
    Bool,
    /// Days.
    Date,
    /// Points in time.
    Datetime,
    /// Texts, categories.
    Text,
    /// Anything else: lists, structs, binary, durations.
    Other,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Float => "float",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Text => "text",
            Self::Other => "other",
        }
    }
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type: polars' short name (`i16`, `datetime[μs]`), or for text what its values look like (`int`).
    pub type_name: String,
    /// The same, coarser.
    pub kind: Kind,
    /// Kinds of single values of a text column; empty where none was seen, or where the type is certain.
    pub seen: BTreeSet<Kind>,
}

/// Rows of a file that are read together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Number of the first one in the file.
    pub first: u64,
    /// How many.
    pub rows: u64,
    /// Bytes in the file, all columns.
    pub bytes: u64,
}

/// What is known of a file.
#[derive(Debug, Clone)]
pub struct Survey {
    /// In the order of the file; partition columns are not among them.
    pub columns: Vec<Column>,
    /// Rows, where the format says so.
    pub rows: Option<u64>,
    /// Row groups; empty for text.
    pub groups: Vec<Group>,
    /// The footer of a Parquet file.
    pub metadata: Option<Arc<FileMetadata>>,
    /// Delimiter of text, where there is one.
    pub shape: Option<Shape>,
}

/// Looks at every file of a source, and compares them with one another.
///
/// # Errors
/// Files that cannot be read, and partitions that disagree: every column, what the first file has, what is found, where.
pub fn survey(data_set: &DataSet, source: &Source) -> Result<Vec<Survey>> {
    use rayon::prelude::*;
    let surveys: Vec<std::result::Result<Survey, Unreadable>> =
        source.files.par_iter().map(|file| look(&file.path, source.format)).collect();
    let mut found = vec![];
    for (file, survey) in source.files.iter().zip(surveys) {
        found.push(survey.map_err(|error| unreadable(data_set, &file.path, &error))?);
    }
    let differences = differences(source, &found);
    if differences.is_empty() {
        return Ok(found);
    }
    Err(data_set.error(format_args!(
        "partitions disagree:\n  {}\n  give all files the same columns and types, or declare them as separate data sets",
        differences.join("\n  ")
    )))
}

/// The failure of a file that cannot be read.
pub fn unreadable(data_set: &DataSet, path: &Utf8Path, error: &Unreadable) -> crate::error::Error {
    data_set.error(format_args!("cannot read {path}: {error}; repair the file or leave it out of `source`"))
}

fn look(path: &Utf8Path, format: Format) -> std::result::Result<Survey, Unreadable> {
    if format.is_text() { text(path, format) } else { frames::survey(path, format.layout) }
}

fn text(path: &Utf8Path, format: Format) -> std::result::Result<Survey, Unreadable> {
    let mut records = Records::open(path, format)?;
    let shape = records.shape();
    let mut names = records.names();
    let mut seen: BTreeMap<String, BTreeSet<Kind>> = BTreeMap::new();
    for _ in 0..RECORDS_LOOKED_AT {
        if !records.advance()? {
            break;
        }
        for (name, cell) in scan::all_cells(records.record(), shape, &names) {
            if !names.contains(&name) {
                names.push(name.clone());
            }
            seen.entry(name).or_default().extend(kind_of(&cell));
        }
    }
    let columns = names.into_iter().map(|name| {
        let seen = seen.remove(&name).unwrap_or_default();
        let kind = common(&seen);
        Column { name, type_name: kind.name().to_owned(), kind, seen }
    });
    Ok(Survey { columns: columns.collect(), rows: None, groups: vec![], metadata: None, shape: Some(shape) })
}

/// What a single value looks like; nothing where it is missing.
#[must_use]
pub fn kind_of(cell: &Cell<'_>) -> Option<Kind> {
    Some(match cell {
        Cell::Null => return None,
        Cell::Bool(_) => Kind::Bool,
        Cell::Int(_) => Kind::Int,
        Cell::Float(_) => Kind::Float,
        Cell::Day(_) => Kind::Date,
        Cell::Moment(_) => Kind::Datetime,
        Cell::Other => Kind::Other,
        Cell::Text(text) => {
            let text = text.trim();
            if text.parse::<i128>().is_ok() {
                Kind::Int
            } else if cell.number().is_some() {
                Kind::Float
            } else if matches!(text, "true" | "false" | "True" | "False" | "TRUE" | "FALSE") {
                Kind::Bool
            } else if cell.moment().is_some() {
                if cell.is_day() { Kind::Date } else { Kind::Datetime }
            } else {
                Kind::Text
            }
        }
    })
}

fn common(seen: &BTreeSet<Kind>) -> Kind {
    let mut kinds = seen.iter().copied();
    match (kinds.next(), kinds.next(), kinds.next()) {
        (None, ..) => Kind::Text,
        (Some(kind), None, _) => kind,
        (Some(Kind::Int), Some(Kind::Float), None) => Kind::Float,
        (Some(Kind::Date), Some(Kind::Datetime), None) => Kind::Datetime,
        _ => Kind::Text,
    }
}

/// True where values of one column cannot be of the type of the other. Types of text are guesses: a column that holds
/// `A12` here and `007` there is one of texts, but if no value looks like those of the other file, something is wrong.
fn clash(expected: &Column, found: &Column) -> bool {
    if expected.type_name == found.type_name {
        return false;
    }
    if expected.seen.is_empty() || found.seen.is_empty() {
        // Types of column formats are facts; text without values may be anything.
        return !is_guess(expected) && !is_guess(found);
    }
    let numeric = |column: &Column| matches!(column.kind, Kind::Int | Kind::Float);
    expected.seen.is_disjoint(&found.seen) && !(numeric(expected) && numeric(found))
}

fn is_guess(column: &Column) -> bool {
    matches!(&*column.type_name, "int" | "float" | "bool" | "date" | "datetime" | "text" | "other")
}

fn differences(source: &Source, surveys: &[Survey]) -> Vec<String> {
    let mut lines = vec![];
    let Some((first, rest)) = surveys.split_first() else { return lines };
    let expected: BTreeMap<&str, &Column> =
        first.columns.iter().map(|column| (&*column.name, column)).collect();
    let is_json = first.shape == Some(Shape::Object);
    for (survey, file) in rest.iter().zip(&source.files[1..]) {
        let found: BTreeMap<&str, &Column> =
            survey.columns.iter().map(|column| (&*column.name, column)).collect();
        let path = &file.path;
        for column in &first.columns {
            match found.get(&*column.name) {
                Some(other) if clash(column, other) => lines.push(format!(
                    "column `{}`: expected {}, as in {}, found {} in {path}",
                    column.name, column.type_name, source.files[0].path, other.type_name
                )),
                // JSON objects may leave keys out.
                None if !is_json => lines.push(format!(
                    "column `{}`: expected {}, as in {}, found no such column in {path}",
                    column.name, column.type_name, source.files[0].path
                )),
                _ => {}
            }
        }
        for column in survey.columns.iter().filter(|column| !is_json && !expected.contains_key(&*column.name))
        {
            lines.push(format!(
                "column `{}`: expected no such column, as in {}, found {} in {path}",
                column.name, source.files[0].path, column.type_name
            ));
        }
        let names =
            |survey: &Survey| survey.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
        if lines.is_empty() && source.format.is_text() && !is_json && names(first) != names(survey) {
            lines.push(format!(
                "columns in the order {}, as in {}, are in another order in {path}: {}",
                names(first).join(", "),
                source.files[0].path,
                names(survey).join(", ")
            ));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(type_name: &str, kind: Kind, seen: &[Kind]) -> Column {
        let seen = seen.iter().copied().collect();
        Column { name: "a".to_owned(), type_name: type_name.to_owned(), kind, seen }
    }

    #[test]
    fn types_of_text_are_what_all_values_look_like() {
        assert_eq!(common(&BTreeSet::from([Kind::Int, Kind::Float])), Kind::Float);
        assert_eq!(common(&BTreeSet::from([Kind::Int, Kind::Text])), Kind::Text);
        assert_eq!(kind_of(&Cell::Text("2024-01-31".into())), Some(Kind::Date));
    }

    #[test]
    fn columns_clash_where_no_value_could_be_of_both() {
        let numbers = column("int", Kind::Int, &[Kind::Int]);
        assert!(clash(&numbers, &column("text", Kind::Text, &[Kind::Text])));
        assert!(!clash(&numbers, &column("text", Kind::Text, &[Kind::Int, Kind::Text])));
        assert!(!clash(&numbers, &column("float", Kind::Float, &[Kind::Float])));
        assert!(!clash(&numbers, &column("text", Kind::Text, &[])));
        assert!(clash(&column("i16", Kind::Int, &[]), &column("i32", Kind::Int, &[])));
        assert!(clash(&column("i16", Kind::Int, &[]), &column("str", Kind::Text, &[])));
    }
}
