//! Whether a run is good enough: the rules of `[gate]`, judged on the results, with what failed, by how much, and which
//! mutants it takes to pass.
//!
//! Nothing passes in silence: a run without valid mutants, mutants without a verdict and a baseline that cannot be read
//! fail the gate, whatever its rules are.

use std::collections::BTreeMap;

use cargo_metadata::camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

use crate::findings::ranked;
use crate::model::{Counts, Results, Verdict};
use crate::report::words::{counted, percent};

pub mod baseline;

use baseline::Baseline;

/// The rules; those that are `None` are not in force.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gate {
    /// For all mutants.
    pub overall: Rules,
    /// For the mutants of one package, by its name.
    pub packages: BTreeMap<String, Rules>,
    /// For the mutants of one family, by its name.
    pub families: BTreeMap<String, Rules>,
    /// The file with the survivors that are known; [`baseline::FILE_NAME`] at the workspace root where `None`.
    pub baseline: Option<Utf8PathBuf>,
    /// Fails on suppressions that are out of date.
    pub deny_stale: Option<bool>,
}

/// Rules for some mutants. Survivors are all gaps: mutants that survived, and mutants that no test runs.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rules {
    /// The mutation score in percent, at least.
    pub min_score: Option<f64>,
    /// The test strength in percent, at least.
    pub min_test_strength: Option<f64>,
    /// Survivors, at most.
    pub max_survivors: Option<usize>,
    /// Survivors that the baseline does not list, at most.
    pub new_survivors: Option<usize>,
}

impl Rules {
    /// These rules, and those of `other` where these are open.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            min_score: self.min_score.or(other.min_score),
            min_test_strength: self.min_test_strength.or(other.min_test_strength),
            max_survivors: self.max_survivors.or(other.max_survivors),
            new_survivors: self.new_survivors.or(other.new_survivors),
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Gate {
    /// These rules, and those of `other` where these are open; those of packages and families come from either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let union = |mut ours: BTreeMap<String, Rules>, theirs: BTreeMap<String, Rules>| {
            for (name, rules) in theirs {
                let merged = ours.get(&name).copied().unwrap_or_default().or(rules);
                ours.insert(name, merged);
            }
            ours
        };
        Self {
            overall: self.overall.or(other.overall),
            packages: union(self.packages, other.packages),
            families: union(self.families, other.families),
            baseline: self.baseline.or(other.baseline),
            deny_stale: self.deny_stale.or(other.deny_stale),
        }
    }

    /// The rules in force: a named baseline asks for no new survivors; where nothing else is asked for, no survivors at
    /// all are.
    #[must_use]
    pub fn in_force(&self) -> Self {
        let mut gate = self.clone();
        if self.baseline.is_some() && self.all().all(|rules| rules.new_survivors.is_none()) {
            gate.overall.new_survivors = Some(0);
        } else if self.all().all(Rules::is_empty) {
            gate.overall.max_survivors = Some(0);
        }
        gate
    }

    fn all(&self) -> impl Iterator<Item = &Rules> {
        self.packages.values().chain(self.families.values()).chain([&self.overall])
    }

    /// True where a rule compares with the baseline file.
    #[must_use]
    pub fn needs_baseline(&self) -> bool {
        self.in_force().all().any(|rules| rules.new_survivors.is_some())
    }
}

/// What the gate says of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The rules that were in force, in words.
    pub rules: Vec<String>,
    /// What is not good enough; the gate passes where there is none.
    pub failures: Vec<Failure>,
    /// What does not fail the gate but should be known.
    pub notes: Vec<String>,
}

impl Judgement {
    /// True where nothing failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// A rule that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The rule, as it is written in the settings: `min-score`, `package flights: max-survivors`.
    pub rule: String,
    /// By how much, and what to do.
    pub problem: String,
    /// Ids of the mutants that are behind it, the most telling first.
    pub mutants: Vec<String>,
}

/// Judges a run. The baseline is what was read, or why it could not be; it is looked at where a rule needs it.
#[must_use]
pub fn judge(gate: &Gate, results: &Results, baseline: &Result<Baseline, String>) -> Judgement {
    let gate = gate.in_force();
    let mut judge = Judge { results, baseline, gaps: ranked(results), said: Judgement::default() };
    judge.completeness();
    judge.scope("", &gate.overall, |_| true);
    for (name, rules) in &gate.packages {
        if results.packages.contains(name) {
            judge.scope(&format!("package {name}: "), rules, |index| results.mutants[index].package == *name);
        } else {
            judge
                .said
                .notes
                .push(format!("package {name} was not mutated in this run, so its rules were not judged"));
        }
    }
    for (name, rules) in &gate.families {
        judge.scope(&format!("family {name}: "), rules, |index| results.mutants[index].family == name);
    }
    judge.baseline_notes(&gate);
    judge.stale(gate.deny_stale.unwrap_or_default());
    judge.said
}

/// Exit code where the gate failed.
const FAILED: u8 = 2;

/// The exit code of a run: 0 where the gate passed, 2 where it failed or was not asked, 130 after Ctrl-C.
#[must_use]
pub fn exit_code(results: &Results) -> u8 {
    match &results.gate {
        _ if results.interrupted => crate::error::Error::Interrupted.code(),
        Some(judgement) if judgement.passed() => 0,
        Some(_) | None => FAILED,
    }
}

struct Judge<'a> {
    results: &'a Results,
    baseline: &'a Result<Baseline, String>,
    /// Indices of all gaps, ranked.
    gaps: Vec<usize>,
    said: Judgement,
}

impl Judge<'_> {
    /// A run that did not get to its end, or whose mutants were chosen.
    fn completeness(&mut self) {
        let open = |verdict: &Verdict| matches!(verdict, Verdict::Pending | Verdict::ToolError(_));
        let open = self.results.pairs().filter(|(_, outcome)| open(&outcome.verdict));
        let open: Vec<String> = open.map(|(mutant, _)| mutant.id.clone()).collect();
        if !open.is_empty() || self.results.interrupted {
            let how = if self.results.interrupted { "the run was interrupted: " } else { "" };
            let of = counted(self.results.mutants.len(), "mutant");
            let problem =
                format!("{how}{} of {of} have no verdict, so the run is partial; run it again", open.len());
            self.said.failures.push(Failure { rule: "complete run".to_owned(), problem, mutants: open });
        }
        if self.results.narrowed {
            let note = "filters left part of the mutants out; the gate judged the others only";
            self.said.notes.push(note.to_owned());
        }
    }

    /// All rules for the mutants that `holds` picks; the overall rules have an empty `scope`.
    fn scope(&mut self, scope: &str, rules: &Rules, holds: impl Fn(usize) -> bool) {
        let pairs = self.results.pairs().enumerate().filter(|(index, _)| holds(*index));
        let counts = Counts::of(pairs.map(|(_, (_, outcome))| outcome));
        let gaps: Vec<usize> = self.gaps.iter().copied().filter(|&index| holds(index)).collect();
        let rule = |name: &str| format!("{scope}{name}");
        if counts.total() == 0 && self.results.narrowed && !scope.is_empty() {
            let part = scope.trim_end_matches(": ");
            self.said
                .notes
                .push(format!("the filters leave no mutant of {part}, so its rules were not judged"));
            return;
        }
        if counts.valid() == 0 {
            let problem = format!(
                "nothing was measured: none of {} was run against the tests ({} ignored, {} do not compile)",
                counted(counts.total(), "mutant"),
                counts.ignored,
                counts.unviable
            );
            return self.fail(rule("something measured"), problem, &[]);
        }
        if let Some(wanted) = rules.min_score {
            self.said.rules.push(format!("{} {wanted}", rule("min-score")));
            self.share(rule("min-score"), "mutation score", wanted, counts.detected(), counts.valid(), &gaps);
        }
        if let Some(wanted) = rules.min_test_strength {
            self.said.rules.push(format!("{} {wanted}", rule("min-test-strength")));
            let covered = counts.detected() + counts.survived;
            let reached = |index: &usize| self.results.outcomes[*index].verdict != Verdict::NoCoverage;
            let survivors: Vec<usize> = gaps.iter().copied().filter(reached).collect();
            self.share(
                rule("min-test-strength"),
                "test strength",
                wanted,
                counts.detected(),
                covered,
                &survivors,
            );
        }
        if let Some(most) = rules.max_survivors {
            self.said.rules.push(format!("{} {most}", rule("max-survivors")));
            if gaps.len() > most {
                let above = gaps.len() - most;
                let problem = format!("{}, {above} more than the {most} allowed", survivors(gaps.len()));
                self.fail(rule("max-survivors"), problem, &gaps);
            }
        }
        if let Some(most) = rules.new_survivors {
            self.said.rules.push(format!("{} {most}", rule("new-survivors")));
            self.new_ones(rule("new-survivors"), most, &gaps);
        }
    }

    fn share(&mut self, rule: String, what: &str, wanted: f64, part: usize, whole: usize, gaps: &[usize]) {
        if whole == 0 {
            return self.fail(rule, format!("the {what} is n/a, because no test runs any mutant"), gaps);
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of mutants are far below 2^52")]
        let (detected, all) = (part as f64, whole as f64);
        // The small amount undoes what binary fractions lose.
        if detected * 100.0 + 1e-9 >= wanted * all {
            return;
        }
        let actual = 100.0 * detected / all;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the count"
        )]
        let missing = ((wanted * all / 100.0 - detected - 1e-9).ceil()) as usize;
        let problem = format!(
            "the {what} of {} is {:.1} points below {wanted}%; tests that detect {missing} more of these would do",
            percent(Some(actual)),
            (wanted - actual).max(0.1)
        );
        self.fail(rule, problem, gaps);
    }

    fn new_ones(&mut self, rule: String, most: usize, gaps: &[usize]) {
        let known = match self.baseline {
            Ok(baseline) => baseline,
            Err(reason) => return self.fail(rule, reason.clone(), &[]),
        };
        let new: Vec<usize> = known.unknown(self.results, gaps);
        if new.len() > most {
            let problem = format!(
                "{} not in the baseline, {} more than the {most} allowed; write a test, suppress with a reason, or \
                 accept with `cargo mutate-data baseline`",
                survivors(new.len()),
                new.len() - most
            );
            self.fail(rule, problem, &new);
        }
    }

    /// What the baseline lists and the run does not confirm.
    fn baseline_notes(&mut self, gate: &Gate) {
        let (true, Ok(baseline)) = (gate.needs_baseline(), self.baseline) else { return };
        let advice = "`cargo mutate-data baseline` brings the file up to date";
        let moved = baseline.moved(self.results, &self.gaps).len();
        if moved > 0 {
            let verb = if moved == 1 { "is" } else { "are" };
            let text = format!(
                "{} of the baseline {verb} found under another file or place; {advice}",
                survivors(moved)
            );
            self.said.notes.push(text);
        }
        let fixed = baseline.fixed(self.results);
        if fixed > 0 {
            let verb = if fixed == 1 { "is" } else { "are" };
            self.said
                .notes
                .push(format!("{} of the baseline {verb} detected now; {advice}", survivors(fixed)));
        }
    }

    fn stale(&mut self, deny: bool) {
        let stale = &self.results.stale;
        if deny {
            self.said.rules.push("deny-stale".to_owned());
        }
        if !deny || stale.is_empty() {
            return;
        }
        let places: Vec<String> =
            stale.iter().map(|stale| format!("\n  {}: {}", stale.place, stale.problem)).collect();
        let problem = format!("{} out of date:{}", counted(stale.len(), "suppression"), places.concat());
        self.fail("deny-stale".to_owned(), problem, &[]);
    }

    fn fail(&mut self, rule: String, problem: String, mutants: &[usize]) {
        let mutants = mutants.iter().map(|&index| self.results.mutants[index].id.clone()).collect();
        self.said.failures.push(Failure { rule, problem, mutants });
    }
}

fn survivors(count: usize) -> String {
    counted(count, "survivor")
}

#[cfg(test)]
mod tests;
