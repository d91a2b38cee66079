//! Generic issues of SonarQube, in the form of 10.3: a rule per mutator, an issue per gap.
//!
//! Format: <https://docs.sonarsource.com/sonarqube-server/analyzing-source-code/importing-external-issues/generic-issue-import-format>.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::findings::ranked;
use crate::model::{Mutant, Outcome, Results};
use crate::report::why;
use crate::report::words::{line, visible};

/// Minutes that writing a test takes.
const EFFORT: u32 = 15;

/// The report.
#[must_use]
pub fn report(results: &Results) -> Value {
    let gaps = ranked(results);
    let used: BTreeSet<&str> = gaps.iter().map(|&index| results.mutants[index].mutator).collect();
    let issues: Vec<Value> =
        gaps.iter().map(|&index| issue(results, &results.mutants[index], &results.outcomes[index])).collect();
    json!({ "rules": used.into_iter().map(rule).collect::<Vec<_>>(), "issues": issues })
}

fn rule(mutator: &str) -> Value {
    let manual = mutators::catalogue::find(mutator).map(mutators::Mutator::manual).unwrap_or_default();
    json!({
        "id": mutator,
        "name": format!("Untested: {mutator}"),
        "description": visible(&format!("{} It imitates {}", manual.change, manual.imitates)),
        "engineId": "cargo-mutate-data",
        "cleanCodeAttribute": "TESTED",
        "impacts": [{ "softwareQuality": "RELIABILITY", "severity": "MEDIUM" }],
    })
}

fn issue(results: &Results, mutant: &Mutant, outcome: &Outcome) -> Value {
    let mut range = json!({ "startLine": mutant.start.line, "endLine": mutant.end.line });
    // Columns count from 0, and an empty range is refused: without columns the whole line is meant.
    if mutant.start != mutant.end {
        range["startColumn"] = json!(mutant.start.column - 1);
        range["endColumn"] = json!(mutant.end.column - 1);
    }
    let (change, item) = (line(&mutant.change()), line(&mutant.item));
    json!({
        "ruleId": mutant.mutator,
        "effortMinutes": EFFORT,
        "primaryLocation": {
            "message": format!("{change} in {item}: {} [{}]", line(&why::why(results, mutant, outcome)), mutant.id),
            "filePath": mutant.file,
            "textRange": range,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{self, schema_errors};

    #[test]
    fn reports_are_valid_by_the_published_format() {
        let schema = include_str!("../../tests/schemas/sonar-generic-issues.json");
        for results in [testing::results(), testing::hostile(), Results::default()] {
            assert_eq!(schema_errors(schema, &report(&results)), Vec::<String>::new());
        }
    }

    #[test]
    fn columns_count_from_zero() {
        let report = report(&testing::results());
        let range = &report["issues"][0]["primaryLocation"]["textRange"];
        assert_eq!(*range, json!({ "startLine": 3, "endLine": 3, "startColumn": 47, "endColumn": 48 }));
    }

    #[test]
    fn an_insertion_has_no_columns() {
        let mut results = testing::results();
        results.mutants[1].end = results.mutants[1].start;
        let report = report(&results);
        let range = &report["issues"][0]["primaryLocation"]["textRange"];
        assert_eq!(*range, json!({ "startLine": 3, "endLine": 3 }));
    }
}
