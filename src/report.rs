//! What people and other tools get to see: terminal, HTML and the formats of CI, all from the same events and results.
//!
//! Nothing is decided here; a report that needs to know something new finds it in [`crate::model`].
//!
//! | module | what it writes |
//! |---|---|
//! | [`terminal`] | progress, survivors as they come, the closing summary |
//! | [`summary`] | the closing summary as text, and the numbers that it shares with the HTML pages |
//! | [`text`] | `list`, `show`, `explain`, `suggest` and the catalogue of mutators |
//! | [`diff`] | what a mutant changes, for people and for `patch` |
//! | [`gate`] | what the gate says, in words |
//! | [`journal`] | `results.jsonl`, one line per verdict as it comes |
//! | [`format`](mod@format) | the kinds of report that can be asked for; one module each: |
//! | [`html`] | `report/`, static pages |
//! | [`json`] | `mutants.json` (mutation-testing-report-schema 2) and back, `list --json` |
//! | [`sarif`] | `mutants.sarif`, code scanning |
//! | [`junit`] | `junit.xml`, test views |
//! | [`pit`] | `mutations.xml`, tools that read PIT |
//! | [`gitlab`] | `gl-code-quality-report.json` |
//! | [`sonar`] | `sonar-issues.json` |
//! | [`github`] | annotations and the step summary |
//! | [`markdown`] | `summary.md` |
//! | [`csv`](mod@csv) | `mutants.csv` |

use std::fs;
use std::io::Write;

use cargo_metadata::camino::Utf8Path;

use crate::error::{Error, Result};
use crate::model::{Mutant, Results};

#[cfg(test)]
mod browser;
pub mod csv;
pub mod diff;
mod explained;
pub mod format;
pub mod gate;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod journal;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod pit;
pub mod sarif;
pub mod schema;
mod show;
pub mod sonar;
mod style;
pub mod summary;
mod table;
pub mod terminal;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
mod why;
pub mod words;
mod xml;

use format::{Format, Reports};

/// Writes the chosen reports and one `diff/<id>.diff` per undetected mutant into `dir`, which is
/// `<target>/mutate-data`, and notes the path of the page in the results. `mutants.json` is always written, because
/// `show` and `baseline` read it.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_all(results: &mut Results, dir: &Utf8Path, reports: &Reports) -> Result<()> {
    results.report =
        Format::Html.file().filter(|_| reports.formats.contains(&Format::Html)).map(|page| dir.join(page));
    json::write(results, &dir.join("mutants.json"))?;
    for format in &reports.formats {
        let Some(path) = format.file().map(|name| dir.join(name)) else { continue };
        match format {
            Format::Terminal | Format::Json => {}
            Format::Html => html::write(results, &dir.join("report"), reports.single_file)?,
            Format::Sarif => replace_file(&path, &pretty(&sarif::report(results)))?,
            Format::Junit => replace_file(&path, &junit::text(results)?)?,
            Format::PitXml => replace_file(&path, &pit::text(results)?)?,
            Format::Gitlab => replace_file(&path, &pretty(&gitlab::report(results)))?,
            Format::Sonar => replace_file(&path, &pretty(&sonar::report(results)))?,
            Format::Github => replace_file(&path, &github::summary(results))?,
            Format::Markdown => replace_file(&path, &markdown::text(results, usize::MAX))?,
            Format::Csv => replace_file(&path, &csv::text(results)?)?,
        }
    }
    write_diffs(results, &dir.join("diff"))
}

fn pretty(json: &serde_json::Value) -> String {
    format!("{json:#}\n")
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
    for (mutant, _) in results.pairs().filter(|(_, outcome)| outcome.verdict.is_undetected()) {
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
    use crate::model::Verdict;
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
        write_all(&mut results, &dir, &Reports::default()).expect("written");
        assert_eq!(results.report.as_ref(), Some(&dir.join("report/index.html")));
        for name in ["mutants.json", "report/index.html", "report/style.css", "diff/3f2a91c0.diff"] {
            assert!(dir.join(name).is_file(), "{name}");
        }
        assert!(!dir.join("diff/a100000a.diff").exists(), "a killed mutant is no gap");
    }

    #[test]
    fn every_format_is_the_file_that_it_says() {
        let (_keep, dir) = folder();
        let reports = Reports { formats: Format::ALL.to_vec(), single_file: true };
        write_all(&mut testing::results(), &dir, &reports).expect("written");
        for name in Format::ALL.into_iter().filter_map(Format::file) {
            assert!(dir.join(name).is_file(), "{name}");
        }
    }

    #[test]
    fn what_was_not_asked_for_is_not_written_but_for_the_results() {
        let (_keep, dir) = folder();
        let mut results = testing::results();
        let reports = Reports { formats: vec![Format::Csv], single_file: false };
        write_all(&mut results, &dir, &reports).expect("written");
        assert_eq!(results.report, None);
        assert!(!dir.join("report").exists() && dir.join("mutants.csv").exists());
        assert!(dir.join("mutants.json").exists(), "later commands read it");
    }

    #[test]
    fn diffs_of_an_earlier_run_are_removed() {
        let (_keep, dir) = folder();
        write_all(&mut testing::results(), &dir, &Reports::default()).expect("written");
        let mut fixed = testing::results();
        fixed.outcomes.iter_mut().for_each(|outcome| outcome.verdict = Verdict::Pending);
        write_all(&mut fixed, &dir, &Reports::default()).expect("written again");
        assert_eq!(dir.join("diff").read_dir_utf8().expect("a folder").count(), 0);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let (_keep, dir) = folder();
        fs::write(dir.join("report"), "in the way").expect("written");
        let error =
            write_all(&mut testing::results(), &dir, &Reports::default()).expect_err("a file is in the way");
        assert!(error.to_string().contains("report"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn reports_can_be_read_by_others() {
        use std::os::unix::fs::PermissionsExt;
        let (_keep, dir) = folder();
        write_all(&mut testing::results(), &dir, &Reports::default()).expect("written");
        let mode = fs::metadata(dir.join("mutants.json")).expect("a file").permissions().mode();
        assert_ne!(mode & 0o004, 0, "{mode:o}");
    }
}
