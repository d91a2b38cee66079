//! Why survivors survive: the phase of a run, and what `explain` does for one mutant.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use super::decide::lane;
use super::prepare::{Clock, Prepared, find, prepare, warn};
use super::{results, undecided};
use crate::build::rebuild::Lane;
use crate::error::{Error, Result};
use crate::explain::{self, Request};
use crate::findings;
use crate::model::{Kind, Mutant, Outcome, Phase, Reporter, Results};
use crate::process;
use crate::run;
use crate::settings::{Explain, Settings};

/// Explains the survivors of a run, as far as the settings ask for it.
///
/// # Errors
/// Ctrl-C; everything else that goes wrong is a warning.
pub(super) fn survivors(
    settings: &Settings,
    prepared: &Prepared,
    clock: &mut Clock<'_>,
    results: &mut Results,
) -> Result<()> {
    let wanted = findings::ranked(results);
    let full = match settings.explain {
        Explain::None => return Ok(()),
        Explain::Why => 0,
        Explain::Full => settings.explained_in_full,
    };
    if wanted.is_empty() {
        return Ok(());
    }
    let reporter = clock.reporter;
    let explained = clock.phase(Phase::Explain, || {
        let lane = lane(settings, prepared, reporter);
        let request = request(settings, prepared, &lane, reporter);
        let explanations = guarded(|| explain::explain(&request, results, &wanted, full))?;
        let mut kinds = BTreeMap::new();
        explanations.values().for_each(|explanation| *kinds.entry(explanation.kind).or_default() += 1);
        Ok((explanations, Kind::tally(&kinds)))
    });
    match explained {
        Ok(explanations) => results.explanations = explanations,
        Err(Error::Interrupted) => return Err(Error::Interrupted),
        // The verdicts are there, and worth more than their reasons.
        Err(error) => {
            let warning = format!("the survivors are not explained: {error}");
            warn(reporter, std::slice::from_ref(&warning));
            results.warnings.push(warning);
        }
    }
    Ok(())
}

/// What `work` answers; a panic in it is an error of ours.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::Internal("an unexpected panic ended the explanations".to_owned())))
}

fn request<'a>(
    settings: &'a Settings,
    prepared: &'a Prepared,
    lane: &'a Lane<'a>,
    reporter: &'a dyn Reporter,
) -> Request<'a> {
    Request {
        settings,
        workspace: &prepared.workspace,
        discovery: &prepared.discovery,
        built: &prepared.built,
        harness: &prepared.harness,
        lane,
        trace: &prepared.trace,
        data_sets: &prepared.data_sets,
        reporter,
    }
}

/// Runs one mutant, and explains it in full where it survives; only its own outcome is decided in the results.
///
/// # Errors
/// Usage errors for unknown ids; everything that can go wrong in a run.
pub fn explain(settings: &Settings, id: &str, reporter: &dyn Reporter) -> Result<(Results, usize)> {
    process::take_charge()?;
    let prepared = prepare(settings, reporter, Some(id))?;
    let mutant = find(&prepared.discovery, id)?;
    let mut results = Results {
        tests: prepared.trace.tests.clone(),
        data_sets: prepared.data_sets.clone(),
        ..results(settings, &prepared.workspace, &prepared.discovery)
    };
    results.outcomes = results.mutants.iter().map(undecided).collect();
    let index = results.mutants.iter().position(|other| other.id == mutant.id).unwrap_or_default();
    results.outcomes[index] = decided(settings, &prepared, mutant, reporter)?;
    if results.outcomes[index].verdict.is_undetected() {
        let lane = lane(settings, &prepared, reporter);
        let request = request(settings, &prepared, &lane, reporter);
        results.explanations = explain::explain(&request, &results, &[index], 1)?;
    }
    process::end_strays();
    Ok((results, index))
}

/// The outcome of one mutant.
fn decided(
    settings: &Settings,
    prepared: &Prepared,
    mutant: &Mutant,
    reporter: &dyn Reporter,
) -> Result<Outcome> {
    if mutant.ignored.is_some() {
        return Ok(undecided(mutant));
    }
    if let Some(verdict) = prepared.built.decided.get(&mutant.number) {
        return Ok(Outcome::unrun(verdict.clone()));
    }
    if prepared.built.lane.contains(&mutant.number) {
        return lane(settings, prepared, reporter).run(mutant);
    }
    let outcome = Mutex::new(undecided(mutant));
    run::run(settings, &prepared.harness, &prepared.trace, &[mutant], &|_, decided| {
        *outcome.lock().unwrap_or_else(PoisonError::into_inner) = decided;
    })?;
    Ok(outcome.into_inner().unwrap_or_else(PoisonError::into_inner))
}
