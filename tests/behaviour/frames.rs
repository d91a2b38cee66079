//! Every mutator of frames, in polars itself: a proper test kills its mutants, a test that only runs the query does not.

use std::collections::BTreeSet;

use mutators::{CATALOGUE, Family};

use crate::report::Report;
use crate::support::Package;

#[test]
fn each_mutator_of_frames_is_killed_by_a_proper_test_only() {
    let package = Package::member("tests/fixtures/frames", "frames");
    let report = package.green(&["--no-config", "--group", "all", "--exclude-mutator", "return-value"]);
    report.assert_no_quarantine();
    assert_tested_and_not(&report);
}

/// The function named after a mutator lets none of its mutants live, and the twin lets all of them live.
fn assert_tested_and_not(report: &Report) {
    let of_frames = |family| !matches!(family, Family::Code | Family::Rows | Family::Sql);
    let names: BTreeSet<_> = CATALOGUE.iter().filter(|m| of_frames(m.family)).map(|m| m.name).collect();
    assert!(names.len() > 60, "{names:?}");
    for mutant in report.mutants.iter().filter(|mutant| names.contains(&*mutant.mutator)) {
        assert_ne!(mutant.status, "CompileError", "{mutant:?}");
    }
    for name in names {
        let function = name.replace('-', "_");
        let own = |item: &str| -> Vec<_> {
            report.mutants.iter().filter(|m| m.mutator == name && m.item == item).collect()
        };
        let (tested, weakly) = (own(&function), own(&format!("{function}_weak")));
        assert!(!tested.is_empty() && tested.len() == weakly.len(), "{name}");
        assert!(tested.iter().all(|mutant| mutant.is_detected()), "{tested:#?}");
        assert!(weakly.iter().all(|mutant| mutant.status == "Survived"), "{weakly:#?}");
    }
}
