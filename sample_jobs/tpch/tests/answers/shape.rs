//! What the rankings look like. Whether their numbers are right is not tested: the gaps of this suite.

use crate::tables::tables;
use polars::prelude::*;
use tpch::{lazy, sql};

fn falls(frame: &DataFrame, column: &str) -> PolarsResult<bool> {
    let values: Vec<f64> = frame.column(column)?.f64()?.iter().flatten().collect();
    Ok(values.windows(2).all(|pair| pair[0] >= pair[1]))
}

#[test]
fn ten_orders_wait_the_largest_first() -> PolarsResult<()> {
    let tables = tables()?;
    for frame in [sql::shipping_priority(&tables, "BUILDING")?, lazy::shipping_priority(&tables, "BUILDING")]
    {
        let frame = frame.collect()?;
        assert_eq!(frame.height(), 10);
        assert!(falls(&frame, "revenue")?);
    }
    Ok(())
}

#[test]
fn nations_of_asia_trade_inside_their_borders() -> PolarsResult<()> {
    let tables = tables()?;
    for frame in [sql::local_supplier_volume(&tables)?, lazy::local_supplier_volume(&tables)] {
        let frame = frame.collect()?;
        let names: Vec<_> = frame.column("n_name")?.str()?.iter().flatten().collect();
        assert!(names.contains(&"CHINA") && names.len() <= 5, "{names:?}");
        assert!(falls(&frame, "revenue")?);
    }
    Ok(())
}

#[test]
fn twenty_customers_returned_the_most() -> PolarsResult<()> {
    let tables = tables()?;
    for frame in [sql::returned_items(&tables)?, lazy::returned_items(&tables)] {
        assert_eq!(frame.collect()?.shape(), (20, 5));
    }
    Ok(())
}
