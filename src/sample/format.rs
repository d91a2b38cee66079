//! The file formats of data sets, by extension, and why a file may not be what its extension says.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use cargo_metadata::camino::Utf8Path;
use polars::prelude::PolarsError;

/// How the rows of a file are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
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

/// How a text file is compressed as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all; column formats compress their own pages.
    Plain,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

/// A format that samples can be taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Of the rows.
    pub layout: Layout,
    /// Around them.
    pub packing: Packing,
}

/// Why a file cannot be read.
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

impl Format {
    /// Extensions and what they stand for.
    pub const EXTENSIONS: [(&'static str, Layout); 8] = [
        ("parquet", Layout::Parquet),
        ("arrow", Layout::Ipc),
        ("ipc", Layout::Ipc),
        ("feather", Layout::Ipc),
        ("csv", Layout::Csv),
        ("tsv", Layout::Tsv),
        ("ndjson", Layout::Ndjson),
        ("jsonl", Layout::Ndjson),
    ];

    /// Extensions after those of text.
    pub const PACKINGS: [(&'static str, Packing); 3] =
        [("gz", Packing::Gzip), ("zst", Packing::Zstd), ("zstd", Packing::Zstd)];

    /// The format that the extensions of `path` name, in any case.
    #[must_use]
    pub fn of(path: &Utf8Path) -> Option<Self> {
        let name = path.file_name()?.to_lowercase();
        let (stem, last) = name.rsplit_once('.')?;
        let packing = Self::PACKINGS.iter().find(|(end, _)| *end == last).map(|(_, packing)| *packing);
        let extension = if packing.is_some() { stem.rsplit_once('.')?.1 } else { last };
        let (_, layout) = Self::EXTENSIONS.iter().find(|(end, _)| *end == extension)?;
        let format = Self { layout: *layout, packing: packing.unwrap_or(Packing::Plain) };
        // Nobody packs a column format as a whole; its readers need to jump.
        (format.packing == Packing::Plain || format.is_text()).then_some(format)
    }

    /// True where rows are lines of text, which are copied as they were entered.
    #[must_use]
    pub fn is_text(self) -> bool {
        match self.layout {
            Layout::Csv | Layout::Tsv | Layout::Ndjson => true,
            Layout::Parquet | Layout::Ipc => false,
        }
    }
}

/// A damaged file may make polars panic instead of answering with an error; for a user both mean the same.
pub fn guarded<T>(read: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(Unreadable::Polars("the file is damaged; polars panicked while reading it".to_owned()))
    })
}

/// The end of a file that a writer of polars could not write.
pub fn write_error(error: PolarsError) -> io::Error {
    match error {
        PolarsError::IO { error, .. } => io::Error::new(error.kind(), error.to_string()),
        error => io::Error::other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Option<(Layout, Packing)> {
        Format::of(Utf8Path::new(path)).map(|format| (format.layout, format.packing))
    }

    #[test]
    fn extensions_name_formats() {
        assert_eq!(of("a/b.CSV"), Some((Layout::Csv, Packing::Plain)));
        assert_eq!(of("b.csv.gz"), Some((Layout::Csv, Packing::Gzip)));
        assert_eq!(of("b.jsonl.zst"), Some((Layout::Ndjson, Packing::Zstd)));
        assert_eq!(of("b.parquet"), Some((Layout::Parquet, Packing::Plain)));
        assert_eq!(of("b.parquet.gz"), None);
        assert_eq!(of("b.gz"), None);
        assert_eq!(of("b.xlsx"), None);
    }
}
