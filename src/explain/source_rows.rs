//! How many rows of a whole source have a value that its sample lacks.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::made::distance;
use crate::error::Result;
use crate::sample::cell::Cell;
use crate::sample::scan::{Batch, Scan, Visitor};
use crate::sample::survey::Survey;
use crate::sample::{DataSet, Opened, frames, open};

/// Bytes that one count may read; rows of larger sources are not counted.
const COUNT_BYTES: u64 = 64 << 20;

/// Counts, each made once.
#[derive(Default)]
pub struct SourceRows {
    /// By data set, column and value.
    known: Mutex<BTreeMap<[String; 3], Option<u64>>>,
}

impl SourceRows {
    /// The rows of the source that have `value` in a column; `None` where reading them all would take long, and where the
    /// source cannot be read any more.
    pub fn count(&self, data_set: &DataSet, column: &str, value: &str) -> Option<u64> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = [&data_set.name, column, value].map(str::to_owned);
        *known.entry(key).or_insert_with(|| counted(data_set, column, value).ok().flatten())
    }
}

fn counted(data_set: &DataSet, column: &str, value: &str) -> Result<Option<u64>> {
    let opened = open(data_set)?;
    let mut count = Count { opened: &opened, column, wanted: Cell::Text(value.into()), found: 0 };
    if count.bytes() > COUNT_BYTES {
        return Ok(None);
    }
    let needed = [column.to_owned()];
    let Opened { source, surveys, .. } = &opened;
    Scan { data_set, source, surveys, needed: &needed }.run(&mut count, None)?;
    Ok(Some(count.found))
}

struct Count<'a> {
    opened: &'a Opened<'a>,
    column: &'a str,
    wanted: Cell<'a>,
    found: u64,
}

impl Count<'_> {
    /// What a pass reads.
    fn bytes(&self) -> u64 {
        let Opened { source, surveys, .. } = self.opened;
        if source.format.is_text() {
            let sizes = source.files.iter().filter_map(|file| std::fs::metadata(&file.path).ok());
            return sizes.map(|facts| facts.len()).sum();
        }
        let groups =
            surveys.iter().flat_map(|survey| (0..survey.groups.len()).map(move |group| (survey, group)));
        let needed = [self.column.to_owned()];
        groups
            .filter(|(survey, group)| self.may_have(survey, *group))
            .map(|(survey, group)| frames::bytes(survey, group, &needed))
            .sum()
    }

    /// False where the statistics of a row group rule the value out.
    fn may_have(&self, survey: &Survey, group: usize) -> bool {
        let Some(bounds) = frames::bounds(survey, group, self.column) else { return true };
        let beyond =
            |bound: &Option<Cell<'_>>, is_beyond: fn(i64, i64) -> bool, less: fn(f64, f64) -> bool| {
                let Some(bound) = bound else { return false };
                match (self.wanted.moment(), bound.moment(), self.wanted.number(), bound.number()) {
                    (Some(wanted), Some(bound), ..) => is_beyond(wanted, bound),
                    (.., Some(wanted), Some(bound)) => less(wanted, bound),
                    _ => false,
                }
            };
        let below = beyond(&bounds.min, |wanted, min| wanted < min, |wanted, min| wanted < min);
        !below && !beyond(&bounds.max, |wanted, max| wanted > max, |wanted, max| wanted > max)
    }
}

impl Visitor for Count<'_> {
    fn wants(&mut self, file: usize, group: usize) -> Vec<usize> {
        if self.may_have(&self.opened.surveys[file], group) { vec![0] } else { vec![] }
    }

    fn visit(&mut self, batch: &Batch<'_>) -> Result<Vec<usize>> {
        for cells in batch.columns.iter().flatten() {
            self.found += cells.iter().filter(|cell| distance(cell, &self.wanted) == 0.0).count() as u64;
        }
        Ok(vec![])
    }
}

#[cfg(test)]
mod tests {
    use cargo_metadata::camino::Utf8PathBuf;
    use polars::prelude::*;

    use super::*;

    #[test]
    fn rows_are_counted_in_every_format() {
        let folder = tempfile::tempdir().expect("a folder");
        let base = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        let numbers: Vec<i64> = (0..1000).map(|n| n / 3).collect();
        let days: Vec<String> = (0..1000).map(|n| format!("2024-01-{:02}", n / 100 + 1)).collect();
        let mut frame = df!("n" => numbers, "day" => days).expect("a frame");
        frame = frame.lazy().with_column(col("day").cast(DataType::Date)).collect().expect("dates");
        let file = std::fs::File::create(base.join("a.parquet")).expect("a file");
        ParquetWriter::new(file).with_row_group_size(Some(100)).finish(&mut frame).expect("Parquet");
        let file = std::fs::File::create(base.join("a.csv")).expect("a file");
        CsvWriter::new(file).finish(&mut frame).expect("CSV");
        let rows = SourceRows::default();
        for file in ["a.parquet", "a.csv"] {
            let data_set = DataSet::new(file, file, &base);
            assert_eq!(rows.count(&data_set, "n", "7"), Some(3), "{file}");
            assert_eq!(rows.count(&data_set, "n", "-1"), Some(0), "{file}");
            assert_eq!(rows.count(&data_set, "day", "2024-01-10"), Some(100), "{file}");
            assert_eq!(rows.count(&data_set, "day", "2024-02-10"), Some(0), "{file}");
        }
        assert_eq!(rows.count(&DataSet::new("gone", "gone.csv", &base), "n", "7"), None);
    }
}
