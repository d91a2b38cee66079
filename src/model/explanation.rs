//! Why a mutant survived, with the evidence: what reports show and `mutants.json` holds under `mutateData.why`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How far a survivor came, which says what kind of work it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// No test runs it.
    NotReached,
    /// Tests run it, but on their rows its value never differs: a data gap.
    NotInfected,
    /// Its value differs, but nothing that a function of the job returns: a data gap, or equivalent.
    NotPropagated,
    /// Only the order of rows differs.
    OrderOnly,
    /// What the job returns differs, and no test notices: an assertion gap.
    NotRevealed,
    /// It could not be looked into; the evidence says why.
    Unknown,
}

impl Kind {
    /// The name for people, in the singular.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NotReached => "not reached",
            Self::NotInfected => "data gap",
            Self::NotPropagated => "without effect on any output",
            Self::OrderOnly => "order of rows only",
            Self::NotRevealed => "assertion gap",
            Self::Unknown => "not explained",
        }
    }

    /// How many of each kind: `3 not reached, 9 data gaps`.
    #[must_use]
    pub fn tally(counts: &BTreeMap<Self, usize>) -> String {
        counts.iter().map(|(kind, &count)| kind.counted(count)).collect::<Vec<_>>().join(", ")
    }

    /// How many of a kind: `1 data gap`, `3 data gaps`, `2 without effect on any output`.
    #[must_use]
    pub fn counted(self, count: usize) -> String {
        let is_noun = matches!(self, Self::NotInfected | Self::NotRevealed);
        format!("{count} {}{}", self.name(), if is_noun && count != 1 { "s" } else { "" })
    }
}

/// What is known of one survivor beyond its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// How far it came.
    pub kind: Kind,
    /// One sentence with the evidence: `summary() returns 3 other rows of 16, in tests/jobs.rs by_carrier`.
    pub evidence: String,
    /// Path of the outermost function whose output differs.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub function: Option<String>,
    /// From the function with the mutated line outward to [`Self::function`].
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub chain: Vec<String>,
    /// Index of the test whose run shows it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub test: Option<usize>,
    /// What differs between two runs of the original, and was left out: `order of rows of summary() is not defined here`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub unstable: Vec<String>,
    /// What differs in the output.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub diff: Option<DataDiff>,
    /// The smallest input found that still tells original and mutant apart.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rows: Option<SmallestRows>,
    /// Rows that the data lacks.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub missing: Vec<MissingWitness>,
    /// The test that would notice it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub suggestion: Option<Suggestion>,
    /// Why there is none, where one was tried.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub no_test: Option<String>,
}

/// How the rows of two outputs were put side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Alignment {
    /// By columns that name each row once on both sides.
    Key(Vec<String>),
    /// By position.
    Position,
    /// As bags of rows, where order means nothing and no columns are a key.
    Multiset,
    /// Not by rows: one text against the other.
    Text,
}

/// What differs between the outputs of original and mutant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataDiff {
    /// How rows were put side by side.
    pub alignment: Alignment,
    /// Rows of the original's output.
    pub rows_before: usize,
    /// Rows of the mutant's output.
    pub rows_after: usize,
    /// Rows that only the mutant returns.
    pub added: usize,
    /// Rows that only the original returns.
    pub lost: usize,
    /// Rows of both with other values.
    pub changed: usize,
    /// True where the rows are the same in another order.
    pub order_only: bool,
    /// Columns with differences.
    pub columns: Vec<ColumnDiff>,
    /// Changes of the schema, one sentence each.
    pub schema: Vec<String>,
    /// The most telling rows, at most ten.
    pub rows: Vec<RowDiff>,
    /// How far apart floats may be and count as equal; `None` where only identical ones do.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tolerance: Option<f64>,
    /// A line diff, where the values are no tables.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
}

/// What differs in one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnDiff {
    /// Its name.
    pub name: String,
    /// Rows of both sides whose value differs.
    pub changed: usize,
    /// The largest absolute change of a number.
    pub largest: Option<f64>,
    /// Sum of the original's numbers.
    pub sum_before: Option<f64>,
    /// Sum of the mutant's numbers.
    pub sum_after: Option<f64>,
    /// Nulls of the original.
    pub nulls_before: usize,
    /// Nulls of the mutant.
    pub nulls_after: usize,
}

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowChange {
    /// Only the mutant returns it.
    Added,
    /// Only the original returns it.
    Lost,
    /// Both return it, with other values.
    Changed,
}

/// One row that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RowDiff {
    /// What happened to it.
    pub change: RowChange,
    /// What names it: values of the key, or its position from 1; column and value as text.
    pub key: Vec<(String, String)>,
    /// Its cells that differ, of added and lost rows all of them; at most 40.
    pub cells: Vec<CellDiff>,
}

/// One cell on both sides, shortened for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CellDiff {
    /// Its column.
    pub column: String,
    /// The original's value; `None` where the row is not there.
    pub before: Option<String>,
    /// The mutant's value; `None` where the row is not there.
    pub after: Option<String>,
}

/// The smallest input found on which original and mutant differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SmallestRows {
    /// The function that is given them.
    pub function: String,
    /// One table for each input that has rows.
    pub tables: Vec<SmallTable>,
    /// Rows that the inputs had before.
    pub rows_before: usize,
    /// True where no single row can be left out.
    pub minimal: bool,
    /// How many subsets were tried.
    pub probes: usize,
}

/// A small table as text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SmallTable {
    /// Name of the argument or data set.
    pub name: String,
    /// Names of its columns; those that do not matter are left out.
    pub columns: Vec<String>,
    /// Its rows, or the first of very many.
    pub rows: Vec<Vec<String>>,
    /// How many there are besides.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A row that the data lacks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MissingWitness {
    /// What is missing, and where it could come from.
    pub text: String,
    /// The row that was made and tells the mutant apart, column and value; empty where none did.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub made: Vec<(String, String)>,
}

/// A test that would notice the mutant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    /// Name of its function.
    pub name: String,
    /// The whole text: a file of its own where [`Self::integration`], else for the tests of the module.
    pub code: String,
    /// What it asserts, in words: `carrier is unique`.
    pub asserts: String,
    /// True where it stands on its own under `tests/`, false where it needs what is private to a module.
    pub integration: bool,
    /// True only where it was compiled, passed without the mutant and failed with it.
    pub verified: bool,
    /// Why it is not verified, or what to know of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
    /// Ids of all survivors that it was seen to kill.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub kills: Vec<String>,
}
