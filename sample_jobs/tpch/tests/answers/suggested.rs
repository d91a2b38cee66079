//! Three tests that `cargo mutate-data` wrote for this job, under names of ours: each kills what it promises.

use std::error::Error;

use polars::prelude::*;
use tpch::{Tables, lazy, sql};

/// Kills `37b7f219475c` `4a52f67d956d` `65c36c13dc7f` `8a2259172d31` `b3538ce352f6` `b35d8733d427` `c980ebddaf67`
#[test]
fn revenue_is_what_is_left_of_prices_after_discounts() -> Result<(), Box<dyn Error>> {
    let lineitem = df!(
        "l_orderkey" => [450i64, 450],
        "l_extendedprice" => [63739.62, 4820.3],
        "l_discount" => [0.03, 0.03],
        "l_shipdate" => Series::new("".into(), [9288i32, 9222]).cast(&DataType::Date)?,
    )?;
    let orders = df!(
        "o_orderkey" => [450i64],
        "o_custkey" => [475i64],
        "o_orderdate" => Series::new("".into(), [9194i32]).cast(&DataType::Date)?,
        "o_shippriority" => [0i32],
    )?;
    let customer = df!(
        "c_custkey" => [475i64],
        "c_mktsegment" => ["BUILDING"],
    )?;
    let supplier = DataFrame::empty();
    let part = DataFrame::empty();
    let nation = DataFrame::empty();
    let region = DataFrame::empty();
    let tables = Tables {
        lineitem: lineitem.lazy(),
        orders: orders.lazy(),
        customer: customer.lazy(),
        supplier: supplier.lazy(),
        part: part.lazy(),
        nation: nation.lazy(),
        region: region.lazy(),
    };
    let result = lazy::shipping_priority(&tables, "BUILDING").collect()?;
    let value = result.column("revenue")?.get(0)?.try_extract::<f64>()?;
    let expected: f64 = 66503.12240000001;
    assert!(
        (value - expected).abs() <= 1e-9 * expected.abs(),
        "revenue in row 0 is 66503.12240000001, not {value}"
    );
    Ok(())
}

/// Kills `0dde91e77f2f` `32c1c67e2ae9` `6030843ee1f8` `6375bb0dcbf6` `818688610650` `9bc4a65ddef4` `9f02d579ba8c`
#[test]
fn revenue_is_the_same_in_sql() -> Result<(), Box<dyn Error>> {
    let lineitem = df!(
        "l_orderkey" => [450i64, 450],
        "l_extendedprice" => [63739.62, 4820.3],
        "l_discount" => [0.03, 0.03],
        "l_shipdate" => Series::new("".into(), [9288i32, 9222]).cast(&DataType::Date)?,
    )?;
    let orders = df!(
        "o_orderkey" => [450i64],
        "o_custkey" => [475i64],
        "o_orderdate" => Series::new("".into(), [9194i32]).cast(&DataType::Date)?,
        "o_shippriority" => [0i32],
    )?;
    let customer = df!(
        "c_custkey" => [475i64],
        "c_mktsegment" => ["BUILDING"],
    )?;
    let supplier = DataFrame::empty();
    let part = DataFrame::empty();
    let nation = DataFrame::empty();
    let region = DataFrame::empty();
    let tables = Tables {
        lineitem: lineitem.lazy(),
        orders: orders.lazy(),
        customer: customer.lazy(),
        supplier: supplier.lazy(),
        part: part.lazy(),
        nation: nation.lazy(),
        region: region.lazy(),
    };
    let result = sql::shipping_priority(&tables, "BUILDING")?.collect()?;
    let value = result.column("revenue")?.get(0)?.try_extract::<f64>()?;
    let expected: f64 = 66503.12240000001;
    assert!(
        (value - expected).abs() <= 1e-9 * expected.abs(),
        "revenue in row 0 is 66503.12240000001, not {value}"
    );
    Ok(())
}

/// Kills `04c3fa9920ff` `55fde60b9485` `b35d8733d427` `c980ebddaf67` `cd6817d5025d`
#[test]
fn nothing_waits_that_was_ordered_later() -> Result<(), Box<dyn Error>> {
    let lineitem = df!(
        "l_orderkey" => [101i64],
        "l_extendedprice" => [53124.82],
        "l_discount" => [0.1],
        "l_shipdate" => Series::new("".into(), [9668i32]).cast(&DataType::Date)?,
    )?;
    let orders = df!(
        "o_orderkey" => [101i64],
        "o_custkey" => [280i64],
        "o_orderdate" => Series::new("".into(), [9572i32]).cast(&DataType::Date)?,
        "o_shippriority" => [0i32],
    )?;
    let customer = df!(
        "c_custkey" => [280i64],
        "c_mktsegment" => ["BUILDING"],
    )?;
    let supplier = DataFrame::empty();
    let part = DataFrame::empty();
    let nation = DataFrame::empty();
    let region = DataFrame::empty();
    let tables = Tables {
        lineitem: lineitem.lazy(),
        orders: orders.lazy(),
        customer: customer.lazy(),
        supplier: supplier.lazy(),
        part: part.lazy(),
        nation: nation.lazy(),
        region: region.lazy(),
    };
    let result = lazy::shipping_priority(&tables, "BUILDING").collect()?;
    assert_eq!(result.height(), 0, "it returns 0 rows");
    Ok(())
}
