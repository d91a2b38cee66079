//! Text of flags and of the settings file into values, with the same messages for both.

use std::time::Duration;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use jiff::civil::Date;
use mutators::rules::Rule;
use mutators::scan::{DIALECTS, SqlCall};
use mutators::{Family, Group};
use regex::Regex;

use super::{Color, Explain};
use crate::report::format::Format;

/// Why a text is not the value that is wanted; lower case, says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(String);

impl Invalid {
    /// With that message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// The groups of the catalogue by name.
const GROUPS: [(&str, Group); 3] =
    [("default", Group::Default), ("strict", Group::Strict), ("all", Group::All)];

/// When output is coloured, by name.
const COLORS: [(&str, Color); 3] =
    [("auto", Color::Auto), ("always", Color::Always), ("never", Color::Never)];

/// How much is found out about survivors, by name.
const LEVELS: [(&str, Explain); 3] =
    [("none", Explain::None), ("why", Explain::Why), ("full", Explain::Full)];

/// One megabyte of `--memory-limit`.
const MEGABYTE: u64 = 1_000_000;

/// The known name nearest to `name`, if one is near enough to be what was meant.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase().replace('_', "-");
    let near = |candidate: &&str| strsim::jaro_winkler(&name, candidate);
    known.into_iter().filter(|candidate| near(candidate) > 0.75).max_by(|a, b| near(a).total_cmp(&near(b)))
}

/// `` did you mean `nearest`? ``, or all known names where none is near.
#[must_use]
pub fn suggestion<'a>(name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are {}", quoted(known)),
    }
}

fn quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn one_of<T: Copy>(text: &str, kind: &str, known: &[(&str, T)]) -> Result<T, Invalid> {
    let found = known.iter().find(|(name, _)| *name == text);
    found.map(|(_, value)| *value).ok_or_else(|| {
        Invalid(format!("unknown {kind} `{text}`, {}", suggestion(text, known.iter().map(|(name, _)| *name))))
    })
}

/// The names of the groups, the smallest first.
pub fn group_names() -> impl Iterator<Item = &'static str> {
    GROUPS.iter().map(|(name, _)| *name)
}

/// `default`, `strict` or `all`.
pub fn group(text: &str) -> Result<Group, Invalid> {
    one_of(text, "group", &GROUPS)
}

/// `auto`, `always` or `never`.
pub fn color(text: &str) -> Result<Color, Invalid> {
    one_of(text, "colour choice", &COLORS)
}

/// `none`, `why` or `full`.
pub fn level(text: &str) -> Result<Explain, Invalid> {
    one_of(text, "level", &LEVELS)
}

/// Globs of functions by item path; one that matches the last segments of a path is enough.
pub fn functions<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<GlobSet, Invalid> {
    let mut set = GlobSetBuilder::new();
    for text in texts {
        for pattern in [text.to_owned(), format!("*::{text}")] {
            let glob = GlobBuilder::new(&pattern).build();
            set.add(glob.map_err(|error| Invalid(format!("`{text}` is not a glob: {}", error.kind())))?);
        }
    }
    set.build().map_err(|error| Invalid(format!("the globs together are too large: {}", error.kind())))
}

/// The name of a mutator of the catalogue, or of the project's `own`.
pub fn mutator(text: &str, own: &[Rule]) -> Result<(), Invalid> {
    let own = own.iter().map(|rule| rule.name.as_str());
    let known = || mutators::CATALOGUE.iter().map(|mutator| mutator.name).chain(own.clone());
    if known().any(|name| name == text) {
        return Ok(());
    }
    let hint = match nearest(text, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`cargo mutate-data mutators` lists all".to_owned(),
    };
    Err(Invalid(format!("unknown mutator `{text}`, {hint}")))
}

/// A function or method that runs SQL, with its dialect where it has one: `ask`, `Warehouse::ask`, `ask:duckdb`.
pub fn sql_function(text: &str) -> Result<SqlCall, Invalid> {
    let is_path = |name: &str| {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        name.split("::").all(|part| !part.is_empty() && part.chars().all(is_word))
    };
    let split = text.rsplit_once(':').filter(|(name, _)| !name.ends_with(':'));
    let (name, dialect) = split.unwrap_or((text, "generic"));
    let known = DIALECTS.iter().copied();
    if !known.clone().any(|known| known == dialect) {
        return Err(Invalid(format!("unknown SQL dialect `{dialect}`, {}", suggestion(dialect, known))));
    }
    if !is_path(name) {
        return Err(Invalid(format!(
            "`{name}` is no name of a function; write for instance `ask` or `ask:duckdb`"
        )));
    }
    Ok(SqlCall { name: name.to_owned().into(), dialect: dialect.to_owned().into() })
}

/// The name of a kind of report.
pub fn format(text: &str) -> Result<Format, Invalid> {
    one_of(text, "report", &Format::ALL.map(|format| (format.name(), format)))
}

/// The name of a family of mutators.
pub fn family(text: &str) -> Result<Family, Invalid> {
    one_of(text, "family", &Family::ALL.map(|family| (family.name(), family)))
}

/// A day, for instance `2027-01-31`.
pub fn date(text: &str) -> Result<Date, Invalid> {
    text.parse().map_err(|_| Invalid(format!("`{text}` is not a date; write it as in 2027-01-31")))
}

/// A percentage from 0 to 100.
pub fn percentage(value: f64) -> Result<f64, Invalid> {
    let valid = (0.0..=100.0).contains(&value);
    valid
        .then_some(value)
        .ok_or_else(|| Invalid("must be a percentage from 0 to 100, for instance 85".to_owned()))
}

/// A number from 0.
pub fn any_count(value: u64) -> Result<usize, Invalid> {
    usize::try_from(value).map_err(|_| Invalid("must be a whole number from 0".to_owned()))
}

/// A regular expression.
pub fn regex(text: &str) -> Result<Regex, Invalid> {
    Regex::new(text).map_err(|error| {
        // The crate draws the pattern with a caret over several lines; its last line is the reason.
        let full = error.to_string();
        let reason = full.lines().last().unwrap_or_default().trim_start_matches("error: ");
        Invalid(format!(
            "`{text}` is not a regular expression: {reason}; escape special characters with `\\`"
        ))
    })
}

/// File globs, where `*` stops at `/` and `**` does not. A glob without `/` matches at any depth, as in `.gitignore`.
pub fn globs<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<GlobSet, Invalid> {
    let mut set = GlobSetBuilder::new();
    for text in texts {
        let text = text.strip_prefix("./").unwrap_or(text);
        let pattern = if text.contains('/') { text.to_owned() } else { format!("**/{text}") };
        set.add(glob(&pattern).map_err(|reason| Invalid(format!("`{text}` is not a glob: {reason}")))?);
    }
    set.build().map_err(|error| Invalid(format!("the globs together are too large: {}", error.kind())))
}

/// One glob, where `*` stops at `/` and `**` does not; the error is the bare reason.
pub fn glob(text: &str) -> Result<globset::Glob, Invalid> {
    let glob = GlobBuilder::new(text).literal_separator(true).build();
    glob.map_err(|error| Invalid(error.kind().to_string()))
}

/// A positive number of seconds, for instance `1.5`.
pub fn seconds(value: f64) -> Result<Duration, Invalid> {
    let duration = Duration::try_from_secs_f64(value).ok().filter(|duration| !duration.is_zero());
    duration.ok_or_else(|| Invalid("must be a number of seconds above 0, for instance 1.5".to_owned()))
}

/// A number of at least 1.
pub fn factor(value: f64) -> Result<f64, Invalid> {
    let valid = (1.0..=1e9).contains(&value);
    valid
        .then_some(value)
        .ok_or_else(|| Invalid("must be a number from 1 to 1e9, for instance 10".to_owned()))
}

/// A whole number from 1.
pub fn count(value: u64) -> Result<usize, Invalid> {
    let count = usize::try_from(value).ok().filter(|count| *count > 0);
    count.ok_or_else(|| Invalid("must be a whole number from 1".to_owned()))
}

/// Megabytes (millions of bytes) from 1, as bytes.
pub fn megabytes(value: u64) -> Result<u64, Invalid> {
    let bytes = value.checked_mul(MEGABYTE).filter(|bytes| *bytes > 0);
    bytes.ok_or_else(|| Invalid("must be a whole number of megabytes from 1, for instance 2000".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_mutator_gets_the_nearest_name() {
        let error = mutator("arithmetik", &[]).unwrap_err().to_string();
        assert_eq!(error, "unknown mutator `arithmetik`, did you mean `arithmetic`?");
    }

    #[test]
    fn a_name_near_to_nothing_gets_all_names() {
        assert_eq!(
            group("xyz").unwrap_err().to_string(),
            "unknown group `xyz`, known are `default`, `strict`, `all`"
        );
    }

    #[test]
    fn a_bad_regex_is_explained_on_one_line() {
        let error = regex("a(b").unwrap_err().to_string();
        assert_eq!(
            error,
            "`a(b` is not a regular expression: unclosed group; escape special characters with `\\`"
        );
    }

    #[test]
    fn a_bad_glob_is_explained() {
        assert!(
            globs(["src/[a"])
                .unwrap_err()
                .to_string()
                .starts_with("`src/[a` is not a glob: unclosed character")
        );
    }

    #[test]
    fn a_glob_without_a_slash_matches_at_any_depth() -> Result<(), Invalid> {
        let set = globs(["clean.rs", "jobs/*/src/*.rs"])?;
        assert!(set.is_match("jobs/flights/src/clean.rs") && set.is_match("jobs/a/src/b.rs"));
        assert!(!set.is_match("jobs/a/src/deep/b.rs"));
        Ok(())
    }

    #[test]
    fn functions_that_run_sql_may_name_a_dialect() {
        let call = sql_function("Warehouse::ask:duckdb").expect("a function");
        assert_eq!((call.name.as_ref(), call.dialect.as_ref()), ("Warehouse::ask", "duckdb"));
        assert_eq!(sql_function("Warehouse::ask").expect("a function").dialect, "generic");
        let error = sql_function("ask:duckbd").unwrap_err().to_string();
        assert_eq!(error, "unknown SQL dialect `duckbd`, did you mean `duckdb`?");
        assert!(sql_function("ask me").is_err() && sql_function("").is_err());
    }

    #[test]
    fn zero_is_no_limit() {
        assert!(seconds(0.0).is_err() && seconds(-1.0).is_err() && seconds(f64::NAN).is_err());
        assert!(count(0).is_err() && megabytes(0).is_err() && factor(0.5).is_err());
    }
}
