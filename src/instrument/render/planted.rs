//! A mutant that is compiled in for good, because no switch can hold it.

use std::ops::Range;

use super::{Node, Writer};

impl Writer<'_> {
    /// Writes the mutant's text in place of what it replaces, with all that would have been placed inside.
    pub(super) fn plant(&mut self, range: &Range<usize>) {
        self.flush_insertion(range.start);
        self.insertions.retain(|at, _| *at <= range.start || range.end <= *at);
        let is_inside = |node: &Node| match node {
            Node::Site(index) => self.sites[*index].placed_range().start < range.end,
            Node::Body(inner) | Node::Result(_, inner) | Node::Planted(inner) => inner.start < range.end,
        };
        while self.order.get(self.next).is_some_and(is_inside) {
            self.next += 1;
        }
        self.push(self.planted);
    }
}
