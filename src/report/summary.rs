//! The closing summary: score, counts, the functions with most gaps, speed, and where the report is.

use std::fmt::Write;
use std::time::Duration;

use cargo_metadata::camino::Utf8Path;

use crate::model::{Counts, Phase, Results};
use crate::report::gate::Told;
use crate::report::style::{self, Paint};
use crate::report::why;
use crate::report::words::{capital, counted, line, number, percent, time};

/// How many functions the summary names.
const TOP: usize = 5;

/// A function with test gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function<'a> {
    /// Path of the item inside its file.
    pub item: &'a str,
    /// The file.
    pub file: &'a Utf8Path,
    /// Line of its first gap.
    pub line: usize,
    /// Survivors in it.
    pub survived: usize,
    /// Mutants in it that no test runs.
    pub uncovered: usize,
}

/// The functions with gaps, those with most gaps first.
#[must_use]
pub fn functions(results: &Results) -> Vec<Function<'_>> {
    let mut found: Vec<Function<'_>> = Vec::new();
    let gaps = results.pairs().filter(|(_, outcome)| outcome.verdict.is_undetected());
    for (mutant, outcome) in gaps {
        let uncovered = usize::from(outcome.verdict == crate::model::Verdict::NoCoverage);
        let known = found.iter_mut().rev().find(|f| f.file == mutant.file && f.item == mutant.item);
        match known {
            Some(function) => {
                function.survived += 1 - uncovered;
                function.uncovered += uncovered;
            }
            None => found.push(Function {
                item: &mutant.item,
                file: &mutant.file,
                line: mutant.start.line,
                survived: 1 - uncovered,
                uncovered,
            }),
        }
    }
    // Stable, so that equal ones keep the order of files and places.
    found.sort_by_key(|f| std::cmp::Reverse((f.survived + f.uncovered, f.survived)));
    found
}

/// Each status that occurs, with its count, in a fixed order: what tests detected, gaps, what does not count.
#[must_use]
pub fn statuses(counts: Counts) -> Vec<(&'static str, usize)> {
    let all = [
        ("killed", counts.killed),
        ("timeout", counts.timeout),
        ("memory exceeded", counts.memory_exceeded),
        ("survived", counts.survived),
        ("no coverage", counts.no_coverage),
        ("unviable", counts.unviable),
        ("ignored", counts.ignored),
        ("tool error", counts.tool_error),
        ("pending", counts.pending),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// The path as a user would type it at the workspace root.
#[must_use]
pub fn relative<'a>(path: &'a Utf8Path, root: &Utf8Path) -> &'a Utf8Path {
    match path.strip_prefix(root) {
        Ok(inside) if !root.as_str().is_empty() => inside,
        _ => path,
    }
}

/// The text of the summary, lines ended; with `timings`, also the wall time of each phase.
#[must_use]
pub(crate) fn render(results: &Results, paint: Paint, timings: bool) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, results, paint, timings);
    out
}

/// Why the gate failed; empty where it did not.
#[must_use]
pub(crate) fn failed_gate(results: &Results, paint: Paint) -> String {
    let mut out = String::new();
    if let Some(told) = Told::of(results).filter(|told| !told.passed) {
        let _ = write_gate(&mut out, &told, paint);
    }
    out
}

fn write(out: &mut String, results: &Results, paint: Paint, timings: bool) -> std::fmt::Result {
    let counts = results.counts();
    writeln!(out)?;
    if results.interrupted {
        let known = number(results.mutants.len() - counts.pending);
        let of = counted(results.mutants.len(), "mutant");
        let label = paint.put(style::WARNING, "Interrupted");
        writeln!(out, "{label}: {known} of {of} have a verdict; all that is known is on disk")?;
    }
    let so_far = if results.interrupted { " so far" } else { "" };
    let score = paint.put(style::BOLD, percent(counts.score()));
    let strength = paint.put(style::BOLD, percent(counts.test_strength()));
    let detail = match counts.valid() {
        0 => "no valid mutant".to_owned(),
        valid => format!("{} of {} detected", number(counts.detected()), counted(valid, "valid mutant")),
    };
    writeln!(out, "Mutation score{so_far} {score} ({detail}), test strength {strength}")?;
    let parts = statuses(counts).into_iter().map(|(name, count)| {
        let style = if matches!(name, "survived" | "no coverage") { style::GAP } else { style::BOLD };
        format!("{} {name}", paint.put(style, number(count)))
    });
    let parts: Vec<String> = parts.collect();
    if !parts.is_empty() {
        writeln!(out, "  {}", parts.join(", "))?;
    }
    if let Some(kinds) = why::counts(results) {
        writeln!(out, "  {kinds}")?;
    }
    write_functions(out, results, paint)?;
    if let Some((told, _)) = why::best_of(results) {
        writeln!(out, "\n{}: `cargo mutate-data suggest` shows what to write", capital(&told))?;
    }
    if timings {
        write_timings(out, results)?;
    }
    if let Some(told) = Told::of(results) {
        write_gate(out, &told, paint)?;
    }
    writeln!(out, "\n{}", speed(results, counts))?;
    if let Some(report) = &results.report {
        writeln!(out, "Report: {}", relative(report, &results.root))?;
    }
    Ok(())
}

fn write_functions(out: &mut String, results: &Results, paint: Paint) -> std::fmt::Result {
    let functions = functions(results);
    if functions.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nFunctions with most survivors")?;
    for function in functions.iter().take(TOP) {
        let mut gaps = Vec::new();
        if function.survived > 0 {
            gaps.push(format!("{} survived", number(function.survived)));
        }
        if function.uncovered > 0 {
            gaps.push(format!("{} not covered", number(function.uncovered)));
        }
        let place = paint.put(style::DIM, format_args!("{}:{}", line(function.file.as_str()), function.line));
        writeln!(out, "  {}: {}  {place}", line(function.item), gaps.join(", "))?;
    }
    if functions.len() > TOP {
        writeln!(out, "  and {}", counted(functions.len() - TOP, "more function"))?;
    }
    Ok(())
}

fn write_gate(out: &mut String, told: &Told, paint: Paint) -> std::fmt::Result {
    let style = if told.passed { style::GOOD } else { style::GAP };
    writeln!(out, "\n{}", paint.put(style, told.headline()))?;
    for failure in &told.failures {
        let problem = failure.problem.replace('\n', "\n  ");
        writeln!(out, "  {}: {problem}", paint.put(style::BOLD, &failure.rule))?;
        for (id, text) in &failure.mutants {
            writeln!(out, "    {} {text}", paint.put(style::ID, id))?;
        }
        if failure.more > 0 {
            writeln!(out, "    and {} more", number(failure.more))?;
        }
    }
    for note in &told.notes {
        writeln!(out, "  {note}")?;
    }
    Ok(())
}

fn write_timings(out: &mut String, results: &Results) -> std::fmt::Result {
    writeln!(out, "\nWall time")?;
    for (phase, spent) in &results.timings {
        write!(out, "  {:<9} {:>10}", phase.title(), time(*spent))?;
        if *phase == Phase::Run && !results.lower_bound.is_zero() {
            let ratio = spent.as_secs_f64() / results.lower_bound.as_secs_f64();
            write!(out, "   {ratio:.2} times the lower bound of {}", time(results.lower_bound))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Time in all, and mutants per second of the phases that run them.
fn speed(results: &Results, counts: Counts) -> String {
    let total: Duration = results.timings.values().sum();
    let phases = [Phase::Run, Phase::Rebuild];
    let running: Duration = phases.iter().filter_map(|phase| results.timings.get(phase)).sum();
    let tests = counted(results.tests.len(), "test");
    let all = format!("{} against {tests} in {}", counted(results.mutants.len(), "mutant"), time(total));
    let jobs = counted(results.jobs.max(1), "job");
    if running.is_zero() || counts.valid() == 0 {
        return format!("{all}, {jobs}");
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of mutants are far below 2^52")]
    let rate = counts.valid() as f64 / running.as_secs_f64();
    format!("{all}; the mutants took {} ({rate:.1} mutants per second, {jobs})", time(running))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    const PLAIN: Paint = Paint { color: false };

    #[test]
    fn the_summary_tells_score_gaps_speed_and_report() {
        insta::assert_snapshot!(render(&testing::results(), PLAIN, true), @r"

    Mutation score 42.8% (3 of 7 valid mutants detected), test strength 50.0%
      1 killed, 1 timeout, 1 memory exceeded, 3 survived, 1 no coverage, 1 unviable, 1 ignored, 1 tool error, 1 pending

    Functions with most survivors
      landing: 2 survived  flights/src/clean.rs:3
      Carrier::delays: 1 survived, 1 not covered  flights/src/clean.rs:11

    Wall time
      discover       40 ms
      build          5.2 s
      trace         310 ms
      run            2.5 s   1.25 times the lower bound of 2.0 s

    11 mutants against 2 tests in 8.1 s; the mutants took 2.5 s (2.8 mutants per second, 2 jobs)
    Report: target/mutate-data/report/index.html
    ");
    }

    #[test]
    fn a_failed_gate_names_rule_amount_and_mutants() {
        let mut results = testing::results();
        let gate = crate::gate::Gate { deny_stale: Some(true), ..crate::gate::Gate::default() };
        results.gate = Some(crate::gate::judge(&gate, &results, &Err(String::new())));
        let text = render(&results, PLAIN, false);
        insta::assert_snapshot!(text.split("\n\n").find(|part| part.starts_with("Gate")).expect("the gate"));
    }

    #[test]
    fn survivors_are_counted_by_kind_and_the_best_tests_are_named() {
        let results = Results { explanations: testing::explanations(), ..testing::results() };
        let text = render(&results, PLAIN, false);
        let kinds = "\n  4 survivors: 1 not reached, 1 data gap, 1 assertion gap, 1 not explained\n";
        assert!(text.contains(kinds), "{text}");
        assert!(
            text.contains("\nThis test kills 2 of 4 survivors: `cargo mutate-data suggest` shows"),
            "{text}"
        );
    }

    #[test]
    fn zero_valid_mutants_have_no_score() {
        let text = render(&Results::default(), PLAIN, false);
        assert!(text.contains("Mutation score n/a (no valid mutant), test strength n/a"), "{text}");
    }

    #[test]
    fn an_interrupted_run_says_so() {
        let results = Results { interrupted: true, ..testing::results() };
        let text = render(&results, PLAIN, false);
        assert!(
            text.contains("Interrupted: 10 of 11 mutants have a verdict; all that is known is on disk"),
            "{text}"
        );
        assert!(text.contains("Mutation score so far"), "{text}");
    }

    #[test]
    fn five_functions_are_named_and_the_rest_is_counted() {
        let mut results = testing::results();
        let (mutant, outcome) = (results.mutants[0].clone(), results.outcomes[0].clone());
        for n in 0..6 {
            results.mutants.push(crate::model::Mutant { item: format!("f{n}"), ..mutant.clone() });
            while results.outcomes.len() < results.mutants.len() {
                results.outcomes.push(outcome.clone());
            }
        }
        let text = render(&results, PLAIN, false);
        assert!(text.contains("and 3 more functions"), "{text}");
    }

    #[test]
    fn names_cannot_steer_the_terminal() {
        let text = render(&testing::hostile(), PLAIN, true);
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    }
}
