//! One pass over the rows of a source, batch by batch, with the columns that are asked for and bounded memory.
//!
//! Of column formats the caller says per row group which columns it wants; text streams by, and what the caller wants
//! to keep of it is spilled into a file without a name, so that no second pass is needed and nothing is left behind.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use cargo_metadata::camino::Utf8Path;
use polars::prelude::DataFrame;
use serde_json::Value;

use super::DataSet;
use super::cell::Cell;
use super::frames;
use super::source::{self, Source};
use super::survey::{Survey, unreadable};
use super::text::{Records, Shape, fields};
use crate::error::{Error, Result};

/// Records of text that are handed over together.
const BATCH_ROWS: usize = 8192;

/// Bytes of text that are handed over together, at most.
const BATCH_BYTES: usize = 8 << 20;

/// Which row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Index of its file in the source.
    pub file: u32,
    /// Its number in the file, from 0.
    pub row: u64,
}

/// Rows that follow one another in a file.
#[derive(Debug)]
pub struct Batch<'a> {
    /// Index of the file.
    pub file: u32,
    /// Number of the first row in the file.
    pub first: u64,
    /// How many rows.
    pub height: usize,
    /// The columns asked for, `None` where they were not wanted here; empty text for columns that the file lacks.
    pub columns: Vec<Option<Vec<Cell<'a>>>>,
}

impl Batch<'_> {
    /// The address of a row of the batch.
    #[must_use]
    pub fn address(&self, row: usize) -> Address {
        Address { file: self.file, row: self.first + row as u64 }
    }
}

/// What is read.
#[derive(Clone, Copy)]
pub struct Scan<'a> {
    /// For messages.
    pub data_set: &'a DataSet,
    /// The files.
    pub source: &'a Source,
    /// What is known of each.
    pub surveys: &'a [Survey],
    /// Names of the columns.
    pub needed: &'a [String],
}

/// Who looks at the rows.
pub trait Visitor {
    /// Which of the needed columns to read of a row group of a column format; none skips the group.
    fn wants(&mut self, file: usize, group: usize) -> Vec<usize>;

    /// Looks at rows; the numbers of those of the batch that are to be spilled.
    ///
    /// # Errors
    /// Whatever the visitor finds wrong.
    fn visit(&mut self, batch: &Batch<'_>) -> Result<Vec<usize>>;
}

/// What a pass has read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passed {
    /// Rows of each file.
    pub rows: Vec<u64>,
    /// Bytes of column chunks, or of text files.
    pub bytes: u64,
    /// True where every row group was looked at.
    pub complete: bool,
}

impl Scan<'_> {
    /// Shows all rows in order to `visitor`; those of text that it names are kept in `spill`.
    ///
    /// # Errors
    /// Files that cannot be read, with their line; whatever the visitor says.
    pub fn run(&self, visitor: &mut dyn Visitor, mut spill: Option<&mut Spill>) -> Result<Passed> {
        let mut passed = Passed { complete: true, ..Passed::default() };
        for (index, (file, survey)) in self.source.files.iter().zip(self.surveys).enumerate() {
            if self.source.format.is_text() {
                passed.rows.push(self.text(index, file, survey, visitor, spill.as_deref_mut())?);
                passed.bytes += std::fs::metadata(&file.path).map_or(0, |facts| facts.len());
                continue;
            }
            for (group, place) in survey.groups.iter().enumerate() {
                let wanted = visitor.wants(index, group);
                if wanted.is_empty() {
                    passed.complete = false;
                    continue;
                }
                let names: Vec<String> = wanted.iter().map(|column| self.needed[*column].clone()).collect();
                let known: Vec<String> = names.into_iter().filter(|name| has(survey, name)).collect();
                passed.bytes += frames::bytes(survey, group, &known);
                let frame = if known.is_empty() {
                    DataFrame::empty()
                } else {
                    frames::read(&file.path, survey, place.first, place.rows, Some(&known))
                        .map_err(|error| unreadable(self.data_set, &file.path, &error))?
                };
                let columns = (0..self.needed.len()).map(|column| {
                    wanted.contains(&column).then(|| self.cells(file, &frame, column, place.rows as usize))
                });
                let batch = Batch {
                    file: u32::try_from(index).unwrap_or(u32::MAX),
                    first: place.first,
                    height: place.rows as usize,
                    columns: columns.collect(),
                };
                visitor.visit(&batch)?;
            }
            passed.rows.push(survey.rows.unwrap_or_default());
        }
        Ok(passed)
    }

    fn cells<'f>(
        &self,
        file: &source::File,
        frame: &'f DataFrame,
        column: usize,
        height: usize,
    ) -> Vec<Cell<'f>> {
        let name = &self.needed[column];
        match frame.column(name) {
            Ok(column) => column.as_materialized_series().iter().map(|value| Cell::of(&value)).collect(),
            Err(_) => vec![partition_cell(file, name); height],
        }
    }

    fn text(
        &self,
        index: usize,
        file: &source::File,
        survey: &Survey,
        visitor: &mut dyn Visitor,
        mut spill: Option<&mut Spill>,
    ) -> Result<u64> {
        let fault = |error| unreadable(self.data_set, &file.path, &error);
        let mut records = Records::open(&file.path, self.source.format).map_err(fault)?;
        let shape = records.shape();
        let names: Vec<String> = survey.columns.iter().map(|column| column.name.clone()).collect();
        let (mut bytes, mut ends) = (vec![], vec![]);
        let mut first = 0;
        loop {
            let more = records.advance().map_err(fault)?;
            if more {
                bytes.extend_from_slice(records.record());
                ends.push(bytes.len());
            }
            if !ends.is_empty() && (!more || ends.len() >= BATCH_ROWS || bytes.len() >= BATCH_BYTES) {
                let starts = std::iter::once(0).chain(ends.iter().copied());
                let rows: Vec<&[u8]> = starts.zip(&ends).map(|(start, end)| &bytes[start..*end]).collect();
                let columns = some_cells(&rows, shape, &names, self.needed, file);
                let batch = Batch {
                    file: u32::try_from(index).unwrap_or(u32::MAX),
                    first,
                    height: rows.len(),
                    columns: columns.into_iter().map(Some).collect(),
                };
                let kept = visitor.visit(&batch)?;
                if let Some(spill) = spill.as_deref_mut() {
                    for row in kept {
                        spill.keep(batch.address(row), rows[row])?;
                    }
                }
                first += rows.len() as u64;
                bytes.clear();
                ends.clear();
            }
            if !more {
                return Ok(first);
            }
        }
    }
}

fn has(survey: &Survey, name: &str) -> bool {
    survey.columns.iter().any(|column| column.name == name)
}

/// The value that the path of a file gives a partition column (`month=1/`), missing where it gives none.
fn partition_cell(file: &source::File, name: &str) -> Cell<'static> {
    source::partition(&file.relative, name)
        .map_or(Cell::Null, |value| Cell::Text(Cow::Owned(value.to_owned())))
}

fn some_cells<'a>(
    rows: &[&'a [u8]],
    shape: Shape,
    names: &[String],
    needed: &[String],
    file: &source::File,
) -> Vec<Vec<Cell<'a>>> {
    let mut columns: Vec<Vec<Cell<'a>>> = needed.iter().map(|_| Vec::with_capacity(rows.len())).collect();
    if needed.is_empty() {
        return columns;
    }
    let places: Vec<Option<usize>> =
        needed.iter().map(|name| names.iter().position(|known| known == name)).collect();
    for row in rows {
        match shape {
            Shape::Fields { delimiter, .. } => {
                let mut found = fields(row, delimiter);
                for (column, place) in columns.iter_mut().zip(&places) {
                    column.push(match place {
                        Some(place) => {
                            let field = &mut found[*place];
                            Cell::field(field.text.clone(), field.quoted)
                        }
                        None => Cell::Null,
                    });
                }
            }
            Shape::Object => {
                let object = serde_json::from_slice::<Value>(row).unwrap_or_default();
                for (column, name) in columns.iter_mut().zip(needed) {
                    column.push(object.get(name).map_or(Cell::Null, json_cell));
                }
            }
        }
    }
    for ((column, place), name) in columns.iter_mut().zip(&places).zip(needed) {
        if place.is_none() && source::partition(&file.relative, name).is_some() {
            column.fill(partition_cell(file, name));
        }
    }
    columns
}

/// All values of one record by name.
#[must_use]
pub fn all_cells(record: &[u8], shape: Shape, names: &[String]) -> Vec<(String, Cell<'static>)> {
    match shape {
        Shape::Fields { delimiter, .. } => {
            let found = fields(record, delimiter).into_iter();
            let cell = |(name, field): (&String, super::text::Field<'_>)| {
                (name.clone(), Cell::field(Cow::Owned(field.text.into_owned()), field.quoted))
            };
            names.iter().zip(found).map(cell).collect()
        }
        Shape::Object => match serde_json::from_slice::<Value>(record) {
            Ok(Value::Object(object)) => {
                object.iter().map(|(name, value)| (name.clone(), json_cell(value))).collect()
            }
            _ => vec![],
        },
    }
}

fn json_cell(value: &Value) -> Cell<'static> {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(flag) => Cell::Bool(*flag),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(value), ..) => Cell::Int(value.into()),
            (_, Some(value), _) => Cell::Int(value.into()),
            (.., value) => value.map_or(Cell::Other, Cell::Float),
        },
        Value::String(text) => Cell::Text(Cow::Owned(text.clone())),
        Value::Array(_) | Value::Object(_) => Cell::Other,
    }
}

/// Records that may become part of the sample, in a file without a name: it is gone when the process is, so that no
/// value that is to be masked stays on the disk.
pub struct Spill {
    file: File,
    end: u64,
    places: HashMap<Address, (u64, usize)>,
    pending: Vec<u8>,
}

impl Spill {
    /// An empty one on the file system of `dir`.
    ///
    /// # Errors
    /// Where no file can be made there.
    pub fn new(dir: &Utf8Path) -> Result<Self> {
        let file = tempfile::tempfile_in(dir).map_err(Error::io("create a file in", dir))?;
        Ok(Self { file, end: 0, places: HashMap::new(), pending: vec![] })
    }

    fn keep(&mut self, address: Address, record: &[u8]) -> Result<()> {
        if self.places.contains_key(&address) {
            return Ok(());
        }
        self.places.insert(address, (self.end, record.len()));
        self.end += record.len() as u64;
        self.pending.extend_from_slice(record);
        if self.pending.len() >= BATCH_BYTES { self.flush() } else { Ok(()) }
    }

    /// Writes what is held in memory.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn flush(&mut self) -> Result<()> {
        let written = self.file.seek(SeekFrom::End(0)).and_then(|_| self.file.write_all(&self.pending));
        self.pending.clear();
        written.map_err(Error::io("write", "records that may become part of the sample"))
    }

    /// The record at `address`, which was kept; [`Spill::flush`] comes first.
    ///
    /// # Errors
    /// [`Error::Internal`] where it was not.
    pub fn get(&mut self, address: Address) -> Result<Vec<u8>> {
        let place = self.places.get(&address);
        let (start, length) =
            place.copied().ok_or_else(|| Error::Internal(format!("{address:?} was not kept")))?;
        let mut record = vec![0; length];
        let read = self.file.seek(SeekFrom::Start(start)).and_then(|_| self.file.read_exact(&mut record));
        read.map_err(Error::io("read", "records that may become part of the sample"))?;
        Ok(record)
    }
}
