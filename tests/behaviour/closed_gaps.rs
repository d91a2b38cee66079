//! The feature `closed_gaps` of the sample jobs: tests that kill what survives without them.

use std::fs;
use std::process::Command;

use crate::support::{Package, repository};

/// The jobs with that feature, and the file of its tests.
const JOBS: [(&str, &str); 3] = [
    ("flights", "tests/closed_gaps.rs"),
    ("orders", "tests/suite/closed_gaps.rs"),
    ("tpch", "tests/answers/closed_gaps.rs"),
];

/// What the tests of a file say that they kill: mutators and the function.
fn promises(job: &str, file: &str) -> Vec<(Vec<String>, String)> {
    let text = fs::read_to_string(repository().join("sample_jobs").join(job).join(file)).expect("tests");
    let docs = text.lines().filter_map(|line| line.strip_prefix("/// Kills "));
    let promise = |doc: &str| {
        let names = doc.split('`').skip(1).step_by(2).map(str::to_owned);
        let (mutators, places): (Vec<_>, Vec<_>) =
            names.partition(|name| mutators::catalogue::find(name).is_some());
        (mutators, places.first().expect("a function").clone())
    };
    docs.map(promise).collect()
}

#[test]
fn each_job_has_three_and_their_mutants_exist() {
    for (job, file) in JOBS {
        let listed = Command::new(env!("CARGO_BIN_EXE_cargo-mutate-data"))
            .current_dir(repository())
            .args(["list", "--group", "strict", "--color", "never", "-p", job])
            .output()
            .expect("the tool runs");
        let listed = String::from_utf8(listed.stdout).expect("UTF-8");
        let promises = promises(job, file);
        assert_eq!(promises.len(), 3, "{job}");
        for (mutators, function) in promises {
            for mutator in mutators {
                let is_it = |line: &str| {
                    line.contains(&format!(" {mutator}: ")) && line.ends_with(&format!(" in {function}"))
                };
                assert!(listed.lines().any(is_it), "{job}: no {mutator} in {function}");
            }
        }
    }
}

/// The jobs with polars take minutes; of them only the test above.
#[test]
fn what_survives_without_the_feature_is_killed_with_it() {
    let package = Package::member("sample_jobs/orders", "closed_gaps");
    let common = ["--no-config", "--group", "strict", "--no-rebuild-lane"];
    let without = package.green(&common);
    let with = package.green(&[&common[..], &["--features", "closed_gaps"]].concat());
    let is_closed = |id: &str| with.mutants.iter().any(|mutant| mutant.id == id && mutant.is_detected());
    for (mutators, function) in promises("orders", "tests/suite/closed_gaps.rs") {
        for mutator in mutators {
            let id_of =
                |mutant: &&crate::report::Mutant| mutant.mutator == mutator && mutant.item == function;
            let open: Vec<_> =
                without.mutants.iter().filter(id_of).filter(|mutant| !mutant.is_detected()).collect();
            assert!(
                open.iter().any(|mutant| is_closed(&mutant.id)),
                "{mutator} in {function} is not closed: {open:?}"
            );
        }
    }
    let lost: Vec<_> = without
        .mutants
        .iter()
        .filter(|mutant| mutant.is_detected() && !is_closed(&mutant.id))
        .filter(|mutant| !DEPENDS_ON_HASHES.contains(&(&*mutant.mutator, &*mutant.item)))
        .collect();
    assert!(lost.is_empty(), "more tests kill more: {lost:?}");
}

/// Without its sort the order of the rows is that of a hash table, another one in each process.
const DEPENDS_ON_HASHES: [(&str, &str); 2] = [("sort-key-drop", "latest"), ("statement-delete", "latest")];
