//! Tests that close three gaps of the other files: each kills mutants that survive without it.

use flights::{aircraft, routes, weather_delay};
use polars::prelude::*;

fn texts(frame: &DataFrame, column: &str) -> PolarsResult<Vec<String>> {
    Ok(frame.column(column)?.str()?.iter().flatten().map(str::to_owned).collect())
}

/// Kills `predicate-boundary` in `readings`.
#[test]
fn no_wind_reaches_the_broken_speed() -> PolarsResult<()> {
    let hour = Column::new("time_hour".into(), [3_600_000_000_i64, 7_200_000_000])
        .cast(&DataType::Datetime(TimeUnit::Microseconds, None))?;
    let mut flights = df!("origin" => ["EWR"; 2], "dep_delay" => [0i16; 2])?;
    let mut weather = df!(
        "origin" => ["EWR"; 2], "temp" => [40.0; 2], "wind_speed" => [199.0, 200.0],
        "precip" => [0.0; 2], "visib" => [10.0; 2],
    )?;
    flights.with_column(hour.clone())?;
    weather.with_column(hour)?;
    let out = weather_delay::hourly(flights.lazy(), weather.lazy()).collect()?;
    assert_eq!(out.column("wind_speed")?.f64()?.to_vec(), [Some(199.0), None]);
    Ok(())
}

/// Kills `sort-remove` and both `sort-flip`s in `by_manufacturer`.
#[test]
fn manufacturers_come_by_flights_and_then_by_name() -> PolarsResult<()> {
    let makers = ["C", "A", "D", "B", "E"];
    let usage = df!(
        "tailnum" => ["N1", "N2", "N3", "N4", "N5"], "manufacturer" => makers, "flights" => [7u32, 7, 9, 7, 1],
        "hours" => [1.0; 5], "age" => [10i32; 5],
    )?;
    let out = aircraft::by_manufacturer(usage.lazy()).collect()?;
    assert_eq!(texts(&out, "manufacturer")?, ["D", "A", "B", "C", "E"]);
    Ok(())
}

/// Kills both `sql-agg-swap`s and `order-flip` in `destinations`.
#[test]
fn destinations_have_the_mean_distance_and_each_carrier_once() -> PolarsResult<()> {
    let flights = df!(
        "dest" => ["IAH", "IAH", "BOS", "BOS"], "carrier" => ["UA", "UA", "B6", "AA"],
        "dep_time" => [1i16; 4], "distance" => [1400i16, 1500, 200, 200],
    )?;
    let airports = df!("faa" => ["IAH", "BOS"], "name" => ["Houston", "Boston"])?;
    let out = routes::destinations(flights.lazy(), airports.lazy())?.collect()?;
    assert_eq!(texts(&out, "dest")?, ["BOS", "IAH"]);
    assert_eq!(out.column("carriers")?.u32()?.to_vec(), [Some(2), Some(1)]);
    assert_eq!(out.column("miles")?.f64()?.to_vec(), [Some(200.0), Some(1450.0)]);
    Ok(())
}
