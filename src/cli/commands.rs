//! Each command, as calls of the engine and of the reports.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use clap_complete::Shell;

use super::output::{is_coloured, is_interactive, print};
use crate::error::{Error, Result};
use crate::gate;
use crate::report::format::Format;
use crate::report::terminal::Terminal;
use crate::report::{github, json, text};
use crate::settings::Settings;
use crate::{pipeline, workspace};

pub(super) fn terminal(settings: &Settings) -> Terminal {
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
    pipeline::replay::replay(settings, id, &terminal(settings))
}

/// `mutators [NAME]`.
pub fn mutators(name: Option<&str>) -> Result<u8> {
    print(&text::mutators_page(name)?)?;
    Ok(0)
}

/// `completions SHELL`.
pub fn completions(shell: Shell, command: &mut clap::Command) -> Result<u8> {
    let mut script = vec![];
    clap_complete::generate(shell, command, "cargo-mutate-data", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
