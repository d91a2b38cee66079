//! GitHub Actions: the step summary, and a warning at the line of each of the most telling survivors.

use std::fmt::Write;

use crate::findings::ranked;
use crate::model::Results;
use crate::report::words::{counted, line};
use crate::report::{markdown, why};

/// Bytes of a step summary; GitHub refuses 1 MiB, and other steps may write too.
const LIMIT: usize = 1_000_000;
/// Warnings that GitHub shows for a step.
const WARNINGS: usize = 10;

/// The step summary.
#[must_use]
pub fn summary(results: &Results) -> String {
    markdown::text(results, LIMIT)
}

/// The workflow commands, one a line.
#[must_use]
pub fn annotations(results: &Results) -> String {
    let gaps = ranked(results);
    let mut out = String::new();
    for &index in gaps.iter().take(WARNINGS) {
        let (mutant, outcome) = (&results.mutants[index], &results.outcomes[index]);
        let title = format!("{}: {}", outcome.verdict.label(), mutant.mutator);
        let why = why::why(results, mutant, outcome);
        let text = format!("{} in {}: {why} [{}]", mutant.change(), mutant.item, mutant.id);
        let _ = writeln!(
            out,
            "::warning file={},line={},endLine={},col={},endColumn={},title={}::{}",
            property(mutant.file.as_str()),
            mutant.start.line,
            mutant.end.line,
            mutant.start.column,
            mutant.end.column,
            property(&title),
            message(&text)
        );
    }
    if gaps.len() > WARNINGS {
        let _ = writeln!(
            out,
            "::notice title=Mutation testing::{} more: all are in the step summary and in the report",
            counted(gaps.len() - WARNINGS, "survivor")
        );
    }
    out
}

/// Text behind `::`.
fn message(text: &str) -> String {
    line(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text of a property, which also may not hold what divides properties.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn survivors_are_warnings_at_their_place() {
        let text = annotations(&testing::results());
        assert_eq!(
            text.lines().next(),
            Some(
                "::warning file=flights/src/clean.rs,line=3,endLine=3,col=48,endColumn=49,title=survived%3A arithmetic\
                 ::replace + with - in landing: the value changes in at least one test, and no assertion notices \
                 [3f9bd001]"
            )
        );
        assert_eq!(text.lines().count(), 4);
    }

    #[test]
    fn ten_warnings_at_most_and_the_rest_is_told() {
        let text = annotations(&testing::many(3, 80));
        assert_eq!(text.matches("::warning").count(), 10);
        assert!(
            text.ends_with("::10 survivors more: all are in the step summary and in the report\n"),
            "{text}"
        );
    }

    #[test]
    fn the_summary_stays_below_a_mebibyte() {
        assert!(summary(&testing::many(300, 20_000)).len() < 1 << 20);
    }

    #[test]
    fn hostile_text_starts_no_command() {
        let mut results = testing::hostile();
        results.mutants[0].item = "x\n::error::boo%0A::set-env name=A::b".to_owned();
        results.mutants[0].file = "a,line=1::b.rs".into();
        let text = annotations(&results);
        assert!(text.lines().all(|line| line.starts_with("::warning file=")), "{text}");
        assert!(text.contains("file=a%2Cline=1%3A%3Ab.rs,line=") && text.contains("boo%250A"), "{text}");
    }
}
