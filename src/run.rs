//! Mutants against tests: a pool of workers, each mutant's processes in order, stop at the first kill.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rayon::prelude::*;

use crate::error::Result;
use crate::harness::{Answer, Harness, Runnable};
use crate::model::{Mutant, Outcome, Survival, Verdict};
use crate::plan::{self, Experience};
use crate::process::Limits;
use crate::settings::Settings;
use crate::trace::{Trace, pool};

/// A test process gets at least this long, however short its baseline.
const WALL_FLOOR: Duration = Duration::from_secs(3);
/// Loop iterations and calls that any mutant may make: a few tenths of a second.
const TICK_FLOOR: u64 = 5_000_000;
/// How many times its baseline's iterations a mutant may make.
const TICK_FACTOR: u64 = 100;
/// Bytes that any test process may hold.
const MEMORY_FLOOR: u64 = 2 << 30;
/// Command lines longer than this are split.
const LONGEST_NAMES: usize = 100_000;

/// Runs `mutants` and hands each outcome to `decided` as it comes.
///
/// # Errors
/// Ctrl-C, or a process that cannot be started.
pub fn run(
    settings: &Settings,
    harness: &Harness,
    trace: &Trace,
    mutants: &[&Mutant],
    decided: &(dyn Fn(&Mutant, Outcome) + Sync),
) -> Result<()> {
    let worker = Worker { settings, harness, trace, locks: Mutex::new(()) };
    // Mutants of one place run after one another, so that a killer found is tried first on its neighbours.
    let groups = plan::neighbours(mutants.len(), |index| (&mutants[index].file, &mutants[index].item));
    pool(settings.jobs)?.install(|| {
        groups.into_par_iter().with_max_len(1).try_for_each(|group| {
            let mut experience = Experience::default();
            mutants[group].iter().try_for_each(|mutant| {
                let outcome = worker.mutant(mutant, &mut experience)?;
                decided(mutant, outcome);
                Ok(())
            })
        })
    })
}

struct Worker<'a> {
    settings: &'a Settings,
    harness: &'a Harness,
    trace: &'a Trace,
    /// Held while a test runs that writes to its package's folder.
    locks: Mutex<()>,
}

impl Worker<'_> {
    /// The outcome of one mutant. What a child with a cleared environment reaches is not measured, so without a kill
    /// elsewhere nothing can be said of it.
    fn mutant(&self, mutant: &Mutant, experience: &mut Experience) -> Result<Outcome> {
        let mut outcome = self.measured(mutant, experience)?;
        if outcome.verdict.is_undetected() && self.trace.lost.contains(&mutant.number) {
            let reason =
                "not measurable: a test runs this code in a child process whose environment it cleared";
            outcome.verdict = Verdict::Ignored(reason.to_owned());
        }
        Ok(outcome)
    }

    fn measured(&self, mutant: &Mutant, experience: &mut Experience) -> Result<Outcome> {
        let find = |map: &HashMap<u32, Vec<usize>>| map.get(&mutant.number).cloned().unwrap_or_default();
        let (covering, infecting) = (find(&self.trace.covering), find(&self.trace.infecting));
        let mut outcome = Outcome::unrun(Verdict::NoCoverage);
        outcome.covering = covering;
        outcome.infecting = infecting;
        // A quarantined test says nothing, so what only such tests run is not covered.
        if outcome.covering.iter().all(|test| self.trace.tests[*test].quarantined.is_some()) {
            return Ok(outcome);
        }
        outcome.verdict = Verdict::Survived(Survival::NotInfected);
        for process in plan::processes(self.trace, &outcome.infecting, experience) {
            for part in self.parts(&process) {
                outcome.verdict = self.process(mutant.number, part, &mut outcome)?;
                if outcome.verdict.is_detected() {
                    if let Verdict::Killed { test: Some(test), .. } = outcome.verdict {
                        experience.note(test);
                    }
                    return Ok(outcome);
                }
            }
        }
        Ok(outcome)
    }

    /// Splits a long list of tests where their names would not fit on a command line.
    fn parts<'b>(&self, process: &'b [usize]) -> Vec<&'b [usize]> {
        let mut length = 0;
        process
            .chunk_by(|_, next| {
                length += self.trace.runnables[*next].name.len() + 1;
                let fits = length < LONGEST_NAMES;
                if !fits {
                    length = 0;
                }
                fits
            })
            .collect()
    }

    /// One process with the mutant on.
    fn process(&self, number: u32, tests: &[usize], outcome: &mut Outcome) -> Result<Verdict> {
        let runnables: Vec<&Runnable> = tests.iter().map(|test| &self.trace.runnables[*test]).collect();
        let reaches = || tests.iter().map(|test| &self.trace.reaches[*test]);
        let (limits, ticks) = allowance(self.settings, self.trace, tests);
        let variables =
            [("MUTATE_DATA_ACTIVE", number.to_string()), ("MUTATE_DATA_TICKS", ticks.to_string())];
        let _guard = reaches().any(|reach| reach.exclusive).then(|| self.lock());
        let run = self.harness.judge(&runnables, &variables, limits)?;
        outcome.tests_run += tests.len();
        outcome.duration += run.elapsed;
        let only = (tests.len() == 1).then(|| tests[0]);
        Ok(match run.answer {
            Answer::Passed | Answer::NothingRan => Verdict::Survived(Survival::NotNoticed),
            Answer::Failed { test, message } => {
                let named =
                    test.and_then(|name| tests.iter().copied().find(|t| self.trace.tests[*t].name == name));
                Verdict::Killed { test: named.or(only), message }
            }
            Answer::TimedOut(message) => Verdict::Timeout { test: only, message },
            Answer::OutOfMemory(message) => Verdict::MemoryExceeded { test: only, message },
        })
    }

    fn lock(&self) -> MutexGuard<'_, ()> {
        self.locks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a process with these tests may use: time and memory, and rounds of loops.
#[must_use]
pub fn allowance(settings: &Settings, trace: &Trace, tests: &[usize]) -> (Limits, u64) {
    let reaches = || tests.iter().map(|test| &trace.reaches[*test]);
    let baseline = tests.iter().map(|test| trace.tests[*test].duration).sum();
    let peak = reaches().map(|reach| reach.peak_memory).max().unwrap_or_default();
    allowance_of(settings, baseline, peak, reaches().map(|reach| reach.ticks).sum())
}

/// As [`allowance`], of tests that took `baseline`, held `peak` bytes and made `ticks` rounds without a mutant.
#[must_use]
pub fn allowance_of(settings: &Settings, baseline: Duration, peak: u64, ticks: u64) -> (Limits, u64) {
    let memory = memory_limit(settings).max(4 * peak);
    (Limits { wall: wall_limit(settings, baseline), memory }, ticks * TICK_FACTOR + TICK_FLOOR)
}

/// How long a process may run whose tests took `baseline` together.
#[must_use]
pub fn wall_limit(settings: &Settings, baseline: Duration) -> Duration {
    settings.timeout.unwrap_or_else(|| WALL_FLOOR + baseline.mul_f64(settings.timeout_factor.max(1.0)))
}

/// The memory cap of one process: what the settings say, else a fair share of the machine.
#[must_use]
pub fn memory_limit(settings: &Settings) -> u64 {
    settings.memory_limit.unwrap_or_else(|| {
        let total = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("MemTotal:"))?.to_owned();
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        });
        let share = total.map_or(MEMORY_FLOOR, |kib| kib * 1024 / 2 / settings.jobs.max(1) as u64);
        share.min(MEMORY_FLOOR)
    })
}

/// What a perfect scheduler would need for these outcomes: each killer alone, each survivor's infecting tests once.
#[must_use]
pub fn lower_bound<'a>(
    trace: &Trace,
    outcomes: impl IntoIterator<Item = &'a Outcome>,
    jobs: usize,
) -> Duration {
    let duration = |test: &usize| trace.tests[*test].duration;
    let needed: Duration = outcomes
        .into_iter()
        .map(|outcome| match &outcome.verdict {
            Verdict::Killed { test: Some(test), .. } => duration(test),
            Verdict::Survived(Survival::NotNoticed) => outcome.infecting.iter().map(duration).sum(),
            Verdict::Timeout { .. } | Verdict::MemoryExceeded { .. } | Verdict::Killed { test: None, .. } => {
                outcome.duration
            }
            _ => Duration::ZERO,
        })
        .sum();
    needed / u32::try_from(jobs.max(1)).unwrap_or(1)
}
