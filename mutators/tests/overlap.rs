//! The catalogue as a whole: it contains what cargo-mutants makes, and its mutators do not get in each other's way.

use std::collections::{BTreeMap, BTreeSet};

use mutators::scan::{Cfg, Options};
use mutators::{CATALOGUE, Family, Group, Proposal, Shape, noise, scan};

const SOURCE: &str = include_str!("cargo_mutants/source.rs");
const EXPECTED: &str = include_str!("cargo_mutants/expected.txt");
const JOB: &str = include_str!("corpus/job.rs");
const FRAMES: &str = include_str!("corpus/frames.rs");

fn proposals(source: &str) -> Vec<Proposal> {
    let mutators: Vec<_> = CATALOGUE.iter().collect();
    let cfg = Cfg::default();
    let options = Options::new(&cfg, &mutators);
    scan(source, options).expect("the source is Rust").proposals
}

/// 1-based line and character.
fn position(source: &str, byte: usize) -> String {
    let before = &source[..byte];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{line}:{column}")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn every_mutant_of_cargo_mutants_is_proposed() {
    let ours: BTreeSet<_> = proposals(SOURCE)
        .iter()
        .map(|p| {
            let range = format!("{}-{}", position(SOURCE, p.edit.start), position(SOURCE, p.edit.end));
            (range, squeezed(&p.replacement))
        })
        .collect();
    let array_length = SOURCE.lines().position(|line| line.contains("[u8; 4 + 4]")).expect("a line") + 1;
    let missing: Vec<_> = EXPECTED
        .lines()
        .filter(|line| !line.starts_with(&format!("{array_length}:")))
        .filter(|line| {
            let (range, text) = line.split_once('\t').expect("a tab");
            !ours.contains(&(range.to_owned(), squeezed(text)))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(EXPECTED.lines().count() > 150);
}

#[test]
fn no_edit_is_proposed_twice() {
    for source in [SOURCE, JOB, FRAMES] {
        let mut seen = BTreeMap::new();
        for p in proposals(source).into_iter().filter(|p| p.noise.is_none()) {
            let at = position(source, p.edit.start);
            let key = (p.edit.start, p.edit.end, squeezed(&p.replacement));
            if let Some(other) = seen.insert(key, p.mutator) {
                panic!("{at}: {} and {other} both propose {:?}", p.mutator, p.replacement);
            }
        }
    }
}

#[test]
fn duplicates_of_code_mutators_arise_at_whole_bodies_only() {
    let duplicate = noise::RULES.iter().find(|rule| rule.name == "duplicate").expect("the rule").reason;
    for source in [SOURCE, JOB, FRAMES] {
        let found = proposals(source);
        for p in found.iter().filter(|p| p.noise == Some(duplicate)) {
            let same: Vec<_> = found.iter().filter(|other| other.edit == p.edit).map(|p| p.mutator).collect();
            // A step of a literal may be named for what the literal means, for instance `take-step`.
            let named = same.iter().any(|name| !is_code(name));
            assert!(named || same.contains(&"return-value"), "{}: {same:?}", position(source, p.edit.start));
        }
    }
}

#[test]
fn every_mutator_finds_something_in_the_job() {
    let found: BTreeSet<_> = proposals(JOB).iter().filter(|p| p.noise.is_none()).map(|p| p.mutator).collect();
    let idle: Vec<_> =
        CATALOGUE.iter().map(|mutator| mutator.name).filter(|name| !found.contains(name)).collect();
    // The job is plain Rust; mutators of frames and SQL have corpora of their own.
    let code: Vec<_> = idle.into_iter().filter(|name| is_code(name)).collect();
    assert!(code.is_empty(), "{code:?}");
}

#[test]
fn every_mutator_of_frames_finds_something_in_its_corpus() {
    let found: BTreeSet<_> =
        proposals(FRAMES).iter().filter(|p| p.noise.is_none()).map(|p| p.mutator).collect();
    let idle: Vec<_> =
        CATALOGUE.iter().filter(|m| is_of_frames(m.family) && !found.contains(m.name)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn frames_are_left_alone_by_mutators_of_iterators() {
    let found = proposals(FRAMES);
    let rows: Vec<_> = found.iter().filter(|p| family(p.mutator) == Family::Rows).collect();
    assert!(rows.is_empty(), "{rows:#?}");
}

#[test]
fn chains_grow_by_one_arm_per_mutant() {
    // What is switched in place repeats its own argument or call only, not the chain in front of it.
    let of_frames = |p: &&Proposal| is_of_frames(family(p.mutator)) && p.noise.is_none();
    let repeated = |p: &Proposal| match &p.shape {
        Shape::Method { receiver, place: false, .. } => p.site.end - receiver.end,
        _ => p.site.len(),
    };
    let found = proposals(FRAMES);
    let sizes: Vec<usize> = found.iter().filter(of_frames).map(repeated).collect();
    assert!(sizes.len() > 250, "{}", sizes.len());
    let mean = sizes.iter().sum::<usize>() / sizes.len();
    assert!(mean < 90, "{mean} bytes for each mutant");
}

/// The catalogue of faults of frames: family, name, and the smallest group in which one of its mutants may be.
const OF_FRAMES: &[(Family, &str, Group)] = &[
    (Family::Join, "join-type", Group::Default),
    (Family::Join, "join-semi-anti", Group::Default),
    (Family::Join, "join-key-drop", Group::Default),
    (Family::Join, "join-right-dedup", Group::Strict),
    (Family::Join, "join-nulls", Group::Strict),
    (Family::Join, "join-coalesce", Group::Strict),
    (Family::Join, "join-validate-drop", Group::Strict),
    (Family::Join, "join-cross", Group::All),
    (Family::Join, "asof-strategy", Group::Strict),
    (Family::Join, "asof-tolerance", Group::Strict),
    (Family::Filter, "filter-remove", Group::Default),
    (Family::Filter, "filter-negate", Group::Default),
    (Family::Filter, "filter-keep-null", Group::Default),
    (Family::Filter, "conjunct-drop", Group::Default),
    (Family::Filter, "bool-op", Group::Default),
    (Family::Filter, "predicate-boundary", Group::Default),
    (Family::Filter, "predicate-negate", Group::Default),
    (Family::Filter, "eq-missing", Group::Default),
    (Family::Filter, "between-closed", Group::Default),
    (Family::Filter, "is-in", Group::Strict),
    (Family::Aggregate, "agg-swap", Group::Default),
    (Family::Aggregate, "count-kind", Group::Default),
    (Family::Aggregate, "agg-filter-drop", Group::Default),
    (Family::Aggregate, "ddof", Group::Default),
    (Family::Aggregate, "quantile", Group::Strict),
    (Family::Aggregate, "extreme-by", Group::Strict),
    (Family::Aggregate, "group-key-drop", Group::Default),
    (Family::Aggregate, "over-key-drop", Group::Default),
    (Family::Aggregate, "over-order", Group::Strict),
    (Family::Aggregate, "pivot-agg", Group::Strict),
    (Family::Order, "sort-flip", Group::Default),
    (Family::Order, "sort-remove", Group::Default),
    (Family::Order, "sort-nulls", Group::Strict),
    (Family::Order, "sort-tie-drop", Group::Strict),
    (Family::Order, "stable-drop", Group::All),
    (Family::Order, "unique-remove", Group::Default),
    (Family::Order, "unique-keep", Group::Default),
    (Family::Order, "unique-subset", Group::Strict),
    (Family::Order, "top-n", Group::Default),
    (Family::Order, "rank", Group::Strict),
    (Family::Missing, "fill-null-remove", Group::Default),
    (Family::Missing, "fill-null-value", Group::Default),
    (Family::Missing, "fill-strategy", Group::Strict),
    (Family::Missing, "drop-nulls-remove", Group::Default),
    (Family::Missing, "coalesce", Group::Strict),
    (Family::Missing, "null-check", Group::Default),
    (Family::Missing, "when-branch", Group::Default),
    (Family::Missing, "cast", Group::Strict),
    (Family::Columns, "column-swap", Group::Default),
    (Family::Columns, "alias-swap", Group::Strict),
    (Family::Columns, "lit-step", Group::Default),
    (Family::Time, "window-size", Group::Default),
    (Family::Time, "window-closed", Group::Default),
    (Family::Time, "rolling-agg", Group::Default),
    (Family::Time, "row-shift", Group::Default),
    (Family::Time, "diff", Group::Default),
    (Family::Time, "cum", Group::Default),
    (Family::Time, "date-offset", Group::Default),
    (Family::Time, "date-part", Group::Default),
    (Family::Time, "truncate-unit", Group::Default),
    (Family::Time, "time-zone-drop", Group::Strict),
    (Family::Text, "text-normalise-remove", Group::Default),
    (Family::Text, "text-match", Group::Default),
    (Family::Text, "replace-all", Group::Default),
    (Family::Text, "concat-input", Group::Default),
    (Family::Text, "explode", Group::Strict),
    (Family::Text, "horizontal", Group::Strict),
    (Family::Text, "frame-round", Group::Default),
    (Family::Text, "clip", Group::Default),
];

#[test]
fn the_catalogue_of_frames_is_complete() {
    let listed: Vec<_> = OF_FRAMES.iter().map(|(family, name, _)| (*family, *name)).collect();
    let registered: Vec<_> =
        CATALOGUE.iter().filter(|m| is_of_frames(m.family)).map(|m| (m.family, m.name)).collect();
    assert_eq!(registered, listed);
}

#[test]
fn groups_are_those_of_the_catalogue() {
    let mutators: Vec<_> = CATALOGUE.iter().filter(|m| is_of_frames(m.family)).collect();
    let cfg = Cfg::default();
    let options = Options::new(&cfg, &mutators);
    let found = scan(FRAMES, options).expect("the source is Rust").proposals;
    for (_, name, group) in OF_FRAMES {
        let smallest = found.iter().filter(|p| p.mutator == *name).map(|p| p.group).min();
        assert_eq!(smallest, Some(*group), "{name}");
    }
}

fn is_of_frames(family: Family) -> bool {
    !matches!(family, Family::Code | Family::Rows | Family::Sql)
}

fn family(name: &str) -> Family {
    mutators::catalogue::find(name).expect("a mutator").family
}

fn is_code(name: &str) -> bool {
    mutators::catalogue::find(name).is_some_and(|mutator| mutator.family == Family::Code)
}

#[test]
fn edits_lie_inside_their_sites() {
    for source in [SOURCE, JOB, FRAMES] {
        for p in proposals(source) {
            assert!(p.site.start <= p.edit.start && p.edit.end <= p.site.end, "{p:?}");
            assert!(!p.replacement.contains('\n'), "{p:?}");
        }
    }
}

#[test]
fn the_mutated_source_still_parses() {
    for source in [SOURCE, JOB, FRAMES] {
        for p in proposals(source) {
            let mutated = mutators::manual::apply(&p, source);
            assert!(
                syn::parse_file(&mutated).is_ok(),
                "{}: {} {p:?}",
                position(source, p.edit.start),
                p.mutator
            );
        }
    }
}

#[test]
fn the_default_group_is_the_smaller_one() {
    let found = proposals(JOB);
    let default = found.iter().filter(|p| p.group == Group::Default).count();
    assert!(default * 2 < found.len() + 40, "{default} of {}", found.len());
}
