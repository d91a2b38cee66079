//! Results as JSON: `mutants.json` for other tools and later commands, and the list of mutants.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use cargo_metadata::camino::Utf8Path;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::findings::boundary;
use crate::model::{Mutant, Outcome, Phase, Position, Results, Survival, Test, Verdict};
use crate::report::schema::{
    Config, File, Framework, Location, MutantFacts, MutantResult, Performance, Report, RunFacts, SqlFacts,
    Status, TestDefinition, TestFacts, TestFile, Thresholds,
};
use crate::report::{diff, replace_file, source_of};

/// Writes `mutants.json`; same results, same bytes.
///
/// # Errors
/// Where the file cannot be written.
pub fn write(results: &Results, path: &Utf8Path) -> Result<()> {
    let json = serde_json::to_string(&report(results)).map_err(|error| Error::Internal(error.to_string()))?;
    replace_file(path, &(json + "\n"))
}

/// Reads what [`write()`] wrote.
///
/// # Errors
/// Where the file cannot be read, or is no report of this version.
pub fn read(path: &Utf8Path) -> Result<Report> {
    let text = fs::read_to_string(path).map_err(Error::io("read", path))?;
    serde_json::from_str(&text).map_err(|error| {
        Error::Usage(format!(
            "{path} is not a report that this version can read ({error}); run `cargo mutate-data` again"
        ))
    })
}

/// The mutants as a JSON array, in order of file and place.
///
/// # Panics
/// Never: the listing holds text and numbers only.
#[must_use]
pub fn list(results: &Results) -> String {
    let listed: Vec<Listed<'_>> = results.mutants.iter().map(Listed::of).collect();
    serde_json::to_string_pretty(&listed).expect("text and numbers can be written as JSON") + "\n"
}

/// A mutant in a listing.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    package: &'a str,
    file: &'a Utf8Path,
    item: &'a str,
    mutator: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    also: &'a [&'static str],
    family: &'a str,
    group: &'static str,
    start: Position,
    end: Position,
    original: &'a str,
    replacement: &'a str,
    ignored: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sql: Option<SqlFacts>,
}

impl<'a> Listed<'a> {
    fn of(mutant: &'a Mutant) -> Self {
        Self {
            id: &mutant.id,
            package: &mutant.package,
            file: &mutant.file,
            item: &mutant.item,
            mutator: mutant.mutator,
            also: &mutant.also,
            family: mutant.family,
            group: group(mutant.group),
            start: mutant.start,
            end: mutant.end,
            original: &mutant.original,
            replacement: &mutant.replacement,
            ignored: mutant.ignored.as_deref(),
            sql: sql(mutant),
        }
    }
}

fn sql(mutant: &Mutant) -> Option<SqlFacts> {
    let edit = mutant.sql.as_ref()?;
    Some(SqlFacts { before: edit.before.clone(), after: edit.after.clone() })
}

/// The name of a group in output and settings.
pub(crate) fn group(group: mutators::Group) -> &'static str {
    match group {
        mutators::Group::Default => "default",
        mutators::Group::Strict => "strict",
        mutators::Group::All => "all",
    }
}

/// The results in the shape of the schema.
#[must_use]
pub fn report(results: &Results) -> Report {
    let mut files: BTreeMap<_, File> = BTreeMap::new();
    let mut boundaries = boundary::Files::default();
    for (mutant, outcome) in results.pairs() {
        let source = source_of(results, mutant);
        let file = files.entry(mutant.file.clone()).or_insert_with(|| File {
            language: "rust".to_owned(),
            source: source.to_owned(),
            mutants: vec![],
        });
        let mut written = mutant_result(mutant, outcome, source);
        if outcome.verdict == Verdict::Survived(Survival::NotInfected) {
            written.mutate_data.missing = boundaries.missing(mutant, source);
        }
        written.mutate_data.why = results.explanations.get(&mutant.id).cloned();
        file.mutants.push(written);
    }
    let mut test_files: BTreeMap<_, TestFile> = BTreeMap::new();
    for test in &results.tests {
        let file = test_files.entry(test.file.clone()).or_insert_with(|| TestFile { tests: vec![] });
        file.tests.push(definition(test));
    }
    let spent = |phases: &[Phase]| phases.iter().filter_map(|phase| results.timings.get(phase)).sum();
    Report {
        schema_version: "2".to_owned(),
        thresholds: Thresholds { high: 80, low: 60 },
        project_root: results.root.clone(),
        framework: Framework {
            name: "cargo-mutate-data".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        config: Config { packages: results.packages.clone(), jobs: results.jobs },
        performance: Performance {
            setup: milliseconds(spent(&[Phase::Sample, Phase::Discover, Phase::Build])),
            initial_run: milliseconds(spent(&[Phase::Trace])),
            mutation: milliseconds(spent(&[Phase::Run, Phase::Rebuild])),
        },
        files,
        test_files,
        mutate_data: run_facts(results),
    }
}

fn run_facts(results: &Results) -> RunFacts {
    let counts = results.counts();
    let phases = results.timings.iter().map(|(phase, time)| (phase.title().to_owned(), milliseconds(*time)));
    RunFacts {
        started: results.started.clone(),
        toolchain: results.toolchain.clone(),
        interrupted: results.interrupted,
        score: counts.score(),
        test_strength: counts.test_strength(),
        data_sets: results.data_sets.clone(),
        phases: phases.collect(),
        lower_bound: milliseconds(results.lower_bound),
        warnings: results.warnings.clone(),
        commit: results.commit.clone(),
        narrowed: results.narrowed,
        stale: results.stale.clone(),
        gate: results.gate.clone(),
    }
}

fn definition(test: &Test) -> TestDefinition {
    TestDefinition {
        id: test.index.to_string(),
        name: test.name.clone(),
        mutate_data: TestFacts {
            package: test.package.clone(),
            target: test.target.clone(),
            duration: milliseconds(test.duration),
            quarantined: test.quarantined.clone(),
        },
    }
}

fn mutant_result(mutant: &Mutant, outcome: &Outcome, source: &str) -> MutantResult {
    let ids = |tests: &[usize]| tests.iter().map(usize::to_string).collect::<Vec<_>>();
    MutantResult {
        id: mutant.id.clone(),
        mutator_name: mutant.mutator.to_owned(),
        location: Location { start: mutant.start, end: mutant.end },
        replacement: mutant.replacement.clone(),
        description: mutant.change(),
        status: status(&outcome.verdict),
        status_reason: outcome.verdict.why(),
        covered_by: ids(&outcome.covering),
        killed_by: ids(outcome.verdict.ended_by().as_slice()),
        tests_completed: outcome.tests_run,
        duration: milliseconds(outcome.duration),
        mutate_data: MutantFacts {
            number: mutant.number,
            package: mutant.package.clone(),
            item: mutant.item.clone(),
            also: mutant.also.iter().map(|name| (*name).to_owned()).collect(),
            family: mutant.family.to_owned(),
            group: group(mutant.group).to_owned(),
            original: mutant.original.clone(),
            verdict: outcome.verdict.name().to_owned(),
            infected_by: ids(&outcome.infecting),
            diff: diff::unified(mutant, source),
            sql: sql(mutant),
            missing: None,
            why: None,
        },
    }
}

/// The schema has one status for all limits, and none for the tool's own trouble but `RuntimeError`.
pub(crate) fn status(verdict: &Verdict) -> Status {
    match verdict {
        Verdict::Killed { .. } => Status::Killed,
        Verdict::Survived(_) => Status::Survived,
        Verdict::NoCoverage => Status::NoCoverage,
        Verdict::Timeout { .. } | Verdict::MemoryExceeded { .. } => Status::Timeout,
        Verdict::Unviable(_) => Status::CompileError,
        Verdict::Ignored(_) => Status::Ignored,
        Verdict::ToolError(_) => Status::RuntimeError,
        Verdict::Pending => Status::Pending,
    }
}

/// Whole microseconds, so that the text of the number stays short.
#[expect(clippy::cast_precision_loss, reason = "runs take far less than 2^52 microseconds")]
fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn schema_errors(results: &Results) -> Vec<String> {
        let schema = include_str!("../../tests/schemas/mutation-testing-report-schema.json");
        testing::schema_errors(schema, &serde_json::to_value(report(results)).expect("JSON"))
    }

    #[test]
    fn reports_are_valid_by_the_published_schema() {
        assert_eq!(schema_errors(&testing::results()), Vec::<String>::new());
        assert_eq!(schema_errors(&testing::hostile()), Vec::<String>::new());
        assert_eq!(schema_errors(&Results::default()), Vec::<String>::new());
    }

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8Path::from_path(folder.path()).expect("UTF-8").join("new/mutants.json");
        for results in [testing::results(), testing::hostile(), Results::default()] {
            write(&results, &path).expect("written");
            assert_eq!(read(&path).expect("read"), report(&results));
        }
    }

    #[test]
    fn a_file_that_is_no_report_says_what_to_do() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8Path::from_path(folder.path()).expect("UTF-8").join("mutants.json");
        fs::write(&path, "{}").expect("written");
        let message = read(&path).expect_err("no report").to_string();
        assert!(message.contains("run `cargo mutate-data` again"), "{message}");
    }

    #[test]
    fn every_verdict_has_its_status() {
        let results = testing::results();
        let statuses: Vec<Status> = results.outcomes.iter().map(|outcome| status(&outcome.verdict)).collect();
        let expected = {
            use Status::*;
            [
                Survived,
                Survived,
                Killed,
                Timeout,
                Timeout,
                Survived,
                NoCoverage,
                CompileError,
                Ignored,
                RuntimeError,
                Pending,
            ]
        };
        assert_eq!(statuses, expected);
    }

    #[test]
    fn tests_are_named_by_the_ids_of_their_definitions() {
        let report = report(&testing::results());
        let (_, mutant) =
            report.mutants().find(|(_, mutant)| mutant.id == "a100000a").expect("the killed mutant");
        let killer = report.test(&mutant.killed_by[0]).expect("the test");
        assert_eq!(killer.name, "clean::tests::midnight_is_a_day_later");
        assert_eq!(mutant.duration, 12.5);
    }

    #[test]
    fn mutants_without_an_outcome_are_pending() {
        let mut results = testing::results();
        results.outcomes.truncate(1);
        let report = report(&results);
        let pending = report.mutants().filter(|(_, mutant)| mutant.status == Status::Pending).count();
        assert_eq!(pending, results.mutants.len() - 1);
    }

    #[test]
    fn the_list_holds_place_text_and_reason() {
        let list: serde_json::Value = serde_json::from_str(&list(&testing::results())).expect("JSON");
        let ignored =
            list.as_array().expect("an array").iter().find(|m| !m["ignored"].is_null()).expect("one");
        assert_eq!(ignored["ignored"], "attribute: generated code");
        assert_eq!(list[0]["start"]["line"], 3);
        assert_eq!(list[0]["original"], "<");
        assert_eq!(list[0]["group"], "default");
    }

    #[test]
    fn other_mutators_of_the_same_change_are_named() {
        let written = serde_json::to_value(report(&testing::results())).expect("JSON");
        let mutants = &written["files"]["flights/src/clean.rs"]["mutants"];
        assert_eq!(mutants[1]["mutateData"]["also"], serde_json::json!(["return-value"]));
        assert!(mutants[0]["mutateData"]["also"].is_null());
        let listed: serde_json::Value = serde_json::from_str(&list(&testing::results())).expect("JSON");
        assert_eq!(listed[1]["also"][0], "return-value");
    }
}
