//! Samples of the declared data sets, which every test process is given by environment variable.
//!
//! A sample is a seeded, uniform choice of rows, in the order of the source and in its own format. A source of several
//! files stays one: the sample is a directory with the same relative paths, so that hive partitions
//! (`month=1/part-0.parquet`) keep their columns. [`source`] finds the files, [`uniform`] chooses row numbers,
//! [`format`](mod@format) counts and copies rows, [`cache`] reuses what an earlier run wrote and never shows half a sample.

pub mod cache;
pub mod format;
pub mod source;
pub mod text;
pub mod uniform;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::error::{Error, Result};
use crate::model::{DataSetUse, Event, Phase, Reporter};
use cache::{Cache, Facts};
use source::Source;

/// A data set of `mutate-data.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSet {
    /// Its name; decides the environment variable.
    pub name: String,
    /// Path of a file, of a directory, or a glob; relative to `base`.
    pub source: String,
    /// Rows of the sample; at least 1.
    pub rows: usize,
    /// Seed of the choice of rows.
    pub seed: u64,
    /// Directory of the file that declares it.
    pub base: Utf8PathBuf,
}

impl DataSet {
    /// The environment variable that holds the path of the sample: `MUTATE_DATA_DAILY_SALES` for `daily-sales`.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("MUTATE_DATA_{}", self.name.to_uppercase().replace('-', "_"))
    }

    /// A failure that names this data set; `reason` names the file and ends with what to do.
    fn error(&self, reason: impl std::fmt::Display) -> Error {
        Error::Usage(format!("data set `{}`: {reason}", self.name))
    }
}

/// Writes the samples of `data_sets` below `out_dir`, or reuses those of an earlier run, in the order given.
///
/// One [`Event::Step`] per data set; the caller starts and ends [`Phase::Sample`]. The same source, rows and seed give
/// the same bytes, on any machine and with any number of threads.
///
/// # Errors
/// [`Error::Usage`] for a source that is missing, empty, of an unknown format or unreadable; [`Error::Io`] where
/// `out_dir` cannot be written.
pub fn prepare(
    data_sets: &[DataSet],
    out_dir: &Utf8Path,
    reporter: &dyn Reporter,
) -> Result<Vec<DataSetUse>> {
    if data_sets.is_empty() {
        return Ok(vec![]);
    }
    let cache = Cache::open(out_dir)?;
    data_sets.iter().map(|data_set| prepare_one(data_set, &cache, reporter)).collect()
}

fn prepare_one(data_set: &DataSet, cache: &Cache, reporter: &dyn Reporter) -> Result<DataSetUse> {
    let source = Source::find(data_set)?;
    let stamp = cache::stamp(data_set, &source)?;
    let known = match cache.by_stamp(data_set, &stamp) {
        Some(facts) => Some(facts),
        None => cache.by_fingerprint(data_set, &cache::fingerprint(data_set, &source)?, &stamp),
    };
    let cached = known.is_some();
    let facts = match known {
        Some(facts) => facts,
        None => write(data_set, &source, stamp, cache)?,
    };
    for warning in warnings(data_set, &source, &facts) {
        reporter.event(&Event::Warning(&warning));
    }
    reporter.event(&Event::Step { phase: Phase::Sample, note: &data_set.name });
    Ok(DataSetUse {
        name: data_set.name.clone(),
        variable: data_set.variable(),
        path: cache.path(data_set, &source, &facts.fingerprint),
        source_rows: facts.source_rows.iter().sum(),
        sample_rows: facts.sample_rows.iter().sum(),
        seed: data_set.seed,
        fingerprint: facts.fingerprint,
        cached,
        missing_witnesses: vec![],
    })
}

/// Counts, chooses and copies; nothing is visible under its name before all of it is there.
fn write(data_set: &DataSet, source: &Source, stamp: String, cache: &Cache) -> Result<Facts> {
    let unreadable = |file: &source::File, error: format::Unreadable| {
        data_set.error(format_args!(
            "cannot read {}: {error}; repair the file or leave it out of `source`",
            file.path
        ))
    };
    let fingerprint = cache::fingerprint(data_set, source)?;
    let counts =
        source.files.iter().map(|file| source.format.rows(&file.path).map_err(|e| unreadable(file, e)));
    let source_rows = counts.collect::<Result<Vec<u64>>>()?;
    if source_rows.iter().all(|rows| *rows == 0) {
        let place = &source.base;
        return Err(
            data_set.error(format_args!("no rows in {place}; fill it or point `source` at data with rows"))
        );
    }
    let sample_rows = uniform::allot(data_set.rows as u64, &source_rows);
    let draft = cache.draft(data_set)?;
    for ((file, total), wanted) in source.files.iter().zip(&source_rows).zip(&sample_rows) {
        let chosen = uniform::choose(*wanted, *total, data_set.seed, file.relative.as_str());
        let target = draft.target(source, file)?;
        source.format.copy(&file.path, &chosen, &target).map_err(|error| match error {
            format::CopyError::Read(error) => unreadable(file, error),
            format::CopyError::Write(error) => Error::io("write", target.clone())(error),
        })?;
    }
    if cache::stamp(data_set, source)? != stamp {
        let place = &source.base;
        return Err(
            data_set.error(format_args!("{place} changed while it was read; run again once it is complete"))
        );
    }
    draft.commit(Facts { stamp, fingerprint, source_rows, sample_rows })
}

fn warnings(data_set: &DataSet, source: &Source, facts: &Facts) -> Vec<String> {
    let mut warnings = vec![];
    let total: u64 = facts.source_rows.iter().sum();
    if total < data_set.rows as u64 {
        warnings.push(format!(
            "data set `{}`: {} rows asked, but {} holds {total}; all are taken",
            data_set.name, data_set.rows, source.base
        ));
    }
    let bare = facts
        .source_rows
        .iter()
        .zip(&facts.sample_rows)
        .filter(|(all, taken)| **all > 0 && **taken == 0)
        .count();
    if bare > 0 {
        warnings.push(format!(
            "data set `{}`: {} rows leave {bare} of {} files without any; raise `rows`",
            data_set.name,
            data_set.rows,
            source.files.len()
        ));
    }
    warnings
}

#[cfg(test)]
mod tests;
