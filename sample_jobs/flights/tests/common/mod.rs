//! The tables that the tests over real rows read: the sample if there is one, else the shipped data.

use std::env;
use std::path::PathBuf;

use flights::Sources;
use polars::prelude::*;

/// Paths of the five tables: `MUTATE_DATA_FLIGHTS` and the like where they are set.
pub fn sources() -> Sources {
    let shipped = Sources::shipped();
    Sources {
        flights: sample("MUTATE_DATA_FLIGHTS").unwrap_or(shipped.flights),
        planes: sample("MUTATE_DATA_PLANES").unwrap_or(shipped.planes),
        airlines: sample("MUTATE_DATA_AIRLINES").unwrap_or(shipped.airlines),
        airports: sample("MUTATE_DATA_AIRPORTS").unwrap_or(shipped.airports),
        weather: sample("MUTATE_DATA_WEATHER").unwrap_or(shipped.weather),
    }
}

fn sample(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}

/// The sampled flights; without a sample those of January, since the whole year takes seconds in a debug build.
pub fn flights() -> PolarsResult<LazyFrame> {
    let flights = sources().flights()?;
    let sampled = sample("MUTATE_DATA_FLIGHTS").is_some();
    Ok(if sampled { flights } else { flights.filter(col("month").eq(lit(1))) })
}
