//! `mutate-data.toml`: where it is found, and what it may say.
//!
//! Every error names the file, the line and the key, and an unknown key gets the nearest known name.

pub mod contracts;
mod data_sets;
mod explain;
mod gate;
mod keys;
mod own_mutators;
mod reader;
mod skips;

use std::fs;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use mutators::rules::Rule;

use crate::error::{Error, Result};
use crate::sample::DataSet;
use crate::settings::Choices;
use crate::suppress::list::Rule as Skip;
use reader::Reader;

pub use keys::names as known_keys;

/// The name of the file.
pub const FILE_NAME: &str = "mutate-data.toml";

/// What a `mutate-data.toml` says.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Where it is.
    pub path: Utf8PathBuf,
    /// Its settings.
    pub choices: Choices,
    /// Its data sets, in order.
    pub data_sets: Vec<DataSet>,
    /// The project's own mutators, in order.
    pub rules: Vec<Rule>,
    /// Its suppressions, in order.
    pub skips: Vec<Skip>,
}

/// Reads the nearest `mutate-data.toml` from `dir` upwards, up to the root of the workspace that `dir` lies in.
///
/// # Errors
/// [`Error::Usage`] where the file cannot be read or says something wrong.
pub fn load(dir: &Utf8Path) -> Result<Option<Config>> {
    // A directory that does not exist is a wrong --manifest-path, which cargo itself explains.
    let Ok(start) = dir.canonicalize_utf8() else { return Ok(None) };
    for folder in start.ancestors() {
        let path = folder.join(FILE_NAME);
        if path.is_file() && !is_excluded(folder, &start) {
            return read(&path).map(Some);
        }
        if workspace(folder).is_some() {
            break;
        }
    }
    Ok(None)
}

/// Reads the `mutate-data.toml` (of any name) at `path`.
///
/// # Errors
/// As [`load`].
pub fn read(path: &Utf8Path) -> Result<Config> {
    let text = fs::read_to_string(path).map_err(|error| {
        Error::Usage(format!(
            "cannot read {path}: {error}; name a readable file with --config, or use --no-config"
        ))
    })?;
    parse(path, &text)
}

fn parse(path: &Utf8Path, text: &str) -> Result<Config> {
    let reader = Reader { path, text };
    let base = match path.parent() {
        Some(parent) if !parent.as_str().is_empty() => parent,
        _ => Utf8Path::new("."),
    };
    let base = base.canonicalize_utf8().unwrap_or_else(|_| base.to_owned());
    let mut config = Config { path: path.to_owned(), ..Config::default() };
    let entries = reader.entries()?;
    for entry in &entries {
        match entry.key {
            data_sets::KEY => config.data_sets = data_sets::read(entry, &base)?,
            own_mutators::KEY => config.rules = own_mutators::read(entry)?,
            explain::KEY => explain::read(entry, &mut config.choices)?,
            gate::KEY => config.choices.gate = gate::read(entry, &base)?,
            // Suppressions may name the file's own mutators, which may stand below them.
            skips::KEY => {}
            _ => keys::apply(entry, &mut config.choices)?,
        }
    }
    entries.iter().try_for_each(|entry| keys::check_mutators(entry, &config.rules))?;
    for entry in entries.iter().filter(|entry| entry.key == skips::KEY) {
        config.skips = skips::read(entry, &config.rules)?;
    }
    for place in [&mut config.choices.manifest_path, &mut config.choices.target_dir].into_iter().flatten() {
        *place = base.join(&*place);
    }
    Ok(config)
}

/// The `[workspace]` table of the manifest in `folder`, if there is one.
fn workspace(folder: &Utf8Path) -> Option<toml::Value> {
    let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse().ok()?;
    manifest.get("workspace").cloned()
}

/// True where the workspace in `folder` says that `package` is not of it.
fn is_excluded(folder: &Utf8Path, package: &Utf8Path) -> bool {
    let workspace = workspace(folder);
    let excluded = workspace.as_ref().and_then(|table| table.get("exclude")?.as_array());
    let mut paths = excluded.into_iter().flatten().filter_map(toml::Value::as_str);
    paths.any(|path| package.starts_with(folder.join(path)))
}

#[cfg(test)]
mod tests;
