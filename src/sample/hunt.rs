//! The search for witness rows: those that the code's own comparisons tell apart from others.
//!
//! Each column that the code names has targets: at, below and above each value it is compared with, missing, zero,
//! negative, least, greatest, empty, NaN, first and last day of a month, midnight. A target holds a few rows; what the
//! code asks for and no row satisfies is a *missing witness*.

use std::collections::{BTreeMap, BTreeSet};

use mutators::witness::{Clue, Clues, Value};

use super::cell::{self, Cell, DAY};
use super::frames::Bounds;
use super::scan::Address;
use super::survey::Kind;

/// Rows that a target holds.
const ROWS_OF_TARGET: usize = 2;

/// What a row is wanted for.
#[derive(Debug, Clone, PartialEq)]
enum Want {
    At(f64),
    Below(f64),
    Above(f64),
    Negative,
    Least,
    Greatest,
    Missing,
    Empty,
    NotANumber,
    Infinite,
    Text(String),
    OtherText(String),
    Prefix(String),
    Suffix(String),
    Part(String),
    Flag(bool),
    FirstOfMonth,
    LastOfMonth,
    Midnight,
}

/// One thing to look for in a column.
#[derive(Debug, Clone)]
struct Target {
    want: Want,
    /// True where the code itself asks for it, so that not finding it is worth telling.
    asked: bool,
    rows: Vec<Address>,
    /// The nearest value so far, for below, above, least and greatest.
    best: Option<f64>,
}

/// The targets of a column.
#[derive(Debug, Clone)]
pub struct ColumnHunt {
    name: String,
    kind: Kind,
    /// True where points in time are compared, in microseconds.
    in_time: bool,
    targets: Vec<Target>,
}

/// A target that was found or not, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// `dep_delay = 15`, `dep_delay is missing`.
    pub what: String,
    /// True where the code itself asks for it.
    pub asked: bool,
    /// Rows that show it, each unit by itself; empty where none does.
    pub units: Vec<Vec<Address>>,
}

impl Witness {
    /// That there is none, in words: `no row has dep_delay = 15`.
    #[must_use]
    pub fn missed(&self) -> String {
        match (self.what.strip_prefix("a row "), self.what.strip_prefix("rows ")) {
            (Some(rest), _) => format!("no row {rest}"),
            (_, Some(rest)) => format!("no rows {rest}"),
            _ => format!("no row has {}", self.what.replace(" is missing", " missing")),
        }
    }
}

impl ColumnHunt {
    /// The targets of a column, none where the code does not name it. Of masked columns values are not looked for.
    #[must_use]
    pub fn new(name: &str, kind: Kind, clues: &Clues, is_masked: bool) -> Option<Self> {
        if !clues.names(name) || kind == Kind::Other {
            return None;
        }
        let asked = clues.of(name);
        let mut hunt = Self { name: name.to_owned(), kind, in_time: false, targets: vec![] };
        hunt.in_time = matches!(kind, Kind::Date | Kind::Datetime);
        if !is_masked {
            asked.iter().for_each(|clue| hunt.ask(clue));
            hunt.usual();
        }
        hunt.add(Want::Missing, asked.contains(&Clue::Missing));
        if kind == Kind::Text {
            hunt.add(Want::Empty, asked.contains(&Clue::Empty));
        }
        Some(hunt)
    }

    fn add(&mut self, want: Want, asked: bool) {
        match self.targets.iter_mut().find(|target| target.want == want) {
            Some(target) => target.asked |= asked,
            None => self.targets.push(Target { want, asked, rows: vec![], best: None }),
        }
    }

    fn ask(&mut self, clue: &Clue) {
        match clue {
            Clue::Value(Value::Text(text)) => {
                let moment = Cell::Text(text.into()).moment();
                match (self.in_time, moment) {
                    (true, Some(moment)) => self.ask_number(moment as f64),
                    (true, None) => {}
                    (false, _) if self.kind == Kind::Text => {
                        self.add(Want::Text(text.clone()), true);
                        self.add(Want::OtherText(text.clone()), true);
                    }
                    (false, _) => {}
                }
            }
            Clue::Value(Value::Bool(flag)) if self.kind == Kind::Bool => {
                self.add(Want::Flag(*flag), true);
                self.add(Want::Flag(!flag), true);
            }
            Clue::Value(value) => {
                let is_number = matches!(self.kind, Kind::Int | Kind::Float | Kind::Text);
                if let (true, Some(number)) = (is_number, value.number()) {
                    self.ask_number(number);
                }
            }
            Clue::Prefix(text) if self.kind == Kind::Text => self.add(Want::Prefix(text.clone()), true),
            Clue::Suffix(text) if self.kind == Kind::Text => self.add(Want::Suffix(text.clone()), true),
            Clue::Part(text) if self.kind == Kind::Text => self.add(Want::Part(text.clone()), true),
            Clue::NotANumber if self.kind == Kind::Float => self.add(Want::NotANumber, true),
            Clue::Missing
            | Clue::Empty
            | Clue::NotANumber
            | Clue::Prefix(_)
            | Clue::Suffix(_)
            | Clue::Part(_) => {}
        }
    }

    fn ask_number(&mut self, number: f64) {
        self.add(Want::At(number), true);
        self.add(Want::Below(number), true);
        self.add(Want::Above(number), true);
    }

    /// What is worth having of any column of the kind.
    fn usual(&mut self) {
        match self.kind {
            Kind::Int | Kind::Float => {
                for want in [Want::At(0.0), Want::Negative, Want::Least, Want::Greatest] {
                    self.add(want, false);
                }
                if self.kind == Kind::Float {
                    self.add(Want::NotANumber, false);
                    self.add(Want::Infinite, false);
                }
            }
            Kind::Date | Kind::Datetime => {
                for want in [Want::Least, Want::Greatest, Want::FirstOfMonth, Want::LastOfMonth] {
                    self.add(want, false);
                }
                if self.kind == Kind::Datetime {
                    self.add(Want::Midnight, false);
                }
            }
            Kind::Bool => {
                self.add(Want::Flag(true), false);
                self.add(Want::Flag(false), false);
            }
            Kind::Text | Kind::Other => {}
        }
    }

    /// The name of the column.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// True where a row group with these statistics may hold what is still looked for.
    #[must_use]
    pub fn wants(&self, bounds: Option<&Bounds>) -> bool {
        let number = |cell: &Option<Cell<'static>>| cell.as_ref().and_then(|cell| self.number(cell));
        let (min, max) = bounds.map_or((None, None), |bounds| (number(&bounds.min), number(&bounds.max)));
        let reaches =
            |low: f64, high: f64| min.is_none_or(|min| min <= high) && max.is_none_or(|max| max >= low);
        self.targets.iter().any(|target| match &target.want {
            _ if Self::is_closed(self.kind, target) => false,
            Want::Missing => bounds.and_then(|bounds| bounds.nulls).is_none_or(|nulls| nulls > 0),
            Want::At(value) => reaches(*value, *value),
            Want::Negative => min.is_none_or(|min| min < 0.0),
            Want::Least => min.is_none_or(|min| target.best.is_none_or(|best| min < best)),
            Want::Greatest => max.is_none_or(|max| target.best.is_none_or(|best| max > best)),
            Want::Below(value) => {
                min.is_none_or(|min| min < *value)
                    && max.is_none_or(|max| target.best.is_none_or(|best| max > best))
            }
            Want::Above(value) => {
                max.is_none_or(|max| max > *value)
                    && min.is_none_or(|min| target.best.is_none_or(|best| min < best))
            }
            _ => true,
        })
    }

    /// True where more rows would add nothing.
    fn is_closed(kind: Kind, target: &Target) -> bool {
        let step = match kind {
            Kind::Date => DAY as f64,
            Kind::Int => 1.0,
            _ => f64::NAN,
        };
        target.rows.len() >= ROWS_OF_TARGET
            && match target.want {
                Want::Below(value) => target.best == Some(value - step),
                Want::Above(value) => target.best == Some(value + step),
                Want::Least | Want::Greatest => false,
                _ => true,
            }
    }

    fn number(&self, cell: &Cell<'_>) -> Option<f64> {
        if self.in_time { cell.moment().map(|moment| moment as f64) } else { cell.number() }
    }

    /// True where the row became a witness.
    pub fn offer(&mut self, cell: &Cell<'_>, address: Address) -> bool {
        let number = self.number(cell);
        let mut kept = false;
        for target in &mut self.targets {
            let is_open = !Self::is_closed(self.kind, target);
            if is_open && matches(&target.want, cell, number) && improves(target, number) {
                target.rows.push(address);
                kept = true;
            }
        }
        kept
    }

    /// What was found and what was not; of "not" only where the code asks.
    #[must_use]
    pub fn finish(self) -> Vec<Witness> {
        let name = self.name.clone();
        let (in_time, is_day) = (self.in_time, self.kind == Kind::Date);
        let spell =
            |value: f64| if in_time { cell::moment_text(value as i64, is_day) } else { value.to_string() };
        let witness = |target: Target| {
            let what = match &target.want {
                Want::At(value) => format!("{name} = {}", spell(*value)),
                Want::Below(value) => format!("{name} just below {}", spell(*value)),
                Want::Above(value) => format!("{name} just above {}", spell(*value)),
                Want::Negative => format!("{name} < 0"),
                Want::Least => format!("the least {name}"),
                Want::Greatest => format!("the greatest {name}"),
                Want::Missing => format!("{name} is missing"),
                Want::Empty => format!("{name} = \"\""),
                Want::NotANumber => format!("{name} is NaN"),
                Want::Infinite => format!("{name} is infinite"),
                Want::Text(text) => format!("{name} = {text:?}"),
                Want::OtherText(text) => format!("{name} almost {text:?}"),
                Want::Prefix(text) => format!("{name} starts with {text:?}"),
                Want::Suffix(text) => format!("{name} ends with {text:?}"),
                Want::Part(text) => format!("{name} contains {text:?}"),
                Want::Flag(flag) => format!("{name} = {flag}"),
                Want::FirstOfMonth => format!("{name} on the first day of a month"),
                Want::LastOfMonth => format!("{name} on the last day of a month"),
                Want::Midnight => format!("{name} at midnight"),
            };
            // That text of another case or with blanks is there is a find; that it is not is none of note.
            let asked = target.asked && !matches!(target.want, Want::OtherText(_));
            Witness { what, asked, units: target.rows.into_iter().map(|row| vec![row]).collect() }
        };
        self.targets.into_iter().map(witness).collect()
    }
}

fn matches(want: &Want, cell: &Cell<'_>, number: Option<f64>) -> bool {
    let text = match cell {
        Cell::Text(text) => Some(&**text),
        _ => None,
    };
    let date = || number.and_then(|number| cell::date_of(number as i64));
    match want {
        Want::At(value) => number == Some(*value),
        Want::Below(value) => number.is_some_and(|number| number < *value),
        Want::Above(value) => number.is_some_and(|number| number > *value),
        Want::Negative => number.is_some_and(|number| number < 0.0),
        Want::Least | Want::Greatest => number.is_some_and(|number| !number.is_nan()),
        Want::Missing => *cell == Cell::Null,
        Want::Empty => text.is_some_and(|text| text.trim().is_empty()),
        Want::NotANumber => number.is_some_and(f64::is_nan),
        Want::Infinite => number.is_some_and(f64::is_infinite),
        Want::Text(wanted) => text == Some(wanted),
        Want::OtherText(wanted) => text
            .is_some_and(|text| text != wanted && text.trim().to_lowercase() == wanted.trim().to_lowercase()),
        Want::Prefix(wanted) => text.is_some_and(|text| text.starts_with(wanted.as_str())),
        Want::Suffix(wanted) => text.is_some_and(|text| text.ends_with(wanted.as_str())),
        Want::Part(wanted) => text.is_some_and(|text| text.contains(wanted.as_str())),
        Want::Flag(flag) => {
            *cell == Cell::Bool(*flag)
                || text.is_some_and(|text| text.eq_ignore_ascii_case(&flag.to_string()))
        }
        Want::FirstOfMonth => date().is_some_and(|date| date.day() == 1),
        Want::LastOfMonth => date().is_some_and(|date| date.day() == date.days_in_month()),
        Want::Midnight => number.is_some_and(|number| (number as i64).rem_euclid(DAY) == 0),
    }
}

/// Of the nearest, only as near ones and nearer ones count.
fn improves(target: &mut Target, number: Option<f64>) -> bool {
    let nearer = |new: f64, old: f64| match target.want {
        Want::Below(_) | Want::Greatest => Some(new > old),
        Want::Above(_) | Want::Least => Some(new < old),
        _ => None,
    };
    let Some(new) = number else { return target.rows.len() < ROWS_OF_TARGET };
    match target.best.map_or_else(|| nearer(new, f64::NAN).map(|_| true), |best| nearer(new, best)) {
        // What is looked for is no extreme.
        None => target.rows.len() < ROWS_OF_TARGET,
        Some(true) => {
            target.best = Some(new);
            target.rows.clear();
            true
        }
        Some(false) => target.best == Some(new) && target.rows.len() < ROWS_OF_TARGET,
    }
}

/// Sets of columns that the code groups by, and the numbers of rows that tell its groups apart.
#[must_use]
pub fn group_sizes(clues: &Clues, known: &BTreeSet<String>) -> BTreeMap<Vec<String>, BTreeSet<u64>> {
    let mut sizes: BTreeMap<Vec<String>, BTreeSet<u64>> = BTreeMap::new();
    // A variable comes with the name of its function, too; one of both must be a column here. Groups by columns of which
    // another table has some are larger there.
    let is_here = |name: &String| !clues.columns(name, known).is_empty();
    let all_here = |names: &[String]| {
        let mut plain = names.iter().filter(|name| !name.contains("::"));
        plain.all(|name| {
            is_here(name) || names.iter().any(|other| other.ends_with(&format!("::{name}")) && is_here(other))
        })
    };
    for (names, wanted) in clues.sizes.iter().filter(|(names, _)| all_here(names)) {
        if let Some(columns) = resolve(clues, known, names) {
            sizes.entry(columns).or_default().extend(wanted);
        }
    }
    sizes
}

/// The columns among `known` of several names, each once; `None` where there are none, or too many for a key.
#[must_use]
pub fn resolve(clues: &Clues, known: &BTreeSet<String>, names: &[String]) -> Option<Vec<String>> {
    let mut columns = vec![];
    for name in names {
        for column in clues.columns(name, known) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    (!columns.is_empty() && columns.len() <= MOST_KEY_COLUMNS).then_some(columns)
}

/// The sets of columns that the code groups, dedups, sorts or joins by, each a witness of its own kind.
#[must_use]
pub fn key_sets(clues: &Clues, known: &BTreeSet<String>) -> BTreeMap<Vec<String>, &'static str> {
    let resolve = |names: &[String]| resolve(clues, known, names);
    let mut sets = BTreeMap::new();
    for (left, right) in &clues.joins {
        for side in [left, right] {
            resolve(side).into_iter().for_each(|columns| _ = sets.entry(columns).or_insert("join key"));
        }
    }
    for names in clues.groups.iter().chain(clues.sizes.keys()) {
        resolve(names).into_iter().for_each(|columns| _ = sets.entry(columns).or_insert("group"));
    }
    for names in &clues.sorts {
        resolve(names).into_iter().for_each(|columns| _ = sets.entry(columns).or_insert("sort key"));
    }
    sets
}

/// A set of more columns is a guess that went wrong.
const MOST_KEY_COLUMNS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: u64) -> Address {
        Address { file: 0, row }
    }

    fn hunt(code: &str, kind: Kind, cells: &[Cell<'_>]) -> Vec<(String, Vec<u64>)> {
        let clues = mutators::witness::clues([code]);
        let mut hunt = ColumnHunt::new("x", kind, &clues, false).expect("a column that is named");
        for (row, cell) in cells.iter().enumerate() {
            hunt.offer(cell, at(row as u64));
        }
        let found = hunt.finish().into_iter();
        found
            .map(|witness| (witness.what, witness.units.iter().flatten().map(|row| row.row).collect()))
            .collect()
    }

    fn rows<'a>(found: &'a [(String, Vec<u64>)], what: &str) -> &'a [u64] {
        &found.iter().find(|(name, _)| name == what).unwrap_or_else(|| panic!("{what} of {found:?}")).1
    }

    #[test]
    fn rows_at_and_around_a_boundary_are_found() {
        let cells: Vec<Cell<'_>> = [3, 9, 15, 14, 20, 16, -1, 0].map(Cell::Int).to_vec();
        let found = hunt("const L: i32 = 15; fn f(r: &R) { if r.x >= L {} }", Kind::Int, &cells);
        assert_eq!(rows(&found, "x = 15"), [2]);
        assert_eq!(rows(&found, "x just below 15"), [3]);
        assert_eq!(rows(&found, "x just above 15"), [5]);
        assert_eq!(rows(&found, "x = 0"), [7]);
        assert_eq!(rows(&found, "x < 0"), [6]);
        assert_eq!(rows(&found, "the least x"), [6]);
        assert_eq!(rows(&found, "the greatest x"), [4]);
        assert_eq!(rows(&found, "x is missing"), [0_u64; 0]);
    }

    #[test]
    fn texts_are_found_as_they_are_and_almost() {
        let cells = ["paid", " PAID", "", "AIRBUS"].map(|text| Cell::Text(text.into())).to_vec();
        let code = r#"fn f() { col("x").eq(lit("paid")); col("x").str().starts_with(lit("AIR")); }"#;
        let found = hunt(code, Kind::Text, &cells);
        assert_eq!(rows(&found, "x = \"paid\""), [0]);
        assert_eq!(rows(&found, "x almost \"paid\""), [1]);
        assert_eq!(rows(&found, "x = \"\""), [2]);
        assert_eq!(rows(&found, "x starts with \"AIR\""), [3]);
    }

    #[test]
    fn numbers_that_are_none_and_ends_of_months_are_found() {
        let floats = [Cell::Float(1.0), Cell::Float(f64::NAN), Cell::Null, Cell::Float(f64::NEG_INFINITY)];
        let found = hunt("fn f(r: &R) { r.x; }", Kind::Float, &floats);
        assert_eq!((rows(&found, "x is NaN"), rows(&found, "x is missing")), (&[1][..], &[2][..]));
        assert_eq!(rows(&found, "x is infinite"), [3]);
        let days = ["2024-02-01", "2024-02-29", "2024-02-28"].map(|text| Cell::Text(text.into()));
        let found = hunt(r#"fn f() { col("x").gt(lit("2024-02-28")) }"#, Kind::Date, &days);
        assert_eq!(rows(&found, "x on the last day of a month"), [1]);
        assert_eq!(rows(&found, "x = 2024-02-28"), [2]);
        assert_eq!(rows(&found, "x just above 2024-02-28"), [1]);
    }

    #[test]
    fn sizes_of_groups_need_all_of_their_columns() {
        let code = r#"fn f() { lf.group_by([col("a"), col("b")]).agg([len().alias("n")]).filter(col("n").gt(lit(5))); }"#;
        let clues = mutators::witness::clues([code]);
        let sizes =
            |known: &[&str]| group_sizes(&clues, &known.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(sizes(&["a", "b"]).into_values().collect::<Vec<_>>(), [BTreeSet::from([4, 5, 6])]);
        assert!(sizes(&["a", "c"]).is_empty());
    }

    #[test]
    fn statistics_rule_groups_out() {
        let clues = mutators::witness::clues(["fn f(r: &R) { if r.x > 15 {} }"]);
        let mut hunt = ColumnHunt::new("x", Kind::Int, &clues, false).expect("named");
        let bounds =
            |min, max| Bounds { min: Some(Cell::Int(min)), max: Some(Cell::Int(max)), nulls: Some(0) };
        assert!(hunt.wants(Some(&bounds(0, 100))));
        for (row, value) in [0, 0, 14, 14, 15, 15, 16, 16, -5, -5, 99, 99].into_iter().enumerate() {
            hunt.offer(&Cell::Int(value), at(row as u64));
        }
        assert!(!hunt.wants(Some(&bounds(-5, 99))));
        assert!(hunt.wants(Some(&bounds(-5, 100))));
        assert!(hunt.wants(Some(&Bounds { nulls: Some(1), ..bounds(0, 1) })));
    }

    #[test]
    fn masked_columns_are_not_looked_into() {
        let clues = mutators::witness::clues([r#"fn f() { col("x").eq(lit("secret")); }"#]);
        let hunt = ColumnHunt::new("x", Kind::Text, &clues, true).expect("named");
        assert!(hunt.finish().iter().all(|witness| !witness.what.contains("secret")));
        assert!(ColumnHunt::new("y", Kind::Text, &clues, false).is_none());
    }
}
