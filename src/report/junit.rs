//! JUnit XML for test views: a suite per source file, a case per mutant; a gap is a failure, what took no part is
//! skipped.
//!
//! Schema: `junit-10.xsd` of Jenkins' xUnit plugin.

use std::collections::BTreeMap;
use std::time::Duration;

use askama::Template;

use crate::error::Result;
use crate::model::{Counts, Mutant, Outcome, Phase, Results, Verdict};
use crate::report::why;
use crate::report::words::{line, visible};
use crate::report::xml::{module, render};

/// The text of the file.
///
/// # Errors
/// Where the template fails, which is a fault of ours.
pub fn text(results: &Results) -> Result<String> {
    let mut files: BTreeMap<&str, Vec<(&Mutant, &Outcome)>> = BTreeMap::new();
    for (mutant, outcome) in results.pairs() {
        files.entry(mutant.file.as_str()).or_default().push((mutant, outcome));
    }
    let counts = results.counts();
    let suites = files.into_iter().map(|(file, pairs)| {
        let counts = Counts::of(pairs.iter().map(|(_, outcome)| *outcome));
        let spent: Duration = pairs.iter().map(|(_, outcome)| outcome.duration).sum();
        Suite {
            name: line(file),
            tests: counts.total(),
            failures: counts.gaps(),
            errors: counts.tool_error,
            skipped: counts.unviable + counts.ignored + counts.pending,
            time: seconds(spent),
            cases: pairs.iter().map(|(mutant, outcome)| Case::of(results, mutant, outcome)).collect(),
        }
    });
    let running = [Phase::Run, Phase::Rebuild].iter().filter_map(|phase| results.timings.get(phase)).sum();
    render(&Junit {
        tests: counts.total(),
        failures: counts.gaps(),
        errors: counts.tool_error,
        time: seconds(running),
        timestamp: line(&results.started),
        suites: suites.collect(),
    })
}

fn seconds(span: Duration) -> String {
    format!("{:.3}", span.as_secs_f64())
}

#[derive(Template)]
#[template(path = "junit.xml", config = "src/report/askama.toml")]
struct Junit {
    tests: usize,
    failures: usize,
    errors: usize,
    time: String,
    timestamp: String,
    suites: Vec<Suite>,
}

struct Suite {
    name: String,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
    time: String,
    cases: Vec<Case>,
}

struct Case {
    name: String,
    class: String,
    time: String,
    /// Element, type and message of what is not a pass.
    problem: Option<(&'static str, &'static str, String)>,
    text: String,
}

impl Case {
    fn of(results: &Results, mutant: &Mutant, outcome: &Outcome) -> Self {
        let element = match outcome.verdict {
            Verdict::Killed { .. } | Verdict::Timeout { .. } | Verdict::MemoryExceeded { .. } => None,
            Verdict::Survived(_) | Verdict::NoCoverage => Some("failure"),
            Verdict::ToolError(_) => Some("error"),
            Verdict::Unviable(_) | Verdict::Ignored(_) | Verdict::Pending => Some("skipped"),
        };
        let why = line(&why::why(results, mutant, outcome));
        Self {
            name: line(&format!("{} [{}]", mutant.change(), mutant.id)),
            class: line(&format!("{}::{}", module(mutant), mutant.item)),
            time: seconds(outcome.duration),
            problem: element.map(|element| (element, outcome.verdict.name(), why)),
            text: visible(&format!("{}\ncargo mutate-data show {}", mutant.describe(), mutant.id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{self, xsd_errors};

    const SCHEMA: &str = include_str!("../../tests/schemas/junit-10.xsd");

    #[test]
    fn files_are_valid_by_the_schema() {
        for results in [testing::results(), testing::hostile(), Results::default()] {
            assert_eq!(xsd_errors(SCHEMA, &text(&results).expect("XML")), Vec::<String>::new());
        }
    }

    #[test]
    fn the_schema_refuses_what_is_wrong() {
        let broken = text(&testing::results()).expect("XML").replace("<testcase name=", "<testcase title=");
        assert!(!xsd_errors(SCHEMA, &broken).is_empty());
    }

    #[test]
    fn counts_add_up() {
        let xml = text(&testing::results()).expect("XML");
        assert!(xml.contains("tests=\"11\" failures=\"4\" errors=\"1\""), "{xml}");
        assert_eq!(["<failure", "<error ", "<skipped"].map(|tag| xml.matches(tag).count()), [4, 1, 3]);
    }

    #[test]
    fn the_message_has_the_kind_and_its_evidence() {
        let results = Results { explanations: testing::explanations(), ..testing::results() };
        let xml = text(&results).expect("XML");
        assert!(
            xml.contains("message=\"assertion gap: landing() returns another value in 1 of 16 rows\""),
            "{xml}"
        );
        assert_eq!(xsd_errors(SCHEMA, &xml), Vec::<String>::new());
    }

    #[test]
    fn characters_that_xml_has_not_are_escaped() {
        let mut results = testing::hostile();
        results.mutants[0].item = "a\u{0}b\u{ffff}]]>&".to_owned();
        let xml = text(&results).expect("XML");
        assert!(xml.contains("a\\u{0}b\u{fffd}]]&#62;&#38;"), "{xml}");
        assert_eq!(xsd_errors(SCHEMA, &xml), Vec::<String>::new());
    }
}
