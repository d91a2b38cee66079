//! Decides which tests a mutant meets, in which order, and in which processes. Starts nothing.

use std::collections::HashMap;

use crate::harness::Launch;
use crate::trace::Trace;

/// What was learned while neighbouring mutants ran: how often each test killed.
///
/// It lives as long as one group of neighbours on one worker, so that the order of tests, and with it which of several
/// detections is seen first, is the same in every run and for any number of jobs.
#[derive(Debug, Default)]
pub struct Experience {
    kills: HashMap<usize, u32>,
}

impl Experience {
    /// Notes a kill.
    pub fn note(&mut self, test: usize) {
        *self.kills.entry(test).or_default() += 1;
    }

    fn kills(&self, test: usize) -> u32 {
        self.kills.get(&test).copied().unwrap_or_default()
    }
}

/// Splits the mutants `0..count` into groups of neighbours: those of one place, and no more than fit one worker well.
#[must_use]
pub fn neighbours<P: PartialEq>(count: usize, place: impl Fn(usize) -> P) -> Vec<std::ops::Range<usize>> {
    let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
    for index in 0..count {
        match groups.last_mut() {
            Some(group) if group.len() < LARGEST_GROUP && place(group.start) == place(index) => {
                group.end += 1
            }
            _ => groups.push(index..index + 1),
        }
    }
    groups
}

/// Larger groups would leave workers idle at the end of a run.
const LARGEST_GROUP: usize = 16;

/// The processes for one mutant, in order; each holds test indices of one binary.
///
/// The first holds the likeliest killer alone: what killed neighbours comes first, then what is cheap and specific.
/// The rest share one process per binary, because starting a process costs more than a unit test.
#[must_use]
pub fn processes(trace: &Trace, infecting: &[usize], experience: &Experience) -> Vec<Vec<usize>> {
    let mut order: Vec<(u32, u32, usize, usize)> = infecting
        .iter()
        .map(|test| {
            let reach = &trace.reaches[*test];
            (u32::MAX - experience.kills(*test), expense(reach.cpu), reach.reached.len(), *test)
        })
        .collect();
    order.sort_unstable();
    let mut order = order.into_iter().map(|(.., test)| test);
    let Some(first) = order.next() else { return Vec::new() };
    let mut processes = vec![vec![first]];
    let mut by_binary: HashMap<usize, usize> = HashMap::new();
    for test in order {
        match trace.runnables[test].launch {
            Launch::Named(binary) => {
                let next = processes.len();
                let process = *by_binary.entry(binary).or_insert(next);
                if process == next {
                    processes.push(Vec::new());
                }
                processes[process].push(test);
            }
            Launch::Whole(_) | Launch::Doctest(_) => processes.push(vec![test]),
        }
    }
    processes
}

/// Coarse on purpose, so that two runs see the same order: below 20 ms, 80 ms, 320 ms ...
fn expense(cpu: std::time::Duration) -> u32 {
    (cpu.as_millis() / 20).checked_ilog(4).map_or(0, |steps| steps + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::Runnable;
    use crate::model::Test;
    use crate::trace::Reach;
    use std::time::Duration;

    fn trace(tests: &[(u64, Launch)]) -> Trace {
        let mut trace = Trace::default();
        for (index, (millis, launch)) in tests.iter().enumerate() {
            trace.tests.push(Test {
                index,
                name: index.to_string(),
                target: String::new(),
                package: String::new(),
                file: "".into(),
                duration: Duration::from_millis(*millis),
                quarantined: None,
            });
            trace.runnables.push(Runnable { name: index.to_string(), launch: launch.clone() });
            trace.reaches.push(Reach { cpu: Duration::from_millis(*millis), ..Reach::default() });
        }
        trace
    }

    #[test]
    fn the_cheapest_test_comes_first_and_the_rest_share_a_process() {
        let trace = trace(&[(50, Launch::Named(0)), (10, Launch::Named(0)), (90, Launch::Named(0))]);
        assert_eq!(processes(&trace, &[0, 1, 2], &Experience::default()), [vec![1], vec![0, 2]]);
    }

    #[test]
    fn killers_of_neighbours_come_first() {
        let trace = trace(&[(50, Launch::Named(0)), (10, Launch::Whole(1))]);
        let mut experience = Experience::default();
        experience.note(0);
        assert_eq!(processes(&trace, &[0, 1], &experience), [vec![0], vec![1]]);
    }

    #[test]
    fn a_little_more_time_changes_no_order() {
        let trace = trace(&[(19, Launch::Named(0)), (10, Launch::Named(0))]);
        assert_eq!(processes(&trace, &[0, 1], &Experience::default()), [vec![0], vec![1]]);
        assert_eq!([10, 30, 79, 81, 400].map(|ms| expense(Duration::from_millis(ms))), [0, 1, 1, 2, 3]);
    }

    #[test]
    fn groups_hold_neighbours_of_one_place() {
        let places = ["a", "a", "b"];
        assert_eq!(neighbours(3, |index| places[index]), [0..2, 2..3]);
        let long: Vec<usize> = neighbours(40, |_| ()).iter().map(ExactSizeIterator::len).collect();
        assert_eq!(long, [16, 16, 8]);
    }
}
