//! Departure delays by origin and hour, joined with the weather of that hour.

use polars::prelude::*;

use crate::columns::one_decimal;

/// Rain from this many inches per hour on makes an hour wet.
const WET_INCHES: f64 = 0.01;
/// Below this many miles of visibility an hour is foggy.
const FOG_MILES: f64 = 3.0;
/// Wind from this many miles per hour on makes an hour windy.
const WINDY_MPH: f64 = 20.0;
/// No wind is faster; the table has one reading of 1048 miles per hour.
const BROKEN_MPH: f64 = 200.0;

/// One row per origin and hour with a scheduled departure, sorted by hour and origin.
///
/// Columns: `origin`, `time_hour` (UTC), `flights`, `departed`, `delay_minutes` (sum), `temp` (°F), `wind_speed`
/// (mph), `precip` (inches), `visib` (miles), `condition` (`wet`, `fog`, `windy`, `fair`, or `unknown` if the
/// table has no row for the hour). Collecting fails if `weather` has two rows for an origin and hour.
pub fn hourly(flights: LazyFrame, weather: LazyFrame) -> LazyFrame {
    let keys = [col("origin"), col("time_hour")];
    let args = JoinArgs { validation: JoinValidation::ManyToOne, ..JoinArgs::new(JoinType::Left) };
    flights
        .group_by(keys.clone())
        .agg([
            len().alias("flights"),
            col("dep_delay").count().alias("departed"),
            col("dep_delay").sum().alias("delay_minutes"),
        ])
        .join(readings(weather), keys.clone(), keys, args)
        .with_column(condition().alias("condition"))
        .sort(["time_hour", "origin"], SortMultipleOptions::default())
}

fn readings(weather: LazyFrame) -> LazyFrame {
    let wind = when(col("wind_speed").lt(lit(BROKEN_MPH))).then(col("wind_speed")).otherwise(lit(NULL));
    weather.select([
        cols(["origin", "time_hour", "temp"]).as_expr(),
        wind.alias("wind_speed"),
        cols(["precip", "visib"]).as_expr(),
    ])
}

fn condition() -> Expr {
    when(col("precip").is_null().or(col("visib").is_null()))
        .then(lit("unknown"))
        .when(col("precip").gt_eq(lit(WET_INCHES)))
        .then(lit("wet"))
        .when(col("visib").lt(lit(FOG_MILES)))
        .then(lit("fog"))
        .when(col("wind_speed").gt_eq(lit(WINDY_MPH)))
        .then(lit("windy"))
        .otherwise(lit("fair"))
}

/// One row per condition of the table that [`hourly`] makes, the longest delays first.
///
/// Columns: `condition`, `hours`, `flights`, `mean_delay` (minutes per departed flight; null if none departed),
/// `extra_delay` (minutes more than in fair weather; null if no hour was fair).
pub fn by_condition(hourly: LazyFrame) -> LazyFrame {
    let minutes = col("delay_minutes").sum().cast(DataType::Float64);
    let departed = col("departed").sum();
    let mean = when(departed.clone().gt(lit(0)))
        .then(minutes / departed.cast(DataType::Float64))
        .otherwise(lit(NULL));
    let fair = col("mean_delay").filter(col("condition").eq(lit("fair"))).first();
    hourly
        .group_by([col("condition")])
        .agg([len().alias("hours"), col("flights").sum(), mean.alias("mean_delay")])
        .with_column((col("mean_delay") - fair).alias("extra_delay"))
        .with_columns([one_decimal(col("mean_delay")), one_decimal(col("extra_delay"))])
        .sort(
            ["mean_delay"],
            SortMultipleOptions::default().with_order_descending(true).with_nulls_last(true),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hours since the epoch as the tables' datetimes.
    fn hours<const N: usize>(hours: [i64; N]) -> PolarsResult<Column> {
        let column = Column::new("time_hour".into(), hours.map(|hour| hour * 3_600_000_000));
        column.cast(&DataType::Datetime(TimeUnit::Microseconds, None))
    }

    fn flights() -> PolarsResult<LazyFrame> {
        let mut frame = df!(
            "origin" => ["EWR", "EWR", "EWR", "JFK", "JFK"],
            "dep_delay" => [Some(10i16), Some(30), None, Some(4), Some(-2)],
        )?;
        frame.with_column(hours([1, 1, 1, 1, 2])?)?;
        Ok(frame.lazy())
    }

    fn weather() -> PolarsResult<LazyFrame> {
        let mut frame = df!(
            "origin" => ["EWR", "JFK"],
            "temp" => [40.0, 41.0],
            "wind_speed" => [12.0, 1048.0],
            "precip" => [0.3, 0.0],
            "visib" => [6.0, 10.0],
        )?;
        frame.with_column(hours([1, 1])?)?;
        Ok(frame.lazy())
    }

    #[test]
    fn each_hour_gets_its_weather() -> PolarsResult<()> {
        let out = hourly(flights()?, weather()?).collect()?;
        assert_eq!(
            out.column("condition")?.str()?.iter().collect::<Vec<_>>(),
            [Some("wet"), Some("fair"), Some("unknown")]
        );
        assert_eq!(out.column("departed")?.u32()?.to_vec(), [Some(2), Some(1), Some(1)]);
        assert_eq!(out.column("delay_minutes")?.i64()?.to_vec(), [Some(40), Some(4), Some(-2)]);
        Ok(())
    }

    #[test]
    fn a_broken_wind_reading_is_null() -> PolarsResult<()> {
        let out = hourly(flights()?, weather()?).collect()?;
        assert_eq!(out.column("wind_speed")?.f64()?.to_vec(), [Some(12.0), None, None]);
        Ok(())
    }

    #[test]
    fn two_readings_of_one_hour_are_refused() -> PolarsResult<()> {
        let twice = concat([weather()?, weather()?], UnionArgs::default())?;
        assert!(hourly(flights()?, twice).collect().is_err());
        Ok(())
    }

    #[test]
    fn bad_weather_costs_extra_minutes() -> PolarsResult<()> {
        let out = by_condition(hourly(flights()?, weather()?)).collect()?;
        assert_eq!(out.column("condition")?.str()?.get(0), Some("wet"));
        assert_eq!(out.column("mean_delay")?.f64()?.to_vec(), [Some(20.0), Some(4.0), Some(-2.0)]);
        assert_eq!(out.column("extra_delay")?.f64()?.to_vec(), [Some(16.0), Some(0.0), Some(-6.0)]);
        Ok(())
    }
}
