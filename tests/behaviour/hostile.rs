//! Mutants that hang, exhaust, exit, abort or leave something behind: each gets a right verdict in bounded time.

use std::fs;
use std::time::{Duration, Instant};

use crate::support::Package;

/// Generous: no single mutant may take the run with it.
const BOUND: Duration = Duration::from_secs(120);

const MUTATORS: &str =
    "arithmetic,accumulate-overwrite,integer-constant,comparison-negate,comparison-replace,statement-delete";

#[test]
fn hostile_mutants_get_their_verdict_and_leave_nothing() {
    let package = Package::fixture("hostile");
    let since = Instant::now();
    let report = package.green(&["--group", "all", "-m", MUTATORS]);
    let elapsed = since.elapsed();
    report.assert_no_quarantine();
    let sleeping = sleepers();
    assert!(sleeping.is_empty(), "left: {sleeping:?}");

    for change in [("+=", "*="), ("+=", "="), ("1", "0")] {
        for item in ["count", "chatty"] {
            assert_eq!(report.status_of(item, change.0, change.1), "Timeout", "{item} {change:?}");
        }
        let reason = &report.one("count", change.0, change.1).reason;
        assert!(reason.contains("loop"), "by the loop limit, not by the clock: {reason}");
    }
    for (item, original, replacement) in
        [("fill", "-=", "+="), ("halves", "2", "1"), ("stopped", "child.kill()?;", "")]
    {
        let mutant = report.one(item, original, replacement);
        assert_eq!(mutant.status, "Timeout", "{mutant:?}");
        assert!(!mutant.reason.is_empty(), "{mutant:?}");
    }
    for (item, original, replacement, said) in [
        ("finish", "!=", "==", "ended with code 0"),
        ("depth", "-", "+", "signal"),
        ("strict", ">", "<", "signal"),
    ] {
        let mutant = report.one(item, original, replacement);
        assert_eq!(mutant.status, "Killed", "{mutant:?}");
        assert!(mutant.reason.contains(said), "{mutant:?}");
    }
    assert_eq!(report.status_of("forgotten", "child.kill()?;", ""), "Survived");
    assert_eq!(report.status_of("detached", "child.kill()?;", ""), "Survived");
    let mut disarmed: Vec<_> =
        report.of("refused").into_iter().filter(|m| m.original == "guard.disarm();").collect();
    disarmed.sort_by_key(|mutant| mutant.start);
    assert_eq!(disarmed.iter().map(|mutant| &*mutant.status).collect::<Vec<_>>(), ["Killed", "Killed"]);
    assert!(elapsed < BOUND, "{elapsed:?}");

    let deadlock = report.one("moved", "drop(guard);", "");
    assert_eq!(deadlock.status, "Timeout", "{deadlock:?}");
}

/// The children that mutants of the fixture leave behind.
fn sleepers() -> Vec<String> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let lines = processes.map(|entry| fs::read(entry.path().join("cmdline")).unwrap_or_default());
    let lines = lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " "));
    lines
        .filter(|line| ["sleep 300", "sleep 301", "sleep 302"].iter().any(|left| line.contains(left)))
        .collect()
}
