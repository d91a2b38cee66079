//! How much each aircraft flies, also the aircraft that the fleet's table does not know.

use polars::prelude::*;

use crate::columns::{day, one_decimal, share};

/// The year of the flights; the age of an aircraft is counted up to it.
const YEAR: i32 = 2013;

/// Name of the group of aircraft that are not in the planes table. A sixth of all flights is theirs, so no
/// report may drop them.
pub const NOT_IN_TABLE: &str = "(not in table)";

/// One row per tail number, and one for all flights without any; the busiest first.
///
/// Columns: `tailnum`, `flights` (with cancelled ones), `hours` (in the air), `miles` (of flights that arrived),
/// `flights_per_day` (over the days on which it was scheduled), `manufacturer`, `age` (years), `seats`,
/// `seat_miles`. The last four are null if `planes` has no such tail number, except `manufacturer`, which is
/// [`NOT_IN_TABLE`]. Collecting fails if `planes` names a tail number twice.
pub fn usage(flights: LazyFrame, planes: LazyFrame) -> LazyFrame {
    let args = JoinArgs { validation: JoinValidation::ManyToOne, ..JoinArgs::new(JoinType::Left) };
    let arrived_miles = col("distance").cast(DataType::Int64).filter(col("air_time").is_not_null());
    flights
        .group_by([col("tailnum")])
        .agg([
            len().alias("flights"),
            one_decimal(col("air_time").sum().cast(DataType::Float64) / lit(60.0)).alias("hours"),
            arrived_miles.sum().alias("miles"),
            one_decimal(len().cast(DataType::Float64) / day().n_unique()).alias("flights_per_day"),
        ])
        .join(fleet(planes), [col("tailnum")], [col("tailnum")], args)
        .with_columns([
            col("manufacturer").fill_null(lit(NOT_IN_TABLE)),
            (col("miles") * col("seats").cast(DataType::Int64)).alias("seat_miles"),
        ])
        .sort(
            ["flights", "tailnum"],
            SortMultipleOptions::default().with_order_descending_multi([true, false]),
        )
}

fn fleet(planes: LazyFrame) -> LazyFrame {
    planes.select([
        col("tailnum"),
        manufacturer().alias("manufacturer"),
        (lit(YEAR) - col("year")).alias("age"),
        col("seats"),
    ])
}

/// The makers under one name each: the register knows them by those of several subsidiaries.
fn manufacturer() -> Expr {
    let starts = |prefix: &str| col("manufacturer").str().starts_with(lit(prefix));
    when(starts("AIRBUS"))
        .then(lit("AIRBUS"))
        .when(starts("MCDONNELL").or(starts("DOUGLAS")))
        .then(lit("MCDONNELL DOUGLAS"))
        .otherwise(col("manufacturer"))
}

/// One row per manufacturer of the table that [`usage`] makes, the one with the most flights first.
///
/// Columns: `manufacturer`, `aircraft`, `flights`, `flight_share`, `hours`, `mean_age` (years).
pub fn by_manufacturer(usage: LazyFrame) -> LazyFrame {
    usage
        .group_by([col("manufacturer")])
        .agg([
            col("tailnum").count().alias("aircraft"),
            col("flights").sum(),
            one_decimal(col("hours").sum()).alias("hours"),
            one_decimal(col("age").mean()).alias("mean_age"),
        ])
        .with_column(share(col("flights"), col("flights").sum()).alias("flight_share"))
        .sort(
            ["flights", "manufacturer"],
            SortMultipleOptions::default().with_order_descending_multi([true, false]),
        )
        .select(
            [cols(["manufacturer", "aircraft", "flights", "flight_share", "hours", "mean_age"]).as_expr()],
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flights() -> PolarsResult<LazyFrame> {
        let frame = df!(
            "year" => [2013i16; 6], "month" => [1i64; 6], "day" => [1i16, 1, 2, 1, 1, 2],
            "tailnum" => [Some("N1"), Some("N1"), Some("N1"), Some("N2"), None, None],
            "air_time" => [Some(60i16), Some(90), None, Some(30), None, None],
            "distance" => [400i16, 600, 400, 200, 300, 300],
        )?;
        Ok(frame.lazy())
    }

    fn planes() -> PolarsResult<LazyFrame> {
        let frame = df!(
            "tailnum" => ["N1", "N9"],
            "year" => [2003i16, 1999],
            "manufacturer" => ["AIRBUS INDUSTRIE", "BOEING"],
            "seats" => [150i16, 180],
        )?;
        Ok(frame.lazy())
    }

    #[test]
    fn time_and_distance_add_up_by_aircraft() -> PolarsResult<()> {
        let out = usage(flights()?, planes()?).collect()?;
        assert_eq!(out.column("flights")?.u32()?.to_vec(), [Some(3), Some(2), Some(1)]);
        assert_eq!(out.column("hours")?.f64()?.to_vec(), [Some(2.5), Some(0.0), Some(0.5)]);
        assert_eq!(out.column("miles")?.i64()?.to_vec(), [Some(1000), Some(0), Some(200)]);
        assert_eq!(out.column("flights_per_day")?.f64()?.get(0), Some(1.5));
        Ok(())
    }

    #[test]
    fn known_aircraft_have_an_age_and_seat_miles() -> PolarsResult<()> {
        let out = usage(flights()?, planes()?).collect()?;
        assert_eq!(out.column("age")?.i16()?.to_vec(), [Some(10), None, None]);
        assert_eq!(out.column("seat_miles")?.i64()?.to_vec(), [Some(150_000), None, None]);
        Ok(())
    }

    #[test]
    fn unknown_aircraft_stay_visible() -> PolarsResult<()> {
        let out = by_manufacturer(usage(flights()?, planes()?)).collect()?;
        assert_eq!(out.height(), 2);
        let unknown = out.lazy().filter(col("manufacturer").eq(lit(NOT_IN_TABLE))).collect()?;
        assert_eq!(unknown.column("flights")?.u32()?.get(0), Some(3));
        assert_eq!(unknown.column("aircraft")?.u32()?.get(0), Some(1));
        assert_eq!(unknown.column("flight_share")?.f64()?.get(0), Some(0.5));
        Ok(())
    }
}
