//! Nightly reports on the flights that left New York City's airports, from Parquet files to tables.
//!
//! Each job is one file: [`clean`] and [`bands`] work on plain structs that [`read`] takes from the table;
//! [`on_time`], [`weather_delay`], [`aircraft`], [`routes`] and [`cancellations`] are lazy polars queries, with
//! the expressions that they share in [`columns`]. The binary runs them all over one [`Sources`].
//!
//! Throughout, a clock time is `HHMM` as one integer (`517` is 5:17), delays are whole minutes, distances miles,
//! and a flight without a departure time was cancelled.

pub mod aircraft;
pub mod bands;
pub mod cancellations;
pub mod clean;
pub mod columns;
pub mod on_time;
pub mod read;
pub mod routes;
pub mod weather_delay;

use std::path::{Path, PathBuf};

use polars::prelude::*;

/// Where the five tables are: one directory of monthly partitions, and four single Parquet files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// Directory that holds `month=1/*.parquet` to `month=12/*.parquet`.
    pub flights: PathBuf,
    /// One row per aircraft, keyed by `tailnum`.
    pub planes: PathBuf,
    /// One row per carrier, keyed by `carrier`.
    pub airlines: PathBuf,
    /// One row per airport, keyed by `faa`.
    pub airports: PathBuf,
    /// One row per origin and hour, keyed by `origin` and `time_hour`.
    pub weather: PathBuf,
}

impl Sources {
    /// The tables under their usual names in `directory`; nothing is opened yet.
    ///
    /// ```
    /// let sources = flights::Sources::in_directory("/data");
    /// assert_eq!(sources.planes, std::path::Path::new("/data/planes.parquet"));
    /// ```
    pub fn in_directory(directory: impl AsRef<Path>) -> Self {
        let directory = directory.as_ref();
        Self {
            flights: directory.join("flights"),
            planes: directory.join("planes.parquet"),
            airlines: directory.join("airlines.parquet"),
            airports: directory.join("airports.parquet"),
            weather: directory.join("weather.parquet"),
        }
    }

    /// The data set in this crate's own `data` directory.
    pub fn shipped() -> Self {
        Self::in_directory(Path::new(env!("CARGO_MANIFEST_DIR")).join("data"))
    }

    /// All flights, with `month` taken from the directory names. Errors when the path cannot be scanned.
    pub fn flights(&self) -> PolarsResult<LazyFrame> {
        read::scan_partitions(&self.flights)
    }

    /// The aircraft. Errors when the path cannot be scanned.
    pub fn planes(&self) -> PolarsResult<LazyFrame> {
        read::scan_table(&self.planes)
    }

    /// The carriers. Errors when the path cannot be scanned.
    pub fn airlines(&self) -> PolarsResult<LazyFrame> {
        read::scan_table(&self.airlines)
    }

    /// The airports. Errors when the path cannot be scanned.
    pub fn airports(&self) -> PolarsResult<LazyFrame> {
        read::scan_table(&self.airports)
    }

    /// The hourly weather. Errors when the path cannot be scanned.
    pub fn weather(&self) -> PolarsResult<LazyFrame> {
        read::scan_table(&self.weather)
    }
}
