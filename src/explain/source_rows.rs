//! How many rows of a whole source have a value that its sample lacks.

use std::cmp::Ordering;
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
pub struct SourceRows<'a>(Mutex<Known<'a>>);

#[derive(Default)]
struct Known<'a> {
    /// By name; `None` where a source cannot be read any more.
    opened: BTreeMap<&'a str, Option<Opened<'a>>>,
    /// By data set, column and value.
    counts: BTreeMap<(&'a str, String, String), Option<u64>>,
}

impl<'a> SourceRows<'a> {
    /// The rows of the source that have `value` in a column; `None` where reading them all would take long, and where the
    /// source cannot be read any more.
    pub fn count(&self, data_set: &'a DataSet, column: &str, value: &str) -> Option<u64> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Known { opened, counts } = &mut *known;
        let opened = opened.entry(&data_set.name).or_insert_with(|| open(data_set).ok()).as_ref()?;
        let key = (&*data_set.name, column.to_owned(), value.to_owned());
        *counts.entry(key).or_insert_with(|| counted(opened, column, value).ok().flatten())
    }
}

fn counted(opened: &Opened<'_>, column: &str, value: &str) -> Result<Option<u64>> {
    let mut count = Count { opened, column, wanted: Cell::Text(value.into()), found: 0 };
    let needed = [column.to_owned()];
    if opened.bytes(&needed, |survey, group| count.may_have(survey, group)) > COUNT_BYTES {
        return Ok(None);
    }
    let Opened { data_set, source, surveys, .. } = opened;
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
    /// False where the statistics of a row group rule the value out.
    fn may_have(&self, survey: &Survey, group: usize) -> bool {
        let Some(bounds) = frames::bounds(survey, group, self.column) else { return true };
        let is = |bound: Option<Cell<'_>>, side: Ordering| {
            bound.is_some_and(|bound| compared(&self.wanted, &bound) == Some(side))
        };
        !is(bounds.min, Ordering::Less) && !is(bounds.max, Ordering::Greater)
    }
}

/// Points in time and numbers; nothing else has bounds.
fn compared(a: &Cell<'_>, b: &Cell<'_>) -> Option<Ordering> {
    match (a.moment(), b.moment()) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.number()?.partial_cmp(&b.number()?),
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
        let [parquet, csv, gone] =
            ["a.parquet", "a.csv", "gone.csv"].map(|file| DataSet::new(file, file, &base));
        let rows = SourceRows::default();
        for data_set in [&parquet, &csv] {
            let file = &data_set.name;
            assert_eq!(rows.count(data_set, "n", "7"), Some(3), "{file}");
            assert_eq!(rows.count(data_set, "n", "-1"), Some(0), "{file}");
            assert_eq!(rows.count(data_set, "day", "2024-01-10"), Some(100), "{file}");
            assert_eq!(rows.count(data_set, "day", "2024-02-10"), Some(0), "{file}");
        }
        assert_eq!(rows.count(&gone, "n", "7"), None);
    }
}
