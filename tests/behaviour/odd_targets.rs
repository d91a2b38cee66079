//! Odd packages: their targets, their tests, and how these run. Each test holds what the README of its fixture says.

use crate::support::Package;

#[test]
fn long_runs() {
    let package = Package::fixture("long_runs");
    let ended = package.run(&["--group", "all", "--explain", "none"]);
    assert!(format!("{}{}", ended.out, ended.err).contains("; optimised"), "{}{}", ended.out, ended.err);
    let report = package.report();
    report.assert_no_quarantine();
    // The checks are on, or `added` and `counted` would have survivors; sums this small never saturate.
    report.assert_all_detected_but(&[("checksum", "wrapping_add", "saturating_add")]);
    report.assert_all("added", "Killed");
    let chosen = package.run(&["--profile", "test", "--function", "^added$", "--explain", "none"]);
    assert!(!format!("{}{}", chosen.out, chosen.err).contains("optimised"), "{}", chosen.out);
    package.report().assert_all("added", "Killed");
}

#[test]
fn bins_and_examples() {
    let report = Package::fixture("bins_and_examples").green(&[]);
    report.assert_no_quarantine();
    assert_eq!(
        Vec::from_iter(report.files()),
        ["src/bin/tool.rs", "src/main.rs"],
        "examples are no production code"
    );
    report.assert_all("discount", "Killed");
    for mutant in report.of("discount") {
        assert_eq!(mutant.killed_by, ["prices_are_discounted"], "in the process that it starts");
    }
    report.assert_detected(&["price", "vowels"]);
    for name in ["one_star_more", "tests::vowels_are_counted", "tests::prices_have_tax"] {
        assert!(report.tests.iter().any(|test| test.name == name), "{name}");
    }
}

/// What holds of doctests in each edition.
fn doctests(name: &str) {
    let report = Package::fixture(name).green(&[]);
    report.assert_no_quarantine();
    for item in ["plus", "half", "parse", "guided", "Meter::centimetres"] {
        report.assert_all(item, "Killed");
    }
    // 1001 / 8 is 125 too, and dividing by zero panics by itself.
    for mutant in report.of("inverse") {
        let equivalent = matches!((&*mutant.original, &*mutant.replacement), ("1000", "1001") | ("0", "1"));
        assert_eq!(mutant.is_detected(), !equivalent, "{mutant:?}");
    }
    for item in ["forever", "unknown"] {
        report.assert_all(item, "NoCoverage");
    }
    let killers = |item: &str| report.of(item).into_iter().flat_map(|mutant| &mutant.killed_by);
    for (item, place) in [
        ("plus", "src/lib.rs - (line 3)"),
        ("half", "src/lib.rs - half (line 21)"),
        ("inverse", "src/lib.rs - inverse (line"),
        ("parse", "src/lib.rs - parse (line"),
        ("Meter::centimetres", "src/lib.rs - Meter::centimetres (line"),
    ] {
        for killer in killers(item) {
            assert!(
                killer.contains(place),
                "`{killer}` killed a mutant of {item}, whose doctest is `{place}`"
            );
        }
    }
    for mutant in report.of("half") {
        assert_eq!(mutant.covered_by.len(), 1, "one doctest runs it: {:?}", mutant.covered_by);
    }
    if name.ends_with("2024") {
        report.assert_all("located", "Killed");
    }
}

#[test]
fn doctests_2021() {
    doctests("doctests_2021");
}

#[test]
fn doctests_2024() {
    doctests("doctests_2024");
}

#[test]
fn flaky() {
    let package = Package::fixture("flaky");
    let report = package.green(&[]);
    let quarantined: Vec<&str> =
        report.tests.iter().filter(|test| test.quarantined.is_some()).map(|test| &*test.name).collect();
    assert_eq!(quarantined, ["tests::every_second_time", "tests::needs_company"]);
    for name in quarantined {
        assert!(report.warns(&[name]), "{:?}", report.warnings);
        assert!(report.mutants.iter().all(|mutant| !mutant.killed_by.iter().any(|killer| killer == name)));
    }
    report.assert_all("tripled", "Killed");
    assert!(
        report
            .mutants
            .iter()
            .filter(|mutant| mutant.item == "tripled")
            .all(|m| m.killed_by == ["tests::steady"])
    );
    for mutant in report.of("unsteady") {
        assert!(!mutant.is_detected(), "by chance: {mutant:?}");
    }
}

#[test]
fn failing_baseline_with_the_failing_test_left_out() {
    let package = Package::variant("failing_baseline", "failing_baseline_skip");
    let report = package.green(&["--", "--skip", "sums_are_wrong"]);
    report.assert_all("sum", "Killed");
    assert!(report.of("sum").iter().all(|mutant| mutant.killed_by == ["tests::sums_are_right"]));
}

#[test]
fn harness_false() {
    let report = Package::fixture("harness_false").green(&[]);
    report.assert_no_quarantine();
    let names: Vec<&str> = report.tests.iter().map(|test| &*test.name).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.contains(&"custom"), "{names:?}");
    report.assert_all("area", "Killed");
    assert!(report.of("area").iter().all(|mutant| mutant.killed_by == ["custom"]));
    report.assert_all("around", "Killed");
    assert!(report.of("around").iter().all(|mutant| mutant.killed_by == ["tests::the_edge_has_four_sides"]));
}

#[test]
fn lost_env() {
    let report = Package::fixture("lost_env").green(&[]);
    report.assert_no_quarantine();
    report.assert_all("answer", "Ignored");
    for mutant in report.of("answer") {
        assert!(mutant.reason.contains("not measurable"), "{mutant:?}");
        assert!(mutant.reason.contains("environment"), "{mutant:?}");
    }
    report.assert_detected(&["kept", "first_line"]);
}

#[test]
fn many_targets() {
    let report = Package::fixture("many_targets").green(&[]);
    report.assert_no_quarantine();
    let files = report.files();
    assert!(files.iter().all(|file| ["src/lib.rs", "src/first.rs"].contains(file)), "{files:?}");
    assert!(report.of("made").is_empty());
    report.assert_all_detected_but(&[]);
    let mut places: Vec<_> =
        report.mutants.iter().map(|m| (&m.file, m.start, m.end, &m.mutator, &m.replacement)).collect();
    let all = places.len();
    places.sort();
    places.dedup();
    assert_eq!(places.len(), all, "each mutant appears once");
}

#[test]
fn rstest_proptest() {
    let package = Package::fixture("rstest_proptest");
    let report = package.green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[("clamped", "<", "<="), ("clamped", ">", ">=")]);
    report.assert_detected(&["mean"]);
    assert!(report.tests.iter().any(|test| test.name == "tests::cases::case_1_zero"), "{:?}", report.tests);
    let again = package.green(&["-j", "1"]);
    assert_eq!(report.verdicts(), again.verdicts());
    assert!(!package.tree().join("proptest-regressions").exists());
}

#[test]
fn two_packages() {
    let package = Package::fixture("two_packages");
    let report = package.green(&["--workspace"]);
    report.assert_no_quarantine();
    assert_eq!(Vec::from_iter(report.files()), ["core/src/lib.rs"]);
    for item in ["fee", "is_late"] {
        report.assert_all(item, "Killed");
    }
    report.assert_all("waived", "NoCoverage");
    package.run(&["--package", "rules-core"]).assert_refused(3, &["no tests"]);
    let tested = package.green(&["--package", "rules-core", "--test-workspace"]);
    assert_eq!(report.verdicts(), tested.verdicts());
}

#[test]
fn with_proc_macro() {
    let report = Package::fixture("with_proc_macro").green(&["--workspace"]);
    report.assert_no_quarantine();
    assert_eq!(Vec::from_iter(report.files()), ["src/lib.rs"]);
    assert!(report.warns(&["shout", "macro"]), "it is skipped with a reason: {:?}", report.warnings);
    assert!(report.tests.iter().any(|test| test.name == "tests::texts_are_shouted"));
    report.assert_detected(&["length"]);
    // The derive makes a method from this line; `shout!` takes tokens.
    report.assert_untouched("src/lib.rs", (6, 1)..=(7, 99));
    report.assert_untouched("src/lib.rs", (11, 6)..=(11, 21));
}

#[test]
fn writes_files() {
    let package = Package::fixture("writes_files");
    let alone = package.green(&["--jobs", "1"]);
    for item in ["encode", "decode"] {
        alone.assert_all(item, "Killed");
    }
    assert_eq!(alone.status_of("write", "std::fs::write(path, encode(numbers))", "Ok(())"), "Killed");
    package.write("scratch.txt", "3\n-3\n61\n");
    let many = package.green(&["--jobs", "4"]);
    assert_eq!(alone.verdicts(), many.verdicts());
}

#[test]
fn same_name() {
    let report = Package::fixture("same_name").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    report.assert_detected(&["scaled"]);
}
