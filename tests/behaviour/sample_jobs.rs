//! Every mutant of every sample job, one listing per job, so that mutators which get in each other's way show in review.

use std::fs;
use std::process::Command;

use crate::support::repository;

#[test]
fn mutants_of_the_sample_jobs() {
    let folder = fs::read_dir(repository().join("sample_jobs")).expect("the sample jobs");
    let mut jobs: Vec<String> = folder
        .map(|job| job.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|job| repository().join("sample_jobs").join(job).join("Cargo.toml").exists())
        .collect();
    jobs.sort_unstable();
    assert!(jobs.len() >= 3, "{jobs:?}");
    for job in jobs {
        insta::assert_snapshot!(job.as_str(), listing(&job));
    }
}

/// What `list` prints for a job, without the hashes.
fn listing(job: &str) -> String {
    let listed = Command::new(env!("CARGO_BIN_EXE_cargo-mutate-data"))
        .current_dir(repository())
        .args(["list", "--group", "all", "--color", "never", "-p", job])
        .output()
        .expect("the tool runs");
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let text = String::from_utf8(listed.stdout).expect("UTF-8");
    text.lines().map(|line| line.split_once(' ').map_or(line, |(_, rest)| rest).to_owned() + "\n").collect()
}
