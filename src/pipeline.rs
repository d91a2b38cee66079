//! The phases in order: what `run` and `list` do, from settings to results.

mod decide;
pub mod explain;
mod prepare;
pub mod replay;

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::discover::{self, Discovery};
use crate::error::{Error, Result};
use crate::gate::{self, baseline};
use crate::model::{Event, Mutant, Outcome, Phase, Reporter, Results, Verdict};
use crate::process;
use crate::report;
use crate::revision;
use crate::run;
use crate::settings::Settings;
use crate::workspace::{self, Workspace};

use prepare::{Clock, prepare, warn};

/// Lists the mutants without building anything; outcomes are pending or ignored.
///
/// # Errors
/// As [`discover::discover`].
pub fn list(settings: &Settings, reporter: &dyn Reporter) -> Result<Results> {
    let workspace = workspace::load(settings)?;
    let discovery = discover::discover(settings, &workspace)?;
    warn(reporter, &discovery.warnings);
    let outcomes = discovery.reported().map(undecided).collect();
    Ok(Results { outcomes, ..results(settings, &workspace, &discovery) })
}

/// Runs everything and writes the reports.
///
/// # Errors
/// Every failure that [`Error`] knows. After Ctrl-C the results so far come back with `interrupted` set.
pub fn run(settings: &Settings, reporter: &dyn Reporter) -> Result<Results> {
    process::take_charge()?;
    let started = jiff::Timestamp::now().to_string();
    let mut prepared = prepare(settings, reporter, None)?;
    let timings = std::mem::take(&mut prepared.timings);
    let output = prepared.workspace.output();
    let journal = report::journal::Journal::create(&output.join("results.jsonl"))?;
    let reporters = Both(reporter, &journal);
    let mut results = Results {
        started,
        tests: prepared.trace.tests.clone(),
        data_sets: prepared.data_sets.clone(),
        ..results(settings, &prepared.workspace, &prepared.discovery)
    };
    results.warnings.extend(prepared.trace.warnings.iter().cloned());
    let outcomes = Mutex::new(results.mutants.iter().map(undecided).collect::<Vec<_>>());
    let mut clock = Clock { reporter: &reporters, timings };
    let ended = decide::decide(settings, &prepared, &mut clock, &results, &outcomes);
    results.outcomes = outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
    let ended = ended.and_then(|()| explain::survivors(settings, &prepared, &mut clock, &mut results));
    // Also what tests left that ran once more to explain survivors.
    process::end_strays();
    let timings = clock.timings;
    journal.close()?;
    results.interrupted = match ended {
        Ok(()) => false,
        Err(Error::Interrupted) => true,
        Err(error) => return Err(error),
    };
    results.lower_bound = run::lower_bound(&prepared.trace, &results.outcomes, settings.jobs);
    results.timings = timings;
    let since = Instant::now();
    let known = baseline::read(&baseline_path(settings, &results.root));
    results.gate = Some(gate::judge(&settings.gate, &results, &known));
    report::write_all(&mut results, &output, &settings.reports)?;
    results.timings.insert(Phase::Report, since.elapsed());
    reporter.event(&Event::Finished(&results));
    Ok(results)
}

/// Where the list of known survivors is.
#[must_use]
pub fn baseline_path(settings: &Settings, root: &Utf8Path) -> Utf8PathBuf {
    settings.gate.baseline.clone().unwrap_or_else(|| root.join(baseline::FILE_NAME))
}

fn undecided(mutant: &Mutant) -> Outcome {
    Outcome::unrun(mutant.ignored.clone().map_or(Verdict::Pending, Verdict::Ignored))
}

fn results(settings: &Settings, workspace: &Workspace, discovery: &Discovery) -> Results {
    Results {
        root: workspace.root.clone(),
        packages: workspace.mutated.iter().cloned().collect(),
        sources: discovery.sources(),
        mutants: discovery.reported().cloned().collect(),
        jobs: settings.jobs,
        warnings: discovery.warnings.clone(),
        toolchain: workspace.toolchain.version.clone(),
        commit: revision::of(&workspace.root),
        narrowed: settings.narrowed(),
        stale: discovery.stale.clone(),
        ..Results::default()
    }
}

/// Hands every event to two reporters.
struct Both<'a>(&'a dyn Reporter, &'a dyn Reporter);

impl Reporter for Both<'_> {
    fn event(&self, event: &Event<'_>) {
        self.0.event(event);
        self.1.event(event);
    }
}
