//! A data gap looked into: the row that is missing, where it could come from, and whether it would tell the mutant apart.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use mutators::witness::Clues;

use super::diagnose::{Diagnoser, Look};
use super::made::Sample;
use super::witness::{Reader, Wanted};
use crate::error::{Error, Result};
use crate::harness::Harness;
use crate::model::{DataSetUse, MissingWitness, Mutant, Outcome};
use crate::sample::DataSet;
use crate::trace;

/// Values that are tried for one mutant.
const VALUES: usize = 6;
/// Rows that are changed for one value.
const ROWS: usize = 2;
/// Tests that a made row is tried in.
const TESTS: usize = 3;

/// The data sets of a run with their samples.
pub struct Gaps<'a> {
    /// Runs tests and compares.
    pub diagnoser: &'a Diagnoser<'a>,
    /// Starts tests.
    pub harness: &'a Harness,
    /// How many mutants the build holds.
    pub mutants: usize,
    /// Declared data sets.
    pub data_sets: &'a [DataSet],
    /// Their samples.
    pub used: &'a [DataSetUse],
    /// Their samples, opened.
    samples: BTreeMap<&'a str, Sample>,
    clues: Clues,
    constants: String,
    columns: BTreeSet<String>,
}

/// A made row that tells a mutant apart.
pub struct Found {
    /// What is told.
    pub witness: MissingWitness,
    /// The test in which it does.
    pub test: usize,
    /// What the job puts out then.
    pub look: Look,
    /// Where the tests find the row.
    pub variables: Vec<(String, String)>,
    /// Holds the copy of the sample.
    pub folder: tempfile::TempDir,
}

/// What is known of a data gap.
#[derive(Default)]
pub struct Gap {
    /// Rows that are missing.
    pub missing: Vec<MissingWitness>,
    /// The first made row that tells the mutant apart.
    pub found: Option<Found>,
}

impl<'a> Gaps<'a> {
    /// Opens the samples; one that cannot be read offers nothing.
    #[must_use]
    pub fn new(
        diagnoser: &'a Diagnoser<'a>,
        harness: &'a Harness,
        mutants: usize,
        (data_sets, used): (&'a [DataSet], &'a [DataSetUse]),
        sources: &[&str],
    ) -> Self {
        let mut samples = BTreeMap::new();
        for used in used {
            let data_set = data_sets.iter().find(|data_set| data_set.name == used.name);
            if let Some(sample) = data_set.and_then(|data_set| Sample::open(data_set, &used.path).ok()) {
                samples.insert(used.name.as_str(), sample);
            }
        }
        let columns = samples.values().flat_map(Sample::columns).collect();
        let clues = mutators::witness::clues(sources.iter().copied());
        let constants = super::witness::constants(sources.iter().copied());
        Self { diagnoser, harness, mutants, data_sets, used, samples, clues, constants, columns }
    }

    /// Says which rows are missing for a mutant that no test infects, and tries rows that are made.
    ///
    /// # Errors
    /// Ctrl-C, or a process or file that cannot be handled.
    pub fn look_into(&self, mutant: &Mutant, outcome: &Outcome, source: &str) -> Result<Gap> {
        let reader = Reader { clues: &self.clues, constants: &self.constants, columns: &self.columns };
        let mut gap = Gap::default();
        for wanted in reader.wanted(mutant, source).into_iter().take(VALUES) {
            for (name, sample) in &self.samples {
                if !sample.has(&wanted.column) || self.is_masked(name, &wanted.column) {
                    continue;
                }
                let (equal, _) = sample.nearest(&wanted.column, &wanted.value, 0)?;
                if equal > 0 {
                    continue;
                }
                let mut witness = MissingWitness { text: self.words(name, &wanted), made: vec![] };
                if gap.found.is_none()
                    && let Some(found) = self.try_out(mutant, outcome, name, sample, &wanted)?
                {
                    witness.made = vec![(wanted.column.clone(), wanted.value.clone())];
                    gap.found = Some(Found { witness: witness.clone(), ..found });
                }
                gap.missing.push(witness);
            }
        }
        // A row that tells the mutant apart comes first.
        gap.missing.sort_by_key(|witness| witness.made.is_empty());
        Ok(gap)
    }

    fn is_masked(&self, data_set: &str, column: &str) -> bool {
        let declared = self.data_sets.iter().find(|declared| declared.name == data_set);
        declared.and_then(|declared| declared.mask.get(column)).is_some_and(|mask| mask.hides())
    }

    /// `no sampled row of flights has dep_delay = 15; ...`, with where one could come from.
    fn words(&self, data_set: &str, wanted: &Wanted) -> String {
        let Wanted { column, value } = wanted;
        let text = format!("no sampled row of `{data_set}` has {column} = {value}");
        let Some(used) = self.used.iter().find(|used| used.name == data_set) else { return text };
        let missed = |line: &String| {
            line.strip_prefix(&format!("no row has {column} = "))
                .is_some_and(|rest| rest.trim_matches('"') == value)
        };
        let rows = used.source_rows;
        if used.missing_witnesses.iter().any(missed) {
            format!("{text}; none of the {rows} rows of its source has, either")
        } else {
            format!(
                "{text}; if one of the {rows} rows of its source has, `cargo mutate-data sample --refresh` with more \
                 witness rows takes it"
            )
        }
    }

    /// Changes a row of the sample, and runs the tests that reach the mutant on it.
    fn try_out(
        &self,
        mutant: &Mutant,
        outcome: &Outcome,
        data_set: &str,
        sample: &Sample,
        wanted: &Wanted,
    ) -> Result<Option<Found>> {
        let Some(used) = self.used.iter().find(|used| used.name == data_set) else { return Ok(None) };
        let (_, places) = sample.nearest(&wanted.column, &wanted.value, ROWS)?;
        let mut tests = outcome.covering.clone();
        tests.retain(|test| self.diagnoser.tests[*test].quarantined.is_none());
        tests.sort_by_key(|test| self.diagnoser.tests[*test].duration);
        for place in &places {
            let scratch = &self.harness.scratch;
            let folder = tempfile::tempdir_in(scratch).map_err(Error::io("create a folder in", scratch))?;
            let path = Utf8Path::from_path(folder.path()).unwrap_or(scratch);
            // A value that does not fit into the column is no row that could be there.
            let Ok(made) = sample.with(place, &wanted.column, &wanted.value, path) else { return Ok(None) };
            for &test in tests.iter().take(TESTS) {
                if !self.infects(mutant.number, test, used, &made)? {
                    continue;
                }
                let variables = vec![(used.variable.clone(), made.to_string())];
                let look = self.diagnoser.look(mutant, test, &variables)?;
                let witness = MissingWitness { text: String::new(), made: vec![] };
                return Ok(Some(Found { witness, test, look, variables, folder }));
            }
        }
        Ok(None)
    }

    /// Whether a test on another sample makes the mutated value differ.
    fn infects(&self, number: u32, test: usize, used: &DataSetUse, path: &Utf8PathBuf) -> Result<bool> {
        let mut harness = self.harness.clone();
        harness.data.insert(used.variable.clone(), path.to_string());
        let traced = trace::trace_one(&harness, self.diagnoser.watcher.runnable(test), self.mutants)?;
        Ok(traced.reach.infected.contains(&number))
    }
}
