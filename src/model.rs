//! The words of the product as types: mutants, tests, verdicts, events and the results of a run.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use cargo_metadata::camino::Utf8PathBuf;
use mutators::SqlEdit;
use serde::{Deserialize, Serialize};

use crate::gate::Judgement;

mod explanation;

pub use explanation::*;

/// A place in a source file: 1-based line, 1-based column in UTF-16 units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in UTF-16 code units, from 1.
    pub column: usize,
}

/// One fault that the run plants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The number that switches it on in the instrumented binaries; from 1, unique over the run, not stable.
    pub number: u32,
    /// The stable identity (I12).
    pub id: String,
    /// Package name.
    pub package: String,
    /// Source file, relative to the workspace root.
    pub file: Utf8PathBuf,
    /// Path of the item around it inside its file, for instance `Cart::total`.
    pub item: String,
    /// Name of the mutator.
    pub mutator: &'static str,
    /// Other mutators that propose the same change.
    pub also: Vec<&'static str>,
    /// Family of the mutator.
    pub family: &'static str,
    /// Smallest group that holds it.
    pub group: mutators::Group,
    /// The edited bytes of the file.
    pub edit: Range<usize>,
    /// The text that stands there.
    pub original: String,
    /// The text that goes there.
    pub replacement: String,
    /// Where the edit starts.
    pub start: Position,
    /// Where the edit ends, exclusive.
    pub end: Position,
    /// Why it is not run, when something suppresses it.
    pub ignored: Option<String>,
    /// What changes in the SQL, where the edit replaces a text or file of SQL.
    pub sql: Option<SqlEdit>,
}

impl Mutant {
    /// True for the control of a SQL text, which parses and prints it and is never reported.
    #[must_use]
    pub fn is_control(&self) -> bool {
        self.mutator == mutators::sql::NO_OP
    }

    /// One line that says what is changed, for lists and logs: `src/a.rs:3:9: replace + with - in total`.
    #[must_use]
    pub fn describe(&self) -> String {
        let place = format!("{}:{}:{}", self.file, self.start.line, self.start.column);
        format!("{place}: {} in {}", self.change(), self.item)
    }

    /// The change alone, on one line: `replace + with -`.
    #[must_use]
    pub fn change(&self) -> String {
        let short = |text: &str| {
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if line.chars().count() > 60 { line.chars().take(57).collect::<String>() + "..." } else { line }
        };
        let (original, replacement) = self.fragments();
        match (original.is_empty(), replacement.is_empty()) {
            (_, true) => format!("delete {}", short(&original)),
            (true, _) => format!("insert {}", short(&replacement)),
            _ => format!("replace {} with {}", short(&original), short(&replacement)),
        }
    }
}

impl Mutant {
    /// What a reader sees change: words of SQL where that is mutated, else the text of the edit.
    #[must_use]
    pub fn fragments(&self) -> (String, String) {
        match &self.sql {
            Some(sql) => sql.fragments(),
            None => (self.original.clone(), self.replacement.clone()),
        }
    }
}

/// A test that can be run alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    /// Index in [`Results::tests`].
    pub index: usize,
    /// Its name as the harness prints it.
    pub name: String,
    /// The binary it lives in, for people: `flights (lib)`, `flights tests/jobs.rs`, `flights doctests`.
    pub target: String,
    /// Package name.
    pub package: String,
    /// Source file of the target, relative to the workspace root.
    pub file: Utf8PathBuf,
    /// Time of its own process in the baseline.
    pub duration: Duration,
    /// Why it takes no part in verdicts, when it fails alone or is flaky.
    pub quarantined: Option<String>,
}

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// A test failed.
    Killed {
        /// Index of the failing test, when it is known.
        test: Option<usize>,
        /// The first telling line of its message.
        message: String,
    },
    /// No test noticed it; the reason says how far it came.
    Survived(Survival),
    /// No test runs its code.
    NoCoverage,
    /// A test ran on and on: a loop limit or the wall clock ended it.
    Timeout {
        /// Index of the test, when it is known.
        test: Option<usize>,
        /// Which limit was hit.
        message: String,
    },
    /// A test grew beyond the memory cap.
    MemoryExceeded {
        /// Index of the test, when it is known.
        test: Option<usize>,
        /// The cap.
        message: String,
    },
    /// It does not compile; the compiler's first line.
    Unviable(String),
    /// It was suppressed; the reason.
    Ignored(String),
    /// The tool could not tell; what went wrong.
    ToolError(String),
    /// Not run, because the run was interrupted or the mutant was listed only.
    Pending,
}

/// How far a survivor came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Survival {
    /// Tests reach it, but on their data the mutated value never differs: a data gap.
    NotInfected,
    /// The value differs in some test, and no test fails.
    NotNoticed,
}

impl Verdict {
    /// Killed, timed out or out of memory.
    #[must_use]
    pub fn is_detected(&self) -> bool {
        matches!(self, Self::Killed { .. } | Self::Timeout { .. } | Self::MemoryExceeded { .. })
    }

    /// Detected, survived or without coverage: what the score counts.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.is_detected() || self.is_undetected()
    }

    /// Survived or without coverage: a test gap.
    #[must_use]
    pub fn is_undetected(&self) -> bool {
        matches!(self, Self::Survived(_) | Self::NoCoverage)
    }

    /// Index of the test that ended it, where that is known.
    #[must_use]
    pub fn ended_by(&self) -> Option<usize> {
        match self {
            Self::Killed { test, .. } | Self::Timeout { test, .. } | Self::MemoryExceeded { test, .. } => {
                *test
            }
            Self::Survived(_)
            | Self::NoCoverage
            | Self::Unviable(_)
            | Self::Ignored(_)
            | Self::ToolError(_)
            | Self::Pending => None,
        }
    }

    /// The name in output, in lower case.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Killed { .. } => "killed",
            Self::Survived(_) => "survived",
            Self::NoCoverage => "no coverage",
            Self::Timeout { .. } => "timeout",
            Self::MemoryExceeded { .. } => "memory exceeded",
            Self::Unviable(_) => "unviable",
            Self::Ignored(_) => "ignored",
            Self::ToolError(_) => "tool error",
            Self::Pending => "pending",
        }
    }

    /// The name, finer where the data is at fault and not an assertion.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Survived(Survival::NotInfected) => "data gap",
            other => other.name(),
        }
    }

    /// One sentence on why, for people.
    #[must_use]
    pub fn why(&self) -> String {
        match self {
            Self::Killed { message, .. } => message.clone(),
            Self::Survived(Survival::NotInfected) => {
                "tests run this code, but on their data the changed expression always has the same value"
                    .to_owned()
            }
            Self::Survived(Survival::NotNoticed) => {
                "the value changes in at least one test, and no assertion notices".to_owned()
            }
            Self::NoCoverage => "no test runs this code".to_owned(),
            Self::Timeout { message, .. } | Self::MemoryExceeded { message, .. } => message.clone(),
            Self::Unviable(message) => format!("does not compile: {message}"),
            Self::Ignored(reason) => reason.clone(),
            Self::ToolError(message) => message.clone(),
            Self::Pending => "not run".to_owned(),
        }
    }
}

/// What the run learned of one mutant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What became of it.
    pub verdict: Verdict,
    /// Indices of the tests that reach it.
    pub covering: Vec<usize>,
    /// Indices of the tests in which its value differs; empty where that was not observed.
    pub infecting: Vec<usize>,
    /// How many tests were started on it.
    pub tests_run: usize,
    /// Time in test processes.
    pub duration: Duration,
}

impl Outcome {
    /// An outcome without any run.
    #[must_use]
    pub fn unrun(verdict: Verdict) -> Self {
        Self { verdict, covering: vec![], infecting: vec![], tests_run: 0, duration: Duration::ZERO }
    }

    /// Notes that a test runs the mutant, as a kill shows where no trace could.
    pub fn note_coverage(&mut self, test: Option<usize>) {
        if let Some(test) = test.filter(|test| !self.covering.contains(test)) {
            self.covering.push(test);
            self.infecting.push(test);
        }
    }
}

/// A data set whose sample the tests were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSetUse {
    /// Name in `mutate-data.toml`.
    pub name: String,
    /// The environment variable that holds the path.
    pub variable: String,
    /// Path of the sample.
    pub path: Utf8PathBuf,
    /// Rows in the source.
    pub source_rows: u64,
    /// Rows in the sample.
    pub sample_rows: u64,
    /// Seed of the sample.
    pub seed: u64,
    /// Fingerprint of source and settings.
    pub fingerprint: String,
    /// True where an earlier sample was used again.
    pub cached: bool,
    /// What the code asks for and no row of the source shows: `no row has dep_delay = 15`.
    #[serde(default)]
    pub missing_witnesses: Vec<String>,
}

/// A suppression that does not do what it says: it suppresses nothing, lacks its reason, or its time is over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stale {
    /// Where it stands: file and line.
    pub place: String,
    /// What is wrong with it, and what to do.
    pub problem: String,
}

/// A part of the run, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Phase {
    /// Samples of the data sets.
    Sample,
    /// Sites and mutants.
    Discover,
    /// Builds of the instrumented tests.
    Build,
    /// One process per test: baseline, reach, infection.
    Trace,
    /// Mutants against tests.
    Run,
    /// Mutants that need a build of their own.
    Rebuild,
    /// Why mutants survived.
    Explain,
    /// Files of the report.
    Report,
}

impl Phase {
    /// The verb on the screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Discover => "discover",
            Self::Build => "build",
            Self::Trace => "trace",
            Self::Run => "run",
            Self::Rebuild => "rebuild",
            Self::Explain => "explain",
            Self::Report => "report",
        }
    }
}

/// What happens during a run; reporters match it exhaustively.
#[derive(Debug, Clone)]
pub enum Event<'a> {
    /// A phase begins; `total` counts its steps where that is known.
    PhaseStarted {
        /// Which.
        phase: Phase,
        /// Steps to come.
        total: Option<usize>,
    },
    /// One more step of the phase is done; `note` says what is under way.
    Step {
        /// Which.
        phase: Phase,
        /// What is under way.
        note: &'a str,
    },
    /// A phase ended; `summary` is one line for people.
    PhaseFinished {
        /// Which.
        phase: Phase,
        /// How long it took.
        duration: Duration,
        /// One line for people.
        summary: &'a str,
    },
    /// Something the user should know that does not stop the run.
    Warning(&'a str),
    /// A mutant has its verdict.
    Decided {
        /// Which.
        mutant: &'a Mutant,
        /// What was learned.
        outcome: &'a Outcome,
        /// Text of the whole source file, for diffs.
        source: &'a str,
    },
    /// The run is over, also after an interruption.
    Finished(&'a Results),
}

/// Consumes events; implementations decide nothing.
pub trait Reporter: Sync {
    /// Takes note of one event.
    fn event(&self, event: &Event<'_>);
}

/// Everything that a report needs.
#[derive(Debug, Clone, Default)]
pub struct Results {
    /// Workspace root.
    pub root: Utf8PathBuf,
    /// Names of the mutated packages.
    pub packages: Vec<String>,
    /// Texts of all files with mutants, by path relative to the root.
    pub sources: BTreeMap<Utf8PathBuf, String>,
    /// All mutants, ignored ones included, in order of file and place.
    pub mutants: Vec<Mutant>,
    /// Outcome of each mutant, in the same order.
    pub outcomes: Vec<Outcome>,
    /// All tests.
    pub tests: Vec<Test>,
    /// Data sets in use.
    pub data_sets: Vec<DataSetUse>,
    /// Wall time of each phase.
    pub timings: BTreeMap<Phase, Duration>,
    /// Sum of the times of test processes that a perfect scheduler would need, divided by the jobs.
    pub lower_bound: Duration,
    /// Jobs in parallel.
    pub jobs: usize,
    /// Warnings of the run.
    pub warnings: Vec<String>,
    /// True where Ctrl-C ended the run early.
    pub interrupted: bool,
    /// Path of the HTML report, once written.
    pub report: Option<Utf8PathBuf>,
    /// When the run started, RFC 3339.
    pub started: String,
    /// `rustc --version`.
    pub toolchain: String,
    /// Commit of the workspace, with `+` behind it where tracked files differ from it; `None` outside version control.
    pub commit: Option<String>,
    /// True where filters left part of the mutants out, so that a total speaks for that part only.
    pub narrowed: bool,
    /// Suppressions that are out of date.
    pub stale: Vec<Stale>,
    /// What is known beyond the verdict, by the id of the mutant.
    pub explanations: BTreeMap<String, Explanation>,
    /// What the gate says; `None` where nothing was run.
    pub gate: Option<Judgement>,
}

impl Results {
    /// The mutants with what is known of each; one without an outcome is pending.
    pub fn pairs(&self) -> impl Iterator<Item = (&Mutant, &Outcome)> {
        static PENDING: Outcome = Outcome {
            verdict: Verdict::Pending,
            covering: vec![],
            infecting: vec![],
            tests_run: 0,
            duration: Duration::ZERO,
        };
        self.mutants.iter().zip(self.outcomes.iter().chain(std::iter::repeat(&PENDING)))
    }

    /// The counts of all mutants.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(self.pairs().map(|(_, outcome)| outcome))
    }
}

/// How many mutants have which verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// A test failed.
    pub killed: usize,
    /// No test noticed.
    pub survived: usize,
    /// No test runs the code.
    pub no_coverage: usize,
    /// Ended by a limit.
    pub timeout: usize,
    /// Ended by the memory cap.
    pub memory_exceeded: usize,
    /// Does not compile.
    pub unviable: usize,
    /// Suppressed.
    pub ignored: usize,
    /// The tool could not tell.
    pub tool_error: usize,
    /// Not run.
    pub pending: usize,
}

impl Counts {
    /// Counts the verdicts of some outcomes.
    pub fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Self {
        let mut counts = Self::default();
        for outcome in outcomes {
            *match outcome.verdict {
                Verdict::Killed { .. } => &mut counts.killed,
                Verdict::Survived(_) => &mut counts.survived,
                Verdict::NoCoverage => &mut counts.no_coverage,
                Verdict::Timeout { .. } => &mut counts.timeout,
                Verdict::MemoryExceeded { .. } => &mut counts.memory_exceeded,
                Verdict::Unviable(_) => &mut counts.unviable,
                Verdict::Ignored(_) => &mut counts.ignored,
                Verdict::ToolError(_) => &mut counts.tool_error,
                Verdict::Pending => &mut counts.pending,
            } += 1;
        }
        counts
    }

    /// Killed, timed out or out of memory.
    #[must_use]
    pub fn detected(&self) -> usize {
        self.killed + self.timeout + self.memory_exceeded
    }

    /// What the score divides by.
    #[must_use]
    pub fn valid(&self) -> usize {
        self.detected() + self.survived + self.no_coverage
    }

    /// Survived or without coverage: test gaps.
    #[must_use]
    pub fn gaps(&self) -> usize {
        self.survived + self.no_coverage
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.valid() + self.unviable + self.ignored + self.tool_error + self.pending
    }

    /// Detected per valid mutant in percent; `None` without valid mutants.
    #[must_use]
    pub fn score(&self) -> Option<f64> {
        percent(self.detected(), self.valid())
    }

    /// Detected per covered mutant in percent; `None` without covered mutants.
    #[must_use]
    pub fn test_strength(&self) -> Option<f64> {
        percent(self.detected(), self.detected() + self.survived)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of mutants are far below 2^52")]
fn percent(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| 100.0 * part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_measured_has_no_score() {
        let unrun = [
            Outcome::unrun(Verdict::Unviable(String::new())),
            Outcome::unrun(Verdict::Ignored(String::new())),
        ];
        assert_eq!(Counts::of(&unrun).score(), None);
    }

    #[test]
    fn score_counts_uncovered_mutants_and_strength_does_not() {
        let killed = Verdict::Killed { test: None, message: String::new() };
        let outcomes = [killed, Verdict::NoCoverage].map(Outcome::unrun);
        let counts = Counts::of(&outcomes);
        assert_eq!((counts.score(), counts.test_strength()), (Some(50.0), Some(100.0)));
    }
}
