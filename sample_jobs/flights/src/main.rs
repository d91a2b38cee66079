//! Runs every job over one data directory (the first argument, or the shipped data) and prints the tables.

use std::env;

use flights::bands::BandCounts;
use flights::clean::{Totals, clean, worst_day};
use flights::{Sources, aircraft, cancellations, on_time, read, routes, weather_delay};
use polars::prelude::*;

/// Share of cancelled flights above which a week is reported.
const ALERT_LIMIT: f64 = 0.05;
/// Rows of the table of worst routes.
const WORST_ROUTES: IdxSize = 10;

fn main() -> PolarsResult<()> {
    let sources = env::args_os().nth(1).map_or_else(Sources::shipped, Sources::in_directory);
    print_outcomes(&sources)?;
    let flights = sources.flights()?;
    show("Carriers", on_time::by_carrier(flights.clone(), sources.airlines()?))?;
    show("Parts of the day", on_time::by_part_of_day(flights.clone()))?;
    let hourly = weather_delay::hourly(flights.clone(), sources.weather()?);
    show("Weather", weather_delay::by_condition(hourly))?;
    let usage = aircraft::usage(flights.clone(), sources.planes()?);
    show("Manufacturers", aircraft::by_manufacturer(usage))?;
    show("Worst routes", routes::worst(flights.clone(), WORST_ROUTES))?;
    show("Destinations", routes::destinations(flights.clone(), sources.airports()?)?)?;
    print_cancellations(flights)
}

fn show(title: &str, table: LazyFrame) -> PolarsResult<()> {
    println!("{title}\n{}\n", table.collect()?);
    Ok(())
}

fn print_outcomes(sources: &Sources) -> PolarsResult<()> {
    let flights = clean(read::flights(&sources.flights()?.collect()?)?);
    println!("{:#?}", Totals::of(&flights));
    if let Some(((year, month, day), minutes)) = worst_day(&flights) {
        println!("worst day: {year}-{month:02}-{day:02}, {minutes} minutes late");
    }
    let bands = BandCounts::of(&flights);
    for (band, count) in bands.iter() {
        println!("{band:>10} {count:>7}");
    }
    println!("penalty score: {:.3}\n", bands.score().unwrap_or_default());
    Ok(())
}

fn print_cancellations(flights: LazyFrame) -> PolarsResult<()> {
    let rolling = cancellations::rolling(cancellations::daily(flights)).collect()?;
    let spell = cancellations::longest_spell(rolling.column("rate")?.f64()?.iter(), ALERT_LIMIT);
    println!("longest spell above {ALERT_LIMIT}: {spell} days");
    show("Cancellation alerts", cancellations::alerts(rolling.lazy(), ALERT_LIMIT))
}
