//! The `[[data-set]]` tables of `mutate-data.toml`.

use cargo_metadata::camino::Utf8Path;

use super::keys::unknown;
use super::reader::Entry;
use crate::error::Result;
use crate::sample::DataSet;
use crate::settings::parse::{self, Invalid};

/// The key of the tables.
pub const KEY: &str = "data-set";

const KEYS: [&str; 4] = ["name", "source", "rows", "seed"];

const DEFAULT_ROWS: usize = 5000;
const DEFAULT_SEED: u64 = 42;

/// Names whose variable the tool uses itself: `MUTATE_DATA_SAMPLES` and those of the instrumented binaries.
const RESERVED: [&str; 7] = ["SAMPLES", "ACTIVE", "TRACE", "COUNT", "TICKS", "SIGNAL", "DOCTESTS"];

/// The variables of the compiler wrapper start so.
const RESERVED_PREFIX: &str = "WRAP_";

/// All data sets of the file, whose directory is `base`.
pub fn read(entry: &Entry<'_>, base: &Utf8Path) -> Result<Vec<DataSet>> {
    let mut data_sets: Vec<DataSet> = vec![];
    for (line, entries) in entry.tables()? {
        let data_set = read_one(entry, line, &entries, base)?;
        if let Some(other) = data_sets.iter().find(|other| other.variable() == data_set.variable()) {
            let (name, variable) = (&data_set.name, data_set.variable());
            let reason = if other.name == *name {
                format!("data set `{name}` is declared twice; rename one")
            } else {
                format!("data sets `{}` and `{name}` share the variable {variable}; rename one", other.name)
            };
            return Err(entry.reader.error(line, reason));
        }
        data_sets.push(data_set);
    }
    Ok(data_sets)
}

fn read_one(parent: &Entry<'_>, line: usize, entries: &[Entry<'_>], base: &Utf8Path) -> Result<DataSet> {
    let (mut name, mut source, mut rows, mut seed) = (None, None, DEFAULT_ROWS, DEFAULT_SEED);
    for entry in entries {
        match entry.key {
            "name" => name = Some(entry.parsed(valid_name)?),
            "source" => source = Some(entry.parsed(valid_source)?),
            "rows" => rows = entry.whole(parse::count)?,
            "seed" => seed = entry.whole(Ok)?,
            _ => return Err(unknown(entry, KEYS)),
        }
    }
    let missing = |key: &str, example: &str| {
        parent
            .reader
            .error(line, format_args!("a data set without `{key}`; add for instance `{key} = \"{example}\"`"))
    };
    Ok(DataSet {
        name: name.ok_or_else(|| missing("name", "orders"))?,
        source: source.ok_or_else(|| missing("source", "data/orders.parquet"))?,
        rows,
        seed,
        base: base.to_owned(),
    })
}

fn valid_name(name: &str) -> std::result::Result<String, Invalid> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(is_word) {
        return Err(Invalid::new(format!(
            "`{name}` must start with a letter and hold only ASCII letters, digits, `-` and `_`, since an environment \
             variable is named after it"
        )));
    }
    let upper = name.to_uppercase().replace('-', "_");
    if RESERVED.contains(&upper.as_str()) || upper.starts_with(RESERVED_PREFIX) {
        return Err(Invalid::new(format!("`{name}` is reserved, choose another name")));
    }
    Ok(name.to_owned())
}

fn valid_source(source: &str) -> std::result::Result<String, Invalid> {
    if source.is_empty() {
        return Err(Invalid::new("is empty; give the path of a file or directory, or a glob"));
    }
    // A bad glob is reported here, with its line, although the path may turn out to be one without wildcards.
    if source.contains(['*', '?', '[', '{']) {
        parse::glob(source).map_err(|reason| Invalid::new(format!("`{source}` is not a glob: {reason}")))?;
    }
    Ok(source.to_owned())
}
