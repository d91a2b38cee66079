//! Tests that close three gaps of the other files: each kills mutants that survive without it.

use crate::tables::tables;
use polars::prelude::*;
use tpch::{lazy, sql};

fn number(frame: LazyFrame, column: &str) -> PolarsResult<Option<f64>> {
    Ok(frame.collect()?.column(column)?.f64()?.get(0))
}

/// Kills `like-wildcard` in `promotion_effect` of `sql`.
#[test]
fn promoted_is_what_starts_with_it() -> PolarsResult<()> {
    let mut tables = tables()?;
    tables.part = tables.part.with_column(lit("NO PROMO AT ALL").alias("p_type"));
    assert_eq!(number(sql::promotion_effect(&tables)?, "promo_revenue")?, Some(0.0));
    Ok(())
}

/// Kills `sql-join-type` in `promotion_effect` of `sql`, and `join-type` in that of `lazy`.
#[test]
fn lines_of_unknown_parts_do_not_count() -> PolarsResult<()> {
    let mut tables = tables()?;
    tables.part = tables.part.filter(col("p_type").str().starts_with(lit("PROMO")));
    for frame in [sql::promotion_effect(&tables)?, lazy::promotion_effect(&tables)] {
        let share = number(frame, "promo_revenue")?.unwrap_or_default();
        assert!((share - 100.0).abs() < 1e-6, "{share}");
    }
    Ok(())
}

/// Kills `sort-remove` and `sort-flip` in `returned_items` of `lazy`.
#[test]
fn the_customer_who_returned_most_comes_first() -> PolarsResult<()> {
    let frame = lazy::returned_items(&tables()?).collect()?;
    let revenue: Vec<f64> = frame.column("revenue")?.f64()?.iter().flatten().collect();
    assert!(revenue.windows(2).all(|pair| pair[0] >= pair[1]), "{revenue:?}");
    Ok(())
}
