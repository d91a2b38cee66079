//! Bodies with sites ask once which mutant is on, and keep the answer in a local variable.
//!
//! The answer never changes during a process, and a debug build inlines nothing: one call for each body instead of one
//! for each site is what keeps schemata cheap.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use mutators::scan::Body;

/// Name of the runtime crate in instrumented code.
pub(super) const RT: &str = "mutate_data_rt";

/// The local variable.
pub(super) const LOCAL: &str = "__m";

/// What opens a body: it counts the call, too.
pub(super) const BINDING: &str = " let __m = mutate_data_rt::enter(); ";

/// The bodies of a file, with those that hold something of ours.
pub(super) struct Bodies {
    all: Vec<Body>,
    /// Positions in `all` of the bodies that bind the variable.
    bound: BTreeSet<usize>,
}

impl Bodies {
    /// Binds the variable in the innermost bodies around sites and ticks.
    pub(super) fn bind(
        source: &str,
        bodies: &[Body],
        sites: impl Iterator<Item = Range<usize>>,
        ticks: &BTreeSet<usize>,
    ) -> Self {
        let mut bound = Self { all: bodies.to_vec(), bound: BTreeSet::new() };
        for place in sites.chain(ticks.iter().map(|at| *at..*at)) {
            let body = bound.innermost(&place).filter(|body| can_hold(source, &bodies[*body]));
            bound.bound.extend(body);
        }
        bound
    }

    fn innermost(&self, place: &Range<usize>) -> Option<usize> {
        let holds =
            |body: &&(usize, &Body)| body.1.range.start <= place.start && place.end <= body.1.range.end;
        let around = self.all.iter().enumerate();
        around.filter(|body| holds(&body)).min_by_key(|(_, body)| body.range.len()).map(|(index, _)| index)
    }

    /// Whether the variable is known at a place.
    pub(super) fn is_bound(&self, place: &Range<usize>) -> bool {
        self.innermost(place).is_some_and(|body| self.bound.contains(&body))
    }

    /// Whether that block is a body in which the variable is known.
    pub(super) fn opens(&self, body: &Range<usize>) -> bool {
        self.bound.iter().map(|index| &self.all[*index]).any(|bound| bound.braced && bound.range == *body)
    }

    /// The body that holds a place directly.
    pub(super) fn around(&self, place: &Range<usize>) -> Option<Range<usize>> {
        self.innermost(place).map(|body| self.all[body].range.clone())
    }

    /// An expression for the mutant that is on, at a place.
    pub(super) fn active(&self, place: &Range<usize>) -> String {
        if self.is_bound(place) { LOCAL.to_owned() } else { format!("{RT}::active()") }
    }

    /// Bodies that become blocks.
    pub(super) fn wrapped(&self) -> impl Iterator<Item = Range<usize>> {
        self.bound
            .iter()
            .map(|body| &self.all[*body])
            .filter(|body| !body.braced)
            .map(|body| body.range.clone())
    }

    /// What stands behind opening braces: the binding in bodies of functions, and what counts the rounds of loops.
    pub(super) fn insertions(&self, ticks: &BTreeSet<usize>) -> BTreeMap<usize, String> {
        let braced = self.bound.iter().map(|body| &self.all[*body]).filter(|body| body.braced);
        let mut insertions: BTreeMap<usize, String> =
            braced.map(|body| (body.range.start + 1, BINDING.to_owned())).collect();
        for tick in ticks {
            // Binding the variable counts the call.
            insertions.entry(*tick).or_insert_with(|| {
                let count = format!("{RT}::tick();");
                let bound = self.is_bound(&(*tick..*tick));
                if bound { format!(" if {LOCAL} != 0 {{ {count} }} ") } else { format!(" {count} ") }
            });
        }
        insertions
    }
}

/// Inner attributes and comments must stay first in their block.
fn can_hold(source: &str, body: &Body) -> bool {
    let inside = source[body.range.clone()].trim_start_matches('{').trim_start();
    !body.braced || !["#!", "/*!", "//!"].iter().any(|first| inside.starts_with(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mutators::scan::{Cfg, Options, scan};

    fn bound(source: &str, sites: &[&str], ticks: &[&str]) -> Bodies {
        let cfg = Cfg::default();
        let options = Options::new(&cfg, &[]);
        let bodies = scan(source, options).expect("Rust").bodies;
        let place = |text: &&str| source.find(text).map(|at| at..at + text.len()).expect("the text");
        let ticks = ticks.iter().map(|text| place(text).end).collect();
        Bodies::bind(source, &bodies, sites.iter().map(place), &ticks)
    }

    #[test]
    fn the_innermost_frame_binds() {
        let source = "fn f() { g(|x| x + 1); async { y + 2 }; }";
        let bodies = bound(source, &["x + 1", "y + 2"], &[]);
        let place = |text: &str| source.find(text).map(|at| at..at + text.len()).expect("the text");
        assert!(bodies.is_bound(&place("x + 1")) && bodies.is_bound(&place("y + 2")));
        assert_eq!(bodies.active(&place("g(|x| x + 1)")), "mutate_data_rt::active()");
        assert_eq!(bodies.wrapped().collect::<Vec<_>>(), [place("x + 1")]);
    }

    #[test]
    fn calls_are_counted_by_the_binding_and_rounds_where_a_mutant_is_on() {
        let source = "fn f() { loop { } }";
        let insertions = bound(source, &[], &["fn f() {", "loop {"]).insertions(&[8, 15].into());
        let texts: Vec<_> = insertions.values().map(|text| text.trim()).collect();
        assert_eq!(texts, [BINDING.trim(), "if __m != 0 { mutate_data_rt::tick(); }"]);
    }

    #[test]
    fn inner_attributes_stay_first() {
        let source = "fn f() { #![allow(unused)] 1 + 2; }";
        assert!(!bound(source, &["1 + 2"], &[]).is_bound(&(27..32)));
    }
}
