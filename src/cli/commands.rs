//! Each command, as calls of the engine and of the reports.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use clap_complete::Shell;

use super::output::{is_coloured, is_interactive, print};
use crate::error::{Error, Result};
use crate::gate;
use crate::model::{Event, Phase, Reporter};
use crate::report::format::Format;
use crate::report::terminal::Terminal;
use crate::report::{github, json, text};
use crate::sample::{self, DataSet};
use crate::settings::{Settings, parse};
use crate::{pipeline, workspace};

fn terminal(settings: &Settings) -> Terminal {
    Terminal::new(is_coloured(settings.color), is_interactive(), settings.timings)
}

/// `run`: 0, or 2 where the gate failed, or 130 after Ctrl-C.
pub fn run(settings: &Settings) -> Result<u8> {
    let formats = &settings.reports.formats;
    let terminal = terminal(settings);
    let terminal = if formats.contains(&Format::Terminal) { terminal } else { terminal.without_results() };
    let results = pipeline::run(settings, &terminal)?;
    if formats.contains(&Format::Github) {
        print(&github::annotations(&results))?;
        if let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY") {
            append(Path::new(&path), &github::summary(&results))?;
        }
    }
    Ok(gate::exit_code(&results))
}

/// The file is GitHub's and may hold what other steps wrote.
fn append(path: &Path, text: &str) -> Result<()> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(Error::io("write", path.to_string_lossy().into_owned()))
}

/// `baseline`.
pub fn baseline(settings: &Settings) -> Result<u8> {
    let workspace = workspace::load(settings)?;
    let path = pipeline::baseline_path(settings, &workspace.root);
    print(&gate::baseline::update(&workspace.output(), &path)?)?;
    Ok(0)
}

/// `list`.
pub fn list(settings: &Settings, as_json: bool, diff: bool) -> Result<u8> {
    let results = pipeline::list(settings, &terminal(settings))?;
    if as_json {
        print(&json::list(&results))?;
    } else {
        print(&text::list(&results, diff, is_coloured(settings.color)))?;
    }
    Ok(0)
}

/// `show ID`.
pub fn show(settings: &Settings, id: &str) -> Result<u8> {
    let workspace = workspace::load(settings)?;
    print(&text::show(&workspace.output(), id, is_coloured(settings.color))?)?;
    Ok(0)
}

/// `replay ID`.
pub fn replay(settings: &Settings, id: &str) -> Result<u8> {
    pipeline::replay(settings, id, &terminal(settings))
}

/// `mutators [NAME]`.
pub fn mutators(name: Option<&str>) -> Result<u8> {
    print(&text::mutators_page(name)?)?;
    Ok(0)
}

/// `sample [NAME..]`.
pub fn sample(settings: &Settings, names: &[String]) -> Result<u8> {
    let workspace = workspace::load(settings)?;
    let data_sets = named(&settings.data_sets, names)?;
    let terminal = terminal(settings);
    let start = Instant::now();
    terminal.event(&Event::PhaseStarted { phase: Phase::Sample, total: Some(data_sets.len()) });
    let samples = sample::prepare(&data_sets, &workspace.output().join("samples"), &terminal)?;
    let summary = format!("{} data sets", samples.len());
    terminal.event(&Event::PhaseFinished {
        phase: Phase::Sample,
        duration: start.elapsed(),
        summary: &summary,
    });
    for sample in samples {
        let from = if sample.cached { "made before" } else { "made now" };
        let (rows, all) = (sample.sample_rows, sample.source_rows);
        print(&format!(
            "{}: {rows} of {all} rows, {from}\n  {}={}\n",
            sample.name, sample.variable, sample.path
        ))?;
    }
    Ok(0)
}

/// The data sets of these names, all where there is no name.
fn named(data_sets: &[DataSet], names: &[String]) -> Result<Vec<DataSet>> {
    if data_sets.is_empty() {
        let advice = "add a [[data-set]] to mutate-data.toml at the workspace root, see `sample --help`";
        return Err(Error::Usage(format!("no data set is declared; {advice}")));
    }
    if names.is_empty() {
        return Ok(data_sets.to_vec());
    }
    let known = data_sets.iter().map(|data_set| data_set.name.as_str());
    let find = |name: &String| {
        let found = data_sets.iter().find(|data_set| data_set.name == *name).cloned();
        found.ok_or_else(|| {
            Error::Usage(format!("unknown data set `{name}`, {}", parse::suggestion(name, known.clone())))
        })
    };
    names.iter().map(find).collect()
}

/// `completions SHELL`.
pub fn completions(shell: Shell, command: &mut clap::Command) -> Result<u8> {
    let mut script = vec![];
    clap_complete::generate(shell, command, "cargo-mutate-data", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_data_set_gets_the_nearest_name() {
        let data_set = |name: &str| DataSet {
            name: name.to_owned(),
            source: String::new(),
            rows: 1,
            seed: 1,
            base: cargo_metadata::camino::Utf8PathBuf::new(),
        };
        let error = named(&[data_set("flights"), data_set("planes")], &["flight".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), "unknown data set `flight`, did you mean `flights`?");
        assert!(named(&[], &[]).unwrap_err().to_string().contains("[[data-set]]"));
    }
}
