//! From sites to test binaries: instruments, compiles, and steps sites down the ladder until everything compiles.

pub mod artifacts;
pub mod bisect;
pub mod compile;
pub mod const_fns;
pub mod doctests;
pub mod learned;
pub mod rebuild;
pub mod record;
pub mod rollback;
pub mod runtimes;
pub mod slot;
pub mod wrapper;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::build::artifacts::TestBinary;
use crate::build::compile::Compiled;
use crate::build::doctests::Doctest;
use crate::build::learned::Memory;
use crate::build::rollback::Ladder;
use crate::discover::{Discovery, SourceFile};
use crate::error::{Error, Result};
use crate::instrument::mirror;
use crate::instrument::render::{Rendered, render};
use crate::instrument::site::Form;
use crate::model::{Event, Phase, Reporter, Verdict};
use crate::settings::Settings;
use crate::workspace::Workspace;

/// Builds after which the ladder stops being polite and drops whole files.
const PATIENCE: usize = 40;

/// Culprits of errors without a place that are searched for, each in some ten builds.
const SEARCHES: usize = 12;

/// What the builds yield.
#[derive(Debug, Default)]
pub struct Built {
    /// Test binaries, in cargo's order.
    pub binaries: Vec<TestBinary>,
    /// Instrumented libraries, by package.
    pub libraries: BTreeMap<String, Utf8PathBuf>,
    /// Verdicts that the compiler gave: unviable mutants.
    pub decided: BTreeMap<u32, Verdict>,
    /// Mutants that need a build of their own.
    pub lane: BTreeSet<u32>,
    /// How many builds it took.
    pub builds: usize,
}

/// The folder of the instrumented tree.
#[must_use]
pub fn mirror_of(workspace: &Workspace) -> Utf8PathBuf {
    workspace.output().join("instrumented")
}

/// Folders that the mirror shows: the workspace, and members outside of it.
#[must_use]
pub fn homes(workspace: &Workspace) -> BTreeSet<Utf8PathBuf> {
    let folders = workspace.members.iter().filter_map(|package| package.manifest_path.parent());
    let outside = folders.filter(|folder| !folder.starts_with(&workspace.root)).map(Utf8Path::to_owned);
    outside.chain([workspace.root.clone()]).collect()
}

/// Builds again and again until everything compiles; what was learned is kept between calls.
pub struct Builder<'a> {
    settings: &'a Settings,
    workspace: &'a Workspace,
    reporter: &'a dyn Reporter,
    ladder: Ladder,
    memory: Memory,
    builds: usize,
    role: &'static str,
}

impl<'a> Builder<'a> {
    /// Prepares the first build: `const fn`s with sites lose their keyword.
    pub fn new(
        settings: &'a Settings,
        workspace: &'a Workspace,
        reporter: &'a dyn Reporter,
        discovery: &mut Discovery,
    ) -> Self {
        let memory = Memory::new(settings, workspace, discovery);
        let mut ladder = Ladder::default();
        ladder.note_const_fns(discovery);
        ladder.keep_bindings(discovery);
        memory.recall(discovery, &mut ladder);
        let role = compile::INSTRUMENTED;
        Self { settings, workspace, reporter, ladder, memory, builds: 0, role }
    }

    /// Compiles with or without optimisation from now on.
    pub fn optimise(&mut self, on: bool) {
        self.role = if on { compile::OPTIMISED } else { compile::INSTRUMENTED };
    }

    /// Whether [`Self::optimise`] is on.
    #[must_use]
    pub fn is_optimised(&self) -> bool {
        self.role == compile::OPTIMISED
    }

    /// Compiles the instrumented tests; mutants that do not compile are dropped on the way.
    ///
    /// # Errors
    /// [`Error::Build`] with cargo's own words where the code does not compile without any change of ours.
    pub fn build(&mut self, discovery: &mut Discovery) -> Result<Built> {
        let (settings, workspace, reporter) = (self.settings, self.workspace, self.reporter);
        let (mut checked_original, mut speechless, mut searches) = (false, false, 0);
        loop {
            let (rendered, compiled) = self.compile(discovery)?;
            if compiled.success {
                self.memory.keep(discovery, &self.ladder);
                return Ok(self.finish(discovery, &compiled));
            }
            // A linker or a disk may fail without a word about any place; no site is to blame for that.
            if compiled.diagnostics.is_empty() {
                if std::mem::replace(&mut speechless, true) {
                    return Err(Error::Build(format!(
                        "cargo fails without naming a place in the code, twice:\n{}",
                        compiled.text.trim_end()
                    )));
                }
                check_original(settings, workspace, reporter)?;
                continue;
            }
            let impatient = self.builds > PATIENCE;
            if self.ladder.step(workspace, discovery, &rendered, &compiled.diagnostics, impatient) {
                continue;
            }
            if !checked_original {
                check_original(settings, workspace, reporter)?;
                checked_original = true;
            }
            searches += 1;
            if searches <= SEARCHES && bisect::blame_unplaced(self, discovery, &compiled.diagnostics)? {
                continue;
            }
            if !self.ladder.drop_files(workspace, discovery, &compiled.diagnostics) {
                return Err(Error::Internal(format!(
                    "the instrumented code does not compile:\n{}",
                    compiled.text
                )));
            }
        }
    }

    /// Compiles what is placed now, once; answers what was written, too.
    fn compile(&mut self, discovery: &Discovery) -> Result<(HashMap<Utf8PathBuf, Rendered>, Compiled)> {
        let (workspace, reporter) = (self.workspace, self.reporter);
        let mirror = mirror_of(workspace);
        let rendered = render_all(discovery);
        let texts = rendered.iter().map(|(path, rendered)| (path.clone(), rendered.text.clone())).collect();
        mirror::write(&mirror, &homes(workspace), &workspace.target_dir, &texts)?;
        self.builds += 1;
        reporter.event(&Event::Step { phase: Phase::Build, note: &format!("build {}", self.builds) });
        let compiled = compile::compile(self.settings, workspace, &mirror, self.role, reporter)?;
        Ok((rendered, compiled))
    }

    /// As [`Self::build`], with the doctests; those that only the instrumented build fails take no part.
    ///
    /// # Errors
    /// As [`Self::build`]; [`Error::Baseline`] where a doctest fails without any change of ours.
    pub fn build_with_doctests(&mut self, discovery: &mut Discovery) -> Result<(Built, Vec<Doctest>)> {
        let mut built = self.build(discovery)?;
        if !self.settings.doctests {
            return Ok((built, Vec::new()));
        }
        loop {
            let collected = doctests::collect(self.settings, self.workspace, discovery, Some(self.role))?;
            let mut moved = false;
            for (_, output) in &collected.failing {
                moved |= self.ladder.restore_const_fns(discovery, output);
            }
            if moved {
                built = self.build(discovery)?;
                continue;
            }
            if !collected.failing.is_empty() {
                doctests::check_originals(self.settings, self.workspace, discovery, &collected.failing)?;
            }
            for (name, _) in &collected.failing {
                let warning =
                    format!("doctest `{name}` takes no part: it fails in the instrumented build only");
                self.reporter.event(&Event::Warning(&warning));
            }
            return Ok((built, collected.doctests));
        }
    }

    fn finish(&self, discovery: &Discovery, compiled: &Compiled) -> Built {
        let mut lane = self.ladder.lane.clone();
        for site in discovery.files.iter().flat_map(|file| &file.sites) {
            if site.form == Form::Rebuild {
                lane.extend(site.arms.iter().filter(|arm| arm.alive).map(|arm| arm.number));
            }
        }
        Built {
            binaries: artifacts::test_binaries(self.workspace, compiled),
            libraries: artifacts::libraries(self.workspace, compiled),
            decided: self.ladder.unviable.clone(),
            lane,
            builds: self.builds,
        }
    }
}

/// Renders every file that holds something of ours.
fn render_all(discovery: &Discovery) -> HashMap<Utf8PathBuf, Rendered> {
    let holds_ours = |file: &&SourceFile| {
        !file.sites.is_empty() || !file.edits.ticks.is_empty() || !file.edits.points.is_empty()
    };
    let ours = discovery.files.iter().filter(holds_ours);
    ours.map(|file| (file.path.clone(), render(&file.text, &file.sites, &file.bodies, &file.edits))).collect()
}

/// Where a mutated package has a build script, asks it for the `cfg`s that it sets: code behind them is mutated, too.
///
/// # Errors
/// As [`Builder::build`].
pub fn learn_script_cfgs(
    settings: &Settings,
    workspace: &mut Workspace,
    reporter: &dyn Reporter,
) -> Result<()> {
    let has_script = |name: &String| {
        workspace.package(name).is_some_and(|p| p.targets.iter().any(|t| t.is_custom_build()))
    };
    if !workspace.mutated.iter().any(has_script) {
        return Ok(());
    }
    let compiled = check_original(settings, workspace, reporter)?;
    for script in compiled.scripts {
        if let Some(package) = workspace.members.iter().find(|package| package.id == script.package_id) {
            workspace.script_cfgs.insert(package.name.to_string(), script.cfgs);
        }
    }
    Ok(())
}

/// Builds without any change, to tell the user's mistakes from ours.
fn check_original(settings: &Settings, workspace: &Workspace, reporter: &dyn Reporter) -> Result<Compiled> {
    let compiled = compile::compile_original(settings, workspace, reporter)?;
    if compiled.success {
        return Ok(compiled);
    }
    Err(Error::Build(format!(
        "the tests do not compile, before any change of ours:\n{}\n  make `cargo test --no-run` pass first",
        compiled.text.trim_end()
    )))
}
