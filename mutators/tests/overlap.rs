//! The catalogue as a whole: it contains what cargo-mutants makes, and its mutators do not get in each other's way.

use std::collections::{BTreeMap, BTreeSet};

use mutators::scan::{Cfg, Options, SqlOptions};
use mutators::{CATALOGUE, Group, Proposal, noise, scan};

const SOURCE: &str = include_str!("cargo_mutants/source.rs");
const EXPECTED: &str = include_str!("cargo_mutants/expected.txt");
const JOB: &str = include_str!("corpus/job.rs");

fn proposals(source: &str) -> Vec<Proposal> {
    let mutators: Vec<_> = CATALOGUE.iter().collect();
    let cfg = Cfg::default();
    let options = Options {
        cfg: &cfg,
        mutators: &mutators,
        mutate_unsafe: false,
        test_file: false,
        sql: SqlOptions::default(),
    };
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
    for source in [SOURCE, JOB] {
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
    for source in [SOURCE, JOB] {
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

fn is_code(name: &str) -> bool {
    mutators::catalogue::find(name).is_some_and(|mutator| mutator.family == mutators::Family::Code)
}

#[test]
fn edits_lie_inside_their_sites() {
    for source in [SOURCE, JOB] {
        for p in proposals(source) {
            assert!(p.site.start <= p.edit.start && p.edit.end <= p.site.end, "{p:?}");
            assert!(!p.replacement.contains('\n'), "{p:?}");
        }
    }
}

#[test]
fn the_mutated_source_still_parses() {
    for source in [SOURCE, JOB] {
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
