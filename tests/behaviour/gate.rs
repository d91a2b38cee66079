//! The gate, the baseline and the suppressions, as a weekly job meets them.

use std::fs;

use crate::support::{Ended, Package, manifest};

const CODE: &str = "/// What an order costs.\npub fn total(sum: u32, gift: bool) -> u32 {\n    \
    if sum > 50 || gift { sum } else { sum + 5 }\n}\n\n\
    #[cfg(test)]\nmod tests {\n    #[test]\n    fn small_orders_pay() {\n        \
    assert_eq!(super::total(10, false), 15);\n    }\n}\n";

fn shop(key: &str) -> Package {
    let package = Package::of(key, &[("Cargo.toml", &manifest("shop")), ("src/lib.rs", CODE)]);
    let _ = fs::remove_file(package.tree().join("mutate-data.baseline"));
    package
}

/// What the gate said, from its first line on.
fn verdict(ended: &Ended) -> &str {
    let start =
        ended.out.find("\nGate ").unwrap_or_else(|| panic!("no verdict:\n{}\n{}", ended.out, ended.err));
    ended.out[start..].split("\n\n").next().unwrap_or_default().trim()
}

#[test]
fn a_score_below_the_bound_fails_with_amount_and_mutants() {
    let package = shop("gate_score");
    let ended = package.run(&["--min-score", "99"]);
    assert_eq!(ended.code, 2, "{}", ended.err);
    let said = verdict(&ended);
    assert!(said.contains("min-score: the mutation score of") && said.contains("points below 99%"), "{said}");
    assert!(said.contains("src/lib.rs:3:"), "{said}");
    let ended = package.run(&["--min-score", "1"]);
    assert_eq!((ended.code, verdict(&ended)), (0, "Gate passed (min-score 1)"));
}

#[test]
fn a_baseline_lets_known_survivors_pass_and_new_ones_not() {
    let package = shop("gate_baseline");
    let missing = package.run(&["--new-survivors", "0"]);
    assert_eq!(missing.code, 2);
    assert!(verdict(&missing).contains("mutate-data.baseline does not exist"), "{}", missing.out);
    let written = package.ask(&["baseline"]);
    assert_eq!(written.code, 0, "{}", written.err);
    let known = package.read("mutate-data.baseline");
    let entries: Vec<&str> = known.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(!entries.is_empty() && entries.is_sorted(), "{known}");
    assert!(entries.iter().all(|entry| entry.split('\t').count() == 7), "{known}");
    assert_eq!(package.run(&["--new-survivors", "0"]).code, 0);
    // Code that moves keeps its ids; a new function brings survivors of its own.
    package.write("src/lib.rs", &format!("//! Orders.\n\n{CODE}"));
    assert_eq!(package.run(&["--new-survivors", "0"]).code, 0);
    package.write(
        "src/lib.rs",
        &format!("{CODE}\n/// New.\npub fn half(sum: u32) -> u32 {{\n    sum / 2\n}}\n"),
    );
    let new = package.run(&["--new-survivors", "0"]);
    assert_eq!(new.code, 2);
    assert!(verdict(&new).contains("in half") && !verdict(&new).contains("in total"), "{}", new.out);
    let again = package.ask(&["baseline"]);
    assert!(again.out.contains("added, 0 removed"), "{}", again.out);
}

#[test]
fn an_unreadable_baseline_fails_the_gate() {
    let package = shop("gate_unreadable");
    package.write("mutate-data.baseline", "<<<<<<< ours\n");
    let ended = package.run(&["--new-survivors", "9"]);
    assert_eq!(ended.code, 2);
    assert!(verdict(&ended).contains("line 1 of the baseline"), "{}", ended.out);
    package.ask(&["baseline"]).assert_refused(1, &["line 1 of the baseline"]);
}

#[test]
fn without_a_run_there_is_no_baseline() {
    let package = shop("gate_no_run");
    let _ = fs::remove_dir_all(package.output(""));
    package.ask(&["baseline"]).assert_refused(1, &["there is no run", "run `cargo mutate-data` first"]);
}

#[test]
fn rules_of_the_settings_file_are_judged() {
    let package = shop("gate_settings");
    package.write(
        "mutate-data.toml",
        "[gate]\nmax-survivors = 100\n[gate.package.shop]\nmax-survivors = 0\n[gate.package.other]\nmin-score = 50\n\
         [gate.family.join]\nmin-score = 1\n",
    );
    let ended = package.run(&[]);
    assert_eq!(ended.code, 2);
    let said = verdict(&ended);
    assert!(said.contains("package shop: max-survivors:") && !said.contains("\n  max-survivors:"), "{said}");
    assert!(said.contains("family join: something measured: nothing was measured"), "{said}");
    assert!(said.contains("package other was not mutated in this run"), "{said}");
    fs::remove_file(package.tree().join("mutate-data.toml")).expect("removed");
}

#[test]
fn a_run_in_which_everything_is_ignored_does_not_pass() {
    let package = shop("gate_ignored");
    package.write("mutate-data.toml", "[[skip]]\nfile = 'lib.rs'\nreason = 'generated'\n");
    let ended = package.run(&[]);
    assert_eq!(ended.code, 2);
    assert!(verdict(&ended).contains("nothing was measured"), "{}", ended.out);
    let report = package.report();
    assert!(
        report.mutants.iter().all(|mutant| mutant.reason == "skip list: generated"),
        "{:?}",
        report.mutants
    );
    fs::remove_file(package.tree().join("mutate-data.toml")).expect("removed");
}

#[test]
fn skips_by_id_and_pattern_hold_until_their_last_day_and_stale_ones_are_denied() {
    let package = shop("gate_skips");
    let first = package.run(&[]);
    let gaps = package
        .report()
        .mutants
        .into_iter()
        .filter(|mutant| mutant.status == "Survived" || mutant.status == "NoCoverage");
    let ids: Vec<String> = gaps.map(|mutant| mutant.id).collect();
    assert_eq!((first.code, ids.is_empty()), (2, false));
    let list = |until: &str| {
        let ids = ids.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
        format!(
            "[[skip]]\nid = [{ids}]\nreason = 'accepted'\nuntil = {until}\n\n[[skip]]\nfunction = 'gone'\nreason = 'r'\n"
        )
    };
    package.write("mutate-data.toml", &list("2999-12-31"));
    let passed = package.run(&[]);
    assert_eq!(passed.code, 0, "{}", passed.out);
    assert!(passed.err.contains("mutate-data.toml:6: this skip suppresses nothing"), "{}", passed.err);
    let denied = package.run(&["--deny-stale"]);
    assert_eq!(denied.code, 2);
    assert!(verdict(&denied).contains("deny-stale: 1 suppression out of date:"), "{}", denied.out);
    package.write("mutate-data.toml", &list("2020-01-31"));
    let over = package.run(&[]);
    assert_eq!(over.code, 2, "{}", over.out);
    assert!(over.err.contains("this skip ended on 2020-01-31"), "{}", over.err);
    fs::remove_file(package.tree().join("mutate-data.toml")).expect("removed");
}

#[test]
fn a_skip_without_reason_is_a_usage_error() {
    let package = shop("gate_reason");
    package.write("mutate-data.toml", "[[skip]]\nid = 'abc'\n");
    package.run(&[]).assert_refused(1, &["mutate-data.toml:1: a `[[skip]]` without `reason`"]);
    fs::remove_file(package.tree().join("mutate-data.toml")).expect("removed");
}

#[test]
fn every_kind_of_report_is_written_and_annotations_are_printed() {
    let package = shop("reports_all");
    let all = "html,json,sarif,junit,pit-xml,gitlab,sonar,github,markdown,csv";
    let ended = package.run(&["--report", all]);
    assert_eq!(ended.code, 2);
    for file in [
        "report/index.html",
        "report/files/src~lib.rs.html",
        "mutants.json",
        "mutants.sarif",
        "junit.xml",
        "mutations.xml",
        "gl-code-quality-report.json",
        "sonar-issues.json",
        "github-summary.md",
        "summary.md",
        "mutants.csv",
    ] {
        assert!(package.output(file).is_file(), "{file}");
    }
    assert!(
        ended.out.lines().all(|line| line.starts_with("::")),
        "the terminal was not asked for: {}",
        ended.out
    );
    assert!(ended.out.contains("::warning file=src/lib.rs,line=3,"), "{}", ended.out);
    assert!(ended.err.contains("Gate failed"), "a failure is always told: {}", ended.err);
    let gate: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(package.output("mutants.json")).expect("read"))
            .expect("JSON");
    assert_eq!(gate["mutateData"]["gate"]["failures"][0]["rule"], "max-survivors");
}

#[test]
fn a_single_file_stands_alone() {
    let package = shop("reports_single");
    package.run(&["--single-file"]);
    let page = fs::read_to_string(package.output("report/index.html")).expect("the page");
    assert!(!page.contains("<link") && page.contains("<style>"));
    assert!(!package.output("report/style.css").exists());
}
