//! Both ways of asking give the same answer, and that answer is the one that a loop over all lines gives.

use crate::tables::tables;
use polars::prelude::*;
use tpch::{lazy, sql};
use tpchgen::generators::LineItemGenerator;

/// The same columns, rows and order; sums of floats may differ in their last digits.
fn assert_same(asked: LazyFrame, computed: LazyFrame) -> PolarsResult<()> {
    let (asked, computed) = (asked.collect()?, computed.collect()?);
    assert!(asked.height() > 0);
    assert_eq!(asked.shape(), computed.shape());
    for (a, b) in asked.columns().iter().zip(computed.columns()) {
        assert_eq!(a.name(), b.name());
        if a.dtype() == &DataType::Float64 {
            for (a, b) in a.f64()?.iter().zip(b.f64()?.iter()) {
                let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
                assert!((a - b).abs() <= 1e-6 * b.abs(), "{a} is not {b}");
            }
        } else {
            assert_eq!(a.cast(&DataType::String)?, b.cast(&DataType::String)?);
        }
    }
    Ok(())
}

#[test]
fn pricing_summary() -> PolarsResult<()> {
    let tables = tables()?;
    assert_same(sql::pricing_summary(&tables)?, lazy::pricing_summary(&tables))
}

#[test]
fn forecast() -> PolarsResult<()> {
    let tables = tables()?;
    assert_same(sql::forecast(&tables)?, lazy::forecast(&tables))
}

#[test]
fn forecast_is_the_sum_of_a_loop() -> PolarsResult<()> {
    let lines = LineItemGenerator::new(0.01, 1, 1);
    let cents: i64 = lines
        .iter()
        .filter(|line| line.l_shipdate.to_string().starts_with("1994"))
        .filter(|line| (5..=7).contains(&line.l_discount.0) && line.l_quantity < 24)
        .map(|line| line.l_extendedprice.0 * line.l_discount.0)
        .sum();
    let frame = lazy::forecast(&tables()?).collect()?;
    let revenue = frame.column("revenue")?.f64()?.get(0).unwrap_or_default();
    assert!((revenue - cents as f64 / 1e4).abs() < 0.01, "{revenue} is not {cents} / 10000");
    Ok(())
}

#[test]
fn late_orders() -> PolarsResult<()> {
    let tables = tables()?;
    assert_same(sql::late_orders(&tables)?, lazy::late_orders(&tables))
}

#[test]
fn shipping_modes() -> PolarsResult<()> {
    let tables = tables()?;
    assert_same(sql::shipping_modes(&tables)?, lazy::shipping_modes(&tables))
}

#[test]
fn promotion_effect() -> PolarsResult<()> {
    let tables = tables()?;
    assert_same(sql::promotion_effect(&tables)?, lazy::promotion_effect(&tables))
}
