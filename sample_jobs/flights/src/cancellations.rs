//! The rate of cancelled flights over the last seven days, and how long bad spells last.

use polars::prelude::*;

use crate::columns::{day, is_cancelled, share};

/// Length of the window in days.
const WINDOW_DAYS: i64 = 7;

/// One row per day with flights, sorted by day. Columns: `date`, `flights`, `cancelled`.
pub fn daily(flights: LazyFrame) -> LazyFrame {
    flights
        .group_by([day().alias("date")])
        .agg([len().alias("flights"), is_cancelled().sum().alias("cancelled")])
        .sort(["date"], SortMultipleOptions::default())
}

/// The table that [`daily`] makes, with `rate`: the share of cancelled flights among all flights of that day
/// and the six before it. Days without flights do not move the window: it is seven days of the calendar.
pub fn rolling(daily: LazyFrame) -> LazyFrame {
    let over_window = |name: &str| {
        let options = RollingOptionsDynamicWindow {
            window_size: Duration::parse(&format!("{WINDOW_DAYS}d")),
            min_periods: 1,
            closed_window: ClosedWindow::Right,
            fn_params: None,
        };
        col(name).cast(DataType::Float64).rolling_sum_by(col("date"), options)
    };
    daily.with_column(share(over_window("cancelled"), over_window("flights")).alias("rate"))
}

/// The days of the table that [`rolling`] makes on which `rate` is above `limit`, with `excess`, the rate less
/// the limit.
pub fn alerts(rolling: LazyFrame, limit: f64) -> LazyFrame {
    rolling.filter(col("rate").gt(lit(limit))).with_column((col("rate") - lit(limit)).alias("excess"))
}

/// The most consecutive rates above `limit`; a null ends a spell.
pub fn longest_spell(rates: impl IntoIterator<Item = Option<f64>>, limit: f64) -> usize {
    let mut longest = 0;
    let mut current = 0;
    for rate in rates {
        current = if rate.is_some_and(|rate| rate > limit) { current + 1 } else { 0 };
        longest = longest.max(current);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One flight on each of ten days and a second on the first; the flights of day 1 and day 3 are cancelled.
    fn flights() -> PolarsResult<LazyFrame> {
        let frame = df!(
            "year" => [2013i16; 11],
            "month" => [1i64; 11],
            "day" => [1i16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            "dep_time" => [None, None, Some(1i16), None, Some(1), Some(1), Some(1), Some(1), Some(1), Some(1), Some(1)],
        )?;
        Ok(frame.lazy())
    }

    #[test]
    fn the_window_is_seven_days_long() -> PolarsResult<()> {
        let out = rolling(daily(flights()?)).collect()?;
        let rate = out.column("rate")?.f64()?;
        assert_eq!(rate.get(0), Some(1.0));
        assert_eq!(rate.get(6), Some(0.375));
        assert_eq!(rate.get(7), Some(0.1429));
        assert_eq!(rate.get(9), Some(0.0));
        Ok(())
    }

    #[test]
    fn alerts_are_days_above_the_limit() -> PolarsResult<()> {
        let out = alerts(rolling(daily(flights()?)), 0.5).collect()?;
        assert_eq!(out.height(), 4);
        assert_eq!(out.column("excess")?.f64()?.get(0), Some(0.5));
        Ok(())
    }

    #[test]
    fn a_spell_ends_at_a_good_day() {
        let rates = [0.2, 0.3, 0.01, 0.4, 0.5, 0.6].map(Some);
        assert_eq!(longest_spell(rates, 0.1), 3);
        assert_eq!(longest_spell([], 0.1), 0);
    }
}
