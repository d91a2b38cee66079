//! TOML tables as entries that know their file and line, so that every complaint can name them.

use cargo_metadata::camino::Utf8Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Error, Result};
use crate::settings::parse::Invalid;

/// The file that is read.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Its path, for messages.
    pub path: &'a Utf8Path,
    /// All of its text.
    pub text: &'a str,
}

/// A key with its value.
pub struct Entry<'a> {
    /// The file it stands in.
    pub reader: Reader<'a>,
    /// The key.
    pub key: &'a str,
    /// Its line, from 1.
    pub line: usize,
    value: Spanned<DeValue<'a>>,
}

impl<'a> Reader<'a> {
    /// The entries of the whole file, in its order.
    ///
    /// # Errors
    /// Where the file is no TOML.
    pub fn entries(self) -> Result<Vec<Entry<'a>>> {
        let table = DeTable::parse(self.text).map_err(|error| {
            let line = self.line(error.span().map_or(0, |span| span.start));
            let reason = error.message().lines().next().unwrap_or("not TOML").to_lowercase();
            self.error(line, format_args!("{reason}; correct the TOML syntax"))
        })?;
        Ok(self.list(table.get_ref()))
    }

    fn list(self, table: &DeTable<'a>) -> Vec<Entry<'a>> {
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, value)| {
                let span = key.span();
                let written = &self.text[span.clone()];
                Entry { reader: self, key: bare(written), line: self.line(span.start), value: value.clone() }
            })
            .collect();
        entries.sort_by_key(|entry| entry.line);
        entries
    }

    fn line(self, offset: usize) -> usize {
        1 + self.text[..offset].matches('\n').count()
    }

    /// A complaint about a line.
    pub fn error(self, line: usize, reason: impl std::fmt::Display) -> Error {
        Error::Usage(format!("{}:{line}: {reason}", self.path))
    }
}

/// A key without its quotes; none of ours needs escapes.
fn bare(written: &str) -> &str {
    written.trim_matches(['"', '\''])
}

impl<'a> Entry<'a> {
    /// A complaint about this entry; `reason` goes on after the key.
    pub fn error(&self, reason: impl std::fmt::Display) -> Error {
        self.reader.error(self.line, format_args!("key `{}`: {reason}", self.key))
    }

    fn wanted(&self, kind: &str) -> Error {
        self.error(format_args!("must be {kind}, but is {}", article(self.value.get_ref().type_str())))
    }

    /// The value as text.
    pub fn text(&self) -> Result<&str> {
        self.value.get_ref().as_str().ok_or_else(|| self.wanted("a string"))
    }

    /// The value as text, put through `parse`.
    pub fn parsed<T>(&self, parse: impl Fn(&str) -> std::result::Result<T, Invalid>) -> Result<T> {
        parse(self.text()?).map_err(|error| self.error(error))
    }

    /// The value as `true` or `false`.
    pub fn boolean(&self) -> Result<bool> {
        self.value.get_ref().as_bool().ok_or_else(|| self.wanted("true or false"))
    }

    /// The value as a whole number, put through `check`.
    pub fn whole<T>(&self, check: impl Fn(u64) -> std::result::Result<T, Invalid>) -> Result<T> {
        let integer = self.value.get_ref().as_integer().ok_or_else(|| self.wanted("a whole number"))?;
        let number = u64::from_str_radix(integer.as_str(), integer.radix());
        let number = number
            .map_err(|_| self.error(format_args!("{integer} must be a whole number from 0 to 2^64 - 1")))?;
        check(number).map_err(|error| self.error(error))
    }

    /// The value as a number, put through `check`.
    pub fn number<T>(&self, check: impl Fn(f64) -> std::result::Result<T, Invalid>) -> Result<T> {
        let number = match self.value.get_ref() {
            DeValue::Integer(integer) => integer.as_str().parse().ok(),
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => None,
        };
        check(number.ok_or_else(|| self.wanted("a number"))?).map_err(|error| self.error(error))
    }

    /// The value as a list of texts; one text alone is a list of one.
    pub fn texts(&self) -> Result<Vec<String>> {
        if let Some(text) = self.value.get_ref().as_str() {
            return Ok(vec![text.to_owned()]);
        }
        let wanted = || self.wanted("a string or a list of strings");
        let array = self.value.get_ref().as_array().ok_or_else(wanted)?;
        let texts = array.iter().map(|item| {
            let text = item.get_ref().as_str();
            text.map(str::to_owned).ok_or_else(|| {
                let found = article(item.get_ref().type_str());
                self.reader.error(
                    self.reader.line(item.span().start),
                    format_args!("key `{}`: must hold strings only, but holds {found}", self.key),
                )
            })
        });
        texts.collect()
    }

    /// The value as one table (`[key]` or `{ .. }`): its entries.
    pub fn table(&self) -> Result<Vec<Entry<'a>>> {
        let wanted = || self.wanted(&format!("a table; write `[{}]`", self.key));
        let table = self.value.get_ref().as_table().ok_or_else(wanted)?;
        Ok(self.reader.list(table))
    }

    /// The value as the text of a date, which may be a date of TOML or a string.
    pub fn date(&self) -> Result<String> {
        match self.value.get_ref() {
            DeValue::Datetime(date) => Ok(date.to_string()),
            DeValue::String(text) => Ok(text.to_string()),
            _ => Err(self.wanted("a date, for instance 2027-01-31")),
        }
    }

    /// The value as a list of tables (`[[key]]`): the entries of each, and the line where it starts.
    pub fn tables(&self) -> Result<Vec<(usize, Vec<Entry<'a>>)>> {
        let wanted = || self.wanted(&format!("a list of tables; write `[[{}]]`", self.key));
        let array = self.value.get_ref().as_array().ok_or_else(wanted)?;
        let tables = array.iter().map(|item| {
            let table = item.get_ref().as_table().ok_or_else(wanted)?;
            Ok((self.reader.line(item.span().start), self.reader.list(table)))
        });
        tables.collect()
    }
}

fn article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}
