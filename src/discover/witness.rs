//! Reads the production code of the selected packages for what it compares columns with.
//!
//! Code asks for rows of the data sets that its tests read, not of others. A data set belongs to the packages that name
//! its variable in a Rust file, and where their tests run, to the packages that they depend on. A variable that no member
//! of the workspace names may be put together at run time: that data set belongs to all packages.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::camino::Utf8PathBuf;
use cargo_metadata::{Package, Target};
use ignore::WalkBuilder;
use mutators::witness::{self, Clues};

use crate::sample::DataSet;
use crate::workspace::{Workspace, is_mutated_target, is_test_target};

/// Folders beside production code that hold none.
const OTHER: [&str; 4] = ["target", "tests", "benches", "examples"];

/// What the code of the selected packages asks of each data set, by its name. A file that cannot be read or parsed says
/// nothing; discovery complains about it.
#[must_use]
pub fn clues(workspace: &Workspace, data_sets: &[DataSet]) -> BTreeMap<String, Clues> {
    let texts: BTreeMap<&str, Vec<String>> = workspace
        .members
        .iter()
        .map(|package| {
            (
                package.name.as_str(),
                texts(package, |target| is_mutated_target(target) || is_test_target(target)),
            )
        })
        .collect();
    let mut read: BTreeMap<BTreeSet<String>, Clues> = BTreeMap::new();
    let of_data_set = |data_set: &DataSet| {
        let packages = belongs_to(workspace, &texts, &data_set.variable());
        let clues = read.entry(packages).or_insert_with_key(|packages| production(workspace, packages));
        (data_set.name.clone(), clues.clone())
    };
    data_sets.iter().map(of_data_set).collect()
}

/// The selected packages whose code may ask for rows of the data set with this variable.
fn belongs_to(
    workspace: &Workspace,
    texts: &BTreeMap<&str, Vec<String>>,
    variable: &str,
) -> BTreeSet<String> {
    let is_named = |package: &str| texts[package].iter().any(|text| names(text, variable));
    let naming: BTreeSet<&str> = texts.keys().copied().filter(|package| is_named(package)).collect();
    if naming.is_empty() {
        return workspace.mutated.clone();
    }
    let mut reached = naming.clone();
    let mut open: Vec<&str> =
        naming.into_iter().filter(|package| workspace.tested.contains(*package)).collect();
    while let Some(package) = open.pop().and_then(|name| workspace.package(name)) {
        for dependency in &package.dependencies {
            let member = texts.keys().copied().find(|member| *member == dependency.name);
            open.extend(member.filter(|member| reached.insert(*member)));
        }
    }
    workspace.mutated.iter().filter(|package| reached.contains(package.as_str())).cloned().collect()
}

/// Whether the variable stands in the text, and not as the start of a longer name.
fn names(text: &str, variable: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text.match_indices(variable).any(|(at, _)| !goes_on(&text[at + variable.len()..]))
}

fn production(workspace: &Workspace, packages: &BTreeSet<String>) -> Clues {
    let packages = packages.iter().filter_map(|name| workspace.package(name));
    let texts: Vec<String> = packages.flat_map(|package| texts(package, is_mutated_target)).collect();
    witness::clues(texts.iter().map(String::as_str))
}

/// The Rust files in the folders of a package's targets, test folders apart where they are no such folder themselves.
fn texts(package: &Package, is_wanted: fn(&Target) -> bool) -> Vec<String> {
    let targets = package.targets.iter().filter(|target| is_wanted(target));
    let roots: BTreeSet<Utf8PathBuf> =
        targets.filter_map(|target| target.src_path.parent()).map(Utf8PathBuf::from).collect();
    let mut texts = vec![];
    for root in roots {
        let mut walk = WalkBuilder::new(root);
        walk.standard_filters(false).hidden(true).sort_by_file_path(|a, b| a.cmp(b));
        walk.filter_entry(|entry| {
            let is_other = OTHER.iter().any(|name| entry.file_name() == *name);
            !(is_other && entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir()))
        });
        let files = walk.build().filter_map(Result::ok);
        let rust = files.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
        texts.extend(rust.filter_map(|entry| std::fs::read_to_string(entry.path()).ok()));
    }
    texts
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::settings::Settings;
    use crate::workspace;

    /// The data sets for which code of `packages` is asked, in a workspace where `job` reads `sales` in its tests and
    /// depends on `rules`; `other` has to do with neither, and nobody reads `stock`.
    fn asking(packages: &[&str]) -> Vec<(String, bool)> {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("written");
        };
        write("Cargo.toml", "[workspace]\nmembers = [\"job\", \"rules\", \"other\"]\nresolver = \"3\"\n");
        for name in ["job", "rules", "other"] {
            let needs = if name == "job" { "rules = { path = \"../rules\" }\n" } else { "" };
            let manifest =
                format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n[dependencies]\n{needs}");
            write(&format!("{name}/Cargo.toml"), &manifest);
            write(&format!("{name}/src/lib.rs"), "pub fn f(delay: i32) -> bool { delay > 15 }\n");
        }
        write("job/tests/all.rs", "#[test]\nfn reads() { std::env::var(\"MUTATE_DATA_SALES\").ok(); }\n");
        write("other/tests/all.rs", "const NOT_IT: &str = \"MUTATE_DATA_SALES_OLD\";\n");
        let settings = Settings {
            manifest_path: Some(root.join("Cargo.toml")),
            packages: packages.iter().map(|name| (*name).to_owned()).collect(),
            test_packages: if packages == ["rules"] { vec!["job".to_owned()] } else { vec![] },
            ..Settings::default()
        };
        let workspace = workspace::load(&settings).expect("a workspace");
        let data_sets = ["sales", "stock"].map(|name| DataSet::new(name, "data.csv", &root));
        let clues = clues(&workspace, &data_sets).into_iter();
        clues.map(|(name, clues)| (name, !clues.of("delay").is_empty())).collect()
    }

    fn both(sales: bool, stock: bool) -> Vec<(String, bool)> {
        vec![("sales".to_owned(), sales), ("stock".to_owned(), stock)]
    }

    #[test]
    fn packages_that_no_data_set_belongs_to_ask_for_no_rows() {
        assert_eq!(asking(&["job"]), both(true, true));
        assert_eq!(asking(&["other"]), both(false, true));
    }

    #[test]
    fn what_tests_that_read_a_data_set_depend_on_asks_for_its_rows() {
        assert_eq!(asking(&["rules"]), both(true, true));
    }
}
