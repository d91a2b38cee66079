//! The shape of `mutants.json`: mutation-testing-report-schema 2 with our own facts under `mutateData`.
//!
//! Source: <https://github.com/stryker-mutator/mutation-testing-elements>, package `mutation-testing-report-schema`.

use std::collections::BTreeMap;

use cargo_metadata::camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

use crate::gate::Judgement;
use crate::model::{DataSetUse, Explanation, Position, Stale};

/// The whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Version of the schema.
    pub schema_version: String,
    /// From which score on viewers paint green, and up to which red.
    pub thresholds: Thresholds,
    /// Workspace root.
    pub project_root: Utf8PathBuf,
    /// Who made this.
    pub framework: Framework,
    /// The settings that shaped the run.
    pub config: Config,
    /// Milliseconds in each part of the run.
    pub performance: Performance,
    /// Mutated files by path relative to the root.
    pub files: BTreeMap<Utf8PathBuf, File>,
    /// Tests by the source file of their target.
    pub test_files: BTreeMap<Utf8PathBuf, TestFile>,
    /// What the schema has no place for.
    pub mutate_data: RunFacts,
}

/// Bounds for viewers, in percent; no gate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Good from here.
    pub high: u8,
    /// Poor up to here.
    pub low: u8,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Framework {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// Mutated packages.
    pub packages: Vec<String>,
    /// Jobs in parallel.
    pub jobs: usize,
}

/// Milliseconds by part, as the schema divides them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Performance {
    /// Samples, discovery, build.
    pub setup: f64,
    /// The trace.
    pub initial_run: f64,
    /// Mutants, with those that had a build of their own.
    pub mutation: f64,
}

/// A mutated file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Always `rust`.
    pub language: String,
    /// Its text without mutants.
    pub source: String,
    /// In order of place.
    pub mutants: Vec<MutantResult>,
}

/// Where a mutant is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// First character.
    pub start: Position,
    /// One behind the last.
    pub end: Position,
}

/// The statuses of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// A test failed.
    Killed,
    /// No test noticed.
    Survived,
    /// No test runs the code.
    NoCoverage,
    /// Unviable.
    CompileError,
    /// The tool could not tell.
    RuntimeError,
    /// A time or memory limit was hit.
    Timeout,
    /// Suppressed.
    Ignored,
    /// Not run.
    Pending,
}

/// One mutant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MutantResult {
    /// The stable identity.
    pub id: String,
    /// Name of the mutator.
    pub mutator_name: String,
    /// The smallest edited range.
    pub location: Location,
    /// The text that goes exactly there.
    pub replacement: String,
    /// The change in words.
    pub description: String,
    /// What became of it.
    pub status: Status,
    /// Why, for people.
    pub status_reason: String,
    /// Ids of the tests that reach it.
    pub covered_by: Vec<String>,
    /// Id of the test that noticed it.
    pub killed_by: Vec<String>,
    /// How many tests were started on it.
    pub tests_completed: usize,
    /// Milliseconds in test processes.
    pub duration: f64,
    /// What the schema has no place for.
    pub mutate_data: MutantFacts,
}

/// Our own facts about a mutant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MutantFacts {
    /// The number that switches it on in the binaries of this run.
    pub number: u32,
    /// Package name.
    pub package: String,
    /// Path of the item around it.
    pub item: String,
    /// Names of other mutators that propose the same change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Family of the mutator.
    pub family: String,
    /// Smallest group that holds it.
    pub group: String,
    /// The text that stands at the location.
    pub original: String,
    /// Our name of the verdict, finer than the status.
    pub verdict: String,
    /// Ids of the tests in which its value differs; empty where that was not observed.
    pub infected_by: Vec<String>,
    /// A unified diff for `patch -p1`.
    pub diff: String,
    /// What changes in the SQL, where the location is a text or file of SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql: Option<SqlFacts>,
    /// The row that would tell the mutant apart, where the code tells which that is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub missing: Option<String>,
    /// Why it survived, as far as that was looked into.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub why: Option<Explanation>,
}

/// A text of SQL without and with a mutant, printed over several lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SqlFacts {
    /// Without it.
    pub before: String,
    /// With it.
    pub after: String,
}

/// The tests of one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestFile {
    /// In order of the run.
    pub tests: Vec<TestDefinition>,
}

/// One test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TestDefinition {
    /// Unique in this file, not over runs.
    pub id: String,
    /// Name as the harness prints it.
    pub name: String,
    /// What the schema has no place for.
    pub mutate_data: TestFacts,
}

/// Our own facts about a test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestFacts {
    /// Package name.
    pub package: String,
    /// The binary, for people.
    pub target: String,
    /// Milliseconds of its process in the baseline.
    pub duration: f64,
    /// Why it takes no part in verdicts.
    pub quarantined: Option<String>,
}

/// Our own facts about the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunFacts {
    /// When it started, RFC 3339.
    pub started: String,
    /// `rustc --version`.
    pub toolchain: String,
    /// True where the run ended early.
    pub interrupted: bool,
    /// Detected per valid mutant in percent; absent without valid mutants.
    pub score: Option<f64>,
    /// Detected per covered mutant in percent; absent without covered mutants.
    pub test_strength: Option<f64>,
    /// Samples that the tests were given.
    pub data_sets: Vec<DataSetUse>,
    /// Milliseconds of each phase.
    pub phases: BTreeMap<String, f64>,
    /// Milliseconds that a perfect scheduler would need for the run phase.
    pub lower_bound: f64,
    /// Warnings of the run.
    pub warnings: Vec<String>,
    /// Commit of the workspace, with `+` behind it where tracked files differ from it.
    pub commit: Option<String>,
    /// True where filters left part of the mutants out.
    pub narrowed: bool,
    /// Suppressions that are out of date.
    pub stale: Vec<Stale>,
    /// What the gate said.
    pub gate: Option<Judgement>,
}

impl Report {
    /// All mutants with the file that each is in.
    pub fn mutants(&self) -> impl Iterator<Item = (&Utf8PathBuf, &MutantResult)> {
        self.files.iter().flat_map(|(path, file)| file.mutants.iter().map(move |mutant| (path, mutant)))
    }

    /// The test of that id.
    #[must_use]
    pub fn test(&self, id: &str) -> Option<&TestDefinition> {
        self.test_files.values().flat_map(|file| &file.tests).find(|test| test.id == id)
    }
}
