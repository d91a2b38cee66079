//! The `[[skip]]` tables of `mutate-data.toml`.

use mutators::rules::Rule as Own;

use super::keys::unknown;
use super::reader::Entry;
use crate::error::Result;
use crate::settings::parse::{self, Invalid};
use crate::suppress::list::Rule;

/// The key of the tables.
pub const KEY: &str = "skip";

const KEYS: [&str; 8] = ["file", "function", "id", "mutator", "package", "re", "reason", "until"];

/// All suppressions of the file, whose own mutators are `own`.
pub fn read(entry: &Entry<'_>, own: &[Own]) -> Result<Vec<Rule>> {
    entry.tables()?.iter().map(|(line, entries)| read_one(entry, *line, entries, own)).collect()
}

fn read_one(parent: &Entry<'_>, line: usize, entries: &[Entry<'_>], own: &[Own]) -> Result<Rule> {
    let name = parent.reader.path.file_name().unwrap_or(super::FILE_NAME);
    let mut rule = Rule { place: format!("{name}:{line}"), ..Rule::default() };
    for entry in entries {
        match entry.key {
            "id" => rule.ids = entry.texts()?,
            "re" => rule.name = Some(entry.parsed(parse::regex)?),
            "function" => rule.function = Some(entry.parsed(parse::regex)?),
            "file" => {
                let globs = entry.texts()?;
                let set = parse::globs(globs.iter().map(String::as_str));
                rule.files = Some(set.map_err(|error| entry.error(error))?);
            }
            "mutator" => {
                rule.mutators = entry.texts()?;
                let mut names = rule.mutators.iter();
                names.try_for_each(|name| parse::mutator(name, own).map_err(|error| entry.error(error)))?;
            }
            "package" => rule.packages = entry.texts()?,
            "reason" => rule.reason = entry.parsed(reason)?,
            "until" => rule.until = Some(parse::date(&entry.date()?).map_err(|error| entry.error(error))?),
            _ => return Err(unknown(entry, KEYS)),
        }
    }
    let complain = |reason: &str| Err(parent.reader.error(line, reason));
    if rule.reason.is_empty() {
        return complain("a `[[skip]]` without `reason`; say why no test is worth it");
    }
    if rule.matches_everything() {
        return complain(
            "a `[[skip]]` that would suppress everything; add `id`, `re`, `file`, `function`, `mutator` or `package`",
        );
    }
    Ok(rule)
}

fn reason(text: &str) -> std::result::Result<String, Invalid> {
    match text.trim() {
        "" => Err(Invalid::new("is empty; say why no test is worth it")),
        text => Ok(text.to_owned()),
    }
}
