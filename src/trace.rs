//! The trace: one process per test tells which mutants it reaches and infects; it is the baseline too (I10).

pub mod baseline;
pub mod exclusive;
pub mod worth;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::time::Duration;

use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::harness::{Answer, Harness, Launch, Run, Runnable};
use crate::model::{Event, Phase, Reporter, Test};
use crate::process::Limits;
use crate::workspace::Workspace;

use baseline::Standing;
use worth::Pace;

/// What one test does to the mutants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Mutants whose code it runs.
    pub reached: BTreeSet<u32>,
    /// Mutants whose value differs on its data.
    pub infected: BTreeSet<u32>,
    /// Those of them whose values nothing compares, so that they are only taken to differ.
    pub assumed: BTreeSet<u32>,
    /// Upper estimate of its loop iterations.
    pub ticks: u64,
    /// Mutants whose code it runs in a child process that cannot see which mutant is on.
    pub lost: BTreeSet<u32>,
    /// Largest resident size seen, in bytes.
    pub peak_memory: u64,
    /// Processor time of its traced run; unlike the wall time it hardly depends on what else the machine does.
    pub cpu: Duration,
    /// Processor time of a run with nothing traced.
    pub plain_cpu: Duration,
    /// True where it writes to its package's folder, so that no two such tests may run at a time.
    pub exclusive: bool,
}

/// All tests with what they do.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// For reports, with times and quarantine.
    pub tests: Vec<Test>,
    /// For starting, in the same order.
    pub runnables: Vec<Runnable>,
    /// What they do, in the same order.
    pub reaches: Vec<Reach>,
    /// Per mutant, the tests that reach it.
    pub covering: HashMap<u32, Vec<usize>>,
    /// Per mutant, the tests that infect it; quarantined tests are not among them.
    pub infecting: HashMap<u32, Vec<usize>>,
    /// Mutants that some test reaches without a comparison of values.
    pub assumed: BTreeSet<u32>,
    /// Mutants that some test reaches in a child process which cannot see which mutant is on.
    pub lost: BTreeSet<u32>,
    /// What the user should know of the tests.
    pub warnings: Vec<String>,
}

/// A test that fails without any mutant.
#[derive(Debug, Clone)]
pub struct Failing {
    /// The test.
    pub runnable: Runnable,
    /// Mutants whose code it runs.
    pub reached: BTreeSet<u32>,
    /// The end of its output.
    pub output: String,
}

impl Failing {
    /// What the user is told where the original fails too.
    #[must_use]
    pub fn error(&self) -> Error {
        Error::Baseline(format!(
            "the test `{}` fails without any mutant; make `cargo test` pass first\n\n{}",
            self.runnable.name, self.output
        ))
    }
}

/// Why there is no trace.
#[derive(Debug, Clone)]
pub enum Stopped {
    /// A test fails without any mutant.
    Failing(Failing),
    /// It took so long in the job's own code that the tests should be optimised first.
    TooSlow,
}

/// The result of tracing one test.
#[derive(Debug, Clone)]
pub(crate) struct Traced {
    pub(crate) run: Run,
    pub(crate) reach: Reach,
    /// The same with nothing traced, where that is known already.
    plain: Option<Run>,
}

/// Limits of a traced test: generous, because nothing is known of it yet.
pub(crate) const TRACE_LIMITS: Limits = Limits { wall: Duration::from_secs(600), memory: u64::MAX - 1 };

/// Traces all tests with `jobs` at a time.
///
/// Tests in `excused` may fail; they take no part in verdicts. The inner result tells why there is no trace: the first test
/// that fails without any mutant, or more time than `pace` allows.
///
/// # Errors
/// Ctrl-C, or a process or file that cannot be handled.
pub fn trace(
    workspace: &Workspace,
    harness: &Harness,
    mutants: usize,
    jobs: usize,
    excused: &BTreeSet<String>,
    pace: &Pace,
    reporter: &dyn Reporter,
) -> Result<std::result::Result<Trace, Stopped>> {
    let runnables = harness.list()?;
    reporter.event(&Event::PhaseStarted { phase: Phase::Trace, total: Some(2 * runnables.len()) });
    fs::create_dir_all(&harness.lost).map_err(Error::io("create", &harness.lost))?;
    let count = harness.lost.join("count");
    fs::write(&count, mutants.to_string()).map_err(Error::io("write", &count))?;
    let before = exclusive::Snapshot::take(workspace, harness);
    let pool = pool(jobs)?;
    let traced: Result<Option<Vec<Traced>>> = pool.install(|| {
        let trace = |test: &Runnable| {
            let mut traced = trace_one(harness, test, mutants)?;
            if pace.is_long(traced.run.cpu) {
                // Said in so many words, or it would count as a process that lost its variables.
                let original = [("MUTATE_DATA_ACTIVE", "0".to_owned())];
                traced.plain = Some(harness.run(&[test], &original, TRACE_LIMITS)?);
            }
            reporter.event(&Event::Step { phase: Phase::Trace, note: &test.name });
            let plain = traced.plain.as_ref().map(|run| run.cpu);
            Ok(pace.allows(traced.run.cpu, plain).then_some(traced))
        };
        runnables.par_iter().map(trace).collect()
    });
    let mut traced = traced?;
    let writes = match &mut traced {
        Some(traced) => exclusive::find(workspace, harness, &before, &runnables, mutants, traced)?,
        None => Vec::new(),
    };
    // From here on such processes run the original, as they would without us.
    fs::remove_dir_all(&harness.lost).map_err(Error::io("remove", &harness.lost))?;
    let Some(mut traced) = traced else { return Ok(Err(Stopped::TooSlow)) };
    let mut again = again(harness, &pool, &runnables, &traced, reporter)?;
    let kept: Vec<bool> = traced.iter().map(|traced| traced.run.answer != Answer::NothingRan).collect();
    let mut keep = kept.iter();
    let runnables: Vec<Runnable> = runnables.into_iter().filter(|_| *keep.next().unwrap_or(&true)).collect();
    let mut keep = kept.iter();
    traced.retain(|_| *keep.next().unwrap_or(&true));
    let mut keep = kept.iter();
    again.retain(|_| *keep.next().unwrap_or(&true));
    let mut result = Trace { warnings: writes, ..Trace::default() };
    for (index, ((runnable, traced), again)) in runnables.iter().zip(&traced).zip(&again).enumerate() {
        let quarantined = match baseline::judge(harness, runnable, traced, again.as_ref())? {
            Standing::Passed => None,
            Standing::Quarantined(reason) => Some(reason),
            Standing::Failed(_) if excused.contains(&runnable.name) => {
                Some("it fails in the instrumented build only, and no single switch is to blame".to_owned())
            }
            Standing::Failed(output) => {
                let (runnable, reached) = (runnable.clone(), traced.reach.reached.clone());
                return Ok(Err(Stopped::Failing(Failing { runnable, reached, output })));
            }
        };
        let plain = again.as_ref().unwrap_or(&traced.run);
        result.tests.push(describe(harness, runnable, index, plain.elapsed, quarantined));
        result.reaches.push(Reach { plain_cpu: plain.cpu, ..traced.reach.clone() });
    }
    result.warnings.extend(result.tests.iter().filter_map(|test| {
        let reason = test.quarantined.as_ref()?;
        Some(format!("test `{}` in {} takes no part in verdicts: {reason}", test.name, test.target))
    }));
    result.runnables = runnables;
    index(&mut result);
    Ok(Ok(result))
}

/// Runs the tests that passed once more, with nothing traced: what they take without us, and whether they always pass.
fn again(
    harness: &Harness,
    pool: &rayon::ThreadPool,
    runnables: &[Runnable],
    traced: &[Traced],
    reporter: &dyn Reporter,
) -> Result<Vec<Option<Run>>> {
    let run = |index: usize| {
        if let Some(plain) = traced[index].plain.as_ref().filter(|_| !traced[index].reach.exclusive) {
            reporter.event(&Event::Step { phase: Phase::Trace, note: &runnables[index].name });
            return Ok(plain.clone());
        }
        let run = harness.run(&[&runnables[index]], &[], TRACE_LIMITS);
        reporter.event(&Event::Step { phase: Phase::Trace, note: &runnables[index].name });
        run
    };
    let passed = |index: &usize| baseline::passed(&traced[*index].run);
    let mut again = vec![None; runnables.len()];
    let (alone, together): (Vec<usize>, Vec<usize>) =
        (0..runnables.len()).filter(passed).partition(|index| traced[*index].reach.exclusive);
    let runs: Result<Vec<Run>> = pool.install(|| together.par_iter().map(|index| run(*index)).collect());
    together.iter().zip(runs?).for_each(|(index, run)| again[*index] = Some(run));
    for index in alone {
        again[index] = Some(run(index)?);
    }
    Ok(again)
}

/// A rayon pool for processes.
///
/// # Errors
/// Where the system gives no threads.
pub fn pool(jobs: usize) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.max(1))
        .build()
        .map_err(|error| Error::Internal(format!("no thread pool: {error}")))
}

/// Runs one test with the trace on.
pub(crate) fn trace_one(harness: &Harness, test: &Runnable, mutants: usize) -> Result<Traced> {
    let file = tempfile::NamedTempFile::new_in(&harness.scratch)
        .map_err(Error::io("create a file in", &harness.scratch))?;
    let variables = [
        ("MUTATE_DATA_ACTIVE", "trace".to_owned()),
        ("MUTATE_DATA_TRACE", file.path().to_string_lossy().into_owned()),
        ("MUTATE_DATA_COUNT", mutants.to_string()),
    ];
    let run = harness.run(&[test], &variables, TRACE_LIMITS)?;
    let text = fs::read_to_string(file.path()).map_err(Error::io("read", "a trace"))?;
    let mut reach = read(&text);
    reach.peak_memory = run.peak_memory;
    reach.cpu = run.cpu;
    reach.lost = lost(harness, run.group)?;
    Ok(Traced { run, reach, plain: None })
}

/// What children of one process group reached that do not see our variables.
fn lost(harness: &Harness, group: i32) -> Result<BTreeSet<u32>> {
    let mut reached = BTreeSet::new();
    let Ok(entries) = harness.lost.read_dir_utf8() else { return Ok(reached) };
    for entry in entries.flatten() {
        if entry.file_name().starts_with(&format!("{group}-")) {
            let text = fs::read_to_string(entry.path()).map_err(Error::io("read", entry.path()))?;
            reached.extend(read(&text).reached);
        }
    }
    Ok(reached)
}

/// Reads the lines that the runtime wrote: `r 7` reached, `i 7` infected, `a 7` taken to be, `t 4096` loop iterations.
fn read(text: &str) -> Reach {
    let mut reach = Reach::default();
    for (kind, number) in text.lines().filter_map(|line| line.split_once(' ')) {
        let Ok(count) = number.parse::<u64>() else { continue };
        let number = u32::try_from(count).unwrap_or_default();
        match kind {
            "r" => drop(reach.reached.insert(number)),
            "i" => drop(reach.infected.insert(number)),
            "a" => drop(reach.assumed.insert(number)),
            "t" => reach.ticks = reach.ticks.max(2 * count),
            _ => {}
        }
    }
    reach.infected.extend(reach.assumed.iter().copied());
    // A probe that saw a difference ran the code.
    reach.reached.extend(reach.infected.iter().copied());
    reach
}

fn describe(
    harness: &Harness,
    runnable: &Runnable,
    index: usize,
    duration: Duration,
    quarantined: Option<String>,
) -> Test {
    let (target, package, file) = match runnable.launch {
        Launch::Named(binary) | Launch::Whole(binary) => {
            let binary = &harness.binaries[binary];
            (binary.target.clone(), binary.package.clone(), binary.file.clone())
        }
        Launch::Doctest(doctest) => {
            let doctest = &harness.doctests[doctest];
            let file = doctest.name.split(" - ").next().unwrap_or_default();
            (format!("{} doctests", doctest.package), doctest.package.clone(), file.into())
        }
    };
    Test { index, name: runnable.name.clone(), target, package, file, duration, quarantined }
}

fn index(trace: &mut Trace) {
    for (test, reach) in trace.tests.iter().zip(&trace.reaches) {
        trace.lost.extend(&reach.lost);
        trace.assumed.extend(&reach.assumed);
        for number in &reach.reached {
            trace.covering.entry(*number).or_default().push(test.index);
        }
        if test.quarantined.is_none() {
            for number in &reach.infected {
                trace.infecting.entry(*number).or_default().push(test.index);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trace_lines_are_read() {
        let reach = read("r 3\ni 4\na 5\nt 1024\nt 2048\nbroken\n");
        assert_eq!(reach.reached, BTreeSet::from([3, 4, 5]));
        assert_eq!(reach.infected, BTreeSet::from([4, 5]));
        assert_eq!(reach.assumed, BTreeSet::from([5]));
        assert_eq!(reach.ticks, 4096);
    }
}
