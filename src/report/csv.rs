//! `mutants.csv`: a table with a row per mutant, by RFC 4180, safe to open in a spreadsheet.

use crate::error::{Error, Result};
use crate::model::{Mutant, Outcome, Results};
use crate::report::json::group;
use crate::report::why;
use crate::report::words::line;

const HEADER: [&str; 20] = [
    "id",
    "status",
    "package",
    "file",
    "line",
    "column",
    "end_line",
    "end_column",
    "item",
    "family",
    "mutator",
    "group",
    "change",
    "why",
    "covering_tests",
    "infected_tests",
    "tests_run",
    "ended_by",
    "milliseconds",
    "kind",
];

/// The text of the table.
///
/// # Errors
/// Never for text of ours; the writer of the table could refuse.
pub fn text(results: &Results) -> Result<String> {
    let failed = |error: csv::Error| Error::Internal(error.to_string());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    writer.write_record(HEADER).map_err(failed)?;
    for (mutant, outcome) in results.pairs() {
        writer.write_record(row(results, mutant, outcome)).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::Internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Error::Internal(error.to_string()))
}

fn row(results: &Results, mutant: &Mutant, outcome: &Outcome) -> [String; 20] {
    let explanation = results.explanations.get(&mutant.id);
    let ended_by = outcome.verdict.ended_by().and_then(|test| results.tests.get(test));
    [
        mutant.id.clone(),
        outcome.verdict.name().to_owned(),
        cell(&mutant.package),
        cell(mutant.file.as_str()),
        mutant.start.line.to_string(),
        mutant.start.column.to_string(),
        mutant.end.line.to_string(),
        mutant.end.column.to_string(),
        cell(&mutant.item),
        mutant.family.to_owned(),
        mutant.mutator.to_owned(),
        group(mutant.group).to_owned(),
        cell(&mutant.change()),
        cell(&why::why(results, mutant, outcome)),
        outcome.covering.len().to_string(),
        outcome.infecting.len().to_string(),
        outcome.tests_run.to_string(),
        cell(ended_by.map_or("", |test| &test.name)),
        format!("{:.3}", outcome.duration.as_secs_f64() * 1e3),
        explanation.map_or("", |explanation| explanation.kind.name()).to_owned(),
    ]
}

/// Text that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let text = line(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn rows(results: &Results) -> Vec<csv::StringRecord> {
        let text = text(results).expect("a table");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.records().collect::<std::result::Result<_, _>>().expect("rows of one length")
    }

    #[test]
    fn a_row_per_mutant_comes_back() {
        let results = testing::results();
        let rows = rows(&results);
        assert_eq!(rows.len(), results.mutants.len());
        let first: Vec<&str> = rows[0].iter().take(6).collect();
        assert_eq!(first, ["3f2a91c0", "survived", "flights", "flights/src/clean.rs", "3", "29"]);
        assert_eq!(&rows[2][17], "clean::tests::midnight_is_a_day_later");
    }

    #[test]
    fn a_survivor_has_its_kind() {
        let results = Results { explanations: testing::explanations(), ..testing::results() };
        let kinds: Vec<String> = rows(&results).iter().map(|row| row[19].to_owned()).collect();
        assert_eq!(kinds[..3], ["data gap", "assertion gap", ""]);
    }

    #[test]
    fn hostile_text_keeps_its_cell_and_is_no_formula() {
        let mut results = testing::hostile();
        results.mutants[0].item = "=HYPERLINK(\"x\"),\n\"".to_owned();
        let rows = rows(&results);
        assert_eq!(&rows[0][8], "'=HYPERLINK(\"x\"), \"");
        assert!(rows.iter().flat_map(|row| row.iter()).all(|cell| !cell.contains(['\0', '\u{1b}', '\n'])));
    }
}
