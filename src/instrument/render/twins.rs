//! Untouched twins: a body with switches begins with the question whether any of them matters in this process, and where
//! none does, a copy of the original runs. So a test pays for the one function that is mutated, not for all it calls.
//!
//! The twin stands on one line, because everything below must keep its line.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use mutators::syntax::one_line;

use super::{Edits, Site, Writer};
use crate::instrument::bodies::{Bodies, RT};

/// What counts the rounds of loops and closures in a twin.
fn tick() -> String {
    format!(" {RT}::tick(); ")
}

/// The twins of a file, by the position behind the opening brace of their body: the body, and what opens it.
pub(super) fn twins(
    source: &str,
    sites: &[Site],
    placed: &[usize],
    observed: &[Range<usize>],
    bodies: &Bodies,
    edits: &Edits,
) -> BTreeMap<usize, (Range<usize>, String)> {
    if edits.planted.is_some() {
        return BTreeMap::new();
    }
    let inside =
        |body: &Range<usize>, range: &Range<usize>| body.start <= range.start && range.end <= body.end;
    let mut twins: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    for body in edits.twins.iter().map(|(start, end)| *start..*end).filter(|body| bodies.opens(body)) {
        let here =
            placed.iter().map(|index| &sites[*index]).filter(|site| inside(&body, &site.placed_range()));
        let numbers: BTreeSet<u32> = here.flat_map(|site| site.base()..site.base() + site.span()).collect();
        if numbers.is_empty() && !observed.contains(&body) {
            continue;
        }
        let text = original(source, &(body.start + 1..body.end - 1), bodies, edits);
        let own = pairs(&numbers);
        twins.insert(
            body.start + 1,
            (body.clone(), format!(" if {RT}::apart(&[{own}]) {{ {text} }} else {{")),
        );
    }
    twins
}

/// Numbers as pairs of the first and last of each run: `(3, 5), (9, 9)`.
fn pairs(numbers: &BTreeSet<u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    runs.iter().map(|run| format!("{run:?}")).collect::<Vec<_>>().join(", ")
}

/// A part of the source as it is, on one line, with nothing but the counting of rounds.
fn original(source: &str, range: &Range<usize>, bodies: &Bodies, edits: &Edits) -> String {
    let mut insertions: BTreeMap<usize, String> = BTreeMap::new();
    for at in edits.ticks.range(range.start + 1..range.end) {
        insertions.insert(*at, tick());
    }
    // Opened from the outside in, closed from the inside out.
    for closure in bodies.wrapped().filter(|closure| range.start <= closure.start && closure.end <= range.end)
    {
        insertions.entry(closure.start).or_default().push_str(&format!("{{{}", tick()));
        insertions.entry(closure.end).or_default().insert_str(0, " }");
    }
    let mut text = String::new();
    let mut at = range.start;
    for (position, insertion) in insertions {
        blanked(&mut text, source, at..position, &edits.blanks);
        text.push_str(&insertion);
        at = position;
    }
    blanked(&mut text, source, at..range.end, &edits.blanks);
    one_line(&text, 0..text.len()).trim().to_owned()
}

/// Copies a part of the source without the keywords that are blanked.
fn blanked(text: &mut String, source: &str, range: Range<usize>, blanks: &[Range<usize>]) {
    let mut inside: Vec<_> =
        blanks.iter().filter(|blank| range.start <= blank.start && blank.end <= range.end).collect();
    inside.sort_by_key(|blank| blank.start);
    let mut at = range.start;
    for blank in inside {
        text.push_str(&source[at..blank.start]);
        text.extend(std::iter::repeat_n(' ', blank.len()));
        at = blank.end;
    }
    text.push_str(&source[at..range.end]);
}

impl Writer<'_> {
    /// Opens the body that starts here with its twin.
    pub(super) fn twin(&mut self, position: usize) {
        let Some((body, text)) = self.twins.remove(&position) else { return };
        let start = self.out.text.len();
        self.push(&text);
        self.out.twins.push((start..self.out.text.len(), body));
    }
}

#[cfg(test)]
mod tests {
    use mutators::scan::{Cfg, Options, scan};
    use mutators::{CATALOGUE, Mutator};

    use super::*;
    use crate::instrument::render::{Rendered, render};
    use crate::instrument::site::{Arm, Form};

    fn rendered(source: &str, change: impl FnOnce(&mut Edits)) -> Rendered {
        let mutators: Vec<&Mutator> = CATALOGUE.iter().filter(|m| m.name == "integer-constant").collect();
        let scan = scan(source, Options::new(&Cfg::default(), &mutators)).expect("Rust");
        let arm = |(number, proposal): (usize, &mutators::Proposal)| Arm {
            number: number as u32 + 1,
            edit: proposal.edit.clone(),
            replacement: proposal.replacement.clone(),
            alive: true,
        };
        let mut sites: Vec<Site> = Vec::new();
        for found in scan.proposals.iter().enumerate() {
            match sites.last_mut() {
                Some(site) if site.range == found.1.site => site.arms.push(arm(found)),
                _ => sites.push(Site {
                    range: found.1.site.clone(),
                    shape: found.1.shape.clone(),
                    anchors: vec![],
                    arms: vec![arm(found)],
                    form: Form::Plain,
                    function: None,
                    tail: None,
                    constant: None,
                }),
            }
        }
        let mut edits = Edits {
            twins: scan
                .functions
                .iter()
                .filter(|f| f.repeatable)
                .map(|f| (f.body.start, f.body.end))
                .collect(),
            ticks: scan.loops.iter().copied().collect(),
            ..Edits::default()
        };
        change(&mut edits);
        render(source, &sites, &scan.bodies, &edits)
    }

    #[test]
    fn a_body_without_its_mutants_on_runs_as_written() {
        let source = "fn f(n: u8) -> u8 {\n    // more\n    let s = \"a\nb\";\n    n + 5\n}\nfn g() {}";
        let out = rendered(source, |_| ());
        let twin = r#" if mutate_data_rt::apart(&[(1, 3)]) { let s = "a\nb"; n + 5 } else { let __m = "#;
        assert!(out.text.contains(twin), "{}", out.text);
        assert!(out.text.contains("}\nfn g() {}"), "what holds no switch has no twin: {}", out.text);
        assert_eq!(out.text.lines().count(), source.lines().count());
        assert!(syn::parse_file(&out.text).is_ok(), "{}", out.text);
        let (range, body) = &out.twins[0];
        assert_eq!(
            (&source[body.clone()][..1], out.text[range.clone()].trim_start().starts_with("if ")),
            ("{", true)
        );
    }

    fn squeezed(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn rounds_are_counted_in_twins() {
        let source = "fn f() { for n in 0..3 { g(n); } (0..9).map(|n| n + 7); }";
        let text = squeezed(&rendered(source, |_| ()).text);
        let (twin, _) = text.split_once("} else { let __m").expect("a twin");
        assert!(twin.contains("for n in 0..3 { mutate_data_rt::tick(); g(n); }"), "{twin}");
        assert!(twin.contains("map(|n| { mutate_data_rt::tick(); n + 7 })"), "{twin}");
    }

    #[test]
    fn an_inner_function_is_part_of_the_twin_and_its_mutants_of_the_question() {
        let source = "fn f() -> u8 { fn g() -> u8 { 5 } g() + 200 }";
        let text = squeezed(&rendered(source, |_| ()).text);
        assert!(text.contains("apart(&[(1, 6)]) { fn g() -> u8 { 5 } g() + 200 } else"), "{text}");
        assert!(text.contains("fn g() -> u8 { if mutate_data_rt::apart(&[(1, 3)]) { 5 } else"), "{text}");
    }

    #[test]
    fn a_planted_mutant_and_a_body_that_may_not_stand_twice_have_none() {
        let source = "fn f() -> u8 { 5 }";
        let planted = rendered(source, |edits| edits.planted = Some((15..16, "6".to_owned())));
        assert!(planted.twins.is_empty() && !planted.text.contains("apart"), "{}", planted.text);
        assert!(rendered("fn f() -> u32 { line!() + 5 }", |_| ()).twins.is_empty());
    }

    #[test]
    fn numbers_become_runs() {
        assert_eq!(pairs(&[3, 4, 5, 9].into()), "(3, 5), (9, 9)");
        assert_eq!(pairs(&BTreeSet::new()), "");
    }
}
