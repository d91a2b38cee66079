//! The file formats of data sets: how many rows a file has, and a copy of it with some of its rows.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cargo_metadata::camino::Utf8Path;
use polars::prelude::*;

use super::text;

/// A format that samples can be taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC file, also called Feather 2.
    Ipc,
    /// Delimited text with a header.
    Csv,
    /// Tab-separated text with a header.
    Tsv,
    /// One JSON value per line.
    Ndjson,
}

/// Why a file is not what its extension says.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The system does not let us.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A column format is damaged; what polars says.
    #[error("{0}")]
    Polars(String),
    /// A text format is damaged.
    #[error("line {line}: {reason}")]
    Text {
        /// From 1.
        line: u64,
        /// What is wrong there.
        reason: String,
    },
}

impl From<PolarsError> for Unreadable {
    fn from(error: PolarsError) -> Self {
        // Some of polars' messages run over several lines and repeat themselves.
        let text = error.to_string();
        Self::Polars(text.lines().next().unwrap_or_default().to_owned())
    }
}

/// Which end of a copy failed.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The source.
    #[error(transparent)]
    Read(#[from] Unreadable),
    /// The sample.
    #[error(transparent)]
    Write(io::Error),
}

impl Format {
    /// Extensions and what they stand for.
    pub const EXTENSIONS: [(&'static str, Self); 8] = [
        ("parquet", Self::Parquet),
        ("arrow", Self::Ipc),
        ("ipc", Self::Ipc),
        ("feather", Self::Ipc),
        ("csv", Self::Csv),
        ("tsv", Self::Tsv),
        ("ndjson", Self::Ndjson),
        ("jsonl", Self::Ndjson),
    ];

    /// The format that the extension of `path` names, in any case.
    #[must_use]
    pub fn of(path: &Utf8Path) -> Option<Self> {
        let extension = path.extension()?.to_lowercase();
        Self::EXTENSIONS.iter().find(|(name, _)| *name == extension).map(|(_, format)| *format)
    }

    /// Rows in the file. Parquet answers from its metadata; text is read through and checked.
    ///
    /// # Errors
    /// Where the file is damaged or may not be read.
    pub fn rows(self, path: &Utf8Path) -> Result<u64, Unreadable> {
        let file = File::open(path)?;
        if file.metadata()?.len() == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is empty").into());
        }
        match self {
            Self::Parquet => guarded(|| Ok(ParquetReader::new(file).num_rows()? as u64)),
            Self::Ipc => {
                guarded(|| Ok(IpcReader::new(file).with_projection(Some(vec![])).finish()?.height() as u64))
            }
            Self::Csv => text::csv(file).count(),
            Self::Tsv => text::tsv(file).count(),
            Self::Ndjson => text::ndjson(file).count(),
        }
    }

    /// Writes the rows numbered `chosen` (ascending, from 0) of `from` to `to`, with the same columns.
    ///
    /// # Errors
    /// Where `from` cannot be read or `to` cannot be written.
    pub fn copy(self, from: &Utf8Path, chosen: &[u64], to: &Utf8Path) -> Result<(), CopyError> {
        let source = File::open(from).map_err(Unreadable::Io)?;
        match self {
            Self::Parquet => {
                let mut frame = guarded(|| read_parquet(from, chosen))?;
                let writer = ParquetWriter::new(File::create(to).map_err(CopyError::Write)?);
                written(writer.finish(&mut frame))
            }
            Self::Ipc => {
                let mut frame = guarded(|| Ok(pick(&IpcReader::new(source).finish()?, chosen, 0)?))?;
                let mut writer = IpcWriter::new(File::create(to).map_err(CopyError::Write)?);
                written(writer.finish(&mut frame))
            }
            Self::Csv => text::csv(source).copy(chosen, to),
            Self::Tsv => text::tsv(source).copy(chosen, to),
            Self::Ndjson => text::ndjson(source).copy(chosen, to),
        }
    }
}

/// The chosen rows, row group by row group, so that no more than one group is in memory; groups without a chosen row
/// are not read at all.
fn read_parquet(path: &Utf8Path, chosen: &[u64]) -> Result<DataFrame, Unreadable> {
    let metadata = ParquetReader::new(File::open(path)?).get_metadata()?.clone();
    let slice = |start: u64, rows: u64| -> Result<DataFrame, Unreadable> {
        let mut reader = ParquetReader::new(File::open(path)?);
        reader.set_metadata(metadata.clone());
        Ok(reader.with_slice(Some((start as usize, rows as usize))).finish()?)
    };
    let mut frame = slice(0, 0)?;
    let mut start = 0;
    let mut rest = chosen;
    for group in &metadata.row_groups {
        let rows = group.num_rows() as u64;
        let (here, later) = rest.split_at(rest.partition_point(|row| *row < start + rows));
        if !here.is_empty() {
            frame.vstack_mut(&pick(&slice(start, rows)?, here, start)?)?;
        }
        (rest, start) = (later, start + rows);
    }
    frame.rechunk_mut();
    Ok(frame)
}

/// The rows numbered `chosen`, where the frame's first row has the number `start`.
fn pick(frame: &DataFrame, chosen: &[u64], start: u64) -> PolarsResult<DataFrame> {
    let indices: Vec<IdxSize> = chosen.iter().map(|row| (row - start) as IdxSize).collect();
    frame.take(&IdxCa::from_vec(PlSmallStr::EMPTY, indices))
}

/// A damaged file may make polars panic instead of answering with an error; for a user both mean the same.
fn guarded<T>(read: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(Unreadable::Polars("the file is damaged; polars panicked while reading it".to_owned()))
    })
}

fn written<T>(result: PolarsResult<T>) -> Result<(), CopyError> {
    result.map(|_| ()).map_err(|error| match error {
        PolarsError::IO { error, .. } => CopyError::Write(io::Error::new(error.kind(), error.to_string())),
        error => CopyError::Write(io::Error::other(error.to_string())),
    })
}
