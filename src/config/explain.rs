//! The `[explain]` table of `mutate-data.toml`: how much is found out about survivors.

use super::keys::unknown;
use super::reader::Entry;
use crate::error::Result;
use crate::settings::{Choices, parse};

/// The key of the table.
pub const KEY: &str = "explain";

const KEYS: [&str; 3] = ["level", "observe", "tests"];

/// Notes in `choices` what the table says.
pub fn read(entry: &Entry<'_>, choices: &mut Choices) -> Result<()> {
    for inner in entry.table()? {
        match inner.key {
            "level" => choices.explain = Some(inner.parsed(parse::level)?),
            "observe" => {
                let functions = parse::functions(inner.texts()?.iter().map(String::as_str));
                choices.observe = Some(functions.map_err(|error| inner.error(error))?);
            }
            "tests" => {
                choices.explained_in_full =
                    Some(inner.whole(|count| Ok(usize::try_from(count).unwrap_or(usize::MAX)))?)
            }
            _ => return Err(unknown(&inner, KEYS)),
        }
    }
    Ok(())
}
