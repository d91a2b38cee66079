//! What the file looks like, and what is kept when it is written again.

use super::*;
use crate::report::{json, testing};

fn listed() -> Baseline {
    let report = finished();
    Baseline::of(&report, &Baseline::default()).expect("a baseline")
}

/// The invented results without the mutants that have no verdict.
fn finished() -> Report {
    let mut results = testing::results();
    results.mutants.truncate(9);
    results.outcomes.truncate(9);
    json::report(&results)
}

#[test]
fn one_survivor_a_line_with_place_and_reason_sorted() {
    let text = listed().render();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines.len(), 4);
    assert!(lines.is_sorted());
    assert_eq!(
        lines[3],
        "b2000002\tflights\tflights/src/clean.rs\tCarrier::delays\tarithmetic\tdelete out.sort_unstable();\t\
         no test runs this code"
    );
}

#[test]
fn what_is_written_is_read_back() {
    assert_eq!(parse(&listed().render()), Ok(listed()));
}

#[test]
fn a_merge_conflict_is_reported_with_its_line() {
    let text = listed().render().replacen("3f9bd001", "<<<<<<< ours\n3f9bd001", 1);
    assert_eq!(parse(&text), Err(4));
}

#[test]
fn a_partial_run_makes_no_baseline() {
    let error = Baseline::of(&json::report(&testing::results()), &Baseline::default()).expect_err("partial");
    assert_eq!((error.code(), error.to_string().contains("2 mutants have no verdict")), (1, true));
}

#[test]
fn reasons_of_people_are_kept_and_those_of_verdicts_are_renewed() {
    let mut old = listed();
    old.entries[0].reason = "the source is sorted".to_owned();
    old.entries[1].reason = "no test runs this code".to_owned();
    let new = Baseline::of(&finished(), &old).expect("a baseline");
    assert_eq!(new.entries[0].reason, "the source is sorted");
    assert!(new.entries[1].reason.contains("no assertion notices"), "{:?}", new.entries[1]);
}

#[test]
fn what_a_narrowed_run_did_not_look_at_is_kept() {
    let mut old = listed();
    let gone = Entry { id: "dead0000".to_owned(), ..old.entries[0].clone() };
    let other = Entry { id: "dead0001".to_owned(), package: "ledger".to_owned(), ..gone.clone() };
    old.entries.extend([gone, other]);
    let ids = |report: &Report| {
        let new = Baseline::of(report, &old).expect("a baseline");
        new.entries.into_iter().map(|entry| entry.id).filter(|id| id.starts_with("dead")).collect::<Vec<_>>()
    };
    let mut report = finished();
    assert_eq!(ids(&report), ["dead0001"]);
    report.mutate_data.narrowed = true;
    assert_eq!(ids(&report), ["dead0000", "dead0001"]);
}

#[test]
fn two_moved_survivors_are_not_covered_by_one_entry() {
    let mut results = testing::results();
    let mut known = listed();
    known.entries.retain(|entry| entry.id == "3f9bd001");
    results.mutants[1].id = "99990001".to_owned();
    let copy = Mutant { id: "99990002".to_owned(), ..results.mutants[1].clone() };
    results.mutants.insert(2, copy);
    results.outcomes.insert(2, results.outcomes[1].clone());
    assert_eq!(known.moved(&results, &[1, 2]), [1]);
}
