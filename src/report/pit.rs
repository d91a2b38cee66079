//! PIT's `mutations.xml`, for tools that read it; suppressed mutants and those without a verdict are none of PIT's
//! mutations.
//!
//! Format: `XMLReportListener` of PIT.

use askama::Template;

use crate::error::Result;
use crate::model::{Mutant, Outcome, Results, Verdict};
use crate::report::words::line;
use crate::report::xml::{module, render};

/// The text of the file.
///
/// # Errors
/// Where the template fails, which is a fault of ours.
pub fn text(results: &Results) -> Result<String> {
    let mutation = |(mutant, outcome): (&Mutant, &Outcome)| {
        let status = match outcome.verdict {
            Verdict::Killed { .. } => "KILLED",
            Verdict::Survived(_) => "SURVIVED",
            Verdict::NoCoverage => "NO_COVERAGE",
            Verdict::Timeout { .. } => "TIMED_OUT",
            Verdict::MemoryExceeded { .. } => "MEMORY_ERROR",
            Verdict::Unviable(_) => "NON_VIABLE",
            Verdict::ToolError(_) => "RUN_ERROR",
            Verdict::Ignored(_) | Verdict::Pending => return None,
        };
        let (class, method) = match mutant.item.rsplit_once("::") {
            Some((class, method)) => (format!("{}::{class}", module(mutant)), method),
            None => (module(mutant), mutant.item.as_str()),
        };
        let killer = outcome.verdict.ended_by().and_then(|test| results.tests.get(test));
        Some(Mutation {
            detected: outcome.verdict.is_detected(),
            status,
            tests: outcome.tests_run,
            file: line(mutant.file.as_str()),
            class: line(&class),
            method: line(method),
            line: mutant.start.line,
            mutator: mutant.mutator,
            index: mutant.number,
            killer: killer.map(|test| line(&format!("{}: {}", test.target, test.name))),
            description: line(&format!("{} [{}]", mutant.change(), mutant.id)),
        })
    };
    render(&Pit { mutations: results.pairs().filter_map(mutation).collect() })
}

#[derive(Template)]
#[template(path = "pit.xml", config = "src/report/askama.toml")]
struct Pit {
    mutations: Vec<Mutation>,
}

struct Mutation {
    detected: bool,
    status: &'static str,
    tests: usize,
    file: String,
    class: String,
    method: String,
    line: usize,
    mutator: &'static str,
    index: u32,
    killer: Option<String>,
    description: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{self, xsd_errors};

    const SCHEMA: &str = include_str!("../../tests/schemas/pit-mutations.xsd");

    #[test]
    fn files_are_valid_by_the_format() {
        for results in [testing::results(), testing::hostile(), Results::default()] {
            assert_eq!(xsd_errors(SCHEMA, &text(&results).expect("XML")), Vec::<String>::new());
        }
    }

    #[test]
    fn the_schema_refuses_what_is_wrong() {
        let broken = text(&testing::results()).expect("XML").replace("KILLED", "DEAD");
        assert!(!xsd_errors(SCHEMA, &broken).is_empty());
    }

    #[test]
    fn the_seven_statuses_are_used() {
        let xml = text(&testing::results()).expect("XML");
        let statuses =
            ["KILLED", "SURVIVED", "NO_COVERAGE", "TIMED_OUT", "MEMORY_ERROR", "NON_VIABLE", "RUN_ERROR"];
        assert!(statuses.iter().all(|status| xml.contains(&format!("status='{status}'"))), "{xml}");
        assert_eq!(xml.matches("<mutation ").count(), 9, "ignored and pending mutants are none");
        assert!(
            xml.contains("<mutatedClass>flights::clean::Carrier</mutatedClass><mutatedMethod>delays<"),
            "{xml}"
        );
    }
}
