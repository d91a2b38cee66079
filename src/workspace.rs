//! What cargo knows of the workspace: packages to mutate, packages whose tests run, their targets and settings.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::{Metadata, Package, TargetKind};
use mutators::scan::Cfg;

use crate::cargo::{self, Toolchain};
use crate::error::{Error, Result};
use crate::settings::Settings;

/// A workspace and what is wanted of it.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Folder of the workspace manifest.
    pub root: Utf8PathBuf,
    /// Cargo's target directory.
    pub target_dir: Utf8PathBuf,
    /// All member packages.
    pub members: Vec<Package>,
    /// Names of the packages to mutate.
    pub mutated: BTreeSet<String>,
    /// Names of the packages whose tests run; contains `mutated`.
    pub tested: BTreeSet<String>,
    /// Features of each member, as cargo resolved them.
    pub features: BTreeMap<String, Vec<String>>,
    /// What build scripts of members set with `cargo::rustc-cfg`.
    pub script_cfgs: BTreeMap<String, Vec<String>>,
    /// The compiler.
    pub toolchain: Toolchain,
}

impl Workspace {
    /// Our folder in the target directory.
    #[must_use]
    pub fn output(&self) -> Utf8PathBuf {
        self.target_dir.join("mutate-data")
    }

    /// The member of that name.
    #[must_use]
    pub fn package(&self, name: &str) -> Option<&Package> {
        self.members.iter().find(|package| *package.name == name)
    }

    /// What names a member to cargo without doubt: a dependency may have the same name, even the same version.
    #[must_use]
    pub fn specification(&self, name: &str) -> String {
        self.package(name).map_or_else(|| name.to_owned(), |package| package.id.repr.clone())
    }

    /// The `cfg` values in force for a package.
    #[must_use]
    pub fn cfg(&self, package: &str) -> Cfg {
        let mut cfg = Cfg::new(&self.toolchain.cfg, self.features.get(package).cloned().unwrap_or_default());
        self.script_cfgs.get(package).into_iter().flatten().for_each(|line| cfg.insert(line));
        cfg
    }

    /// A path relative to the workspace root where it lies below it.
    #[must_use]
    pub fn relative(&self, path: &Utf8Path) -> Utf8PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }
}

/// Reads the workspace around the manifest or current directory that the settings name.
///
/// # Errors
/// Usage errors with what to do: no manifest, cargo's own complaint, unknown package names.
pub fn load(settings: &Settings) -> Result<Workspace> {
    let current = std::env::current_dir().map_err(Error::io("find", "the current directory"))?;
    let current = Utf8PathBuf::from_path_buf(current)
        .map_err(|path| Error::Usage(format!("the current directory {} is not UTF-8", path.display())))?;
    let toolchain = cargo::toolchain(&current, &settings.cargo)?;
    let mut command = cargo::metadata(settings, &current, &toolchain.host);
    let output = command.output().map_err(Error::io("start", "cargo"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let text = text.trim().strip_prefix("error: ").unwrap_or(text.trim());
        return Err(Error::Usage(format!(
            "cargo cannot read the package: {text}\n  run inside a cargo package, or name one with --manifest-path"
        )));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let metadata: Metadata = serde_json::from_str(&text)
        .map_err(|error| Error::Internal(format!("cargo metadata is not understood: {error}")))?;
    select(settings, &metadata, &current, toolchain)
}

fn select(
    settings: &Settings,
    metadata: &Metadata,
    current: &Utf8Path,
    toolchain: Toolchain,
) -> Result<Workspace> {
    let members: Vec<Package> = metadata.workspace_packages().into_iter().cloned().collect();
    let names: BTreeSet<String> = members.iter().map(|package| package.name.to_string()).collect();
    let mut mutated = if settings.workspace {
        names.clone()
    } else if settings.packages.is_empty() {
        default_packages(settings, metadata, &members, current)
    } else {
        known(&settings.packages, &names)?
    };
    for excluded in known(&settings.exclude_packages, &names)? {
        mutated.remove(&excluded);
    }
    let mut tested = if settings.test_workspace { names.clone() } else { mutated.clone() };
    tested.extend(known(&settings.test_packages, &names)?);
    if mutated.is_empty() {
        return Err(Error::NothingToMutate("no package is selected; name one with --package".to_owned()));
    }
    let features = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes).filter_map(|node| {
        let package = members.iter().find(|package| package.id == node.id)?;
        Some((package.name.to_string(), node.features.iter().map(ToString::to_string).collect()))
    });
    Ok(Workspace {
        root: metadata.workspace_root.clone(),
        target_dir: settings.cargo.target_dir.as_ref().map_or_else(
            || metadata.target_directory.clone(),
            |path| if path.is_absolute() { path.clone() } else { current.join(path) },
        ),
        mutated,
        tested,
        features: features.collect(),
        script_cfgs: BTreeMap::new(),
        members,
        toolchain,
    })
}

/// As cargo does: the package whose folder we are in, else the workspace's default members.
fn default_packages(
    settings: &Settings,
    metadata: &Metadata,
    members: &[Package],
    current: &Utf8Path,
) -> BTreeSet<String> {
    let folder = match &settings.manifest_path {
        Some(path) => {
            let path = current.join(path);
            path.parent().map_or_else(|| current.to_owned(), Utf8Path::to_owned)
        }
        None => current.to_owned(),
    };
    let folder = folder.canonicalize_utf8().unwrap_or(folder);
    let owner = members
        .iter()
        .filter(|package| package.manifest_path.parent().is_some_and(|home| folder.starts_with(home)))
        .max_by_key(|package| package.manifest_path.as_str().len());
    match owner {
        Some(package) if package.manifest_path.parent() != Some(&metadata.workspace_root) => {
            BTreeSet::from([package.name.to_string()])
        }
        _ => metadata.workspace_default_packages().iter().map(|package| package.name.to_string()).collect(),
    }
}

fn known(wanted: &[String], names: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    wanted
        .iter()
        .map(|name| {
            if names.contains(name) {
                return Ok(name.clone());
            }
            let nearest = names
                .iter()
                .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
            let hint = nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default();
            Err(Error::Usage(format!("package `{name}` is not in this workspace{hint}")))
        })
        .collect()
}

/// Whether the code of a target is worth mutating: libraries and programs, but not their tests and helpers.
#[must_use]
pub fn is_mutated_target(target: &cargo_metadata::Target) -> bool {
    target.kind.iter().any(|kind| {
        matches!(
            kind,
            TargetKind::Lib
                | TargetKind::RLib
                | TargetKind::DyLib
                | TargetKind::CDyLib
                | TargetKind::StaticLib
                | TargetKind::Bin
        )
    })
}

/// Whether a target's files are test code: integration tests, examples and benches.
#[must_use]
pub fn is_test_target(target: &cargo_metadata::Target) -> bool {
    target.kind.iter().any(|kind| matches!(kind, TargetKind::Test | TargetKind::Example | TargetKind::Bench))
}
