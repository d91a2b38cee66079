//! The `[[mutator]]` tables of `mutate-data.toml`: rules for functions of the project.

use mutators::Group;
use mutators::rules::{Pattern, Rule};

use super::keys::unknown;
use super::reader::Entry;
use crate::error::Result;
use crate::settings::parse;

/// The key of the tables.
pub const KEY: &str = "mutator";

const KEYS: [&str; 7] = ["name", "method", "function", "macro", "replacement", "doc", "group"];

/// All rules of the file.
pub fn read(entry: &Entry<'_>) -> Result<Vec<Rule>> {
    let mut rules: Vec<Rule> = vec![];
    for (line, entries) in entry.tables()? {
        let rule = read_one(entry, line, &entries)?;
        if rules.iter().any(|other| other.name == rule.name) {
            let reason = format!("mutator `{}` is declared twice; rename one", rule.name);
            return Err(entry.reader.error(line, reason));
        }
        rules.push(rule);
    }
    Ok(rules)
}

fn read_one(parent: &Entry<'_>, line: usize, entries: &[Entry<'_>]) -> Result<Rule> {
    let (mut name, mut doc, mut group, mut replacements) = (None, None, Group::Default, None);
    let mut patterns = vec![];
    for entry in entries {
        match entry.key {
            "name" => name = Some(entry.text()?.to_owned()),
            "doc" => doc = Some(entry.text()?.to_owned()),
            "group" => group = entry.parsed(parse::group)?,
            "replacement" => replacements = Some(entry.texts()?),
            "method" => patterns.push(Pattern::Method(entry.text()?.to_owned())),
            "function" => patterns.push(Pattern::Function(entry.text()?.to_owned())),
            "macro" => patterns.push(Pattern::Macro(entry.text()?.to_owned())),
            _ => return Err(unknown(entry, KEYS)),
        }
    }
    let complain = |reason: String| parent.reader.error(line, reason);
    let missing = |key: &str, example: &str| {
        complain(format!("a mutator without `{key}`; add for instance `{key} = \"{example}\"`"))
    };
    let name = name.ok_or_else(|| missing("name", "to-usd"))?;
    let pattern = match (patterns.pop(), patterns.is_empty()) {
        (Some(pattern), true) => pattern,
        (None, _) => {
            return Err(complain(format!(
                "mutator `{name}` looks for nothing; add one of `method`, `function` and `macro`, for instance `method = \"to_eur\"`"
            )));
        }
        (Some(_), false) => {
            return Err(complain(format!(
                "mutator `{name}` looks for several things; keep one of `method`, `function` and `macro`"
            )));
        }
    };
    let rule = Rule {
        name,
        doc: doc.ok_or_else(|| missing("doc", "an amount in the wrong currency"))?,
        group,
        pattern,
        replacements: replacements.ok_or_else(|| missing("replacement", "to_usd"))?,
    };
    // A complaint about one key is shown with that key's line.
    rule.check().map_err(|reason| {
        let about = |entry: &&Entry<'_>| reason.starts_with(&format!("key `{}`", entry.key));
        let line = entries.iter().find(about).map_or(line, |entry| entry.line);
        parent.reader.error(line, reason)
    })?;
    Ok(rule)
}
