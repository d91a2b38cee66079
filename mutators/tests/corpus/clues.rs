//! What code compares, groups, sorts and joins by, in the ways that people write it; and what only looks like it. Each
//! name occurs once, so that the listing tells where a clue came from. Parsed, never compiled.

const LIMIT: i64 = 30;
const TWICE: i64 = 2 * LIMIT;
const RATE: f64 = 0.19;
const SUMS: [f64; 0] = [];
const SHARE: f64 = 1.0 / 4.0 - RATE * 2.0 + 1.5;
const WHOLE: f64 = 3.0;
const NEGATIVE: f64 = -RATE;
const REST: i64 = 17 % 5 - 3 / 2 + 1;
const NOTHING: i64 = 1 / 0;
const CODE: &str = "EUR";
const MARK: char = 'x';
const FLAG: bool = true;
const BYTES: &[u8] = b"x";
const MASK: i64 = 6 & 3;
const JOINED: f64 = 1.5 % 1.0;
static SHARED: i64 = 77;
const MANY: i64 = LIMIT;

mod other {
    pub const MANY: i64 = 31;
}

struct Shop;

impl Shop {
    const OPEN: i64 = 9;

    fn open(&self) -> bool {
        self.hour_open >= Self::OPEN
    }
}

fn comparisons(row: &Row, frame: &DataFrame) {
    row.eq_1 == 1;
    row.ne_1 != 1;
    1 < row.lt_1;
    row.text_1 == "a";
    row.empty_1 == "";
    row.char_1 == 'c';
    row.bool_1 == FLAG;
    row.float_1 > 0.5;
    row.whole_1 > WHOLE;
    row.const_1 > LIMIT;
    row.const_2 > TWICE;
    row.const_3 > SHARE;
    row.const_4 > NEGATIVE;
    row.const_5 > REST;
    row.const_6 > NOTHING;
    row.const_7 == CODE;
    row.const_8 == MARK;
    row.const_9 > crate::SHARED;
    row.const_10 > MASK;
    row.const_11 > JOINED;
    row.const_12 > MANY;
    row.const_13 > self.unknown;
    row.sum_1 > LIMIT + 1;
    row.cast_1 as f64 > 2 as f64;
    (row.paren_1) > (3);
    &row.ref_1 > &4;
    *row.deref_1 > *&5;
    !row.not_1 == false;
    -row.neg_1 > -6;
    row.try_1? > 7;
    row.await_1.await > 8;
    row.trim_1.trim().to_lowercase() == "t";
    row.len_1.len() > 3;
    row.index_1["inner_1"] > 9;
    row.get("got_1") > 10;
    row.get(name) > 11;
    row.0.tuple_1 > 12;
    row.unnamed_1.0 > 13;
    frame.column("column_1")? > 14;
    Some(row.some_1) == Some(15);
    i64::from(row.from_1) > i64::from(16);
    Reverse(row.reverse_1) < Reverse(17);
    convert(row.convert_1) > 18;
    col("col_1").gt(lit(19));
    col("col_2").cast(DataType::Int8).lt_eq(20);
    col("col_3").eq(lit("x")).neq(lit("never"));
    col("col_4").max().eq(lit(21));
    col("col_5").fill_null(lit(22));
    col("col_6").is_in([23, 24]);
    col("col_7").is_in(lit(Series::new("named", [25])));
    col("col_8").is_between(lit(26), lit(27), ClosedInterval::Both);
    col("col_9").str().starts_with(lit("pre"));
    col("col_10").str().ends_with(lit("suf"));
    col("col_11").str().contains_literal(lit("part"));
    col("col_12").str().contains(lit("part"));
    col("col_13").is_null();
    col("col_14").is_not_null();
    col("col_15").is_nan();
    col("col_16").fill_nan(lit(0));
    col("col_17").clamp(1, 28);
    row.opt_1.is_none();
    row.opt_2.is_some_and(|opt_2_inner| opt_2_inner > 29);
    row.opt_3.unwrap_or(30);
    row.opt_4.unwrap_or_default();
    row.opt_5.ok_or(error);
    row.opt_6.map_or(false, |x| x == 31);
    row.text_2.is_empty();
    row.text_3.starts_with("pre");
    row.text_4.strip_suffix("suf");
    row.text_5.contains("part");
    row.text_6.split_once(',');
    row.text_7.eq_ignore_ascii_case("same");
    row.num_1.cmp(&32);
    row.num_2.min(33);
    row.num_3.is_finite();
    (34..36).contains(&row.range_1);
    (37..=38).contains(&row.range_2);
    [39, 40].contains(&row.set_1);
    row.set_2.contains(&41);
    row.div_1 / row.div_2;
    row.div_3 % row.div_4;
    row.date_1 > NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    row.date_2 > date(2024, 13, 1);
    row.date_3 > date(2024, 1, 32);
    row.date_4 > NaiveDate::from_ymd_opt(2024, month, 1);
    row.date_5 > other(2024, 1, 1);
    row.date_6 > Duration::new(1, 1, 1, 1);
    LIMIT > row.left_1;
    "text" == text;
}

fn patterns(pat_1: i64, pat_2: &str, pat_3: Option<i64>, pat_4: (i64, i64), pat_5: i64) {
    match pat_1 {
        1 | 2 => {}
        3..=4 => {}
        5.. => {}
        -6 => {}
        LIMIT => {}
        other::MANY => {}
        n if n > 7 => {}
        whole @ 8..9 => {}
        _ => {}
    }
    match pat_2 {
        "" => {}
        "a" => {}
        &ref_a => {}
        (paren_a) => {}
        _ => {}
    }
    match pat_3 {
        None => {}
        Some(10) => {}
        Some(inner_3) if inner_3 > 11 => {}
        Some(..) => {}
    }
    let Some(let_1) = pat_3 else { return };
    let_1 > 12;
    if let Some(let_2) = pat_3 && let_2 > 13 {}
    let (tuple_a, tuple_b) = (pat_1, row.field_b);
    tuple_b > 14;
    let (pair_a, pair_b) = pat_4;
    let [slice_a, slice_b] = [col("slice_1"), col("slice_2")];
    slice_b.gt(lit(15));
    let [short_a] = [col("short_1"), col("short_2")];
    let typed: i64 = pat_5;
    typed > 16;
    let attempt = (row.attempt_1)?;
    attempt > 17;
    let changed = row.length_1.len();
    changed > 18;
    let mapped = row.mapped_1.map(f).filter(g);
    mapped > 19;
    matches!(row.macro_1, 20 | 21);
    matches!(row.macro_2, Some(x) if x > 22);
    assert!(row.macro_3 > 23);
    assert_eq!(row.macro_4, 24);
    vec![row.macro_5 > 25];
    unparsable!(row.macro_6 => 26);
    given(row.given_1, 2);
    given(row.given_2);
    self.given(row.given_3, 3);
    let made = Made { made_1: row.source_1, made_2: (row.source_2, 1), made_3: [1], made_4: "source_4", made_5 };
    rows.iter().map(|element| element > 27);
    row.closure_1.map(|element_1| element_1 > 28);
    row.closure_2.map(|(a, b)| a > 29);
    row.closure_3.fold(0, |sum, element_3| element_3 > 30);
    let r#type = row.raw_1;
    r#type > 31;
}

fn given(parameter: i64, second: i64) {
    parameter > 50;
    second > 51;
}

fn keys(lf: LazyFrame) {
    lf.group_by([col("g_1"), col("g_2")]);
    lf.group_by(vec!["g_3", "g_4"]);
    lf.group_by(cols(["g_5"]));
    lf.group_by(by_name(["g_6", "g_7"], true));
    lf.group_by(&[col("g_8")]);
    lf.group_by_stable(("g_9", "g_10"));
    lf.unique(Some(vec!["g_11".into()]), k);
    lf.unique(None, k);
    col("g_12").over(["g_13"]);
    col("g_14").n_unique();
    rows.entry(row.g_15);
    rows.entry((row.g_16, &row.g_17));
    rows.insert(row.g_18.clone());
    rows.chunk_by(|row| row.g_19);
    rows.unique_by(|row| { let x = 1; (row.g_20, row.g_21) });
    rows.dedup_by_key(|row| { row.g_22; });
    rows.contains_key(&key);
    rows.count(row.g_23);
    lf.sort(["s_1", "s_2"], o);
    lf.sort_by_exprs([col("s_3")], o);
    lf.top_k(3, [col("s_4")], o);
    rows.sort();
    rows.sort_by(|a, b| a.s_5.cmp(&b.s_5));
    rows.sort_by(|a, b| b.s_6.partial_cmp(&a.s_6).unwrap());
    rows.sort_by(|a, b| a.s_7.total_cmp(&b.s_7).reverse().then(a.s_8.cmp(&b.s_8)));
    rows.sort_by(|a, b| a.s_9.cmp(&b.s_9).then_with(|| { b.s_10.cmp(&a.s_10) }));
    rows.sort_by_key(|row| (row.s_11, Reverse(row.s_12)));
    rows.max_by_key(|row| row.s_13);
    rows.sort_by(compare);
    lf.join(b, [col("j_1")], [col("j_2")], args);
    lf.join(b, [col("j_3"), col("j_4")], [col("j_5")], args);
    lf.left_join(b, col("j_6"), col("j_7"));
    lf.inner_join(b, ["j_8"]);
    lf.anti_join(b, keys, keys);
    lf.join(", ");
}

fn sql(db: &Db) {
    db.run("SELECT q_1 FROM t WHERE t.q_2 = 1 AND q_3 <> -2 AND q_4 != 0.5 AND q_5 < 'x' AND q_6 >= ''");
    db.run("SELECT q_7 FROM t WHERE 60 < q_8 AND 61 = q_9 AND q_10 IS NULL AND q_11 IS NOT NULL");
    db.run("SELECT q_12 FROM t WHERE q_13 BETWEEN 62 AND 63 AND q_14 NOT BETWEEN -1 AND -2 AND q_15 BETWEEN a AND b");
    db.run("SELECT q_16 FROM t WHERE q_17 IN (64, 65) AND q_18 NOT IN ('x', 'y') AND q_19 IN (SELECT q_20 FROM u)");
    db.run("SELECT q_21 FROM t WHERE q_22 LIKE 'pre%' AND q_23 LIKE '%suf' AND q_24 ILIKE '%part%' AND q_25 NOT LIKE 'whole' AND q_26 LIKE q_27");
    db.run("SELECT q_28 FROM t WHERE q_29 > DATE '2024-01-31' AND q_30 < TIMESTAMP '2024-01-31 10:00' AND q_31 = 'it''s'");
    db.run("SELECT q_32, COUNT(*) FROM t JOIN u ON t.q_33 = u.q_34 GROUP BY t.q_35, q_36 HAVING q_37 > 66 ORDER BY q_38 DESC, q_39 ASC NULLS LAST, \"q_40\"");
    db.run("WITH w AS (SELECT q_41 FROM t WHERE q_42 = 67) SELECT q_43 FROM w ORDER BY q_44 + 1, q_45");
    db.run("with\nw as (select q_46 from t where q_47 = 68) select 1");
    db.run("SELECTED q_48 = 69");
    db.run("  select q_49 from t where q_50 <= 70 and q_51 = q_52");
    db.run("UPDATE t SET q_53 = 71");
    db.run("GROUP BY q_54");
    db.run("SELECT q_55 FROM t PARTITION BY q_56");
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Camel {
    first_field: i64,
    #[serde(rename = "other")]
    second_field: i64,
    #[serde(alias = "third", default)]
    third_field: i64,
    #[other(rename = "wrong")]
    fourth: i64,
}

#[serde(rename_all = "PascalCase")]
struct Pascal { pascal_field: i64 }

#[serde(rename_all = "kebab-case")]
struct Kebab { kebab_field: i64 }

#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Screaming { screaming_field: i64 }

#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
struct ScreamingKebab { loud_field: i64 }

#[serde(rename_all = "lowercase")]
struct Lower { Lower_Field: i64 }

#[serde(rename_all = "UPPERCASE")]
struct Upper { upper_field: i64 }

#[serde(rename_all = "unknown")]
struct Unknown { unknown_field: i64 }

struct Pair(i64, i64);

#[test]
fn tests_say_nothing() {
    row.test_1 > 1;
}

#[cfg(test)]
mod tests {
    fn f() {
        row.test_2 > 1;
    }
}

#[cfg(all(test, unix))]
mod more_tests {
    fn f() {
        row.test_3 > 1;
    }
}

#[tokio::test]
async fn slow_tests_say_nothing() {
    row.test_4 > 1;
}

#[cfg(unix)]
mod production {
    fn f() {
        row.production_1 > 1;
    }
}
