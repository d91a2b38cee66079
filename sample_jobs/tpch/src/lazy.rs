//! The questions as lazy queries, column by column what [`sql`](crate::sql) answers.

use polars::prelude::*;

use crate::Tables;

/// Midnight at the start of a day.
fn day(year: i32, month: u32, day: u32) -> Expr {
    lit(format!("{year:04}-{month:02}-{day:02}")).cast(DataType::Date)
}

/// What a line brings in.
fn revenue() -> Expr {
    col("l_extendedprice") * (lit(1.0) - col("l_discount"))
}

/// The largest first, ties by the next column.
fn falling() -> SortMultipleOptions {
    SortMultipleOptions::default().with_order_descending(true)
}

/// Q1, pricing summary by `l_returnflag` and `l_linestatus`.
pub fn pricing_summary(tables: &Tables) -> LazyFrame {
    let keys = ["l_returnflag", "l_linestatus"];
    tables
        .lineitem
        .clone()
        .filter(col("l_shipdate").lt_eq(day(1998, 9, 2)))
        .group_by(keys.map(col))
        .agg([
            col("l_quantity").sum().alias("sum_qty"),
            col("l_extendedprice").sum().alias("sum_base_price"),
            revenue().sum().alias("sum_disc_price"),
            (revenue() * (lit(1.0) + col("l_tax"))).sum().alias("sum_charge"),
            col("l_quantity").mean().alias("avg_qty"),
            col("l_extendedprice").mean().alias("avg_price"),
            col("l_discount").mean().alias("avg_disc"),
            len().alias("count_order"),
        ])
        .sort(keys, SortMultipleOptions::default())
}

/// Q3, the ten unshipped orders of the largest revenue on a day.
pub fn shipping_priority(tables: &Tables, segment: &str) -> LazyFrame {
    let cut = || day(1995, 3, 15);
    tables
        .customer
        .clone()
        .filter(col("c_mktsegment").eq(lit(segment)))
        .inner_join(tables.orders.clone(), col("c_custkey"), col("o_custkey"))
        .inner_join(tables.lineitem.clone(), col("o_orderkey"), col("l_orderkey"))
        .filter(col("o_orderdate").lt(cut()).and(col("l_shipdate").gt(cut())))
        .group_by([col("o_orderkey").alias("l_orderkey"), col("o_orderdate"), col("o_shippriority")])
        .agg([revenue().sum().alias("revenue")])
        .select(["l_orderkey", "revenue", "o_orderdate", "o_shippriority"].map(col))
        .sort_by_exprs(
            [col("revenue"), col("o_orderdate")],
            SortMultipleOptions::default().with_order_descending_multi([true, false]),
        )
        .limit(10)
}

/// Q4, orders with a late line by priority.
pub fn late_orders(tables: &Tables) -> LazyFrame {
    let late = tables.lineitem.clone().filter(col("l_commitdate").lt(col("l_receiptdate")));
    tables
        .orders
        .clone()
        .filter(col("o_orderdate").gt_eq(day(1993, 7, 1)).and(col("o_orderdate").lt(day(1993, 10, 1))))
        .semi_join(late, col("o_orderkey"), col("l_orderkey"))
        .group_by([col("o_orderpriority")])
        .agg([len().alias("order_count")])
        .sort(["o_orderpriority"], SortMultipleOptions::default())
}

/// Q5, revenue inside a nation, the largest first.
pub fn local_supplier_volume(tables: &Tables) -> LazyFrame {
    tables
        .region
        .clone()
        .filter(col("r_name").eq(lit("ASIA")))
        .inner_join(tables.nation.clone(), col("r_regionkey"), col("n_regionkey"))
        .inner_join(tables.customer.clone(), col("n_nationkey"), col("c_nationkey"))
        .inner_join(tables.orders.clone(), col("c_custkey"), col("o_custkey"))
        .filter(col("o_orderdate").gt_eq(day(1994, 1, 1)).and(col("o_orderdate").lt(day(1995, 1, 1))))
        .inner_join(tables.lineitem.clone(), col("o_orderkey"), col("l_orderkey"))
        .join(
            tables.supplier.clone(),
            [col("l_suppkey"), col("n_nationkey")],
            [col("s_suppkey"), col("s_nationkey")],
            JoinArgs::new(JoinType::Inner),
        )
        .group_by([col("n_name")])
        .agg([revenue().sum().alias("revenue")])
        .sort(["revenue"], falling())
}

/// Q6, what small discounts on small quantities cost in 1994, as one number.
pub fn forecast(tables: &Tables) -> LazyFrame {
    let in_1994 = col("l_shipdate").gt_eq(day(1994, 1, 1)).and(col("l_shipdate").lt(day(1995, 1, 1)));
    tables
        .lineitem
        .clone()
        .filter(in_1994)
        .filter(col("l_discount").is_between(lit(0.05), lit(0.07), ClosedInterval::Both))
        .filter(col("l_quantity").lt(lit(24)))
        .select([(col("l_extendedprice") * col("l_discount")).sum().alias("revenue")])
}

/// Q10, the twenty customers with the largest revenue of returned items.
pub fn returned_items(tables: &Tables) -> LazyFrame {
    let quarter = col("o_orderdate").gt_eq(day(1993, 10, 1)).and(col("o_orderdate").lt(day(1994, 1, 1)));
    tables
        .customer
        .clone()
        .inner_join(tables.orders.clone(), col("c_custkey"), col("o_custkey"))
        .inner_join(tables.lineitem.clone(), col("o_orderkey"), col("l_orderkey"))
        .inner_join(tables.nation.clone(), col("c_nationkey"), col("n_nationkey"))
        .filter(quarter.and(col("l_returnflag").eq(lit("R"))))
        .group_by(["c_custkey", "c_name", "c_acctbal", "n_name"].map(col))
        .agg([revenue().sum().alias("revenue")])
        .select(["c_custkey", "c_name", "revenue", "c_acctbal", "n_name"].map(col))
        .sort(["revenue"], falling())
        .limit(20)
}

/// Q12, late lines of urgent and of other orders by shipping mode.
pub fn shipping_modes(tables: &Tables) -> LazyFrame {
    let urgent = || col("o_orderpriority").eq(lit("1-URGENT")).or(col("o_orderpriority").eq(lit("2-HIGH")));
    let count = |condition: Expr| when(condition).then(lit(1)).otherwise(lit(0)).sum();
    tables
        .orders
        .clone()
        .inner_join(tables.lineitem.clone(), col("o_orderkey"), col("l_orderkey"))
        .filter(col("l_shipmode").eq(lit("MAIL")).or(col("l_shipmode").eq(lit("SHIP"))))
        .filter(col("l_commitdate").lt(col("l_receiptdate")).and(col("l_shipdate").lt(col("l_commitdate"))))
        .filter(col("l_receiptdate").gt_eq(day(1994, 1, 1)).and(col("l_receiptdate").lt(day(1995, 1, 1))))
        .group_by([col("l_shipmode")])
        .agg([count(urgent()).alias("high_line_count"), count(urgent().not()).alias("low_line_count")])
        .sort(["l_shipmode"], SortMultipleOptions::default())
}

/// Q14, percent of a month's revenue that promoted parts made.
pub fn promotion_effect(tables: &Tables) -> LazyFrame {
    let promoted = col("p_type").str().starts_with(lit("PROMO"));
    tables
        .lineitem
        .clone()
        .inner_join(tables.part.clone(), col("l_partkey"), col("p_partkey"))
        .filter(col("l_shipdate").gt_eq(day(1995, 9, 1)).and(col("l_shipdate").lt(day(1995, 10, 1))))
        .select([(lit(100.0) * when(promoted).then(revenue()).otherwise(lit(0.0)).sum() / revenue().sum())
            .alias("promo_revenue")])
}
