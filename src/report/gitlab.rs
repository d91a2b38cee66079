//! GitLab Code Quality: an issue per gap, whose fingerprint is the mutant's id.
//!
//! Format: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use serde_json::{Value, json};

use crate::findings::ranked;
use crate::model::Results;
use crate::report::why;
use crate::report::words::line;

/// The report.
#[must_use]
pub fn report(results: &Results) -> Value {
    let issue = |index: usize| {
        let (mutant, outcome) = (&results.mutants[index], &results.outcomes[index]);
        let (change, item) = (line(&mutant.change()), line(&mutant.item));
        json!({
            "description": format!("{change} in {item}: {}", line(&why::why(results, mutant, outcome))),
            "check_name": format!("mutate-data/{}", mutant.mutator),
            "fingerprint": mutant.id,
            "severity": match mutant.group {
                mutators::Group::Default => "major",
                mutators::Group::Strict => "minor",
                mutators::Group::All => "info",
            },
            "location": {
                "path": mutant.file,
                "lines": { "begin": mutant.start.line, "end": mutant.end.line },
            },
        })
    };
    ranked(results).into_iter().map(issue).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{self, schema_errors};

    #[test]
    fn reports_are_valid_by_the_published_format() {
        let schema = include_str!("../../tests/schemas/gitlab-code-quality.json");
        for results in [testing::results(), testing::hostile(), Results::default()] {
            assert_eq!(schema_errors(schema, &report(&results)), Vec::<String>::new());
        }
    }

    #[test]
    fn gaps_only_and_each_fingerprint_once() {
        let report = report(&testing::results());
        let mut prints: Vec<&str> = report
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|issue| issue["fingerprint"].as_str())
            .collect();
        assert_eq!(prints, ["3f9bd001", "b2000001", "3f2a91c0", "b2000002"]);
        prints.dedup();
        assert_eq!(prints.len(), 4);
    }
}
