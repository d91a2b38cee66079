//! The same question gets the same answer: with any number of jobs, again, and after edits elsewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::report::{Mutant, Report};
use crate::support::{Package, files_of};

/// Verdicts, and which tests cover what; who kills first may differ.
fn answers(report: &Report) -> BTreeSet<(String, String, Vec<String>)> {
    let answer = |mutant: &Mutant| {
        let mut covered_by = mutant.covered_by.clone();
        covered_by.sort();
        (mutant.id.clone(), mutant.status.clone(), covered_by)
    };
    report.mutants.iter().map(answer).collect()
}

fn assert_stable(fixture: &str) {
    let package = Package::variant(fixture, &format!("stable_{fixture}"));
    let first = answers(&package.green(&["-j", "1"]));
    for jobs in ["4", "4", "2", "1"] {
        assert_eq!(first, answers(&package.green(&["-j", jobs])), "with {jobs} jobs");
    }
}

#[test]
fn labelled_breaks() {
    assert_stable("labelled_breaks");
}

#[test]
fn panics() {
    assert_stable("panics");
}

#[test]
fn ids_do_not_change_with_lines_above() {
    let package = Package::variant("let_chains", "stable_ids");
    let before = package.green(&[]);
    let code = package.read("src/lib.rs");
    let (doc, rest) = code.split_once("\n\n").expect("a doc comment, then code");
    package.write(
        "src/lib.rs",
        &format!("{doc}\n\n/// New.\npub fn added(n: i32) -> i32 {{\n    n * 3\n}}\n\n{rest}"),
    );
    let after = package.green(&[]);
    let added = after.of("added").len();
    assert!(added > 0);
    assert_eq!(after.mutants.len(), before.mutants.len() + added);
    let after_verdicts = after.verdicts();
    for mutant in &before.mutants {
        assert_eq!(after_verdicts.get(&*mutant.id), Some(&&*mutant.status), "{mutant:?}");
        let moved = after.mutants.iter().find(|other| other.id == mutant.id).expect("the same id");
        assert_eq!((moved.start.0, moved.start.1), (mutant.start.0 + 5, mutant.start.1));
    }
}

#[track_caller]
fn assert_compiled_once(fixture: &str, unviable: bool) {
    let package = Package::variant(fixture, &format!("once_{fixture}"));
    let report = package.green(&[]);
    assert_eq!(report.mutants.iter().any(|mutant| mutant.status == "CompileError"), unviable);
    let binaries = || {
        let folder = package.output("../debug/deps");
        let time = |path: PathBuf| {
            (fs::metadata(folder.join(&path)).and_then(|data| data.modified()).expect("a time"), path)
        };
        files_of(&folder).into_keys().map(time).collect::<BTreeSet<_>>()
    };
    let before = binaries();
    assert!(!before.is_empty());
    let ended = package.run(&[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let again: Vec<_> = binaries().difference(&before).map(|(_, path)| path.clone()).collect();
    assert!(again.is_empty(), "compiled again: {again:?}");
}

#[test]
fn nothing_is_compiled_again_without_changes() {
    assert_compiled_once("non_ascii", false);
}

#[test]
fn builds_from_nothing_succeed_every_time() {
    let package = Package::variant("two_packages", "stable_cold");
    for _ in 0..5 {
        package.clean();
        package.green(&["--workspace"]);
    }
}
