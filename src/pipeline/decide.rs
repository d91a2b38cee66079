//! Every mutant gets its outcome: by a switch in the one build, or in a build of its own.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::prepare::{Clock, Prepared};
use super::undecided;
use crate::build::rebuild::Lane;
use crate::build::slot::Slots;
use crate::controls;
use crate::error::{Error, Result};
use crate::model::{Event, Mutant, Outcome, Phase, Reporter, Results, Verdict};
use crate::run;
use crate::settings::Settings;
use crate::trace;

/// Run and rebuild lane: every mutant gets its outcome.
pub(super) fn decide(
    settings: &Settings,
    prepared: &Prepared,
    clock: &mut Clock<'_>,
    results: &Results,
    outcomes: &Mutex<Vec<Outcome>>,
) -> Result<()> {
    let reporter = clock.reporter;
    let positions: HashMap<u32, usize> =
        results.mutants.iter().enumerate().map(|(position, mutant)| (mutant.number, position)).collect();
    let note = |mutant: &Mutant, outcome: Outcome| {
        let source = results.sources.get(&mutant.file).map_or("", String::as_str);
        reporter.event(&Event::Decided { mutant, outcome: &outcome, source });
        let mut outcomes = outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        outcomes[positions[&mutant.number]] = outcome;
    };
    let lane = lane(settings, prepared, reporter);
    let refused = controls::refused(settings, &lane, &prepared.built)?;
    let mut runs = Vec::new();
    let mut lane_mutants = Vec::new();
    for mutant in &results.mutants {
        if mutant.ignored.is_some() {
            note(mutant, undecided(mutant));
        } else if let Some(reason) = refused.get(&mutant.number) {
            note(mutant, Outcome::unrun(Verdict::Ignored(reason.clone())));
        } else if let Some(verdict) = prepared.built.decided.get(&mutant.number) {
            note(mutant, Outcome::unrun(verdict.clone()));
        } else if prepared.built.lane.contains(&mutant.number) {
            lane_mutants.push(mutant);
        } else {
            runs.push(mutant);
        }
    }
    reporter.event(&Event::PhaseStarted { phase: Phase::Run, total: Some(runs.len()) });
    let ended = clock.phase(Phase::Run, || {
        run::run(settings, &prepared.harness, &prepared.trace, &runs, &note)?;
        Ok(((), format!("{} mutants", runs.len())))
    });
    ended.and_then(|()| {
        if lane_mutants.is_empty() {
            return Ok(());
        }
        if !settings.rebuild_lane {
            for mutant in &lane_mutants {
                let reason = "needs a build of its own, and the rebuild lane is off".to_owned();
                note(mutant, Outcome::unrun(Verdict::Ignored(reason)));
            }
            return Ok(());
        }
        reporter.event(&Event::PhaseStarted { phase: Phase::Rebuild, total: Some(lane_mutants.len()) });
        clock.phase(Phase::Rebuild, || {
            trace::pool(settings.jobs)?.install(|| {
                lane_mutants.par_iter().with_max_len(1).try_for_each(|mutant| {
                    let outcome = lane.run(mutant)?;
                    reporter.event(&Event::Step { phase: Phase::Rebuild, note: &mutant.describe() });
                    note(mutant, outcome);
                    Ok::<(), Error>(())
                })
            })?;
            Ok(((), format!("{} mutants built one by one", lane_mutants.len())))
        })
    })
}

/// The lane of this run.
pub(super) fn lane<'a>(
    settings: &'a Settings,
    prepared: &'a Prepared,
    reporter: &'a dyn Reporter,
) -> Lane<'a> {
    let workspace = &prepared.workspace;
    let built = &prepared.built;
    let is_placed = |number: &u32| !built.lane.contains(number) && !built.decided.contains_key(number);
    let wanted = prepared.discovery.mutants.iter().filter(|mutant| mutant.ignored.is_none());
    let placed = wanted.map(|mutant| mutant.number).filter(is_placed);
    Lane {
        settings,
        workspace,
        discovery: &prepared.discovery,
        harness: &prepared.harness,
        trace: &prepared.trace,
        placed: placed.collect(),
        reporter,
        slots: Slots::new(&workspace.output(), &workspace.target_dir, settings.jobs),
        exclusive: Mutex::new(()),
    }
}
