//! SARIF 2.1.0 for code scanning: a rule per mutator, a result per gap, fingerprinted by the mutant's id.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::findings::ranked;
use crate::model::{Mutant, Outcome, Results, Verdict};
use crate::report::json::group;
use crate::report::why;
use crate::report::words::{counted, line, number, visible};

/// Results that GitHub reads; the most telling ones are kept.
const MOST: usize = 5_000;

/// The log.
#[must_use]
pub fn report(results: &Results) -> Value {
    let gaps = ranked(results);
    let left_out = gaps.len().saturating_sub(MOST);
    let gaps = &gaps[..gaps.len() - left_out];
    let used: BTreeSet<&str> = gaps.iter().map(|&index| results.mutants[index].mutator).collect();
    let rules: Vec<&str> = used.into_iter().collect();
    let found: Vec<Value> = gaps
        .iter()
        .map(|&index| {
            let (mutant, outcome) = (&results.mutants[index], &results.outcomes[index]);
            let rule = rules.iter().position(|name| *name == mutant.mutator).unwrap_or_default();
            result(results, mutant, outcome, rule)
        })
        .collect();
    let complete = !results.interrupted
        && results.pairs().all(|(_, o)| !matches!(o.verdict, Verdict::Pending | Verdict::ToolError(_)));
    let mut invocation = json!({ "executionSuccessful": complete });
    if left_out > 0 {
        let text = format!(
            "{} more, which say less, are left out; mutants.json has all",
            counted(left_out, "survivor")
        );
        invocation["toolExecutionNotifications"] = json!([{ "level": "note", "message": { "text": text } }]);
    }
    if !results.started.is_empty() {
        invocation["startTimeUtc"] = json!(results.started);
    }
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-mutate-data",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|name| rule(name)).collect::<Vec<_>>(),
            } },
            "automationDetails": { "id": "mutate-data/" },
            "columnKind": "utf16CodeUnits",
            "invocations": [invocation],
            "results": found,
        }],
    })
}

fn rule(mutator: &str) -> Value {
    let manual = mutators::catalogue::find(mutator).map(mutators::Mutator::manual).unwrap_or_default();
    let mut text = visible(&format!("{}\n\nImitates: {}", manual.change, manual.imitates));
    let mut markdown = text.clone();
    for (name, snippet) in [("Before", &manual.before), ("After", &manual.after)] {
        let _ = write!(text, "\n\n{name}:\n{snippet}");
        let _ = write!(markdown, "\n\n{name}:\n```rust\n{snippet}\n```");
    }
    let end = "\n\nWrite a test that fails with this change; `cargo mutate-data explain ID` shows \
               what the job puts out with it, and the test that would notice.";
    json!({
        "id": mutator,
        "name": pascal(mutator),
        "shortDescription": { "text": format!("No test notices the fault `{mutator}`.") },
        "fullDescription": { "text": visible(&manual.change) },
        "help": { "text": text + end, "markdown": markdown + end },
        "defaultConfiguration": { "level": "warning" },
        "properties": {
            "tags": ["test", "mutation", mutators::catalogue::find(mutator).map_or("code", |m| m.family.name())],
            "precision": "high",
        },
    })
}

/// `comparison-boundary` as `ComparisonBoundary`, as rule names are written.
fn pascal(name: &str) -> String {
    name.split('-').map(super::words::capital).collect()
}

fn result(results: &Results, mutant: &Mutant, outcome: &Outcome, rule: usize) -> Value {
    let (change, item) = (line(&mutant.change()), line(&mutant.item));
    let covering = outcome.covering.len();
    let tests = match covering {
        0 => String::new(),
        _ => format!(
            " ({} run it)",
            if covering == 1 { "1 test".to_owned() } else { format!("{} tests", number(covering)) }
        ),
    };
    let why = line(&why::why(results, mutant, outcome));
    let mut result = json!({
        "ruleId": mutant.mutator,
        "ruleIndex": rule,
        "level": "warning",
        "message": { "text": format!("{change} in {item}: {why}{tests}.") },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(mutant.file.as_str()) },
                "region": {
                    "startLine": mutant.start.line,
                    "startColumn": mutant.start.column,
                    "endLine": mutant.end.line,
                    "endColumn": mutant.end.column,
                },
            },
            "logicalLocations": [{ "fullyQualifiedName": item, "kind": "function" }],
        }],
        "partialFingerprints": { "mutantId/v1": mutant.id },
        "properties": {
            "package": line(&mutant.package),
            "family": mutant.family,
            "group": group(mutant.group),
            "status": outcome.verdict.name(),
            "replacement": visible(&mutant.replacement),
        },
    });
    if let Some(explanation) = results.explanations.get(&mutant.id) {
        result["properties"]["kind"] = json!(explanation.kind);
    }
    result
}

/// A path as a relative reference: everything that is not plainly a part of one is escaped.
fn uri(path: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{self, schema_errors};

    fn results_of(report: &Value) -> &Vec<Value> {
        report["runs"][0]["results"].as_array().expect("results")
    }

    #[test]
    fn logs_are_valid_by_the_published_schema() {
        let schema = include_str!("../../tests/schemas/sarif-2.1.0.json");
        for results in [testing::results(), testing::hostile(), testing::many(3, 60), Results::default()] {
            assert_eq!(schema_errors(schema, &report(&results)), Vec::<String>::new());
        }
    }

    #[test]
    fn gaps_only_ranked_and_fingerprinted_by_id() {
        let report = report(&testing::results());
        let prints: Vec<_> =
            results_of(&report).iter().map(|result| &result["partialFingerprints"]["mutantId/v1"]).collect();
        assert_eq!(prints, ["3f9bd001", "b2000001", "3f2a91c0", "b2000002"]);
    }

    #[test]
    fn rules_hold_help_and_are_found_by_their_index() {
        let report = report(&testing::many(3, 400));
        let rules = &report["runs"][0]["tool"]["driver"]["rules"];
        for result in results_of(&report) {
            let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert!(rules[index]["help"]["text"].as_str().is_some_and(|text| text.contains("Before:")));
        }
    }

    #[test]
    fn the_message_has_the_kind_and_its_evidence() {
        let results = Results { explanations: testing::explanations(), ..testing::results() };
        let report = report(&results);
        let first = &results_of(&report)[0];
        let text = first["message"]["text"].as_str().expect("a text");
        assert!(text.contains(": assertion gap: landing() returns another value in 1 of 16 rows"), "{text}");
        assert_eq!(first["properties"]["kind"], "not-revealed");
        let schema = include_str!("../../tests/schemas/sarif-2.1.0.json");
        assert_eq!(schema_errors(schema, &report), Vec::<String>::new());
    }

    #[test]
    fn at_most_five_thousand_results_and_the_rest_is_told() {
        let report = report(&testing::many(10, 24_000));
        assert_eq!(results_of(&report).len(), 5_000);
        let told = &report["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(told.as_str().expect("a text").starts_with("1,000 survivors more"), "{told}");
    }

    #[test]
    fn paths_are_escaped() {
        assert_eq!(uri("odd dir/<b>&%.rs"), "odd%20dir/%3Cb%3E%26%25.rs");
    }

    #[test]
    fn a_partial_run_is_no_success() {
        let report = report(&testing::results());
        assert_eq!(report["runs"][0]["invocations"][0]["executionSuccessful"], false);
    }
}
