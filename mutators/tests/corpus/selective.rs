//! A file that imports names of polars one by one: what a mutant adds is named by its whole path.

use polars::prelude::{col, DataFrame, JoinArgs, JoinType, LazyFrame, SortMultipleOptions};

const KEYS: [&str; 2] = ["a", "b"];

fn all(lf: LazyFrame, df: DataFrame, other: LazyFrame, eager: &DataFrame) -> PolarsResult<LazyFrame> {
    df.filter(&mask)?;
    df.group_by(["a", "b"])?;
    df.left_join(eager, ["a"], ["a"])?;
    df.column("a")?.sort(options)?;
    df.full_join(eager, ["a"], ["a"])?;
    lf.group_by(KEYS);
    lf.group_by(["a", "b"]);
    lf.full_join(other.clone(), col("a"), col("a"));
    lf.left_join(other.clone(), col("a"), col("a"));
    lf.join(other, [col("a")], [col("a")], JoinArgs::new(JoinType::Full));
    lf.pivot(a, b, c, d, aggregate, true, s, n);
    lf.explode([col("a")]);
    col("a").over(["b"]);
    col("t").dt().convert_time_zone(zone);
    Ok(lf.filter(col("a").gt(when(b).then(c).otherwise(d))))
}
