//! The result as one page of Markdown, for wikis, mails and the summaries of CI.

use std::fmt::Write;

use crate::findings::{by_family, findings};
use crate::model::Results;
use crate::report::gate::Told;
use crate::report::summary::statuses;
use crate::report::why;
use crate::report::words::{capital, counted, line, number, percent};

/// Functions that are listed.
const FUNCTIONS: usize = 100;
/// Gaps of one function that are listed.
const PER_FUNCTION: usize = 10;

/// The page, of at most `limit` bytes; what does not fit is counted at its end.
#[must_use]
pub fn text(results: &Results, limit: usize) -> String {
    let mut out = head(results);
    let found = findings(results);
    if found.is_empty() {
        out.push_str("\nNo survivors.\n");
        return out;
    }
    out.push_str("\n### Survivors, the most telling first\n");
    let reserve = 200;
    for (index, finding) in found.iter().enumerate() {
        let mut part = format!("\n**{}** {}\n\n", code(finding.item), code(finding.file.as_str()));
        let mutants: Vec<usize> =
            finding.lines.iter().flat_map(|line| line.mutants.iter().copied()).collect();
        for &mutant in mutants.iter().take(PER_FUNCTION) {
            part.push_str(&row(results, mutant));
        }
        if mutants.len() > PER_FUNCTION {
            let _ = writeln!(part, "- and {} more", mutants.len() - PER_FUNCTION);
        }
        if index == FUNCTIONS || out.len() + part.len() + reserve > limit {
            let left: usize = found[index..].iter().map(crate::findings::Finding::count).sum();
            let _ = writeln!(
                out,
                "\n{} more in {}.",
                number(left),
                counted(found.len() - index, "more function")
            );
            break;
        }
        out.push_str(&part);
    }
    out
}

/// Everything but the survivors.
fn head(results: &Results) -> String {
    let counts = results.counts();
    let mut out = String::new();
    let _ = writeln!(out, "## Mutation report: {}\n", escape(&results.packages.join(", ")));
    let _ = writeln!(
        out,
        "**Mutation score {}** ({} of {} detected), test strength {}\n",
        percent(counts.score()),
        number(counts.detected()),
        counted(counts.valid(), "valid mutant"),
        percent(counts.test_strength())
    );
    if results.interrupted {
        out.push_str("This run was interrupted: pending mutants have no verdict.\n\n");
    }
    let parts = statuses(counts).into_iter().map(|(name, count)| format!("{} {name}", number(count)));
    let _ = writeln!(out, "{}", parts.collect::<Vec<_>>().join(", "));
    if let Some(kinds) = why::counts(results) {
        let _ = writeln!(out, "\n{kinds}");
    }
    if let Some((told, choices)) = why::best_of(results) {
        let _ = writeln!(out, "\n**{}**, `cargo mutate-data suggest` shows them:\n", capital(&told));
        for choice in &choices {
            let suggestion = results.explanations.get(&choice.id).and_then(|e| e.suggestion.as_ref());
            if let Some(suggestion) = suggestion {
                let (name, asserts) = (code(&suggestion.name), escape(&suggestion.asserts));
                let _ = writeln!(out, "- {name}: {asserts} (kills {})", choice.kills.len());
            }
        }
    }
    if let Some(told) = Told::of(results) {
        let _ = writeln!(out, "\n**{}**\n", escape(&told.headline()));
        for failure in &told.failures {
            let _ = writeln!(out, "- {}: {}", escape(&failure.rule), escape(&failure.problem));
        }
        for note in &told.notes {
            let _ = writeln!(out, "- {}", escape(note));
        }
    }
    out.push_str("\n| family | score | gaps | valid |\n|---|---:|---:|---:|\n");
    for (name, counts) in by_family(results).into_iter().filter(|(_, counts)| counts.total() > 0) {
        let score = percent(counts.score());
        let _ =
            writeln!(out, "| {name} | {score} | {} | {} |", number(counts.gaps()), number(counts.valid()));
    }
    for stale in &results.stale {
        let _ = writeln!(out, "\nOut of date: {} {}", code(&stale.place), escape(&stale.problem));
    }
    out
}

fn row(results: &Results, index: usize) -> String {
    let (mutant, outcome) = (&results.mutants[index], &results.outcomes[index]);
    let explanation = results.explanations.get(&mutant.id);
    let told = explanation.map(|e| format!(": {}, {}", e.kind.name(), escape(&e.evidence)));
    format!(
        "- line {}: {} ({}, {}, {}) {}{}\n",
        mutant.start.line,
        code(&mutant.change()),
        outcome.verdict.label(),
        mutant.mutator,
        counted(outcome.covering.len(), "test"),
        code(&mutant.id),
        told.unwrap_or_default()
    )
}

/// Foreign text that neither Markdown nor HTML can be read from: its punctuation is written as numbers.
pub fn escape(text: &str) -> String {
    let plain = |c: char| {
        !c.is_ascii_punctuation() || matches!(c, '.' | ',' | ':' | ';' | '/' | '-' | '(' | ')' | '%')
    };
    let mut out = String::new();
    for c in line(text).chars() {
        if plain(c) {
            out.push(c);
        } else {
            let _ = write!(out, "&#{};", u32::from(c));
        }
    }
    out
}

/// The same, set as code.
fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn the_page_tells_score_families_and_ranked_survivors() {
        let text = text(&testing::results(), usize::MAX);
        insta::assert_snapshot!(text);
    }

    #[test]
    fn explanations_add_kinds_evidence_and_the_best_tests() {
        let results = Results { explanations: testing::explanations(), ..testing::results() };
        let text = text(&results, usize::MAX);
        for told in [
            "\n4 survivors: 1 not reached, 1 data gap, 1 assertion gap, 1 not explained\n",
            "\n**This test kills 2 of 4 survivors**, `cargo mutate-data suggest` shows them:\n",
            "<code>3f9bd001</code>: assertion gap, landing() returns another value in 1 of 16 rows\n",
        ] {
            assert!(text.contains(told), "{told}: {text}");
        }
    }

    #[test]
    fn hostile_text_is_no_markup() {
        let mut results = testing::hostile();
        results.mutants[0].item = "[x](http://evil) | `a` **b** @all #1\n- c".to_owned();
        let text = text(&results, usize::MAX);
        for markup in ["<script", "<img", "[x]", "`a`", "@all", " | `", "\u{202e}", "\n- c"] {
            assert!(!text.contains(markup), "{markup}: {text}");
        }
    }

    #[test]
    fn a_limit_is_kept_and_the_rest_is_counted() {
        let text = text(&testing::many(300, 20_000), 6_000);
        assert!(text.len() <= 6_000, "{}", text.len());
        assert!(text.contains(" more in ") && text.ends_with("more functions.\n"), "{text}");
    }
}
