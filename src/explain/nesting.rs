//! Which call lies inside which: calls of one thread, by the order of entries and exits.

use std::collections::HashMap;

use super::observation::Observation;

/// The calls of an observation as a forest, by position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nesting {
    parents: Vec<Option<usize>>,
}

impl Nesting {
    /// Finds the innermost call around each; calls must be in order of entry.
    #[must_use]
    pub fn of(observation: &Observation) -> Self {
        let mut open: HashMap<u64, Vec<usize>> = HashMap::new();
        let calls = &observation.calls;
        let parent = |(index, call): (usize, &super::observation::Call)| {
            let stack = open.entry(call.thread).or_default();
            while stack.last().is_some_and(|last| calls[*last].left < call.left) {
                stack.pop();
            }
            let parent = stack.last().copied();
            stack.push(index);
            parent
        };
        Self { parents: calls.iter().enumerate().map(parent).collect() }
    }

    /// The calls around one, the innermost first.
    pub fn around(&self, call: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.parents[call], |outer| self.parents[*outer])
    }

    /// True where one call lies inside another, or is it.
    #[must_use]
    pub fn holds(&self, outer: usize, inner: usize) -> bool {
        outer == inner || self.around(inner).any(|around| around == outer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::observation::Call;

    fn call(entered: u64, left: u64, thread: u64) -> Call {
        let arguments = std::collections::BTreeMap::new();
        Call { function: 0, ordinal: 0, entered, left, thread, arguments, returned: None }
    }

    #[test]
    fn calls_lie_in_one_another_as_their_times_do() {
        let calls =
            vec![call(1, 10, 0), call(2, 5, 0), call(3, 4, 0), call(6, 7, 0), call(7, 8, 1), call(11, 12, 0)];
        let nesting = Nesting::of(&Observation { calls, truncated: false });
        assert_eq!(nesting.around(2).collect::<Vec<_>>(), [1, 0]);
        assert_eq!(nesting.around(3).collect::<Vec<_>>(), [0]);
        assert_eq!(nesting.around(4).count() + nesting.around(5).count(), 0);
        assert!(nesting.holds(0, 2) && nesting.holds(2, 2) && !nesting.holds(1, 3));
    }
}
