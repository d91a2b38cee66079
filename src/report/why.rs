//! Explanations of survivors in words that all reports share.

use std::collections::BTreeMap;

use crate::explain::suggest::{Choice, choose};
use crate::model::{
    Alignment, ColumnDiff, DataDiff, Explanation, Kind, Mutant, Outcome, Results, RowChange, SmallestRows,
    Suggestion,
};
use crate::report::words::{counted, number, visible};

/// Tests that are suggested at once.
pub(crate) const SUGGESTED: usize = 3;

/// How many gaps are of which kind; empty where nothing was explained.
pub(crate) fn kinds<'a>(gaps: impl IntoIterator<Item = Option<&'a Explanation>>) -> BTreeMap<Kind, usize> {
    let mut counts = BTreeMap::new();
    let mut is_explained = false;
    for gap in gaps {
        is_explained |= gap.is_some();
        *counts.entry(gap.map_or(Kind::Unknown, |explanation| explanation.kind)).or_default() += 1;
    }
    if is_explained { counts } else { BTreeMap::new() }
}

/// The kinds of all gaps of a run.
pub(crate) fn kinds_of(results: &Results) -> BTreeMap<Kind, usize> {
    let gaps = results.pairs().filter(|(_, outcome)| outcome.verdict.is_undetected());
    kinds(gaps.map(|(mutant, _)| results.explanations.get(&mutant.id)))
}

/// `24 survivors: 3 not reached, 9 data gaps, 12 assertion gaps`; `None` where nothing was explained.
pub(crate) fn counts(results: &Results) -> Option<String> {
    let kinds = kinds_of(results);
    let all = counted(kinds.values().sum(), "survivor");
    (!kinds.is_empty()).then(|| format!("{all}: {}", Kind::tally(&kinds)))
}

/// Why a mutant has its verdict, with the evidence where it was looked into.
pub(crate) fn why(results: &Results, mutant: &Mutant, outcome: &Outcome) -> String {
    match results.explanations.get(&mutant.id).filter(|_| outcome.verdict.is_undetected()) {
        Some(explanation) => format!("{}: {}", explanation.kind.name(), explanation.evidence),
        None => outcome.verdict.why(),
    }
}

/// The tests of a run to write first, with `these 3 tests kill 17 of 24 survivors`; `None` where there are none.
pub(crate) fn best(
    explanations: &BTreeMap<String, Explanation>,
    gaps: usize,
    n: usize,
) -> Option<(String, Vec<Choice>)> {
    let choices = choose(explanations, n);
    let killed: usize = choices.iter().map(|choice| choice.kills.len()).sum();
    let subject = match choices.len() {
        0 => return None,
        1 => "this test kills".to_owned(),
        count => format!("these {count} tests kill"),
    };
    Some((format!("{subject} {} of {}", number(killed), counted(gaps, "survivor")), choices))
}

/// The tests of a run to write first.
pub(crate) fn best_of(results: &Results) -> Option<(String, Vec<Choice>)> {
    best(&results.explanations, results.counts().gaps(), SUGGESTED)
}

/// How many rows differ, and how they were put side by side: `1 of 16 rows changed, matched by carrier`.
pub(crate) fn amount(diff: &DataDiff) -> String {
    if diff.alignment == Alignment::Text {
        return "another value".to_owned();
    }
    if diff.order_only {
        return format!("the same {} in another order", counted(diff.rows_before, "row"));
    }
    let mut parts = Vec::new();
    if diff.changed > 0 {
        parts.push(format!("{} of {} changed", number(diff.changed), counted(diff.rows_before, "row")));
    }
    if diff.lost > 0 {
        parts.push(format!("{} lost", counted(diff.lost, "row")));
    }
    if diff.added > 0 {
        parts.push(format!("{} added", counted(diff.added, "row")));
    }
    if parts.is_empty() {
        return format!("the same {} in another schema", counted(diff.rows_before, "row"));
    }
    if diff.rows_before != diff.rows_after {
        parts.push(format!("{} instead of {}", counted(diff.rows_after, "row"), number(diff.rows_before)));
    }
    let how = match &diff.alignment {
        Alignment::Key(names) => format!("matched by {}", visible(&names.join(", "))),
        Alignment::Position => "matched by position".to_owned(),
        Alignment::Multiset => "compared as bags of rows".to_owned(),
        Alignment::Text => String::new(),
    };
    parts.push(how);
    parts.join(", ")
}

/// A value on one line, with its blanks as they are.
pub(crate) fn value(text: &str) -> String {
    visible(&text.replace('\n', "\\n"))
}

/// What happened to a row, in a word.
pub(crate) fn change(change: RowChange) -> &'static str {
    match change {
        RowChange::Added => "added",
        RowChange::Lost => "lost",
        RowChange::Changed => "changed",
    }
}

/// A number of a summary, with no more digits than it has.
pub(crate) fn figure(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value}") }
}

/// The facts of a changed column: rows, largest change, sum and nulls, the last two as before and after.
pub(crate) fn column(column: &ColumnDiff) -> [(String, String); 4] {
    let pair = |before: Option<String>, after: Option<String>| match (before, after) {
        (None, None) => (String::new(), String::new()),
        (before, after) => {
            let text = |side: Option<String>| side.unwrap_or_else(|| "n/a".to_owned());
            (text(before), text(after))
        }
    };
    let one = |text: String| (text, String::new());
    let nulls = column.nulls_before + column.nulls_after > 0;
    let count = |count: usize| nulls.then(|| number(count));
    [
        one(number(column.changed)),
        one(column.largest.map(figure).unwrap_or_default()),
        pair(column.sum_before.map(figure), column.sum_after.map(figure)),
        pair(count(column.nulls_before), count(column.nulls_after)),
    ]
}

/// What the smallest rows are: `2 of 336 rows given to landing, none of which can be left out`.
pub(crate) fn smallest(rows: &SmallestRows) -> String {
    let kept: usize = rows.tables.iter().map(|table| table.rows.len() + table.more).sum();
    let minimal = match (rows.minimal, kept) {
        (false, _) => ", perhaps not the fewest",
        (true, 0 | 1) => "",
        (true, _) => ", none of which can be left out",
    };
    let of = counted(rows.rows_before, "row");
    format!("{} of {of} given to {}{minimal}", number(kept), visible(&rows.function))
}

/// Where a suggested test goes.
pub(crate) fn place(suggestion: &Suggestion) -> String {
    if suggestion.integration {
        format!("tests/{}.rs", visible(&suggestion.name))
    } else {
        "the tests of its module".to_owned()
    }
}

/// Whether a suggested test was tried, in a word.
pub(crate) fn verified(suggestion: &Suggestion) -> &'static str {
    if suggestion.verified { "verified" } else { "not verified" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn gaps_are_counted_by_kind_only_where_some_were_explained() {
        let mut results = testing::results();
        assert_eq!(counts(&results), None);
        results.explanations = testing::explanations();
        let told = "4 survivors: 1 not reached, 1 data gap, 1 assertion gap, 1 not explained";
        assert_eq!(counts(&results).as_deref(), Some(told));
    }

    #[test]
    fn amounts_are_told_with_how_rows_were_matched() {
        let diff = testing::explanation().diff.expect("a diff");
        assert_eq!(amount(&diff), "1 of 16 rows changed, matched by carrier");
        let rows =
            DataDiff { changed: 0, lost: 2, rows_after: 14, alignment: Alignment::Multiset, ..diff.clone() };
        assert_eq!(amount(&rows), "2 rows lost, 14 rows instead of 16, compared as bags of rows");
        let order = DataDiff { order_only: true, changed: 0, ..diff.clone() };
        assert_eq!(amount(&order), "the same 16 rows in another order");
        let schema = DataDiff { changed: 0, ..diff };
        assert_eq!(amount(&schema), "the same 16 rows in another schema");
    }

    #[test]
    fn the_best_tests_are_told_with_what_they_kill() {
        let explanations = testing::explanations();
        let (told, choices) = best(&explanations, 4, SUGGESTED).expect("a test");
        assert_eq!((told.as_str(), choices.len()), ("this test kills 2 of 4 survivors", 1));
        assert_eq!(best(&BTreeMap::new(), 4, SUGGESTED), None);
    }

    #[test]
    fn figures_have_no_more_digits_than_they_need() {
        assert_eq!([1440.0, -0.5, 1e21].map(figure), ["1440", "-0.5", "1000000000000000000000"]);
    }

    #[test]
    fn sides_without_a_value_are_told() {
        let diff = ColumnDiff {
            name: "x".to_owned(),
            changed: 2,
            largest: None,
            sum_before: Some(1.5),
            sum_after: None,
            nulls_before: 0,
            nulls_after: 0,
        };
        let told = column(&diff).map(|(before, after)| format!("{before}|{after}"));
        assert_eq!(told, ["2|", "|", "1.5|n/a", "|"]);
    }
}
