//! A page per source file: the text with coverage and gaps in its margin, and the mutants of each line below it.

use std::collections::BTreeMap;
use std::ops::Range;

use askama::Template;
use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::findings::boundary;
use crate::model::{Counts, Mutant, Outcome, Results};
use crate::report::html::card::Card;
use crate::report::html::highlight::{self, Piece};
use crate::report::html::links::{Links, Page, slug};
use crate::report::html::{Bar, bars};
use crate::report::words::{counted, line, number, percent};

/// The mutants of each file, found once for all pages.
pub struct Index<'a> {
    results: &'a Results,
    by_file: BTreeMap<&'a Utf8PathBuf, Vec<(&'a Mutant, &'a Outcome)>>,
    with_gaps: Vec<&'a Utf8PathBuf>,
}

impl<'a> Index<'a> {
    pub fn of(results: &'a Results) -> Self {
        let mut by_file: BTreeMap<_, Vec<(&Mutant, &Outcome)>> = BTreeMap::new();
        for (mutant, outcome) in results.pairs() {
            by_file.entry(&mutant.file).or_default().push((mutant, outcome));
        }
        let gaps =
            |pairs: &[(&Mutant, &Outcome)]| pairs.iter().any(|(_, outcome)| outcome.verdict.is_undetected());
        let with_gaps = by_file.iter().filter(|(_, pairs)| gaps(pairs)).map(|(path, _)| *path).collect();
        Self { results, by_file, with_gaps }
    }

    /// The files, in order.
    pub fn files(&self) -> impl Iterator<Item = &'a Utf8PathBuf> {
        self.by_file.keys().copied()
    }

    /// Files with gaps before and after this one.
    fn neighbours(&self, file: &Utf8Path, links: Links) -> (Option<Neighbour>, Option<Neighbour>) {
        let neighbour = |path: &&Utf8PathBuf| Neighbour { href: links.file(path), path: line(path.as_str()) };
        let before = self.with_gaps.iter().rev().find(|path| path.as_path() < file);
        let after = self.with_gaps.iter().find(|path| path.as_path() > file);
        (before.map(neighbour), after.map(neighbour))
    }
}

/// What the template needs.
#[derive(Template)]
#[template(path = "source.html", config = "src/report/askama.toml")]
pub struct SourcePage {
    start: String,
    anchor: String,
    path: String,
    score: String,
    detected: String,
    gaps: String,
    bars: Vec<Bar>,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    prefix: String,
    lines: Vec<Line>,
    /// Mutants whose text is not at hand.
    lost: Vec<Card>,
}

/// A file with gaps before or after this one.
struct Neighbour {
    href: String,
    path: String,
}

/// A line of the file.
struct Line {
    number: usize,
    pieces: Vec<Piece>,
    /// Class, sign and meaning of the mark in the margin.
    margin: Option<(&'static str, String, String)>,
    gaps: Vec<Card>,
    others: Vec<Card>,
    summary: String,
}

impl SourcePage {
    pub fn of(index: &Index<'_>, file: &Utf8PathBuf, links: Links) -> Self {
        let results = index.results;
        let mutants = index.by_file.get(file).map_or(&[][..], Vec::as_slice);
        let counts = Counts::of(mutants.iter().map(|(_, outcome)| *outcome));
        let source = results.sources.get(file).map_or("", String::as_str);
        let mut by_line: BTreeMap<usize, Vec<(&Mutant, &Outcome)>> = BTreeMap::new();
        mutants.iter().for_each(|pair| by_line.entry(pair.0.start.line).or_default().push(*pair));
        let mut boundaries = boundary::Files::default();
        let gaps = mutants.iter().filter(|(_, outcome)| outcome.verdict.is_undetected());
        let marks: Vec<Range<usize>> = gaps.map(|(mutant, _)| mutant.edit.clone()).collect();
        let mut cards = |(mutant, outcome): &(&Mutant, &Outcome)| {
            Card::of(results, mutant, outcome, links, &mut boundaries)
        };
        let mut lines = Vec::new();
        for (index, pieces) in highlight::lines(source, &marks).into_iter().enumerate() {
            let of_line = by_line.remove(&(index + 1)).unwrap_or_default();
            let (gaps, others): (Vec<_>, Vec<_>) =
                of_line.iter().copied().partition(|(_, outcome)| outcome.verdict.is_undetected());
            lines.push(Line {
                number: index + 1,
                pieces,
                margin: margin(&of_line),
                summary: summary(&others),
                gaps: gaps.iter().map(&mut cards).collect(),
                others: others.iter().map(&mut cards).collect(),
            });
        }
        let (previous, next) = index.neighbours(file, links);
        Self {
            start: links.page(Page::Start),
            anchor: format!("file-{}", slug(file)),
            path: line(file.as_str()),
            score: percent(counts.score()),
            detected: format!(
                "{} of {} detected",
                number(counts.detected()),
                counted(counts.valid(), "valid mutant")
            ),
            gaps: counted(counts.gaps(), "gap"),
            bars: bars(counts),
            previous,
            next,
            prefix: links.prefix(file),
            lost: by_line.values().flatten().map(&mut cards).collect(),
            lines,
        }
    }
}

/// The mark of a line: how many gaps, or that all is detected.
fn margin(mutants: &[(&Mutant, &Outcome)]) -> Option<(&'static str, String, String)> {
    let counts = Counts::of(mutants.iter().map(|(_, outcome)| *outcome));
    let tests = mutants.iter().map(|(_, outcome)| outcome.covering.len()).max().unwrap_or_default();
    let covered = match tests {
        0 => "no test runs this line".to_owned(),
        1 => "1 test runs this line".to_owned(),
        tests => format!("{} run this line", counted(tests, "test")),
    };
    match (counts.gaps(), counts.valid()) {
        (_, 0) => None,
        (0, valid) => {
            Some(("good", "✓".to_owned(), format!("{} detected; {covered}", counted(valid, "mutant"))))
        }
        (gaps, _) => {
            let class = if counts.survived == 0 { "bare" } else { "gap" };
            Some((class, gaps.to_string(), format!("{}; {covered}", counted(gaps, "gap"))))
        }
    }
}

/// The statuses of mutants that are no gaps: `3 killed, 1 ignored`.
fn summary(mutants: &[(&Mutant, &Outcome)]) -> String {
    let counts = Counts::of(mutants.iter().map(|(_, outcome)| *outcome));
    let parts =
        crate::report::summary::statuses(counts).into_iter().map(|(name, count)| format!("{count} {name}"));
    parts.collect::<Vec<_>>().join(", ")
}
