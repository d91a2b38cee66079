//! A nightly job over the orders of several shops, in polars, in the styles that people write it: chains, builders,
//! options in variables, helper functions, closures, constant lists of names, and data frames. Parsed, never compiled.

use polars::prelude::*;

/// What a line of an order is known by.
const LINE_KEYS: [&str; 2] = ["order_id", "line"];
/// What reports are sorted by.
const REPORT_ORDER: [&str; 2] = ["shop", "day"];
const LOOKUP: JoinType = JoinType::Left;
const LATE_DAYS: i64 = 14;

pub struct Tables {
    pub orders: LazyFrame,
    pub lines: LazyFrame,
    pub customers: LazyFrame,
    pub refunds: LazyFrame,
    pub rates: LazyFrame,
}

pub enum Grain {
    Day,
    Month,
}

/// Orders without tests and duplicates, with their lines.
pub fn clean(tables: &Tables) -> LazyFrame {
    let wanted = col("state").neq(lit("test")).and(col("shop").is_not_null());
    let lines = tables.lines.clone().unique_stable(
        Some(cols(["order_id", "line"])),
        UniqueKeepStrategy::Last,
    );
    tables
        .orders
        .clone()
        .filter(wanted)
        .unique(Some(cols(["order_id"])), UniqueKeepStrategy::First)
        .drop_nulls(Some(cols(["ordered_at"])))
        .inner_join(lines, col("order_id"), col("order_id"))
        .with_columns([
            col("discount").fill_null(lit(0.0)).clip(lit(0.0), lit(1.0)),
            col("email").str().strip_chars(lit(NULL)).str().to_lowercase(),
            col("sku").str().replace_all(lit("-"), lit(""), true),
            coalesce(&[col("shipped_at"), col("promised_at"), col("ordered_at")]).alias("counts_at"),
            concat_str([col("shop"), col("sku")], "/", true).alias("article"),
        ])
        .filter(col("quantity").is_between(lit(1), lit(1000), ClosedInterval::Both))
}

fn net() -> Expr {
    (col("price") * col("quantity") * (lit(1.0) - col("discount"))).round(2, RoundMode::HalfToEven)
}

fn is_late() -> Expr {
    let days = (col("shipped_at") - col("promised_at")).dt().total_days(false);
    days.gt(lit(LATE_DAYS)).or(col("shipped_at").is_null().and(col("cancelled").not()))
}

fn size_class() -> Expr {
    when(col("quantity").gt_eq(lit(100)))
        .then(lit("bulk"))
        .when(col("quantity").gt(lit(10)))
        .then(lit("large"))
        .otherwise(lit("small"))
}

fn sign() -> Expr {
    when(col("kind").eq(lit("refund"))).then(lit(-1)).otherwise(lit(1))
}

/// One row per shop and day.
pub fn by_day(orders: LazyFrame, grain: Grain) -> LazyFrame {
    let period = match grain {
        Grain::Day => col("ordered_at").dt().truncate(lit("1d")),
        Grain::Month => col("ordered_at").dt().truncate(lit("1mo")),
    };
    let paid = col("order_id").filter(col("state").eq(lit("paid"))).count();
    let percentiles: Vec<Expr> = vec![
        col("net").quantile(lit(0.9), QuantileMethod::Linear).alias("p90"),
        col("net").std(1).alias("spread"),
    ];
    let mut aggregates = vec![
        len().alias("lines"),
        col("customer").n_unique().alias("customers"),
        paid.alias("paid"),
        col("net").sum().alias("net"),
        col("net").mean().alias("mean_net"),
        col("net").max().alias("largest"),
        is_late().sum().alias("late"),
        col("sku").last().alias("last_sku"),
        col("sku").sort_by([col("net")], SortMultipleOptions::default()).first().alias("cheapest"),
        col("sku").max_by(col("net")).alias("dearest"),
    ];
    aggregates.extend(percentiles);
    orders
        .with_columns([net().alias("net"), period.alias("day"), size_class().alias("size")])
        .group_by([col("shop"), col("day")])
        .agg(aggregates)
        .filter(col("lines").gt_eq(lit(5)))
        .sort(REPORT_ORDER, SortMultipleOptions::default().with_nulls_last(true))
}

/// The table of [`by_day`] with running values of each shop.
pub fn trends(days: LazyFrame) -> PolarsResult<LazyFrame> {
    let week = RollingOptionsDynamicWindow {
        window_size: Duration::parse("7d"),
        min_periods: 1,
        closed_window: ClosedWindow::Right,
        fn_params: None,
    };
    let ranks = RankOptions { method: RankMethod::Min, descending: true };
    let by_shop = |expr: Expr| expr.over([col("shop")]);
    let running = col("net").cum_sum(false).over_with_options(
        Some([col("shop")]),
        Some(([col("day")], SortOptions::default())),
        WindowMapping::GroupsToRows,
    )?;
    let best = max_horizontal([col("net"), col("before")])?;
    Ok(days
        .with_columns([
            col("net").rolling_mean_by(col("day"), week).alias("week"),
            by_shop(col("net").shift(lit(1)))?.alias("before"),
            by_shop(col("net").diff(lit(1), polars::series::ops::NullBehavior::Ignore))?.alias("change"),
            running.alias("running"),
            (col("net") / col("net").sum().over([col("shop"), col("day")])?).alias("share"),
            col("net").rank(ranks, None).alias("rank"),
            col("net").fill_null_with_strategy(FillNullStrategy::Forward(None)).alias("filled"),
            col("lines").strict_cast(DataType::Int16).alias("lines_16"),
        ])
        .with_column(best.alias("best"))
        .limit(1000))
}

/// Seasons: which month and day of the week sells, and when the bill is due.
pub fn seasons(orders: LazyFrame) -> LazyFrame {
    orders
        .with_columns([
            col("ordered_at").dt().month().alias("month"),
            col("ordered_at").dt().weekday().alias("weekday"),
            col("ordered_at").dt().offset_by(lit("30d")).alias("due"),
        ])
        .group_by_stable([col("month"), col("weekday")])
        .agg([col("price").sum().alias("gross"), col("quantity").sum().alias("pieces")])
        .sort_by_exprs(
            [col("gross"), col("month")],
            SortMultipleOptions::default().with_order_descending_multi([true, false]).with_maintain_order(true),
        )
}

pub fn in_local_time(orders: LazyFrame, zone: TimeZone) -> LazyFrame {
    orders.with_column(col("ordered_at").dt().convert_time_zone(zone))
}

/// Lines with the rate of their day: the last one before.
pub fn converted(lines: LazyFrame, rates: LazyFrame) -> LazyFrame {
    let asof = AsOfOptions {
        strategy: AsofStrategy::Backward,
        tolerance_str: Some("5d".into()),
        left_by: Some(vec!["currency".into()]),
        right_by: Some(vec!["currency".into()]),
        allow_eq: true,
        ..Default::default()
    };
    lines
        .sort(["day"], SortMultipleOptions::default())
        .join(
            rates.sort(["day"], SortMultipleOptions::default()),
            [col("day")],
            [col("day")],
            JoinArgs::new(JoinType::AsOf(Box::new(asof))),
        )
        .with_column((col("price") * col("rate") * sign()).alias("price_eur"))
}

/// Orders with their customers, by a builder.
pub fn with_customers(orders: LazyFrame, customers: LazyFrame) -> LazyFrame {
    orders
        .join_builder()
        .with(customers)
        .left_on([col("customer"), col("country")])
        .right_on([col("id"), col("country")])
        .how(JoinType::Left)
        .validate(JoinValidation::ManyToOne)
        .coalesce(JoinCoalesce::CoalesceColumns)
        .suffix("_customer")
        .finish()
}

/// Refunds that belong to no order, and orders that were not refunded.
pub fn unmatched(orders: LazyFrame, refunds: LazyFrame) -> PolarsResult<LazyFrame> {
    let keys = [col("order_id"), col("line")];
    let lost = refunds.clone().anti_join(orders.clone(), col("order_id"), col("order_id"));
    let args = JoinArgs { validation: JoinValidation::OneToMany, ..JoinArgs::new(LOOKUP) };
    let kept = orders.join(refunds, keys.clone(), keys, args).filter(col("refund").is_null());
    concat(
        [lost.select([col("order_id")]), kept.select([col("order_id")])],
        UnionArgs { parallel: false, ..Default::default() },
    )
}

/// Customers by where they come from.
pub fn origins(customers: LazyFrame) -> LazyFrame {
    let domestic = lit(Series::new("domestic".into(), ["DE", "AT", "CH"])).implode(true);
    customers
        .with_columns([
            col("country").is_in(domestic, false).alias("domestic"),
            col("email").str().ends_with(lit(".de")).alias("german_mail"),
            col("tags").list().len().alias("tag_count"),
        ])
        .explode(cols(["tags"]), ExplodeOptions { empty_as_null: true, keep_nulls: true })
        .group_by(LINE_KEYS)
        .agg([col("id").count().alias("customers")])
        .top_k(10, [col("customers")], SortMultipleOptions::default())
}

/// Gross by shop, one column per kind of payment.
pub fn wide(orders: LazyFrame, kinds: DataFrame) -> LazyFrame {
    orders.pivot(
        cols(["payment"]),
        std::sync::Arc::new(kinds),
        cols(["shop"]),
        cols(["price"]),
        element().sum(),
        true,
        "_".into(),
        polars::frame::PivotColumnNaming::Auto,
    )
}

/// Hours of the day in which orders come in.
pub fn hours(orders: LazyFrame) -> LazyFrame {
    let options = DynamicGroupOptions {
        index_column: "ordered_at".into(),
        every: Duration::parse("1h"),
        period: Duration::parse("1h"),
        offset: Duration::parse("0h"),
        closed_window: ClosedWindow::Left,
        ..Default::default()
    };
    orders
        .group_by_dynamic(col("ordered_at"), [col("shop")], options)
        .agg([len().alias("orders"), col("order_id").first().alias("first")])
}

/// Smoothed by a fixed number of rows.
pub fn smoothed(days: LazyFrame) -> LazyFrame {
    let window = RollingOptionsFixedWindow { window_size: 3, min_periods: 2, ..Default::default() };
    days.select([col("day"), col("net").rolling_sum(window).alias("net")])
}

/// The same with data frames, as older code does it.
pub fn eager(orders: &DataFrame, customers: &DataFrame) -> PolarsResult<DataFrame> {
    let quantity = orders.column("quantity")?.i64()?;
    let price = orders.column("price")?.f64()?;
    let mask = &quantity.gt(3) & &price.lt_eq(100.0);
    let large = orders.filter(&mask)?;
    let joined = large.left_join(customers, ["customer"], ["id"])?;
    let joined = joined.sort(["shop", "day"], SortMultipleOptions::new().with_order_descending(true))?;
    let once = joined.unique_stable(None, UniqueKeepStrategy::Any, None)?;
    let totals = once.group_by(["shop", "day"])?.select(["price"]).sum()?;
    let top = totals.head(Some(10)).drop_nulls::<String>(None)?;
    let total = top.column("price_sum")?.f64()?.sum().unwrap_or(0.0);
    if total > 0.0 { Ok(top) } else { once.inner_join(customers, ["customer"], ["id"]) }
}

/// Values that are equal, null or not.
pub fn changed(old: LazyFrame, new: LazyFrame) -> LazyFrame {
    old.full_join(new, col("id"), col("id")).filter(
        col("name").neq(col("name_right")).or(col("price").eq_missing(col("price_right"))),
    )
}
