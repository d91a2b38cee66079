//! Ctrl-C at any moment: no process is left, what is known is on disk, and the message says so.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::report::Report;
use crate::support::{Ended, Package, manifest};

/// Thirty functions, and one test each that takes its time and has a child.
fn slow(key: &str) -> Package {
    let functions =
        (0..30).map(|n| format!("/// Adds {n}.\npub fn add_{n}(a: u32) -> u32 {{\n    a + {n}\n}}\n"));
    let tests = (0..30).map(|n| {
        format!("    #[test]\n    fn adds_{n}() {{\n        wait();\n        assert_eq!(super::add_{n}(2), {});\n    }}\n", n + 2)
    });
    let wait = "    fn wait() {\n        let mut child = std::process::Command::new(\"sleep\").arg(\"0.4\").spawn().unwrap();\n        \
        child.wait().unwrap();\n    }\n";
    let code = format!(
        "{}#[cfg(test)]\nmod tests {{\n{wait}{}}}\n",
        functions.collect::<String>(),
        tests.collect::<String>()
    );
    let package = Package::of(key, &[("Cargo.toml", &manifest("slow")), ("src/lib.rs", &code)]);
    package.clean();
    package
}

#[track_caller]
fn assert_interrupted(package: &Package, ended: &Ended) {
    assert_eq!(ended.code, 130, "{}\n{}", ended.out, ended.err);
    let said = format!("{}{}", ended.out, ended.err);
    assert!(said.to_lowercase().contains("interrupted"), "{said}");
    package.assert_nothing_left();
}

#[test]
fn during_the_build() {
    let package = slow("interrupt_build");
    let mut running = package.start(&[]);
    running.wait_for("discover");
    std::thread::sleep(Duration::from_millis(150));
    running.signal("INT");
    let ended = running.end();
    assert_interrupted(&package, &ended);
    assert!(!ended.err.contains("do not compile"), "it is no fault of the code: {}", ended.err);
    assert!(!package.output("mutants.json").exists());
}

#[test]
fn during_the_trace() {
    let package = slow("interrupt_trace");
    let mut running = package.start(&[]);
    running.wait_for(" builds, ");
    std::thread::sleep(Duration::from_millis(300));
    running.signal_tool("INT");
    let ended = running.end();
    assert_interrupted(&package, &ended);
    assert!(!ended.err.contains("fails without any mutant"), "no test failed: {}", ended.err);
}

/// What is on disk after an interruption: the same verdicts in both files.
fn assert_on_disk(package: &Package) -> Report {
    let report = package.report();
    assert!(report.interrupted);
    let journal = fs::read_to_string(package.output("results.jsonl")).expect("the journal");
    let entries = journal.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON"));
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let journal: BTreeMap<String, String> = entries
        .map(|entry| (text(&entry["id"]), text(&entry["status"])))
        .filter(|(_, status)| status != "Ignored")
        .collect();
    let decided: BTreeMap<String, String> = report
        .mutants
        .iter()
        .filter(|mutant| !matches!(&*mutant.status, "Pending" | "Ignored"))
        .map(|mutant| (mutant.id.clone(), mutant.status.clone()))
        .collect();
    assert_eq!(journal, decided);
    report
}

#[test]
fn during_the_run() {
    let package = slow("interrupt_run");
    let mut running = package.start(&[]);
    running.wait_for(" trace 30 tests");
    std::thread::sleep(Duration::from_millis(1500));
    running.signal("INT");
    let ended = running.end();
    assert_interrupted(&package, &ended);
    let report = assert_on_disk(&package);
    let count = |status: &str| report.mutants.iter().filter(|mutant| mutant.status == status).count();
    assert!(count("Killed") > 0, "some are decided");
    assert!(count("Pending") > 0, "some are not");
    assert_eq!(count("Timeout") + count("RuntimeError"), 0, "a killed process is no verdict");
    assert!(ended.out.contains(" killed"), "{}", ended.out);
    assert!(package.output("report/index.html").exists());
}

#[test]
fn with_hostile_mutants_at_work() {
    let package = Package::variant("hostile", "interrupt_hostile");
    let mut running = package.start(&["--function", "chatty|fill|stopped"]);
    running.wait_for(" trace 13 tests");
    std::thread::sleep(Duration::from_millis(1500));
    running.signal_tool("TERM");
    let ended = running.end();
    assert_interrupted(&package, &ended);
    let report = assert_on_disk(&package);
    assert!(report.mutants.iter().any(|mutant| mutant.status == "Pending"));
}
