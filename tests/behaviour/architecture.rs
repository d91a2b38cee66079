//! What `src/lib.rs` says about the architecture is true, and files stay of a size that one can read.

use std::fs;

use crate::support::{files_of, repository};

const MOST_LINES: usize = 600;

#[test]
fn files_and_modules_that_the_library_names_exist() {
    let text = fs::read_to_string(repository().join("src/lib.rs")).expect("the library's root");
    let doc: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("//!")).collect();
    let quoted: Vec<&str> = doc.iter().flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
    let (mut files, mut modules) = (0, 0);
    for name in quoted {
        if name.ends_with(".rs") || name.ends_with('/') {
            assert!(repository().join(name).exists(), "{name}");
            files += 1;
        } else if text.contains(&format!("[`{name}`]")) && !name.contains("::") {
            assert!(is_module(name.trim_start_matches("mod@")), "[`{name}`]");
            modules += 1;
        }
    }
    assert!(files > 0 && modules > 9, "{files} files and {modules} modules are named");
    assert!(repository().join("mutators/Cargo.toml").exists());
}

fn is_module(name: &str) -> bool {
    [format!("src/{name}.rs"), format!("src/{name}/mod.rs")]
        .iter()
        .any(|path| repository().join(path).exists())
}

#[test]
fn every_file_can_be_read_in_one_go() {
    for folder in ["src", "mutators/src", "tests/behaviour"] {
        for (path, bytes) in files_of(&repository().join(folder)) {
            let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
            let is_code = path.extension().is_some_and(|extension| extension == "rs");
            assert!(!is_code || lines <= MOST_LINES, "{folder}/{} has {lines} lines", path.display());
        }
    }
}
