//! The rebuild lane: mutants that no switch can hold are built and tested one by one (I3).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use cargo_metadata::camino::Utf8PathBuf;

use super::compile::Compiled;
use super::slot::{Slot, Slots};
use super::{artifacts, compile, homes};
use crate::cargo::TestBuild;
use crate::discover::Discovery;
use crate::error::{Error, Result};
use crate::harness::{Answer, Harness, Launch, Runnable};
use crate::instrument::mirror;
use crate::instrument::render::render;
use crate::model::{Mutant, Outcome, Reporter, Survival, Verdict};
use crate::process::{self, Ending, Limits};
use crate::run::{memory_limit, wall_limit};
use crate::settings::Settings;
use crate::trace::Trace;
use crate::workspace::Workspace;

/// What rustdoc may take to compile all doctests of the selected packages.
const DOCTEST_BUILD_LIMIT: Duration = Duration::from_secs(180);

/// Everything that the lane needs besides the mutant.
pub struct Lane<'a> {
    /// Settings of the run.
    pub settings: &'a Settings,
    /// The workspace.
    pub workspace: &'a Workspace,
    /// Original sources.
    pub discovery: &'a Discovery,
    /// Environment of test processes; its binaries are replaced.
    pub harness: &'a Harness,
    /// Times of the baseline.
    pub trace: &'a Trace,
    /// Mutants that the instrumented build holds.
    pub placed: BTreeSet<u32>,
    /// Receives the build's steps.
    pub reporter: &'a dyn Reporter,
    /// Where builds happen.
    pub slots: Slots,
    /// Held while tests run that write to their package's folder.
    pub exclusive: Mutex<()>,
}

impl Lane<'_> {
    /// Builds the source with this one edit and runs all tests of the selected packages.
    ///
    /// # Errors
    /// Ctrl-C, or a file or process that cannot be handled.
    pub fn run(&self, mutant: &Mutant) -> Result<Outcome> {
        self.slots.with(|slot| self.run_in(slot, mutant))
    }

    fn run_in(&self, slot: &Slot, mutant: &Mutant) -> Result<Outcome> {
        let Some(file) = self.discovery.files.iter().find(|file| file.relative == mutant.file) else {
            return Err(Error::Internal(format!("{} has no source file", mutant.id)));
        };
        let mut text = file.text.clone();
        text.replace_range(mutant.edit.clone(), &mutant.replacement);
        // The instrumented files are linked to their originals, so that modules resolve inside the mirror.
        let mut texts: BTreeMap<Utf8PathBuf, String> = BTreeMap::new();
        for other in &self.discovery.files {
            texts.insert(other.path.clone(), other.text.clone());
        }
        texts.insert(file.path.clone(), text);
        let covering = self.covering(mutant);
        let compiled = self.compile(slot, &texts, covering.as_deref())?;
        if compiled.endless {
            let message = "the compiler evaluates a constant without end".to_owned();
            return Ok(Outcome::unrun(Verdict::Unviable(message)));
        }
        if !compiled.success {
            let message = compiled.diagnostics.first().map_or(compiled.text, |first| first.message.clone());
            return Ok(Outcome::unrun(Verdict::Unviable(message)));
        }
        let binaries = artifacts::test_binaries(self.workspace, &compiled);
        let harness = Harness { binaries, doctests: Vec::new(), ..self.harness.clone() };
        let mut outcome = Outcome::unrun(Verdict::Survived(Survival::NotNoticed));
        if let Some(covering) = &covering {
            if covering.is_empty() {
                return Ok(Outcome::unrun(Verdict::NoCoverage));
            }
            outcome.covering.clone_from(covering);
            outcome.infecting.clone_from(covering);
        }
        let exclusive = self.trace.reaches.iter().any(|reach| reach.exclusive);
        let _guard = exclusive.then(|| self.exclusive.lock().unwrap_or_else(PoisonError::into_inner));
        self.tests(&harness, covering.as_deref(), &mut outcome)?;
        let doctests = self.doctests_that_matter(covering.as_deref());
        if !outcome.verdict.is_detected() && !doctests.is_empty() {
            self.doctests(slot, &doctests, &mut outcome)?;
        }
        Ok(outcome)
    }

    fn settings_in(&self, slot: &Slot) -> Settings {
        let mut settings = self.settings.clone();
        settings.cargo.target_dir = Some(slot.target_dir.clone());
        settings
    }

    /// Compiles these texts in a slot, with the binaries of the covering tests.
    fn compile(
        &self,
        slot: &Slot,
        texts: &BTreeMap<Utf8PathBuf, String>,
        covering: Option<&[usize]>,
    ) -> Result<Compiled> {
        let workspace = self.workspace;
        mirror::write(&slot.mirror, &homes(workspace), &workspace.target_dir, texts)?;
        let selection = self.selection(covering);
        compile::compile_alone(&self.settings_in(slot), workspace, slot, &selection, self.reporter)
    }

    /// Builds the source with this edit and the observation points of the one build, and works with its tests while they
    /// are there; the tests of other binaries stay those of the one build. `None` where that does not compile.
    ///
    /// # Errors
    /// What the work fails with; Ctrl-C, or a file or process that cannot be handled.
    pub fn observed<T>(
        &self,
        mutant: &Mutant,
        tests: &[usize],
        work: impl FnOnce(&Harness) -> Result<T>,
    ) -> Result<Option<T>> {
        self.slots.with(|slot| {
            let texts = self.discovery.files.iter().map(|file| {
                let mut edits = file.edits.clone();
                if file.relative == mutant.file {
                    edits.planted = Some((mutant.edit.clone(), mutant.replacement.clone()));
                }
                (file.path.clone(), render(&file.text, &[], &file.bodies, &edits).text)
            });
            let compiled = self.compile(slot, &texts.collect(), Some(tests))?;
            if !compiled.success {
                return Ok(None);
            }
            let mut harness = self.harness.clone();
            for fresh in artifacts::test_binaries(self.workspace, &compiled) {
                let known = harness.binaries.iter_mut().find(|known| known.target == fresh.target);
                known.into_iter().for_each(|known| *known = fresh.clone());
            }
            work(&harness).map(Some)
        })
    }

    /// The tests that enter the mutant's function, where a mutant of its entry was traced.
    fn covering(&self, mutant: &Mutant) -> Option<Vec<usize>> {
        let entry = self.discovery.mutants.iter().find(|other| {
            other.mutator == "return-value"
                && other.file == mutant.file
                && other.item == mutant.item
                && self.placed.contains(&other.number)
        })?;
        Some(self.trace.covering.get(&entry.number).cloned().unwrap_or_default())
    }

    /// Flags that select the binaries with covering tests, because linking takes long; none where all are needed. Doctests
    /// cover libraries only. Where no test covers the mutant, all binaries together tell whether it compiles.
    fn selection(&self, covering: Option<&[usize]>) -> Vec<&str> {
        let binaries = &self.harness.binaries;
        let lib = || binaries.iter().position(|binary| binary.selection == ["--lib"]);
        let of_test = |test: &usize| match self.trace.runnables[*test].launch {
            Launch::Named(binary) | Launch::Whole(binary) => Some(binary),
            Launch::Doctest(_) => lib(),
        };
        let wanted: Option<BTreeSet<usize>> = covering.unwrap_or_default().iter().map(of_test).collect();
        let flags =
            wanted.unwrap_or_default().into_iter().map(|binary| binaries[binary].selection.as_slice());
        let flags: BTreeSet<&[String]> = flags.collect();
        flags.into_iter().flatten().map(String::as_str).collect()
    }

    /// Doctests that may run the mutant; compiling them all takes long.
    fn doctests_that_matter(&self, covering: Option<&[usize]>) -> Vec<&str> {
        let runnables = self.trace.runnables.iter().enumerate();
        let doctests = runnables.filter(|(_, runnable)| matches!(runnable.launch, Launch::Doctest(_)));
        let covered = doctests.filter(|(index, _)| covering.is_none_or(|covering| covering.contains(index)));
        covered.map(|(_, runnable)| runnable.name.as_str()).collect()
    }

    /// Runs the tests of every binary together, quarantined ones left out.
    fn tests(&self, harness: &Harness, covering: Option<&[usize]>, outcome: &mut Outcome) -> Result<()> {
        let baseline: Duration = self.trace.tests.iter().map(|test| test.duration).sum();
        let limits =
            Limits { wall: wall_limit(self.settings, baseline), memory: memory_limit(self.settings) };
        let runnables = harness.list()?;
        let known = |runnable: &Runnable| {
            let target = self.target(harness, &runnable.launch);
            self.trace.tests.iter().find(|test| test.name == runnable.name && test.target == target)
        };
        let wanted: Vec<&Runnable> = runnables
            .iter()
            .filter(|runnable| {
                known(runnable).is_none_or(|test| {
                    let runs = covering.is_none_or(|covering| covering.contains(&test.index));
                    test.quarantined.is_none() && runs
                })
            })
            .collect();
        for together in wanted.chunk_by(|a, b| a.launch == b.launch) {
            let run = harness.judge(together, &[], limits)?;
            outcome.tests_run += together.len();
            outcome.duration += run.elapsed;
            let target = self.target(harness, &together[0].launch);
            let index = |name: &String| {
                self.trace.tests.iter().position(|test| test.name == *name && test.target == target)
            };
            outcome.verdict = match run.answer {
                Answer::Passed | Answer::NothingRan => continue,
                Answer::Failed { test, message } => {
                    let test = test.as_ref().and_then(index);
                    outcome.note_coverage(test);
                    Verdict::Killed { test, message }
                }
                Answer::TimedOut(message) => Verdict::Timeout { test: None, message },
                Answer::OutOfMemory(message) => Verdict::MemoryExceeded { test: None, message },
            };
            return Ok(());
        }
        Ok(())
    }

    /// How the trace calls the binary of a launch.
    fn target(&self, harness: &Harness, launch: &Launch) -> String {
        match launch {
            Launch::Named(index) | Launch::Whole(index) => harness.binaries[*index].target.clone(),
            Launch::Doctest(_) => String::new(),
        }
    }

    /// Runs the doctests as cargo does; the limit leaves time to compile them.
    fn doctests(&self, slot: &Slot, names: &[&str], outcome: &mut Outcome) -> Result<()> {
        let settings = &self.settings_in(slot);
        let mut command = compile::test_command(settings, self.workspace, TestBuild::Doctests);
        compile::wrap(&mut command, settings, self.workspace, &slot.mirror, &slot.role)?;
        super::doctests::link_runtime(self.workspace, &mut command)?;
        command.envs(&self.harness.data);
        // Rustdoc splits its filters at spaces, so that only the end of `src/lib.rs - f (line 12)` can tell it apart.
        command.arg("--").args(names.iter().filter_map(|name| name.rsplit(' ').next()));
        let of_doctests = self.trace.runnables.iter().zip(&self.trace.tests);
        let baseline =
            of_doctests.filter(|(r, _)| matches!(r.launch, Launch::Doctest(_))).map(|(_, t)| t.duration);
        let limits = Limits {
            wall: DOCTEST_BUILD_LIMIT + wall_limit(self.settings, baseline.sum()),
            memory: 2 * memory_limit(self.settings),
        };
        let finished = process::run(&mut command, limits, &mut |_| false)?;
        outcome.duration += finished.elapsed;
        match finished.ending {
            Ending::Interrupted => return Err(Error::Interrupted),
            Ending::TimedOut => {
                let message = format!("the doctests take longer than {:.0} s", limits.wall.as_secs_f64());
                outcome.verdict = Verdict::Timeout { test: None, message };
            }
            Ending::OutOfMemory => {
                let message = format!("the doctests take more than {} MiB", limits.memory >> 20);
                outcome.verdict = Verdict::MemoryExceeded { test: None, message };
            }
            Ending::Exited(status) if status.success() => {}
            _ => {
                let message = "a doctest fails".to_owned();
                outcome.verdict = Verdict::Killed { test: None, message };
            }
        }
        Ok(())
    }
}
