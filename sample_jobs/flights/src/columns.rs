//! Expressions over the columns of the flights table that several jobs share.

use polars::prelude::*;

/// Decimals that a share keeps; four show hundredths of a percent.
const SHARE_DECIMALS: u32 = 4;

/// True for a cancelled flight; never null.
pub fn is_cancelled() -> Expr {
    col("dep_time").is_null()
}

/// The local day of the scheduled departure, as a `Date`.
pub fn day() -> Expr {
    datetime(DatetimeArgs::new(col("year"), col("month"), col("day"))).dt().date()
}

/// `part / whole` as a rounded `Float64`; null where `whole` is zero, because 0 of 0 is no rate.
pub fn share(part: Expr, whole: Expr) -> Expr {
    let whole = whole.cast(DataType::Float64);
    let rate = (part.cast(DataType::Float64) / whole.clone()).round(SHARE_DECIMALS, RoundMode::HalfToEven);
    when(whole.gt(lit(0.0))).then(rate).otherwise(lit(NULL))
}

/// `value` with one decimal, for means of minutes.
pub fn one_decimal(value: Expr) -> Expr {
    value.round(1, RoundMode::HalfToEven)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_nothing_is_null() -> PolarsResult<()> {
        let frame = df!("part" => [1, 0, 2], "whole" => [3, 0, 2])?;
        let out = frame.lazy().select([share(col("part"), col("whole")).alias("share")]).collect()?;
        assert_eq!(out.column("share")?.f64()?.to_vec(), [Some(0.3333), None, Some(1.0)]);
        Ok(())
    }
}
