//! A mutant that is compiled in for good, because no switch can hold it.

use std::ops::Range;

use super::Writer;

impl Writer<'_> {
    /// Writes the mutant's text in place of what it replaces, with all that would have been placed inside.
    pub(super) fn plant(&mut self, range: &Range<usize>) {
        self.flush_insertion(range.start);
        self.insertions.retain(|at, _| *at <= range.start || range.end <= *at);
        while self.order.get(self.next).is_some_and(|node| self.range(node).start < range.end) {
            self.next += 1;
        }
        self.push(self.planted);
    }
}
