//! A data gap looked into: the row that is missing, where it could come from, and whether it would tell the mutant apart.

use std::collections::BTreeSet;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use mutators::witness::Clues;

use super::Request;
use super::diagnose::{Diagnoser, Look};
use super::made::{Place, Sample};
use super::source_rows::SourceRows;
use super::witness::{Reader, Wanted};
use crate::error::{Error, Result};
use crate::harness::Harness;
use crate::model::{DataSetUse, MissingWitness, Mutant, Outcome};
use crate::report::words::number;
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
    diagnoser: &'a Diagnoser<'a>,
    harness: &'a Harness,
    /// How many mutants the build holds.
    mutants: usize,
    samples: Vec<Open<'a>>,
    clues: Clues,
    constants: String,
    columns: BTreeSet<String>,
    source_rows: SourceRows<'a>,
}

/// A data set with its sample, opened.
struct Open<'a> {
    declared: &'a DataSet,
    used: &'a DataSetUse,
    sample: Sample,
}

/// A made row that tells a mutant apart.
pub struct Found {
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
    /// Opens the samples and reads the code; a sample that cannot be read offers nothing.
    #[must_use]
    pub fn new(request: &'a Request<'_>, diagnoser: &'a Diagnoser<'a>) -> Self {
        let open = |used: &'a DataSetUse| {
            let declared = request.settings.data_sets.iter().find(|declared| declared.name == used.name)?;
            Some(Open { declared, used, sample: Sample::open(declared, &used.path).ok()? })
        };
        let samples: Vec<Open<'a>> = request.data_sets.iter().filter_map(open).collect();
        let sources = || request.discovery.files.iter().map(|file| file.text.as_str());
        Self {
            diagnoser,
            harness: request.harness,
            mutants: request.discovery.mutants.len(),
            columns: samples.iter().flat_map(|open| open.sample.columns()).collect(),
            samples,
            clues: mutators::witness::clues(sources()),
            constants: super::witness::constants(sources()),
            source_rows: SourceRows::default(),
        }
    }

    /// Says which rows are missing for a mutant that no test is known to infect, and tries rows that are made.
    ///
    /// # Errors
    /// Ctrl-C, or a process or file that cannot be handled.
    pub fn look_into(&self, mutant: &Mutant, outcome: &Outcome, source: &str) -> Result<Gap> {
        let reader = Reader { clues: &self.clues, constants: &self.constants, columns: &self.columns };
        let mut gap = Gap::default();
        for wanted in reader.wanted(mutant, source).into_iter().take(VALUES) {
            for open in &self.samples {
                let is_masked = open.declared.mask.get(&wanted.column).is_some_and(|mask| mask.hides());
                if !open.sample.has(&wanted.column) || is_masked {
                    continue;
                }
                let (equal, places) = open.sample.nearest(&wanted.column, &wanted.value, ROWS)?;
                if equal > 0 {
                    continue;
                }
                let mut witness = MissingWitness { text: self.words(open, &wanted), made: vec![] };
                if gap.found.is_none() {
                    gap.found = self.try_out(mutant, outcome, open, &wanted, &places)?;
                    if gap.found.is_some() {
                        witness.made = vec![(wanted.column.clone(), wanted.value.clone())];
                    }
                }
                gap.missing.push(witness);
            }
        }
        // A row that tells the mutant apart comes first.
        gap.missing.sort_by_key(|witness| witness.made.is_empty());
        Ok(gap)
    }

    /// Changes a row of the sample, and runs the tests that reach the mutant on it.
    fn try_out(
        &self,
        mutant: &Mutant,
        outcome: &Outcome,
        open: &Open<'_>,
        wanted: &Wanted,
        places: &[Place],
    ) -> Result<Option<Found>> {
        let tests = self.diagnoser.watcher.quickest(&outcome.covering);
        for place in places {
            let scratch = &self.harness.scratch;
            let folder = tempfile::tempdir_in(scratch).map_err(Error::io("create a folder in", scratch))?;
            let path = Utf8Path::from_path(folder.path()).unwrap_or(scratch);
            // A value that does not fit into the column is no row that could be there.
            let Ok(made) = open.sample.with(place, &wanted.column, &wanted.value, path) else {
                return Ok(None);
            };
            for &test in tests.iter().take(TESTS) {
                // What nothing compares counts as infected on any row: only what comes of it can tell.
                let is_measured = self.diagnoser.watcher.is_measured(mutant.number);
                if is_measured && !self.infects(mutant.number, test, open.used, &made)? {
                    continue;
                }
                let variables = vec![(open.used.variable.clone(), made.to_string())];
                let look = self.diagnoser.look(mutant, test, &variables)?;
                if look.shown.is_none() && !is_measured {
                    continue;
                }
                return Ok(Some(Found { test, look, variables, folder }));
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

    /// `no sampled row of flights has dep_delay = 15; 3 of the 336,776 rows of its source have`, with how to take them.
    fn words(&self, open: &Open<'a>, Wanted { column, value }: &Wanted) -> String {
        let spelled = |count: u64| number(usize::try_from(count).unwrap_or(usize::MAX));
        let (used, rows) = (open.used, spelled(open.used.source_rows));
        let text = format!("no sampled row of `{}` has {column} = {value}", used.name);
        let missed = |line: &String| {
            line.strip_prefix(&format!("no row has {column} = "))
                .is_some_and(|rest| rest.trim_matches('"') == value)
        };
        let count = match used.missing_witnesses.iter().any(missed) {
            true => Some(0),
            false => self.source_rows.count(open.declared, column, value),
        };
        let takes = "`cargo mutate-data sample --refresh` with more witness rows takes";
        match count {
            Some(0) => format!("{text}; none of the {rows} rows of its source has, either"),
            Some(1) => format!("{text}; one of the {rows} rows of its source has, and {takes} it"),
            Some(count) => {
                format!("{text}; {} of the {rows} rows of its source have, and {takes} some", spelled(count))
            }
            None => format!("{text}; if one of the {rows} rows of its source has, {takes} it"),
        }
    }
}
