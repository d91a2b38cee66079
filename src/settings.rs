//! The validated settings of a run: flags and `mutate-data.toml`, merged once.

pub mod choices;
pub mod parse;

use std::num::NonZero;
use std::time::Duration;

use cargo_metadata::camino::Utf8PathBuf;
use globset::GlobSet;
use regex::Regex;

use crate::gate::Gate;
use crate::report::format::Reports;
use crate::sample::DataSet;
use crate::suppress::list::Rule;

pub use choices::{Choices, Explain};

/// Survivors that get rows and a test where nothing else is said.
const EXPLAINED_IN_FULL: usize = 10;

/// What the engine is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The `Cargo.toml` to start from; the one of the current directory where `None`.
    pub manifest_path: Option<Utf8PathBuf>,
    /// Packages to mutate; empty means cargo's own default.
    pub packages: Vec<String>,
    /// Mutates every package of the workspace.
    pub workspace: bool,
    /// Packages to leave alone.
    pub exclude_packages: Vec<String>,
    /// Packages whose tests run besides the mutated packages' own.
    pub test_packages: Vec<String>,
    /// Runs the tests of every package of the workspace.
    pub test_workspace: bool,
    /// Only files that match, by path relative to the workspace root.
    pub files: Option<GlobSet>,
    /// No files that match, by path relative to the workspace root.
    pub exclude_files: Option<GlobSet>,
    /// Only mutants whose description matches.
    pub name: Option<Regex>,
    /// No mutants whose description matches.
    pub exclude_name: Option<Regex>,
    /// Only mutants in items whose path matches.
    pub function: Option<Regex>,
    /// Only these mutators; empty means all.
    pub mutators: Vec<String>,
    /// Not these mutators.
    pub exclude_mutators: Vec<String>,
    /// How much of the catalogue.
    pub group: mutators::Group,
    /// Test processes at a time.
    pub jobs: usize,
    /// Cargo's own options.
    pub cargo: CargoOptions,
    /// Arguments of the test binaries.
    pub test_args: Vec<String>,
    /// Wall-clock limit of a test process; from the baseline where `None`.
    pub timeout: Option<Duration>,
    /// How many times its baseline a test process may take where `timeout` is `None`.
    pub timeout_factor: f64,
    /// Bytes of memory that a test process and its children may hold.
    pub memory_limit: Option<u64>,
    /// True where noise rules take uninteresting mutants out.
    pub noise: bool,
    /// True where `unsafe` code is mutated too.
    pub mutate_unsafe: bool,
    /// True where doctests take part.
    pub doctests: bool,
    /// True where mutants that no switch can hold get a build of their own.
    pub rebuild_lane: bool,
    /// Data sets to sample for the tests.
    pub data_sets: Vec<DataSet>,
    /// The project's own functions that run SQL, besides those of the usual crates.
    pub sql_functions: Vec<mutators::scan::SqlCall>,
    /// How much is found out about survivors.
    pub explain: Explain,
    /// Only these functions are observed, by item path or name; all where `None`.
    pub observe: Option<GlobSet>,
    /// Survivors that get rows and a test in a run, the most telling first.
    pub explained_in_full: usize,
    /// Suppressions of the settings file.
    pub skips: Vec<Rule>,
    /// Which reports are written, and how.
    pub reports: Reports,
    /// When a run is good enough.
    pub gate: Gate,
    /// Prints wall times per phase.
    pub timings: bool,
    /// When output is coloured.
    pub color: Color,
}

/// Cargo's own options, handed on unchanged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CargoOptions {
    /// `--features`.
    pub features: Vec<String>,
    /// `--all-features`.
    pub all_features: bool,
    /// `--no-default-features`.
    pub no_default_features: bool,
    /// `--profile`.
    pub profile: Option<String>,
    /// `--release`.
    pub release: bool,
    /// `--target-dir`.
    pub target_dir: Option<Utf8PathBuf>,
    /// `--locked`.
    pub locked: bool,
    /// `--offline`.
    pub offline: bool,
    /// `--frozen`.
    pub frozen: bool,
}

/// When output is coloured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// In pipes and files too.
    Always,
    /// Plain text only.
    Never,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            manifest_path: None,
            packages: vec![],
            workspace: false,
            exclude_packages: vec![],
            test_packages: vec![],
            test_workspace: false,
            files: None,
            exclude_files: None,
            name: None,
            exclude_name: None,
            function: None,
            mutators: vec![],
            exclude_mutators: vec![],
            group: mutators::Group::Default,
            jobs: std::thread::available_parallelism().map_or(1, NonZero::get),
            cargo: CargoOptions::default(),
            test_args: vec![],
            timeout: None,
            timeout_factor: 10.0,
            memory_limit: None,
            noise: true,
            mutate_unsafe: false,
            doctests: true,
            rebuild_lane: true,
            data_sets: vec![],
            sql_functions: vec![],
            explain: Explain::default(),
            observe: None,
            explained_in_full: EXPLAINED_IN_FULL,
            skips: vec![],
            reports: Reports::default(),
            gate: Gate::default(),
            timings: false,
            color: Color::Auto,
        }
    }
}

impl Settings {
    /// What `flags` leave open is taken from `file`, what both leave open is the default; a list is replaced as a whole.
    #[must_use]
    pub fn merge(flags: Choices, file: Choices, data_sets: Vec<DataSet>, skips: Vec<Rule>) -> Self {
        let chosen = flags.or(file);
        let default = Self::default();
        Self {
            manifest_path: chosen.manifest_path,
            packages: chosen.packages.unwrap_or_default(),
            workspace: chosen.workspace.unwrap_or_default(),
            exclude_packages: chosen.exclude_packages.unwrap_or_default(),
            test_packages: chosen.test_packages.unwrap_or_default(),
            test_workspace: chosen.test_workspace.unwrap_or_default(),
            files: chosen.files,
            exclude_files: chosen.exclude_files,
            name: chosen.name,
            exclude_name: chosen.exclude_name,
            function: chosen.function,
            mutators: chosen.mutators.unwrap_or_default(),
            exclude_mutators: chosen.exclude_mutators.unwrap_or_default(),
            group: chosen.group.unwrap_or(default.group),
            jobs: chosen.jobs.unwrap_or(default.jobs),
            cargo: CargoOptions {
                features: chosen.features.unwrap_or_default(),
                all_features: chosen.all_features.unwrap_or_default(),
                no_default_features: chosen.no_default_features.unwrap_or_default(),
                profile: chosen.profile,
                release: chosen.release.unwrap_or_default(),
                target_dir: chosen.target_dir,
                locked: chosen.locked.unwrap_or_default(),
                offline: chosen.offline.unwrap_or_default(),
                frozen: chosen.frozen.unwrap_or_default(),
            },
            test_args: chosen.test_args.unwrap_or_default(),
            timeout: chosen.timeout,
            timeout_factor: chosen.timeout_factor.unwrap_or(default.timeout_factor),
            memory_limit: chosen.memory_limit,
            noise: chosen.noise.unwrap_or(default.noise),
            mutate_unsafe: chosen.mutate_unsafe.unwrap_or_default(),
            doctests: chosen.doctests.unwrap_or(default.doctests),
            rebuild_lane: chosen.rebuild_lane.unwrap_or(default.rebuild_lane),
            data_sets,
            sql_functions: chosen.sql_functions.unwrap_or_default(),
            explain: chosen.explain.unwrap_or_default(),
            observe: chosen.observe,
            explained_in_full: chosen.explained_in_full.unwrap_or(EXPLAINED_IN_FULL),
            skips,
            reports: Reports {
                formats: chosen.reports.unwrap_or(default.reports.formats),
                single_file: chosen.single_file.unwrap_or_default(),
            },
            gate: chosen.gate,
            timings: chosen.timings.unwrap_or_default(),
            color: chosen.color.unwrap_or_default(),
        }
    }
}

impl Settings {
    /// True where filters leave mutants of the selected packages out.
    #[must_use]
    pub fn narrowed(&self) -> bool {
        self.files.is_some()
            || self.exclude_files.is_some()
            || self.name.is_some()
            || self.exclude_name.is_some()
            || self.function.is_some()
            || !self.mutators.is_empty()
            || !self.exclude_mutators.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_file() {
        let flags = Choices { jobs: Some(3), ..Choices::default() };
        let file = Choices { jobs: Some(7), timeout_factor: Some(2.0), ..Choices::default() };
        let settings = Settings::merge(flags, file, vec![], vec![]);
        assert_eq!((settings.jobs, settings.timeout_factor), (3, 2.0));
    }

    #[test]
    fn lists_of_flags_replace_those_of_the_file() {
        let list = |name: &str| Some(vec![name.to_owned()]);
        let flags = Choices { mutators: list("arithmetic"), ..Choices::default() };
        let file = Choices { mutators: list("statement-delete"), ..Choices::default() };
        assert_eq!(Settings::merge(flags, file, vec![], vec![]).mutators, ["arithmetic"]);
    }

    #[test]
    fn a_package_flag_replaces_the_whole_selection_of_the_file() {
        let flags = Choices { packages: Some(vec!["flights".to_owned()]), ..Choices::default() };
        let file = Choices { workspace: Some(true), ..Choices::default() };
        assert!(!Settings::merge(flags, file, vec![], vec![]).workspace);
    }

    #[test]
    fn a_profile_flag_replaces_release_of_the_file() {
        let flags = Choices { profile: Some("dev".to_owned()), ..Choices::default() };
        let file = Choices { release: Some(true), ..Choices::default() };
        assert!(!Settings::merge(flags, file, vec![], vec![]).cargo.release);
    }

    #[test]
    fn nothing_chosen_is_the_default() {
        let settings = Settings::merge(Choices::default(), Choices::default(), vec![], vec![]);
        assert!(settings.noise && settings.doctests && settings.rebuild_lane);
        assert!(settings.jobs >= 1);
    }
}
