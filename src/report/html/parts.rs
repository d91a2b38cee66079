//! The pages by family and by test, the catalogue, and what is suppressed.

use std::collections::BTreeMap;

use askama::Template;
use mutators::Family;
use mutators::noise::RULES;

use crate::findings::{by_family, by_test, counts_by, ranked};
use crate::model::{Counts, Results, Verdict};
use crate::report::diff::Segment;
use crate::report::html::card::{Row, prose};
use crate::report::html::links::{Links, Page};
use crate::report::html::start::Part;
use crate::report::words::{capital, counted, line, number, time, visible};

/// Mutants that a list of a family, a test or a reason shows.
const SHOWN: usize = 20;

/// A mutant with where it is.
struct Placed {
    place: String,
    row: Row,
}

fn placed(results: &Results, links: Links, indices: &[usize]) -> Vec<Placed> {
    let row = |&index: &usize| {
        let (mutant, outcome) = (results.mutants.get(index)?, results.outcomes.get(index)?);
        let place = format!("{}:{}", line(mutant.file.as_str()), mutant.start.line);
        Some(Placed { place, row: Row::of(mutant, outcome, links) })
    };
    indices.iter().take(SHOWN).filter_map(row).collect()
}

/// Scores by family.
#[derive(Template)]
#[template(path = "families.html", config = "src/report/askama.toml")]
pub struct Families {
    anchor: &'static str,
    families: Vec<FamilyView>,
}

struct FamilyView {
    id: String,
    attacks: &'static str,
    part: Part,
    counts: String,
    gaps: Vec<Placed>,
    more: usize,
    mutators: Vec<Part>,
}

impl Families {
    pub fn of(results: &Results, links: Links) -> Self {
        let by_mutator = counts_by(results, |mutant| (mutant.family, mutant.mutator));
        let gaps = ranked(results);
        let view = |((name, counts), family): ((&'static str, Counts), &Family)| {
            let of_family: Vec<usize> =
                gaps.iter().copied().filter(|&index| results.mutants[index].family == name).collect();
            let mutators = by_mutator.iter().filter(|((family, _), _)| *family == name);
            FamilyView {
                id: format!("family-{name}"),
                attacks: attacks(*family),
                part: Part::of(name, String::new(), counts),
                counts: format!(
                    "{} of {} detected",
                    number(counts.detected()),
                    counted(counts.valid(), "valid mutant")
                ),
                more: of_family.len().saturating_sub(SHOWN),
                gaps: placed(results, links, &of_family),
                mutators: mutators
                    .map(|((_, name), counts)| Part::of(name, links.mutator(name), *counts))
                    .collect(),
            }
        };
        Self {
            anchor: Page::Families.anchor(),
            families: by_family(results).into_iter().zip(&Family::ALL).map(view).collect(),
        }
    }
}

/// What a family attacks, as its documentation says.
fn attacks(family: Family) -> &'static str {
    match family {
        Family::Code => "Operators, constants and control flow of any Rust code.",
        Family::Rows => "Iterators, collections and maps of rows.",
        Family::Join => "How tables are joined.",
        Family::Filter => "Which rows of a frame are kept.",
        Family::Aggregate => "Groups, and what is computed over them.",
        Family::Order => "Sorting, uniqueness, and the first rows of a frame.",
        Family::Missing => "Nulls, defaults, casts, and branches on them.",
        Family::Columns => "Which column is read or written.",
        Family::Time => "Dates, windows, shifts and cumulation.",
        Family::Text => "Strings, rounding, and the shape of frames.",
        Family::Sql => "SQL in strings and included files.",
        Family::Project => "What the project itself declares in mutate-data.toml.",
    }
}

/// What each test detects.
#[derive(Template)]
#[template(path = "tests.html", config = "src/report/askama.toml")]
pub struct Tests {
    anchor: &'static str,
    busy: Vec<TestView>,
    idle: Vec<TestView>,
}

struct TestView {
    id: String,
    name: String,
    target: String,
    time: String,
    detected: usize,
    covered: usize,
    quarantined: Option<String>,
    mutants: Vec<Placed>,
    more: usize,
}

impl Tests {
    pub fn of(results: &Results, links: Links) -> Self {
        let view = |work: crate::findings::Work| {
            let test = &results.tests[work.test];
            TestView {
                id: format!("test-{}", test.index),
                name: line(&test.name),
                target: line(&test.target),
                time: time(test.duration),
                detected: work.detected.len(),
                covered: work.covered,
                quarantined: test.quarantined.as_deref().map(line),
                mutants: placed(results, links, &work.detected),
                more: work.detected.len().saturating_sub(SHOWN),
            }
        };
        let (busy, idle) = by_test(results).into_iter().map(view).partition(|test| test.detected > 0);
        Self { anchor: Page::Tests.anchor(), busy, idle }
    }
}

/// The manual of every mutator.
#[derive(Template)]
#[template(path = "catalogue.html", config = "src/report/askama.toml")]
pub struct Catalogue {
    anchor: &'static str,
    families: Vec<(String, Vec<Entry>)>,
    rules: Vec<(&'static str, &'static str)>,
}

struct Entry {
    id: String,
    name: &'static str,
    part: Part,
    change: Vec<Segment>,
    imitates: Vec<Segment>,
    before: String,
    after: String,
    stays_away: Vec<Segment>,
    equivalents: Vec<Segment>,
}

impl Catalogue {
    pub fn of(results: &Results, _: Links) -> Self {
        let counts = counts_by(results, |mutant| mutant.mutator);
        let entry = |mutator: &mutators::Mutator| {
            let manual = mutator.manual();
            Entry {
                id: format!("mutator-{}", mutator.name),
                name: mutator.name,
                part: Part::of(
                    mutator.name,
                    String::new(),
                    counts.get(mutator.name).copied().unwrap_or_default(),
                ),
                change: prose(&manual.change),
                imitates: prose(&capital(&manual.imitates)),
                before: visible(&manual.before),
                after: visible(&manual.after),
                stays_away: prose(&capital(&manual.stays_away)),
                equivalents: prose(&capital(&manual.equivalents)),
            }
        };
        let of = |family: Family| mutators::CATALOGUE.iter().filter(move |mutator| mutator.family == family);
        let families =
            Family::ALL.map(|family| (capital(family.name()), of(family).map(entry).collect::<Vec<_>>()));
        Self {
            anchor: Page::Catalogue.anchor(),
            families: families.into_iter().filter(|(_, entries)| !entries.is_empty()).collect(),
            rules: RULES.iter().map(|rule| (rule.name, rule.reason)).collect(),
        }
    }
}

/// Suppressed mutants by reason, and suppressions that are out of date.
#[derive(Template)]
#[template(path = "ignored.html", config = "src/report/askama.toml")]
pub struct Ignored {
    anchor: &'static str,
    total: String,
    reasons: Vec<Reason>,
    stale: Vec<(String, String)>,
}

struct Reason {
    text: String,
    count: usize,
    mutants: Vec<Placed>,
    more: usize,
}

impl Ignored {
    pub fn of(results: &Results, links: Links) -> Self {
        let mut reasons: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, (_, outcome)) in results.pairs().enumerate() {
            if let Verdict::Ignored(reason) = &outcome.verdict {
                reasons.entry(reason).or_default().push(index);
            }
        }
        let mut reasons: Vec<Reason> = reasons
            .into_iter()
            .map(|(reason, mutants)| Reason {
                text: line(reason),
                count: mutants.len(),
                more: mutants.len().saturating_sub(SHOWN),
                mutants: placed(results, links, &mutants),
            })
            .collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
        Self {
            anchor: Page::Ignored.anchor(),
            total: counted(results.counts().ignored, "mutant"),
            reasons,
            stale: results.stale.iter().map(|stale| (line(&stale.place), line(&stale.problem))).collect(),
        }
    }
}
