//! Tests of the data diff: tables by key, position and as bags, collections, texts, noise, odd values, and time.

use std::time::Instant;

use super::*;
use crate::explain::value::{Cell, Column};
use crate::explain::words;
use crate::model::{CellDiff, RowChange, RowDiff};

/// Cells of a column, from what tests like to write.
fn cells<T: Into<Of>>(values: impl IntoIterator<Item = T>) -> Vec<Cell> {
    values.into_iter().map(|value| value.into().0).collect()
}

struct Of(Cell);

impl From<i32> for Of {
    fn from(value: i32) -> Self {
        Self(Cell::Int(value.into()))
    }
}

impl From<f64> for Of {
    fn from(value: f64) -> Self {
        Self(Cell::Float(value))
    }
}

impl From<&str> for Of {
    fn from(value: &str) -> Self {
        Self(Cell::Text(value.to_owned()))
    }
}

impl From<Option<i32>> for Of {
    fn from(value: Option<i32>) -> Self {
        Self(value.map_or(Cell::Null, |value| Cell::Int(value.into())))
    }
}

fn frame(columns: Vec<(&str, &str, Vec<Cell>)>) -> Value {
    let height = columns.first().map_or(0, |column| column.2.len());
    let column = |(name, dtype, cells): (&str, &str, Vec<Cell>)| Column {
        name: name.to_owned(),
        dtype: dtype.to_owned(),
        cells,
    };
    Value::Frame(Table { columns: columns.into_iter().map(column).collect(), height })
}

fn carriers(names: &[&str], minutes: &[i32]) -> Value {
    frame(vec![
        ("carrier", "String", cells(names.iter().copied())),
        ("minutes", "Int64", cells(minutes.iter().copied())),
    ])
}

fn vec(items: &[&str]) -> Value {
    collection("alloc::vec::Vec<flights::Row>", true, items)
}

fn collection(type_name: &str, ordered: bool, items: &[&str]) -> Value {
    let items = items.iter().map(|item| (*item).to_owned()).collect();
    Value::Items { type_name: type_name.to_owned(), ordered, items }
}

fn text(text: &str) -> Value {
    Value::Text { type_name: "flights::Report".to_owned(), text: text.to_owned() }
}

fn plain(before: &Value, after: &Value) -> Option<DataDiff> {
    difference(before, after, &Options::default())
}

fn found(before: &Value, after: &Value) -> DataDiff {
    plain(before, after).expect("they differ")
}

fn counts(diff: &DataDiff) -> (usize, usize, usize) {
    (diff.added, diff.lost, diff.changed)
}

fn key(columns: &[&str]) -> Alignment {
    Alignment::Key(columns.iter().map(|name| (*name).to_owned()).collect())
}

fn change(cell: &CellDiff) -> String {
    let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    format!("{}: {} -> {}", cell.column, side(&cell.before), side(&cell.after))
}

fn row(row: &RowDiff) -> String {
    let key: Vec<String> = row.key.iter().map(|(column, value)| format!("{column} {value}")).collect();
    let cells: Vec<String> = row.cells.iter().map(change).collect();
    format!("{:?} {} | {}", row.change, key.join(", "), cells.join("; "))
}

fn rows(diff: &DataDiff) -> Vec<String> {
    diff.rows.iter().map(row).collect()
}

/// Pairs of values of every form, for what must hold for all.
fn zoo() -> Vec<(Value, Value)> {
    let odd = [f64::NAN, -0.0, f64::INFINITY, 0.0];
    vec![
        (carriers(&["UA", "DL"], &[1, 2]), carriers(&["UA", "DL"], &[1, 3])),
        (carriers(&["UA", "DL"], &[1, 2]), carriers(&["DL", "UA"], &[2, 1])),
        (carriers(&["UA", "UA", "DL"], &[1, 1, 2]), carriers(&["UA", "DL"], &[1, 2])),
        (carriers(&["UA", "DL"], &[1, 2]), carriers(&[], &[])),
        (carriers(&["UA"], &[1]), frame(vec![("carrier", "String", cells(["UA"]))])),
        (frame(vec![("x", "Float64", cells(odd))]), frame(vec![("x", "Float64", cells([1.0, 0.0, 2.0]))])),
        (frame(vec![]), carriers(&["UA"], &[1])),
        (Value::Frame(Table { columns: vec![], height: 3 }), Value::Frame(Table::default())),
        (vec(&["R { id: 1, n: 2 }", "R { id: 2, n: 2 }"]), vec(&["R { id: 2, n: 3 }"])),
        (vec(&["1", "2", "2"]), vec(&["2", "1"])),
        (vec(&["Some(None)"]), vec(&["None"])),
        (vec(&["A { x: 1 }"]), vec(&["B { x: 1 }"])),
        (text("5"), text("6")),
        (text("Ok([1, 2])"), text("Err(\"no\")")),
        (text("{\"a\": 1, \"b\": 2}"), text("{\"a\": 1, \"c\": 2}")),
        (text("Report { n: 1, rows: [1, 2] }"), text("Report { n: 1, rows: [1, 3] }")),
        (text("\"a\\nb\""), text("\"a\\nc\"")),
        (text("1.10"), text("1.1")),
        (carriers(&["UA"], &[1]), text("Err(\"no\")")),
        (vec(&["1"]), text("None")),
        (
            collection("HashMap<i32, i32>", false, &["(1, 2)", "(3, 4)"]),
            collection("HashMap<i32, i32>", false, &["(3, 5)"]),
        ),
    ]
}

#[test]
fn nothing_differs_from_itself() {
    for (a, b) in zoo() {
        assert_eq!(plain(&a, &a), None, "{a:?}");
        assert_eq!(plain(&b, &b), None, "{b:?}");
        assert_eq!(noise(&a, &a), Noise::default());
    }
}

#[test]
fn what_differs_is_told_and_swapped_sides_swap_added_and_lost() {
    for (a, b) in zoo() {
        let (there, back) = (found(&a, &b), found(&b, &a));
        assert_eq!(counts(&there), (back.lost, back.added, back.changed), "{a:?} {b:?}");
        assert_eq!((there.rows_before, there.order_only), (back.rows_after, back.order_only));
        assert!(there.rows.len() <= 10);
        let told =
            there.order_only || !there.rows.is_empty() || !there.schema.is_empty() || there.text.is_some();
        assert!(told, "{there:?}");
    }
}

#[test]
fn differences_can_be_written_and_read_as_json() {
    for (a, b) in zoo() {
        let diff = found(&a, &b);
        let json = serde_json::to_string(&diff).expect("JSON");
        assert_eq!(serde_json::from_str::<DataDiff>(&json).expect("read"), diff);
    }
}

#[test]
fn noise_masks_all_that_differs_or_the_whole() {
    for (a, b) in zoo() {
        let noise = noise(&a, &b);
        assert_ne!(noise, Noise::default());
        assert_eq!(noise.whole, difference(&a, &b, &noise.options()).is_some());
        assert!(!words::unstable("f", &noise).is_empty());
    }
}

#[test]
fn a_changed_cell_is_told_by_the_key_of_its_row() {
    let diff =
        found(&carriers(&["UA", "DL", "AA"], &[10, 20, 30]), &carriers(&["UA", "DL", "AA"], &[10, 25, 30]));
    assert_eq!((diff.alignment.clone(), counts(&diff)), (key(&["carrier"]), (0, 0, 1)));
    assert_eq!(rows(&diff), ["Changed carrier DL | minutes: 20 -> 25"]);
    let column = &diff.columns[0];
    assert_eq!((column.changed, column.largest), (1, Some(5.0)));
    assert_eq!((column.sum_before, column.sum_after), (Some(60.0), Some(65.0)));
    assert_eq!(diff.columns.len(), 1);
}

#[test]
fn rows_that_come_and_go_are_told_whole() {
    let diff = found(&carriers(&["UA", "DL", "AA"], &[1, 2, 3]), &carriers(&["AA", "DL", "WN"], &[3, 2, 4]));
    assert_eq!(counts(&diff), (1, 1, 0));
    assert_eq!(rows(&diff), ["Lost carrier UA | minutes: 1 -> -", "Added carrier WN | minutes: - -> 4"]);
    assert_eq!((diff.columns[0].name.as_str(), diff.columns[0].changed), ("minutes", 0));
}

#[test]
fn rows_in_another_order_are_order_only() {
    let (before, after) = (carriers(&["UA", "DL"], &[1, 2]), carriers(&["DL", "UA"], &[2, 1]));
    let diff = found(&before, &after);
    assert!(diff.order_only);
    assert_eq!((counts(&diff), diff.alignment.clone()), ((0, 0, 0), Alignment::Position));
    assert_eq!(rows(&diff)[0], "Changed row 1 | carrier: UA -> DL; minutes: 1 -> 2");
    let unordered = Options { unordered: true, ..Options::default() };
    assert_eq!(difference(&before, &after, &unordered), None);
}

#[test]
fn moved_rows_with_a_change_are_told_as_the_change() {
    let diff = found(&carriers(&["UA", "DL"], &[1, 2]), &carriers(&["DL", "UA"], &[2, 5]));
    assert!(!diff.order_only);
    assert_eq!(rows(&diff), ["Changed carrier UA | minutes: 1 -> 5"]);
}

#[test]
fn declared_keys_win_where_they_are_unique() {
    let table = |totals: [i32; 2]| {
        frame(vec![
            ("id", "Int64", cells([1, 2])),
            ("seat", "String", cells(["a", "b"])),
            ("total", "Int64", cells(totals)),
        ])
    };
    let options = |key: &str| Options { keys: vec![key.to_owned()], ..Options::default() };
    let by =
        |name: &str| difference(&table([1, 1]), &table([1, 2]), &options(name)).expect("differs").alignment;
    assert_eq!(by("seat"), key(&["seat"]));
    assert_eq!(by("total"), key(&["id"]), "it is not unique");
    assert_eq!(by("nonsense"), key(&["id"]));
}

#[test]
fn two_columns_name_a_row_where_one_does_not() {
    let table = |delays: [f64; 4]| {
        frame(vec![
            ("carrier", "String", cells(["UA", "UA", "DL", "DL"])),
            ("month", "Int64", cells([1, 2, 1, 2])),
            ("delay", "Float64", cells(delays)),
        ])
    };
    let diff = found(&table([1.0, 2.0, 3.0, 4.0]), &table([1.0, 2.0, 3.5, 4.0]));
    assert_eq!(diff.alignment, key(&["month", "carrier"]));
    assert_eq!(rows(&diff), ["Changed month 1, carrier DL | delay: 3.0 -> 3.5"]);
}

#[test]
fn a_column_that_changes_everywhere_is_no_key() {
    let diff = found(&carriers(&["UA", "UA"], &[1, 2]), &carriers(&["UA", "UA"], &[3, 4]));
    assert_eq!((diff.alignment.clone(), counts(&diff)), (Alignment::Position, (0, 0, 2)));
    assert_eq!(diff.columns[0].largest, Some(2.0));
}

#[test]
fn without_a_key_rows_are_bags_where_heights_differ() {
    let diff = found(&carriers(&["UA", "UA", "UA"], &[1, 1, 2]), &carriers(&["UA", "UA"], &[1, 2]));
    assert_eq!((diff.alignment.clone(), counts(&diff)), (Alignment::Multiset, (0, 1, 0)));
    assert_eq!(rows(&diff), ["Lost row 2 | carrier: UA -> -; minutes: 1 -> -"]);
}

#[test]
fn one_row_in_and_one_out_is_no_change_of_all_between() {
    let diff = found(&vec(&["1", "2", "3", "4", "5"]), &vec(&["2", "3", "4", "5", "6"]));
    assert_eq!((diff.alignment.clone(), counts(&diff)), (Alignment::Multiset, (1, 1, 0)));
}

#[test]
fn odd_floats_are_told_apart() {
    let table = |values: [f64; 4]| frame(vec![("x", "Float64", cells(values))]);
    let diff = found(&table([f64::NAN, 0.0, 1.0, 1.0]), &table([f64::NAN, -0.0, f64::NAN, f64::INFINITY]));
    assert_eq!(counts(&diff), (0, 0, 3));
    assert_eq!(
        rows(&diff),
        ["Changed row 3 | x: 1.0 -> NaN", "Changed row 4 | x: 1.0 -> inf", "Changed row 2 | x: 0.0 -> -0.0"]
    );
    assert_eq!((diff.columns[0].sum_before, diff.columns[0].largest), (None, None));
}

#[test]
fn a_tolerance_forgives_last_digits_only() {
    let table = |x: f64| frame(vec![("id", "Int64", cells([1, 2])), ("x", "Float64", cells([x, 1.0]))]);
    let options = Options { tolerance: Some(1e-9), ..Options::default() };
    assert!(plain(&table(0.1 + 0.2), &table(0.3)).is_some());
    assert_eq!(difference(&table(0.1 + 0.2), &table(0.3), &options), None);
    assert_eq!(difference(&table(0.3), &table(0.31), &options).expect("differs").tolerance, Some(1e-9));
    let bags = |a: f64, b: f64| frame(vec![("x", "Float64", cells([a, b]))]);
    let unordered = Options { unordered: true, ..options };
    assert_eq!(difference(&bags(0.1 + 0.2, 1.0), &bags(1.0, 0.3), &unordered), None);
}

#[test]
fn nulls_are_counted_and_come_first() {
    let table = |values: [Option<i32>; 3]| {
        frame(vec![("id", "Int64", cells([1, 2, 3])), ("n", "Int64", cells(values))])
    };
    let diff = found(&table([Some(1), Some(2), None]), &table([Some(9), None, None]));
    assert_eq!(rows(&diff), ["Changed id 2 | n: 2 -> null", "Changed id 1 | n: 1 -> 9"]);
    assert_eq!((diff.columns[0].nulls_before, diff.columns[0].nulls_after), (1, 2));
}

#[test]
fn one_row_of_each_kind_of_change_comes_first() {
    let before: Vec<i32> = (0..50).collect();
    let after: Vec<i32> = (5..60).collect();
    let table = |ids: &[i32], add: i32| {
        let values = ids.iter().map(|id| id * 100 + add);
        frame(vec![("id", "Int64", cells(ids.iter().copied())), ("n", "Int64", cells(values))])
    };
    let diff = found(&table(&before, 0), &table(&after, 1));
    assert_eq!(counts(&diff), (10, 5, 45));
    let kinds: Vec<RowChange> = diff.rows.iter().map(|row| row.change).collect();
    assert_eq!(kinds[..3], [RowChange::Changed, RowChange::Lost, RowChange::Added]);
    assert_eq!(diff.rows.len(), 10);
    assert_eq!(rows(&diff)[0], "Changed id 5 | n: 500 -> 501", "the largest relative change");
}

#[test]
fn frames_without_rows_or_columns_differ_in_what_they_have() {
    let empty = carriers(&[], &[]);
    assert_eq!(plain(&empty, &carriers(&[], &[])), None);
    assert_eq!(counts(&found(&empty, &carriers(&["UA"], &[1]))), (1, 0, 0));
    let bare = |height: usize| Value::Frame(Table { columns: vec![], height });
    assert_eq!(counts(&found(&bare(2), &bare(5))), (3, 0, 0));
    assert_eq!(
        found(&empty, &frame(vec![("carrier", "String", vec![])])).schema,
        ["the column `minutes` is gone"]
    );
}

#[test]
fn times_are_readable_and_have_no_sums() {
    let table = |day: i32| frame(vec![("id", "Int64", cells([1, 2])), ("day", "Date", cells([day, 0]))]);
    let diff = found(&table(19_753), &table(19_754));
    assert_eq!(rows(&diff), ["Changed id 1 | day: 2024-01-31 -> 2024-02-01"]);
    assert_eq!((diff.columns[0].sum_before, diff.columns[0].largest), (None, None));
}

#[test]
fn masked_columns_are_left_out() {
    let options = Options { masked_columns: BTreeSet::from(["minutes".to_owned()]), ..Options::default() };
    assert_eq!(difference(&carriers(&["UA"], &[1]), &carriers(&["UA"], &[2]), &options), None);
    assert!(difference(&carriers(&["UA"], &[1]), &carriers(&["DL"], &[2]), &options).is_some());
    let report = |at: i32| text(&format!("Report {{ minutes: {at}, n: 1 }}"));
    assert_eq!(difference(&report(1), &report(2), &options), None);
}

#[test]
fn elements_are_compared_by_their_fields() {
    let diff = found(
        &vec(&[
            "Row { id: 1, at: Place { x: 1.5 }, n: Some(3) }",
            "Row { id: 2, at: Place { x: 2.5 }, n: None }",
        ]),
        &vec(&[
            "Row { id: 1, at: Place { x: 1.5 }, n: None }",
            "Row { id: 2, at: Place { x: 3.5 }, n: None }",
        ]),
    );
    assert_eq!(diff.alignment, key(&["id"]));
    assert_eq!(rows(&diff), ["Changed id 1 | n: 3 -> None", "Changed id 2 | at.x: 2.5 -> 3.5"]);
}

#[test]
fn maps_are_compared_by_key_and_sets_as_bags() {
    let map = |items: &[&str]| collection("std::collections::hash::map::HashMap<&str, i32>", false, items);
    let diff = found(&map(&["(\"a\", 1)", "(\"b\", 2)"]), &map(&["(\"b\", 3)", "(\"c\", 1)"]));
    assert_eq!((diff.alignment.clone(), counts(&diff)), (key(&["key"]), (1, 1, 1)));
    assert_eq!(plain(&map(&["(1, 2)", "(3, 4)"]), &map(&["(3, 4)", "(1, 2)"])), None);
    let set = |items: &[&str]| collection("HashSet<i32>", false, items);
    assert_eq!(found(&set(&["1", "2"]), &set(&["2", "3"])).alignment, Alignment::Multiset);
}

#[test]
fn a_text_is_compared_field_by_field() {
    let diff = found(
        &text("Report { name: \"a\", sums: Sums { n: 3, of: [1, 2] }, by: {\"x\": 1, \"y\": 2} }"),
        &text("Report { name: \"b\", sums: Sums { n: 3, of: [1, 5] }, by: {\"x\": 1, \"z\": 2} }"),
    );
    assert_eq!(diff.alignment, Alignment::Text);
    assert_eq!(
        diff.rows[0].cells.iter().map(change).collect::<Vec<_>>(),
        ["name: a -> b", "sums.of[1]: 2 -> 5", "by[\"y\"]: 2 -> -", "by[\"z\"]: - -> 2"]
    );
    assert_eq!(found(&text("5"), &text("6")).rows[0].cells[0].column, "value");
    assert_eq!(found(&text("5"), &text("6")).columns[0].largest, Some(1.0));
}

#[test]
fn a_text_of_a_collection_is_compared_as_one() {
    let diff = found(&text("Ok([R { id: 1, n: 1 }, R { id: 2, n: 1 }])"), &text("Ok([R { id: 2, n: 1 }])"));
    assert_eq!((counts(&diff), diff.alignment.clone()), ((0, 1, 0), key(&["id"])));
    let wrapped = found(&text("Ok([1])"), &text("Some([1])"));
    assert_eq!((wrapped.alignment, wrapped.rows.len()), (Alignment::Text, 1));
}

#[test]
fn long_strings_are_compared_by_line() {
    let page = |word: &str| {
        text(&format!("{:?}", format!("{}one\n{word}\nthree\n{}", "same\n".repeat(50), "end\n".repeat(50))))
    };
    let diff = found(&page("two"), &page("2"));
    assert_eq!(diff.text.as_deref(), Some("  same\n  one\n- two\n+ 2\n  three\n  end"));
}

#[test]
fn what_differs_only_in_writing_is_still_told() {
    let diff = found(&vec(&["Some(None)"]), &vec(&["None"]));
    assert!(diff.text.is_some() || !diff.rows.is_empty(), "{diff:?}");
    let nested = found(
        &vec(&["R { at: None }", "R { at: Some(P { x: None }) }", "R { at: Some(P { x: Some(1) }) }"]),
        &vec(&["R { at: None }", "R { at: None }", "R { at: Some(P { x: Some(1) }) }"]),
    );
    assert_eq!(
        nested.text.as_deref(),
        Some(
            "  R { at: None }\n- R { at: Some(P { x: None }) }\n+ R { at: None }\n  R { at: Some(P { x: Some(1) }) }"
        )
    );
}

#[test]
fn a_frame_and_an_error_are_named() {
    let diff = found(&carriers(&["UA"], &[1]), &text("Err(\"no such column\")"));
    assert_eq!(diff.text.as_deref(), Some("- a frame of 1 row\n+ Err(\"no such column\")"));
}

#[test]
fn noise_is_order_columns_or_all() {
    let stamped = |names: [&str; 3], stamps: [i32; 3]| {
        frame(vec![
            ("carrier", "String", cells(names)),
            ("n", "Int64", cells([1, 1, 1])),
            ("stamp", "Int64", cells(stamps)),
        ])
    };
    let base = stamped(["UA", "DL", "AA"], [1, 2, 3]);
    let of = |other: &Value| {
        let noise = noise(&base, other);
        (noise.order, noise.columns, noise.whole)
    };
    let stamp = || vec!["stamp".to_owned()];
    assert_eq!(of(&stamped(["DL", "UA", "AA"], [2, 1, 3])), (true, vec![], false));
    assert_eq!(of(&stamped(["UA", "DL", "AA"], [4, 5, 6])), (false, stamp(), false));
    assert_eq!(of(&stamped(["DL", "UA", "AA"], [7, 8, 9])), (true, stamp(), false));
    assert_eq!(
        of(&stamped(["DL", "UA", "AA"], [1, 2, 3])),
        (true, stamp(), false),
        "numbers in order of arrival"
    );
    assert_eq!(of(&carriers(&["UA"], &[1])), (false, vec![], true));
    assert_eq!(noise(&text("5"), &text("6")).columns, Vec::<String>::new());
    let report = |at: i32| text(&format!("Report {{ at: {at}, n: 1 }}"));
    assert_eq!(noise(&report(1), &report(2)).columns, ["at"]);
}

#[test]
fn noise_of_one_field_hides_no_other() {
    let report =
        |n: i32, value: i32| text(&format!("Report {{ n: {n}, value: {value}, of: [At(1, {value})] }}"));
    let noise = noise(&report(1, 1), &report(1, 2));
    assert_eq!((noise.columns.clone(), noise.whole), (vec!["value".to_owned(), "of[].1".to_owned()], false));
    assert_eq!(difference(&report(1, 1), &report(1, 3), &noise.options()), None);
    assert!(difference(&report(1, 1), &report(2, 3), &noise.options()).is_some());
    let pairs = |value: i32| collection("BTreeMap<i32, i32>", true, &[&format!("(1, {value})"), "(2, 2)"]);
    assert_eq!(super::noise(&pairs(1), &pairs(5)).columns, ["value"], "keys are still compared");
}

fn quick<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = run();
    let spent = start.elapsed();
    eprintln!("{what}: {spent:?}");
    // About a second in a debug build on a machine of its own; what is quadratic takes minutes.
    assert!(spent.as_secs() < 30, "{what} took {spent:?}");
    out
}

#[test]
fn large_tables_are_compared_in_time() {
    let table = |changed: i32| {
        let column =
            |name: &'static str, of: &dyn Fn(i32) -> i32| (name, "Int64", cells((0..100_000).map(of)));
        let names = (0..100_000).map(|n| Cell::Text(format!("flight number {}", n % 500)));
        frame(vec![
            column("year", &|_| 2013),
            column("month", &|n| n % 12),
            ("tail", "String", names.collect()),
            column("id", &|n| n),
            column("delay", &|n| n % 90 + changed),
            column("seats", &|n| if n == 5 { changed } else { n % 7 }),
        ])
    };
    let (a, b) = (table(0), table(1));
    let diff = quick("100,000 rows", || found(&a, &b));
    assert_eq!((diff.alignment.clone(), diff.changed), (key(&["id"]), 100_000));
    quick("100,000 rows without a key", || {
        let bare = |value: &Value| match value {
            Value::Frame(table) => Value::Frame(Table {
                columns: table.columns.iter().filter(|column| column.name != "id").cloned().collect(),
                height: table.height,
            }),
            _ => unreachable!("it is a frame"),
        };
        found(&bare(&a), &bare(&b))
    });
    let wide = |last: i32| {
        let names: Vec<String> = (0..1_000).map(|n| format!("c{n}")).collect();
        let columns = names.iter().enumerate().map(|(n, name)| Column {
            name: name.clone(),
            dtype: "Int64".to_owned(),
            cells: cells((0..100).map(|row| if n > 900 { last } else { row % 3 })),
        });
        Value::Frame(Table { columns: columns.collect(), height: 100 })
    };
    let diff = quick("1,000 columns", || found(&wide(0), &wide(1)));
    assert_eq!((diff.columns.len(), diff.rows[0].cells.len()), (99, 40));
}

#[test]
fn large_collections_and_texts_are_compared_in_time() {
    let items = |add: i32| Value::Items {
        type_name: "Vec<Row>".to_owned(),
        ordered: true,
        items: (0..100_000)
            .map(|n| {
                format!(
                    "Row {{ id: {n}, name: \"n{n}\", x: Some({}.5), at: Place {{ y: {} }} }}",
                    n % 7,
                    n / 2 + add
                )
            })
            .collect(),
    };
    let (a, b) = (items(0), items(1));
    let diff = quick("100,000 structs", || found(&a, &b));
    assert_eq!((diff.alignment, diff.changed), (key(&["id"]), 100_000));
    let long = |end: &str| text(&format!("\"{}{end}{}\"", "é".repeat(500_000), "x".repeat(500_000)));
    let diff = quick("strings of 1 MB", || found(&long("a"), &long("b")));
    assert!(diff.text.expect("lines").len() < 1_000);
    let lines = |n: usize| {
        text(&format!("{:?}", (0..50_000).map(|line| format!("{}\n", line * n)).collect::<String>()))
    };
    let diff = quick("50,000 lines", || found(&lines(1), &lines(3)));
    assert!(diff.text.expect("lines").lines().count() <= 41);
    let cell =
        |end: &str| frame(vec![("t", "String", cells([format!("{}{end}", "y".repeat(1_000_000)).as_str()]))]);
    let diff = quick("cells of 1 MB", || found(&cell("a"), &cell("b")));
    assert!(rows(&diff)[0].len() < 300, "{}", rows(&diff)[0]);
}
