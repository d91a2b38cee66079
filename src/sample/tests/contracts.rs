//! Contracts: written from data, kept by samples, broken by drift.

use super::*;
use crate::config::contracts as file;

fn drafted(place: &Place, set: &DataSet) -> Contract {
    let opened = open(set).expect("a source");
    let draft = contract::draft(set, &opened.source, &opened.surveys, &[], &[]).expect("a contract");
    file::save(&draft).expect("written");
    assert!(place.root.join("data-contracts/sales.toml").is_file());
    draft
}

fn checked(set: &DataSet) -> Vec<String> {
    let opened = open(set).expect("a source");
    let promise = opened.contract.as_ref().expect("a contract");
    contract::check(set, promise, &opened.source, &opened.surveys).expect("a check")
}

#[test]
fn data_keep_the_contract_that_was_written_from_them() {
    let place = Place::new();
    let rows: String = (0..200)
        .map(|n| format!("{n},{},2024-01-{:02},{}\n", n % 3, n % 28 + 1, ["a", "b", ""][n % 3]))
        .collect();
    place.write("a.csv", format!("id,n,day,kind\n{rows}"));
    place.parquet("b.parquet", &numbers(0, 300));
    for source in ["a.csv", "b.parquet"] {
        let set = place.data_set(source, 50);
        let _ = fs::remove_file(place.root.join("data-contracts/sales.toml"));
        let draft = drafted(&place, &set);
        assert_eq!(checked(&set), Vec::<String>::new());
        assert_eq!(draft.unique[0], [draft.columns[0].name.clone()]);
        place.sample(set).expect("a sample");
    }
}

#[test]
fn drift_is_listed_by_column_expected_found_and_file() {
    let place = Place::new();
    let rows: String = (0..1500).map(|n| format!("{n},{},{}\n", n % 5, ["a", "b"][n % 2])).collect();
    place.write("a.csv", format!("id,n,kind\n{rows}"));
    let set = place.data_set("a.csv", 5000);
    drafted(&place, &set);
    place.write("a.csv", format!("id,n,kind\n{rows}7,99,c\n3000,,a\n3001,x,a\n"));
    let lines = checked(&set).join("\n");
    for part in [
        "column `n`: expected at most 4, found `99` in row 1501 (1 rows) in ",
        "column `n`: expected a value, found none in row 1502 (1 rows) in ",
        "column `n`: expected int, found `x` in row 1503 (1 rows) in ",
        "column `kind`: expected one of a, b, found `c` in row 1501 (1 rows) in ",
        "column `id`: expected unique values, found 1 repetitions, the first in row 1501 of ",
    ] {
        assert!(lines.contains(part), "{part} of {lines}");
    }
    let text = place.sample(set.clone()).expect_err("refused").to_string();
    assert!(text.contains("break the contract") && text.contains("found `99`"), "{text}");
    place.write("a.csv", "id,m,kind\n1,x,a\n");
    let text = place.sample(set).expect_err("refused").to_string();
    assert!(text.contains("column `n`: expected int, found no such column in "), "{text}");
    assert!(text.contains("column `m`: expected no such column, found text in "), "{text}");
}

#[test]
fn types_of_columns_are_part_of_the_contract() {
    let place = Place::new();
    place.parquet("a.parquet", &df!("n" => [1_i64, 2]).expect("a frame"));
    let set = place.data_set("a.parquet", 2);
    drafted(&place, &set);
    place.parquet("a.parquet", &df!("n" => [1_i32, 2]).expect("a frame"));
    let text = place.sample(set).expect_err("refused").to_string();
    assert!(text.contains("column `n`: expected i64, found i32 in "), "{text}");
}

#[test]
fn contracts_tell_no_value_of_masked_columns() {
    let place = Place::new();
    let rows: String = (0..200).map(|n| format!("secret{}\n", n % 3)).collect();
    place.write("a.csv", format!("kind\n{rows}"));
    let masked = DataSet { mask: [("kind".to_owned(), Mask::Redact)].into(), ..place.data_set("a.csv", 10) };
    let draft = drafted(&place, &masked);
    assert_eq!((&draft.columns[0].values, &draft.columns[0].min), (&None, &None));
    let mut strict = draft;
    strict.columns[0].values = Some(vec!["other".to_owned()]);
    file::save(&strict).expect("written");
    let text = place.sample(masked).expect_err("refused").to_string();
    assert!(text.contains("found a value that is masked") && !text.contains("secret"), "{text}");
}
