//! Odd code: each test holds what the README of its fixture says.

use std::collections::BTreeSet;

use crate::support::Package;

#[test]
fn async_fns() {
    let report = Package::fixture("async_fns").green(&[]);
    report.assert_no_quarantine();
    report.assert_detected(&["sum", "folded", "sendable", "positive", "total"]);
    assert!(report.one("later", "Later(value, false).await", "0").is_detected());
    for unpark in report.of("<impl Wake for Unpark>::wake") {
        assert_eq!(unpark.status, "Timeout", "nobody unparks");
    }
}

#[test]
fn build_script() {
    let report = Package::fixture("build_script").green(&[]);
    report.assert_detected(&["widened", "doubled", "scaled", "priced"]);
    assert!(report.of("widened").iter().all(|mutant| mutant.start.0 == 6));
}

#[test]
fn cfg_gated() {
    let package = Package::fixture("cfg_gated");
    let report = package.green(&[]);
    assert_eq!(Vec::from_iter(report.files()), ["src/lib.rs"]);
    for item in ["windows_only", "release_only", "helper"] {
        assert!(report.of(item).is_empty(), "{item} is not compiled");
    }
    report.assert_untouched("src/lib.rs", (15, 1)..=(16, 1));
    report.assert_untouched("src/lib.rs", (45, 1)..=(48, 1));
    report.assert_detected(&["rounded", "unix_only"]);
    for mutant in report.of("width") {
        let runs_here = mutant.start.1 < 30 || mutant.start.1 > 50;
        assert_eq!(mutant.status, if runs_here { "Killed" } else { "NoCoverage" }, "{mutant:?}");
    }
    let extra = package.green(&["--features", "extra"]);
    assert_eq!(Vec::from_iter(extra.files()), ["src/extra.rs", "src/lib.rs"]);
    let squared = extra.mutants.iter().filter(|mutant| mutant.file == "src/extra.rs");
    assert!(squared.clone().all(|mutant| mutant.status == "Killed"), "{:?}", Vec::from_iter(squared));
    let release = package.green(&["--release"]);
    assert!(!release.of("release_only").is_empty());
    let base = package.green(&["--no-default-features"]);
    base.assert_detected(&["rounded"]);
    assert!(base.of("rounded").iter().all(|mutant| mutant.start.0 == 15));
    // The arm of a match for another system.
    report.assert_untouched("src/lib.rs", (53, 1)..=(54, 99));
    report.assert_detected(&["steps"]);
}

#[test]
fn closures() {
    let report = Package::fixture("closures").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    for item in ["adder", "counter", "once", "even_squares", "by_last_digit", "Stock::take_above"] {
        assert!(!report.of(item).is_empty(), "{item}");
    }
}

#[test]
fn consts() {
    let package = Package::fixture("consts");
    let report = package.green(&[]);
    report.assert_no_quarantine();
    // The greatest step is there, so the fallback of `unwrap_or` is never taken.
    report.assert_all_detected_but(&[("scaled", "0", "1")]);
    report.assert_all("doubled", "Killed");
    report.assert_all("halved", "Killed");
    let made = report.one("Meter::new", "Self(start.wrapping_add(1))", "Default::default()");
    assert_eq!(made.status, "CompileError");
    assert!(report.of("Meter::labelled").iter().all(|mutant| mutant.status == "CompileError"));
    assert_eq!(report.one("Meter::new", "1", "0").status, "Killed");
    report.assert_detected(&["within", "is_edge", "padded", "sentence", "FACTOR", "Circle::PARTS", "level"]);
    // One id for all uses; the test's own array has the length of the original, so a rebuild does not compile.
    assert!(["Killed", "CompileError"].contains(&&*report.one("LIMIT", "5", "6").status));
    for mutant in report.of("is_edge").into_iter().chain(report.of("padded")) {
        assert_ne!(mutant.mutator, "arithmetic", "no length and no pattern is mutated: {mutant:?}");
    }
    let common = package.green(&["--no-rebuild-lane", "--function", "^(halved|HOUR|DAY)$"]);
    for item in ["halved", "HOUR"] {
        common.assert_all(item, "Killed");
    }
}

#[test]
fn crlf() {
    let report = Package::fixture("crlf").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    for mutant in report.mutants.iter().filter(|mutant| !mutant.original.contains('\n')) {
        let lines = |sign| {
            let header = [sign; 3].iter().collect::<String>();
            mutant.diff.lines().filter(|line| line.starts_with(sign) && !line.starts_with(&header)).count()
        };
        assert_eq!((lines('-'), lines('+')), (1, 1), "{}", mutant.diff);
    }
}

#[test]
fn edition_2015() {
    let package = Package::fixture("edition_2015");
    let report = package.green(&[]);
    report.assert_no_quarantine();
    let about_it: Vec<_> = report.warnings.iter().filter(|warning| warning.contains("src/old.rs")).collect();
    assert_eq!(about_it.len(), 1, "{:?}", report.warnings);
    assert_eq!(Vec::from_iter(report.files()), ["src/lib.rs"]);
    // What is subtracted there is zero.
    report.assert_all_detected_but(&[("sum", "-", "+")]);
}

#[test]
fn generics() {
    let report = Package::fixture("generics").green(&[]);
    report.assert_no_quarantine();
    // Every window is filled before its mean is asked.
    report.assert_all_detected_but(&[("Window<N>::new", "0", "1")]);
    for item in ["triple", "sum"] {
        assert_eq!(report.status_of(item, "+", "-"), "CompileError");
    }
    assert!(report.of("mean_of_two").iter().all(|mutant| mutant.mutator != "arithmetic"));
    report.assert_detected(&[
        "spread",
        "greater",
        "is_sorted",
        "Window<N>::push",
        "Window<N>::mean",
        "Shape::around",
    ]);
}

#[test]
fn impl_trait() {
    let report = Package::fixture("impl_trait").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    report.assert_detected(&["squares", "long_words", "scale", "compose", "shown", "countdown"]);
    let report = Package::fixture("impl_trait").green(&["--group", "all", "--no-rebuild-lane"]);
    assert_eq!(report.unplaced(), BTreeSet::from(["promises::named"]));
    report.assert_detected(&[
        "promises::printed",
        "promises::end_of",
        "promises::doubled",
        "promises::Bag::each",
    ]);
}

#[test]
fn labelled_breaks() {
    let report = Package::fixture("labelled_breaks").green(&[]);
    report.assert_no_quarantine();
    // The row that is added is empty.
    report.assert_all_detected_but(&[("factors", "..", "..=")]);
    report.assert_detected(&["digit_sum", "grade", "sum_known", "power_above"]);
}

#[test]
fn layout() {
    let report = Package::fixture("layout").green(&[]);
    report.assert_all_detected_but(&[]);
    report.assert_detected(&["total", "is_poem", "lines", "pick", "parsed", "nested"]);
    report.assert_no_quarantine();
}

#[test]
fn let_chains() {
    let report = Package::fixture("let_chains").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    let logical: Vec<_> = report.mutants.iter().filter(|mutant| mutant.mutator == "logical").collect();
    assert_eq!(logical.len(), 1, "{logical:?}");
    assert_eq!(report.one("both_small", "&&", "||").status, "Killed");
    assert_eq!(report.status_of("doubled", ">", ">="), "Killed");
    assert_eq!(report.status_of("last_unless", "!=", "=="), "Killed");
    assert_eq!(report.status_of("last_unless", "!", ""), "Killed");
}

#[test]
fn macros() {
    let report = Package::fixture("macros").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    // The definitions, and the call that makes a function.
    report.assert_untouched("src/lib.rs", (1, 1)..=(31, 99));
    // The tokens of `count!` and `stringify!`.
    report.assert_untouched("src/lib.rs", (44, 6)..=(44, 99));
    report.assert_untouched("src/lib.rs", (61, 6)..=(61, 27));
    let asserting =
        report.mutants.iter().filter(|mutant| matches!(mutant.start.0, 49 | 50) && mutant.end.0 < 51);
    for mutant in asserting.filter(|mutant| mutant.original.len() < 9) {
        assert_eq!(mutant.status, "Ignored", "{mutant:?}");
    }
    let lines: Vec<u64> =
        report.of("report").iter().filter(|mutant| mutant.is_valid()).map(|m| m.start.0).collect();
    for (line, name) in [(51, "vec!"), (52, "vec!"), (53, "matches!"), (56, "format!")] {
        assert!(lines.contains(&line), "the arguments of {name} in line {line}");
    }
}

#[test]
fn no_std() {
    let report = Package::fixture("no_std").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    report.assert_detected(&["running", "joined"]);
}

#[test]
fn non_ascii() {
    let report = Package::fixture("non_ascii").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    let columns = |item, original, replacement| {
        let mutant = report.one(item, original, replacement);
        (mutant.start.1, mutant.end.1)
    };
    assert_eq!(columns("total", "+", "-"), (16, 17));
    assert_eq!(columns("scaled", "*", "+"), (27, 28));
    assert_eq!(columns("label", "+", "-"), (44, 45));
    assert_eq!(columns("is_crab", "==", "!="), (7, 9));
    assert_eq!(columns("is_crab", ">", ">="), (29, 30));
}

#[test]
fn panics() {
    let report = Package::fixture("panics").green(&[]);
    report.assert_no_quarantine();
    // 1001 / 8 is 125 too; nobody looks at the first element.
    report.assert_all_detected_but(&[("inverse", "1000", "1001"), ("at", "4", "5")]);
    report.assert_detected(&["wide", "parse"]);
}

#[test]
fn path_modules() {
    let report = Package::fixture("path_modules").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    let files = report.files();
    for file in ["src/inline/deep.rs", "src/lib.rs", "src/odd/name.rs", "src/shared.rs"] {
        assert!(files.contains(file), "{file}");
    }
    assert!(files.contains("src/rows.rs") || report.warns(&["rows.rs"]), "{:?}", report.warnings);
}

#[test]
fn raw_identifiers() {
    let package = Package::fixture("raw_identifiers");
    let report = package.green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    report.assert_detected(&["r#loop", "Row::r#move"]);
    assert!(report.files().contains("src/yield.rs"));
    let named = package.green(&["--function", "r#loop"]);
    assert!(named.mutants.iter().all(|mutant| mutant.item == "r#loop"));
    assert_eq!(named.mutants.len(), report.of("r#loop").len());
    assert!(named.verdicts().iter().all(|(id, status)| report.verdicts()[id] == *status), "ids are stable");
}

#[test]
fn skips() {
    let report = Package::fixture("skips").green(&[]);
    for item in ["by_attribute", "by_cfg_attr", "Skipped::value", "skipped::value"] {
        report.assert_all(item, "Ignored");
        for mutant in report.of(item) {
            assert!(mutant.reason.contains("skip"), "{mutant:?}");
        }
    }
    for (original, replacement) in [("+", "-"), ("*", "+")] {
        let mutant = report.one("one_mutator", original, replacement);
        assert_eq!(mutant.status, "Ignored");
        assert!(mutant.reason.contains("the test looks at zero only"), "{mutant:?}");
    }
    assert_eq!(report.one("one_mutator", "<", ">=").status, "Killed");
    report.assert_all("all_mutators", "Ignored");
    assert!(report.of("all_mutators").iter().any(|mutant| mutant.reason.contains("kept for an old caller")));
    for mutant in report.of("one_statement") {
        assert_eq!(mutant.status == "Ignored", mutant.start.0 == 50 && mutant.end.0 == 50, "{mutant:?}");
    }
    assert_eq!(report.one("one_statement", "-", "+").status, "Killed");
    report.assert_all("one_line", "Ignored");
    assert!(report.warns(&["src/lib.rs:60", "stale"]), "{:?}", report.warnings);
    assert_eq!(
        report.warnings.iter().filter(|warning| warning.contains("stale")).count(),
        1,
        "{:?}",
        report.warnings
    );
    report.assert_detected(&["stale", "misspelt", "quoted"]);
    assert!(report.warns(&["src/lib.rs:66", "reason"]), "{:?}", report.warnings);
    assert_eq!(report.one("unexplained", "&&", "||").status, "Survived");
    assert!(report.warns(&["src/lib.rs:72", "`arithmetics`", "`arithmetic`"]), "{:?}", report.warnings);
}

#[test]
fn unplaced_errors() {
    let report = Package::fixture("unplaced_errors").green(&[]);
    report.assert_no_quarantine();
    assert_eq!(report.one("larger", ">", "<=").status, "Killed");
    assert_eq!(report.one("larger", ">", ">=").status, "Survived");
    let negated = "<impl Neg for &'a Wrapped<T>>::neg";
    assert!(report.of(negated).iter().any(|mutant| mutant.status == "CompileError"));
}

#[test]
fn static_promotion() {
    let report = Package::fixture("static_promotion").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[("one", "&1", "Box::leak(Box::new(1))")]);
    for (item, original, replacement) in [
        ("one", "1", "0"),
        ("seven", "2", "3"),
        ("seven", "+", "-"),
        ("table", "1", "0"),
        ("table", "3", "4"),
        ("pick", "5", "6"),
        ("limits", "10", "11"),
        ("limits", "true", "false"),
        ("sum", "4", "5"),
    ] {
        assert_eq!(report.status_of(item, original, replacement), "Killed", "{item} {original}");
    }
}

#[test]
fn strict_lints() {
    let report = Package::fixture("strict_lints").green(&[]);
    report.assert_no_quarantine();
    assert!(
        report.mutants.iter().all(|mutant| mutant.status != "CompileError"),
        "no lint makes a mutant unviable"
    );
    report.assert_all_detected_but(&[]);
    report.assert_all("charge", "Killed");
    assert!(report.of("charge").iter().any(|mutant| mutant.mutator == "return-value"));
    assert!(report.tests.iter().any(|test| test.name.contains("charge (line 8)")), "the doctest runs");
}

#[test]
fn strings() {
    let package = Package::fixture("strings");
    let report = package.green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    assert_eq!(report.status_of("full_name", "+", "-"), "CompileError");
    assert_eq!(report.status_of("shout", "+=", "="), "CompileError");
    let literals = package.green(&["--group", "strict", "-m", "string-constant"]);
    literals.assert_all_detected_but(&[]);
    for (item, literal) in
        [("full_name", "\" \""), ("shout", "\"! \""), ("kind", "\"odd\""), ("kind", "\"text\"")]
    {
        assert_eq!(literals.status_of(item, literal, "\"\""), "Killed");
    }
    assert!(literals.of("label").is_empty(), "a template without its placeholders does not compile");
}

#[test]
fn temporaries() {
    let report = Package::fixture("temporaries").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[("capped", ">", ">=")]);
    assert_eq!(report.status_of("capped", ">", ">="), "Survived");
    for (item, from, to) in [
        ("locked_total", "+", "-"),
        ("published", "*", "+"),
        ("matched", "-", "+"),
        ("recorded_sum", "+", "-"),
        ("below", "<", "<="),
    ] {
        assert_eq!(report.status_of(item, from, to), "Killed", "{item}");
    }
    report.assert_all("Pass<'_>::release", "Killed");
}

#[test]
fn precedence() {
    let report = Package::fixture("precedence").green(&["--group", "all", "--no-rebuild-lane"]);
    report.assert_no_quarantine();
    assert_eq!(report.unplaced(), BTreeSet::new());
    let status = |item: &str, column: u64, replacement: &str| {
        let mutants = report.of(item);
        let found = mutants.iter().find(|m| m.start.1 == column && m.replacement == replacement);
        found.map(|mutant| mutant.status.clone()).unwrap_or_default()
    };
    let text = [status("total", 25, "*"), status("rest", 25, "+"), status("all", 7, "||")];
    assert_eq!(text, ["Survived", "Survived", "Killed"], "the other reading has the other verdicts");
    let sums = report.of("placed");
    let sums: Vec<_> = sums.iter().filter(|m| m.original == "*" && m.replacement == "+").collect();
    assert_eq!(sums.len(), 2);
    assert!(sums.iter().all(|mutant| mutant.status == "Survived"), "{sums:?}");
}

#[test]
fn temporaries_2021() {
    let report = Package::fixture("temporaries_2021").green(&[]);
    report.assert_no_quarantine();
    report.assert_detected(&["looked_up", "tail"]);
    assert_eq!(report.status_of("looked_up", "+", "-"), "Killed");
    assert_eq!(report.status_of("tail", "+", "-"), "Killed");
}

#[test]
fn unsafe_code() {
    let report = Package::fixture("unsafe_code").green(&[]);
    report.assert_no_quarantine();
    report.assert_all_detected_but(&[]);
    report.assert_detected(&["Buffer::at"]);
    for line in [20, 28, 29, 41] {
        report.assert_untouched("src/lib.rs", (line, 10)..=(line, 99));
    }
    report.assert_untouched("src/lib.rs", (48, 28)..=(48, 99));
}
