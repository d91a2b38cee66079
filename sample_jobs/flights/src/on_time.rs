//! On-time performance of the carriers, and of the hours of the day.

use polars::prelude::*;

use crate::bands::{LATE, VERY_LATE};
use crate::columns::{is_cancelled, one_decimal, share};

/// Evening departures are scheduled from this hour on.
const EVENING_STARTS: i32 = 17;
/// Departures scheduled from this hour on are night flights.
const EVENING_ENDS: i32 = 22;

/// One row per carrier, the most punctual first.
///
/// Columns: `carrier`, `name` (null if `airlines` does not know it), `flights`, `arrived`, `mean_delay`,
/// `made_up` (minutes won between departure and arrival), `on_time_share`, `very_late_share`,
/// `cancelled_share`, `rank` (1 is best; carriers of which no flight arrived have none and come last).
pub fn by_carrier(flights: LazyFrame, airlines: LazyFrame) -> LazyFrame {
    let on_time = col("arr_delay").lt(lit(LATE));
    let very_late = col("arr_delay").gt_eq(lit(VERY_LATE));
    flights
        .group_by([col("carrier")])
        .agg([
            len().alias("flights"),
            col("arr_delay").count().alias("arrived"),
            one_decimal(col("arr_delay").mean()).alias("mean_delay"),
            one_decimal((col("dep_delay") - col("arr_delay")).mean()).alias("made_up"),
            share(on_time.sum(), col("arr_delay").count()).alias("on_time_share"),
            share(very_late.sum(), col("arr_delay").count()).alias("very_late_share"),
            share(is_cancelled().sum(), len()).alias("cancelled_share"),
        ])
        .with_column(col("on_time_share").rank(best_first(), None).alias("rank"))
        .left_join(airlines, "carrier", "carrier")
        .sort(
            ["on_time_share", "carrier"],
            SortMultipleOptions::default().with_order_descending_multi([true, false]).with_nulls_last(true),
        )
        .select([
            cols(["carrier", "name", "flights", "arrived", "mean_delay", "made_up"]).as_expr(),
            cols(["on_time_share", "very_late_share", "cancelled_share", "rank"]).as_expr(),
        ])
}

fn best_first() -> RankOptions {
    RankOptions { method: RankMethod::Min, descending: true }
}

/// One row per part of the day (`morning`, `evening`, `night`) with `flights`, `mean_delay` and
/// `on_time_share`, by the local hour of the scheduled departure.
pub fn by_part_of_day(flights: LazyFrame) -> LazyFrame {
    flights
        .with_column(part_of_day().alias("part"))
        .group_by([col("part")])
        .agg([
            len().alias("flights"),
            one_decimal(col("arr_delay").mean()).alias("mean_delay"),
            share(col("arr_delay").lt(lit(LATE)).sum(), col("arr_delay").count()).alias("on_time_share"),
        ])
        .sort(["flights"], SortMultipleOptions::default().with_order_descending(true))
}

fn part_of_day() -> Expr {
    let hour = col("hour");
    when(hour.clone().gt_eq(lit(EVENING_STARTS)).and(hour.clone().lt(lit(EVENING_ENDS))))
        .then(lit("evening"))
        .when(hour.clone().gt_eq(lit(EVENING_ENDS)).or(hour.lt(lit(5))))
        .then(lit("night"))
        .otherwise(lit("morning"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flights() -> PolarsResult<LazyFrame> {
        let frame = df!(
            "carrier" => ["UA", "UA", "UA", "B6", "B6", "XX"],
            "dep_time" => [Some(517i16), Some(600), None, Some(700), Some(800), None],
            "dep_delay" => [Some(2i16), Some(40), None, Some(0), Some(-5), None],
            "arr_delay" => [Some(-8i16), Some(70), None, Some(3), Some(-9), None],
            "hour" => [5i16, 18, 23, 12, 19, 8],
        )?;
        Ok(frame.lazy())
    }

    fn airlines() -> PolarsResult<LazyFrame> {
        Ok(df!("carrier" => ["UA", "B6"], "name" => ["United", "JetBlue"])?.lazy())
    }

    #[test]
    fn punctual_carriers_come_first() -> PolarsResult<()> {
        let out = by_carrier(flights()?, airlines()?).collect()?;
        assert_eq!(
            out.column("carrier")?.str()?.iter().collect::<Vec<_>>(),
            [Some("B6"), Some("UA"), Some("XX")]
        );
        assert_eq!(out.column("on_time_share")?.f64()?.to_vec(), [Some(1.0), Some(0.5), None]);
        assert_eq!(out.column("very_late_share")?.f64()?.to_vec(), [Some(0.0), Some(0.5), None]);
        Ok(())
    }

    #[test]
    fn an_unknown_carrier_keeps_its_row_without_a_name() -> PolarsResult<()> {
        let out = by_carrier(flights()?, airlines()?).collect()?;
        assert_eq!(
            out.column("name")?.str()?.iter().collect::<Vec<_>>(),
            [Some("JetBlue"), Some("United"), None]
        );
        assert_eq!(out.column("cancelled_share")?.f64()?.to_vec(), [Some(0.0), Some(0.3333), Some(1.0)]);
        Ok(())
    }

    #[test]
    fn the_day_has_three_parts() -> PolarsResult<()> {
        let out = by_part_of_day(flights()?).collect()?;
        assert_eq!(
            out.column("part")?.str()?.iter().collect::<Vec<_>>(),
            [Some("morning"), Some("evening"), Some("night")]
        );
        assert_eq!(out.column("on_time_share")?.f64()?.to_vec(), [Some(1.0), Some(0.5), None]);
        Ok(())
    }
}
