//! Everything up to the first mutant: sample, discover, build, trace.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::build::{self, Builder, Built, bisect};
use crate::discover::{self, Discovery};
use crate::error::{Error, Result};
use crate::harness::Harness;
use crate::model::{DataSetUse, Event, Mutant, Phase, Reporter};
use crate::process;
use crate::sample::{self, Request};
use crate::settings::Settings;
use crate::trace::worth::{self, Pace};
use crate::trace::{self, Stopped, Trace};
use crate::workspace::{self, Workspace};

/// Everything up to the first mutant.
pub(super) struct Prepared {
    pub(super) workspace: Workspace,
    pub(super) discovery: Discovery,
    pub(super) built: Built,
    pub(super) harness: Harness,
    pub(super) trace: Trace,
    pub(super) data_sets: Vec<DataSetUse>,
    pub(super) timings: BTreeMap<Phase, Duration>,
    /// Removed with everything in it when the run is over.
    _scratch: tempfile::TempDir,
}

/// Sample, discover, build, trace; an id that `wanted` names and no mutant has is refused before anything is built.
pub(super) fn prepare(
    settings: &Settings,
    reporter: &dyn Reporter,
    wanted: Option<&str>,
) -> Result<Prepared> {
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
    if let Some(id) = wanted {
        find(&discovery, id)?;
    }
    let mut builder = Builder::new(settings, &workspace, reporter, &mut discovery);
    let scratch = tempfile::Builder::new().prefix("mutate-data-").tempdir();
    let scratch = scratch.map_err(Error::io("create", "a temporary folder"))?;
    let mut harness = Harness {
        data: variables(&data_sets, &output),
        arguments: settings.test_args.clone(),
        scratch: Utf8PathBuf::from_path_buf(scratch.path().to_owned()).unwrap_or_default(),
        lost: build::runtimes::lost_folder(&output.join("runtime")),
        ..Harness::default()
    };
    let mut excused = BTreeSet::new();
    // No long run is ahead of a single mutant, and profiles that people choose are theirs.
    let mut may_optimise = wanted.is_none() && !settings.cargo.release && settings.cargo.profile.is_none();
    let (built, trace) = loop {
        let started = Instant::now();
        let built = clock.phase(Phase::Build, || {
            let (built, doctests) = builder.build_with_doctests(&mut discovery)?;
            harness.doctests = doctests;
            let summary = format!(
                "{} test binaries, {} doctests; {} builds, {} mutants do not compile{}",
                built.binaries.len(),
                harness.doctests.len(),
                built.builds,
                built.decided.len(),
                if builder.is_optimised() { "; optimised" } else { "" }
            );
            Ok((built, summary))
        })?;
        harness.binaries.clone_from(&built.binaries);
        let pace = if may_optimise { Pace::after(started.elapsed(), settings.jobs) } else { Pace::default() };
        let traced = clock.phase(Phase::Trace, || {
            let traced = trace::trace(
                &workspace,
                &harness,
                discovery.mutants.len(),
                settings.jobs,
                &excused,
                &pace,
                reporter,
            )?;
            process::end_strays();
            let summary = match &traced {
                Ok(trace) => format!("{} tests", trace.tests.len()),
                Err(Stopped::Failing(failing)) => {
                    format!("`{}` fails without any mutant", failing.runnable.name)
                }
                Err(Stopped::TooSlow) => {
                    "takes long in the job's own code, which is optimised now".to_owned()
                }
            };
            Ok((traced, summary))
        })?;
        let failing = match traced {
            Ok(trace)
                if !may_optimise || !worth::is_worth_optimising(&trace, settings.jobs, started.elapsed()) =>
            {
                break (built, trace);
            }
            Ok(_) | Err(Stopped::TooSlow) => {
                may_optimise = false;
                builder.optimise(true);
                continue;
            }
            // What the other build does tells whether they fail in the code as it is.
            Err(Stopped::Failing(_)) if builder.is_optimised() => {
                builder.optimise(false);
                continue;
            }
            Err(Stopped::Failing(failing)) => failing,
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

/// The one mutant whose id begins like this.
pub(super) fn find<'a>(discovery: &'a Discovery, id: &str) -> Result<&'a Mutant> {
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

/// What tests are told of the samples.
fn variables(data_sets: &[DataSetUse], output: &Utf8Path) -> BTreeMap<String, String> {
    let mut variables: BTreeMap<String, String> =
        data_sets.iter().map(|set| (set.variable.clone(), set.path.to_string())).collect();
    if !data_sets.is_empty() {
        variables.insert("MUTATE_DATA_SAMPLES".to_owned(), output.join("samples").to_string());
    }
    variables
}

pub(super) fn warn(reporter: &dyn Reporter, warnings: &[String]) {
    warnings.iter().for_each(|warning| reporter.event(&Event::Warning(warning)));
}

/// Announces phases and keeps their times.
pub(super) struct Clock<'a> {
    pub(super) reporter: &'a dyn Reporter,
    pub(super) timings: BTreeMap<Phase, Duration>,
}

impl Clock<'_> {
    pub(super) fn phase<T>(&mut self, phase: Phase, work: impl FnOnce() -> Result<(T, String)>) -> Result<T> {
        // Phases with a known number of steps announce themselves.
        if !matches!(phase, Phase::Trace | Phase::Run | Phase::Rebuild) {
            self.reporter.event(&Event::PhaseStarted { phase, total: None });
        }
        let started = Instant::now();
        let (value, summary) = work()?;
        let duration = started.elapsed();
        *self.timings.entry(phase).or_default() += duration;
        self.reporter.event(&Event::PhaseFinished { phase, duration, summary: &summary });
        Ok(value)
    }
}
