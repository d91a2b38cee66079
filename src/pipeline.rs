//! The phases in order: what `run`, `list` and `replay` do, from settings to results.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::build::rebuild::Lane;
use crate::build::slot::Slots;
use crate::build::{self, Builder, Built, bisect};
use crate::controls;
use crate::discover::{self, Discovery};
use crate::error::{Error, Result};
use crate::gate::{self, baseline};
use crate::harness::Harness;
use crate::model::{DataSetUse, Event, Mutant, Outcome, Phase, Reporter, Results, Verdict};
use crate::process;
use crate::report;
use crate::revision;
use crate::run;
use crate::sample::{self, Request};
use crate::settings::Settings;
use crate::trace::{self, Trace};
use crate::workspace::{self, Workspace};

/// Everything up to the first mutant.
struct Prepared {
    workspace: Workspace,
    discovery: Discovery,
    built: Built,
    harness: Harness,
    trace: Trace,
    data_sets: Vec<DataSetUse>,
    timings: BTreeMap<Phase, Duration>,
    /// Removed with everything in it when the run is over.
    _scratch: tempfile::TempDir,
}

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
    let mut prepared = prepare(settings, reporter)?;
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
    let ended = decide(settings, &prepared, &mut clock, &results, &outcomes);
    let timings = clock.timings;
    journal.close()?;
    process::end_strays();
    results.outcomes = outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
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

/// Runs the covering tests of one mutant with their output on the screen.
///
/// # Errors
/// Usage errors for unknown ids; everything that can go wrong while preparing.
pub fn replay(settings: &Settings, id: &str, reporter: &dyn Reporter) -> Result<u8> {
    process::take_charge()?;
    // An unknown id is refused before anything is built.
    find(&discover::discover(settings, &workspace(settings, reporter)?)?, id)?;
    let prepared = prepare(settings, reporter)?;
    let mutant = find(&prepared.discovery, id)?;
    println!("{}", mutant.describe());
    if let Some(verdict) = prepared.built.decided.get(&mutant.number) {
        println!("{}: {}", verdict.name(), verdict.why());
        return Ok(0);
    }
    if prepared.built.lane.contains(&mutant.number) {
        let outcome = lane(settings, &prepared, reporter).run(mutant)?;
        println!("{} (in a build of its own): {}", outcome.verdict.name(), outcome.verdict.why());
        return Ok(0);
    }
    let covering = prepared.trace.covering.get(&mutant.number).cloned().unwrap_or_default();
    if covering.is_empty() {
        println!("no coverage: no test runs this code");
        return Ok(0);
    }
    let mut failed = 0;
    for test in covering {
        let runnable = &prepared.trace.runnables[test];
        println!("\n$ {}", prepared.harness.by_hand(runnable, mutant.number));
        let variables = [("MUTATE_DATA_ACTIVE", mutant.number.to_string())];
        let limits = process::Limits {
            wall: run::wall_limit(settings, prepared.trace.tests[test].duration),
            memory: run::memory_limit(settings),
        };
        let done = prepared.harness.run(&[runnable], &variables, limits)?;
        println!("{}", done.output.trim_end());
        let passed =
            matches!(done.answer, crate::harness::Answer::Passed | crate::harness::Answer::NothingRan);
        failed += usize::from(!passed);
    }
    let verdict = if failed > 0 { "killed" } else { "survived" };
    println!("\n{verdict}: {failed} covering tests fail with the mutant on");
    Ok(0)
}

/// The one mutant whose id begins like this.
fn find<'a>(discovery: &'a Discovery, id: &str) -> Result<&'a Mutant> {
    let found: Vec<&Mutant> = discovery.reported().filter(|mutant| mutant.id.starts_with(id)).collect();
    match found[..] {
        [mutant] => Ok(mutant),
        [] => Err(Error::Usage(format!(
            "no mutant has the id `{id}`; `cargo mutate-data list` prints them (give the same --group and filters)"
        ))),
        _ => Err(Error::Usage(format!("{} mutants begin with `{id}`; give more of the id", found.len()))),
    }
}

/// The workspace, with what build scripts say of it.
fn workspace(settings: &Settings, reporter: &dyn Reporter) -> Result<Workspace> {
    let mut workspace = workspace::load(settings)?;
    build::learn_script_cfgs(settings, &mut workspace, reporter)?;
    Ok(workspace)
}

/// Sample, discover, build, trace.
fn prepare(settings: &Settings, reporter: &dyn Reporter) -> Result<Prepared> {
    let mut clock = Clock { reporter, timings: BTreeMap::new() };
    let workspace = workspace(settings, reporter)?;
    let output = workspace.output();
    std::fs::create_dir_all(&output).map_err(Error::io("create", &output))?;
    let data_sets = if settings.data_sets.is_empty() {
        Vec::new()
    } else {
        clock.phase(Phase::Sample, || {
            let request = Request {
                data_sets: &settings.data_sets,
                names: &[],
                clues: &discover::witness::clues(&workspace, &settings.data_sets),
                out_dir: &output.join("samples"),
                refresh: false,
            };
            let samples = sample::prepare(&request, reporter)?;
            let summary = sample::describe::used(&samples);
            Ok((samples.into_iter().map(|sample| sample.used).collect(), summary))
        })?
    };
    let mut discovery = clock.phase(Phase::Discover, || {
        let discovery = discover::discover(settings, &workspace)?;
        let summary =
            format!("{} mutants in {} files", discovery.reported().count(), discovery.sources().len());
        Ok((discovery, summary))
    })?;
    warn(reporter, &discovery.warnings);
    let mut builder = Builder::new(settings, &workspace, reporter, &mut discovery);
    let scratch = tempfile::Builder::new().prefix("mutate-data-").tempdir();
    let scratch = scratch.map_err(Error::io("create", "a temporary folder"))?;
    let mut harness = Harness {
        data: variables(&data_sets, &output),
        arguments: settings.test_args.clone(),
        scratch: Utf8PathBuf::from_path_buf(scratch.path().to_owned()).unwrap_or_default(),
        lost: build::wrapper::lost_folder(&output.join("runtime")),
        ..Harness::default()
    };
    let mut excused = BTreeSet::new();
    let (built, trace) = loop {
        let built = clock.phase(Phase::Build, || {
            let (built, doctests) = builder.build_with_doctests(&mut discovery)?;
            harness.doctests = doctests;
            let summary = format!(
                "{} test binaries, {} doctests; {} builds, {} mutants do not compile",
                built.binaries.len(),
                harness.doctests.len(),
                built.builds,
                built.decided.len()
            );
            Ok((built, summary))
        })?;
        harness.binaries.clone_from(&built.binaries);
        let traced = clock.phase(Phase::Trace, || {
            let traced = trace::trace(
                &workspace,
                &harness,
                discovery.mutants.len(),
                settings.jobs,
                &excused,
                reporter,
            )?;
            process::end_strays();
            let summary = match &traced {
                Ok(trace) => format!("{} tests", trace.tests.len()),
                Err(failing) => format!("`{}` fails without any mutant", failing.runnable.name),
            };
            Ok((traced, summary))
        })?;
        let failing = match traced {
            Ok(trace) => break (built, trace),
            Err(failing) => failing,
        };
        if !bisect::passes_originally(settings, &workspace, &harness, &failing, reporter)? {
            return Err(sample::mask::blame(&settings.data_sets, failing.error()));
        }
        let name = failing.runnable.name.clone();
        if bisect::blame(&mut builder, &mut discovery, &harness, &failing)? {
            let text =
                format!("a switch changed what `{name}` sees; it was moved, and the tests are traced again");
            warn(reporter, &[text]);
        } else {
            excused.insert(name);
        }
    };
    if trace.tests.is_empty() {
        return Err(Error::NothingToMutate(
            "the selected packages have no tests, so every mutant would survive; write a test first"
                .to_owned(),
        ));
    }
    warn(reporter, &trace.warnings);
    let timings = clock.timings;
    Ok(Prepared { workspace, discovery, built, harness, trace, data_sets, timings, _scratch: scratch })
}

/// What tests are told of the samples.
fn variables(data_sets: &[DataSetUse], output: &Utf8Path) -> BTreeMap<String, String> {
    let mut variables: BTreeMap<String, String> =
        data_sets.iter().map(|set| (set.variable.clone(), set.path.to_string())).collect();
    if !data_sets.is_empty() {
        variables.insert("MUTATE_DATA_SAMPLES".to_owned(), output.join("samples").to_string());
    }
    variables
}

/// Run and rebuild lane: every mutant gets its outcome.
fn decide(
    settings: &Settings,
    prepared: &Prepared,
    clock: &mut Clock<'_>,
    results: &Results,
    outcomes: &Mutex<Vec<Outcome>>,
) -> Result<()> {
    let reporter = clock.reporter;
    let positions: HashMap<u32, usize> =
        results.mutants.iter().enumerate().map(|(position, mutant)| (mutant.number, position)).collect();
    let note = |mutant: &Mutant, outcome: Outcome| {
        let source = results.sources.get(&mutant.file).map_or("", String::as_str);
        reporter.event(&Event::Decided { mutant, outcome: &outcome, source });
        let mut outcomes = outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        outcomes[positions[&mutant.number]] = outcome;
    };
    let lane = lane(settings, prepared, reporter);
    let refused = controls::refused(settings, &lane, &prepared.built)?;
    let mut runs = Vec::new();
    let mut lane_mutants = Vec::new();
    for mutant in &results.mutants {
        if mutant.ignored.is_some() {
            note(mutant, undecided(mutant));
        } else if let Some(reason) = refused.get(&mutant.number) {
            note(mutant, Outcome::unrun(Verdict::Ignored(reason.clone())));
        } else if let Some(verdict) = prepared.built.decided.get(&mutant.number) {
            note(mutant, Outcome::unrun(verdict.clone()));
        } else if prepared.built.lane.contains(&mutant.number) {
            lane_mutants.push(mutant);
        } else {
            runs.push(mutant);
        }
    }
    reporter.event(&Event::PhaseStarted { phase: Phase::Run, total: Some(runs.len()) });
    let ended = clock.phase(Phase::Run, || {
        run::run(settings, &prepared.harness, &prepared.trace, &runs, &note)?;
        Ok(((), format!("{} mutants", runs.len())))
    });
    ended.and_then(|()| {
        if lane_mutants.is_empty() {
            return Ok(());
        }
        if !settings.rebuild_lane {
            for mutant in &lane_mutants {
                let reason = "needs a build of its own, and the rebuild lane is off".to_owned();
                note(mutant, Outcome::unrun(Verdict::Ignored(reason)));
            }
            return Ok(());
        }
        reporter.event(&Event::PhaseStarted { phase: Phase::Rebuild, total: Some(lane_mutants.len()) });
        clock.phase(Phase::Rebuild, || {
            trace::pool(settings.jobs)?.install(|| {
                lane_mutants.par_iter().with_max_len(1).try_for_each(|mutant| {
                    let outcome = lane.run(mutant)?;
                    reporter.event(&Event::Step { phase: Phase::Rebuild, note: &mutant.describe() });
                    note(mutant, outcome);
                    Ok::<(), Error>(())
                })
            })?;
            Ok(((), format!("{} mutants built one by one", lane_mutants.len())))
        })
    })
}

fn lane<'a>(settings: &'a Settings, prepared: &'a Prepared, reporter: &'a dyn Reporter) -> Lane<'a> {
    let workspace = &prepared.workspace;
    let built = &prepared.built;
    let is_placed = |number: &u32| !built.lane.contains(number) && !built.decided.contains_key(number);
    let wanted = prepared.discovery.mutants.iter().filter(|mutant| mutant.ignored.is_none());
    let placed = wanted.map(|mutant| mutant.number).filter(is_placed);
    Lane {
        settings,
        workspace,
        discovery: &prepared.discovery,
        harness: &prepared.harness,
        trace: &prepared.trace,
        placed: placed.collect(),
        reporter,
        slots: Slots::new(&workspace.output(), &workspace.target_dir, settings.jobs),
        exclusive: Mutex::new(()),
    }
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

fn warn(reporter: &dyn Reporter, warnings: &[String]) {
    warnings.iter().for_each(|warning| reporter.event(&Event::Warning(warning)));
}

/// Announces phases and keeps their times.
struct Clock<'a> {
    reporter: &'a dyn Reporter,
    timings: BTreeMap<Phase, Duration>,
}

impl Clock<'_> {
    fn phase<T>(&mut self, phase: Phase, work: impl FnOnce() -> Result<(T, String)>) -> Result<T> {
        // Phases with a known number of steps announce themselves.
        if !matches!(phase, Phase::Trace | Phase::Run | Phase::Rebuild) {
            self.reporter.event(&Event::PhaseStarted { phase, total: None });
        }
        let started = Instant::now();
        let (value, summary) = work()?;
        let duration = started.elapsed();
        self.timings.insert(phase, duration);
        self.reporter.event(&Event::PhaseFinished { phase, duration, summary: &summary });
        Ok(value)
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
