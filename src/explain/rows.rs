//! The smallest input on which a call of the original and of the mutant still differ.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use cargo_metadata::camino::Utf8Path;

use super::diagnose::Diagnoser;
use super::difference::{self, Options};
use super::minimise::{Budget, smallest};
use super::observation::{Call, Observation};
use super::units::{self, Row};
use super::value::{Table, Value};
use super::watch::{Ask, At, Part, Subset};
use crate::discover::Observed;
use crate::error::{Error, Result};
use crate::model::{SmallTable, SmallestRows};

/// Rows of a table that are kept to be shown.
const KEPT: usize = 100;
/// Rows of which each table is made smaller alone before keys are.
const MANY: usize = 5_000;
/// Tries for one mutant.
const PROBES: usize = 300;
/// Time for the rows of one mutant.
const TIME: Duration = Duration::from_secs(11);
/// Time that its columns have at least.
const TIME_OF_COLUMNS: Duration = Duration::from_secs(4);

/// A small input with what becomes of it.
#[derive(Debug, Clone)]
pub struct Reduced {
    /// What is told.
    pub rows: SmallestRows,
    /// The call that was given it.
    pub at: At,
    /// The arguments of the call by position, as far as they can be read.
    pub arguments: BTreeMap<usize, Value>,
    /// What the original returns.
    pub before: Value,
    /// What the mutant returns.
    pub after: Value,
}

/// Which difference is looked at.
#[derive(Debug, Clone)]
pub struct Target<'a> {
    /// Number of the mutant.
    pub mutant: u32,
    /// Index of the test.
    pub test: usize,
    /// The call that differs.
    pub at: At,
    /// True where a change of order is the difference.
    pub order_counts: bool,
    /// Variables of the test besides its usual ones, for instance of a data set with a row that was made.
    pub variables: &'a [(String, String)],
}

/// One call whose input is made smaller.
struct Search<'a> {
    diagnoser: &'a Diagnoser<'a>,
    target: &'a Target<'a>,
    options: Options,
    /// The inputs that have rows.
    tables: BTreeMap<usize, Table>,
}

/// What goes together in a part of the search.
enum Phase {
    /// All rows of a table.
    Tables,
    /// Rows of a key, in all tables.
    Keys,
    /// Single rows of one table.
    Table(usize),
    /// Single rows of all.
    Rows,
}

/// Makes the input of a differing call smaller; `None` where its arguments cannot be read, or where the call does not
/// differ when it is run again.
///
/// # Errors
/// Ctrl-C, or a process or file that cannot be handled.
pub fn reduce(diagnoser: &Diagnoser<'_>, target: &Target<'_>) -> Result<Option<Reduced>> {
    let at = target.at;
    let original = diagnoser.watcher.original(target.test)?;
    let ask = Ask { arguments: vec![at.0], only: vec![at.0], variables: target.variables, ..Ask::default() };
    let whole = diagnoser.watcher.watch(target.test, &ask)?;
    let Some(call) = find(&whole, at) else { return Ok(None) };
    let function = &diagnoser.functions[at.0 as usize];
    let has_rows = |(argument, value): (&usize, &Value)| {
        let (_, ty) = function.input(*argument)?;
        let shrinks = takes_parts(ty) && matches!(value, Value::Frame(_) | Value::Items { .. });
        shrinks.then(|| (*argument, difference::table(value)))
    };
    let tables = call.arguments.iter().filter_map(has_rows).collect();
    let options = diagnoser.options(&original, at);
    let search = Search { diagnoser, target, options, tables };
    search.run()
}

/// Whether a parameter of this type can be given fewer rows.
fn takes_parts(ty: &str) -> bool {
    let bare = ty.trim_start_matches('&').trim_start();
    let bare = bare.strip_prefix('\'').map_or(bare, |rest| rest.split_once(' ').map_or("", |(_, ty)| ty));
    let name = bare.split('<').next().unwrap_or_default().trim();
    bare.starts_with('[') || matches!(name.rsplit("::").next(), Some("LazyFrame" | "DataFrame" | "Vec"))
}

/// The words of a text; the name of a column may be several.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

fn find(observation: &Observation, at: At) -> Option<&Call> {
    observation.calls.iter().find(|call| (call.function, call.ordinal) == at)
}

/// Whether a call returned an error.
fn fails(call: &Call) -> bool {
    matches!(&call.returned, Some(Value::Text { text, .. }) if text.starts_with("Err("))
}

impl Search<'_> {
    fn run(&self) -> Result<Option<Reduced>> {
        let all: Vec<Row> = self
            .tables
            .iter()
            .flat_map(|(argument, table)| (0..table.height).map(|row| (*argument, row)))
            .collect();
        let nothing = BTreeSet::new();
        let Some(mut found) = self.differs(&all, &nothing)? else { return Ok(None) };
        // Less input must not turn what succeeds into what fails, for instance for want of a column.
        let failing = (fails(&found.0), fails(&found.1));
        let differs = |rows: &[Row], without: &BTreeSet<(usize, String)>| {
            let found = self.differs(rows, without)?;
            Ok::<_, Error>(found.filter(|(a, b)| (fails(a), fails(b)) == failing))
        };
        let mut budget = Budget { probes: PROBES, until: Instant::now() + TIME };
        let mut rows = all.clone();
        let mut minimal = true;
        // Whole tables first. Of very many rows each table alone, the longest first: where rows of several tables meet in a
        // join, few parts of all of them at once still hold a difference.
        let mut lengths: Vec<(usize, usize)> =
            self.tables.iter().map(|(argument, table)| (table.height, *argument)).collect();
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        let are_many = lengths.len() > 1 && all.len() > MANY;
        let alone = lengths.into_iter().filter(|_| are_many).map(|(_, argument)| Phase::Table(argument));
        let phases = std::iter::once(Phase::Tables).chain(alone).chain([Phase::Keys, Phase::Rows]);
        let named = self.of_named_tables(&all);
        if named.len() < all.len()
            && let Some(calls) = differs(&named, &nothing)?
        {
            (rows, found) = (named, calls);
        }
        for phase in phases {
            let (fixed, units) = self.units(&phase, &rows);
            let mut holds = |part: &[Vec<Row>]| {
                let rows: Vec<Row> = [&fixed[..], &part.concat()].concat();
                let differs = differs(&rows, &nothing)?;
                let holds = differs.is_some();
                if let Some(calls) = differs {
                    found = calls;
                }
                Ok(holds)
            };
            let ended = smallest(units, &mut budget, &mut holds)?;
            rows = [fixed, ended.units.concat()].concat();
            minimal = ended.minimal;
            // What a join finds for the few rows of one table is mostly all that matters of the others.
            if let Phase::Table(argument) = phase {
                let linked = units::linked(&self.tables, &rows, argument);
                if linked.len() < rows.len()
                    && let Some(calls) = differs(&linked, &nothing)?
                {
                    (rows, found) = (linked, calls);
                }
            }
        }
        let columns: Vec<(usize, String)> = self
            .tables
            .iter()
            .flat_map(|(argument, table)| table.columns.iter().map(|column| (*argument, column.name.clone())))
            .filter(|(argument, _)| self.is_frame(*argument))
            .collect();
        let gone = |kept: &[(usize, String)]| -> BTreeSet<(usize, String)> {
            columns.iter().filter(|column| !kept.contains(column)).cloned().collect()
        };
        let mut holds = |kept: &[(usize, String)]| {
            let differs = differs(&rows, &gone(kept))?;
            let holds = differs.is_some();
            if let Some(calls) = differs {
                found = calls;
            }
            Ok(holds)
        };
        // Fewer columns make a test readable, however long the rows took. Those that the code does not name go first, all at
        // once.
        budget.until = budget.until.max(Instant::now() + TIME_OF_COLUMNS);
        let mut open = columns.clone();
        for named in self.of_named_columns(&columns) {
            if holds(&named)? {
                open = named;
                break;
            }
        }
        let kept = smallest(open, &mut budget, &mut holds)?.units;
        let (mut original, mutated) = found;
        let Some(arguments) = self.arguments(&rows, &gone(&kept))? else { return Ok(None) };
        original.arguments = arguments;
        Ok(self.reduced(&all, &original, &mutated, minimal, PROBES - budget.probes))
    }

    fn text(&self, file: &Utf8Path) -> &str {
        let known = self.diagnoser.files.iter().find(|known| known.relative == file);
        known.map_or("", |known| known.text.as_str())
    }

    /// A function as it is written.
    fn body(&self, function: &Observed) -> &str {
        self.text(&function.file).get(function.range.clone()).unwrap_or_default()
    }

    /// Rows of the parameters, and of those tables of a struct that the function's own text names.
    fn of_named_tables(&self, all: &[Row]) -> Vec<Row> {
        let function = &self.diagnoser.functions[self.target.at.0 as usize];
        let words: BTreeSet<&str> = words(self.body(function)).collect();
        let is_named = |argument: usize| {
            let table =
                argument.checked_sub(function.parameters.len()).and_then(|at| function.tables.get(at));
            table.is_none_or(|table| words.contains(table.field.as_str()))
        };
        let named: Vec<Row> = all.iter().filter(|row| is_named(row.0)).copied().collect();
        if named.is_empty() { all.to_vec() } else { named }
    }

    /// Columns whose names stand in the function and those that it names, in its file, in all files with functions: the
    /// fewest first.
    fn of_named_columns(&self, all: &[(usize, String)]) -> Vec<Vec<(usize, String)>> {
        let functions = self.diagnoser.functions;
        let own = &functions[self.target.at.0 as usize];
        let files: BTreeSet<&Utf8Path> = functions.iter().map(|function| &*function.file).collect();
        let mut called = vec![self.body(own)];
        let mut left: Vec<&Observed> = functions.iter().collect();
        let mut at = 0;
        while let Some(text) = called.get(at) {
            let words: BTreeSet<&str> = words(text).collect();
            let is_named = |function: &&Observed| {
                function.path.rsplit("::").next().is_some_and(|name| words.contains(name))
            };
            let (named, rest) = left.into_iter().partition::<Vec<_>, _>(is_named);
            called.extend(named.into_iter().map(|function| self.body(function)));
            left = rest;
            at += 1;
        }
        let levels =
            [called, vec![self.text(&own.file)], files.into_iter().map(|file| self.text(file)).collect()];
        let named = |texts: &Vec<&str>| {
            let words: BTreeSet<&str> = texts.iter().copied().flat_map(words).collect();
            let is_named = |name: &str| self::words(name).all(|word| words.contains(word));
            all.iter().filter(|(_, name)| is_named(name)).cloned().collect::<Vec<_>>()
        };
        let mut found: Vec<Vec<(usize, String)>> = levels.iter().map(named).collect();
        found.retain(|named| named.len() < all.len());
        found.dedup();
        found
    }

    /// What stays as it is in a phase, and the units of which some may go.
    fn units(&self, phase: &Phase, rows: &[Row]) -> (Vec<Row>, Vec<Vec<Row>>) {
        match phase {
            Phase::Tables => {
                let of = |argument: &usize| rows.iter().filter(|row| row.0 == *argument).copied().collect();
                (vec![], self.tables.keys().map(of).filter(|unit: &Vec<Row>| !unit.is_empty()).collect())
            }
            Phase::Keys => {
                // Without a key in all of them, single rows of all tables would be units: too many at once.
                match units::by_key(&self.tables, rows) {
                    Some(units) => (vec![], units),
                    None => (rows.to_vec(), vec![]),
                }
            }
            Phase::Table(argument) => {
                let (own, fixed): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| row.0 == *argument);
                (fixed, units::by_row(&own))
            }
            Phase::Rows => (vec![], units::by_row(rows)),
        }
    }

    fn is_frame(&self, argument: usize) -> bool {
        let input = self.diagnoser.functions[self.target.at.0 as usize].input(argument);
        input.is_some_and(|(_, ty)| ty.contains("Frame"))
    }

    fn subset(&self, rows: &[Row], without: &BTreeSet<(usize, String)>) -> Subset {
        let part = |(argument, _): (&usize, &Table)| {
            let of_argument = rows.iter().filter(|row| row.0 == *argument);
            let mut rows: Vec<usize> = of_argument.map(|row| row.1).collect();
            rows.sort_unstable();
            let gone = without.iter().filter(|column| column.0 == *argument);
            (*argument, Part { rows, without: gone.map(|column| column.1.clone()).collect() })
        };
        // What stays whole is not replaced, so that a lazy table stays lazy.
        let is_part = |(argument, part): &(usize, Part)| {
            part.rows.len() < self.tables[argument].height || !part.without.is_empty()
        };
        let arguments = self.tables.iter().map(part).filter(is_part).collect();
        Subset { at: self.target.at, arguments }
    }

    /// What the original is given in a part of the input. Writing it takes long, so it is not asked for in each try.
    fn arguments(
        &self,
        rows: &[Row],
        without: &BTreeSet<(usize, String)>,
    ) -> Result<Option<BTreeMap<usize, Value>>> {
        let subset = self.subset(rows, without);
        let function = vec![self.target.at.0];
        let ask = Ask {
            arguments: function.clone(),
            only: function,
            subset: Some(&subset),
            variables: self.target.variables,
            ..Ask::default()
        };
        let observation = self.diagnoser.watcher.watch(self.target.test, &ask)?;
        Ok(find(&observation, self.target.at).map(|call| call.arguments.clone()))
    }

    /// The calls of original and mutant on a part of the input, where both return and differ.
    fn differs(&self, rows: &[Row], without: &BTreeSet<(usize, String)>) -> Result<Option<(Call, Call)>> {
        let subset = self.subset(rows, without);
        let watch = |mutant: Option<u32>| {
            let ask = Ask {
                mutant,
                only: vec![self.target.at.0],
                subset: Some(&subset),
                variables: self.target.variables,
                ..Ask::default()
            };
            self.diagnoser.watcher.watch(self.target.test, &ask)
        };
        let returned = |observation: &Observation| {
            find(observation, self.target.at).filter(|call| call.returned.is_some()).cloned()
        };
        let Some(original) = returned(&watch(None)?) else { return Ok(None) };
        let Some(mutated) = returned(&watch(Some(self.target.mutant))?) else { return Ok(None) };
        let (Some(before), Some(after)) = (&original.returned, &mutated.returned) else { return Ok(None) };
        if before == after {
            return Ok(None);
        }
        let diff = difference::difference(before, after, &self.options);
        let differs = diff.is_some_and(|diff| self.target.order_counts || !diff.order_only);
        Ok(differs.then_some((original, mutated)))
    }

    fn reduced(
        &self,
        all: &[Row],
        original: &Call,
        mutated: &Call,
        minimal: bool,
        probes: usize,
    ) -> Option<Reduced> {
        let function = &self.diagnoser.functions[self.target.at.0 as usize];
        let small = |argument: &usize| {
            let table = difference::table(original.arguments.get(argument)?);
            // Nothing of it matters.
            if table.columns.is_empty() {
                return None;
            }
            let cells =
                |row| table.columns.iter().map(|c| difference::text(&c.cells[row], &c.dtype)).collect();
            Some(SmallTable {
                name: function.input(*argument)?.0,
                columns: table.columns.iter().map(|column| column.name.clone()).collect(),
                rows: (0..table.height.min(KEPT)).map(cells).collect(),
                more: table.height.saturating_sub(KEPT),
            })
        };
        Some(Reduced {
            rows: SmallestRows {
                function: function.path.clone(),
                tables: self.tables.keys().filter_map(small).collect(),
                rows_before: all.len(),
                minimal,
                probes,
            },
            at: self.target.at,
            arguments: original.arguments.clone(),
            before: original.returned.clone()?,
            after: mutated.returned.clone()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::takes_parts;

    #[test]
    fn frames_and_lists_can_be_given_fewer_rows() {
        for ty in
            ["LazyFrame", "polars::prelude::DataFrame", "&DataFrame", "Vec<Flight>", "&[Flight]", "&'a [T]"]
        {
            assert!(takes_parts(ty), "{ty}");
        }
        for ty in ["Expr", "&str", "i32", "Option<DataFrame>", "HashMap<String, Vec<u8>>"] {
            assert!(!takes_parts(ty), "{ty}");
        }
    }
}
