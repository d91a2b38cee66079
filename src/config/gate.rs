//! The `[gate]` table of `mutate-data.toml`, with `[gate.package.NAME]` and `[gate.family.NAME]` inside it.

use std::collections::BTreeMap;

use cargo_metadata::camino::Utf8Path;

use super::keys::unknown;
use super::reader::Entry;
use crate::error::Result;
use crate::gate::{Gate, Rules};
use crate::settings::parse::{self, Invalid};

/// The key of the table.
pub const KEY: &str = "gate";

const RULES: [&str; 4] = ["max-survivors", "min-score", "min-test-strength", "new-survivors"];
const OTHERS: [&str; 4] = ["baseline", "deny-stale", "family", "package"];

/// The rules of the table; the file's directory is `base`.
pub fn read(entry: &Entry<'_>, base: &Utf8Path) -> Result<Gate> {
    let mut gate = Gate::default();
    for inner in entry.table()? {
        match inner.key {
            "baseline" => gate.baseline = Some(base.join(inner.parsed(present)?)),
            "deny-stale" => gate.deny_stale = Some(inner.boolean()?),
            "package" => gate.packages = parts(&inner, |_| Ok(()))?,
            "family" => gate.families = parts(&inner, |name| parse::family(name).map(|_| ()))?,
            _ => rule(&inner, &mut gate.overall, &OTHERS)?,
        }
    }
    Ok(gate)
}

/// The tables below `package` or `family`, whose names must pass `check`.
fn parts(
    entry: &Entry<'_>,
    check: impl Fn(&str) -> std::result::Result<(), Invalid>,
) -> Result<BTreeMap<String, Rules>> {
    let mut parts = BTreeMap::new();
    for part in entry.table()? {
        check(part.key).map_err(|error| part.error(error))?;
        let mut rules = Rules::default();
        for inner in part.table()? {
            rule(&inner, &mut rules, &[])?;
        }
        parts.insert(part.key.to_owned(), rules);
    }
    Ok(parts)
}

fn rule(entry: &Entry<'_>, rules: &mut Rules, others: &[&'static str]) -> Result<()> {
    match entry.key {
        "min-score" => rules.min_score = Some(entry.number(parse::percentage)?),
        "min-test-strength" => rules.min_test_strength = Some(entry.number(parse::percentage)?),
        "max-survivors" => rules.max_survivors = Some(entry.whole(parse::any_count)?),
        "new-survivors" => rules.new_survivors = Some(entry.whole(parse::any_count)?),
        _ => return Err(unknown(entry, RULES.into_iter().chain(others.iter().copied()))),
    }
    Ok(())
}

fn present(path: &str) -> std::result::Result<String, Invalid> {
    match path {
        "" => Err(Invalid::new("is empty; give the path of a file")),
        path => Ok(path.to_owned()),
    }
}
