//! Three tests that `cargo mutate-data` wrote for this job, under names of ours: each kills what it promises.

use std::error::Error;

use flights::aircraft::usage;
use flights::on_time::{by_carrier, by_part_of_day};
use polars::prelude::*;

/// Kills `08f42fc52407` `179b3506809d` `2ba72670c06c` `44273b4d1e70` `4be468d1bee6` `8cf9707714a2`
#[test]
fn flights_after_ten_are_of_the_night() -> Result<(), Box<dyn Error>> {
    let flights = df!(
        "arr_delay" => [-13i16],
        "hour" => [22i16],
    )?;
    let result = by_part_of_day(flights.lazy()).collect()?;
    let key = result.column("part")?;
    let row = (0..result.height())
        .find(|row| key.get(*row).is_ok_and(|value| value == AnyValue::String("night")))
        .expect("a row with part night");
    assert_eq!(result.column("flights")?.get(row)?, AnyValue::UInt32(1), "flights of part night is 1");
    Ok(())
}

/// Kills `0cd315a1606f` `4b2c3fd5c434` `6f29f7968c0d` `77610d9896df` `e96126698374` `fec4abb265f6`
#[test]
fn what_carriers_make_up_is_a_rounded_mean() -> Result<(), Box<dyn Error>> {
    let flights = df!(
        "dep_time" => [555i16, 559, 600],
        "dep_delay" => [-5i16, 0, 0],
        "arr_delay" => [19i16, -4, -7],
        "carrier" => ["B6", "B6", "B6"],
        "month" => [1i64, 1, 1],
    )?;
    let airlines = df!(
        "carrier" => Vec::<String>::new(),
        "name" => Vec::<String>::new(),
    )?;
    let result = by_carrier(flights.lazy(), airlines.lazy()).collect()?;
    let key = result.column("carrier")?;
    let row = (0..result.height())
        .find(|row| key.get(*row).is_ok_and(|value| value == AnyValue::String("B6")))
        .expect("a row with carrier B6");
    let value = result.column("made_up")?.get(row)?.try_extract::<f64>()?;
    let expected: f64 = -4.3;
    assert!((value - expected).abs() <= 1e-9 * expected.abs(), "made_up of carrier B6 is -4.3, not {value}");
    Ok(())
}

/// Kills `11a74b083ce3` `4b288e23bc47` `9c81b7adc23e`
#[test]
fn mcdonnell_douglas_is_one_manufacturer() -> Result<(), Box<dyn Error>> {
    let flights = df!(
        "year" => [2013i16],
        "day" => [1i16],
        "tailnum" => ["N998DL"],
        "origin" => ["LGA"],
        "dest" => ["DTW"],
        "air_time" => [105i16],
        "distance" => [502i16],
        "hour" => [7i16],
        "minute" => [5i16],
        "time_hour" => Series::new("".into(), [1357041600000000i64]).cast(&DataType::Datetime(TimeUnit::Microseconds, None))?,
        "month" => [1i64],
    )?;
    let planes = df!(
        "tailnum" => ["N998DL"],
        "year" => [1992i16],
        "type" => ["Fixed wing multi engine"],
        "manufacturer" => ["MCDONNELL DOUGLAS CORPORATION"],
        "model" => ["MD-88"],
        "engines" => [2i16],
        "seats" => [142i16],
        "speed" => [None::<i16>],
        "engine" => ["Turbo-jet"],
    )?;
    let result = usage(flights.lazy(), planes.lazy()).collect()?;
    let key = result.column("tailnum")?;
    let row = (0..result.height())
        .find(|row| key.get(*row).is_ok_and(|value| value == AnyValue::String("N998DL")))
        .expect("a row with tailnum N998DL");
    assert_eq!(
        result.column("manufacturer")?.get(row)?,
        AnyValue::String("MCDONNELL DOUGLAS"),
        "manufacturer of tailnum N998DL is MCDONNELL DOUGLAS"
    );
    Ok(())
}
