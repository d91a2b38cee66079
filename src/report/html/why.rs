//! Why a mutant survived, as it stands on its card: evidence, rows that differ, the smallest input, the test to write.

use askama::Template;

use crate::model::{
    Alignment, CellDiff, DataDiff, Explanation, MissingWitness, Results, SmallTable, Suggestion,
};
use crate::report::diff::Segment;
use crate::report::explained::Side;
use crate::report::html::card::prose;
use crate::report::html::links::Links;
use crate::report::why::{self, value};
use crate::report::words::{capital, counted, line, visible};

/// Columns that are summed up.
const COLUMNS: usize = 20;
/// Rows of the smallest input that are shown of each table.
const SMALLEST: usize = 20;

/// What the template needs.
#[derive(Template)]
#[template(path = "why.html", config = "src/report/askama.toml")]
pub struct Why {
    /// The mutant's; labels of one page must differ.
    id: String,
    kind: String,
    evidence: Vec<Segment>,
    chain: Vec<String>,
    /// Address and name of the test that shows it.
    test: Option<(String, String)>,
    unstable: Vec<Vec<Segment>>,
    output: Option<Output>,
    smallest: Option<(String, Vec<Small>)>,
    missing: Vec<Missing>,
    suggestion: Option<Test>,
    no_test: Option<Vec<Segment>>,
}

struct Output {
    function: String,
    amount: String,
    schema: Vec<Vec<Segment>>,
    /// Class and text of each line, where values are compared as text.
    lines: Vec<(&'static str, String)>,
    header: Vec<String>,
    rows: Vec<Row>,
    more_rows: Option<String>,
    columns: Vec<(String, [Change; 4])>,
    more_columns: Option<String>,
    tolerance: Option<f64>,
}

struct Row {
    class: &'static str,
    keys: Vec<String>,
    cells: Vec<Change>,
}

/// A value on both sides; only the first where nothing changes.
#[derive(Default)]
struct Change {
    before: Option<String>,
    after: Option<String>,
    same: Option<String>,
}

impl Change {
    fn of(cell: &CellDiff) -> Self {
        let side = |text: &Option<String>| text.as_deref().map(value);
        Self { before: side(&cell.before), after: side(&cell.after), same: None }
    }

    fn fact((before, after): (String, String)) -> Self {
        match (before.is_empty(), after.is_empty()) {
            (_, false) => Self { before: Some(before), after: Some(after), same: None },
            (false, true) => Self { same: Some(before), ..Self::default() },
            (true, true) => Self::default(),
        }
    }
}

struct Small {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    more: Option<String>,
}

struct Missing {
    text: Vec<Segment>,
    made: String,
}

struct Test {
    name: String,
    place: String,
    asserts: Vec<Segment>,
    note: Option<Vec<Segment>>,
    verified: bool,
    status: &'static str,
    code: String,
    /// Address and id of each survivor that it kills.
    kills: Vec<(Option<String>, String)>,
    count: String,
}

impl Why {
    pub fn of(results: &Results, id: &str, told: &Explanation, links: Links) -> Self {
        let test = told.test.and_then(|index| results.tests.get(index));
        Self {
            id: line(id),
            kind: capital(told.kind.name()),
            evidence: prose(&told.evidence),
            chain: if told.chain.len() > 1 {
                told.chain.iter().map(|name| line(name)).collect()
            } else {
                vec![]
            },
            test: test.map(|test| (links.test(test.index), line(&test.name))),
            unstable: told.unstable.iter().map(|text| prose(text)).collect(),
            output: told.diff.as_ref().map(|diff| output(told, diff)),
            smallest: told
                .rows
                .as_ref()
                .map(|rows| (why::smallest(rows), rows.tables.iter().map(small).collect())),
            missing: told.missing.iter().map(missing).collect(),
            suggestion: told.suggestion.as_ref().map(|suggestion| suggested(results, suggestion, links)),
            no_test: told.no_test.as_deref().map(prose),
        }
    }
}

fn output(told: &Explanation, diff: &DataDiff) -> Output {
    let side = Side::of(&diff.rows);
    let rows = diff.rows.iter().map(|row| Row {
        class: why::change(row.change),
        keys: side
            .keys
            .iter()
            .map(|name| {
                row.key.iter().find(|(key, _)| key == name).map(|(_, text)| value(text)).unwrap_or_default()
            })
            .collect(),
        cells: side
            .columns
            .iter()
            .map(|name| {
                row.cells.iter().find(|cell| cell.column == *name).map(Change::of).unwrap_or_default()
            })
            .collect(),
    });
    let all = diff.changed + diff.added + diff.lost;
    let more = |all: usize, shown: usize, noun: &str| {
        (all > shown).then(|| format!("and {} more", counted(all - shown, noun)))
    };
    let class = |text: &str| match text.as_bytes().first() {
        Some(b'-') => "del",
        Some(b'+') => "ins",
        _ => "span",
    };
    // One value has no more to sum up than its row shows.
    let columns = if diff.alignment == Alignment::Text { &[] } else { diff.columns.as_slice() };
    let sum_up = |column| why::column(column).map(Change::fact);
    Output {
        function: told.function.as_deref().map(line).unwrap_or_default(),
        amount: why::amount(diff),
        schema: diff.schema.iter().map(|text| prose(text)).collect(),
        lines: diff
            .text
            .iter()
            .flat_map(|text| text.lines())
            .map(|text| (class(text), visible(text)))
            .collect(),
        header: side.keys.iter().chain(&side.columns).map(|name| line(name)).collect(),
        more_rows: if diff.rows.is_empty() { None } else { more(all, diff.rows.len(), "row") },
        rows: rows.collect(),
        columns: columns.iter().take(COLUMNS).map(|column| (line(&column.name), sum_up(column))).collect(),
        more_columns: more(columns.len(), COLUMNS, "column"),
        tolerance: diff.tolerance,
    }
}

fn small(table: &SmallTable) -> Small {
    let more = table.more + table.rows.len().saturating_sub(SMALLEST);
    Small {
        name: line(&table.name),
        columns: table.columns.iter().map(|name| line(name)).collect(),
        rows: table
            .rows
            .iter()
            .take(SMALLEST)
            .map(|row| row.iter().map(|text| value(text)).collect())
            .collect(),
        more: (more > 0).then(|| format!("and {} more", counted(more, "row"))),
    }
}

fn missing(missing: &MissingWitness) -> Missing {
    let made: Vec<String> =
        missing.made.iter().map(|(column, text)| format!("{} = {}", line(column), value(text))).collect();
    Missing { text: prose(&missing.text), made: made.join(", ") }
}

fn suggested(results: &Results, suggestion: &Suggestion, links: Links) -> Test {
    let link = |id: &String| {
        let mutant = results.mutants.iter().find(|mutant| mutant.id == *id);
        (mutant.map(|mutant| links.mutant(&mutant.file, &line(&mutant.id))), line(id))
    };
    Test {
        name: line(&suggestion.name),
        place: why::place(suggestion),
        asserts: prose(&suggestion.asserts),
        note: suggestion.note.as_deref().map(prose),
        verified: suggestion.verified,
        status: why::verified(suggestion),
        code: visible(&suggestion.code),
        kills: suggestion.kills.iter().map(link).collect(),
        count: counted(suggestion.kills.len(), "survivor"),
    }
}
