//! The questions as SQL.

use polars::prelude::*;

use crate::Tables;

/// Q4, order priority checking: orders of a quarter with a line that came late.
const LATE_ORDERS: &str = "
    SELECT o_orderpriority, COUNT(*) AS order_count
    FROM orders
    WHERE o_orderdate >= DATE '1993-07-01'
      AND o_orderdate < DATE '1993-10-01'
      AND o_orderkey IN (SELECT l_orderkey FROM lineitem WHERE l_commitdate < l_receiptdate)
    GROUP BY o_orderpriority
    ORDER BY o_orderpriority";

/// Runs one text; nothing is computed before `collect`.
fn ask(tables: &Tables, text: &str) -> PolarsResult<LazyFrame> {
    tables.context().execute(text)
}

/// Q1, pricing summary by `l_returnflag` and `l_linestatus`.
pub fn pricing_summary(tables: &Tables) -> PolarsResult<LazyFrame> {
    ask(tables, include_str!("queries/q1.sql"))
}

/// Q3, shipping priority: the ten unshipped orders of the largest revenue on a day, with the day and the priority.
pub fn shipping_priority(tables: &Tables, segment: &str) -> PolarsResult<LazyFrame> {
    let text = format!(
        "SELECT l_orderkey, SUM(l_extendedprice * (1 - l_discount)) AS revenue, o_orderdate, o_shippriority
         FROM customer
         JOIN orders ON c_custkey = o_custkey
         JOIN lineitem ON l_orderkey = o_orderkey
         WHERE c_mktsegment = '{segment}'
           AND o_orderdate < DATE '1995-03-15'
           AND l_shipdate > DATE '1995-03-15'
         GROUP BY l_orderkey, o_orderdate, o_shippriority
         ORDER BY revenue DESC, o_orderdate
         LIMIT 10"
    );
    ask(tables, &text)
}

/// Q4, orders with a late line by priority.
pub fn late_orders(tables: &Tables) -> PolarsResult<LazyFrame> {
    ask(tables, LATE_ORDERS)
}

/// Q5, revenue inside a nation, the largest first.
pub fn local_supplier_volume(tables: &Tables) -> PolarsResult<LazyFrame> {
    ask(tables, include_str!("queries/q5.sql"))
}

/// Q6, forecast of revenue change: what small discounts on small quantities cost in 1994, as one number.
pub fn forecast(tables: &Tables) -> PolarsResult<LazyFrame> {
    ask(
        tables,
        "SELECT SUM(l_extendedprice * l_discount) AS revenue
         FROM lineitem
         WHERE l_shipdate >= DATE '1994-01-01'
           AND l_shipdate < DATE '1995-01-01'
           AND l_discount BETWEEN 0.05 AND 0.07
           AND l_quantity < 24",
    )
}

/// Q10, the twenty customers with the largest revenue of returned items.
pub fn returned_items(tables: &Tables) -> PolarsResult<LazyFrame> {
    ask(tables, include_str!("queries/q10.sql"))
}

/// Q12, shipping modes and order priority: late lines of urgent and of other orders.
pub fn shipping_modes(tables: &Tables) -> PolarsResult<LazyFrame> {
    let text = r#"
        SELECT
            l_shipmode,
            SUM(CASE WHEN o_orderpriority IN ('1-URGENT', '2-HIGH') THEN 1 ELSE 0 END) AS high_line_count,
            SUM(CASE WHEN o_orderpriority NOT IN ('1-URGENT', '2-HIGH') THEN 1 ELSE 0 END) AS low_line_count
        FROM orders
        JOIN lineitem ON o_orderkey = l_orderkey
        WHERE l_shipmode IN ('MAIL', 'SHIP')
          AND l_commitdate < l_receiptdate -- late
          AND l_shipdate < l_commitdate    -- but sent in time
          AND l_receiptdate >= DATE '1994-01-01'
          AND l_receiptdate < DATE '1995-01-01'
        GROUP BY l_shipmode
        ORDER BY l_shipmode
    "#;
    ask(tables, text)
}

/// Q14, promotion effect: percent of a month's revenue that promoted parts made.
pub fn promotion_effect(tables: &Tables) -> PolarsResult<LazyFrame> {
    ask(
        tables,
        "SELECT 100.00 * SUM(CASE WHEN p_type LIKE 'PROMO%' THEN l_extendedprice * (1 - l_discount) ELSE 0 END)
             / SUM(l_extendedprice * (1 - l_discount)) AS promo_revenue
         FROM lineitem
         JOIN part ON l_partkey = p_partkey
         WHERE l_shipdate >= DATE '1995-09-01'
           AND l_shipdate < DATE '1995-10-01'",
    )
}
