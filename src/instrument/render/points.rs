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
        match self.point_of(place) {
            Some(index) => self.around(index, |writer| writer.push(value)),
            None => self.push(value),
        }
        self.out.arms.push((start..self.out.text.len(), site, number));
    }

    /// The written point of the function whose body holds a place directly.
    fn point_of(&self, place: &Range<usize>) -> Option<usize> {
        let body = self.bodies.around(place)?;
        self.placed.iter().copied().find(|index| self.points[*index].function.body == body)
    }
}
