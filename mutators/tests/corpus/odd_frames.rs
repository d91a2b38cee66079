//! Polars in the forms that are easily taken for something else: calls with more or fewer arguments than they have,
//! names that other libraries have too, types behind references and boxes, options of every variant, values at their
//! bounds. Parsed, never compiled; the listing says what is proposed for each line, and that nothing is for the rest.

use polars::prelude::{col, lit, DataFrame, Expr, LazyFrame};

const KEYS: [&str; 3] = ["shop", "day", "line"];
const ONE_KEY: [&str; 1] = ["shop"];
static MEASURES: [&str; 2] = ["gross", "net"];
const HOW: JoinType = JoinType::Semi;
const KEEP: UniqueKeepStrategy = UniqueKeepStrategy::Any;
const CLOSED: ClosedWindow = ClosedWindow::Both;
const SIDES: Side = Side::Left;

struct Held<'a> {
    by_reference: &'a LazyFrame,
    boxed: Box<DataFrame>,
    shared: Arc<LazyFrame>,
    counted: Rc<DataFrame>,
    cowed: Cow<'a, DataFrame>,
    maybe: Option<LazyFrame>,
    keys: Vec<Expr>,
    fixed: [Expr; 2],
    slice: &'a [Expr],
    texts: Vec<String>,
    column: Column,
    series: Series,
    chunked: Float64Chunked,
    of_ints: ChunkedArray<Int64Type>,
    groups: LazyGroupBy,
    builder: JoinBuilder,
    selector: Selector,
    indices: IdxCa,
    plain: HashMap<String, DataFrame>,
}

// Where a frame comes from decides what its methods mean.
fn fields(held: &Held<'_>) {
    held.by_reference.filter(flag());
    held.boxed.filter(&flag());
    held.shared.filter(flag());
    held.counted.filter(&flag());
    held.cowed.filter(&flag());
    held.maybe.filter(flag());
    held.plain.filter(flag());
    held.texts.filter(flag());
    held.column.filter(&flag());
    held.series.filter(&flag());
    held.chunked.filter(&flag());
    held.of_ints.filter(&flag());
    held.indices.filter(&flag());
    held.groups.agg([held.selector.sum()]);
    held.builder.how(JoinType::Left).finish();
    held.keys[0].sum();
    held.fixed[1].sum();
    held.slice[0].sum();
    held.texts[0].sum();
    held.0.sum();
}

impl Pipeline for LazyFrame {
    fn tidy(self) -> Self {
        self.filter(col("a").gt(lit(1)).or(col("b").lt(lit(2))))
    }
}

impl Held<'_> {
    fn of_self(self) -> Result<LazyFrame, Error> {
        self.filter(flag())
    }
}

fn parameters(a: LazyFrame, b: &DataFrame, c: &mut DataFrame, (d, e): (LazyFrame, Series), f: PolarsResult<LazyFrame>, g: Vec<LazyFrame>) {
    a.reverse();
    b.reverse();
    c.reverse();
    d.reverse();
    e.reverse();
    f?.reverse();
    g[0].reverse();
    df.reverse();
    lf.reverse();
    ldf.reverse();
    expr.reverse();
    sales_df.reverse();
    sales_lf.reverse();
    net_expr.reverse();
    unknown.reverse();
    words.iter().rev().reverse();
}

fn rebinding(a: LazyFrame) -> PolarsResult<()> {
    let b = a.clone();
    let c = b.collect()?;
    let a = c.clone();
    a.reverse();
    let mut d = load();
    d.reverse();
    d = c.lazy();
    d.reverse();
    let e: DataFrame = load();
    e.reverse();
    let f: Vec<u8> = load();
    f.reverse();
    let flags = |x: Expr| x.reverse();
    flags(col("a")).reverse();
    let (g, h) = (a.clone(), b);
    g.reverse();
    let list = [col("a"), col("b")];
    let numbers = [1, 2];
    list[0].reverse();
    numbers[0].reverse();
    let late = if now { a } else { e };
    late.reverse();
    let matched = match now { true => col("a"), _ => lit(1) };
    matched.reverse();
    let block = { let x = 1; col("a") };
    block.reverse();
    let sum = col("a") + 1;
    sum.reverse();
    let test = 1 < col("a");
    test.reverse();
    let negative = -col("a");
    negative.reverse();
    let awaited = read().await;
    awaited.reverse();
    (&c).reverse();
    (a)?.reverse();
    Ok(())
}

fn made() {
    LazyFrame::scan_parquet("a", args)?.reverse();
    DataFrame::new(columns)?.reverse();
    LazyCsvReader::new("a").finish()?.reverse();
    LazyJsonLineReader::new("a").finish()?.reverse();
    Series::new("a".into(), values).reverse();
    Column::from(values).reverse();
    Int32Chunked::from_vec("a".into(), values).reverse();
    Reader::new("a").reverse();
    df!("a" => [1])?.reverse();
    vec![1].reverse();
    concat([a, b], args)?.reverse();
    concat([a, b]).reverse();
    concat_lf_diagonal(&[a], args)?.reverse();
    concat_lf_horizontal(&[a], args)?.reverse();
    concat_df_diagonal(&[a])?.reverse();
    concat_df_horizontal(&[a], true)?.reverse();
    Some(col("a")).reverse();
    Ok(col("a")).reverse();
    len().reverse();
    len(1).reverse();
    not(flag).reverse();
    is_null(flag).reverse();
    is_not_null(flag, 1).reverse();
    sum("a").reverse();
    sum(values).reverse();
    mean("a").reverse();
    min("a").reverse();
    max("a").reverse();
    median("a").reverse();
    median().reverse();
    when(a).reverse();
    when(a).then(b).reverse();
    when(a).then(b).otherwise(c).reverse();
    when(a).then(b).when(c).then(d).otherwise(e).reverse();
    coalesce(&[a]).reverse();
    as_struct(vec![a]).reverse();
    int_range(a, b, 1, dtype).reverse();
    element().reverse();
    nth(1).reverse();
    cols(["a"]).reverse();
    ternary_expr(a, b, c).reverse();
}

fn passing(a: LazyFrame, b: DataFrame, c: Series, groups: LazyGroupBy, eager: GroupBy) {
    a.clone().cache().reverse();
    a.as_ref().reverse();
    a.collect().unwrap().reverse();
    a.collect().expect("rows").reverse();
    a.collect().map_err(Error::from)?.reverse();
    a.collect().context("why")?.reverse();
    a.with_streaming(true).collect()?.reverse();
    b.lazy().collect()?.reverse();
    other.lazy().reverse();
    other.collect().reverse();
    b.column("a")?.reverse();
    b.column("a", 1)?.reverse();
    frame.column("a")?.reverse();
    b["a"].reverse();
    b.clone().lazy().reverse();
    c.into_frame().reverse();
    c.to_frame().reverse();
    other.to_frame().reverse();
    groups.head(Some(2)).reverse();
    groups.tail(Some(2)).reverse();
    eager.select(["a"]).sum()?.reverse();
    eager.mean()?.reverse();
    b.group_by(["a"])?.count()?.reverse();
    b.group_by_stable(["a"])?.sum()?.reverse();
    a.group_by([col("a")]).agg([col("b")]).reverse();
    a.group_by_stable([col("a")]).agg([col("b")]).reverse();
    a.group_by_dynamic(col("a"), [], options).agg([col("b")]).reverse();
    a.rolling(col("a"), [], options).agg([col("b")]).reverse();
    other.group_by([col("a")]).agg([col("b")]).reverse();
    other.group_by(key).agg(value).reverse();
    col("a").rolling(options).reverse();
    a.join_builder().with(b).finish().reverse();
    a.join_builder().with(b).join_where(vec![c]).reverse();
    other.join_builder().finish().reverse();
    b.height().reverse();
    b.shape().reverse();
    b.get_column_names().reverse();
    a.schema().reverse();
    c.len().reverse();
    c.sum::<i64>()?.reverse();
    c.min().reverse();
    c.iter().reverse();
    c.name().reverse();
    c.map(f).reverse();
    b.is_empty().reverse();
    list_of().iter().reverse();
    rows.left_join(&b, ["a"], ["a"])?.reverse();
    rows.left_join(b, col("a"), col("a")).reverse();
    rows.semi_join(b, col("a"), col("a")).reverse();
    rows.cross_join(&b, None)?.reverse();
    rows.with_columns([x]).reverse();
    rows.with_column(col("a")).reverse();
    rows.with_column(x).reverse();
    rows.select([col("a")]).reverse();
    rows.select(|x| col("a")).reverse();
    rows.filter(|x| x.open).reverse();
    rows.filter(col("a")).reverse();
    rows.unique_generic(None, k).reverse();
    x.alias("a").reverse();
    x.over(["a"]).reverse();
    x.is_between(1, 2, c).reverse();
    x.cum_sum(false).reverse();
    x.eq(col("a")).reverse();
    x.eq(1).reverse();
    x.and(lit(true)).reverse();
    rows.sort(["a"], SortMultipleOptions::default()).reverse();
    rows.sort(["a"], SortMultipleOptions::default())?.reverse();
    rows.sort(["a"], o).reverse();
    rows.sort(["a"], o().with_order_descending(true)).reverse();
    rows.sort(SortMultipleOptions::default()).reverse();
    rows.join(b, [x], [x], JoinArgs::new(JoinType::Left)).reverse();
    rows.join(b, [x], [x], JoinType::Left.into(), None)?.reverse();
    rows.join(b, [x], [x], JoinArgs::new(how)).unwrap().reverse();
    rows.join(b, [x], [x], args).reverse();
    rows.join(", ").reverse();
}

// Helpers of the file and of others, in arguments that want expressions and elsewhere.
fn flag() -> Expr {
    col("open").eq(lit(true))
}

fn helpers(a: LazyFrame) -> LazyFrame {
    let tax = |x: Expr| x * lit(0.19);
    a.clone().agg([of_shop().sum(), (of_shop()).mean(), of_shop()?.min(), of_shop().len().max(), Vec::new().first(), once(1).last(), of_shop().iter().sum(), x.sum()]);
    a.clone().with_columns([of_shop().sum(), tax(of_shop()).sum()]);
    a.clone().select([of_shop().sum()]);
    a.clone().filter(of_shop().gt(1));
    rows.select([of_shop().sum()]);
    rows.filter(of_shop().gt(1));
    a.group_by([of_shop().first()]).having(of_shop().gt(lit(3))).agg([of_shop().map(|x| helper().sum(), 1)])
}

fn literals_that_have_mutators_of_their_own(a: LazyFrame) {
    a.limit(0);
    a.limit(3);
    a.limit(-1);
    a.limit(n);
    a.limit(n as u32);
    a.limit(n + 1);
    a.limit(self.n);
    a.limit(n());
    a.limit(rows.len());
    a.limit(IdxSize::MAX);
    a.limit(|x| x);
    a.limit("1");
    a.limit(3, 4);
    a.head(Some(3));
    a.head(None);
    a.tail(0);
    a.slice(1, 3);
    a.slice(1, n);
    a.slice(1);
    a.top_k(3, [col("a")], SortMultipleOptions::new());
    a.bottom_k(3, [col("a")], options);
    a.top_k(3);
    page.limit(3);
    page.head(Some(3));
    groups.group_by([col("a")]).head(Some(3));
    groups.group_by([col("a")]).tail(Some(0));
    col("a").head(Some(2));
    col("a").tail(Some(2));
    col("a").slice(lit(0), lit(2));
    col("a").top_k(lit(2));
    col("a").bottom_k(2);
    col("a").list().head(lit(1));
    col("a").str().tail(lit(1));
    df.head(Some(2))?.tail(Some(2));
    df.column("a")?.head(Some(1));
    a.with_row_index("n", Some(1));
    a.explode([col("a")]);
    a.explode(cols(["a"]), options);
    a.explode(1, 2, 3);
    col("a").explode();
    col("a").explode(options);
    col("a").list().explode();
    df.explode(["a"])?;
    list.explode();
    let o = ExplodeOptions { empty_as_null: false, keep_nulls: false };
    let o = OtherOptions { empty_as_null: false, keep_nulls: false };
}

fn fields_of_options() {
    let a = SortOptions { descending: false, nulls_last: false, maintain_order: true, multithreaded: true, limit: Some(3) };
    let b = SortMultipleOptions { descending: vec![true, false], nulls_last: vec![true], maintain_order: false, ..Default::default() };
    let c = SortOrder { descending: false, nulls_last: false, maintain_order: true };
    let d = JoinArgs { how: JoinType::Inner, validation: JoinValidation::OneToOne, nulls_equal: false, coalesce: JoinCoalesce::JoinSpecific, maintain_order: MaintainOrderJoin::Left, ..o };
    let e = JoinOptions { nulls_equal: true, validation: JoinValidation::ManyToMany };
    let f = UnionArgs { maintain_order: true, parallel: true };
    let g = RankOptions { method: RankMethod::Dense, descending: false };
    let h = RollingOptionsFixedWindow { window_size: 1, min_periods: 1, center: true, weights: None };
    let i = RollingOptionsFixedWindow { window_size: n, min_periods: n + 1, center: f(1), ..o };
    let j = RollingOptionsDynamicWindow { window_size: Duration::parse("1d"), min_periods: 2, closed_window: ClosedWindow::None };
    let k = RollingGroupOptions { period: Duration::parse("10m"), offset: Duration::parse("-0m"), closed_window: ClosedWindow::Left, index_column: "t".into() };
    let l = DynamicGroupOptions { every: Duration::parse("1w2d"), label: Label::Right, start_by: StartBy::WindowBound, include_boundaries: true, offset: Duration::parse("1"), ..o };
    let m = DynamicGroupOptions { label: Label::DataPoint, start_by: StartBy::DataPoint, closed_window: CLOSED, offset: other::parse("1d"), ..o };
    let n = DynamicGroupOptions { start_by: StartBy::Sunday, every: Duration::parse("d"), period: Duration::parse(text), ..o };
    let p = AsOfOptions { strategy: AsofStrategy::Forward, tolerance: Some(lit(5)), tolerance_str: None, allow_eq: false, left_by: Some(vec!["a".into()]), ..o };
    let q = AsOfOptions { strategy: AsofStrategy::Nearest, tolerance: tolerance, check_sortedness: true, ..o };
    let r = Other { strategy: Strategy::Nearest, tolerance: Some(1), allow_eq: true, window_size: 3, descending: true };
    let s = SortOptions { descending, nulls_last, ..o };
    let t = polars::prelude::SortOptions { descending: true, ..o };
}

fn variants(x: Expr) {
    f(JoinType::Left, JoinType::Inner, JoinType::Right, JoinType::Full, JoinType::Anti, JoinType::Semi, JoinType::Cross);
    f(JoinType::Left.into(), JoinType::Full.clone(), JoinType::Right.to_string(), prelude::JoinType::Left);
    f(JoinArgs::new(JoinType::Full), JoinArgs::new(prelude::JoinType::Full), JoinArgs::new(JoinType::Left), JoinArgs::from(JoinType::Full), Join::new(JoinType::Full));
    f(JoinArgs::new(JoinType::Cross), polars::prelude::JoinArgs::new(JoinType::Inner), JoinArgs::new(JoinType::AsOf(o)), JoinArgs::new(how, 2));
    a.join_builder().how(JoinType::Full).how(JoinType::Right).how(JoinType::Full, 1).join_nulls(false).finish();
    a.join_builder().join_nulls(nulls).finish();
    a.join_builder().finish(1);
    f(JoinValidation::ManyToOne, JoinValidation::OneToMany, JoinValidation::ManyToMany, JoinCoalesce::CoalesceColumns, JoinCoalesce::KeepColumns);
    f(MaintainOrderJoin::None, MaintainOrderJoin::Right, MaintainOrderJoin::LeftRight);
    f(AsofStrategy::Backward, AsofStrategy::Forward, AsofStrategy::Nearest);
    f(UniqueKeepStrategy::First, UniqueKeepStrategy::Last, UniqueKeepStrategy::Any, UniqueKeepStrategy::None, UniqueKeepStrategy::Other);
    f(ClosedInterval::Both, ClosedInterval::Left, ClosedInterval::Right, ClosedInterval::None);
    f(ClosedWindow::Both, ClosedWindow::Left, ClosedWindow::Right, ClosedWindow::None, Label::Left, Label::Right, StartBy::Monday);
    f(FillNullStrategy::Forward(None), FillNullStrategy::Backward(Some(1)), FillNullStrategy::Min, FillNullStrategy::Max, FillNullStrategy::Mean, FillNullStrategy::Zero, FillNullStrategy::One, FillNullStrategy::Other);
    f(QuantileMethod::Nearest, QuantileMethod::Higher, QuantileMethod::Lower, QuantileMethod::Linear, QuantileMethod::Midpoint, QuantileMethod::Equiprobable);
    f(RankMethod::Min, RankMethod::Max, RankMethod::Ordinal, RankMethod::Dense, RankMethod::Average, RankMethod::Random);
    f(RoundMode::HalfToEven, RoundMode::HalfAwayFromZero, RoundMode::ToZero, Side::Left, Left, Label);
    match how { JoinType::Left => 1, JoinType::Inner => 2, _ => 3 };
}
