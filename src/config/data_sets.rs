//! The `[[data-set]]` tables of `mutate-data.toml`.

use cargo_metadata::camino::Utf8Path;

use super::keys::unknown;
use super::reader::Entry;
use crate::error::Result;
use crate::sample::{DataSet, Layers, Mask, Pii, Reference};
use crate::settings::parse::{self, Invalid};

/// The key of the tables.
pub const KEY: &str = "data-set";

const KEYS: [&str; 15] = [
    "name",
    "source",
    "rows",
    "seed",
    "key",
    "references",
    "stratify-by",
    "witnesses",
    "layers",
    "mask",
    "mask-key",
    "pii",
    "schema",
    "keep-partitions",
    "orphans",
];

const REFERENCE_KEYS: [&str; 4] = ["columns", "to", "key", "orphans"];

const LAYER_KEYS: [&str; 3] = ["key", "witness", "strata"];

/// How columns may be masked, for messages.
const MASKS: [&str; 7] =
    ["pseudonym", "redact", "shift-dates:COLUMN", "bucket:NUMBER", "bucket:month", "bucket:year", "keep"];

const PIIS: [&str; 2] = ["warn", "deny"];

/// Names whose variable the tool uses itself: `MUTATE_DATA_SAMPLES` and those of the instrumented binaries.
const RESERVED: [&str; 8] =
    ["SAMPLES", "ACTIVE", "TRACE", "COUNT", "TICKS", "SIGNAL", "DOCTESTS", "MASK_KEY"];

/// The variables of the compiler wrapper start so.
const RESERVED_PREFIX: &str = "WRAP_";

/// A share of 1 in millionths.
const WHOLE: f64 = 1e6;

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
    let mut data_set = DataSet::new("", "", base);
    let mut orphans = None;
    for entry in entries {
        match entry.key {
            "name" => data_set.name = entry.parsed(valid_name)?,
            "source" => data_set.source = entry.parsed(valid_source)?,
            "rows" => data_set.rows = entry.whole(parse::count)?,
            "seed" => data_set.seed = entry.whole(Ok)?,
            "key" => data_set.key = columns(entry)?,
            "references" => data_set.references = references(entry)?,
            "stratify-by" => data_set.stratify_by = columns(entry)?,
            "witnesses" => data_set.witnesses = entry.boolean()?,
            "layers" => data_set.layers = layers(entry)?,
            "mask" => {
                for column in entry.table()? {
                    data_set.mask.insert(column.key.to_owned(), column.parsed(mask)?);
                }
            }
            "mask-key" => data_set.mask_key = entry.parsed(variable)?,
            "pii" => data_set.pii = entry.parsed(pii)?,
            "schema" => data_set.contract = Some(entry.parsed(valid_source)?.into()),
            "keep-partitions" => data_set.keep_partitions = entry.boolean()?,
            "orphans" => orphans = Some((entry, share(entry)?)),
            _ => return Err(unknown(entry, KEYS)),
        }
    }
    let missing = |key: &str, example: &str| {
        parent
            .reader
            .error(line, format_args!("a data set without `{key}`; add for instance `{key} = \"{example}\"`"))
    };
    if data_set.name.is_empty() {
        return Err(missing("name", "orders"));
    }
    if data_set.source.is_empty() {
        return Err(missing("source", "data/orders.parquet"));
    }
    if let Some((entry, share)) = orphans {
        // Of the one reference, without having to open a table.
        match &mut data_set.references[..] {
            [reference] => reference.orphans = Some(share),
            _ => {
                return Err(entry
                    .error("is for a data set with one reference; write it into the reference it is for"));
            }
        }
    }
    let layers = [data_set.layers.key, data_set.layers.witness, data_set.layers.strata];
    if layers.into_iter().flatten().sum::<usize>() > data_set.rows {
        let rows = data_set.rows;
        return Err(parent
            .reader
            .error(line, format_args!("`layers` take more than the {rows} rows; raise `rows`")));
    }
    Ok(data_set)
}

/// One or more names of columns.
fn columns(entry: &Entry<'_>) -> Result<Vec<String>> {
    let names = entry.texts()?;
    if names.is_empty() || names.iter().any(String::is_empty) {
        return Err(entry.error("must be the name of a column, or a list of names"));
    }
    Ok(names)
}

fn references(entry: &Entry<'_>) -> Result<Vec<Reference>> {
    let mut references = vec![];
    for (line, entries) in entry.tables()? {
        let (mut from, mut to, mut key, mut orphans) = (vec![], None, vec![], None);
        for entry in &entries {
            match entry.key {
                "columns" => from = columns(entry)?,
                "to" => to = Some(entry.parsed(valid_name)?),
                "key" => key = columns(entry)?,
                "orphans" => orphans = Some(share(entry)?),
                _ => return Err(unknown(entry, REFERENCE_KEYS)),
            }
        }
        let (Some(to), false) = (to, from.is_empty()) else {
            let example = "{ columns = \"customer\", to = \"customers\", key = \"id\" }";
            return Err(entry
                .reader
                .error(line, format_args!("a reference needs `columns` and `to`: {example}")));
        };
        if key.is_empty() {
            key.clone_from(&from);
        }
        if key.len() != from.len() {
            let (here, there) = (from.len(), key.len());
            return Err(entry.reader.error(
                line,
                format_args!(
                    "{here} columns refer to a key of {there}; name as many in `columns` as in `key`"
                ),
            ));
        }
        references.push(Reference { columns: from, to, key, orphans });
    }
    Ok(references)
}

fn layers(entry: &Entry<'_>) -> Result<Layers> {
    let mut layers = Layers::default();
    let rows = |entry: &Entry<'_>| {
        entry.whole(|rows| usize::try_from(rows).map_err(|_| Invalid::new("must be a number of rows")))
    };
    for entry in entry.table()? {
        match entry.key {
            "key" => layers.key = Some(rows(&entry)?),
            "witness" => layers.witness = Some(rows(&entry)?),
            "strata" => layers.strata = Some(rows(&entry)?),
            _ => return Err(unknown(&entry, LAYER_KEYS)),
        }
    }
    Ok(layers)
}

/// A number from 0 to 1, in millionths.
fn share(entry: &Entry<'_>) -> Result<u32> {
    entry.number(|share| {
        let valid = (0.0..=1.0).contains(&share);
        valid
            .then(|| (share * WHOLE).round() as u32)
            .ok_or_else(|| Invalid::new("must be a share from 0 to 1"))
    })
}

fn mask(text: &str) -> std::result::Result<Mask, Invalid> {
    let (name, argument) =
        text.split_once(':').map_or((text, None), |(name, rest)| (name, Some(rest.trim())));
    match (name, argument) {
        ("pseudonym", None) => Ok(Mask::Pseudonym),
        ("redact", None) => Ok(Mask::Redact),
        ("keep", None) => Ok(Mask::Keep),
        ("shift-dates", Some(entity)) if !entity.is_empty() => Ok(Mask::ShiftDates(entity.to_owned())),
        ("shift-dates", _) => Err(Invalid::new(
            "`shift-dates` needs the column of the entity whose dates are shifted alike; write for instance `shift-dates:customer`",
        )),
        ("bucket", Some("month")) => Ok(Mask::Month),
        ("bucket", Some("year")) => Ok(Mask::Year),
        ("bucket", argument) => {
            let width = argument.and_then(|width| width.parse().ok()).filter(|width| *width > 0);
            width.map(Mask::Bucket).ok_or_else(|| {
                Invalid::new("`bucket` needs a width; write for instance `bucket:1000`, `bucket:month` or `bucket:year`")
            })
        }
        _ => Err(Invalid::new(format!("unknown mask `{text}`, {}", parse::suggestion(text, MASKS)))),
    }
}

fn pii(text: &str) -> std::result::Result<Pii, Invalid> {
    match text {
        "warn" => Ok(Pii::Warn),
        "deny" => Ok(Pii::Deny),
        _ => Err(Invalid::new(format!("unknown choice `{text}`, {}", parse::suggestion(text, PIIS)))),
    }
}

fn variable(name: &str) -> std::result::Result<String, Invalid> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || !name.chars().all(is_word) {
        return Err(Invalid::new(
            "must be the name of an environment variable; the key itself does not belong into a file",
        ));
    }
    Ok(name.to_owned())
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
