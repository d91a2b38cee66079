//! Decides which tests a mutant meets, in which order, and in which processes. Starts nothing.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::harness::Launch;
use crate::trace::Trace;

/// What was learned while mutants ran: which tests kill near which place.
#[derive(Debug, Default)]
pub struct Experience {
    /// Kills by (file and item, test).
    kills: Mutex<HashMap<(String, usize), u32>>,
}

impl Experience {
    /// Notes a kill.
    pub fn note(&self, place: &str, test: usize) {
        let mut kills = self.kills.lock().unwrap_or_else(PoisonError::into_inner);
        *kills.entry((place.to_owned(), test)).or_default() += 1;
    }

    fn kills(&self, place: &str, test: usize) -> u32 {
        let kills = self.kills.lock().unwrap_or_else(PoisonError::into_inner);
        kills.get(&(place.to_owned(), test)).copied().unwrap_or_default()
    }
}

/// The processes for one mutant, in order; each holds test indices of one binary.
///
/// The first holds the likeliest killer alone: what killed neighbours comes first, then what is fast and specific.
/// The rest share one process per binary, because starting a process costs more than a unit test.
#[must_use]
pub fn processes(
    trace: &Trace,
    infecting: &[usize],
    place: &str,
    experience: &Experience,
) -> Vec<Vec<usize>> {
    let mut order: Vec<(u32, u128, usize, usize)> = infecting
        .iter()
        .map(|test| {
            let cost = trace.tests[*test].duration.as_micros();
            (
                u32::MAX - experience.kills(place, *test),
                cost / 2000,
                trace.reaches[*test].reached.len(),
                *test,
            )
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
            trace.reaches.push(Reach::default());
        }
        trace
    }

    #[test]
    fn fastest_test_comes_first_and_the_rest_share_a_process() {
        let trace = trace(&[(50, Launch::Named(0)), (10, Launch::Named(0)), (90, Launch::Named(0))]);
        assert_eq!(processes(&trace, &[0, 1, 2], "f", &Experience::default()), [vec![1], vec![0, 2]]);
    }

    #[test]
    fn killers_of_neighbours_come_first() {
        let trace = trace(&[(50, Launch::Named(0)), (10, Launch::Whole(1))]);
        let experience = Experience::default();
        experience.note("f", 0);
        assert_eq!(processes(&trace, &[0, 1], "f", &experience), [vec![0], vec![1]]);
    }
}
