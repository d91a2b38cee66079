//! Tests of `explain` and `suggest`.

use super::*;
use crate::model::Results;
use crate::report::format::Reports;
use crate::report::{testing, write_all};

fn written(mut results: Results) -> (tempfile::TempDir, cargo_metadata::camino::Utf8PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = Utf8Path::from_path(folder.path()).expect("UTF-8").to_owned();
    write_all(&mut results, &dir, &Reports::default()).expect("written");
    (folder, dir)
}

fn explained() -> Results {
    Results { explanations: testing::explanations(), ..testing::results() }
}

#[test]
fn an_explanation_tells_evidence_rows_smallest_input_and_test() {
    let (_keep, dir) = written(explained());
    insta::assert_snapshot!(explanation(&dir, "3f9", false).expect("told"));
}

#[test]
fn a_data_gap_tells_the_row_that_is_missing() {
    let (_keep, dir) = written(explained());
    insta::assert_snapshot!(explanation(&dir, "3f2a", false).expect("told"));
}

#[test]
fn colour_marks_what_was_and_what_is() {
    let (_keep, dir) = written(explained());
    let text = explanation(&dir, "3f9", true).expect("told");
    let (old, new) = (style::OLD, style::NEW);
    assert!(text.contains(&format!("{old}1440{old:#} → {new}1439{new:#}")), "{text:?}");
}

#[test]
fn wide_rows_are_told_one_after_the_other() {
    let mut results = explained();
    let told = results.explanations.get_mut("3f9bd001").expect("explained");
    for cell in told.diff.iter_mut().flat_map(|diff| &mut diff.rows).flat_map(|row| &mut row.cells) {
        cell.before = Some("x".repeat(80));
    }
    let (_keep, dir) = written(results);
    let text = explanation(&dir, "3f9", false).expect("told");
    assert!(
        text.contains(&format!("  changed carrier UA\n    minutes  {} → 1439\n", "x".repeat(80))),
        "{text}"
    );
}

#[test]
fn what_was_not_looked_into_says_so() {
    let (_keep, dir) = written(explained());
    let message = |id| explanation(&dir, id, false).expect_err("nothing known").to_string();
    assert!(message("b2000001").contains("did not look into b2000001"), "{}", message("b2000001"));
    assert!(message("a100000a").contains("is no survivor (killed)"), "{}", message("a100000a"));
    assert!(message("zzz").contains("no mutant of the last run"), "{}", message("zzz"));
}

#[test]
fn the_best_tests_come_with_their_code() {
    let (_keep, dir) = written(explained());
    insta::assert_snapshot!(suggestions(&dir, 3, false).expect("told"));
}

#[test]
fn without_a_verified_test_that_is_said() {
    let (_keep, dir) = written(testing::results());
    assert_eq!(
        suggestions(&dir, 3, false).expect("told"),
        "No verified test is suggested for the 4 survivors\n"
    );
    let mut results = explained();
    results.explanations.remove("3f9bd001");
    let (_keep, dir) = written(results);
    let text = suggestions(&dir, 3, false).expect("told");
    assert!(text.contains("`cargo mutate-data explain ID` shows 1 test not verified"), "{text}");
}

#[test]
fn hostile_text_cannot_steer_the_terminal() {
    let (_keep, dir) = written(testing::hostile());
    let texts = ["00000001", "00000002"].map(|id| explanation(&dir, id, false).expect("told"));
    for text in texts.into_iter().chain([suggestions(&dir, 3, false).expect("told")]) {
        assert!(text.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{text:?}");
    }
}
