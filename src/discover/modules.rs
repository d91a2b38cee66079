//! The files of a package: follows `mod` declarations from the root of each target, cfg and `#[path]` respected.

use std::collections::{BTreeMap, HashMap, HashSet};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use mutators::Mutator;
use mutators::scan::{Cfg, ExternalModule, MANIFEST_DIR, Options, Scan, SqlOptions, scan};
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::workspace::{Workspace, is_mutated_target, is_test_target};

/// A file with what the scan found in it.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: Utf8PathBuf,
    pub(super) relative: Utf8PathBuf,
    pub(super) package: String,
    pub(super) text: String,
    pub(super) scan: Scan,
}

/// All files of the selected packages.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) files: Vec<File>,
    pub(super) warnings: Vec<String>,
}

/// A file that is still to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Pending {
    path: Utf8PathBuf,
    package: String,
    /// Nested modules lie beside it, as for `lib.rs` and `mod.rs`.
    owns_folder: bool,
    /// Holds nothing but tests, or belongs to a package that is only tested.
    test: bool,
}

pub(super) fn read(settings: &Settings, workspace: &Workspace, mutators: &[&Mutator]) -> Result<Tree> {
    let mut tree = Tree::default();
    let cfgs: HashMap<String, Cfg> =
        workspace.tested.iter().map(|name| (name.clone(), workspace.cfg(name))).collect();
    // Production roots come first, so that a file which tests include too counts as production.
    let mut level = roots(workspace, &mut tree.warnings);
    let mut seen: HashSet<Utf8PathBuf> = HashSet::new();
    for tests in [false, true] {
        let mut next: Vec<Pending> = level.extract_if(.., |pending| pending.test == tests).collect();
        while !next.is_empty() {
            next.retain(|pending| seen.insert(pending.path.clone()));
            let read: Vec<Result<(File, Vec<Pending>)>> = next
                .par_iter()
                .map(|pending| read_one(settings, workspace, mutators, &cfgs[&pending.package], pending))
                .collect();
            next.clear();
            for result in read {
                match result {
                    Ok((file, modules)) => {
                        tree.files.push(file);
                        let (now, later): (Vec<_>, Vec<_>) =
                            modules.into_iter().partition(|module| module.test == tests);
                        next.extend(now);
                        level.extend(later);
                    }
                    Err(Error::Usage(warning)) => tree.warnings.push(warning),
                    Err(error) => return Err(error),
                }
            }
        }
    }
    tree.files.sort_by(|a, b| a.relative.cmp(&b.relative));
    Ok(tree)
}

fn roots(workspace: &Workspace, warnings: &mut Vec<String>) -> Vec<Pending> {
    let mut roots = BTreeMap::new();
    for name in &workspace.tested {
        let Some(package) = workspace.package(name) else { continue };
        for target in &package.targets {
            let mutated = is_mutated_target(target) && workspace.mutated.contains(name);
            if target.is_proc_macro() && workspace.mutated.contains(name) {
                warnings.push(format!(
                    "{name} is a procedural macro; its code runs in the compiler and is not mutated"
                ));
            }
            // Published crates name benches and tests that they do not hold; cargo complains where it needs them.
            let exists = target.src_path.exists();
            if exists && (is_mutated_target(target) || is_test_target(target)) {
                let path = target.src_path.clone();
                let pending =
                    Pending { path: path.clone(), package: name.clone(), owns_folder: true, test: !mutated };
                roots.entry(path).or_insert(pending);
            }
        }
    }
    roots.into_values().collect()
}

fn read_one(
    settings: &Settings,
    workspace: &Workspace,
    mutators: &[&Mutator],
    cfg: &Cfg,
    pending: &Pending,
) -> Result<(File, Vec<Pending>)> {
    let relative = workspace.relative(&pending.path);
    let bytes = std::fs::read(&pending.path).map_err(Error::io("read", &pending.path))?;
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(Error::Usage(format!("{relative} is not UTF-8 and is left alone")));
    };
    let included = |path: &str| included(workspace, pending, path);
    let options = Options {
        cfg,
        mutators,
        mutate_unsafe: settings.mutate_unsafe,
        test_file: pending.test,
        schemas: &[],
        sql: SqlOptions { calls: &settings.sql_functions, included: &included },
    };
    let scan = scan(&text, options).map_err(|error| {
        let place = error.span().start();
        let place = format!("{relative}:{}:{}", place.line, place.column + 1);
        Error::Usage(format!("{place}: the parser does not read this file ({error}); it is left alone"))
    })?;
    let modules = scan.modules.iter().filter_map(|module| resolve(pending, module)).collect();
    let (path, package) = (pending.path.clone(), pending.package.clone());
    Ok((File { path, relative, package, text, scan }, modules))
}

/// The text of a file that `include_str!` names; `None` where there is none, which the compiler will say.
fn included(workspace: &Workspace, pending: &Pending, path: &str) -> Option<String> {
    let path = match path.strip_prefix(MANIFEST_DIR) {
        Some(rest) => {
            let folder = workspace.package(&pending.package)?.manifest_path.parent()?;
            folder.join(rest.trim_start_matches('/'))
        }
        None => pending.path.parent()?.join(path),
    };
    std::fs::read_to_string(path).ok()
}

/// The file of a `mod name;`, by the rules of the Rust reference.
fn resolve(parent: &Pending, module: &ExternalModule) -> Option<Pending> {
    let beside = parent.path.parent()?;
    let mut folder = if parent.owns_folder || module.path.is_some() && module.parents.is_empty() {
        beside.to_owned()
    } else {
        beside.join(parent.path.file_stem()?)
    };
    for (name, path) in &module.parents {
        folder.push(path.as_deref().unwrap_or(name));
    }
    let found = |path: Utf8PathBuf, owns_folder: bool| {
        path.is_file().then(|| Pending {
            path: normal(&path),
            package: parent.package.clone(),
            owns_folder,
            test: parent.test || module.test_only,
        })
    };
    match &module.path {
        // A file named by `#[path]` owns its folder, whatever its name.
        Some(path) => found(folder.join(path), true),
        None => found(folder.join(format!("{}.rs", module.name)), false)
            .or_else(|| found(folder.join(&module.name).join("mod.rs"), true)),
    }
}

/// Removes `.` and `..` without asking the file system, so that links stay as written.
fn normal(path: &Utf8Path) -> Utf8PathBuf {
    let mut normal = Utf8PathBuf::new();
    for part in path.components() {
        match part.as_str() {
            "." => {}
            ".." => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}
