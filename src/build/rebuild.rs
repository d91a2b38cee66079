//! The rebuild lane: mutants that no switch can hold are built and tested one by one (I3).

use std::collections::BTreeMap;
use std::time::Duration;

use cargo_metadata::camino::Utf8PathBuf;

use super::{artifacts, compile, homes};
use crate::cargo::TestBuild;
use crate::discover::Discovery;
use crate::error::{Error, Result};
use crate::harness::{Answer, Harness, Launch, Runnable};
use crate::instrument::mirror;
use crate::model::{Mutant, Outcome, Reporter, Survival, Verdict};
use crate::process::{self, Ending, Limits};
use crate::run::{memory_limit, wall_limit};
use crate::settings::Settings;
use crate::trace::Trace;
use crate::workspace::Workspace;

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
    /// Receives the build's steps.
    pub reporter: &'a dyn Reporter,
}

impl Lane<'_> {
    /// Builds the source with this one edit and runs all tests of the selected packages.
    ///
    /// # Errors
    /// Ctrl-C, or a file or process that cannot be handled.
    pub fn run(&self, mutant: &Mutant) -> Result<Outcome> {
        let mirror = self.workspace.output().join("rebuild");
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
        mirror::write(&mirror, &homes(self.workspace), &self.workspace.target_dir, &texts)?;
        let compiled = compile::compile(self.settings, self.workspace, &mirror, "rebuild", self.reporter)?;
        if !compiled.success {
            let message = compiled.diagnostics.first().map_or(compiled.text, |first| first.message.clone());
            return Ok(Outcome::unrun(Verdict::Unviable(message)));
        }
        let binaries = artifacts::test_binaries(self.workspace, &compiled);
        let harness = Harness { binaries, doctests: Vec::new(), ..self.harness.clone() };
        let mut outcome = Outcome::unrun(Verdict::Survived(Survival::NotNoticed));
        self.tests(&harness, &mut outcome)?;
        if !outcome.verdict.is_detected() && self.doctests_matter(mutant) {
            self.doctests(&mirror, &mut outcome)?;
        }
        Ok(outcome)
    }

    /// Whether some doctest runs code of a file that mentions the mutated item; building them all takes long.
    fn doctests_matter(&self, mutant: &Mutant) -> bool {
        let name = mutant.item.rsplit("::").next().unwrap_or_default();
        let mentions = |file: &Utf8PathBuf| {
            self.discovery.files.iter().any(|other| other.relative == *file && other.text.contains(name))
        };
        let doctests = self.trace.runnables.iter().zip(&self.trace.reaches);
        let mut reached = doctests
            .filter(|(runnable, _)| matches!(runnable.launch, Launch::Doctest(_)))
            .flat_map(|(_, reach)| &reach.reached);
        reached.any(|number| mentions(&self.discovery.mutants[*number as usize - 1].file))
    }

    /// Runs the tests of every binary together, quarantined ones left out.
    fn tests(&self, harness: &Harness, outcome: &mut Outcome) -> Result<()> {
        let baseline: Duration = self.trace.tests.iter().map(|test| test.duration).sum();
        let limits =
            Limits { wall: wall_limit(self.settings, baseline), memory: memory_limit(self.settings) };
        let runnables = harness.list()?;
        let known = |runnable: &Runnable| self.trace.tests.iter().find(|test| test.name == runnable.name);
        let wanted: Vec<&Runnable> =
            runnables.iter().filter(|r| known(r).is_none_or(|test| test.quarantined.is_none())).collect();
        for together in wanted.chunk_by(|a, b| a.launch == b.launch) {
            let run = harness.run(together, &[], limits)?;
            outcome.tests_run += together.len();
            outcome.duration += run.elapsed;
            let index = |name: &String| self.trace.tests.iter().position(|test| test.name == *name);
            outcome.verdict = match run.answer {
                Answer::Passed | Answer::NothingRan => continue,
                Answer::Failed { test, message } => {
                    Verdict::Killed { test: test.as_ref().and_then(index), message }
                }
                Answer::TimedOut(message) => Verdict::Timeout { test: None, message },
                Answer::OutOfMemory(message) => Verdict::MemoryExceeded { test: None, message },
            };
            return Ok(());
        }
        Ok(())
    }

    /// Runs the doctests as cargo does.
    fn doctests(&self, mirror: &Utf8PathBuf, outcome: &mut Outcome) -> Result<()> {
        let mut command = compile::test_command(self.settings, self.workspace, TestBuild::Doctests);
        compile::wrap(&mut command, self.workspace, mirror, "rebuild")?;
        super::doctests::link_runtime(self.workspace, &mut command)?;
        command.envs(&self.harness.data);
        let finished = process::run(&mut command, Limits::none(), &mut |_| false)?;
        outcome.duration += finished.elapsed;
        match finished.ending {
            Ending::Interrupted => return Err(Error::Interrupted),
            Ending::Exited(status) if status.success() => {}
            _ => {
                let message = "a doctest fails".to_owned();
                outcome.verdict = Verdict::Killed { test: None, message };
            }
        }
        Ok(())
    }
}
