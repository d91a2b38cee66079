//! Controls of SQL texts: a mutant that only parses and prints must change no verdict, or the text's mutants say nothing.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::build::Built;
use crate::build::rebuild::Lane;
use crate::error::Result;
use crate::model::{Mutant, Outcome, Verdict};
use crate::run;
use crate::settings::Settings;

/// Runs the control of each SQL text, and names the mutants that are dropped with the reason.
///
/// # Errors
/// Ctrl-C, or a process that cannot be started.
pub fn refused(settings: &Settings, lane: &Lane<'_>, built: &Built) -> Result<HashMap<u32, String>> {
    let controls = lane.discovery.controls();
    let is_built = |control: &&Mutant| !built.decided.contains_key(&control.number);
    let (alone, switched): (Vec<&Mutant>, Vec<&Mutant>) = controls
        .iter()
        .map(|(control, _)| *control)
        .filter(is_built)
        .partition(|control| built.lane.contains(&control.number));
    let outcomes: Mutex<HashMap<u32, Outcome>> = Mutex::default();
    let note = |control: &Mutant, outcome: Outcome| {
        outcomes.lock().unwrap_or_else(PoisonError::into_inner).insert(control.number, outcome);
    };
    run::run(settings, lane.harness, lane.trace, &switched, &note)?;
    if settings.rebuild_lane {
        for control in alone {
            note(control, lane.run(control)?);
        }
    }
    let outcomes = outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut refused = HashMap::new();
    for (control, guarded) in controls {
        let Some(outcome) = outcomes.get(&control.number).filter(|outcome| outcome.verdict.is_detected())
        else {
            continue;
        };
        let test = match &outcome.verdict {
            Verdict::Killed { test: Some(test), .. } => format!("`{}`", lane.trace.tests[*test].name),
            _ => "a test".to_owned(),
        };
        let reason =
            format!("{test} fails when this SQL is only parsed and printed, so its mutants say nothing");
        refused.extend(guarded.into_iter().map(|mutant| (mutant.number, reason.clone())));
    }
    Ok(refused)
}
