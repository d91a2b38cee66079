//! A copy of a sample in which one value of one row is another: the row that the data lacks, tried out.

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use polars::prelude::*;

use crate::error::{Error, Result};
use crate::sample::cell::Cell;
use crate::sample::format::Unreadable;
use crate::sample::source::Source;
use crate::sample::survey::{Survey, survey, unreadable};
use crate::sample::text::{Records, Shape, Sink, fields, write_field};
use crate::sample::{DataSet, frames};

/// A sample that can be copied with another value.
pub struct Sample {
    data_set: DataSet,
    source: Source,
    surveys: Vec<Survey>,
}

/// Where a row is, and what stands there now.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Index of the file.
    file: usize,
    /// Number of the row in it.
    row: usize,
    /// How far its value is from the one that is wanted.
    distance: f64,
}

impl Sample {
    /// Opens the sample that the tests of a data set read.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn open(data_set: &DataSet, path: &Utf8Path) -> Result<Self> {
        let mut own = data_set.clone();
        own.source = path.to_string();
        own.base = Utf8PathBuf::from("/");
        let source = Source::find(&own)?;
        let surveys = survey(&own, &source)?;
        Ok(Self { data_set: own, source, surveys })
    }

    /// True where the sample has a column of this name inside its files.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.surveys.first().is_some_and(|survey| survey.columns.iter().any(|known| known.name == column))
    }

    /// Names of the columns inside its files.
    pub fn columns(&self) -> impl Iterator<Item = String> {
        self.surveys
            .first()
            .into_iter()
            .flat_map(|survey| survey.columns.iter().map(|known| known.name.clone()))
    }

    /// How many rows have `value` in a column, and the other rows that come nearest to it, at most `most`.
    ///
    /// # Errors
    /// Where the sample cannot be read.
    pub fn nearest(&self, column: &str, value: &str, most: usize) -> Result<(usize, Vec<Place>)> {
        let wanted = Cell::Text(value.into());
        let (mut equal, mut places) = (0, Vec::new());
        for index in 0..self.source.files.len() {
            for (row, cell) in self.cells(index, column)?.into_iter().enumerate() {
                let distance = distance(&cell, &wanted);
                equal += usize::from(distance == 0.0);
                places.push(Place { file: index, row, distance });
            }
        }
        places.retain(|place| place.distance > 0.0);
        places.sort_by(|a, b| a.distance.total_cmp(&b.distance));
        places.truncate(most);
        Ok((equal, places))
    }

    /// Writes the sample below `folder` with one value changed; the path that the tests are to be given.
    ///
    /// # Errors
    /// Where files cannot be read or written, or the value does not fit into the column.
    pub fn with(&self, place: &Place, column: &str, value: &str, folder: &Utf8Path) -> Result<Utf8PathBuf> {
        let target = folder.join("made");
        for (index, file) in self.source.files.iter().enumerate() {
            let path = if self.source.single {
                folder.join(file.path.file_name().unwrap_or("made"))
            } else {
                target.join(&file.relative)
            };
            let parent = path.parent().unwrap_or(folder);
            std::fs::create_dir_all(parent).map_err(Error::io("create", parent))?;
            if index != place.file {
                std::fs::copy(&file.path, &path).map_err(Error::io("copy", &file.path))?;
            } else if self.source.format.is_text() {
                self.text(&file.path, &path, place.row, column, value)?;
            } else {
                self.frame(index, &path, place.row, column, value)?;
            }
            if self.source.single {
                return Ok(path);
            }
        }
        Ok(target)
    }

    fn fault(&self, path: &Utf8Path, error: impl Into<Unreadable>) -> Error {
        unreadable(&self.data_set, path, &error.into())
    }

    fn cells(&self, index: usize, column: &str) -> Result<Vec<Cell<'static>>> {
        let (path, survey) = (&self.source.files[index].path, &self.surveys[index]);
        if !self.source.format.is_text() {
            let rows = survey.rows.unwrap_or_default();
            let frame = frames::read(path, survey, 0, rows, Some(&[column.to_owned()]));
            let frame = frame.map_err(|error| self.fault(path, error))?;
            let column = frame.column(column).map_err(|error| self.fault(path, error))?;
            let cells = column.as_materialized_series().iter().map(|value| owned(&Cell::of(&value)));
            return Ok(cells.collect());
        }
        let names: Vec<String> = survey.columns.iter().map(|column| column.name.clone()).collect();
        let mut cells = Vec::new();
        let mut records = Records::open(path, self.source.format).map_err(|error| self.fault(path, error))?;
        while records.advance().map_err(|error| self.fault(path, error))? {
            let found = crate::sample::scan::all_cells(records.record(), records.shape(), &names);
            let cell = found.into_iter().find(|(name, _)| name == column).map(|(_, cell)| cell);
            cells.push(cell.unwrap_or(Cell::Null));
        }
        Ok(cells)
    }

    fn frame(&self, index: usize, target: &Utf8Path, row: usize, column: &str, value: &str) -> Result<()> {
        let (path, survey) = (&self.source.files[index].path, &self.surveys[index]);
        let rows = survey.rows.unwrap_or_default();
        let mut frame = frames::read(path, survey, 0, rows, None).map_err(|error| self.fault(path, error))?;
        let changed = changed(&frame, row, column, value).map_err(|error| self.fault(path, error))?;
        frame.with_column(changed.into_column()).map_err(|error| self.fault(path, error))?;
        frames::write(&mut frame, target, self.source.format.layout).map(|_| ())
    }

    fn text(&self, path: &Utf8Path, target: &Utf8Path, row: usize, column: &str, value: &str) -> Result<()> {
        let mut records = Records::open(path, self.source.format).map_err(|error| self.fault(path, error))?;
        let failed = |error| Error::io("write", target)(error);
        let mut sink = Sink::create(target, self.source.format.packing).map_err(failed)?;
        sink.write(records.header()).map_err(failed)?;
        let names = records.names();
        let mut at = 0;
        while records.advance().map_err(|error| self.fault(path, error))? {
            let record = records.record();
            if at == row {
                let changed = self.record(record, records.shape(), &names, column, value);
                sink.write(&changed).map_err(failed)?;
            } else {
                sink.write(record).map_err(failed)?;
            }
            at += 1;
        }
        sink.finish().map_err(failed)
    }

    fn record(&self, record: &[u8], shape: Shape, names: &[String], column: &str, value: &str) -> Vec<u8> {
        let end = record.trim_ascii_end().len();
        let (body, line_end) = record.split_at(end);
        let mut out = Vec::new();
        match shape {
            Shape::Fields { delimiter, .. } => {
                for (index, field) in fields(body, delimiter).iter().enumerate() {
                    if index > 0 {
                        out.push(delimiter);
                    }
                    let here = names.get(index).is_some_and(|name| name == column);
                    write_field(
                        &mut out,
                        if here { value } else { &field.text },
                        !here && field.quoted,
                        delimiter,
                    );
                }
            }
            Shape::Object => match serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(body)
            {
                Ok(mut object) => {
                    let json = serde_json::from_str(value).unwrap_or_else(|_| value.into());
                    object.insert(column.to_owned(), json);
                    out = serde_json::to_vec(&object).unwrap_or_else(|_| body.to_vec());
                }
                Err(_) => out = body.to_vec(),
            },
        }
        out.extend_from_slice(line_end);
        out
    }
}

/// The column with one value changed; the value is read as the column's own type reads texts.
fn changed(frame: &DataFrame, row: usize, column: &str, value: &str) -> PolarsResult<Series> {
    let series = frame.column(column)?.as_materialized_series().clone();
    let text = Series::new(column.into(), [value]);
    let one = if series.dtype().is_numeric() {
        text.cast(&DataType::Float64)?.strict_cast(series.dtype())?
    } else {
        text.strict_cast(series.dtype())?
    };
    let mut whole = series.slice(0, row);
    whole.append(&one)?;
    let next = i64::try_from(row + 1).unwrap_or(i64::MAX);
    whole.append(&series.slice(next, series.len()))?;
    Ok(whole)
}

fn owned(cell: &Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Null => Cell::Null,
        Cell::Bool(flag) => Cell::Bool(*flag),
        Cell::Int(number) => Cell::Int(*number),
        Cell::Float(number) => Cell::Float(*number),
        Cell::Text(text) => Cell::Text(text.clone().into_owned().into()),
        Cell::Day(day) => Cell::Day(*day),
        Cell::Moment(moment) => Cell::Moment(*moment),
        Cell::Other => Cell::Other,
    }
}

/// How far apart two values are: of numbers and times their difference, of others 0 or 1; missing ones are farthest.
pub(super) fn distance(cell: &Cell<'_>, wanted: &Cell<'_>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "microseconds are compared roughly")]
    let moments = || Some((cell.moment()? as f64 - wanted.moment()? as f64).abs());
    let numbers = || Some((cell.number()? - wanted.number()?).abs());
    if *cell == Cell::Null {
        return f64::INFINITY;
    }
    moments().or_else(numbers).unwrap_or_else(|| f64::from(u8::from(cell.canonical() != wanted.canonical())))
}
