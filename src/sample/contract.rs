//! Contracts: what a data set promises of its columns and keys, read from a file, checked against the data, or written
//! from it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use cargo_metadata::camino::Utf8PathBuf;

use super::DataSet;
use super::cell::Cell;
use super::choose::all_keys;
use super::random::key_hash;
use super::scan::{Batch, Scan, Visitor};
use super::source::{self, Source};
use super::survey::{Column, Kind, Survey, kind_of};
use super::text::Shape;
use crate::error::Result;

/// Kinds of violations that are listed; more are counted.
const MOST_LISTED: usize = 50;

/// A column with at most so many different values gets them as its accepted values when a contract is written.
const MOST_VALUES: usize = 12;

/// Rows from which on accepted values are believed to be all there are.
const ENOUGH_ROWS: u64 = 100;

/// What a data set promises.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contract {
    /// Where it is written.
    pub path: Utf8PathBuf,
    /// Its columns, all of them.
    pub columns: Vec<Rule>,
    /// Sets of columns that no two rows agree in.
    pub unique: Vec<Vec<String>>,
    /// Share of rows (0 to 1) that may refer to nothing, by the columns of a reference.
    pub orphans: BTreeMap<Vec<String>, f64>,
}

/// What is promised of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_name: String,
    /// True where values may be missing.
    pub nullable: bool,
    /// No value is smaller; a number or a date.
    pub min: Option<String>,
    /// No value is greater.
    pub max: Option<String>,
    /// The only values.
    pub values: Option<Vec<String>>,
}

/// Where the columns and types of the files differ from the contract: column, expected, found, file.
#[must_use]
pub fn differences(contract: &Contract, source: &Source, surveys: &[Survey]) -> Vec<String> {
    let mut lines = vec![];
    for (survey, file) in surveys.iter().zip(&source.files) {
        let path = &file.path;
        for rule in &contract.columns {
            let found = survey.columns.iter().find(|column| column.name == rule.name);
            match found {
                None if source::partition(&file.relative, &rule.name).is_some() => {}
                // JSON objects may leave keys out.
                None if rule.nullable && survey.shape == Some(Shape::Object) => {}
                None => lines.push(format!(
                    "column `{}`: expected {}, found no such column in {path}",
                    rule.name, rule.type_name
                )),
                Some(column) if !is_of(column, &rule.type_name, source) => lines.push(format!(
                    "column `{}`: expected {}, found {} in {path}",
                    rule.name, rule.type_name, column.type_name
                )),
                Some(_) => {}
            }
        }
        for column in &survey.columns {
            if !contract.columns.iter().any(|rule| rule.name == column.name) {
                lines.push(format!(
                    "column `{}`: expected no such column, found {} in {path}",
                    column.name, column.type_name
                ));
            }
        }
    }
    lines
}

/// Types of text are what values look like: all of them are texts, and whole numbers are numbers.
fn is_of(column: &Column, type_name: &str, source: &Source) -> bool {
    column.type_name == type_name
        || source.format.is_text()
            && (type_name == "text"
                || column.seen.is_empty()
                || matches!((type_name, column.kind), ("float", Kind::Int) | ("datetime", Kind::Date)))
}

/// The failure that lists what differs.
#[must_use]
pub fn broken(data_set: &DataSet, contract: &Contract, lines: &[String]) -> crate::error::Error {
    data_set.error(format_args!(
        "the data break the contract {}:\n  {}\n  repair the data, or write the contract anew with `cargo mutate-data sample --write-schema {}`",
        contract.path,
        lines.join("\n  "),
        data_set.name
    ))
}

/// Checks values, row by row.
pub struct Checker<'a> {
    data_set: &'a DataSet,
    contract: &'a Contract,
    limits: Vec<(Option<f64>, Option<f64>)>,
    accepted: Vec<Option<BTreeSet<&'a str>>>,
    found: BTreeMap<(usize, &'static str, String), (u64, String)>,
    keys: Vec<HashSet<u64>>,
    doubles: BTreeMap<usize, (u64, String)>,
}

impl<'a> Checker<'a> {
    /// For the rules of a contract.
    #[must_use]
    pub fn new(data_set: &'a DataSet, contract: &'a Contract) -> Self {
        let limit = |text: &Option<String>| text.as_ref().and_then(|text| number(&Cell::Text(text.into())));
        let accepted = |rule: &'a Rule| {
            rule.values.as_ref().map(|values| values.iter().map(String::as_str).collect::<BTreeSet<_>>())
        };
        Self {
            data_set,
            contract,
            limits: contract.columns.iter().map(|rule| (limit(&rule.min), limit(&rule.max))).collect(),
            accepted: contract.columns.iter().map(accepted).collect(),
            found: BTreeMap::new(),
            keys: vec![HashSet::new(); contract.unique.len()],
            doubles: BTreeMap::new(),
        }
    }

    /// Looks at a value of the column with the number `rule`; `place` says where it stands.
    fn value(&mut self, rule: usize, cell: &Cell<'_>, place: &dyn Fn() -> (String, String)) {
        let promise = &self.contract.columns[rule];
        let (low, high) = self.limits[rule];
        let value = number(cell);
        let text = cell.canonical();
        let fault = if *cell == Cell::Null {
            (!promise.nullable).then_some("a value")
        } else if matches!(cell, Cell::Text(_)) && !looks_like(cell, &promise.type_name) {
            Some("a type")
        } else if value.is_some_and(|value| low.is_some_and(|low| value < low)) {
            Some("at least")
        } else if value.is_some_and(|value| high.is_some_and(|high| value > high)) {
            Some("at most")
        } else {
            let accepted = self.accepted[rule].as_ref();
            accepted.zip(text.as_ref()).filter(|(known, text)| !known.contains(&***text)).map(|_| "accepted")
        };
        if let Some(fault) = fault {
            let (file, row) = place();
            let shown = match text {
                _ if self.data_set.is_masked(&promise.name) => "a value that is masked".to_owned(),
                Some(text) => format!("`{text}`"),
                None => "none".to_owned(),
            };
            self.found.entry((rule, fault, file)).or_insert_with(|| (0, format!("{shown} in {row}"))).0 += 1;
        }
    }

    /// Looks at rows, whose columns are those of the contract; `place` names the file and a row in it.
    pub fn rows(&mut self, columns: &[Option<&[Cell<'_>]>], height: usize, file: &str, first: u64) {
        for (rule, cells) in columns.iter().enumerate() {
            for (row, cell) in cells.iter().copied().flatten().enumerate() {
                self.value(rule, cell, &|| (file.to_owned(), format!("row {}", first + row as u64 + 1)));
            }
        }
        for (set, names) in self.contract.unique.iter().enumerate() {
            let place = |name: &String| self.contract.columns.iter().position(|rule| rule.name == *name);
            let cells: Option<Vec<&[Cell<'_>]>> =
                names.iter().map(|name| columns.get(place(name)?).copied().flatten()).collect();
            let Some(cells) = cells else { continue };
            for row in 0..height {
                let Some(hash) = key_hash(0, cells.iter().map(|cells| &cells[row])) else { continue };
                if !self.keys[set].insert(hash) {
                    let place = || (0, format!("row {} of {file}", first + row as u64 + 1));
                    self.doubles.entry(set).or_insert_with(place).0 += 1;
                }
            }
        }
    }

    /// What was found: column, expected, found, how often and where first.
    #[must_use]
    pub fn finish(self) -> Vec<String> {
        let mut lines = vec![];
        for ((rule, fault, file), (count, first)) in &self.found {
            let rule = &self.contract.columns[*rule];
            let expected = match *fault {
                "at least" => format!("at least {}", rule.min.as_deref().unwrap_or_default()),
                "at most" => format!("at most {}", rule.max.as_deref().unwrap_or_default()),
                "a type" => rule.type_name.clone(),
                "accepted" => format!("one of {}", rule.values.as_deref().unwrap_or_default().join(", ")),
                other => other.to_owned(),
            };
            lines.push(format!(
                "column `{}`: expected {expected}, found {first} ({count} rows) in {file}",
                rule.name
            ));
        }
        for (set, (count, first)) in &self.doubles {
            let columns = self.contract.unique[*set].join("`, `");
            lines.push(format!(
                "column `{columns}`: expected unique values, found {count} repetitions, the first in {first}"
            ));
        }
        let more = lines.len().saturating_sub(MOST_LISTED);
        if more > 0 {
            lines.truncate(MOST_LISTED);
            lines.push(format!("and {more} more"));
        }
        lines
    }
}

/// True where a text can be of a type that was read from texts; types of column formats are not asked for again.
fn looks_like(cell: &Cell<'_>, type_name: &str) -> bool {
    let kind = kind_of(cell);
    match type_name {
        "int" => kind == Some(Kind::Int),
        "float" => matches!(kind, Some(Kind::Int | Kind::Float)),
        "bool" => kind == Some(Kind::Bool),
        "date" => kind == Some(Kind::Date),
        "datetime" => matches!(kind, Some(Kind::Date | Kind::Datetime)),
        _ => true,
    }
}

fn number(cell: &Cell<'_>) -> Option<f64> {
    cell.moment().map(|moment| moment as f64).or_else(|| cell.number())
}

/// Checks every row of a source.
///
/// # Errors
/// Files that cannot be read.
pub fn check(
    data_set: &DataSet,
    contract: &Contract,
    source: &Source,
    surveys: &[Survey],
) -> Result<Vec<String>> {
    struct Visit<'a> {
        checker: Checker<'a>,
        source: &'a Source,
        columns: usize,
    }
    impl Visitor for Visit<'_> {
        fn wants(&mut self, _: usize, _: usize) -> Vec<usize> {
            (0..self.columns).collect()
        }

        fn visit(&mut self, batch: &Batch<'_>) -> Result<Vec<usize>> {
            let columns: Vec<Option<&[Cell<'_>]>> =
                batch.columns.iter().map(|cells| cells.as_deref()).collect();
            let file = &self.source.files[batch.file as usize].path;
            self.checker.rows(&columns, batch.height, file.as_str(), batch.first);
            Ok(vec![])
        }
    }
    let needed: Vec<String> = contract.columns.iter().map(|rule| rule.name.clone()).collect();
    let checker = Checker::new(data_set, contract);
    let mut visit = Visit { checker, source, columns: needed.len() };
    Scan { data_set, source, surveys, needed: &needed }.run(&mut visit, None)?;
    Ok(visit.checker.finish())
}

/// The share of rows (0 to 1) whose reference exists in no row of the other data set.
///
/// # Errors
/// Files that cannot be read.
pub fn orphans(
    (data_set, source, surveys): (&DataSet, &Source, &[Survey]),
    columns: &[String],
    parents: &HashSet<u64>,
) -> Result<f64> {
    struct Count<'a> {
        parents: &'a HashSet<u64>,
        columns: usize,
        rows: u64,
        orphans: u64,
    }
    impl Visitor for Count<'_> {
        fn wants(&mut self, _: usize, _: usize) -> Vec<usize> {
            (0..self.columns).collect()
        }

        fn visit(&mut self, batch: &Batch<'_>) -> Result<Vec<usize>> {
            for row in 0..batch.height {
                let cells = batch.columns.iter().flatten().map(|cells| &cells[row]);
                let hash = key_hash(0, cells);
                self.rows += 1;
                self.orphans += u64::from(hash.is_some_and(|hash| !self.parents.contains(&hash)));
            }
            Ok(vec![])
        }
    }
    let mut count = Count { parents, columns: columns.len(), rows: 0, orphans: 0 };
    Scan { data_set, source, surveys, needed: columns }.run(&mut count, None)?;
    Ok(count.orphans as f64 / count.rows.max(1) as f64)
}

/// What is seen of a column when a contract is written.
#[derive(Default)]
struct Seen {
    missing: u64,
    rows: u64,
    least: Option<f64>,
    greatest: Option<f64>,
    values: BTreeSet<String>,
    keys: HashSet<u64>,
    repeats: bool,
}

/// The contract that the data keep today: types, missing values, ranges, accepted values, unique columns, references.
/// Of masked columns and of `personal` ones no values are told.
///
/// # Errors
/// Files that cannot be read.
pub fn draft(
    data_set: &DataSet,
    source: &Source,
    surveys: &[Survey],
    personal: &[String],
    parents: &[HashSet<u64>],
) -> Result<Contract> {
    struct Visit(Vec<Seen>);
    impl Visitor for Visit {
        fn wants(&mut self, _: usize, _: usize) -> Vec<usize> {
            (0..self.0.len()).collect()
        }

        fn visit(&mut self, batch: &Batch<'_>) -> Result<Vec<usize>> {
            for (seen, cells) in self.0.iter_mut().zip(&batch.columns) {
                cells.iter().flatten().for_each(|cell| seen.see(cell));
            }
            Ok(vec![])
        }
    }
    let columns = surveys.first().map_or(&[][..], |survey| &survey.columns);
    let needed: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let mut visit = Visit(needed.iter().map(|_| Seen::default()).collect());
    Scan { data_set, source, surveys, needed: &needed }.run(&mut visit, None)?;
    let mut contract = Contract { path: data_set.contract_path(), ..Contract::default() };
    for (column, seen) in columns.iter().zip(visit.0) {
        let is_open = !data_set.is_masked(&column.name) && !personal.contains(&column.name);
        if !seen.repeats
            && seen.missing == 0
            && seen.rows > 1
            && matches!(column.kind, Kind::Int | Kind::Text)
        {
            contract.unique.push(vec![column.name.clone()]);
        }
        contract.columns.push(seen.rule(column, is_open));
    }
    for (reference, parents) in data_set.references.iter().zip(parents) {
        let share = orphans((data_set, source, surveys), &reference.columns, parents)?;
        contract.orphans.insert(reference.columns.clone(), (share * 10_000.0).ceil() / 10_000.0);
    }
    Ok(contract)
}

impl Seen {
    fn see(&mut self, cell: &Cell<'_>) {
        self.rows += 1;
        if *cell == Cell::Null {
            self.missing += 1;
            return;
        }
        if let Some(value) = number(cell).filter(|value| value.is_finite()) {
            self.least = Some(self.least.map_or(value, |least| least.min(value)));
            self.greatest = Some(self.greatest.map_or(value, |greatest| greatest.max(value)));
        }
        if !self.repeats
            && let Some(hash) = key_hash(0, [cell])
        {
            self.repeats = !self.keys.insert(hash);
            if self.repeats {
                self.keys = HashSet::new();
            }
        }
        if self.values.len() <= MOST_VALUES
            && let Cell::Text(text) = cell
        {
            self.values.insert(text.to_string());
        }
    }

    fn rule(self, column: &Column, is_open: bool) -> Rule {
        let ranged = matches!(column.kind, Kind::Int | Kind::Float | Kind::Date | Kind::Datetime);
        let spell = |value: f64| match column.kind {
            Kind::Date => super::cell::moment_text(value as i64, true),
            Kind::Datetime => super::cell::moment_text(value as i64, false),
            _ => value.to_string(),
        };
        let few = column.kind == Kind::Text && self.values.len() <= MOST_VALUES && self.rows >= ENOUGH_ROWS;
        let values: Vec<String> = self.values.into_iter().collect();
        Rule {
            name: column.name.clone(),
            type_name: column.type_name.clone(),
            nullable: self.missing > 0,
            min: self.least.filter(|_| ranged && is_open).map(spell),
            max: self.greatest.filter(|_| ranged && is_open).map(spell),
            values: (few && is_open && !values.is_empty()).then_some(values),
        }
    }
}

/// Keys of what each reference of a data set refers to; empty where that data set is not declared.
///
/// # Errors
/// Files that cannot be read.
pub fn parents(data_set: &DataSet, all: &[(&DataSet, &Source, &[Survey])]) -> Result<Vec<HashSet<u64>>> {
    let keys = data_set.references.iter().map(|reference| {
        match all.iter().find(|(other, ..)| other.name == reference.to) {
            Some((other, source, surveys)) => all_keys(other, source, surveys, &reference.key),
            None => Ok(HashSet::new()),
        }
    });
    keys.collect()
}
