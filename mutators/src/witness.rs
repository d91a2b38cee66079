//! What the code compares each column with, and what it joins, groups, sorts and dedups by: the rows that would tell
//! its mutants apart are looked for in the data by these clues.
//!
//! A *name* is a column (`col("delay")`, `"delay"` in SQL), a field (`flight.delay`) or a variable (`delay`). Which
//! column a variable or field holds is followed through `let`, struct literals, arguments and closures ([`Clues::aliases`]);
//! the walk is about names, not types, so it may say too much, which costs a few rows of the sample.

mod constants;
mod maps;
mod names;
mod sizes;
mod sql;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

pub use constants::Value;
pub use sizes::LARGEST as LARGEST_GROUP;

/// What a name is compared with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clue {
    /// An (in)equality or a bound; rows at, just below and just above it matter.
    Value(Value),
    /// The code asks whether the value is missing.
    Missing,
    /// The code asks whether the text is empty.
    Empty,
    /// The code asks whether the number is NaN.
    NotANumber,
    /// The code asks for texts that start with this.
    Prefix(String),
    /// The code asks for texts that end with this.
    Suffix(String),
    /// The code asks for texts that contain this.
    Part(String),
}

/// Everything that was collected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clues {
    /// By name.
    pub comparisons: BTreeMap<String, BTreeSet<Clue>>,
    /// Names of variables (`function::variable`) and fields, with the names whose values they hold.
    pub aliases: BTreeMap<String, BTreeSet<String>>,
    /// Names that are grouped or deduplicated by, or count rows, together.
    pub groups: BTreeSet<Vec<String>>,
    /// By names that are grouped by: numbers of rows that the code tells from others, with their neighbours.
    pub sizes: BTreeMap<Vec<String>, BTreeSet<u64>>,
    /// Names that are sorted by, together.
    pub sorts: BTreeSet<Vec<String>>,
    /// Names that are joined on: left and right.
    pub joins: BTreeSet<(Vec<String>, Vec<String>)>,
    /// Every field and every text that may be the name of a column.
    pub mentioned: BTreeSet<String>,
}

impl Clues {
    /// None at all.
    pub const NONE: Self = Self {
        comparisons: BTreeMap::new(),
        aliases: BTreeMap::new(),
        groups: BTreeSet::new(),
        sizes: BTreeMap::new(),
        sorts: BTreeSet::new(),
        joins: BTreeSet::new(),
        mentioned: BTreeSet::new(),
    };

    /// What the code compares the column `column` with, directly or under another name.
    #[must_use]
    pub fn of(&self, column: &str) -> BTreeSet<Clue> {
        let compared = self.comparisons.iter().filter(|(name, _)| self.held(name).contains(column));
        compared.flat_map(|(_, clues)| clues.iter().cloned()).collect()
    }

    /// The columns among `known` that the name holds, itself included.
    #[must_use]
    pub fn columns(&self, name: &str, known: &BTreeSet<String>) -> BTreeSet<String> {
        self.held(name).intersection(known).cloned().collect()
    }

    /// True where the code names the column at all.
    #[must_use]
    pub fn names(&self, column: &str) -> bool {
        self.mentioned.contains(column)
            || self.comparisons.contains_key(column)
            || self.aliases.values().any(|held| held.contains(column))
    }

    /// The name and all names whose values it holds.
    fn held(&self, name: &str) -> BTreeSet<String> {
        let mut seen = BTreeSet::from([name.to_owned()]);
        let mut open = vec![name.to_owned()];
        while let Some(next) = open.pop() {
            for other in self.aliases.get(&next).into_iter().flatten() {
                if seen.insert(other.clone()) {
                    open.push(other.clone());
                }
            }
        }
        seen
    }
}

/// Collects from the texts of source files; what the parser refuses is left out, what is compiled for tests only too.
#[must_use]
pub fn clues<'a>(sources: impl IntoIterator<Item = &'a str>) -> Clues {
    let parse = |text: &str| syn::parse_file(&crate::scan::masked_prefix(text)).ok();
    let files: Vec<syn::File> = sources.into_iter().filter_map(parse).collect();
    walk::collect(&files)
}

#[cfg(test)]
mod tests;
