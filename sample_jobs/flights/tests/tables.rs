//! The polars jobs over sampled flights: what must hold for any sample.

mod common;

use common::{flights, sources};
use flights::{aircraft, cancellations, on_time, routes, weather_delay};
use polars::prelude::*;

fn total(frame: &DataFrame, column: &str) -> PolarsResult<u64> {
    Ok(frame.column(column)?.strict_cast(&DataType::UInt64)?.u64()?.sum().unwrap_or(0))
}

fn rows(frame: LazyFrame) -> PolarsResult<u64> {
    total(&frame.select([len()]).collect()?, "len")
}

fn is_rate(frame: &DataFrame, column: &str) -> PolarsResult<bool> {
    Ok(frame.column(column)?.f64()?.iter().flatten().all(|rate| (0.0..=1.0).contains(&rate)))
}

fn falls(frame: &DataFrame, column: &str) -> PolarsResult<bool> {
    let values: Vec<f64> =
        frame.column(column)?.strict_cast(&DataType::Float64)?.f64()?.iter().flatten().collect();
    Ok(values.windows(2).all(|pair| pair[0] >= pair[1]))
}

#[test]
fn every_flight_belongs_to_one_carrier() -> PolarsResult<()> {
    let table = on_time::by_carrier(flights()?, sources().airlines()?).collect()?;
    assert_eq!(total(&table, "flights")?, rows(flights()?)?);
    assert!(is_rate(&table, "on_time_share")? && is_rate(&table, "cancelled_share")?);
    assert!(falls(&table, "on_time_share")?);
    Ok(())
}

#[test]
fn every_flight_belongs_to_one_part_of_the_day() -> PolarsResult<()> {
    let table = on_time::by_part_of_day(flights()?).collect()?;
    assert_eq!(total(&table, "flights")?, rows(flights()?)?);
    assert!(table.height() <= 3);
    Ok(())
}

#[test]
fn the_weather_join_keeps_all_flights() -> PolarsResult<()> {
    let hourly = weather_delay::hourly(flights()?, sources().weather()?).collect()?;
    assert_eq!(total(&hourly, "flights")?, rows(flights()?)?);
    assert_eq!(hourly.column("condition")?.null_count(), 0);
    let table = weather_delay::by_condition(hourly.lazy()).collect()?;
    assert_eq!(total(&table, "flights")?, rows(flights()?)?);
    assert!(falls(&table, "mean_delay")?);
    Ok(())
}

#[test]
fn the_planes_join_keeps_all_flights() -> PolarsResult<()> {
    let usage = aircraft::usage(flights()?, sources().planes()?).collect()?;
    assert_eq!(total(&usage, "flights")?, rows(flights()?)?);
    let table = aircraft::by_manufacturer(usage.lazy()).collect()?;
    assert_eq!(total(&table, "flights")?, rows(flights()?)?);
    assert!(is_rate(&table, "flight_share")?);
    Ok(())
}

#[test]
fn flights_of_unknown_aircraft_are_counted() -> PolarsResult<()> {
    let unknown = rows(flights()?.anti_join(sources().planes()?, "tailnum", "tailnum"))?;
    let usage = aircraft::usage(flights()?, sources().planes()?);
    let listed = usage.filter(col("manufacturer").eq(lit(aircraft::NOT_IN_TABLE))).collect()?;
    assert_eq!(total(&listed, "flights")?, unknown);
    Ok(())
}

#[test]
fn worst_routes_fall_from_the_first() -> PolarsResult<()> {
    let table = routes::worst(flights()?, 10).collect()?;
    assert!(table.height() <= 10);
    assert!(falls(&table, "mean_delay")?);
    assert!(is_rate(&table, "late_share")?);
    Ok(())
}

#[test]
fn every_departure_has_one_destination() -> PolarsResult<()> {
    let departed = rows(flights()?.filter(col("dep_time").is_not_null()))?;
    let table = routes::destinations(flights()?, sources().airports()?)?.collect()?;
    assert_eq!(total(&table, "departures")?, departed);
    Ok(())
}

#[test]
fn daily_counts_add_up_to_all_flights() -> PolarsResult<()> {
    let table = cancellations::rolling(cancellations::daily(flights()?)).collect()?;
    assert_eq!(total(&table, "flights")?, rows(flights()?)?);
    assert!(is_rate(&table, "rate")?);
    assert_eq!(table.column("rate")?.null_count(), 0);
    Ok(())
}
