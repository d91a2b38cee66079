//! What `mutate-data.toml` says of a data set: its source, its layers, its masks, its relations to others.

use std::collections::BTreeMap;
use std::fmt;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::error::Error;

/// Where contracts are looked for, and written, when a data set names no other place.
const CONTRACTS: &str = "data-contracts";

/// The environment variable with the key of pseudonyms, when a data set names no other.
pub const MASK_KEY: &str = "MUTATE_DATA_MASK_KEY";

/// A data set of `mutate-data.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSet {
    /// Its name; decides the environment variable.
    pub name: String,
    /// Path of a file, of a directory, or a glob; relative to `base`.
    pub source: String,
    /// Rows of the sample; at least 1. Rows that other data sets refer to come on top where they need more.
    pub rows: usize,
    /// Seed of every choice of rows.
    pub seed: u64,
    /// Directory of the file that declares it.
    pub base: Utf8PathBuf,
    /// Columns whose values are sampled whole: all rows of a value, or none. Empty where there is no such layer.
    pub key: Vec<String>,
    /// What rows of this data set refer to.
    pub references: Vec<Reference>,
    /// Columns of which each combination of values is to be in the sample.
    pub stratify_by: Vec<String>,
    /// True where rows are looked for that the code's own comparisons tell apart.
    pub witnesses: bool,
    /// Rows that each layer may give.
    pub layers: Layers,
    /// How columns are masked, by name.
    pub mask: BTreeMap<String, Mask>,
    /// Name of the environment variable that holds the key of pseudonyms and shifted dates.
    pub mask_key: String,
    /// What happens where a column looks personal and `mask` does not name it.
    pub pii: Pii,
    /// Path of the contract, relative to `base`.
    pub contract: Option<Utf8PathBuf>,
    /// True where the sample of several files is several files.
    pub keep_partitions: bool,
}

/// Rows of a layer; what a layer does not use goes to the next ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layers {
    /// Of whole keys; half of all rows where `None`.
    pub key: Option<usize>,
    /// Of witness rows; a quarter of all rows where `None`.
    pub witness: Option<usize>,
    /// Of strata; a quarter of all rows where `None`.
    pub strata: Option<usize>,
}

/// Columns that hold the key of another data set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The columns here.
    pub columns: Vec<String>,
    /// The other data set.
    pub to: String,
    /// The columns there, as many.
    pub key: Vec<String>,
    /// The share of the sample's rows (in millionths) that is to refer to nothing, as such rows in the source do.
    pub orphans: Option<u32>,
}

/// How the values of a column are made unrecognisable. Nulls stay null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mask {
    /// By a token that depends on the value and the secret key only, so that joins survive.
    Pseudonym,
    /// By a constant of the type.
    Redact,
    /// Dates by a number of days that depends on the entity in this column.
    ShiftDates(String),
    /// Numbers by the lower bound of their bucket of this width.
    Bucket(u64),
    /// Dates by the first day of their month.
    Month,
    /// Dates by the first day of their year.
    Year,
    /// Not at all; the column looks personal but is not.
    Keep,
}

impl Mask {
    /// True where values change.
    #[must_use]
    pub fn hides(&self) -> bool {
        *self != Self::Keep
    }

    /// True where the secret key is needed.
    #[must_use]
    pub fn needs_key(&self) -> bool {
        matches!(self, Self::Pseudonym | Self::ShiftDates(_))
    }
}

impl fmt::Display for Mask {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pseudonym => out.write_str("pseudonym"),
            Self::Redact => out.write_str("redact"),
            Self::ShiftDates(entity) => write!(out, "shift-dates:{entity}"),
            Self::Bucket(width) => write!(out, "bucket:{width}"),
            Self::Month => out.write_str("bucket:month"),
            Self::Year => out.write_str("bucket:year"),
            Self::Keep => out.write_str("keep"),
        }
    }
}

/// What happens where a column looks personal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pii {
    /// A warning.
    #[default]
    Warn,
    /// An error.
    Deny,
}

impl DataSet {
    /// With everything but name and source by default: 5000 rows, seed 42, reservoir and witnesses, no masks.
    #[must_use]
    pub fn new(name: impl Into<String>, source: impl Into<String>, base: &Utf8Path) -> Self {
        Self {
            name: name.into(),
            source: source.into(),
            rows: 5000,
            seed: 42,
            base: base.to_owned(),
            key: vec![],
            references: vec![],
            stratify_by: vec![],
            witnesses: true,
            layers: Layers::default(),
            mask: BTreeMap::new(),
            mask_key: MASK_KEY.to_owned(),
            pii: Pii::default(),
            contract: None,
            keep_partitions: true,
        }
    }

    /// The environment variable that holds the path of the sample: `MUTATE_DATA_DAILY_SALES` for `daily-sales`.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("MUTATE_DATA_{}", self.name.to_uppercase().replace('-', "_"))
    }

    /// Where its contract is, or would be.
    #[must_use]
    pub fn contract_path(&self) -> Utf8PathBuf {
        let default = || Utf8PathBuf::from(format!("{CONTRACTS}/{}.toml", self.name));
        self.base.join(self.contract.clone().unwrap_or_else(default))
    }

    /// The columns that change in the sample.
    pub fn masked(&self) -> impl Iterator<Item = (&str, &Mask)> {
        self.mask.iter().filter(|(_, mask)| mask.hides()).map(|(name, mask)| (name.as_str(), mask))
    }

    /// True where a column changes in the sample.
    #[must_use]
    pub fn is_masked(&self, column: &str) -> bool {
        self.mask.get(column).is_some_and(Mask::hides)
    }

    /// Everything that decides the sample apart from the source and the code, in one line.
    #[must_use]
    pub fn policy(&self) -> String {
        let masks: Vec<String> = self.mask.iter().map(|(name, mask)| format!("{name}={mask}")).collect();
        format!(
            "{} {} {:?} {:?} {:?} {} {:?} {:?} {} {} {:?}",
            self.rows,
            self.seed,
            self.key,
            self.references,
            self.stratify_by,
            self.witnesses,
            self.layers,
            masks,
            self.mask_key,
            self.keep_partitions,
            self.pii
        )
    }

    /// A failure that names this data set; `reason` names the file and ends with what to do.
    #[must_use]
    pub fn error(&self, reason: impl fmt::Display) -> Error {
        Error::Usage(format!("data set `{}`: {reason}", self.name))
    }
}
