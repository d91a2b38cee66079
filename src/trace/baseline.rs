//! Tests that fail without any mutant: flaky, passing only in company, or simply failing.

use crate::error::Result;
use crate::harness::{Answer, Harness, Launch, Run, Runnable};
use crate::process::{self, Limits};

use super::{TRACE_LIMITS, Traced};

/// How often a failing test gets another chance alone.
const CHANCES: usize = 2;

/// What the baseline says of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// It passed.
    Passed,
    /// It takes no part in verdicts; why.
    Quarantined(String),
    /// It fails alone and in company; its output.
    Failed(String),
}

/// Judges one test by its trace and the run after it, and by more runs without any mutant where the trace failed.
pub(super) fn judge(
    harness: &Harness,
    test: &Runnable,
    traced: &Traced,
    again: Option<&Run>,
) -> Result<Standing> {
    if passed(&traced.run) {
        return Ok(match again {
            Some(again) if !passed(again) => Standing::Quarantined(
                "it is flaky: it passed once and failed when it was run again".to_owned(),
            ),
            _ => Standing::Passed,
        });
    }
    let mut last = traced.run.clone();
    for _ in 0..CHANCES {
        last = harness.run(&[test], &[], TRACE_LIMITS)?;
        if passed(&last) {
            let reason = "it is flaky: it failed once and passed when it was run again";
            return Ok(Standing::Quarantined(reason.to_owned()));
        }
    }
    if passes_in_company(harness, test)? {
        let reason = "it fails alone and passes together with the other tests of its binary";
        return Ok(Standing::Quarantined(reason.to_owned()));
    }
    Ok(Standing::Failed(tail(&last.output, 40)))
}

/// Whether a test passes once without any mutant.
pub(crate) fn passes(harness: &Harness, test: &Runnable) -> Result<bool> {
    Ok(passed(&harness.run(&[test], &[], TRACE_LIMITS)?))
}

pub(super) fn passed(run: &Run) -> bool {
    matches!(run.answer, Answer::Passed | Answer::NothingRan)
}

/// Runs the whole binary as cargo would and looks for the one test.
fn passes_in_company(harness: &Harness, test: &Runnable) -> Result<bool> {
    let Launch::Named(_) = test.launch else { return Ok(false) };
    let (mut command, _scratch) = harness.whole_binary(&test.launch)?;
    let limits = Limits { wall: TRACE_LIMITS.wall, memory: u64::MAX };
    let wanted = format!("test {} ... ok", test.name);
    let mut seen = false;
    process::run(&mut command, limits, &mut |line| {
        seen |= line == wanted;
        false
    })?;
    Ok(seen)
}

fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
