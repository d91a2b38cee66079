//! Frames with sites ask once which mutant is on, and keep the answer in a local variable.
//!
//! The answer never changes during a process, and a debug build inlines nothing: one call for each frame instead of one
//! for each site is what keeps schemata cheap.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use mutators::scan::Frame;

/// Name of the runtime crate in instrumented code.
pub(super) const RT: &str = "mutate_data_rt";

/// The local variable.
pub(super) const LOCAL: &str = "__m";

/// What opens a frame: it counts the call, too.
pub(super) const BINDING: &str = " let __m = mutate_data_rt::enter(); ";

/// The frames of a file, with those that hold something of ours.
pub(super) struct Frames {
    all: Vec<Frame>,
    /// Positions in `all` of the frames that bind the variable.
    bound: BTreeSet<usize>,
}

impl Frames {
    /// Binds the variable in the innermost frames around sites and ticks.
    pub(super) fn bind(
        source: &str,
        frames: &[Frame],
        sites: impl Iterator<Item = Range<usize>>,
        ticks: &BTreeSet<usize>,
    ) -> Self {
        let mut bound = Self { all: frames.to_vec(), bound: BTreeSet::new() };
        for place in sites.chain(ticks.iter().map(|at| *at..*at)) {
            let frame = bound.innermost(&place).filter(|frame| can_hold(source, &frames[*frame]));
            bound.bound.extend(frame);
        }
        bound
    }

    fn innermost(&self, place: &Range<usize>) -> Option<usize> {
        let holds =
            |frame: &&(usize, &Frame)| frame.1.body.start <= place.start && place.end <= frame.1.body.end;
        let around = self.all.iter().enumerate();
        around.filter(|frame| holds(&frame)).min_by_key(|(_, frame)| frame.body.len()).map(|(index, _)| index)
    }

    /// Whether the variable is known at a place.
    pub(super) fn is_bound(&self, place: &Range<usize>) -> bool {
        self.innermost(place).is_some_and(|frame| self.bound.contains(&frame))
    }

    /// An expression for the mutant that is on, at a place.
    pub(super) fn active(&self, place: &Range<usize>) -> String {
        if self.is_bound(place) { LOCAL.to_owned() } else { format!("{RT}::active()") }
    }

    /// Bodies that become blocks.
    pub(super) fn wrapped(&self) -> impl Iterator<Item = Range<usize>> {
        self.bound.iter().map(|frame| &self.all[*frame]).filter(|frame| !frame.braced).map(|f| f.body.clone())
    }

    /// What stands behind opening braces: the binding in bodies of functions, and what counts the rounds of loops.
    pub(super) fn insertions(&self, ticks: &BTreeSet<usize>) -> BTreeMap<usize, String> {
        let braced = self.bound.iter().map(|frame| &self.all[*frame]).filter(|frame| frame.braced);
        let mut insertions: BTreeMap<usize, String> =
            braced.map(|frame| (frame.body.start + 1, BINDING.to_owned())).collect();
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
fn can_hold(source: &str, frame: &Frame) -> bool {
    let inside = source[frame.body.clone()].trim_start_matches('{').trim_start();
    !frame.braced || !["#!", "/*!", "//!"].iter().any(|first| inside.starts_with(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mutators::scan::{Cfg, Options, scan};

    fn bound(source: &str, sites: &[&str], ticks: &[&str]) -> Frames {
        let cfg = Cfg::default();
        let options = Options { cfg: &cfg, mutators: &[], mutate_unsafe: false, test_file: false };
        let frames = scan(source, options).expect("Rust").frames;
        let place = |text: &&str| source.find(text).map(|at| at..at + text.len()).expect("the text");
        let ticks = ticks.iter().map(|text| place(text).end).collect();
        Frames::bind(source, &frames, sites.iter().map(place), &ticks)
    }

    #[test]
    fn the_innermost_frame_binds() {
        let source = "fn f() { g(|x| x + 1); async { y + 2 }; }";
        let frames = bound(source, &["x + 1", "y + 2"], &[]);
        let place = |text: &str| source.find(text).map(|at| at..at + text.len()).expect("the text");
        assert!(frames.is_bound(&place("x + 1")) && frames.is_bound(&place("y + 2")));
        assert_eq!(frames.active(&place("g(|x| x + 1)")), "mutate_data_rt::active()");
        assert_eq!(frames.wrapped().collect::<Vec<_>>(), [place("x + 1")]);
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
