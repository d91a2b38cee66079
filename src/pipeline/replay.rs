//! What `replay` does: the covering tests of one mutant, with their output on the screen.

use super::decide::lane;
use super::prepare::{find, prepare};
use crate::error::Result;
use crate::harness::Answer;
use crate::model::Reporter;
use crate::process;
use crate::run;
use crate::settings::Settings;

/// Runs the covering tests of one mutant with their output on the screen.
///
/// # Errors
/// Usage errors for unknown ids; everything that can go wrong while preparing.
pub fn replay(settings: &Settings, id: &str, reporter: &dyn Reporter) -> Result<u8> {
    process::take_charge()?;
    let prepared = prepare(settings, reporter, Some(id))?;
    let mutant = find(&prepared.discovery, id)?;
    println!("{}", mutant.describe());
    if let Some(verdict) = prepared.built.decided.get(&mutant.number) {
        println!("{}: {}", verdict.name(), verdict.why());
        return Ok(0);
    }
    if prepared.built.lane.contains(&mutant.number) {
        let outcome = lane(settings, &prepared, reporter).run(mutant)?;
        println!("{} (in a build of its own): {}", outcome.verdict.name(), outcome.verdict.why());
        return Ok(0);
    }
    let covering = prepared.trace.covering.get(&mutant.number).cloned().unwrap_or_default();
    if covering.is_empty() {
        println!("no coverage: no test runs this code");
        return Ok(0);
    }
    let mut failed = 0;
    for test in covering {
        let runnable = &prepared.trace.runnables[test];
        println!("\n$ {}", prepared.harness.by_hand(runnable, mutant.number));
        let variables = [("MUTATE_DATA_ACTIVE", mutant.number.to_string())];
        let limits = process::Limits {
            wall: run::wall_limit(settings, prepared.trace.tests[test].duration),
            memory: run::memory_limit(settings),
        };
        let done = prepared.harness.run(&[runnable], &variables, limits)?;
        println!("{}", done.output.trim_end());
        let passed = matches!(done.answer, Answer::Passed | Answer::NothingRan);
        failed += usize::from(!passed);
    }
    let verdict = if failed > 0 { "killed" } else { "survived" };
    println!("\n{verdict}: {failed} covering tests fail with the mutant on");
    Ok(0)
}
