//! What the columns of a sample look like, and their checksums: computed on what is written, masks on.

use std::collections::HashSet;

use polars::prelude::*;
use serde::{Deserialize, Serialize};

use super::cell::{self, Cell};

/// Different values that are counted exactly.
const MOST_DISTINCT: usize = 100_000;

/// What a column of a sample looks like.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_name: String,
    /// Rows without a value.
    pub missing: u64,
    /// Different values; "at least" from 100,000 on.
    pub distinct: usize,
    /// The least value, where values have an order. None of masked columns.
    pub min: Option<String>,
    /// The greatest one.
    pub max: Option<String>,
    /// How the column is masked.
    pub mask: Option<String>,
    /// BLAKE3 of its values in order.
    pub checksum: String,
}

/// Collects a [`Profile`].
pub struct Profiler {
    profile: Profile,
    hidden: bool,
    distinct: HashSet<u64>,
    least: Option<f64>,
    greatest: Option<f64>,
    in_time: Option<bool>,
    texts: Option<(String, String)>,
    hasher: blake3::Hasher,
}

impl Profiler {
    /// Of a column.
    #[must_use]
    pub fn new(name: &str, type_name: &str, mask: Option<String>) -> Self {
        let hidden = mask.is_some();
        let profile =
            Profile { name: name.to_owned(), type_name: type_name.to_owned(), mask, ..Profile::default() };
        Self {
            profile,
            hidden,
            distinct: HashSet::new(),
            least: None,
            greatest: None,
            in_time: None,
            texts: None,
            hasher: blake3::Hasher::new(),
        }
    }

    /// The name of the column.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.profile.name
    }

    /// Looks at a value, whose bytes for the checksum are given apart.
    pub fn see(&mut self, cell: &Cell<'_>, feed: impl FnOnce(&mut blake3::Hasher)) {
        feed(&mut self.hasher);
        if *cell == Cell::Null {
            self.profile.missing += 1;
            return;
        }
        let text = cell.canonical().unwrap_or_default();
        if self.distinct.len() < MOST_DISTINCT {
            let hash = blake3::hash(text.as_bytes());
            self.distinct.insert(u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default()));
        }
        if self.hidden {
            return;
        }
        let moment = cell.moment();
        if let Some(number) =
            moment.map(|moment| moment as f64).or_else(|| cell.number()).filter(|n| !n.is_nan())
        {
            self.in_time = moment.map(|_| cell.is_day());
            self.least = Some(self.least.map_or(number, |least| least.min(number)));
            self.greatest = Some(self.greatest.map_or(number, |greatest| greatest.max(number)));
        } else if matches!(cell, Cell::Text(_)) {
            let text = shortened(&text);
            self.texts = Some(match self.texts.take() {
                None => (text.clone(), text),
                Some((least, greatest)) => (least.min(text.clone()), greatest.max(text)),
            });
        }
    }

    /// The profile.
    #[must_use]
    pub fn finish(self) -> Profile {
        let spell = |number: f64| match self.in_time {
            Some(is_day) => cell::moment_text(number as i64, is_day),
            None => number.to_string(),
        };
        let (min, max) = match self.texts {
            Some((least, greatest)) => (Some(least), Some(greatest)),
            None => (self.least.map(spell), self.greatest.map(spell)),
        };
        let checksum = self.hasher.finalize().to_hex()[..32].to_owned();
        Profile { min, max, distinct: self.distinct.len(), checksum, ..self.profile }
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() > 40 { text.chars().take(39).chain(['…']).collect() } else { text.to_owned() }
}

/// Feeds a value of a frame into a checksum, to the last bit and level.
pub fn feed(hasher: &mut blake3::Hasher, value: &AnyValue<'_>) {
    match value {
        AnyValue::Null => _ = hasher.update(&[0]),
        AnyValue::Boolean(flag) => _ = hasher.update(&[1, u8::from(*flag)]),
        AnyValue::Float32(value) => _ = hasher.update(&[2]).update(&value.to_bits().to_le_bytes()),
        AnyValue::Float64(value) => _ = hasher.update(&[2]).update(&value.to_bits().to_le_bytes()),
        AnyValue::Binary(bytes) => feed_bytes(hasher, 3, bytes),
        AnyValue::BinaryOwned(bytes) => feed_bytes(hasher, 3, bytes),
        AnyValue::List(series) => {
            hasher.update(&[4]).update(&(series.len() as u64).to_le_bytes());
            series.iter().for_each(|value| feed(hasher, &value));
        }
        AnyValue::Array(series, _) => {
            hasher.update(&[4]).update(&(series.len() as u64).to_le_bytes());
            series.iter().for_each(|value| feed(hasher, &value));
        }
        AnyValue::Struct(..) | AnyValue::StructOwned(_) => {
            hasher.update(&[5]);
            value._iter_struct_av().for_each(|value| feed(hasher, &value));
        }
        AnyValue::Decimal(value, _, scale) => {
            hasher.update(&[6]).update(&value.to_le_bytes()).update(&(*scale as u64).to_le_bytes());
        }
        AnyValue::Date(days) => _ = hasher.update(&[7]).update(&days.to_le_bytes()),
        AnyValue::Datetime(value, ..)
        | AnyValue::DatetimeOwned(value, ..)
        | AnyValue::Duration(value, _)
        | AnyValue::Time(value) => _ = hasher.update(&[8]).update(&value.to_le_bytes()),
        value => match value.extract::<i128>() {
            Some(number) if value.is_integer() => _ = hasher.update(&[9]).update(&number.to_le_bytes()),
            _ => feed_bytes(hasher, 10, value.str_value().as_bytes()),
        },
    }
}

/// Feeds bytes with their length, so that neighbours cannot run together.
pub fn feed_bytes(hasher: &mut blake3::Hasher, tag: u8, bytes: &[u8]) {
    hasher.update(&[tag]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_says_what_is_there() {
        let mut profiler = Profiler::new("n", "i64", None);
        for cell in [Cell::Int(3), Cell::Null, Cell::Int(-1), Cell::Int(3)] {
            profiler.see(&cell, |_| ());
        }
        let profile = profiler.finish();
        assert_eq!((profile.missing, profile.distinct), (1, 2));
        assert_eq!((profile.min.as_deref(), profile.max.as_deref()), (Some("-1"), Some("3")));
    }

    #[test]
    fn a_masked_column_shows_no_value() {
        let mut profiler = Profiler::new("mail", "str", Some("pseudonym".to_owned()));
        profiler.see(&Cell::Text("p-1".into()), |_| ());
        let profile = profiler.finish();
        assert_eq!((profile.min, profile.max, profile.distinct), (None, None, 1));
    }
}
