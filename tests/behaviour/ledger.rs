//! The claim of `sample_jobs/ledger`: its suite lets no mutant of the default group survive.

use crate::support::{Package, manifest, repository};

#[test]
fn no_mutant_of_the_ledger_survives() {
    let package = Package::copy(&repository().join("sample_jobs/ledger"), "ledger", "ledger");
    // Out of its workspace, whose settings it inherits. The same bytes keep the same time.
    package.write("Cargo.toml", &manifest("ledger"));
    let ended = package.run(&[]);
    let report = package.report();
    report.assert_sound();
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert_eq!(report.score, Some(100.0));
}
