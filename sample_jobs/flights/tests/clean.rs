//! The plain Rust jobs over sampled flights.

mod common;

use flights::bands::BandCounts;
use flights::clean::{CleanFlight, Outcome, Totals, clean};
use flights::read;
use polars::prelude::*;

fn sampled() -> PolarsResult<(DataFrame, Vec<CleanFlight>)> {
    let frame = common::flights()?.collect()?;
    let flights = clean(read::flights(&frame)?);
    Ok((frame, flights))
}

#[test]
fn every_real_flight_is_plausible() -> PolarsResult<()> {
    let (frame, flights) = sampled()?;
    assert_eq!(flights.len(), frame.height());
    assert_eq!(Totals::of(&flights).flights() as usize, frame.height());
    Ok(())
}

#[test]
fn cancelled_flights_are_those_without_departure() -> PolarsResult<()> {
    let (frame, flights) = sampled()?;
    assert_eq!(Totals::of(&flights).cancelled as usize, frame.column("dep_time")?.null_count());
    Ok(())
}

#[test]
fn departure_delays_agree_with_the_published_ones() -> PolarsResult<()> {
    let (frame, flights) = sampled()?;
    let published = frame.column("dep_delay")?.strict_cast(&DataType::Int32)?;
    for (clean, published) in flights.iter().zip(published.i32()?.iter()) {
        let ours = match clean.outcome {
            Outcome::Flown { dep_delay, .. } | Outcome::Diverted { dep_delay } => Some(dep_delay),
            Outcome::Cancelled => None,
        };
        assert_eq!(ours, published, "{:?}", clean.flight);
    }
    Ok(())
}

#[test]
fn no_airliner_is_faster_than_sound() -> PolarsResult<()> {
    let (_, flights) = sampled()?;
    assert!(flights.iter().filter_map(|clean| clean.mph).all(|mph| mph > 50.0 && mph < 767.0));
    Ok(())
}

#[test]
fn bands_hold_all_arrivals() -> PolarsResult<()> {
    let (frame, flights) = sampled()?;
    let bands = BandCounts::of(&flights);
    let arrivals = frame.height() - frame.column("arr_delay")?.null_count();
    assert_eq!(bands.arrivals() as usize, arrivals);
    let shares: f64 = bands.iter().filter_map(|(band, _)| bands.share(band)).sum();
    assert!((shares - 1.0).abs() < 1e-9);
    Ok(())
}
