//! What the walk finds in small pieces of code.

use super::*;

fn found(source: &str) -> Clues {
    clues([source])
}

fn number(value: i128) -> Clue {
    Clue::Value(Value::Int(value))
}

fn word(value: &str) -> Clue {
    Clue::Value(Value::Text(value.to_owned()))
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn polars_comparisons_name_their_column() {
    let clues = found(
        r#"fn f() { col("x").gt(lit(30)); col("y").is_between(lit(1), lit(-2), ClosedInterval::Both); col("s").eq(lit("paid"));
           col("z").is_null(); col("n").is_nan(); col("s").str().starts_with(lit("AIR")); lit(7).lt(col("x")); }"#,
    );
    assert_eq!(clues.of("x"), BTreeSet::from([number(30), number(7)]));
    assert_eq!(clues.of("y"), BTreeSet::from([number(1), number(-2)]));
    assert_eq!(clues.of("s"), BTreeSet::from([word("paid"), Clue::Prefix("AIR".to_owned())]));
    assert_eq!(clues.of("z"), BTreeSet::from([Clue::Missing]));
    assert_eq!(clues.of("n"), BTreeSet::from([Clue::NotANumber]));
}

#[test]
fn constants_are_resolved_by_name_and_calculated() {
    let clues = clues([
        "pub const LIMIT: i32 = 24 * HOUR; struct S; impl S { const LOW: f64 = -0.5; }",
        "const HOUR: i32 = 60; fn f(r: &R) { if r.delay > LIMIT || S::LOW <= r.rate { } }",
    ]);
    assert_eq!(clues.of("delay"), BTreeSet::from([number(1440)]));
    assert_eq!(clues.of("rate"), BTreeSet::from([Clue::Value(Value::Float("-0.5".to_owned()))]));
}

#[test]
fn fields_variables_and_parameters_lead_to_their_column() {
    let clues = found(
        r#"fn rows(frame: &DataFrame) { let dep = Ints::of(frame, "dep_time")?; Flight { dep: dep.get(row) }; }
           fn minutes(hhmm: i32) -> bool { hhmm == 2400 }
           fn late(flight: &Flight) { let Some(dep) = flight.dep else { return }; minutes(dep); }
           fn safe(flight: &Flight) -> bool { flight.air.is_none_or(|m| m > 5) }"#,
    );
    assert_eq!(clues.of("dep_time"), BTreeSet::from([Clue::Missing, number(2400)]));
    assert_eq!(clues.of("air"), BTreeSet::from([Clue::Missing, number(5)]));
}

#[test]
fn patterns_and_ranges_are_comparisons() {
    let clues = found(
        r#"const SHORT: i32 = 500;
           fn f(miles: i32, code: &str) { match miles { ..SHORT => 1, SHORT..1500 => 2, _ => 3 };
           match code { "A" | "B" => {} _ => {} } if (3..=9).contains(&qty) {} if ["x", "y"].contains(&kind) {}
           if matches!(state, Some(4)) {} }"#,
    );
    assert_eq!(clues.of("miles"), BTreeSet::from([number(500), number(1500)]));
    assert_eq!(clues.of("code"), BTreeSet::from([word("A"), word("B")]));
    assert_eq!(clues.of("qty"), BTreeSet::from([number(3), number(9)]));
    assert_eq!(clues.of("kind"), BTreeSet::from([word("x"), word("y")]));
    assert_eq!(clues.of("state"), BTreeSet::from([number(4), Clue::Missing]));
}

#[test]
fn groups_sorts_and_joins_are_collected() {
    let clues = found(
        r#"fn f() { a.group_by([col("k"), col("l")]).agg([]).sort(["n", "k"], SortMultipleOptions::default());
           a.join(b, [col("tail")], [col("reg")], args); a.left_join(b, "carrier", "code");
           map.entry((line.order, line.line)); rows.sort_by(|a, b| a.day.cmp(&b.day).then_with(|| a.id.cmp(&b.id)));
           seen.insert(row.email.trim().to_lowercase()); }"#,
    );
    for keys in [&["k", "l"][..], &["order", "line"], &["email"]] {
        assert!(clues.groups.contains(&names(keys)), "{keys:?} of {:?}", clues.groups);
    }
    assert_eq!(clues.sorts, BTreeSet::from([names(&["n", "k"]), names(&["day", "id"])]));
    assert!(clues.joins.contains(&(names(&["tail"]), names(&["reg"]))));
    assert!(clues.joins.contains(&(names(&["carrier"]), names(&["code"]))));
}

#[test]
fn lookups_in_maps_are_joins() {
    let clues = found(
        r#"fn f(o: &[Order], u: &[User]) -> i64 {
             let countries: HashMap<u32, &str> = u.iter().map(|u| (u.id, u.country.trim())).filter(|u| true).collect();
             let blocked: HashSet<u32> = u.iter().filter_map(|u| u.is_bad.then(|| u.number)).collect::<HashSet<_>>();
             for rate in r { self.rates.insert((rate.code.clone(), rate.day), rate.euros); }
             o.iter().filter(|o| !blocked.contains(&o.buyer)).map(|o| countries.get(&o.user)).count();
             self.rates[&(o.currency, o.date)] + list.get(&o.user) + row.get("id") }"#,
    );
    let joins =
        [(&["user"][..], &["id"][..]), (&["buyer"], &["number"]), (&["currency", "date"], &["code", "day"])];
    assert_eq!(clues.joins, joins.map(|(asked, filled)| (names(asked), names(filled))).into_iter().collect());
}

#[test]
fn keys_of_maps_are_found_in_closures() {
    let join = |filled: &str| {
        let clues = found(&format!("fn f() {{ let known = {filled}; known.get(&o.asked) }}"));
        clues.joins.into_iter().map(|(_, filled)| filled.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(join("u.iter().map(|u| { let x = 1; (u.id, u.name) }).collect()"), ["id"]);
    assert_eq!(join("u.iter().map(|u| Ok((u.id, u.name))).collect::<Result<Map, E>>()?"), ["id"]);
    assert_eq!(join("u.iter().filter_map(|u| u.ok.then_some(u.id)).collect::<Set>()"), ["id"]);
    assert_eq!(join("(u.iter().filter_map(|u| u.ok.then(|| (u.id, u.age))).collect::<Map>())"), ["id"]);
    assert_eq!(join("u.iter().map(|u| (u.id, u.age)).map(|(a, b)| b).collect::<Set>()"), ["b f::b"]);
    for nothing in [
        "u.iter().map(|u| (u.id, 1))",
        "u.iter().collect()",
        "u.map(f).collect()",
        "u.map(|u| two(u, u.id)).sum()",
    ] {
        assert!(join(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn sql_is_read() {
    let clues = found(
        r#"fn q() { run("SELECT * FROM f LEFT JOIN a ON f.dest = a.faa WHERE f.t IS NOT NULL AND n BETWEEN 1 AND 9
           AND s IN ('x', 'y') AND 3 < m GROUP BY f.dest, a.name ORDER BY d DESC, f.dest") }"#,
    );
    assert_eq!(clues.of("t"), BTreeSet::from([Clue::Missing]));
    assert_eq!(clues.of("n"), BTreeSet::from([number(1), number(9)]));
    assert_eq!(clues.of("s"), BTreeSet::from([word("x"), word("y")]));
    assert_eq!(clues.of("m"), BTreeSet::from([number(3)]));
    assert!(clues.joins.contains(&(names(&["dest"]), names(&["faa"]))));
    assert!(clues.groups.contains(&names(&["dest", "name"])));
    assert!(clues.sorts.contains(&names(&["d", "dest"])));
}

#[test]
fn sizes_of_groups_are_asked_for() {
    let sizes = |source: &str| found(source).sizes;
    let ten = |keys: &[&str]| BTreeMap::from([(names(keys), BTreeSet::from([9, 10, 11]))]);
    let chain = r#"const ENOUGH: i32 = 10; fn f() { lf.group_by([concat_str([col("a"), col("b")], "-", false).alias("r")])
        .agg([len().alias("n"), col("c").sum()]).filter(col("n").gt_eq(lit(ENOUGH))).filter(col("c").gt(lit(3))); }"#;
    assert_eq!(sizes(chain), ten(&["a", "b"]));
    let whole = r#"fn f() { lf.group_by([col("a")]).agg([col("x").filter(len().gt_eq(lit(10)))]); }"#;
    assert_eq!(sizes(whole), ten(&["a"]));
    assert_eq!(sizes(r#"fn f() { lf.filter(len().over([col("a")]).lt(lit(10))); }"#), ten(&["a"]));
    let text = "SELECT a, COUNT(*) AS n FROM t WHERE c > 3 GROUP BY a";
    assert_eq!(sizes(&format!(r#"fn f() {{ q("{text} HAVING COUNT(*) >= 10") }}"#)), ten(&["a"]));
    assert_eq!(sizes(&format!(r#"fn f() {{ q("{text} HAVING n >= 10") }}"#)), ten(&["a"]));
    assert_eq!(sizes(r#"fn f() { lf.filter(col("n").gt_eq(lit(10))); }"#), BTreeMap::new());
}

#[test]
fn entries_of_maps_are_groups() {
    let map = "let mut m = HashMap::new(); for r in rows { *m.entry(r.key).or_insert(0) += 1; }";
    let ten = BTreeMap::from([(names(&["key"]), BTreeSet::from([9, 10, 11]))]);
    for code in [
        "m.into_iter().filter(|(_, count)| *count >= 10)",
        "m.retain(|_, &mut count| count >= 10)",
        "m.into_iter().filter(|&(_, ref rows)| rows.len() >= 10)",
        "for (_, rows) in &m { if rows.len() >= 10 {} }",
        "m.values().filter(|rows| rows.len() < 10)",
    ] {
        assert_eq!(found(&format!("fn f(rows: &[R]) {{ {map} {code}; }}")).sizes, ten, "{code}");
    }
    let number = format!("fn f(rows: &[R]) {{ {map} if m.len() > 10 {{}} }}");
    assert_eq!(found(&number).sizes, BTreeMap::new(), "how many groups there are is no size of one");
}

#[test]
fn words_of_sql_are_no_columns() {
    let clues = found(r#"fn q() { run("SELECT a FROM t WHERE a NOT IN (1) AND b NOT LIKE 'x%'") }"#);
    assert_eq!(clues.comparisons.keys().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn renamed_fields_are_followed() {
    let clues = found(
        r#"#[serde(rename_all = "camelCase")] struct R { #[serde(rename = "Qty")] quantity: i32, unit_price: f64 }
           fn f(r: &R) { if r.quantity == 0 || r.unit_price < 1.5 {} }"#,
    );
    assert_eq!(clues.of("Qty"), BTreeSet::from([number(0)]));
    assert_eq!(clues.of("unitPrice"), BTreeSet::from([Clue::Value(Value::Float("1.5".to_owned()))]));
}

#[test]
fn tests_and_unreadable_files_say_nothing() {
    let clues = clues(["#[cfg(test)] mod tests { fn f(r: R) { r.x > 3; } }", "this is no Rust"]);
    assert_eq!(clues, Clues::default());
}
