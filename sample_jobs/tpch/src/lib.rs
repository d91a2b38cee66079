//! Questions of the TPC-H benchmark over the tables of a wholesaler, each asked twice: as SQL text through polars'
//! [`SQLContext`] in [`sql`], and as a lazy query in [`lazy`].
//!
//! Prices are in dollars, discounts and taxes shares of 1, and `l_extendedprice * (1 - l_discount)` is the revenue of a
//! line. The texts and their constants are those of the specification (TPC-H 3.0.1, section 2.4).

pub mod lazy;
pub mod sql;

use std::path::Path;

use polars::prelude::*;
use polars::sql::SQLContext;

/// The tables that the questions read.
#[derive(Clone)]
pub struct Tables {
    /// One row per part of an order, keyed by `l_orderkey` and `l_linenumber`.
    pub lineitem: LazyFrame,
    /// One row per order, keyed by `o_orderkey`.
    pub orders: LazyFrame,
    /// One row per customer, keyed by `c_custkey`.
    pub customer: LazyFrame,
    /// One row per supplier, keyed by `s_suppkey`.
    pub supplier: LazyFrame,
    /// One row per part, keyed by `p_partkey`.
    pub part: LazyFrame,
    /// One row per nation, keyed by `n_nationkey`.
    pub nation: LazyFrame,
    /// One row per region, keyed by `r_regionkey`.
    pub region: LazyFrame,
}

impl Tables {
    /// The Parquet files of these names in `directory`. Errors when one cannot be scanned.
    pub fn in_directory(directory: &Path) -> PolarsResult<Self> {
        let scan = |name: &str| {
            let path = directory.join(name).with_extension("parquet");
            LazyFrame::scan_parquet(PlRefPath::try_from_path(&path)?, ScanArgsParquet::default())
        };
        Ok(Self {
            lineitem: scan("lineitem")?,
            orders: scan("orders")?,
            customer: scan("customer")?,
            supplier: scan("supplier")?,
            part: scan("part")?,
            nation: scan("nation")?,
            region: scan("region")?,
        })
    }

    /// A context that knows the tables by their names.
    pub fn context(&self) -> SQLContext {
        let context = SQLContext::new();
        context.register("lineitem", self.lineitem.clone());
        context.register("orders", self.orders.clone());
        context.register("customer", self.customer.clone());
        context.register("supplier", self.supplier.clone());
        context.register("part", self.part.clone());
        context.register("nation", self.nation.clone());
        context.register("region", self.region.clone());
        context
    }
}
