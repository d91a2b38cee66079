//! Contract files of data sets: read, and written from what the data keep today.

use std::fs;
use std::io::Write;

use toml::{Table, Value};

use super::keys::unknown;
use super::reader::{Entry, Reader};
use crate::error::{Error, Result};
use crate::sample::DataSet;
use crate::sample::contract::{Contract, Rule};

const KEYS: [&str; 3] = ["column", "unique", "reference"];

const COLUMN_KEYS: [&str; 6] = ["name", "type", "nullable", "min", "max", "values"];

const REFERENCE_KEYS: [&str; 2] = ["columns", "orphans"];

/// The contract of a data set; none where it names none and the usual place is empty.
///
/// # Errors
/// Usage errors with file, line and key.
pub fn load(data_set: &DataSet) -> Result<Option<Contract>> {
    let path = data_set.contract_path();
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(_) if data_set.contract.is_none() && !path.exists() => return Ok(None),
        Err(error) => {
            return Err(data_set.error(format_args!(
                "cannot read the contract {path}: {error}; write it with `cargo mutate-data sample --write-schema {}`",
                data_set.name
            )));
        }
    };
    let reader = Reader { path: &path, text: &text };
    let mut contract = Contract { path: path.clone(), ..Contract::default() };
    for entry in reader.entries()? {
        match entry.key {
            "column" => {
                for (line, entries) in entry.tables()? {
                    contract.columns.push(column(&entry, line, &entries)?);
                }
            }
            "unique" => {
                let split = |names: &String| names.split(',').map(|name| name.trim().to_owned()).collect();
                contract.unique = entry.texts()?.iter().map(split).collect();
            }
            "reference" => {
                for (_, entries) in entry.tables()? {
                    let (mut columns, mut orphans) = (vec![], 0.0);
                    for entry in &entries {
                        match entry.key {
                            "columns" => columns = entry.texts()?,
                            "orphans" => orphans = entry.number(Ok)?,
                            _ => return Err(unknown(entry, REFERENCE_KEYS)),
                        }
                    }
                    contract.orphans.insert(columns, orphans);
                }
            }
            _ => return Err(unknown(&entry, KEYS)),
        }
    }
    for name in contract.unique.iter().flatten() {
        if !contract.columns.iter().any(|rule| rule.name == *name) {
            return Err(reader
                .error(1, format_args!("`unique` names `{name}`, which no [[column]] declares; add it")));
        }
    }
    Ok(Some(contract))
}

fn column(parent: &Entry<'_>, line: usize, entries: &[Entry<'_>]) -> Result<Rule> {
    let mut rule = Rule { nullable: true, ..Rule::default() };
    for entry in entries {
        match entry.key {
            "name" => rule.name = entry.text()?.to_owned(),
            "type" => rule.type_name = entry.text()?.to_owned(),
            "nullable" => rule.nullable = entry.boolean()?,
            "min" => rule.min = Some(limit(entry)?),
            "max" => rule.max = Some(limit(entry)?),
            "values" => rule.values = Some(entry.texts()?),
            _ => return Err(unknown(entry, COLUMN_KEYS)),
        }
    }
    if rule.name.is_empty() || rule.type_name.is_empty() {
        return Err(parent.reader.error(line, "a [[column]] needs `name` and `type`"));
    }
    Ok(rule)
}

/// A number, or a date in quotes.
fn limit(entry: &Entry<'_>) -> Result<String> {
    entry.text().map(str::to_owned).or_else(|_| entry.number(|number| Ok(number.to_string())))
}

/// The text of a contract.
///
/// # Errors
/// [`Error::Internal`] where it cannot be spelled in TOML.
pub fn render(contract: &Contract) -> Result<String> {
    let texts = |texts: &[String]| Value::Array(texts.iter().cloned().map(Value::String).collect());
    let mut table = Table::new();
    let unique: Vec<String> = contract.unique.iter().map(|names| names.join(", ")).collect();
    table.insert("unique".to_owned(), texts(&unique));
    let columns = contract.columns.iter().map(|rule| {
        let mut column = Table::new();
        column.insert("name".to_owned(), Value::String(rule.name.clone()));
        column.insert("type".to_owned(), Value::String(rule.type_name.clone()));
        column.insert("nullable".to_owned(), Value::Boolean(rule.nullable));
        for (key, limit) in [("min", &rule.min), ("max", &rule.max)] {
            if let Some(limit) = limit {
                column.insert(key.to_owned(), number(limit));
            }
        }
        if let Some(values) = &rule.values {
            column.insert("values".to_owned(), texts(values));
        }
        Value::Table(column)
    });
    let columns = columns.collect();
    table.insert("column".to_owned(), Value::Array(columns));
    let references = contract.orphans.iter().map(|(columns, orphans)| {
        let mut reference = Table::new();
        reference.insert("columns".to_owned(), texts(columns));
        reference.insert("orphans".to_owned(), Value::Float(*orphans));
        Value::Table(reference)
    });
    let references: Vec<Value> = references.collect();
    if !references.is_empty() {
        table.insert("reference".to_owned(), Value::Array(references));
    }
    let text = toml::to_string(&table).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(format!(
        "# What the data keep: checked with every sample, and over all rows by `cargo mutate-data sample --check`.\n\n{text}"
    ))
}

fn number(text: &str) -> Value {
    let whole = text.parse().map(Value::Integer);
    whole.or_else(|_| text.parse().map(Value::Float)).unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// Writes a contract to its place, as a whole.
///
/// # Errors
/// Where it cannot be written.
pub fn save(contract: &Contract) -> Result<()> {
    let path = &contract.path;
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(Error::io("create a file in", folder))?;
    file.write_all(render(contract)?.as_bytes()).map_err(Error::io("write", path))?;
    file.persist(path).map_err(|error| Error::io("write", path)(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn data_set(folder: &tempfile::TempDir) -> DataSet {
        let base = cargo_metadata::camino::Utf8Path::from_path(folder.path()).unwrap();
        DataSet::new("rows", "rows.csv", base)
    }

    #[test]
    fn a_contract_is_read_as_it_was_written() -> Result<()> {
        let folder = tempfile::tempdir().unwrap();
        let data_set = data_set(&folder);
        assert_eq!(load(&data_set)?, None);
        let contract = Contract {
            path: data_set.contract_path(),
            columns: vec![
                Rule {
                    name: "n".to_owned(),
                    type_name: "i64".to_owned(),
                    nullable: false,
                    min: Some("-1.5".to_owned()),
                    max: Some("2024-01-31".to_owned()),
                    values: None,
                },
                Rule {
                    name: "status".to_owned(),
                    type_name: "str".to_owned(),
                    nullable: true,
                    values: Some(vec!["a".to_owned(), "b \"c\"".to_owned()]),
                    ..Rule::default()
                },
            ],
            unique: vec![vec!["n".to_owned(), "status".to_owned()]],
            orphans: BTreeMap::from([(vec!["n".to_owned()], 0.25)]),
        };
        save(&contract)?;
        assert_eq!(load(&data_set)?, Some(contract));
        Ok(())
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let folder = tempfile::tempdir().unwrap();
        let data_set = data_set(&folder);
        let complaint = |text: &str| {
            let path = data_set.contract_path();
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
            load(&data_set).unwrap_err().to_string()
        };
        let text = "[[column]]\nname = \"a\"\ntype = \"i64\"\nnulable = true\n";
        assert!(complaint(text).contains("rows.toml:4: unknown key `nulable`, did you mean `nullable`?"));
        assert!(complaint("[[column]]\nname = \"a\"\n").contains("rows.toml:1: a [[column]] needs"));
        assert!(complaint("unique = [\"b\"]\n").contains("names `b`"));
        let missing = DataSet { contract: Some("gone.toml".into()), ..data_set };
        assert!(load(&missing).unwrap_err().to_string().contains("cannot read the contract"));
    }
}
