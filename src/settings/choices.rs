//! What flags or a file chose, with everything else left open.

use std::time::Duration;

use cargo_metadata::camino::Utf8PathBuf;
use globset::GlobSet;
use mutators::Group;
use regex::Regex;

use super::Color;
use crate::gate::Gate;
use crate::report::format::Format;

/// How much is found out about survivors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Explain {
    /// Nothing: no code is observed.
    None,
    /// Why each survived.
    Why,
    /// Also the rows that matter and the test that would notice.
    #[default]
    Full,
}

/// The settings of one origin; `None` leaves the choice to the next one. Fields mean what those of
/// [`Settings`](super::Settings) mean.
#[expect(
    missing_docs,
    reason = "each field is documented at the field of `Settings` or `CargoOptions` of its name"
)]
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub manifest_path: Option<Utf8PathBuf>,
    pub packages: Option<Vec<String>>,
    pub workspace: Option<bool>,
    pub exclude_packages: Option<Vec<String>>,
    pub test_packages: Option<Vec<String>>,
    pub test_workspace: Option<bool>,
    pub files: Option<GlobSet>,
    pub exclude_files: Option<GlobSet>,
    pub name: Option<Regex>,
    pub exclude_name: Option<Regex>,
    pub function: Option<Regex>,
    pub mutators: Option<Vec<String>>,
    pub exclude_mutators: Option<Vec<String>>,
    pub group: Option<Group>,
    pub jobs: Option<usize>,
    pub features: Option<Vec<String>>,
    pub all_features: Option<bool>,
    pub no_default_features: Option<bool>,
    pub profile: Option<String>,
    pub release: Option<bool>,
    pub target_dir: Option<Utf8PathBuf>,
    pub locked: Option<bool>,
    pub offline: Option<bool>,
    pub frozen: Option<bool>,
    pub test_args: Option<Vec<String>>,
    pub timeout: Option<Duration>,
    pub timeout_factor: Option<f64>,
    pub memory_limit: Option<u64>,
    pub noise: Option<bool>,
    pub mutate_unsafe: Option<bool>,
    pub doctests: Option<bool>,
    pub rebuild_lane: Option<bool>,
    pub sql_functions: Option<Vec<mutators::scan::SqlCall>>,
    pub explain: Option<Explain>,
    pub observe: Option<GlobSet>,
    pub explained_in_full: Option<usize>,
    pub reports: Option<Vec<Format>>,
    pub single_file: Option<bool>,
    pub gate: Gate,
    pub timings: Option<bool>,
    pub color: Option<Color>,
}

impl Choices {
    /// These choices, and those of `other` where these are open.
    ///
    /// Keys that answer one question go together: a package named here silences `workspace` there, a profile named
    /// here silences `release` there; otherwise a flag could not undo what the file says.
    #[must_use]
    pub fn or(self, mut other: Self) -> Self {
        if self.packages.is_some() || self.workspace.is_some() {
            (other.packages, other.workspace) = (None, None);
        }
        if self.test_packages.is_some() || self.test_workspace.is_some() {
            (other.test_packages, other.test_workspace) = (None, None);
        }
        if self.profile.is_some() || self.release.is_some() {
            (other.profile, other.release) = (None, None);
        }
        Self {
            manifest_path: self.manifest_path.or(other.manifest_path),
            packages: self.packages.or(other.packages),
            workspace: self.workspace.or(other.workspace),
            exclude_packages: self.exclude_packages.or(other.exclude_packages),
            test_packages: self.test_packages.or(other.test_packages),
            test_workspace: self.test_workspace.or(other.test_workspace),
            files: self.files.or(other.files),
            exclude_files: self.exclude_files.or(other.exclude_files),
            name: self.name.or(other.name),
            exclude_name: self.exclude_name.or(other.exclude_name),
            function: self.function.or(other.function),
            mutators: self.mutators.or(other.mutators),
            exclude_mutators: self.exclude_mutators.or(other.exclude_mutators),
            group: self.group.or(other.group),
            jobs: self.jobs.or(other.jobs),
            features: self.features.or(other.features),
            all_features: self.all_features.or(other.all_features),
            no_default_features: self.no_default_features.or(other.no_default_features),
            profile: self.profile.or(other.profile),
            release: self.release.or(other.release),
            target_dir: self.target_dir.or(other.target_dir),
            locked: self.locked.or(other.locked),
            offline: self.offline.or(other.offline),
            frozen: self.frozen.or(other.frozen),
            test_args: self.test_args.or(other.test_args),
            timeout: self.timeout.or(other.timeout),
            timeout_factor: self.timeout_factor.or(other.timeout_factor),
            memory_limit: self.memory_limit.or(other.memory_limit),
            noise: self.noise.or(other.noise),
            mutate_unsafe: self.mutate_unsafe.or(other.mutate_unsafe),
            doctests: self.doctests.or(other.doctests),
            rebuild_lane: self.rebuild_lane.or(other.rebuild_lane),
            sql_functions: self.sql_functions.or(other.sql_functions),
            explain: self.explain.or(other.explain),
            observe: self.observe.or(other.observe),
            explained_in_full: self.explained_in_full.or(other.explained_in_full),
            reports: self.reports.or(other.reports),
            single_file: self.single_file.or(other.single_file),
            gate: self.gate.or(other.gate),
            timings: self.timings.or(other.timings),
            color: self.color.or(other.color),
        }
    }
}
