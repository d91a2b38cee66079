//! Takes mutants out, each with its reason: noise rules, skip attributes, skip comments and the skip list.

pub mod attributes;
pub mod list;

use std::ops::Range;

use cargo_metadata::camino::Utf8Path;
use jiff::civil::Date;
use mutators::Proposal;
use mutators::scan::Scan;
use proc_macro2::{TokenStream, TokenTree};

use crate::discover::Lines;
use crate::model::{Mutant, Stale};
use crate::settings::Settings;

/// What every skip comment starts with.
const MARK: &str = "mutate-data:";

/// A comment `// mutate-data: skip(<mutator or all>) <reason>`, or `skip(<mutator or all>, until <date>) <reason>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// Where the comment is.
    pub at: usize,
    /// The mutator, or `all`.
    pub mutator: String,
    /// Why; empty where it was forgotten.
    pub reason: String,
    /// The last day on which it counts.
    pub until: Option<Date>,
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
    let (names, reason) = inner.unwrap_or_default();
    let (mutator, until) =
        names.split_once(',').map_or((names, None), |(name, rest)| (name, Some(rest.trim())));
    let date =
        until.and_then(|until| crate::settings::parse::date(until.strip_prefix("until ")?.trim()).ok());
    Skip {
        at,
        mutator: mutator.trim().to_owned(),
        reason: reason.trim().trim_start_matches(':').trim().to_owned(),
        covers,
        until: date,
        understood: inner.is_some()
            && until.is_some() == date.is_some()
            && (mutator.trim() == "all" || mutators::catalogue::find(mutator.trim()).is_some()),
    }
}

/// Whether the last day lies before today.
fn is_over(until: Option<Date>, today: Date) -> bool {
    until.is_some_and(|until| until < today)
}

/// What a reason says of the last day.
fn until(until: Option<Date>) -> String {
    until.map(|until| format!(" (until {until})")).unwrap_or_default()
}

/// What is wrong with a suppression whose last day is over.
fn ended(until: Option<Date>) -> String {
    let until = until.map(|until| until.to_string()).unwrap_or_default();
    format!("this skip ended on {until}; its mutants are run again; renew its date or remove it")
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
    today: Date,
    skips: Vec<Skip>,
    mutants: impl Iterator<Item = (&'a Proposal, &'a mut Mutant)>,
) -> Vec<Stale> {
    let mut used = vec![false; skips.len()];
    for (proposal, mutant) in mutants {
        mutant.ignored = proposal.place.skipped.clone();
        for (skip, used) in skips.iter().zip(&mut used) {
            let names = skip.mutator == "all" || skip.mutator == mutant.mutator;
            let inside = skip.covers.start <= proposal.edit.start && proposal.edit.end <= skip.covers.end;
            if names && inside && skip.understood && !skip.reason.is_empty() {
                *used = true;
                if !is_over(skip.until, today) {
                    mutant.ignored = Some(format!("skip comment: {}{}", skip.reason, until(skip.until)));
                }
            }
        }
        if mutant.ignored.is_none() && settings.noise {
            mutant.ignored = proposal.noise.map(|reason| format!("noise: {reason}"));
        }
    }
    let whole = !settings.narrowed();
    let complaints = skips.iter().zip(used).filter_map(|(skip, used)| {
        let problem = if !skip.understood {
            let names = mutators::catalogue::all().into_iter().map(|mutator| mutator.name);
            let similar = |a: &&str, b: &&str| {
                strsim::jaro_winkler(a, &skip.mutator).total_cmp(&strsim::jaro_winkler(b, &skip.mutator))
            };
            let nearest = names.max_by(similar).unwrap_or("all");
            Some(format!(
                "write `// mutate-data: skip(<mutator or all>[, until <date>]) <reason>`; `{}` is no mutator, did you mean `{nearest}`?",
                skip.mutator
            ))
        } else if skip.reason.is_empty() {
            Some(format!(
                "a skip comment needs a reason after `skip({})`; it is not honoured",
                skip.mutator
            ))
        } else if is_over(skip.until, today) {
            Some(ended(skip.until))
        } else if !used && whole {
            Some("this skip comment suppresses nothing; remove it if it is stale".to_owned())
        } else {
            None
        };
        let place = format!("{file}:{}", lines.line(skip.at));
        problem.map(|problem| Stale { place, problem })
    });
    complaints.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mutators::scan::{Cfg, Options, scan};

    fn skips(comment: &str) -> Vec<Skip> {
        let text = format!("{comment}\nfn f(x: u8) -> u8 {{ x + 1 }}\n");
        let cfg = Cfg::default();
        let options = Options::new(&cfg, &[]);
        read(&text, &scan(&text, options).expect("Rust"))
    }

    #[test]
    fn a_comment_may_name_its_last_day() {
        let skip = &skips("// mutate-data: skip(arithmetic, until 2027-01-31) rounding")[0];
        assert!(skip.understood);
        assert_eq!((skip.mutator.as_str(), skip.reason.as_str()), ("arithmetic", "rounding"));
        assert_eq!(skip.until, Some(Date::constant(2027, 1, 31)));
        assert!(
            is_over(skip.until, Date::constant(2027, 2, 1))
                && !is_over(skip.until, Date::constant(2027, 1, 31))
        );
    }

    #[test]
    fn a_day_that_is_none_is_not_understood() {
        for day in ["until May", "2027-01-31", "until 2027-02-30"] {
            assert!(!skips(&format!("// mutate-data: skip(all, {day}) x"))[0].understood, "{day}");
        }
        assert!(skips("// mutate-data: skip(all) x")[0].understood);
    }
}
