//! Reads Parquet tables as lazy frames, and turns rows of the flights table into structs.

use std::path::Path;

use polars::prelude::*;

use crate::clean::Flight;

/// Scans one Parquet file. Errors when `path` is not UTF-8 or names no file.
pub fn scan_table(path: &Path) -> PolarsResult<LazyFrame> {
    LazyFrame::scan_parquet(PlRefPath::try_from_path(path)?, ScanArgsParquet::default())
}

/// Scans a directory of hive partitions (`name=value/*.parquet`); each `name` becomes a column.
/// Errors when `path` is not UTF-8 or holds no file.
pub fn scan_partitions(path: &Path) -> PolarsResult<LazyFrame> {
    let args = ScanArgsParquet { hive_options: HiveOptions::new_enabled(), ..Default::default() };
    LazyFrame::scan_parquet(PlRefPath::try_from_path(path)?, args)
}

/// One [`Flight`] per row, in the order of the frame.
///
/// Errors when a column is missing, has another kind of type, or is null where every flight has a value.
pub fn flights(frame: &DataFrame) -> PolarsResult<Vec<Flight>> {
    let [year, month, day] = ["year", "month", "day"].map(|name| Ints::of(frame, name));
    let (year, month, day) = (year?, month?, day?);
    let (sched_dep, dep) = (Ints::of(frame, "sched_dep_time")?, Ints::of(frame, "dep_time")?);
    let (sched_arr, arr) = (Ints::of(frame, "sched_arr_time")?, Ints::of(frame, "arr_time")?);
    let (air_minutes, miles) = (Ints::of(frame, "air_time")?, Ints::of(frame, "distance")?);
    let (carrier, tail) = (Texts::of(frame, "carrier")?, Texts::of(frame, "tailnum")?);
    let (origin, dest) = (Texts::of(frame, "origin")?, Texts::of(frame, "dest")?);
    (0..frame.height())
        .map(|row| {
            Ok(Flight {
                date: (year.required(row)?, month.required(row)?, day.required(row)?),
                carrier: carrier.required(row)?,
                tail: tail.get(row),
                origin: origin.required(row)?,
                dest: dest.required(row)?,
                sched_dep: sched_dep.required(row)?,
                dep: dep.get(row),
                sched_arr: sched_arr.required(row)?,
                arr: arr.get(row),
                air_minutes: air_minutes.get(row),
                miles: miles.required(row)?,
            })
        })
        .collect()
}

/// A column of whole numbers, whatever their width in the file.
struct Ints {
    values: Int32Chunked,
}

impl Ints {
    fn of(frame: &DataFrame, name: &str) -> PolarsResult<Self> {
        let column = frame.column(name)?.strict_cast(&DataType::Int32)?;
        Ok(Self { values: column.i32()?.rechunk().into_owned() })
    }

    fn get(&self, row: usize) -> Option<i32> {
        self.values.get(row)
    }

    fn required(&self, row: usize) -> PolarsResult<i32> {
        self.get(row).ok_or_else(|| missing(self.values.name(), row))
    }
}

/// A column of strings.
struct Texts {
    values: StringChunked,
}

impl Texts {
    fn of(frame: &DataFrame, name: &str) -> PolarsResult<Self> {
        Ok(Self { values: frame.column(name)?.str()?.rechunk().into_owned() })
    }

    fn get(&self, row: usize) -> Option<String> {
        self.values.get(row).map(str::to_owned)
    }

    fn required(&self, row: usize) -> PolarsResult<String> {
        self.get(row).ok_or_else(|| missing(self.values.name(), row))
    }
}

fn missing(column: &str, row: usize) -> PolarsError {
    PolarsError::ComputeError(
        format!("column {column} is null in row {row}, but every flight has one").into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_rows() -> PolarsResult<DataFrame> {
        df!(
            "year" => [2013i16, 2013], "month" => [1i64, 1], "day" => [1i16, 2],
            "sched_dep_time" => [515i16, 2359], "dep_time" => [Some(517i16), None],
            "sched_arr_time" => [819i16, 345], "arr_time" => [Some(830i16), None],
            "air_time" => [Some(227i16), None], "distance" => [1400i16, 1576],
            "carrier" => ["UA", "B6"], "tailnum" => [Some("N14228"), None],
            "origin" => ["EWR", "JFK"], "dest" => ["IAH", "SJU"],
        )
    }

    #[test]
    fn rows_become_structs_with_nulls_as_none() -> PolarsResult<()> {
        let read = flights(&two_rows()?)?;
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].date, (2013, 1, 1));
        assert_eq!(read[0].tail.as_deref(), Some("N14228"));
        assert_eq!((read[0].dep, read[0].arr, read[0].air_minutes), (Some(517), Some(830), Some(227)));
        assert_eq!((read[1].dep, read[1].arr, read[1].air_minutes), (None, None, None));
        assert_eq!((read[1].origin.as_str(), read[1].dest.as_str()), ("JFK", "SJU"));
        Ok(())
    }

    #[test]
    fn a_missing_column_is_an_error() -> PolarsResult<()> {
        assert!(flights(&two_rows()?.drop("distance")?).is_err());
        Ok(())
    }
}
