//! All that is known of one mutant.

use crate::findings::boundary;
use crate::model::{Mutant, Outcome, Results, Survival, Verdict};
use crate::report::diff::{self, DiffLine, Segment, Side};
use crate::report::html::links::Links;
use crate::report::html::why::Why;
use crate::report::json;
use crate::report::source_of;
use crate::report::words::{capital, counted, line, time, visible};

/// More covering tests than this are counted only.
const TESTS: usize = 10;
/// Characters of a change that a list shows.
const CHANGE: usize = 60;

/// A mutant in a list.
pub struct Row {
    pub id: String,
    pub href: String,
    pub change: Change,
    pub mutator: &'static str,
    pub tag: &'static str,
    pub class: &'static str,
    pub tests: String,
}

impl Row {
    pub fn of(mutant: &Mutant, outcome: &Outcome, links: Links) -> Self {
        let tests = outcome.covering.len();
        Self {
            id: line(&mutant.id),
            href: links.mutant(&mutant.file, &line(&mutant.id)),
            change: Change::of(mutant),
            mutator: mutant.mutator,
            tag: outcome.verdict.label(),
            class: class(&outcome.verdict),
            tests: if tests == 0 { String::new() } else { counted(tests, "test") },
        }
    }
}

/// The old and the new text; one is empty where text is inserted or deleted.
#[derive(Clone)]
pub struct Change {
    pub old: String,
    pub new: String,
}

impl Change {
    pub fn of(mutant: &Mutant) -> Self {
        let short = |text: &str| {
            let text = line(text);
            match text.char_indices().nth(CHANGE) {
                Some((cut, _)) => text[..cut].to_owned() + "…",
                None => text,
            }
        };
        let (original, replacement) = mutant.fragments();
        Self { old: short(&original), new: short(&replacement) }
    }
}

/// A mutant in full.
pub struct Card {
    pub row: Row,
    pub gap: bool,
    pub family: &'static str,
    pub family_href: String,
    pub mutator_href: String,
    /// Other mutators of the same change: their names and where they are explained.
    pub also: Vec<(&'static str, String)>,
    pub group: &'static str,
    pub package: String,
    pub item: String,
    pub place: String,
    pub lines: Vec<DiffLine>,
    pub why: String,
    pub missing: Option<Vec<Segment>>,
    pub change: Vec<Segment>,
    pub imitates: Vec<Segment>,
    pub killer: Option<Covering>,
    pub covering: String,
    pub tests: Vec<Covering>,
    pub more: usize,
    /// Why it survived, as far as that was looked into.
    pub explanation: Option<Why>,
}

/// A test that runs a mutant.
pub struct Covering {
    pub href: String,
    pub name: String,
    pub target: String,
    pub time: String,
    pub infecting: bool,
}

impl Card {
    pub fn of(
        results: &Results,
        mutant: &Mutant,
        outcome: &Outcome,
        links: Links,
        boundaries: &mut boundary::Files,
    ) -> Self {
        let source = source_of(results, mutant);
        let gap = outcome.verdict.is_undetected();
        let infecting = |index: &usize| outcome.infecting.contains(index);
        let test = |index: &usize| {
            results.tests.get(*index).map(|test| Covering {
                href: links.test(test.index),
                name: line(&test.name),
                target: line(&test.target),
                time: time(test.duration),
                infecting: infecting(index),
            })
        };
        // Tests in which the value differs are those that lack an assertion: they come first.
        let (seen, blind): (Vec<usize>, Vec<usize>) =
            outcome.covering.iter().partition(|index| infecting(index));
        let shown = if gap { TESTS } else { 0 };
        let manual =
            gap.then(|| mutators::catalogue::find(mutant.mutator)).flatten().map(mutators::Mutator::manual);
        let manual = manual.unwrap_or_default();
        let blind_data = outcome.verdict == Verdict::Survived(Survival::NotInfected);
        Self {
            gap,
            family: mutant.family,
            family_href: links.family(mutant.family),
            mutator_href: links.mutator(mutant.mutator),
            also: mutant.also.iter().map(|name| (*name, links.mutator(name))).collect(),
            group: json::group(mutant.group),
            package: line(&mutant.package),
            item: line(&mutant.item),
            place: format!("{}:{}:{}", line(mutant.file.as_str()), mutant.start.line, mutant.start.column),
            lines: diff::short(&diff::lines(mutant, source)),
            why: sentence(&outcome.verdict.why()),
            missing: blind_data
                .then(|| boundaries.missing(mutant, source))
                .flatten()
                .map(|text| prose(&text)),
            change: prose(&manual.change),
            imitates: prose(&capital(&manual.imitates)),
            killer: outcome.verdict.ended_by().as_ref().and_then(test),
            covering: counted(outcome.covering.len(), "test"),
            tests: seen.iter().chain(&blind).take(shown).filter_map(test).collect(),
            more: outcome.covering.len().saturating_sub(shown),
            explanation: results
                .explanations
                .get(&mutant.id)
                .map(|told| Why::of(results, &mutant.id, told, links)),
            row: Row::of(mutant, outcome, links),
        }
    }
}

/// Text of a manual, cut at its backticks; what was between two of them is emphasised.
pub fn prose(text: &str) -> Vec<Segment> {
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| Segment { text: visible(part), emphasised: index % 2 == 1 }).collect()
}

/// A clause as a sentence of its own.
fn sentence(clause: &str) -> String {
    visible(&capital(clause)) + "."
}

/// The verdict as a class of the style sheet.
pub fn class(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Killed { .. } => "killed",
        Verdict::Survived(Survival::NotInfected) => "data-gap",
        Verdict::Survived(Survival::NotNoticed) => "survived",
        Verdict::NoCoverage => "no-coverage",
        Verdict::Timeout { .. } => "timeout",
        Verdict::MemoryExceeded { .. } => "memory-exceeded",
        Verdict::Unviable(_) => "unviable",
        Verdict::Ignored(_) => "ignored",
        Verdict::ToolError(_) => "tool-error",
        Verdict::Pending => "pending",
    }
}

impl DiffLine {
    /// The element that a page puts it in.
    pub fn element(&self) -> &'static str {
        match self.side {
            Side::Old => "del",
            Side::New => "ins",
            Side::Gap => "span",
        }
    }
}

/// A card as it stands on the page of its file.
#[derive(askama::Template)]
#[template(path = "card.html", config = "src/report/askama.toml")]
pub struct CardView<'a> {
    pub card: &'a Card,
}
