//! What people and other tools get to see: terminal, HTML, JSON and diffs, all from the same events and results.
//!
//! Nothing is decided here; a report that needs to know something new finds it in [`crate::model`].
//!
//! | module | what it writes |
//! |---|---|
//! | [`terminal`] | progress, survivors as they come, the closing summary |
//! | [`summary`] | the closing summary as text, and the numbers that it shares with the HTML page |
//! | [`text`] | `list`, `show` and the catalogue of mutators |
//! | [`diff`] | what a mutant changes, for people and for `patch` |
//! | [`json`] | `mutants.json` (mutation-testing-report-schema 2) and back, `list --json` |
//! | [`html`] | `report/index.html` |
//! | [`journal`] | `results.jsonl`, one line per verdict as it comes |

use std::fs;
use std::io::Write;

use cargo_metadata::camino::Utf8Path;

use crate::error::{Error, Result};
use crate::model::{Mutant, Outcome, Results, Verdict};

pub mod diff;
pub mod html;
pub mod journal;
pub mod json;
pub mod schema;
mod show;
mod style;
pub mod summary;
pub mod terminal;
#[cfg(test)]
mod testing;
pub mod text;
pub mod words;

/// Writes `mutants.json`, `report/index.html` and one `diff/<id>.diff` per undetected mutant into `dir`, which is
/// `<target>/mutate-data`, and notes the path of the page in the results.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_all(results: &mut Results, dir: &Utf8Path) -> Result<()> {
    let page = dir.join("report/index.html");
    results.report = Some(page);
    json::write(results, &dir.join("mutants.json"))?;
    html::write(results, &dir.join("report"))?;
    write_diffs(results, &dir.join("diff"))
}

/// The mutants with what is known of each; one without an outcome is pending.
pub(crate) fn pairs(results: &Results) -> impl Iterator<Item = (&Mutant, &Outcome)> {
    static PENDING: Outcome = Outcome {
        verdict: Verdict::Pending,
        covering: vec![],
        infecting: vec![],
        tests_run: 0,
        duration: std::time::Duration::ZERO,
    };
    let outcomes = results.outcomes.iter().chain(std::iter::repeat(&PENDING));
    results.mutants.iter().zip(outcomes)
}

/// The text of the file that a mutant is in; empty where it is not at hand.
pub(crate) fn source_of<'a>(results: &'a Results, mutant: &Mutant) -> &'a str {
    results.sources.get(&mutant.file).map_or("", String::as_str)
}

/// Replaces a file at once, so that a reader never sees half of it, also when the disk fills up.
pub(crate) fn replace_file(path: &Utf8Path, content: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let mut file = readable().tempfile_in(folder).map_err(Error::io("write", path))?;
    file.write_all(content.as_bytes()).map_err(Error::io("write", path))?;
    file.persist(path).map_err(|error| error.error).map_err(Error::io("write", path))?;
    Ok(())
}

/// Temporary files are private by default; a report is served and archived by other users.
fn readable() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

fn write_diffs(results: &Results, dir: &Utf8Path) -> Result<()> {
    fs::create_dir_all(dir).map_err(Error::io("create", dir))?;
    let mut stale = Vec::new();
    for entry in dir.read_dir_utf8().map_err(Error::io("read", dir))? {
        let path = entry.map_err(Error::io("read", dir))?.into_path();
        if path.extension() == Some("diff") {
            stale.push(path);
        }
    }
    for (mutant, _) in pairs(results).filter(|(_, outcome)| outcome.verdict.is_undetected()) {
        let path = dir.join(format!("{}.diff", mutant.id));
        replace_file(&path, &diff::unified(mutant, source_of(results, mutant)))?;
        stale.retain(|old| *old != path);
    }
    // What an earlier run left would read as a gap of this one.
    stale.into_iter().try_for_each(|path| fs::remove_file(&path).map_err(Error::io("remove", path)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cargo_metadata::camino::Utf8PathBuf;

    fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        (folder, path)
    }

    #[test]
    fn all_files_are_written_and_the_page_is_noted() {
        let (_keep, dir) = folder();
        let mut results = testing::results();
        write_all(&mut results, &dir).expect("written");
        assert_eq!(results.report.as_ref(), Some(&dir.join("report/index.html")));
        for name in ["mutants.json", "report/index.html", "report/style.css", "diff/3f2a91c0.diff"] {
            assert!(dir.join(name).is_file(), "{name}");
        }
        assert!(!dir.join("diff/a100000a.diff").exists(), "a killed mutant is no gap");
    }

    #[test]
    fn diffs_of_an_earlier_run_are_removed() {
        let (_keep, dir) = folder();
        write_all(&mut testing::results(), &dir).expect("written");
        let mut fixed = testing::results();
        fixed.outcomes.iter_mut().for_each(|outcome| outcome.verdict = Verdict::Pending);
        write_all(&mut fixed, &dir).expect("written again");
        assert_eq!(dir.join("diff").read_dir_utf8().expect("a folder").count(), 0);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let (_keep, dir) = folder();
        fs::write(dir.join("report"), "in the way").expect("written");
        let error = write_all(&mut testing::results(), &dir).expect_err("a file is in the way");
        assert!(error.to_string().contains("report"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn reports_can_be_read_by_others() {
        use std::os::unix::fs::PermissionsExt;
        let (_keep, dir) = folder();
        write_all(&mut testing::results(), &dir).expect("written");
        let mode = fs::metadata(dir.join("mutants.json")).expect("a file").permissions().mode();
        assert_ne!(mode & 0o004, 0, "{mode:o}");
    }
}
