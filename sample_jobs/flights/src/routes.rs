//! The routes with the worst delays, and the destinations with the most traffic.

use polars::prelude::*;
use polars::sql::SQLContext;

use crate::bands::LATE;
use crate::columns::{one_decimal, share};

/// Arrivals that a route needs before its mean delay says anything about it.
pub const ENOUGH_ARRIVALS: i32 = 10;

/// The `top` routes with the longest mean arrival delay, the worst first, among those with
/// [`ENOUGH_ARRIVALS`].
///
/// Columns: `route` (`EWR-IAH`), `arrivals`, `mean_delay`, `p90_delay` (minutes that nine of ten flights stay
/// below), `late_share`.
pub fn worst(flights: LazyFrame, top: IdxSize) -> LazyFrame {
    let delay = col("arr_delay");
    flights
        .filter(delay.clone().is_not_null())
        .group_by([concat_str([col("origin"), col("dest")], "-", false).alias("route")])
        .agg([
            len().alias("arrivals"),
            delay.clone().mean().alias("mean_delay"),
            delay.clone().quantile(lit(0.9), QuantileMethod::Nearest).alias("p90_delay"),
            share(delay.gt_eq(lit(LATE)).sum(), len()).alias("late_share"),
        ])
        .filter(col("arrivals").gt_eq(lit(ENOUGH_ARRIVALS)))
        .sort(
            ["mean_delay", "route"],
            SortMultipleOptions::default().with_order_descending_multi([true, false]),
        )
        .limit(top)
        .with_column(one_decimal(col("mean_delay")))
}

/// One row per destination with at least one departure to it, the busiest first.
///
/// Columns: `dest`, `name` (null if `airports` does not know it), `departures`, `carriers`, `miles` (mean).
/// Errors when the query does not fit the tables.
pub fn destinations(flights: LazyFrame, airports: LazyFrame) -> PolarsResult<LazyFrame> {
    let mut context = SQLContext::new();
    context.register("flights", flights);
    context.register("airports", airports);
    context.execute(
        "SELECT f.dest, a.name, COUNT(*) AS departures, COUNT(DISTINCT f.carrier) AS carriers,
                AVG(f.distance) AS miles
         FROM flights f LEFT JOIN airports a ON f.dest = a.faa
         WHERE f.dep_time IS NOT NULL
         GROUP BY f.dest, a.name
         ORDER BY departures DESC, f.dest",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(dest: &str, arr_delays: &[i16]) -> PolarsResult<LazyFrame> {
        let rows = arr_delays.len();
        let frame = df!(
            "origin" => vec!["EWR"; rows],
            "dest" => vec![dest; rows],
            "carrier" => vec!["UA"; rows],
            "dep_time" => vec![Some(600i16); rows],
            "distance" => vec![500i16; rows],
            "arr_delay" => arr_delays,
        )?;
        Ok(frame.lazy())
    }

    fn three_routes() -> PolarsResult<LazyFrame> {
        let rare = route("XXX", &[300])?;
        concat([route("IAH", &[10; 12])?, rare, route("ORD", &[20; 11])?], UnionArgs::default())
    }

    #[test]
    fn the_worst_route_comes_first_and_rare_ones_are_left_out() -> PolarsResult<()> {
        let out = worst(three_routes()?, 5).collect()?;
        assert_eq!(
            out.column("route")?.str()?.iter().collect::<Vec<_>>(),
            [Some("EWR-ORD"), Some("EWR-IAH")]
        );
        assert_eq!(out.column("late_share")?.f64()?.to_vec(), [Some(1.0), Some(0.0)]);
        Ok(())
    }

    #[test]
    fn destinations_keep_airports_without_a_name() -> PolarsResult<()> {
        let airports = df!("faa" => ["IAH", "ORD"], "name" => ["Houston", "Chicago"])?;
        let out = destinations(three_routes()?, airports.lazy())?.collect()?;
        assert_eq!(
            out.column("dest")?.str()?.iter().collect::<Vec<_>>(),
            [Some("IAH"), Some("ORD"), Some("XXX")]
        );
        assert_eq!(
            out.column("name")?.str()?.iter().collect::<Vec<_>>(),
            [Some("Houston"), Some("Chicago"), None]
        );
        Ok(())
    }
}
