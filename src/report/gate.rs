//! What the gate says, put into words.

use std::collections::HashMap;

use crate::model::{Mutant, Results};
use crate::report::words::{counted, line};

/// Mutants that are named for a rule that failed.
const NAMED: usize = 10;

/// A judgement for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// True where nothing failed.
    pub passed: bool,
    /// The rules in force.
    pub rules: String,
    /// What failed.
    pub failures: Vec<ToldFailure>,
    /// What else should be known.
    pub notes: Vec<String>,
}

/// A rule that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldFailure {
    /// The rule.
    pub rule: String,
    /// By how much; may have several lines.
    pub problem: String,
    /// Id and description of the first mutants behind it.
    pub mutants: Vec<(String, String)>,
    /// How many more there are.
    pub more: usize,
}

impl Told {
    /// `None` where nothing was judged.
    #[must_use]
    pub fn of(results: &Results) -> Option<Self> {
        let judgement = results.gate.as_ref()?;
        let known: HashMap<&str, &Mutant> =
            results.mutants.iter().map(|mutant| (mutant.id.as_str(), mutant)).collect();
        let describe =
            |id: &String| known.get(id.as_str()).map(|mutant| (line(id), line(&mutant.describe())));
        let failures = judgement.failures.iter().map(|failure| ToldFailure {
            rule: line(&failure.rule),
            problem: failure.problem.lines().map(line).collect::<Vec<_>>().join("\n"),
            mutants: failure.mutants.iter().take(NAMED).filter_map(describe).collect(),
            more: failure.mutants.len().saturating_sub(NAMED),
        });
        Some(Self {
            passed: judgement.passed(),
            rules: line(&judgement.rules.join(", ")),
            failures: failures.collect(),
            notes: judgement.notes.iter().map(|note| line(note)).collect(),
        })
    }

    /// Plain lines, without the mutants.
    #[must_use]
    pub fn headline(&self) -> String {
        match (self.passed, self.rules.is_empty()) {
            (true, true) => "Gate passed".to_owned(),
            (true, false) => format!("Gate passed ({})", self.rules),
            (false, _) => format!("Gate failed: {}", counted(self.failures.len(), "rule")),
        }
    }
}
