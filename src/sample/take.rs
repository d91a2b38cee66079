//! Writing of a sample: the chosen rows of each file, masks on, read back and compared before anyone sees them.

use std::collections::{BTreeMap, HashSet};

use cargo_metadata::camino::Utf8Path;
use polars::prelude::*;

use super::cell::Cell;
use super::choose::Choice;
use super::contract::{Checker, Contract};
use super::mask::Masker;
use super::pii::Detector;
use super::profile::{Profile, Profiler, feed, feed_bytes};
use super::random::key_hash;
use super::scan::{Address, Spill, all_cells};
use super::source::{self, Source};
use super::survey::{Survey, unreadable};
use super::text::{Records, Shape, Sink};
use super::{DataSet, cache, fill, frames, json};
use crate::error::{Error, Result};

/// What was written.
#[derive(Debug, Default)]
pub struct Taken {
    /// Rows from each file of the source.
    pub rows: Vec<u64>,
    /// Of each column, in the order of the source.
    pub profiles: Vec<Profile>,
    /// For each reference the keys that the sample refers to.
    pub referred: Vec<HashSet<u64>>,
    /// Columns that look personal, and like what; those that `mask` names left out.
    pub personal: Vec<(String, &'static str)>,
    /// What breaks the contract.
    pub broken: Vec<String>,
    /// Bytes that were read to copy the rows.
    pub bytes: u64,
}

/// What is written, and with which rules.
pub struct Job<'a> {
    /// Its settings.
    pub data_set: &'a DataSet,
    /// Its files.
    pub source: &'a Source,
    /// What is known of each.
    pub surveys: &'a [Survey],
    /// Its masks.
    pub masker: &'a Masker<'a>,
    /// Its contract.
    pub contract: Option<&'a Contract>,
}

/// Sees rows before and after masks.
struct Witnesses<'a> {
    job: &'a Job<'a>,
    detector: Detector,
    checker: Option<Checker<'a>>,
    referred: Vec<HashSet<u64>>,
    profilers: Vec<Profiler>,
}

impl<'a> Witnesses<'a> {
    fn new(job: &'a Job<'a>) -> Self {
        let columns = job.surveys.first().map_or(&[][..], |survey| &survey.columns);
        let profilers = columns.iter().map(|column| {
            let mask = job.data_set.mask.get(&column.name).filter(|mask| mask.hides());
            Profiler::new(&column.name, &column.type_name, mask.map(ToString::to_string))
        });
        Self {
            job,
            detector: Detector::default(),
            checker: job.contract.map(|contract| Checker::new(job.data_set, contract)),
            referred: vec![HashSet::new(); job.data_set.references.len()],
            profilers: profilers.collect(),
        }
    }

    /// Rows as they are in the source.
    fn raw(&mut self, columns: &BTreeMap<String, Vec<Cell<'_>>>, height: usize, file: &source::File) {
        for (name, cells) in columns {
            if !self.job.data_set.mask.contains_key(name) {
                self.detector.see(name, cells);
            }
        }
        for (reference, found) in self.job.data_set.references.iter().zip(&mut self.referred) {
            for row in 0..height {
                let cells: Option<Vec<&Cell<'_>>> =
                    reference.columns.iter().map(|name| Some(&columns.get(name)?[row])).collect();
                found.extend(cells.and_then(|cells| key_hash(0, cells)));
            }
        }
        if let (Some(checker), Some(contract)) = (&mut self.checker, self.job.contract) {
            let cells = contract.columns.iter().map(|rule| columns.get(&rule.name).map(Vec::as_slice));
            let cells: Vec<Option<&[Cell<'_>]>> = cells.collect();
            checker.rows(&cells, height, &format!("the sample of {}", file.path), 0);
        }
    }

    fn finish(self, rows: Vec<u64>, bytes: u64) -> Taken {
        Taken {
            rows,
            profiles: self.profilers.into_iter().map(Profiler::finish).collect(),
            referred: self.referred,
            personal: self.detector.finish(),
            broken: self.checker.map(Checker::finish).unwrap_or_default(),
            bytes,
        }
    }
}

/// Writes the chosen rows into a draft.
///
/// # Errors
/// Files that cannot be read or written, masks that do not fit, and a sample that is not what was written.
pub fn take(job: &Job<'_>, choice: &mut Choice, draft: &cache::Draft<'_>) -> Result<Taken> {
    let mut rows: Vec<Vec<u64>> = vec![vec![]; job.source.files.len()];
    for address in choice.rows.keys() {
        rows[address.file as usize].push(address.row);
    }
    let counts = rows.iter().map(|rows| rows.len() as u64).collect();
    let mut seen = Witnesses::new(job);
    let mut bytes = 0;
    let merges = job.merges();
    let mut whole: Option<DataFrame> = None;
    let mut merged = None;
    for (index, (file, rows)) in job.source.files.iter().zip(&rows).enumerate() {
        let target = draft.target(job.data_set, job.source, file)?;
        if let Some(spill) = &mut choice.spill {
            let first = merged.is_none();
            let mut out = match merged.take() {
                Some(out) => out,
                None => Text::create(job, index, &target)?,
            };
            out.records(job, &mut seen, index, rows, spill)?;
            if merges {
                merged = Some(out);
                continue;
            }
            debug_assert!(first);
            out.close(job, file)?;
            continue;
        }
        let (raw, read) = job.rows(index, rows)?;
        bytes += read;
        let columns = raw.columns().iter().map(|column| {
            let cells = column.as_materialized_series().iter().map(|value| Cell::of(&value)).collect();
            (column.name().to_string(), cells)
        });
        seen.raw(&columns.collect(), raw.height(), file);
        let masked = job.masker.frame(&raw)?;
        for profiler in &mut seen.profilers {
            let Ok(column) = masked.column(profiler.name()) else { continue };
            for value in column.as_materialized_series().iter() {
                profiler.see(&Cell::of(&value), |hasher| feed(hasher, &value));
            }
        }
        if merges {
            let masked = with_partitions(masked, file).map_err(|error| internal(&error))?;
            match &mut whole {
                Some(whole) => _ = whole.vstack_mut(&masked).map_err(|error| internal(&error))?,
                None => whole = Some(masked),
            }
        } else {
            job.write(masked, &target)?;
        }
    }
    let first = &job.source.files[0];
    if let Some(frame) = whole {
        job.write(frame, &draft.target(job.data_set, job.source, first)?)?;
    }
    if let Some(out) = merged {
        out.close(job, first)?;
    }
    Ok(seen.finish(counts, bytes))
}

fn internal(error: &PolarsError) -> Error {
    Error::Internal(format!(
        "rows of different files do not fit together: {}",
        error.to_string().lines().next().unwrap_or("")
    ))
}

impl Job<'_> {
    /// True where several files become one.
    fn merges(&self) -> bool {
        !self.data_set.keep_partitions && !self.source.single
    }

    /// The chosen rows of a file of a column format, row group by row group, and the bytes read for them.
    fn rows(&self, index: usize, chosen: &[u64]) -> Result<(DataFrame, u64)> {
        let (file, survey) = (&self.source.files[index], &self.surveys[index]);
        let fault = |error| unreadable(self.data_set, &file.path, &error);
        let mut frame = frames::read(&file.path, survey, 0, 0, None).map_err(fault)?;
        let names: Vec<String> = survey.columns.iter().map(|column| column.name.clone()).collect();
        let mut bytes = 0;
        let mut rest = chosen;
        for (group, place) in survey.groups.iter().enumerate() {
            let (here, later) = rest.split_at(rest.partition_point(|row| *row < place.first + place.rows));
            for near in neighbours(here) {
                let (Some(first), Some(last)) = (near.first(), near.last()) else { continue };
                let rows = last - first + 1;
                let whole = frames::bytes(survey, group, &names);
                bytes += whole.min((rows + fill::PAGE_ROWS) * whole / place.rows.max(1));
                let part = frames::read(&file.path, survey, *first, rows, None).map_err(fault)?;
                let picked = frames::pick(&part, near, *first).map_err(|error| fault(error.into()))?;
                frame.vstack_mut(&picked).map_err(|error| fault(error.into()))?;
            }
            rest = later;
        }
        frame.rechunk_mut();
        Ok((frame, bytes))
    }

    /// Writes a frame, and reads it back.
    fn write(&self, mut frame: DataFrame, target: &Utf8Path) -> Result<()> {
        frame.rechunk_mut();
        let layout = self.source.format.layout;
        let file = frames::write(&mut frame, target, layout)?;
        file.sync_all().map_err(Error::io("write", target))?;
        let survey = frames::survey(target, layout);
        let back = survey.and_then(|survey| frames::read(target, &survey, 0, survey.rows.unwrap_or(0), None));
        let back = back.map_err(|error| unreadable(self.data_set, target, &error))?;
        for column in frame.columns() {
            let same = back
                .column(column.name())
                .is_ok_and(|other| other.dtype() == column.dtype() && checksum(other) == checksum(column));
            if !same {
                return Err(self.differs(column.name()));
            }
        }
        Ok(())
    }

    fn differs(&self, column: &str) -> Error {
        Error::Internal(format!(
            "data set `{}`: column `{column}` of the sample is not what was written",
            self.data_set.name
        ))
    }
}

/// The rows in runs that are read as one: of what lies between two rows far apart nothing is read. Where there would be
/// many runs, all rows are one.
fn neighbours(rows: &[u64]) -> Vec<&[u64]> {
    const MOST: usize = 64;
    let runs: Vec<&[u64]> = rows.chunk_by(|row, next| next - row <= fill::PAGE_ROWS).take(MOST + 1).collect();
    if runs.len() > MOST { vec![rows] } else { runs }
}

fn checksum(column: &Column) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    column.as_materialized_series().iter().for_each(|value| feed(&mut hasher, &value));
    hasher.finalize()
}

/// The frame with the partition columns of its file, whole numbers where they are.
fn with_partitions(mut frame: DataFrame, file: &source::File) -> PolarsResult<DataFrame> {
    for name in source::partitions(&file.relative) {
        if frame.column(&name).is_err() {
            let value = source::partition(&file.relative, &name).unwrap_or_default();
            let series = match value.parse::<i64>() {
                Ok(number) => Series::new(name.as_str().into(), vec![number; frame.height()]),
                Err(_) => Series::new(name.as_str().into(), vec![value; frame.height()]),
            };
            frame.with_column(series.into_column())?;
        }
    }
    Ok(frame)
}

/// A text file of a sample being written.
struct Text {
    sink: Sink,
    target: cargo_metadata::camino::Utf8PathBuf,
    shape: Shape,
    names: Vec<String>,
    /// What was written, column by column.
    checksums: BTreeMap<String, blake3::Hasher>,
    /// True where the last record ended without a line end, as the last one of a file may.
    is_open: bool,
}

impl Text {
    fn create(job: &Job<'_>, index: usize, target: &Utf8Path) -> Result<Self> {
        let file = &job.source.files[index];
        let records = Records::open(&file.path, job.source.format)
            .map_err(|error| unreadable(job.data_set, &file.path, &error))?;
        let sink = Sink::create(target, job.source.format.packing).map_err(Error::io("create", target))?;
        let names = job.surveys[index].columns.iter().map(|column| column.name.clone()).collect();
        let (target, shape) = (target.to_owned(), records.shape());
        let mut text = Self { sink, target, shape, names, checksums: BTreeMap::new(), is_open: false };
        let header = text.extended(job, file, records.header().to_vec(), |name, _| name.to_owned());
        text.write(&header)?;
        Ok(text)
    }

    /// A record with the partition columns of its file, where files are merged.
    fn extended(
        &self,
        job: &Job<'_>,
        file: &source::File,
        record: Vec<u8>,
        spell: impl Fn(&str, &str) -> String,
    ) -> Vec<u8> {
        let partitions = source::partitions(&file.relative);
        if !job.merges() || partitions.is_empty() || record.is_empty() {
            return record;
        }
        let body = record.trim_ascii_end().len();
        let (body, end) = record.split_at(body);
        let mut out = body.to_vec();
        for name in partitions {
            let value = source::partition(&file.relative, &name).unwrap_or_default();
            match self.shape {
                Shape::Fields { delimiter, .. } => {
                    out.push(delimiter);
                    super::text::write_field(&mut out, &spell(&name, value), false, delimiter);
                }
                Shape::Object => {
                    out.pop();
                    let comma = if json::members(body).is_empty() { "" } else { "," };
                    out.extend_from_slice(format!("{comma}{:?}:{:?}}}", name, value).as_bytes());
                }
            }
        }
        out.extend_from_slice(end);
        out
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if self.is_open {
            self.sink.write(b"\n").map_err(Error::io("write", &self.target))?;
        }
        self.is_open = !bytes.is_empty() && bytes.last() != Some(&b'\n');
        self.sink.write(bytes).map_err(Error::io("write", &self.target))
    }

    fn records(
        &mut self,
        job: &Job<'_>,
        seen: &mut Witnesses<'_>,
        index: usize,
        rows: &[u64],
        spill: &mut Spill,
    ) -> Result<()> {
        let file = &job.source.files[index];
        let mut columns: BTreeMap<String, Vec<Cell<'static>>> = BTreeMap::new();
        for name in &self.names {
            columns.insert(name.clone(), Vec::with_capacity(rows.len()));
        }
        for (done, row) in rows.iter().enumerate() {
            let address = Address { file: u32::try_from(index).unwrap_or(u32::MAX), row: *row };
            let raw = spill.get(address)?;
            for (name, cell) in all_cells(&raw, self.shape, &self.names) {
                let cells = columns.entry(name).or_default();
                cells.resize(done, Cell::Null);
                cells.push(cell);
            }
            columns.values_mut().for_each(|cells| cells.resize(done + 1, Cell::Null));
            let masked = job.masker.record(&raw, self.shape, &self.names)?;
            feed_record(&mut self.checksums, &masked, self.shape, &self.names);
            let cells: BTreeMap<String, Cell<'static>> =
                all_cells(&masked, self.shape, &self.names).into_iter().collect();
            for profiler in &mut seen.profilers {
                let cell = cells.get(profiler.name()).unwrap_or(&Cell::Null);
                let text = cell.canonical().unwrap_or_default();
                profiler.see(cell, |hasher| {
                    feed_bytes(hasher, u8::from(*cell != Cell::Null), text.as_bytes());
                });
            }
            let masked = self.extended(job, file, masked, |_, value| value.to_owned());
            self.write(&masked)?;
        }
        seen.raw(&columns, rows.len(), file);
        Ok(())
    }

    /// Ends the file, and reads it back.
    fn close(self, job: &Job<'_>, file: &source::File) -> Result<()> {
        let Self { sink, target, shape, names, checksums, .. } = self;
        sink.finish().map_err(Error::io("write", &target))?;
        let fault = |error| unreadable(job.data_set, &target, &error);
        // A sample without rows of NDJSON is an empty file.
        if shape == Shape::Object && checksums.is_empty() {
            return Ok(());
        }
        let mut records = Records::open(&target, job.source.format).map_err(fault)?;
        let mut found = BTreeMap::new();
        let partitions = source::partitions(&file.relative);
        while records.advance().map_err(fault)? {
            feed_record(&mut found, records.record(), shape, &names);
        }
        for (name, hasher) in &checksums {
            let is_added = job.merges() && partitions.contains(name);
            let same = found.get(name).is_some_and(|other| other.finalize() == hasher.finalize());
            if !same && !is_added {
                return Err(job.differs(name));
            }
        }
        Ok(())
    }
}

fn feed_record(
    checksums: &mut BTreeMap<String, blake3::Hasher>,
    record: &[u8],
    shape: Shape,
    names: &[String],
) {
    match shape {
        Shape::Fields { delimiter, .. } => {
            for (name, field) in names.iter().zip(super::text::fields(record, delimiter)) {
                let hasher = checksums.entry(name.clone()).or_default();
                feed_bytes(hasher, u8::from(field.quoted), field.text.as_bytes());
            }
        }
        Shape::Object => {
            for (name, range) in json::members(record) {
                feed_bytes(checksums.entry(name).or_default(), 0, &record[range]);
            }
        }
    }
}
