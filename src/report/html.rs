//! The HTML report: one static page without scripts, and its style sheet.

use std::collections::BTreeMap;

use askama::Template;
use cargo_metadata::camino::Utf8Path;

use crate::error::{Error, Result};
use crate::model::{Counts, Mutant, Outcome, Results, Survival, Verdict};
use crate::report::diff::{self, DiffLine, Segment, Side};
use crate::report::summary::{functions, statuses};
use crate::report::words::{counted, line, number, percent, time, visible};
use crate::report::{json, pairs, replace_file, source_of};

const STYLE: &str = include_str!("templates/style.css");

/// More covering tests than this are counted only.
const TESTS: usize = 10;
/// Functions in the table at the top.
const TOP: usize = 5;

/// Writes `index.html` and `style.css` into `dir`.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(results: &Results, dir: &Utf8Path) -> Result<()> {
    replace_file(&dir.join("style.css"), STYLE)?;
    replace_file(&dir.join("index.html"), &page(results)?)
}

/// The text of the page.
///
/// # Errors
/// Where the template fails, which is a fault of ours.
pub fn page(results: &Results) -> Result<String> {
    Page::of(results).render().map_err(|error| Error::Internal(error.to_string()))
}

/// What the template needs; texts are printable, and escaped by the template.
#[derive(Template)]
#[template(path = "index.html", config = "src/report/askama.toml")]
struct Page {
    packages: String,
    started: String,
    toolchain: String,
    speed: String,
    interrupted: bool,
    score: String,
    strength: String,
    detected: String,
    valid: String,
    gaps: String,
    bars: Vec<Bar>,
    data_sets: Vec<DataSet>,
    warnings: Vec<String>,
    quarantined: Vec<(String, String)>,
    top: Vec<Top>,
    files: Vec<File>,
    ignored: Vec<(String, usize)>,
    unviable: Vec<Note>,
    errors: Vec<Note>,
}

/// A status with its share of all mutants.
struct Bar {
    name: &'static str,
    class: String,
    count: String,
    /// In thousandths, because a drawing needs numbers and not widths.
    share: usize,
    /// Where it starts in the stacked bar, in thousandths.
    start: usize,
}

struct DataSet {
    name: String,
    variable: String,
    sample_rows: String,
    source_rows: String,
    seed: u64,
    fingerprint: String,
    cached: bool,
    missing: Vec<String>,
}

struct Top {
    item: String,
    place: String,
    survived: usize,
    uncovered: usize,
    first: String,
}

struct File {
    path: String,
    gaps: String,
    functions: Vec<Function>,
}

struct Function {
    item: String,
    gaps: String,
    cards: Vec<Card>,
}

/// A test gap.
struct Card {
    id: String,
    place: String,
    mutator: &'static str,
    family: &'static str,
    group: &'static str,
    verdict: &'static str,
    class: &'static str,
    lines: Vec<DiffLine>,
    change: String,
    why: String,
    fault: Vec<Segment>,
    covering: String,
    tests: Vec<Covering>,
    more: usize,
}

struct Covering {
    name: String,
    target: String,
    time: String,
    infecting: bool,
}

/// A mutant without a verdict on the tests.
struct Note {
    id: String,
    place: String,
    change: String,
    reason: String,
}

impl Page {
    fn of(results: &Results) -> Self {
        let counts = Counts::of(pairs(results).map(|(_, outcome)| outcome));
        let quarantined = results.tests.iter().filter_map(|test| {
            test.quarantined
                .as_ref()
                .map(|reason| (format!("{}: {}", line(&test.target), line(&test.name)), line(reason)))
        });
        let reasons = pairs(results).filter_map(|(_, outcome)| match &outcome.verdict {
            Verdict::Ignored(reason) => Some(line(reason)),
            _ => None,
        });
        Self {
            packages: line(&results.packages.join(", ")),
            started: line(&results.started),
            toolchain: line(&results.toolchain),
            speed: speed(results),
            interrupted: results.interrupted,
            score: percent(counts.score()),
            strength: percent(counts.test_strength()),
            detected: number(counts.detected()),
            valid: counted(counts.valid(), "valid mutant"),
            gaps: number(counts.survived + counts.no_coverage),
            bars: bars(counts, results.mutants.len()),
            data_sets: data_sets(results),
            warnings: results.warnings.iter().map(|text| visible(text)).collect(),
            quarantined: quarantined.collect(),
            top: top(results),
            files: files(results),
            ignored: counted_reasons(reasons),
            unviable: notes(results, |verdict| matches!(verdict, Verdict::Unviable(_))),
            errors: notes(results, |verdict| matches!(verdict, Verdict::ToolError(_))),
        }
    }
}

fn speed(results: &Results) -> String {
    let tests = counted(results.tests.len(), "test");
    let mutants = counted(results.mutants.len(), "mutant");
    let total = time(results.timings.values().sum());
    format!("{mutants}, {tests}, {total}, {}", counted(results.jobs.max(1), "job"))
}

fn bars(counts: Counts, total: usize) -> Vec<Bar> {
    let mut sum = 0;
    let thousandths = |count: usize| count * 1_000 / total.max(1);
    let bar = |(name, count): (&'static str, usize)| {
        let start = thousandths(sum);
        sum += count;
        let share = thousandths(sum) - start;
        Bar { name, class: name.replace(' ', "-"), count: number(count), share, start }
    };
    statuses(counts).into_iter().map(bar).collect()
}

fn data_sets(results: &Results) -> Vec<DataSet> {
    let rows = |rows: u64| usize::try_from(rows).map_or_else(|_| rows.to_string(), number);
    let row = |data: &crate::model::DataSetUse| DataSet {
        name: line(&data.name),
        variable: line(&data.variable),
        sample_rows: rows(data.sample_rows),
        source_rows: rows(data.source_rows),
        seed: data.seed,
        fingerprint: line(&data.fingerprint),
        cached: data.cached,
        missing: data.missing_witnesses.iter().map(|text| line(text)).collect(),
    };
    results.data_sets.iter().map(row).collect()
}

fn top(results: &Results) -> Vec<Top> {
    let first = |item: &str, file: &Utf8Path| {
        let mut gaps = pairs(results).filter(|(_, outcome)| outcome.verdict.is_undetected());
        gaps.find(|(mutant, _)| mutant.item == item && mutant.file == file)
            .map(|(mutant, _)| line(&mutant.id))
    };
    let row = |function: crate::report::summary::Function<'_>| Top {
        item: line(function.item),
        place: format!("{}:{}", line(function.file.as_str()), function.line),
        survived: function.survived,
        uncovered: function.uncovered,
        first: first(function.item, function.file).unwrap_or_default(),
    };
    functions(results).into_iter().take(TOP).map(row).collect()
}

/// Gaps by file and function, in order of place.
fn files(results: &Results) -> Vec<File> {
    let mut faults = BTreeMap::new();
    let gaps: Vec<_> = pairs(results).filter(|(_, outcome)| outcome.verdict.is_undetected()).collect();
    gaps.chunk_by(|a, b| a.0.file == b.0.file)
        .map(|of_file| File {
            path: line(of_file[0].0.file.as_str()),
            gaps: counted(of_file.len(), "gap"),
            functions: of_file
                .chunk_by(|a, b| a.0.item == b.0.item)
                .map(|of_item| Function {
                    item: line(&of_item[0].0.item),
                    gaps: counted(of_item.len(), "gap"),
                    cards: of_item.iter().map(|(m, o)| card(results, m, o, &mut faults)).collect(),
                })
                .collect(),
        })
        .collect()
}

fn card(
    results: &Results,
    mutant: &Mutant,
    outcome: &Outcome,
    faults: &mut BTreeMap<&'static str, Vec<Segment>>,
) -> Card {
    let fault = faults.entry(mutant.mutator).or_insert_with(|| {
        let mutator = mutators::catalogue::find(mutant.mutator);
        mutator.map(|mutator| prose(&mutator.manual().imitates)).unwrap_or_default()
    });
    let infecting = |index: &usize| outcome.infecting.contains(index);
    let test = |index: &usize| {
        results.tests.get(*index).map(|test| Covering {
            name: line(&test.name),
            target: line(&test.target),
            time: time(test.duration),
            infecting: infecting(index),
        })
    };
    // Tests in which the value differs are those that lack an assertion: they come first.
    let (seen, blind): (Vec<usize>, Vec<usize>) = outcome.covering.iter().partition(|index| infecting(index));
    Card {
        id: line(&mutant.id),
        place: format!("{}:{}", mutant.start.line, mutant.start.column),
        mutator: mutant.mutator,
        family: mutant.family,
        group: json::group(mutant.group),
        verdict: tag(&outcome.verdict),
        class: class(&outcome.verdict),
        lines: diff::short(&diff::lines(mutant, source_of(results, mutant))),
        change: line(&mutant.change()),
        why: sentence(&outcome.verdict.why()),
        fault: fault.clone(),
        covering: counted(outcome.covering.len(), "test"),
        tests: seen.iter().chain(&blind).take(TESTS).filter_map(test).collect(),
        more: outcome.covering.len().saturating_sub(TESTS),
    }
}

/// Text of a manual, cut at its backticks; what was between two of them is emphasised.
fn prose(text: &str) -> Vec<Segment> {
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| Segment { text: visible(part), emphasised: index % 2 == 1 }).collect()
}

/// A clause as a sentence of its own.
fn sentence(clause: &str) -> String {
    let mut rest = clause.chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    visible(&format!("{first}{}.", rest.as_str()))
}

/// The verdict, finer where the data is at fault and not an assertion.
fn tag(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Survived(Survival::NotInfected) => "survived: data gap",
        other => other.name(),
    }
}

/// Which of the three kinds of gap it is, for the colour at the edge.
fn class(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Survived(Survival::NotInfected) => "data-gap",
        Verdict::NoCoverage => "no-coverage",
        _ => "survived",
    }
}

/// Reasons with how often each occurs, the commonest first.
fn counted_reasons(reasons: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    reasons.for_each(|reason| *counts.entry(reason).or_default() += 1);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn notes(results: &Results, wanted: impl Fn(&Verdict) -> bool) -> Vec<Note> {
    let note = |(mutant, outcome): (&Mutant, &Outcome)| Note {
        id: line(&mutant.id),
        place: format!("{}:{}:{}", line(mutant.file.as_str()), mutant.start.line, mutant.start.column),
        change: line(&mutant.change()),
        reason: line(&outcome.verdict.why()),
    };
    pairs(results).filter(|(_, outcome)| wanted(&outcome.verdict)).map(note).collect()
}

impl DiffLine {
    /// The element that the page puts it in.
    fn element(&self) -> &'static str {
        match self.side {
            Side::Old => "del",
            Side::New => "ins",
            Side::Gap => "span",
        }
    }
}

#[cfg(test)]
mod tests;
