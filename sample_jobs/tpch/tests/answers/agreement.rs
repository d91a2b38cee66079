//! Both ways of asking give the same answer, and that answer is the one that a loop over all lines gives.

use crate::tables::tables;
use polars::prelude::*;
use tpch::{lazy, sql};

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
    let tables = tables()?;
    let lines = tables.lineitem.clone().collect()?;
    let days = lines.column("l_shipdate")?.cast(&DataType::String)?;
    let numbers = |name: &str| lines.column(name)?.cast(&DataType::Float64);
    let (price, discount, quantity) =
        (numbers("l_extendedprice")?, numbers("l_discount")?, numbers("l_quantity")?);
    let mut sum = 0.0;
    for (((day, price), discount), quantity) in
        days.str()?.iter().zip(price.f64()?.iter()).zip(discount.f64()?.iter()).zip(quantity.f64()?.iter())
    {
        let (Some(day), Some(price), Some(discount), Some(quantity)) = (day, price, discount, quantity)
        else {
            panic!("a line lacks a value");
        };
        if day.starts_with("1994")
            && (5..=7).contains(&((discount * 100.0).round() as i64))
            && quantity < 24.0
        {
            sum += price * discount;
        }
    }
    let frame = lazy::forecast(&tables).collect()?;
    let revenue = frame.column("revenue")?.f64()?.get(0).unwrap_or_default();
    assert!((revenue - sum).abs() < 0.01, "{revenue} is not {sum}");
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
