//! Hand-made results for the tests of the reports: one mutant of each verdict, and one set of hostile texts.

use std::collections::BTreeMap;
use std::time::Duration;

use cargo_metadata::camino::Utf8PathBuf;

use crate::model::{
    Alignment, CellDiff, ColumnDiff, DataDiff, DataSetUse, Explanation, Kind, MissingWitness, Mutant,
    Outcome, Phase, Position, Results, RowChange, RowDiff, SmallTable, SmallestRows, Suggestion, Survival,
    Test, Verdict,
};

/// A small job.
pub(crate) const CLEAN: &str = "\
/// Minutes after midnight, a day later where the clock went round.
pub fn landing(departure: u32, minutes: u32) -> u32 {
    let late = if departure < 1440 { departure + minutes } else { minutes };
    late % 1440
}

impl Carrier {
    fn delays(&self) -> Vec<i64> {
        let mut out = vec![];
        for flight in &self.flights {
            if flight.cancelled && flight.diverted {
                continue;
            }
            out.push(flight.delay);
        }
        out.sort_unstable();
        out
    }
}
";

/// The mutant of `original` at its `nth` place in a text.
pub(crate) fn mutant(
    id: &str,
    file: &str,
    source: &str,
    original: &str,
    nth: usize,
    replacement: &str,
) -> Mutant {
    let start = source.match_indices(original).nth(nth).expect("the text holds the original").0;
    let edit = start..start + original.len();
    let position = |at: usize| {
        let head = &source[..at];
        let line = head.rsplit('\n').next().unwrap_or_default();
        Position { line: head.matches('\n').count() + 1, column: line.encode_utf16().count() + 1 }
    };
    Mutant {
        number: 1,
        id: id.to_owned(),
        package: "flights".to_owned(),
        file: Utf8PathBuf::from(file),
        item: if edit.start < source.find("impl").unwrap_or(usize::MAX) {
            "landing"
        } else {
            "Carrier::delays"
        }
        .to_owned(),
        mutator: "arithmetic",
        also: vec![],
        family: "code",
        group: mutators::Group::Default,
        start: position(edit.start),
        end: position(edit.end),
        edit,
        original: original.to_owned(),
        replacement: replacement.to_owned(),
        ignored: None,
        sql: None,
    }
}

/// A test of the package.
pub(crate) fn test(index: usize, name: &str, milliseconds: u64) -> Test {
    Test {
        index,
        name: name.to_owned(),
        target: "flights (lib)".to_owned(),
        package: "flights".to_owned(),
        file: Utf8PathBuf::from("flights/src/lib.rs"),
        duration: Duration::from_millis(milliseconds),
        quarantined: None,
    }
}

/// One mutant of each verdict, in a finished run.
pub(crate) fn results() -> Results {
    let file = "flights/src/clean.rs";
    let limit = |message: &str| (Some(1), message.to_owned());
    let mut found = vec![
        (mutant("3f2a91c0", file, CLEAN, "<", 0, "<="), Verdict::Survived(Survival::NotInfected)),
        (
            Mutant { also: vec!["return-value"], ..mutant("3f9bd001", file, CLEAN, "+", 0, "-") },
            Verdict::Survived(Survival::NotNoticed),
        ),
        (
            mutant("a100000a", file, CLEAN, "%", 0, "/"),
            Verdict::Killed { test: Some(0), message: "assertion `left == right` failed: 1 hour".to_owned() },
        ),
        (mutant("a100000b", file, CLEAN, "1440", 1, "0"), {
            let (test, message) = limit("more than 100 times the loop rounds of the baseline");
            Verdict::Timeout { test, message }
        }),
        (mutant("a100000c", file, CLEAN, "1440", 1, "1"), {
            let (test, message) = limit("more than 2 GB");
            Verdict::MemoryExceeded { test, message }
        }),
        (mutant("b2000001", file, CLEAN, "&&", 0, "||"), Verdict::Survived(Survival::NotNoticed)),
        (mutant("b2000002", file, CLEAN, "out.sort_unstable();", 0, ""), Verdict::NoCoverage),
        (
            mutant("c3000001", file, CLEAN, "vec![]", 0, "None"),
            Verdict::Unviable("mismatched types: expected `Vec<_>`, found `Option<_>`".to_owned()),
        ),
        (
            mutant("c3000002", file, CLEAN, "flight.cancelled && flight.diverted", 0, "true"),
            Verdict::Ignored("attribute: generated code".to_owned()),
        ),
        (
            mutant("c3000003", file, CLEAN, "flight.delay", 0, "0"),
            Verdict::ToolError("out of disk".to_owned()),
        ),
        (mutant("c3000004", file, CLEAN, "flight.delay", 0, "1"), Verdict::Pending),
    ];
    found[8].0.ignored = Some("attribute: generated code".to_owned());
    for (number, (mutant, _)) in (1..).zip(&mut found) {
        mutant.number = number;
    }
    let outcome = |verdict: Verdict| Outcome {
        covering: if verdict.is_valid() && verdict != Verdict::NoCoverage { vec![0, 1] } else { vec![] },
        infecting: if verdict == Verdict::Survived(Survival::NotNoticed) { vec![1] } else { vec![] },
        tests_run: 1,
        duration: Duration::from_micros(12_500),
        verdict,
    };
    let (mutants, outcomes) = found.into_iter().map(|(mutant, verdict)| (mutant, outcome(verdict))).unzip();
    let phases = [(Phase::Discover, 40), (Phase::Build, 5_200), (Phase::Trace, 310), (Phase::Run, 2_500)];
    Results {
        root: Utf8PathBuf::from("/srv/jobs"),
        packages: vec!["flights".to_owned()],
        sources: BTreeMap::from([(Utf8PathBuf::from(file), CLEAN.to_owned())]),
        mutants,
        outcomes,
        tests: vec![
            test(0, "clean::tests::midnight_is_a_day_later", 11),
            test(1, "clean::tests::cancelled_flights_have_no_delay", 340),
        ],
        data_sets: vec![DataSetUse {
            name: "flights".to_owned(),
            variable: "MUTATE_DATA_FLIGHTS".to_owned(),
            path: Utf8PathBuf::from("/srv/jobs/target/mutate-data/samples/flights.parquet"),
            source_rows: 336_776,
            sample_rows: 10_000,
            seed: 42,
            fingerprint: "9b1c55d0".to_owned(),
            cached: true,
            missing_witnesses: vec!["no row has departure = 1440".to_owned()],
        }],
        timings: phases.map(|(phase, time)| (phase, Duration::from_millis(time))).into_iter().collect(),
        lower_bound: Duration::from_millis(2_000),
        jobs: 2,
        warnings: vec![
            "the test clean::tests::flaky fails now and then; it takes no part in verdicts".to_owned(),
        ],
        interrupted: false,
        report: Some(Utf8PathBuf::from("/srv/jobs/target/mutate-data/report/index.html")),
        started: "2026-01-05T06:00:00Z".to_owned(),
        toolchain: "rustc 1.95.0".to_owned(),
        commit: Some("9fceb02d0ae598e95dc970b74767f19372d61af8".to_owned()),
        ..Results::default()
    }
}

/// Text that tries to be markup, to reorder itself, to steer a terminal, and lines in every form.
pub(crate) const HOSTILE: &str = "fn a() -> &'static str { \"</script><img src=x onerror=alert(1)>\" }\r\n\
     fn b(\u{202e}x: u8) { let 𝒳 = 1 + 2; } // \u{1b}[31m \u{0}\r\n\
     \tfn c() { \"&amp; <b>'quotes'\" }";

/// The same path through every report with hostile names, messages and sources.
pub(crate) fn hostile() -> Results {
    let file = "odd dir/<b>&.rs";
    let markup = "<script>alert('x')</script>\u{1b}[2J\u{202e}".to_owned();
    let mut mutants = vec![
        mutant("00000001", file, HOSTILE, "\"</script><img src=x onerror=alert(1)>\"", 0, "\"\""),
        mutant("00000002", file, HOSTILE, "+", 0, "-"),
        mutant("00000003", file, HOSTILE, "\"&amp; <b>'quotes'\"", 0, "\"<!--\""),
    ];
    mutants.iter_mut().for_each(|mutant| mutant.item.clone_from(&markup));
    let survivor = Outcome { covering: vec![0], ..Outcome::unrun(Verdict::Survived(Survival::NotNoticed)) };
    Results {
        packages: vec![markup.clone()],
        sources: BTreeMap::from([(Utf8PathBuf::from(file), HOSTILE.to_owned())]),
        outcomes: vec![survivor.clone(), survivor, Outcome::unrun(Verdict::Unviable(markup.clone()))],
        mutants,
        tests: vec![test(0, &markup, 5)],
        explanations: BTreeMap::from([
            ("00000001".to_owned(), hostile_explanation(&markup)),
            ("00000002".to_owned(), hostile_explanation(HOSTILE)),
        ]),
        warnings: vec![markup.clone()],
        toolchain: markup,
        ..Results::default()
    }
}

/// An explanation that holds the text wherever it can.
fn hostile_explanation(text: &str) -> Explanation {
    let text = || text.to_owned();
    let mut told = explanation();
    (told.evidence, told.function) = (text(), Some(text()));
    (told.chain, told.unstable) = (vec![text(), text()], vec![text()]);
    let diff = told.diff.as_mut().expect("it has one");
    (diff.alignment, diff.schema) = (Alignment::Key(vec![text()]), vec![text()]);
    (diff.text, diff.columns[0].name) = (Some(text()), text());
    diff.rows[0].key = vec![(text(), text())];
    diff.rows[0].cells = vec![CellDiff { column: text(), before: Some(text()), after: Some(text()) }];
    let table = SmallTable { name: text(), columns: vec![text()], rows: vec![vec![text()]], more: 0 };
    let (function, tables) = (text(), vec![table]);
    told.rows = Some(SmallestRows { function, tables, rows_before: 2, minimal: false, probes: 1 });
    told.missing = vec![MissingWitness { text: text(), made: vec![(text(), text())] }];
    told.suggestion = Some(Suggestion {
        name: text(),
        code: text(),
        asserts: text(),
        integration: true,
        verified: true,
        note: Some(text()),
        kills: vec![text()],
    });
    told
}

/// The small job and a second file with a survivor in it.
pub(crate) fn two_files() -> Results {
    let mut results = results();
    let file = Utf8PathBuf::from("flights/src/other.rs");
    let other = Mutant { id: "d4000001".to_owned(), file: file.clone(), ..results.mutants[1].clone() };
    results.mutants.push(other);
    results.outcomes.push(results.outcomes[1].clone());
    results.sources.insert(file, CLEAN.to_owned());
    results
}

/// A run of that many files and mutants, a quarter of them gaps, over all mutators.
pub(crate) fn many(files: usize, mutants: usize) -> Results {
    let mut results = results();
    let template = results.mutants[1].clone();
    let verdicts: Vec<Outcome> = results.outcomes.clone();
    results.mutants.clear();
    results.outcomes.clear();
    results.sources.clear();
    let functions = 40;
    let text = (0..functions)
        .map(|n| {
            format!(
                "fn step_{n}(departure: u32, minutes: u32) -> u32 {{\n    departure + minutes * {n}\n}}\n\n"
            )
        })
        .collect::<String>();
    let starts: Vec<usize> = text.match_indices('+').map(|(at, _)| at).collect();
    for index in 0..mutants {
        let file =
            Utf8PathBuf::from(format!("jobs/warehouse/src/tables/table_{}.rs", index * files / mutants));
        let mutator = &mutators::CATALOGUE[index % mutators::CATALOGUE.len()];
        let function = index % functions;
        let at = starts[function];
        let position = |extra: usize| Position { line: function * 4 + 2, column: 15 + extra };
        results.sources.entry(file.clone()).or_insert_with(|| text.clone());
        results.mutants.push(Mutant {
            number: u32::try_from(index + 1).expect("few"),
            id: format!("{index:012x}"),
            file,
            item: format!("step_{function}"),
            mutator: mutator.name,
            family: mutator.family.name(),
            edit: at..at + 1,
            start: position(0),
            end: position(1),
            ..template.clone()
        });
        let verdict = match index % 4 {
            0 => index / 4 % 2,
            _ => 2,
        };
        results.outcomes.push(verdicts[verdict].clone());
    }
    results
}

/// What a JSON schema says against a value.
pub(crate) fn schema_errors(schema: &str, value: &serde_json::Value) -> Vec<String> {
    let schema: serde_json::Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// What an XML schema says against a text.
pub(crate) fn xsd_errors(schema: &str, text: &str) -> Vec<String> {
    let schema = uppsala::parse(schema).expect("the schema is XML");
    let validator = uppsala::XsdValidator::from_schema(&schema).expect("the schema is a schema");
    let document = uppsala::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    validator.validate(&document).iter().map(ToString::to_string).collect()
}

/// An assertion gap with a data diff of one row.
pub(crate) fn explanation() -> Explanation {
    let cell = |column: &str, before: &str, after: &str| CellDiff {
        column: column.to_owned(),
        before: Some(before.to_owned()),
        after: Some(after.to_owned()),
    };
    Explanation {
        kind: Kind::NotRevealed,
        evidence: "landing() returns another value in 1 of 16 rows".to_owned(),
        function: Some("landing".to_owned()),
        chain: vec!["landing".to_owned()],
        test: Some(0),
        unstable: vec![],
        diff: Some(DataDiff {
            alignment: Alignment::Key(vec!["carrier".to_owned()]),
            rows_before: 16,
            rows_after: 16,
            added: 0,
            lost: 0,
            changed: 1,
            order_only: false,
            columns: vec![ColumnDiff {
                name: "minutes".to_owned(),
                changed: 1,
                largest: Some(1.0),
                sum_before: Some(1440.0),
                sum_after: Some(1439.0),
                nulls_before: 0,
                nulls_after: 0,
            }],
            schema: vec![],
            rows: vec![RowDiff {
                change: RowChange::Changed,
                key: vec![("carrier".to_owned(), "UA".to_owned())],
                cells: vec![cell("minutes", "1440", "1439")],
            }],
            tolerance: None,
            text: None,
        }),
        rows: None,
        missing: vec![],
        suggestion: None,
        no_test: None,
    }
}

/// One explanation for each kind of survivor of [`results`] but one, with everything that an explanation can hold.
pub(crate) fn explanations() -> BTreeMap<String, Explanation> {
    let text = |text: &str| text.to_owned();
    let bare = |kind: Kind, evidence: &str| Explanation {
        kind,
        evidence: text(evidence),
        function: None,
        chain: vec![],
        test: None,
        diff: None,
        ..explanation()
    };
    let code = "//! Catches `+` that became `-` in `landing`.\n\nuse flights::landing;\n\n#[test]\n\
                fn landing_is_after_departure() {\n    assert_eq!(landing(1430, 20), 10, \"<next day>\");\n}\n";
    let suggestion = Suggestion {
        name: text("landing_is_after_departure"),
        code: text(code),
        asserts: text("the value is 10 for this input"),
        integration: true,
        verified: true,
        note: None,
        kills: vec![text("3f9bd001"), text("b2000002")],
    };
    let mut full = explanation();
    let columns = ["carrier", "minutes", "landing", "day"];
    let rows = [["DL", "1440", "1439", "2024-01-31"], ["WN", "20", "null", "2024-02-01"]];
    let diff = full.diff.get_or_insert_with(|| unreachable!("it has one"));
    for (values, change) in rows.into_iter().zip([RowChange::Changed, RowChange::Lost]) {
        diff.rows.push(RowDiff {
            change,
            key: vec![(text("carrier"), text(values[0]))],
            cells: columns[1..]
                .iter()
                .zip(&values[1..])
                .map(|(column, value)| CellDiff {
                    column: text(column),
                    before: Some(text(value)),
                    after: (change == RowChange::Changed).then(|| text("0")),
                })
                .collect(),
        });
    }
    (diff.changed, diff.lost, diff.rows_after) = (11, 1, 15);
    diff.schema = vec![text("the column `day` is Date instead of Datetime('ms')")];
    full.function = Some(text("summary"));
    full.chain = vec![text("landing"), text("Carrier::delays"), text("summary")];
    full.unstable = vec![text("the order of rows of `summary` is not defined here")];
    full.rows = Some(SmallestRows {
        function: text("landing"),
        tables: vec![SmallTable {
            name: text("flights"),
            columns: columns.map(text).to_vec(),
            rows: rows.map(|row| row.map(text).to_vec()).to_vec(),
            more: 0,
        }],
        rows_before: 336,
        minimal: true,
        probes: 41,
    });
    full.suggestion = Some(suggestion.clone());
    let mut data = bare(Kind::NotInfected, "the value is the same in all 2 tests that run this code");
    data.missing = vec![MissingWitness {
        text: text("no row of flights has `departure` equal to 1440"),
        made: vec![(text("departure"), text("1440")), (text("minutes"), text("20"))],
    }];
    data.suggestion = Some(Suggestion {
        name: text("departure_at_midnight"),
        integration: false,
        verified: false,
        note: Some(text("`landing` is private to its module")),
        kills: vec![],
        ..suggestion
    });
    BTreeMap::from([
        (text("3f9bd001"), full),
        (text("3f2a91c0"), data),
        (text("b2000002"), bare(Kind::NotReached, "no test runs this line of `Carrier::delays`")),
    ])
}
