//! The feature `suggested` of the sample jobs: tests that the tool wrote, which raise the score exactly as they promise.

use std::collections::BTreeSet;
use std::fs;

use crate::report::Report;
use crate::support::{Package, repository};

/// What the tests of a file say that they kill, and their names.
fn promised(file: &str) -> (BTreeSet<String>, Vec<String>) {
    let text = fs::read_to_string(repository().join(file)).expect("tests");
    let docs: String = text.lines().filter_map(|line| line.strip_prefix("/// ")).collect();
    let ids = docs.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let names = text.lines().filter_map(|line| line.strip_prefix("fn ")?.split('(').next());
    (ids, names.map(str::to_owned).collect())
}

/// Ids of what tests notice. Of mutants of `unstable` functions no two runs say the same: without its sort, the order of
/// their rows is that of a hash table.
fn detected(report: &Report, unstable: &[&str]) -> BTreeSet<String> {
    let is_stable = |mutator: &str, item: &str| {
        !unstable.contains(&item)
            || !mutator.contains("sort") && !["agg-filter-drop", "statement-delete"].contains(&mutator)
    };
    let stable = report.mutants.iter().filter(|mutant| is_stable(&mutant.mutator, &mutant.item));
    stable.filter(|mutant| mutant.is_detected()).map(|mutant| mutant.id.clone()).collect()
}

/// Runs a job with its suggested tests, and again without them; `arguments` choose the mutants.
fn assert_promises_are_kept(job: &str, file: &str, unstable: &[&str], arguments: &[&str]) {
    let package = Package::member(&format!("sample_jobs/{job}"), &format!("suggested_{job}"));
    let (ids, names) = promised(&format!("sample_jobs/{job}/{file}"));
    assert!(names.len() >= 3 && ids.len() >= names.len(), "{names:?} {ids:?}");
    let common = [arguments, &["--features", "suggested", "--no-rebuild-lane", "--explain", "none"]].concat();
    let with = package.green(&common);
    let skipped: Vec<&str> = names.iter().flat_map(|name| ["--skip", name]).collect();
    let without = package.green(&[&common[..], &["--"], &skipped].concat());
    let runs = |report: &Report| {
        report.tests.iter().filter(|test| names.iter().any(|name| test.name.contains(name))).count()
    };
    assert_eq!((runs(&with), runs(&without)), (names.len(), 0));
    let (with, without) = (detected(&with, unstable), detected(&without, unstable));
    let gained: BTreeSet<String> = with.difference(&without).cloned().collect();
    assert_eq!(gained, ids);
    assert_eq!(without.difference(&with).next(), None, "more tests kill more");
}

#[test]
fn suggested_tests_raise_the_score_of_the_orders_as_promised() {
    assert_promises_are_kept("orders", "tests/suite/suggested.rs", &["latest", "top"], &["--no-config"]);
}

/// With the samples, whose columns decide which ones are swapped.
#[test]
fn suggested_tests_raise_the_score_of_the_flights_as_promised() {
    let unstable = ["usage", "by_manufacturer", "by_carrier", "by_part_of_day"];
    let files = ["--file", "sample_jobs/flights/src/{aircraft,columns,on_time}.rs"];
    assert_promises_are_kept("flights", "tests/suggested.rs", &unstable, &files);
}

/// Of one question, since those of all take a minute.
#[test]
fn suggested_tests_raise_the_score_of_the_tpch_as_promised() {
    let unstable = ["shipping_priority"];
    let chosen = ["--no-config", "--function", "^shipping_priority$"];
    assert_promises_are_kept("tpch", "tests/answers/suggested.rs", &unstable, &chosen);
}
