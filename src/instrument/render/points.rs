//! How observation points are written into a file.

use std::ops::Range;

use super::{Edits, Part, Writer};
use crate::instrument::point::{Extent, Point};

/// Positions of the points that are on; a function that stays constant can hold none.
pub(super) fn wanted(edits: &Edits) -> Vec<usize> {
    let is_wanted = |point: &Point| {
        let constness = point.function.constness.as_ref();
        let constant = constness.is_some_and(|keyword| !edits.blanks.contains(keyword));
        point.extent != Extent::Nothing && !constant
    };
    (0..edits.points.len()).filter(|index| is_wanted(&edits.points[*index])).collect()
}

/// What each point inserts at a position.
pub(super) fn insertions(point: &Point) -> impl Iterator<Item = (usize, String)> {
    let mutable = point.made_mutable().map(|at| (at, "mut ".to_owned()));
    mutable.chain([(point.function.body.start + 1, point.entry())])
}

impl Writer<'_> {
    /// A result of an observed function.
    pub(super) fn observed(&mut self, index: usize, range: Range<usize>) {
        self.flush_insertion(range.start);
        let start = self.out.text.len();
        self.around(index, |writer| writer.copy(range));
        self.out.points.push((start..self.out.text.len(), index, Part::Around));
    }

    /// What `inner` writes, made an observed result; the text before and behind it is the point's own.
    fn around(&mut self, index: usize, inner: impl FnOnce(&mut Self)) {
        let (before, after) = self.points[index].around();
        self.own(index, &before, Part::Result);
        inner(self);
        self.own(index, &after, Part::Result);
    }

    pub(super) fn own(&mut self, index: usize, text: &str, part: Part) {
        let start = self.out.text.len();
        self.push(text);
        self.out.points.push((start..self.out.text.len(), index, part));
    }

    /// The arm `return value` of a site, observed where the function around a place is.
    pub(super) fn returned(&mut self, place: &Range<usize>, site: usize, number: u32, value: &str) {
        let start = self.out.text.len();
        self.push("return ");
        let opaque = self.opaque.mutant(number, value);
        let value = opaque.as_deref().unwrap_or(value);
        match self.point_of(place) {
            Some(index) => self.around(index, |writer| writer.push(value)),
            None => self.push(value),
        }
        self.out.arms.push((start..self.out.text.len(), site, number));
    }

    /// The point that reads the results of the function whose body holds a place directly.
    fn point_of(&self, place: &Range<usize>) -> Option<usize> {
        let body = self.bodies.around(place)?;
        let of_body = |index: &usize| self.points[*index].function.body == body;
        self.placed.iter().copied().find(of_body).filter(|index| self.points[*index].reads_results())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use mutators::scan::{Cfg, Options, Scan, scan};
    use mutators::{CATALOGUE, Mutator};

    use super::*;
    use crate::instrument::render::{Rendered, render};
    use crate::instrument::site::{Arm, Site};

    const BEFORE: &str = "match mutate_data_rt::Returned::<";
    const AFTER: &str = ") { mutate_data_rt::Returned(__r) => { if __call != 0 { mutate_data_frames::observe!(0, __call, &__r); } __r } }";

    fn edits(scan: &Scan, extent: Extent) -> Edits {
        let points = scan.functions.iter().enumerate().map(|(number, function)| Point {
            number,
            function: Arc::clone(function),
            tables: vec![],
            results: scan.returns.iter().chain(&function.result).cloned().collect(),
            extent,
        });
        Edits { points: points.collect(), ..Edits::default() }
    }

    fn found(source: &str, mutator: &str) -> Scan {
        let mutators: Vec<&Mutator> = CATALOGUE.iter().filter(|m| m.name == mutator).collect();
        scan(source, Options::new(&Cfg::default(), &mutators)).expect("Rust")
    }

    fn observed(source: &str, extent: Extent) -> Rendered {
        let scan = found(source, "");
        render(source, &[], &scan.bodies, &edits(&scan, extent))
    }

    #[test]
    fn results_are_typed_and_stay_the_operand_of_a_tail() {
        let text = observed("fn f(n: u8) -> u8 { if n > 1 { return n; } n + 1 }", Extent::Results).text;
        let call = "let __m = mutate_data_rt::enter(); let __call = if __m == 0 { 0 } else { mutate_data_rt::call(0) };";
        assert_eq!(
            text,
            format!(
                "fn f(n: u8) -> u8 {{ {call}  if n > 1 {{ return {BEFORE}u8>(n{AFTER}; }} {BEFORE}u8>(n + 1{AFTER} }}"
            )
        );
    }

    #[test]
    fn what_may_be_replaced_becomes_mutable() {
        let source = "fn f(rows: Vec<u8>, mut more: &[u8], (a, b): (u8, u8), n: u8) -> u8 { n }";
        let text = observed(source, Extent::Whole).text;
        assert!(
            text.starts_with("fn f(mut rows: Vec<u8>, mut more: &[u8], (a, b): (u8, u8), n: u8)"),
            "{text}"
        );
        assert!(text.contains(
            "if __call != 0 { rows = mutate_data_frames::subset!(0, __call, 0, rows); \
             more = mutate_data_frames::subset!(0, __call, 1, more); if mutate_data_rt::wants(0) { \
             mutate_data_frames::observe!(0, __call, 0, &rows); mutate_data_frames::observe!(0, __call, 1, &more); \
             mutate_data_frames::observe!(0, __call, 3, &n); } }"
        ), "{text}");
    }

    #[test]
    fn no_line_is_added() {
        let source = "fn f() -> Result<\n    u8, // why\n    String,\n> {\n    Ok(\n        1,\n    )\n}\n";
        let text = observed(source, Extent::Whole).text;
        assert_eq!(text.lines().count(), source.lines().count());
        assert!(text.contains(&format!("{BEFORE}Result< u8, String, >>(Ok(\n")), "{text}");
    }

    #[test]
    fn functions_that_stay_constant_and_closures_are_left_alone() {
        let source = "const fn f() -> u8 { 1 }";
        assert_eq!(observed(source, Extent::Whole).text, source);
        let scan = found(source, "");
        let blanks = std::iter::once(0..5).collect();
        let edits = Edits { blanks, ..edits(&scan, Extent::Results) };
        assert!(render(source, &[], &scan.bodies, &edits).text.contains("Returned"));
        let closure = "fn f() -> u8 { let g = || { return 1; }; g(); loop {} }";
        let text = observed(closure, Extent::Results).text;
        assert_eq!(text.matches(BEFORE).count(), 1, "the loop only: {text}");
        let calls = observed("fn f() -> u8 { 1 }", Extent::Calls).text;
        assert!(calls.contains("mutate_data_rt::call(0)") && !calls.contains(BEFORE), "{calls}");
    }

    #[test]
    fn what_a_mutant_returns_is_observed_and_is_its_own() {
        let source = "fn f() -> u8 { g() }";
        let scan = found(source, "return-value");
        let proposal = &scan.proposals[0];
        let arm = Arm {
            number: 1,
            edit: proposal.edit.clone(),
            replacement: proposal.replacement.clone(),
            alive: true,
        };
        let site = Site::alone(proposal.site.clone(), proposal.shape.clone(), arm);
        let out = render(source, &[site], &scan.bodies, &edits(&scan, Extent::Results));
        let replacement = &proposal.replacement;
        assert!(
            out.text.contains(&format!("1 => return {BEFORE}u8>({replacement}{AFTER}, ")),
            "{}",
            out.text
        );
        assert!(out.text.ends_with(&format!("{BEFORE}u8>(g(){AFTER} }}")), "{}", out.text);
        let inside_an_arm = |range: &Range<usize>| {
            out.arms.iter().any(|(arm, ..)| arm.start <= range.start && range.end <= arm.end)
        };
        let own: Vec<_> = out.points.iter().filter(|(range, ..)| inside_an_arm(range)).collect();
        assert_eq!(own.len(), 2, "before and behind the mutant's value");
        let texts: Vec<&str> = own.iter().map(|(range, ..)| &out.text[range.clone()]).collect();
        assert_eq!(texts, [format!("{BEFORE}u8>("), AFTER.to_owned()]);
    }
}
