//! Takes mutants out, each with its reason: noise rules, skip attributes and skip comments.

use std::ops::Range;

use cargo_metadata::camino::Utf8Path;
use mutators::Proposal;
use mutators::scan::Scan;
use proc_macro2::{TokenStream, TokenTree};

use crate::discover::Lines;
use crate::model::Mutant;
use crate::settings::Settings;

/// What every skip comment starts with.
const MARK: &str = "mutate-data:";

/// A comment `// mutate-data: skip(<mutator or all>) <reason>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// Where the comment is.
    pub at: usize,
    /// The mutator, or `all`.
    pub mutator: String,
    /// Why; empty where it was forgotten.
    pub reason: String,
    /// The bytes that it covers: the rest of its line, or the item, statement or arm below it.
    pub covers: Range<usize>,
    /// False where the comment is not understood.
    pub understood: bool,
}

/// Finds the skip comments of a file.
#[must_use]
pub fn read(text: &str, scan: &Scan) -> Vec<Skip> {
    if !text.contains(MARK) {
        return Vec::new();
    }
    let literals = literals(text);
    let comments = text.match_indices("//").filter_map(|(at, _)| {
        let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let comment = text[at + 2..line_end].trim().strip_prefix(MARK)?.trim();
        let inside_literal = literals.iter().any(|literal| literal.contains(&at));
        (!inside_literal).then(|| parse(text, scan, at, line_end, comment))
    });
    comments.collect()
}

fn parse(text: &str, scan: &Scan, at: usize, line_end: usize, comment: &str) -> Skip {
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let covers = if text[line_start..at].trim().is_empty() {
        let next = next_code(text, line_end);
        // The comment may also stand between an item's attributes and the item.
        let heads = |unit: &&Range<usize>| {
            unit.start == next || unit.start < at && next < unit.end && is_preamble(&text[unit.start..at])
        };
        let unit = scan.units.iter().filter(heads).max_by_key(|unit| unit.end);
        unit.cloned().unwrap_or_else(|| {
            let end = text[next..].find('\n').map_or(text.len(), |end| next + end);
            next..end
        })
    } else {
        line_start..at
    };
    let inner = comment.strip_prefix("skip(").and_then(|rest| rest.split_once(')'));
    let (mutator, reason) = inner.unwrap_or_default();
    Skip {
        at,
        mutator: mutator.trim().to_owned(),
        reason: reason.trim().trim_start_matches(':').trim().to_owned(),
        covers,
        understood: inner.is_some()
            && (mutator.trim() == "all" || mutators::catalogue::find(mutator.trim()).is_some()),
    }
}

/// Whether every line is an attribute or a comment.
fn is_preamble(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .all(|line| line.is_empty() || line.starts_with("#[") || line.starts_with("//"))
}

/// The first byte after `from` that is neither white space nor part of a line comment.
fn next_code(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        // A doc comment belongs to the item below it, so it is where that item starts.
        let doc = text[at..].starts_with("///") && !text[at..].starts_with("////");
        if doc || !text[at..].starts_with("//") {
            return at;
        }
        at = text[at..].find('\n').map_or(text.len(), |end| at + end);
    }
}

fn literals(text: &str) -> Vec<Range<usize>> {
    fn collect(tokens: TokenStream, found: &mut Vec<Range<usize>>) {
        for token in tokens {
            match token {
                TokenTree::Literal(literal) => found.push(literal.span().byte_range()),
                TokenTree::Group(group) => collect(group.stream(), found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    if let Ok(tokens) = text.parse::<TokenStream>() {
        collect(tokens, &mut found);
    }
    found
}

/// Marks the mutants of one file that something suppresses, and returns what is wrong with its skip comments.
pub fn apply<'a>(
    settings: &Settings,
    file: &Utf8Path,
    lines: &Lines<'_>,
    skips: Vec<Skip>,
    mutants: impl Iterator<Item = (&'a Proposal, &'a mut Mutant)>,
) -> Vec<String> {
    let mut used = vec![false; skips.len()];
    for (proposal, mutant) in mutants {
        mutant.ignored = proposal.place.skipped.clone();
        for (skip, used) in skips.iter().zip(&mut used) {
            let names = skip.mutator == "all" || skip.mutator == mutant.mutator;
            let inside = skip.covers.start <= proposal.edit.start && proposal.edit.end <= skip.covers.end;
            if names && inside && skip.understood && !skip.reason.is_empty() {
                *used = true;
                mutant.ignored = Some(format!("skip comment: {}", skip.reason));
            }
        }
        if mutant.ignored.is_none() && settings.noise {
            mutant.ignored = proposal.noise.map(|reason| format!("noise: {reason}"));
        }
    }
    let whole =
        settings.mutators.is_empty() && settings.exclude_mutators.is_empty() && settings.name.is_none();
    let complaints = skips.iter().zip(used).filter_map(|(skip, used)| {
        let place = format!("{file}:{}", lines.line(skip.at));
        if !skip.understood {
            let names = mutators::catalogue::all().into_iter().map(|mutator| mutator.name);
            let similar = |a: &&str, b: &&str| {
                strsim::jaro_winkler(a, &skip.mutator).total_cmp(&strsim::jaro_winkler(b, &skip.mutator))
            };
            let nearest = names.max_by(similar).unwrap_or("all");
            Some(format!(
                "{place}: write `// mutate-data: skip(<mutator or all>) <reason>`; `{}` is no mutator, did you mean `{nearest}`?",
                skip.mutator
            ))
        } else if skip.reason.is_empty() {
            Some(format!(
                "{place}: a skip comment needs a reason after `skip({})`; it is not honoured",
                skip.mutator
            ))
        } else if !used && whole {
            Some(format!(
                "{place}: this skip comment suppresses nothing in this group; remove it if it is stale"
            ))
        } else {
            None
        }
    });
    complaints.collect()
}
