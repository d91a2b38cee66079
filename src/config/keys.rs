//! The one list of keys of `mutate-data.toml`, apart from its tables.

use mutators::rules::Rule;

use super::reader::Entry;
use super::{data_sets, explain, gate, own_mutators, skips};
use crate::error::Result;
use crate::report::format::Format;
use crate::settings::{Choices, parse};

type Apply = fn(&mut Choices, &Entry<'_>) -> Result<()>;

/// Every key, with what it does; the names are those of the flags, lists in the plural.
const KEYS: &[(&str, Apply)] = &[
    ("all-features", |c, e| set(&mut c.all_features, e.boolean())),
    ("color", |c, e| set(&mut c.color, e.parsed(parse::color))),
    ("doctests", |c, e| set(&mut c.doctests, e.boolean())),
    ("exclude-files", |c, e| set(&mut c.exclude_files, globs(e))),
    ("exclude-mutators", |c, e| set(&mut c.exclude_mutators, e.texts())),
    ("exclude-packages", |c, e| set(&mut c.exclude_packages, e.texts())),
    ("exclude-re", |c, e| set(&mut c.exclude_name, e.parsed(parse::regex))),
    ("features", |c, e| set(&mut c.features, e.texts())),
    ("files", |c, e| set(&mut c.files, globs(e))),
    ("frozen", |c, e| set(&mut c.frozen, e.boolean())),
    ("function", |c, e| set(&mut c.function, e.parsed(parse::regex))),
    ("group", |c, e| set(&mut c.group, e.parsed(parse::group))),
    ("jobs", |c, e| set(&mut c.jobs, e.whole(parse::count))),
    ("locked", |c, e| set(&mut c.locked, e.boolean())),
    ("manifest-path", |c, e| set(&mut c.manifest_path, e.text().map(Into::into))),
    ("memory-limit", |c, e| set(&mut c.memory_limit, e.whole(parse::megabytes))),
    ("mutate-unsafe", |c, e| set(&mut c.mutate_unsafe, e.boolean())),
    ("mutators", |c, e| set(&mut c.mutators, e.texts())),
    ("no-default-features", |c, e| set(&mut c.no_default_features, e.boolean())),
    ("noise-filter", |c, e| set(&mut c.noise, e.boolean())),
    ("offline", |c, e| set(&mut c.offline, e.boolean())),
    ("packages", |c, e| set(&mut c.packages, e.texts())),
    ("profile", |c, e| set(&mut c.profile, e.text().map(str::to_owned))),
    ("re", |c, e| set(&mut c.name, e.parsed(parse::regex))),
    ("rebuild-lane", |c, e| set(&mut c.rebuild_lane, e.boolean())),
    ("release", |c, e| set(&mut c.release, e.boolean())),
    ("report", |c, e| set(&mut c.reports, reports(e))),
    ("single-file", |c, e| set(&mut c.single_file, e.boolean())),
    ("sql-functions", |c, e| set(&mut c.sql_functions, sql_functions(e))),
    ("target-dir", |c, e| set(&mut c.target_dir, e.text().map(Into::into))),
    ("test-args", |c, e| set(&mut c.test_args, e.texts())),
    ("test-packages", |c, e| set(&mut c.test_packages, e.texts())),
    ("test-workspace", |c, e| set(&mut c.test_workspace, e.boolean())),
    ("timeout", |c, e| set(&mut c.timeout, e.number(parse::seconds))),
    ("timeout-factor", |c, e| set(&mut c.timeout_factor, e.number(parse::factor))),
    ("timings", |c, e| set(&mut c.timings, e.boolean())),
    ("workspace", |c, e| set(&mut c.workspace, e.boolean())),
];

/// The names of all keys, those of tables included, for messages and documentation.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    KEYS.iter().map(|(name, _)| *name).chain([
        data_sets::KEY,
        own_mutators::KEY,
        gate::KEY,
        skips::KEY,
        explain::KEY,
    ])
}

/// Notes in `choices` what `entry` says.
pub fn apply(entry: &Entry<'_>, choices: &mut Choices) -> Result<()> {
    match KEYS.iter().find(|(name, _)| *name == entry.key) {
        Some((_, apply)) => apply(choices, entry),
        None => Err(unknown(entry, names())),
    }
}

/// The complaint about a key that is none of `known`.
pub fn unknown<'a>(
    entry: &Entry<'_>,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> crate::error::Error {
    let hint = parse::suggestion(entry.key, known);
    entry.reader.error(entry.line, format_args!("unknown key `{}`, {hint}", entry.key))
}

fn set<T>(place: &mut Option<T>, value: Result<T>) -> Result<()> {
    *place = Some(value?);
    Ok(())
}

fn globs(entry: &Entry<'_>) -> Result<globset::GlobSet> {
    parse::globs(entry.texts()?.iter().map(String::as_str)).map_err(|error| entry.error(error))
}

/// Refuses names of mutators that nobody knows; `own` are those of the file itself.
pub fn check_mutators(entry: &Entry<'_>, own: &[Rule]) -> Result<()> {
    if !matches!(entry.key, "mutators" | "exclude-mutators") {
        return Ok(());
    }
    let names = entry.texts()?;
    names.iter().try_for_each(|name| parse::mutator(name, own).map_err(|error| entry.error(error)))
}

fn sql_functions(entry: &Entry<'_>) -> Result<Vec<mutators::scan::SqlCall>> {
    entry.texts()?.iter().map(|text| parse::sql_function(text).map_err(|error| entry.error(error))).collect()
}

fn reports(entry: &Entry<'_>) -> Result<Vec<Format>> {
    entry.texts()?.iter().map(|name| parse::format(name).map_err(|error| entry.error(error))).collect()
}
