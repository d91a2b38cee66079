//! Tests that fail without any mutant: flaky, passing only in company, or simply failing.

use crate::error::{Error, Result};
use crate::harness::{Answer, Harness, Launch, Run, Runnable};
use crate::process::{self, Limits};

use super::{TRACE_LIMITS, Traced};

/// How often a failing test gets another chance alone.
const CHANCES: usize = 2;

/// Says why a test must not take part in verdicts; `None` for a test that passed.
///
/// # Errors
/// [`Error::Baseline`] where it fails alone and in company.
pub(super) fn judge(
    harness: &Harness,
    test: &Runnable,
    traced: &Traced,
) -> Result<Option<String>> {
    if passed(&traced.run) {
        return Ok(None);
    }
    let mut last = traced.run.clone();
    for _ in 0..CHANCES {
        last = harness.run(&[test], &[], TRACE_LIMITS)?;
        if passed(&last) {
            return Ok(Some("it is flaky: it failed once and passed when it was run again".to_owned()));
        }
    }
    if passes_in_company(harness, test)? {
        return Ok(Some("it fails alone and passes together with the other tests of its binary".to_owned()));
    }
    let output = tail(&last.output, 40);
    Err(Error::Baseline(format!(
        "the test `{}` fails without any mutant; make `cargo test` pass first\n\n{output}",
        test.name
    )))
}

fn passed(run: &Run) -> bool {
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
