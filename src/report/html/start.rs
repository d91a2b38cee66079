//! The first page: how good the tests are, the gaps that say most, where to look next, and what the run was.

use std::collections::BTreeMap;

use askama::Template;
use cargo_metadata::camino::Utf8PathBuf;

use crate::explain::suggest::Choice;
use crate::findings::{by_family, counts_by, findings};
use crate::model::{Counts, DataSetUse, Mutant, Outcome, Results, Verdict};
use crate::report::diff::Segment;
use crate::report::gate::Told;
use crate::report::html::card::{Change, Row, class, prose};
use crate::report::html::links::{Links, Page};
use crate::report::html::{Bar, bars};
use crate::report::why;
use crate::report::words::{capital, counted, line, number, percent, time, visible};

/// Gaps that the page itself lists; the script and the pages of the files have all.
const LISTED: usize = 1_000;
/// Gaps of one line that are listed.
const PER_LINE: usize = 10;
/// Characters of a source line that the list shows.
const EXCERPT: usize = 160;
/// Digits of a commit or fingerprint that people use.
const DIGITS: usize = 12;
/// Mutants without a verdict that are named.
const NAMED: usize = 20;

/// What the template needs; texts are printable, and escaped by the template.
#[derive(Template)]
#[template(path = "start.html", config = "src/report/askama.toml")]
pub struct Start {
    links: Links,
    packages: String,
    split: String,
    score: String,
    strength: String,
    detected: String,
    valid: String,
    gaps: String,
    interrupted: bool,
    gate: Option<Told>,
    bars: Vec<Bar>,
    /// Survivors by kind, counted.
    kinds: Vec<String>,
    /// What the best tests kill together, and each of them.
    best: Option<(String, Vec<Suggested>)>,
    statuses: Vec<(&'static str, &'static str)>,
    families: Vec<Part>,
    mutators: Vec<&'static str>,
    package_names: Vec<String>,
    functions: Vec<Function>,
    /// How many gaps are not listed, in words.
    unlisted: Option<String>,
    files: Vec<Part>,
    parts: Vec<Part>,
    data_sets: Vec<DataSet>,
    warnings: Vec<String>,
    quarantined: Vec<(String, String)>,
    errors: Vec<Note>,
    more_errors: usize,
    facts: Vec<(&'static str, String)>,
}

/// A file, package or family with its score.
pub struct Part {
    pub name: String,
    pub href: String,
    pub score: String,
    pub gaps: String,
    pub valid: String,
    pub empty: bool,
    pub bars: Vec<Bar>,
}

impl Part {
    pub fn of(name: &str, href: String, counts: Counts) -> Self {
        Self {
            name: line(name),
            href,
            score: percent(counts.score()),
            gaps: number(counts.gaps()),
            valid: number(counts.valid()),
            empty: counts.valid() == 0,
            bars: bars(counts),
        }
    }
}

struct Function {
    item: String,
    file: String,
    href: String,
    gaps: String,
    lines: Vec<FindingLine>,
}

struct FindingLine {
    number: usize,
    href: String,
    text: String,
    rows: Vec<Row>,
    more: usize,
}

struct DataSet {
    name: String,
    variable: String,
    sample_rows: String,
    source_rows: String,
    seed: u64,
    fingerprint: String,
    /// Its first digits.
    print: String,
    cached: bool,
    missing: Vec<String>,
}

/// A test that is worth writing first.
struct Suggested {
    href: String,
    name: String,
    asserts: Vec<Segment>,
    kills: String,
}

impl Suggested {
    fn of(results: &Results, choice: &Choice, links: Links) -> Option<Self> {
        let mutant = results.mutants.iter().find(|mutant| mutant.id == choice.id)?;
        let suggestion = results.explanations.get(&choice.id)?.suggestion.as_ref()?;
        Some(Self {
            href: links.mutant(&mutant.file, &line(&mutant.id)),
            name: line(&suggestion.name),
            asserts: prose(&suggestion.asserts),
            kills: counted(choice.kills.len(), "survivor"),
        })
    }
}

/// A mutant without a verdict.
struct Note {
    href: String,
    place: String,
    change: Change,
    reason: String,
}

impl Start {
    pub fn of(results: &Results, links: Links) -> Self {
        let counts = results.counts();
        let (functions, listed) = functions(results, links);
        let part = |(name, counts): (&Utf8PathBuf, Counts)| Part::of(name.as_str(), links.file(name), counts);
        let mut files: Vec<(&Utf8PathBuf, Counts)> =
            counts_by(results, |mutant| &mutant.file).into_iter().collect();
        files.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.gaps()));
        let files: Vec<Part> = files.into_iter().map(part).collect();
        let packages = counts_by(results, |mutant| mutant.package.as_str());
        let parts = packages.iter().map(|(name, counts)| Part::of(name, String::new(), *counts));
        let families = by_family(results).into_iter().filter(|(_, counts)| counts.total() > 0);
        let errors: Vec<Note> = results
            .pairs()
            .filter(|(_, outcome)| matches!(outcome.verdict, Verdict::ToolError(_)))
            .map(|(mutant, outcome)| Note::of(mutant, outcome, links))
            .collect();
        let quarantined = results.tests.iter().filter_map(|test| {
            let reason = test.quarantined.as_ref()?;
            Some((format!("{}: {}", line(&test.target), line(&test.name)), line(reason)))
        });
        Self {
            links,
            packages: line(&results.packages.join(", ")),
            split: format!(
                "{} survived, {} not covered",
                number(counts.survived),
                number(counts.no_coverage)
            ),
            score: percent(counts.score()),
            strength: percent(counts.test_strength()),
            detected: number(counts.detected()),
            valid: counted(counts.valid(), "valid mutant"),
            gaps: number(counts.gaps()),
            interrupted: results.interrupted,
            gate: Told::of(results),
            bars: bars(counts),
            kinds: why::kinds_of(results).iter().map(|(kind, &count)| kind.counted(count)).collect(),
            best: why::best_of(results).map(|(told, choices)| {
                let suggested = |choice: &Choice| Suggested::of(results, choice, links);
                (capital(&told), choices.iter().filter_map(suggested).collect())
            }),
            statuses: present(results),
            families: families.map(|(name, counts)| Part::of(name, links.family(name), counts)).collect(),
            mutators: counts_by(results, |mutant| mutant.mutator).into_keys().collect(),
            package_names: packages.keys().map(|name| line(name)).collect(),
            functions,
            unlisted: Some(counts.gaps() - listed)
                .filter(|&more| more > 0)
                .map(|more| counted(more, "more gap")),
            files,
            parts: parts.collect(),
            data_sets: results.data_sets.iter().map(data_set).collect(),
            warnings: results.warnings.iter().map(|text| visible(text)).collect(),
            quarantined: quarantined.collect(),
            more_errors: errors.len().saturating_sub(NAMED),
            errors: errors.into_iter().take(NAMED).collect(),
            facts: facts(results),
        }
    }
}

/// Statuses that occur, as class and name, gaps first.
fn present(results: &Results) -> Vec<(&'static str, &'static str)> {
    let found: BTreeMap<_, _> =
        results.pairs().map(|(_, outcome)| (class(&outcome.verdict), outcome.verdict.label())).collect();
    let mut found: Vec<_> = found.into_iter().collect();
    let first = ["survived", "data-gap", "no-coverage"];
    found.sort_by_key(|(class, _)| first.iter().position(|name| name == class).unwrap_or(first.len()));
    found
}

/// The functions with the most telling gaps, as many as fit, and how many gaps they list.
fn functions(results: &Results, links: Links) -> (Vec<Function>, usize) {
    let mut listed = 0;
    let mut out = Vec::new();
    for finding in findings(results) {
        if listed >= LISTED {
            break;
        }
        listed += finding.count();
        let lines: Vec<&str> =
            results.sources.get(finding.file).map(|text| text.lines().collect()).unwrap_or_default();
        let row = |&index: &usize| {
            let (mutant, outcome) = (&results.mutants[index], &results.outcomes[index]);
            Row::of(mutant, outcome, links)
        };
        let view = |found: &crate::findings::Line| FindingLine {
            number: found.number,
            href: links.line(finding.file, found.number),
            text: excerpt(lines.get(found.number - 1).copied().unwrap_or_default()),
            rows: found.mutants.iter().take(PER_LINE).map(row).collect(),
            more: found.mutants.len().saturating_sub(PER_LINE),
        };
        let first = finding.lines.first().map_or(1, |found| found.number);
        out.push(Function {
            item: line(finding.item),
            file: line(finding.file.as_str()),
            href: links.line(finding.file, first),
            gaps: counted(finding.count(), "gap"),
            lines: finding.lines.iter().map(view).collect(),
        });
    }
    (out, listed)
}

/// A source line in little space.
pub fn excerpt(text: &str) -> String {
    let text = line(text);
    match text.char_indices().nth(EXCERPT) {
        Some((cut, _)) => text[..cut].to_owned() + "…",
        None => text,
    }
}

fn data_set(data: &DataSetUse) -> DataSet {
    let rows = |rows: u64| usize::try_from(rows).map_or_else(|_| rows.to_string(), number);
    DataSet {
        name: line(&data.name),
        variable: line(&data.variable),
        sample_rows: rows(data.sample_rows),
        source_rows: rows(data.source_rows),
        seed: data.seed,
        fingerprint: line(&data.fingerprint),
        print: line(&data.fingerprint).chars().take(DIGITS).collect(),
        cached: data.cached,
        missing: data.missing_witnesses.iter().map(|text| line(text)).collect(),
    }
}

impl Note {
    fn of(mutant: &Mutant, outcome: &Outcome, links: Links) -> Self {
        Self {
            href: links.mutant(&mutant.file, &line(&mutant.id)),
            place: format!("{}:{}", line(mutant.file.as_str()), mutant.start.line),
            change: Change::of(mutant),
            reason: line(&outcome.verdict.why()),
        }
    }
}

/// The time without what is below a second.
fn started(time: &str) -> String {
    let time = line(time);
    match (time.split_once('.'), time.ends_with('Z')) {
        (Some((seconds, _)), true) => format!("{seconds}Z"),
        _ => time,
    }
}

fn facts(results: &Results) -> Vec<(&'static str, String)> {
    let phases = results.timings.iter().map(|(phase, spent)| format!("{} {}", phase.title(), time(*spent)));
    let commit = results.commit.as_ref().map(|commit| {
        let dirty = if commit.ends_with('+') { ", with changes that are not committed" } else { "" };
        let commit = line(commit.trim_end_matches('+'));
        format!("{}{dirty}", commit.get(..DIGITS).unwrap_or(&commit))
    });
    let facts = [
        ("Started", started(&results.started)),
        ("Commit", commit.unwrap_or_default()),
        ("Toolchain", line(&results.toolchain)),
        ("Time", time(results.timings.values().sum())),
        ("Phases", phases.collect::<Vec<_>>().join(", ")),
        ("Mutants", number(results.mutants.len())),
        ("Tests", number(results.tests.len())),
        ("Jobs", number(results.jobs)),
        ("Made by", format!("cargo-mutate-data {}", env!("CARGO_PKG_VERSION"))),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
