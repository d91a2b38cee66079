//! The sentences of a diagnosis.

use std::collections::BTreeSet;

use super::difference::Noise;
use crate::model::{Alignment, DataDiff, Mutant, Outcome, Test};

/// Whether a function's path is that of the item which a mutant names; closures and nested items belong to it.
#[must_use]
pub fn is_item(function: &str, item: &str) -> bool {
    item == function || item.strip_prefix(function).is_some_and(|rest| rest.starts_with("::"))
}

/// What a function returns with the mutant on, and where that was seen.
#[must_use]
pub fn returns(function: &str, diff: &DataDiff, test: &Test) -> String {
    format!("`{function}` returns {}, in `{}` ({})", changes(diff), test.name, test.target)
}

/// What differs, as the object of "returns".
fn changes(diff: &DataDiff) -> String {
    if diff.order_only {
        return "the same rows in another order".to_owned();
    }
    if diff.alignment == Alignment::Text {
        return "another value".to_owned();
    }
    let mut parts = Vec::new();
    if diff.changed > 0 {
        parts.push(format!("other values in {} of {}", diff.changed, rows(diff.rows_before)));
    }
    if diff.added > 0 {
        parts.push(format!("{} more", rows(diff.added)));
    }
    if diff.lost > 0 {
        parts.push(format!("{} fewer", rows(diff.lost)));
    }
    if parts.is_empty() {
        parts.push(if diff.schema.is_empty() { "another value" } else { "another schema" }.to_owned());
    }
    parts.join(" and ")
}

fn rows(count: usize) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}

/// No test runs the mutant.
#[must_use]
pub fn not_reached(mutant: &Mutant) -> String {
    format!("no test runs this line of `{}`", mutant.item)
}

/// Tests run the mutant, and its value is always the original's; `missing` says what would tell them apart.
#[must_use]
pub fn not_infected(outcome: &Outcome, missing: Option<&str>) -> String {
    let tests = match outcome.covering.len() {
        1 => "the test that runs".to_owned(),
        count => format!("all {count} tests that run"),
    };
    let end = missing.map_or_else(String::new, |missing| format!(": {missing}"));
    format!("the value is the same in {tests} this code{end}")
}

/// Nothing differs that the tests get; `differs` says whether the mutated value itself is known to.
#[must_use]
pub fn without_effect(inner: &BTreeSet<String>, differs: bool, tried: usize, left: usize) -> String {
    let tests = match (tried, differs) {
        (1, true) => "the test whose data change it".to_owned(),
        (1, false) => "the test that runs it".to_owned(),
        (_, true) => format!("{tried} tests whose data change it"),
        (_, false) => format!("{tried} tests that run it"),
    };
    let end = if inner.is_empty() {
        format!("nothing that any function returns differs in {tests}")
    } else {
        let names: Vec<String> = inner.iter().map(|name| format!("`{name}`")).collect();
        format!(
            "{} returns something else, but what the functions around it return stays the same in {tests}",
            names.join(", ")
        )
    };
    let more = if left == 0 { String::new() } else { format!(" ({left} slower ones were not looked into)") };
    if differs { format!("the value differs, and {end}{more}") } else { format!("{end}{more}") }
}

/// No readable output is around the mutated line.
#[must_use]
pub fn unseen(mutant: &Mutant, truncated: bool, unstable: bool) -> String {
    if truncated {
        return "the tests put out more than is recorded, and the difference was not among it".to_owned();
    }
    if unstable {
        return format!(
            "what `{}` returns is another thing in every run, so no difference can be told",
            mutant.item
        );
    }
    format!("neither `{}` nor a function that calls it returns anything that can be read", mutant.item)
}

/// What is not the same in two runs of the original.
#[must_use]
pub fn unstable(function: &str, noise: &Noise) -> String {
    if noise.whole {
        format!("what `{function}` returns is not the same in two runs of the original")
    } else if noise.columns.is_empty() {
        format!("the order of rows of `{function}` is not defined here")
    } else {
        let columns: Vec<String> = noise.columns.iter().map(|name| format!("`{name}`")).collect();
        format!(
            "{} of `{function}` {} not the same in two runs of the original",
            columns.join(", "),
            if columns.len() == 1 { "is" } else { "are" }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn nested_items_belong_to_their_function() {
        assert!(is_item("Cart::total", "Cart::total"));
        assert!(is_item("total", "total::inner"));
        assert!(!is_item("total", "totals"));
    }

    #[test]
    fn a_difference_is_told_in_rows() {
        let diff = testing::explanation().diff.expect("a diff");
        let test = testing::test(0, "sums", 1);
        let sentence = returns("landing", &diff, &test);
        assert_eq!(sentence, "`landing` returns other values in 1 of 16 rows, in `sums` (flights (lib))");
        let order = DataDiff { order_only: true, ..diff.clone() };
        assert!(returns("landing", &order, &test).contains("the same rows in another order"));
        let rows = DataDiff { changed: 0, added: 2, lost: 1, ..diff };
        assert!(returns("landing", &rows, &test).contains("2 rows more and 1 row fewer"));
    }

    #[test]
    fn what_was_not_looked_into_is_said() {
        let inner = BTreeSet::from(["fleet".to_owned()]);
        let sentence = without_effect(&inner, true, 12, 3);
        assert!(sentence.contains("`fleet` returns something else") && sentence.contains("3 slower ones"));
        let unmeasured = without_effect(&BTreeSet::new(), false, 1, 0);
        assert_eq!(unmeasured, "nothing that any function returns differs in the test that runs it");
    }
}
