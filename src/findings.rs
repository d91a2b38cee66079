//! Results in the order in which people look at them: survivors ranked and grouped by function and line, scores by
//! part, tests by what they detect.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use cargo_metadata::camino::Utf8Path;
use mutators::{Family, Group};

use crate::model::{Counts, Mutant, Outcome, Results, Survival, Verdict};

pub mod boundary;

/// The gaps of one function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<'a> {
    /// Path of the item inside its file.
    pub item: &'a str,
    /// The file.
    pub file: &'a Utf8Path,
    /// Its lines with gaps, the most telling first.
    pub lines: Vec<Line>,
}

/// The gaps that start in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// Indices in [`Results::mutants`], the most telling first.
    pub mutants: Vec<usize>,
}

impl Finding<'_> {
    /// How many mutants it holds.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lines.iter().map(|line| line.mutants.len()).sum()
    }
}

/// What one test does for the suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Index in [`Results::tests`].
    pub test: usize,
    /// Indices of the mutants that it ended.
    pub detected: Vec<usize>,
    /// How many mutants it runs.
    pub covered: usize,
}

/// How telling a gap is; smaller comes first. Faults of data before faults of any code, the default group before
/// strict ones, code that many tests run before code that few run; a value that changes unnoticed before one that
/// never changes.
fn rank(mutant: &Mutant, outcome: &Outcome) -> (Group, bool, Reverse<usize>, u8) {
    let code = mutant.family == Family::Code.name();
    let far = match outcome.verdict {
        Verdict::Survived(Survival::NotNoticed) => 0,
        Verdict::Survived(Survival::NotInfected) => 1,
        _ => 2,
    };
    (mutant.group, code, Reverse(outcome.covering.len()), far)
}

/// Indices of all gaps, the most telling first; those of equal rank in order of file and place.
#[must_use]
pub fn ranked(results: &Results) -> Vec<usize> {
    let pairs: Vec<_> = results.pairs().collect();
    let mut gaps: Vec<usize> =
        (0..pairs.len()).filter(|&index| pairs[index].1.verdict.is_undetected()).collect();
    gaps.sort_by_key(|&index| {
        let (mutant, outcome) = pairs[index];
        (rank(mutant, outcome), &mutant.file, mutant.start)
    });
    gaps
}

/// The gaps by function and line, in the order of the most telling one of each.
#[must_use]
pub fn findings(results: &Results) -> Vec<Finding<'_>> {
    let mut found: Vec<Finding<'_>> = Vec::new();
    let mut known: HashMap<(&Utf8Path, &str), usize> = HashMap::new();
    for index in ranked(results) {
        let mutant = &results.mutants[index];
        let at = *known.entry((&mutant.file, &mutant.item)).or_insert_with(|| {
            found.push(Finding { item: &mutant.item, file: &mutant.file, lines: vec![] });
            found.len() - 1
        });
        let lines = &mut found[at].lines;
        match lines.iter_mut().find(|line| line.number == mutant.start.line) {
            Some(line) => line.mutants.push(index),
            None => lines.push(Line { number: mutant.start.line, mutants: vec![index] }),
        }
    }
    found
}

/// The counts of the mutants that share a name, by that name.
pub fn counts_by<'a, K: Ord>(results: &'a Results, name: impl Fn(&'a Mutant) -> K) -> BTreeMap<K, Counts> {
    let mut parts: BTreeMap<K, Vec<&Outcome>> = BTreeMap::new();
    for (mutant, outcome) in results.pairs() {
        parts.entry(name(mutant)).or_default().push(outcome);
    }
    parts.into_iter().map(|(name, outcomes)| (name, Counts::of(outcomes))).collect()
}

/// Every family of the catalogue in its order, with its counts; zero where it has no mutants here.
#[must_use]
pub fn by_family(results: &Results) -> Vec<(&'static str, Counts)> {
    let counts = counts_by(results, |mutant| mutant.family);
    Family::ALL
        .iter()
        .map(|family| (family.name(), counts.get(family.name()).copied().unwrap_or_default()))
        .collect()
}

/// Every test with what it detected, those that detect most first.
#[must_use]
pub fn by_test(results: &Results) -> Vec<Work> {
    let mut works: Vec<Work> =
        results.tests.iter().map(|test| Work { test: test.index, detected: vec![], covered: 0 }).collect();
    for (index, (_, outcome)) in results.pairs().enumerate() {
        if let Some(work) = outcome.verdict.ended_by().and_then(|test| works.get_mut(test)) {
            work.detected.push(index);
        }
        for &test in &outcome.covering {
            if let Some(work) = works.get_mut(test) {
                work.covered += 1;
            }
        }
    }
    // Stable, so that equal ones keep the order of the run.
    works.sort_by_key(|work| Reverse((work.detected.len(), work.covered)));
    works
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn ids(results: &Results, indices: &[usize]) -> Vec<String> {
        indices.iter().map(|&index| results.mutants[index].id.clone()).collect()
    }

    #[test]
    fn values_that_change_unnoticed_come_before_values_that_never_change() {
        let results = testing::results();
        assert_eq!(ids(&results, &ranked(&results)), ["3f9bd001", "b2000001", "3f2a91c0", "b2000002"]);
    }

    #[test]
    fn faults_of_data_come_before_faults_of_any_code() {
        let mut results = testing::results();
        results.mutants[6].family = "join";
        assert_eq!(ids(&results, &ranked(&results))[0], "b2000002");
    }

    #[test]
    fn the_default_group_comes_before_strict_ones() {
        let mut results = testing::results();
        for index in [1, 5] {
            results.mutants[index].group = Group::Strict;
        }
        assert_eq!(ids(&results, &ranked(&results))[..2], ["3f2a91c0", "b2000002"]);
    }

    #[test]
    fn many_covering_tests_come_before_few() {
        let mut results = testing::results();
        results.outcomes[1].covering = vec![1];
        assert_eq!(ids(&results, &ranked(&results))[0], "b2000001");
    }

    #[test]
    fn ten_mutants_of_one_line_are_one_finding() {
        let mut results = testing::results();
        for n in 0..8 {
            results.mutants.push(Mutant { id: format!("{n:08}"), ..results.mutants[1].clone() });
            results.outcomes.push(results.outcomes[1].clone());
        }
        let found = findings(&results);
        let of_landing = found.iter().find(|finding| finding.item == "landing").expect("a finding");
        assert_eq!((of_landing.lines.len(), of_landing.count()), (1, 10));
    }

    #[test]
    fn every_family_is_counted_also_those_without_mutants() {
        let families = by_family(&testing::results());
        assert_eq!(families.len(), Family::ALL.len());
        assert_eq!(families.iter().map(|(_, counts)| counts.total()).sum::<usize>(), 11);
        assert_eq!(families.iter().find(|(name, _)| *name == "join").expect("joins").1.score(), None);
    }

    #[test]
    fn tests_are_listed_by_what_they_detect() {
        let works = by_test(&testing::results());
        let facts: Vec<_> = works.iter().map(|work| (work.test, work.detected.len(), work.covered)).collect();
        assert_eq!(facts, [(1, 2, 6), (0, 1, 6)]);
    }
}
