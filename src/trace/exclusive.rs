//! Finds tests that write to their package's folder: two of them at a time would disturb each other.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::error::Result;
use crate::harness::{Harness, Launch, Runnable};
use crate::workspace::Workspace;

use super::{Traced, trace_one};

/// Modification times and sizes of what lies in the package folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Snapshot {
    entries: BTreeMap<Utf8PathBuf, BTreeMap<Utf8PathBuf, (Option<SystemTime>, u64)>>,
}

impl Snapshot {
    /// Looks at the folders of all test binaries and at cargo's folder for integration tests.
    pub(super) fn take(workspace: &Workspace, harness: &Harness) -> Self {
        let mut homes: BTreeSet<Utf8PathBuf> =
            harness.binaries.iter().map(|binary| binary.folder.clone()).collect();
        homes.insert(workspace.target_dir.join("tmp"));
        let entries = homes.into_iter().map(|home| {
            let mut found = BTreeMap::new();
            look(&home, &workspace.target_dir, &mut found);
            (home, found)
        });
        Self { entries: entries.collect() }
    }

    /// Folders whose content differs.
    fn changed(&self, other: &Self) -> BTreeSet<Utf8PathBuf> {
        let differs = |home: &&Utf8PathBuf| self.entries.get(*home) != other.entries.get(*home);
        self.entries.keys().filter(differs).cloned().collect()
    }
}

fn look(
    folder: &Utf8Path,
    target_dir: &Utf8Path,
    found: &mut BTreeMap<Utf8PathBuf, (Option<SystemTime>, u64)>,
) {
    let Ok(entries) = folder.read_dir_utf8() else { return };
    if let Ok(metadata) = folder.metadata() {
        found.insert(folder.to_owned(), (metadata.modified().ok(), 0));
    }
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_dir() {
            let is_ours = path == target_dir || entry.file_name() == ".git" || entry.file_name() == "target";
            if !is_ours {
                look(path, target_dir, found);
            }
        } else {
            found.insert(path.to_owned(), (metadata.modified().ok(), metadata.len()));
        }
    }
}

/// Marks the tests that change a package folder, by running them one at a time where anything changed.
pub(super) fn find(
    workspace: &Workspace,
    harness: &Harness,
    before: &Snapshot,
    runnables: &[Runnable],
    mutants: usize,
    traced: &mut [Traced],
) -> Result<Vec<String>> {
    let mut known = Snapshot::take(workspace, harness);
    let changed = before.changed(&known);
    let mut warnings = Vec::new();
    if changed.is_empty() {
        return Ok(warnings);
    }
    for (runnable, traced) in runnables.iter().zip(traced) {
        let folder = match runnable.launch {
            Launch::Named(binary) | Launch::Whole(binary) => &harness.binaries[binary].folder,
            Launch::Doctest(doctest) => &harness.doctests[doctest].folder,
        };
        let suspect = changed.contains(folder) || changed.iter().any(|home| home.ends_with("tmp"));
        if !suspect {
            continue;
        }
        let again = trace_one(harness, runnable, mutants)?;
        let now = Snapshot::take(workspace, harness);
        *traced = again;
        if now != known {
            traced.reach.exclusive = true;
            warnings.push(format!(
                "test `{}` writes to its package's folder; such tests run one at a time, which is slower",
                runnable.name
            ));
        }
        known = now;
    }
    Ok(warnings)
}
