//! Order, nulls, time, text and names of columns in polars, one call a line, right and almost right: numbers of
//! arguments, receivers, literals at their bounds, and columns whose table or type can or cannot be told. Parsed, never
//! compiled; the tables `sales` and `shops` of the listing are what the columns may come from.

use polars::prelude::*;

const ORDER: [&str; 2] = ["shop", "day"];
const ONLY_KEYS: [&str; 2] = ["gross_total", "day"];
const OF_TWO_TABLES: [&str; 2] = ["gross_total", "city"];
const SELECTED: [&str; 2] = ["gross_total", "net_total"];
const UNUSED: [&str; 1] = ["gross_total"];
const MIXED: [&str; 2] = ["gross_total", NAME];
const ALL_NUMBERS: [&str; 3] = ["gross_total", "net_total", "pieces"];
const AFTER_A_CALL: [&str; 1] = ["pieces"];
const BY_PATH: [&str; 1] = ["pieces"];
static HELD: [&str; 2] = ["shop", "day"];

fn order(lf: LazyFrame, df: DataFrame, s: Series, ints: Int64Chunked) -> PolarsResult<()> {
    lf.sort(["a"], SortMultipleOptions::default());
    lf.sort(["a"], Default::default());
    lf.sort(["a"], options);
    lf.sort(["a"], &options);
    lf.sort(["a"], options.clone().with_order_descending(true));
    lf.sort(["a"], SortMultipleOptions::new().with_order_descending(false).with_nulls_last(false));
    lf.sort(["a"], -options);
    lf.sort(["a"], SortMultipleOptions { descending: vec![true], ..o });
    lf.sort(["a"]);
    lf.sort(["a", "b"], options);
    lf.sort(["a", "b", "c"], SortMultipleOptions::default().with_order_descending_multi([true, false, true]));
    lf.sort(["a", "b"], SortMultipleOptions::default().with_order_descending_multi([true]));
    lf.sort(["a", "b"], SortMultipleOptions::default().with_order_descending_multi(flags));
    lf.sort(["a", "b"], SortMultipleOptions::default().with_order_descending_multi([true, false]).with_nulls_last_multi([false, true]));
    lf.sort(["a", "b"], SortMultipleOptions::default()
        .with_nulls_last_multi([false, true])
        .with_order_descending_multi([true, false]));
    lf.sort(["a", "b"], SortMultipleOptions::default().with_nulls_last_multi(flags));
    lf.sort_by_exprs([col("a"), col("b")], options);
    lf.sort_by_exprs([col("a")], SortMultipleOptions::default());
    lf.sort(ORDER, SortMultipleOptions::default());
    df.sort(["a"], SortMultipleOptions::default())?;
    df.sort(["a", "b"], SortMultipleOptions::default())?;
    df.sort_in_place(["a"], o)?;
    s.sort(SortOptions::default())?;
    s.sort_with(SortOptions::default());
    s.sort(true);
    ints.sort(false);
    ints.sort_with(options);
    col("a").sort(SortOptions::default());
    col("a").sort(SortOptions::default().with_order_descending(true));
    col("a").sort_by([col("b")], SortMultipleOptions::default());
    col("a").sort_by([col("b"), col("c")], SortMultipleOptions::default());
    col("a").sort_by([col("b"), col("c")], |x| x);
    col("a").list().sort(SortOptions::default());
    rows.sort_by(|a, b| a.cmp(b), 1);
    rows.sort();
    lf.reverse();
    df.reverse();
    s.reverse();
    col("a").reverse();
    col("a").reverse(1);
    col("a").str().reverse();
    col("a").list().reverse();
    o.with_order_descending(true);
    o.with_nulls_last(false);
    o.with_maintain_order(true);
    o.with_maintain_order(false);
    o.with_maintain_order(flag);
    o.with_maintain_order(true, 1);
    lf.top_k(5, [col("a")], SortMultipleOptions::default());
    lf.bottom_k(5, [col("a")], SortMultipleOptions::default().with_nulls_last(true));
    lf.unique(None, UniqueKeepStrategy::First);
    lf.unique(Some(cols(["a", "b"])), k);
    lf.unique(Some(cols(["a"])), k);
    lf.unique(subset, k);
    lf.unique_stable(Some(cols(["a", "b"])), k);
    lf.unique_generic(None, k);
    lf.unique_stable_generic(Some(vec![col("a"), col("b")]), k);
    lf.unique();
    df.unique::<(), ()>(None, k, None)?;
    df.unique_stable(Some(&["a".into(), "b".into()]), k, None)?;
    df.unique_stable(None, k)?;
    df.partition_by_stable(["a"], true)?;
    lf.group_by_stable([col("a")]);
    s.unique()?;
    s.unique_stable()?;
    col("a").unique();
    col("a").unique_stable();
    col("a").unique(1);
    col("a").list().unique();
    lf.group_by(["a", "b"]).agg([len()]).unique(None, k);
    lf.group_by(["a", "b"]).agg([len()]).unique(Some(cols(["a", "b"])), k);
    lf.group_by_stable([col("a")]).agg([len()]).unique_stable(Some(cols(["a", "b"])), k);
    lf.group_by(["a", "b"]).agg([len()]).unique(Some(cols(["a"])), k);
    lf.group_by(keys).agg([len()]).unique(Some(cols(["a"])), k);
    lf.group_by(["a"]).head(None).unique(None, k);
    lf.group_by_dynamic(col("t"), [], o).agg([len()]).unique(None, k);
    // Sorts that nothing looks at.
    lf.sort(["a"], o).group_by(["a"]).agg([col("b").sum()]);
    lf.sort(["a"], o).group_by(["a"]).agg([col("b").first()]);
    lf.sort(["a"], o).group_by(["a"]).agg([col("b").head(None).sum()]);
    lf.sort(["a"], o).group_by(["a"]).agg([(col("b").sum() / len()).alias("x"), lit(1), col("c").mean().round(1, m).cast(t)]);
    lf.sort(["a"], o).group_by(["a"]).agg([col("b").sum() - col("c").last()]);
    lf.sort(["a"], o).group_by(["a"]).agg([len(1)]);
    lf.sort(["a"], o).group_by(["a"]).agg(aggregates);
    lf.sort(["a"], o).group_by(["a"]).agg([col("b")]);
    lf.sort(["a"], o).group_by_stable(["a"]).agg([col("b").sum()]);
    lf.sort(["a"], o).filter(p).with_columns([q]).group_by(["a"]).agg([col("b").sum()]);
    lf.sort(["a"], o).with_columns([col("b").shift(lit(1))]).group_by(["a"]).agg([col("b").sum()]);
    lf.sort(["a"], o).with_columns([col("b").cum_sum(false)]).group_by(["a"]).agg([col("b").sum()]);
    lf.sort(["a"], o).limit(3).group_by(["a"]).agg([col("b").sum()]);
    lf.sort_by_exprs([col("a")], o).drop_nulls(None).group_by(["a"]).agg([col("b").max(), col("b").n_unique()]);
    lf.sort(["a"], o).sort(["b"], o);
    lf.sort(["a"], o).sort(["b"], o.with_maintain_order(true));
    lf.sort(["a"], o).filter(p).sort(["b"], o);
    lf.sort(["a"], o).sort_by_exprs([col("b")], o);
    rows.sort(o).sort(["b"], o);
    Ok(())
}

fn missing(lf: LazyFrame, df: DataFrame, s: Series) -> PolarsResult<()> {
    col("a").fill_null(lit(0));
    col("a").fill_null(lit(3u32));
    col("a").fill_null(lit(0.0));
    col("a").fill_null(lit(-2.5));
    col("a").fill_null(lit(""));
    col("a").fill_null(lit("none"));
    col("a").fill_null(lit(true));
    col("a").fill_null(false);
    col("a").fill_null(1);
    col("a").fill_null(col("b"));
    col("a").fill_null(lit(1), 2);
    col("a").fill_nan(lit(0.0));
    col("a").fill_null_with_strategy(FillNullStrategy::Forward(None));
    col("a").shift_and_fill(lit(1), lit(0));
    col("a").shift_and_fill(lit(1));
    s.fill_null_with_values(7)?;
    s.fill_null(FillNullStrategy::Zero)?;
    s.fill_nan(1);
    df.fill_null(FillNullStrategy::Mean)?;
    lf.fill_null(lit(0));
    lf.fill_nan(lit(0));
    x.fill_null(0);
    lf.drop_nulls(None);
    lf.drop_nulls(Some(cols(["a"])));
    lf.drop_nulls();
    lf.drop_nans(None);
    df.drop_nulls::<String>(None)?;
    df.drop_nulls()?;
    s.drop_nulls();
    col("a").drop_nulls();
    col("a").drop_nans();
    col("a").drop_nulls(1);
    col("a").list().drop_nulls();
    len().fill_null(lit(0));
    len().alias("n").fill_null(lit(0));
    len(1).fill_null(lit(0));
    col("a").count().fill_null(lit(0));
    (col("a").n_unique()).cast(t).fill_null(lit(0));
    col("a").sum().fill_null(lit(0));
    col("a").is_null().drop_nulls();
    col("a").max().fill_null(lit(0));
    rows.sum().fill_null(lit(0));
    coalesce(&[col("a"), col("b")]);
    coalesce(&[col("a"), col("b"), col("c")]);
    coalesce(&[col("a"), lit(0)]);
    coalesce(&[f(), lit(0)]);
    coalesce(&[lit(0), col("a")]);
    coalesce(&[col("a")]);
    coalesce(&choices);
    coalesce(&[col("a"), col("b")], 1);
    coalesce([col("a"), -col("b")]);
    col("a").is_null();
    col("a").is_not_null();
    col("a").is_nan();
    col("a").is_not_nan();
    col("a").is_null(1);
    s.is_null();
    s.is_not_null();
    df.is_null();
    is_null(col("a"));
    is_not_null(col("a"));
    is_null(value);
    is_null(col("a"), 1);
    prelude::is_null(col("a"));
    when(col("a")).then(lit(1)).otherwise(lit(2));
    when(col("a")).then(lit(1)).otherwise(lit(1));
    when(col("a")).then(lit(1)).when(col("b")).then(lit(2)).otherwise(lit(3));
    when(a, b).then(lit(1)).otherwise(lit(2));
    when(a).then(lit(1), 2).otherwise(lit(2));
    when(a).then(lit(1)).otherwise(lit(2), 3);
    x.then(lit(1)).otherwise(lit(2));
    col("a").cast(DataType::Int8);
    col("a").strict_cast(DataType::Date);
    col("a").cast(DataType::Float64);
    col("a").cast(DataType::Float32);
    col("a").cast(DataType::String);
    col("a").cast(DataType::Int8, 1);
    col("a").count().cast(DataType::Int8);
    len().cast(DataType::Int8);
    f().cast(DataType::Int8);
    s.cast(&DataType::Int16)?;
    s.strict_cast(&DataType::Int16)?;
    df.cast(DataType::Int8);
    col("a").cast(DataType::Float64) / col("b");
    col("a") / col("b").strict_cast(DataType::Float64);
    (col("a").cast(DataType::Float64)) / (col("b"));
    col("a").cast(DataType::Float32) / col("b");
    col("a").cast(DataType::Float64) * col("b");
    col("a").over(DataType::Float64) / col("b");
    Ok(())
}

fn time(lf: LazyFrame, s: Series) -> PolarsResult<()> {
    col("a").cum_sum(false);
    col("a").cum_max(true);
    col("a").cum_min(false);
    col("a").cum_prod(false);
    col("a").cum_count(flag);
    col("a").cum_sum();
    x.cum_sum(false, 1);
    col("t").dt().offset_by(lit("1d"));
    col("t").dt().offset_by(lit("-12h30m"));
    col("t").dt().offset_by(lit("d"));
    col("t").dt().offset_by(col("d"));
    col("t").dt().offset_by(lit("1d"), 1);
    x.offset_by(lit("1d"));
    col("t").dt().year();
    col("t").dt().iso_year();
    col("t").dt().quarter();
    col("t").dt().month();
    col("t").dt().week();
    col("t").dt().day();
    col("t").dt().weekday();
    col("t").dt().hour();
    col("t").dt().minute();
    col("t").dt().second();
    col("t").dt().millisecond();
    col("t").dt().microsecond();
    col("t").dt().nanosecond();
    col("t").dt().total_days(false);
    col("t").dt().total_hours(false);
    col("t").dt().total_minutes(false);
    col("t").dt().total_seconds(false);
    col("t").dt().total_milliseconds(false);
    col("t").dt().hour(1);
    col("t").hour();
    s.year();
    s.month(1);
    col("t").dt(1).year();
    col("a").diff(lit(1), n);
    col("a").diff(lit(-2), n);
    col("a").diff(lit(0), n);
    col("a").diff(lit(1));
    col("a").diff(k, n);
    col("a").pct_change(lit(1));
    col("a").pct_change(lit(1), 2);
    s.diff(1, n)?;
    col("a").rolling_sum(o);
    col("a").rolling_mean(o);
    col("a").rolling_median(o);
    col("a").rolling_min(o);
    col("a").rolling_max(o);
    col("a").rolling_std(o);
    col("a").rolling_var(o);
    col("a").rolling_sum_by(col("t"), o);
    col("a").rolling_mean_by(col("t"), o);
    col("a").rolling_median_by(col("t"), o);
    col("a").rolling_min_by(col("t"), o);
    col("a").rolling_max_by(col("t"), o);
    col("a").rolling_std_by(col("t"), o);
    col("a").rolling_var_by(col("t"), o);
    col("a").ewm_std(o);
    col("a").ewm_var(o);
    col("a").rolling_skew(o);
    x.rolling_sum(o);
    col("a").shift(lit(1));
    col("a").shift(lit(-3));
    col("a").shift(lit(0));
    col("a").shift(n);
    col("a").shift(lit(1), 2);
    col("a").list().shift(lit(1));
    col("a").shift_and_fill(lit(2), lit(0));
    s.shift(1);
    lf.shift(1);
    x.shift(1);
    col("t").dt().convert_time_zone(zone);
    col("t").dt().convert_time_zone(zone, 1);
    col("t").dt().replace_time_zone(Some(zone), lit("raise"), NonExistent::Raise);
    col("t").dt().replace_time_zone(None, lit("raise"), NonExistent::Raise);
    col("t").dt().replace_time_zone(Some(zone));
    col("t").convert_time_zone(zone);
    col("t").dt().truncate(lit("1y"));
    col("t").dt().truncate(lit("1q"));
    col("t").dt().truncate(lit("3mo"));
    col("t").dt().truncate(lit("1w"));
    col("t").dt().truncate(lit("1d"));
    col("t").dt().truncate(lit("12h"));
    col("t").dt().truncate(lit("15m"));
    col("t").dt().truncate(lit("30s"));
    col("t").dt().truncate(lit("100ms"));
    col("t").dt().truncate(lit("100us"));
    col("t").dt().truncate(lit("100ns"));
    col("t").dt().truncate(lit("1h30m"));
    col("t").dt().round(lit("1h"));
    col("t").dt().round(lit("1h"), 1);
    col("t").dt().truncate(every);
    col("t").truncate(lit("1h"));
    Duration::parse("1d");
    Duration::parse("1d", 1);
    Other::parse("1d");
    Ok(())
}

fn text(lf: LazyFrame, df: DataFrame, s: Series, a: DataFrame) -> PolarsResult<()> {
    col("a").clip(lit(0), lit(1));
    col("a").clip(lit(0));
    col("a").clip_min(lit(0));
    col("a").clip_max(lit(1));
    col("a").clip_max();
    s.clip(0, 1);
    concat([x, y], args)?;
    concat(&[x, y, z], args)?;
    concat(vec![x, y], args)?;
    concat([x], args)?;
    concat(all, args)?;
    concat([x, y])?;
    concat([v, w, x, y, z], args)?;
    concat_lf_diagonal([x, y], args)?;
    concat_str([col("a"), col("b")], "-", true);
    concat_str([col("a"), col("b")], "-");
    concat_list([x, y])?;
    df.vstack(&a)?;
    df.vstack(&a, 1)?;
    lf.vstack(&a);
    x.vstack(&a);
    col("a").round(2, RoundMode::HalfToEven);
    col("a").round(0, m);
    col("a").round(n, m);
    col("a").round(2);
    col("a").truncate(1);
    col("a").floor();
    col("a").ceil();
    col("a").floor(1);
    col("a").dt().round(1, m);
    s.round(1, m)?;
    s.floor()?;
    s.ceil()?;
    df.round(1, m);
    max_horizontal([a, b])?;
    min_horizontal([a, b, c])?;
    sum_horizontal([a, b], true)?;
    sum_horizontal([a, b])?;
    mean_horizontal([a, b, c, d, e], true)?;
    mean_horizontal([a], true)?;
    max_horizontal(all)?;
    max_horizontal()?;
    other_horizontal([a, b])?;
    all_horizontal([a, b])?;
    col("a").str().replace_all(lit("a"), lit("b"), true);
    col("a").str().replace(lit("a"), lit("b"), true);
    col("a").str().replace(lit("a"), lit("b"));
    col("a").replace(lit("a"), lit("b"), true);
    text.replace("a", "b");
    col("a").str().starts_with(lit("a"));
    col("a").str().ends_with(lit("a"));
    col("a").str().contains_literal(lit("a"));
    col("a").str().contains(lit("a"), false);
    col("a").str().contains(lit("a"));
    col("a").str().starts_with(lit("a"), 1);
    text.starts_with("a");
    col("a").str().strip_chars(lit(" "));
    col("a").str().strip_chars_start(lit(" "));
    col("a").str().strip_chars_end(lit(" "));
    col("a").str().strip_prefix(lit("a"));
    col("a").str().strip_suffix(lit("a"));
    col("a").str().to_lowercase();
    col("a").str().to_uppercase();
    col("a").str().to_titlecase();
    col("a").str().zfill(lit(3));
    col("a").str().pad_start(3, ' ');
    col("a").str().pad_end(3, ' ');
    col("a").str().normalize(f);
    col("a").to_lowercase();
    s.str()?.to_lowercase();
    s.to_lowercase();
    text.to_lowercase();
    lit(0);
    lit(1);
    lit(-1);
    lit(5u8);
    lit(1u8);
    lit(0u32);
    lit(0.0);
    lit(2.5);
    lit(0f32);
    lit("a");
    lit(n);
    lit(-n);
    polars::prelude::lit(7);
    unlit(7);
    Ok(())
}

fn aliases() {
    [col("a").mean().alias("x"), col("a").median().alias("y")];
    [col("a").count().alias("x"), len().alias("y"), col("b").n_unique().alias("z")];
    [col("a").gt(1).alias("x"), col("b").is_null().alias("y")];
    [col("a").sum().alias("x"), col("b").sum().alias("x")];
    [col("a").sum().alias("x"), col("b").max().alias("y")];
    [col("a").sum().alias("x"), col("b").sum(), col("c").sum().alias("z")];
    [col("a").alias("x"), col("b").alias("y")];
    [lit(1).alias("x"), lit(2).alias("y")];
    [net(1).alias("x"), net(2).alias("y"), gross(1).alias("z")];
    vec![
        col("a").std(1).alias("x"),
        // what it varies by
        col("a").var(1).alias("y"),
    ];
    [a.sum().alias(name), b.sum().alias("y")];
    [(a + b).alias("x"), (c + d).alias("y")];
}

fn columns_of_known_tables(lf: LazyFrame, df: DataFrame) -> PolarsResult<()> {
    lf.filter(col("gross_total").gt(col("net_total")));
    lf.select([col("gross_total"), col("pieces").sum().alias("n")]);
    lf.group_by(["gross_total", "shop"]).agg([col("net_total").max()]);
    lf.group_by_stable(["pieces"]).agg([len()]);
    lf.group_by([col("gross_total")]).agg([len()]);
    lf.sort(["gross_total"], o).unique(Some(cols(["pieces"])), k);
    lf.left_join(b, col("gross_total"), col("net_total"));
    col("net_total").over(["gross_total"]);
    df.column("gross_total")?;
    df.column(name)?;
    df.group_by(["gross_total", "pieces"])?;
    lf.sort(ONLY_KEYS, o).sort(ONLY_KEYS, o).sort(ALL_NUMBERS, o);
    lf.sort(OF_TWO_TABLES, o).select(SELECTED).sort(SELECTED, o).sort(MIXED, o);
    Ok(())
}

fn constant_keys(lf: LazyFrame) {
    lf.sort(by(x.trim("a")), AFTER_A_CALL);
    lf.sort(crate::BY_PATH, o);
    lf.group_by(HELD);
    lf.group_by(crate::HELD);
}

fn columns_that_are_made(lf: LazyFrame) -> LazyFrame {
    lf.rename(["gross_total"], ["net_total"], true)
        .with_columns([col("pieces").alias("made"), col("made").sum()])
        .with_row_index("row", None)
        .filter(col("net_total").gt(lit(1)).and(col("made").lt(lit(1))).and(col("pieces").gt(lit(1))))
}

fn columns_after_an_aggregate(lf: LazyFrame) -> LazyFrame {
    lf.group_by([col("shop")])
        .agg([col("gross_total").sum(), col("pieces").sum()])
        .filter(col("gross_total").gt(col("pieces")))
        .sort(["gross_total"], o)
}

fn columns_of_two_tables(lf: LazyFrame, shops: LazyFrame) -> LazyFrame {
    let keys = [col("shop"), col("day")];
    lf.clone().join(shops.clone(), keys.clone(), keys, args);
    lf.left_join(shops, col("shop"), col("shop")).filter(col("city").is_null().and(col("opened").gt(col("day"))))
}

fn an_expression_alone() -> Expr {
    (col("gross_total") - col("net_total")) / col("pieces")
}

fn columns_of_no_known_table(lf: LazyFrame) -> LazyFrame {
    lf.filter(col("high").gt(lit(1)).and(col("low").lt(lit(2))).and(col("label").eq(lit("x"))))
        .with_columns([
            (col("high") - col("low")).alias("range"),
            col("open").abs().round(1, m),
            col("title").str().len_chars(),
            col("name").str().to_lowercase(),
            col("start").dt().year(),
            col("end").dt().year(),
            (col("both")).sum(),
            col("both").str().len_bytes(),
            col("filled").fill_null(lit(0.5)),
        ])
}
