//! Reads the production code of the selected packages for what it compares columns with.

use cargo_metadata::camino::Utf8PathBuf;
use ignore::WalkBuilder;
use mutators::witness::{self, Clues};

use crate::workspace::{Workspace, is_mutated_target};

/// Folders beside production code that hold none.
const OTHER: [&str; 4] = ["target", "tests", "benches", "examples"];

/// What the code of the selected packages says. A file that cannot be read or parsed says nothing; discovery complains
/// about it.
#[must_use]
pub fn clues(workspace: &Workspace) -> Clues {
    let mut roots: Vec<Utf8PathBuf> = vec![];
    for name in &workspace.mutated {
        let targets = workspace.package(name).into_iter().flat_map(|package| &package.targets);
        let folders =
            targets.filter(|target| is_mutated_target(target)).filter_map(|target| target.src_path.parent());
        roots.extend(folders.map(Utf8PathBuf::from));
    }
    roots.sort();
    roots.dedup();
    let mut texts = vec![];
    for root in roots {
        let mut walk = WalkBuilder::new(root);
        walk.standard_filters(false).hidden(true).sort_by_file_path(|a, b| a.cmp(b));
        walk.filter_entry(|entry| {
            let is_other = OTHER.iter().any(|name| entry.file_name() == *name);
            !(is_other && entry.file_type().is_some_and(|kind| kind.is_dir()))
        });
        let files = walk.build().filter_map(Result::ok);
        let rust = files.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
        texts.extend(rust.filter_map(|entry| std::fs::read_to_string(entry.path()).ok()));
    }
    witness::clues(texts.iter().map(String::as_str))
}
