//! Whether the instrumented tests are worth compiling once more, with optimisation: where a long run is ahead, and the time
//! goes into the code that is compiled anew rather than into its dependencies.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Trace;

/// How much longer a traced run takes where most of it is the job's own code; that of a library is not traced.
const OWN_CODE: f64 = 1.5;
/// How many times what was spent must be gained.
const MARGIN: f64 = 1.5;
/// A traced test that takes longer is compared with a run in which nothing is traced.
const LONG: Duration = Duration::from_millis(500);
/// What any trace may take before another build is thought of.
const PATIENCE: Duration = Duration::from_secs(4);

/// Ends a trace that takes much longer than the build did, where most of the time goes into the job's own code: optimised
/// code is traced sooner, and will be run for every mutant.
#[derive(Debug, Default)]
pub struct Pace {
    /// Processor time that the trace may take; none where there is no other way.
    allowed: Option<Duration>,
    spent: Mutex<Spent>,
}

/// Processor times so far.
#[derive(Debug, Default, Clone, Copy)]
struct Spent {
    all: Duration,
    /// Of tests that were compared.
    traced: Duration,
    /// Of the same tests with nothing traced.
    plain: Duration,
}

impl Pace {
    /// For a trace of `jobs` processes at a time, after a build that took `build`.
    #[must_use]
    pub fn after(build: Duration, jobs: usize) -> Self {
        let jobs = u32::try_from(jobs.max(1)).unwrap_or(1);
        Self { allowed: Some(build.max(PATIENCE) * jobs), spent: Mutex::default() }
    }

    /// Whether it must be known what a test takes with nothing traced.
    #[must_use]
    pub fn is_long(&self, traced: Duration) -> bool {
        self.allowed.is_some() && traced > LONG
    }

    /// Notes one test; false where the trace should end.
    pub fn allows(&self, traced: Duration, plain: Option<Duration>) -> bool {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.all += traced;
        if let Some(plain) = plain {
            spent.traced += traced;
            spent.plain += plain;
        }
        let own = is_own(spent.traced, spent.plain) && spent.traced > spent.all / 2;
        !(own && self.allowed.is_some_and(|allowed| spent.all > allowed))
    }
}

/// Whether most of the time goes into code that is traced, by what the same tests take with and without a trace.
fn is_own(traced: Duration, plain: Duration) -> bool {
    traced > plain.mul_f64(OWN_CODE)
}

/// Compares what a run with `jobs` processes is expected to take with `spent`, which is what the build and the trace took.
#[must_use]
pub fn is_worth_optimising(trace: &Trace, jobs: usize, spent: Duration) -> bool {
    let traced: Duration = trace.reaches.iter().map(|reach| reach.cpu).sum();
    let plain: Duration = trace.reaches.iter().map(|reach| reach.plain_cpu).sum();
    // Optimised code takes less than half of the time.
    let gained = expected(trace) / 2 / u32::try_from(jobs.max(1)).unwrap_or(1);
    is_own(traced, plain) && gained > spent.mul_f64(MARGIN)
}

/// Processor time of a run: every mutant meets its quickest test, and one of ten meets all.
fn expected(trace: &Trace) -> Duration {
    let of_mutant = |tests: &Vec<usize>| {
        let durations = tests.iter().map(|test| trace.tests[*test].duration);
        durations.clone().min().unwrap_or_default() + durations.sum::<Duration>() / 10
    };
    trace.infecting.values().map(of_mutant).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Test;
    use crate::trace::Reach;

    /// Twenty mutants, all infected by tests of these durations and traced processor times in milliseconds.
    fn trace(tests: &[(u64, u64)]) -> Trace {
        let mut trace = Trace::default();
        for (index, (plain, traced)) in tests.iter().enumerate() {
            let duration = Duration::from_millis(*plain);
            let (name, target, package) = (String::new(), String::new(), String::new());
            trace.tests.push(Test {
                index,
                name,
                target,
                package,
                file: "".into(),
                duration,
                quarantined: None,
            });
            trace.reaches.push(Reach {
                cpu: Duration::from_millis(*traced),
                plain_cpu: duration,
                ..Reach::default()
            });
        }
        trace.infecting = (1..=20).map(|number| (number, (0..tests.len()).collect())).collect();
        trace
    }

    #[test]
    fn a_trace_may_take_as_long_as_the_build_in_other_code_longer() {
        let second = Duration::from_secs;
        let pace = Pace::after(second(1), 2);
        assert!(pace.is_long(second(1)) && !pace.is_long(second(0)));
        assert!(pace.allows(second(6), Some(second(2))), "four seconds on two processors");
        assert!(!pace.allows(second(6), Some(second(2))));
        let pace = Pace::after(second(60), 1);
        assert!(pace.allows(second(59), Some(second(2))), "the build took a minute");
        let pace = Pace::after(second(1), 2);
        assert!(pace.allows(second(90), Some(second(80))), "the time goes into dependencies");
        assert!(Pace::default().allows(second(90), Some(second(1))), "there is no other way");
        assert!(!Pace::default().is_long(second(90)));
    }

    #[test]
    fn the_quickest_test_meets_every_mutant_and_all_meet_one_of_ten() {
        assert_eq!(expected(&trace(&[(100, 0), (900, 0)])), Duration::from_secs(4));
    }

    #[test]
    fn long_runs_of_own_code_are_worth_it() {
        let worth = |tests, spent| is_worth_optimising(&trace(tests), 2, Duration::from_millis(spent));
        assert!(worth(&[(100, 300), (900, 2700)], 600), "one second is gained for 0.6");
        assert!(!worth(&[(100, 300), (900, 2700)], 700), "too little is gained");
        assert!(!worth(&[(100, 100), (900, 1300)], 1), "the time goes into dependencies");
    }
}
