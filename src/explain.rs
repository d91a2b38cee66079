//! Why a mutant survived (I13): what the functions of the job return with and without it, what differs, on which rows,
//! and the test that would notice.
//!
//! | step | module | from | to |
//! |---|---|---|---|
//! | 1 | [`watch`], [`observation`], [`by_call`], [`value`] | a test, a mutant, a part of its input | the calls of functions, with their values |
//! | 2 | [`nesting`], [`difference`] | calls of original and mutant | which differ, and how; noise masked |
//! | | [`tree`], [`flatten`], [`fields`] | `Debug` texts | tables of their fields, or lines |
//! | | [`sides`], [`align`], [`cell`] | two tables | which row is which, in which columns they differ |
//! | | [`telling`] | all that differs | the few rows to show |
//! | 3 | [`diagnose`], [`words`] | infecting tests | the kind of a survivor, with its evidence |
//! | 4 | [`gap`], [`witness`], [`source_rows`], [`made`] | a data gap | the row that is missing, made and tried out |
//! | 5 | [`rows`], [`units`], [`minimise`] | a call that differs | the smallest input on which it does |
//! | 6 | [`closing`], [`killing_test`], [`verify`] | the smallest input, the instrumented library | tests that pass without the mutant and fail with it, with all their kills |
//! | | [`candidates`], [`assertion`], [`assertion_text`], [`plain_assertion`] | values of original, mutant and other calls | what holds for the one and not for the other |
//! | | [`structs`], [`rust`], [`types`], [`foreign`], [`debug_text`], [`frame_literal`] | values | the same as Rust |
//! | 7 | [`suggest`] | explanations with tests | the few tests that notice most |

pub mod align;
pub mod assertion;
pub mod assertion_text;
pub mod by_call;
pub mod candidates;
pub mod cell;
pub mod closing;
pub mod debug_text;
pub mod diagnose;
pub mod difference;
pub mod fields;
pub mod flatten;
pub mod foreign;
pub mod frame_literal;
pub mod gap;
pub mod killing_test;
pub mod made;
pub mod minimise;
pub mod nesting;
pub mod noise;
pub mod observation;
pub mod plain_assertion;
pub mod rows;
pub mod rust;
pub mod sides;
pub mod source_rows;
pub mod structs;
pub mod suggest;
pub mod telling;
pub mod tree;
pub mod types;
pub mod units;
pub mod value;
pub mod verify;
pub mod watch;
pub mod witness;
pub mod words;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::build::Built;
use crate::build::rebuild::Lane;
use crate::discover::Discovery;
use crate::error::Result;
use crate::findings::boundary;
use crate::harness::Harness;
use crate::model::{
    DataSetUse, Event, Explanation, Kind, Mutant, Outcome, Phase, Reporter, Results, Survival, Verdict,
};
use crate::settings::Settings;
use crate::trace::{self, Trace};
use crate::workspace::Workspace;

use closing::{Libraries, Wish};
use diagnose::{Diagnoser, Diagnosis};
use gap::Gaps;
use rows::{Reduced, Target};
use watch::{At, Watcher};

/// Everything that explanations are made from.
pub struct Request<'a> {
    /// Settings of the run.
    pub settings: &'a Settings,
    /// The workspace.
    pub workspace: &'a Workspace,
    /// Sites, mutants and observed functions.
    pub discovery: &'a Discovery,
    /// The one build.
    pub built: &'a Built,
    /// Starts its tests.
    pub harness: &'a Harness,
    /// Builds mutants that it does not hold.
    pub lane: &'a Lane<'a>,
    /// What each test reaches.
    pub trace: &'a Trace,
    /// Samples that the tests read.
    pub data_sets: &'a [DataSetUse],
    /// Hears of progress.
    pub reporter: &'a dyn Reporter,
}

/// A survivor with what is known so far.
struct Case<'a> {
    mutant: &'a Mutant,
    outcome: &'a Outcome,
    source: &'a str,
    diagnosis: Diagnosis,
}

impl Case<'_> {
    /// No output differs, for want of rows perhaps.
    fn is_doubtful(&self) -> bool {
        self.diagnosis.explanation.kind == Kind::NotPropagated
    }

    fn may_lack_rows(&self) -> bool {
        self.is_doubtful() || self.diagnosis.explanation.kind == Kind::NotInfected
    }
}

/// Whether rows or a test may be found. Where a value is known to differ and nothing comes of it, more rows are a guess.
fn is_worth(request: &Request<'_>, case: &Case<'_>, watcher: &Watcher<'_>) -> bool {
    if request.built.lane.contains(&case.mutant.number) {
        return false;
    }
    match case.diagnosis.explanation.kind {
        Kind::NotRevealed | Kind::OrderOnly | Kind::NotInfected => true,
        Kind::NotPropagated => !watcher.is_measured(case.mutant.number),
        Kind::NotReached | Kind::Unknown => false,
    }
}

/// Explains survivors, by id: the kind of each of `wanted` (indices in [`Results::mutants`]), rows and tests of as many
/// as `full` says, in the order of `wanted`.
///
/// # Errors
/// Ctrl-C, or a process or file that cannot be handled.
pub fn explain(
    request: &Request<'_>,
    results: &Results,
    wanted: &[usize],
    full: usize,
) -> Result<BTreeMap<String, Explanation>> {
    let watcher = Watcher::new(request.settings, request.harness, request.trace);
    let diagnoser = Diagnoser {
        watcher: &watcher,
        functions: &request.discovery.observed,
        files: &request.discovery.files,
        tests: &request.trace.tests,
    };
    let known = known(results, wanted);
    let pool = trace::pool(request.settings.jobs)?;
    request.reporter.event(&Event::PhaseStarted {
        phase: Phase::Explain,
        total: Some(wanted.len() + full.min(wanted.len())),
    });
    let cases: Result<Vec<Case<'_>>> = pool.install(|| {
        known
            .into_par_iter()
            .with_max_len(1)
            .map(|known| {
                let case = diagnosed(request, &diagnoser, known)?;
                request.reporter.event(&Event::Step { phase: Phase::Explain, note: &case.mutant.describe() });
                Ok(case)
            })
            .collect()
    });
    let mut cases = cases?;
    let (gaps, doubtful): (Vec<&mut Case<'_>>, Vec<_>) = cases
        .iter_mut()
        .filter(|case| is_worth(request, case, &watcher))
        .partition(|case| !case.is_doubtful());
    let chosen: Vec<&mut Case<'_>> = gaps.into_iter().chain(doubtful).take(full).collect();
    let libraries = Libraries::read(request);
    let lack_rows = chosen.iter().any(|case| case.may_lack_rows());
    let gaps = lack_rows.then(|| Gaps::new(request, &diagnoser));
    let reachable = |at: &At| {
        let signature = libraries.signature(request, at.0);
        signature.is_some_and(|(_, _, signature)| signature.reachable && !signature.is_async)
    };
    let wishes: Result<Vec<Option<Wish<'_>>>> = pool.install(|| {
        chosen
            .into_par_iter()
            .with_max_len(1)
            .map(|case| {
                let reduced = deepen(&diagnoser, gaps.as_ref(), case, &reachable)?;
                request.reporter.event(&Event::Step { phase: Phase::Explain, note: &case.mutant.describe() });
                let Case { mutant, outcome, diagnosis, .. } = case;
                let explanation = &mut diagnosis.explanation;
                Ok(reduced.map(|reduced| Wish { mutant, covering: &outcome.covering, reduced, explanation }))
            })
            .collect()
    });
    let mut wishes: Vec<Wish<'_>> = wishes?.into_iter().flatten().collect();
    closing::close(request, results, &watcher, &libraries, &mut wishes)?;
    drop(wishes);
    Ok(cases.into_iter().map(|case| (case.mutant.id.clone(), case.diagnosis.explanation)).collect())
}

/// A survivor with its source, and the case that no test has, in words.
type Known<'a> = (&'a Mutant, &'a Outcome, &'a str, Option<String>);

/// What the results say of the wanted mutants.
fn known<'a>(results: &'a Results, wanted: &[usize]) -> Vec<Known<'a>> {
    let pairs: Vec<_> = results.pairs().collect();
    let mut boundaries = boundary::Files::default();
    let mut know = |index: &usize| {
        let (mutant, outcome) = pairs[*index];
        let source = results.sources.get(&mutant.file).map_or("", String::as_str);
        let blind = outcome.verdict == Verdict::Survived(Survival::NotInfected);
        (mutant, outcome, source, blind.then(|| boundaries.missing(mutant, source)).flatten())
    };
    wanted.iter().map(&mut know).collect()
}

/// The kind of one survivor.
fn diagnosed<'a>(
    request: &Request<'_>,
    diagnoser: &Diagnoser<'_>,
    (mutant, outcome, source, missing): Known<'a>,
) -> Result<Case<'a>> {
    let diagnosis = if request.built.lane.contains(&mutant.number) {
        planted(request, diagnoser, mutant, outcome)?
    } else {
        match outcome.verdict {
            Verdict::Survived(Survival::NotNoticed) => diagnoser.infected(mutant, outcome)?,
            Verdict::Survived(Survival::NotInfected) => {
                Diagnosis::bare(Kind::NotInfected, words::not_infected(outcome, missing.as_deref()))
            }
            _ => Diagnosis::bare(Kind::NotReached, words::not_reached(mutant)),
        }
    };
    Ok(Case { mutant, outcome, source, diagnosis })
}

/// The kind of a survivor that the one build does not hold, from a build with the mutant and all observation points.
fn planted(
    request: &Request<'_>,
    diagnoser: &Diagnoser<'_>,
    mutant: &Mutant,
    outcome: &Outcome,
) -> Result<Diagnosis> {
    if !matches!(outcome.verdict, Verdict::Survived(_)) {
        return Ok(Diagnosis::bare(Kind::NotReached, words::not_reached(mutant)));
    }
    // Which tests reach a constant is not known where no switch is: any may.
    let reaches = |test: &usize| outcome.covering.is_empty() || outcome.covering.contains(test);
    let tests: Vec<usize> = diagnoser.watcher.tests().filter(reaches).collect();
    let found = request.lane.observed(mutant, &tests, |harness| {
        let watcher = diagnoser.watcher.with_planted(harness);
        let outcome = Outcome { infecting: tests.clone(), ..outcome.clone() };
        Diagnoser { watcher: &watcher, ..*diagnoser }.infected(mutant, &outcome)
    })?;
    let evidence = "it needs a build of its own, which does not compile with its functions observed";
    let mut diagnosis = found.unwrap_or_else(|| Diagnosis::bare(Kind::Unknown, evidence.to_owned()));
    let reason = "it needs a build of its own, so that rows and tests cannot be tried out on it";
    diagnosis.explanation.no_test = Some(reason.to_owned());
    Ok(diagnosis)
}

/// Finds the smallest rows of a gap, and of a data gap first the row that is missing. Of the calls that differ, those
/// that a test can reach are looked at first, from the outermost one inward.
fn deepen(
    diagnoser: &Diagnoser<'_>,
    gaps: Option<&Gaps<'_>>,
    case: &mut Case<'_>,
    reachable: &(dyn Fn(&At) -> bool + Sync),
) -> Result<Option<Reduced>> {
    let mut shown = case.diagnosis.clone();
    let (may_lack_rows, is_doubtful) = (case.may_lack_rows(), case.is_doubtful());
    let told = &mut case.diagnosis.explanation;
    // The copy of the sample is there as long as this is.
    let mut made = None;
    if may_lack_rows {
        let Some(gaps) = gaps else { return Ok(None) };
        let gap = gaps.look_into(case.mutant, case.outcome, case.source)?;
        if is_doubtful && gap.found.is_none() {
            return Ok(None);
        }
        told.kind = Kind::NotInfected;
        told.missing = gap.missing;
        let Some(mut found) = gap.found else { return Ok(None) };
        let Some(diagnosis) = found.look.shown.take() else { return Ok(None) };
        told.evidence =
            format!("{}; with the row that is missing, {}", told.evidence, diagnosis.explanation.evidence);
        told.diff.clone_from(&diagnosis.explanation.diff);
        told.function.clone_from(&diagnosis.explanation.function);
        told.chain.clone_from(&diagnosis.explanation.chain);
        told.test = Some(found.test);
        shown = diagnosis;
        made = Some(found);
    }
    let Some(test) = told.test else { return Ok(None) };
    let variables = made.as_ref().map_or(&[][..], |found| &found.variables);
    let order_counts = shown.explanation.kind == Kind::OrderOnly;
    let (first, second): (Vec<At>, Vec<At>) = shown.shown_by.into_iter().partition(reachable);
    for at in first.into_iter().chain(second) {
        let target = Target { mutant: case.mutant.number, test, at, order_counts, variables };
        if let Some(reduced) = rows::reduce(diagnoser, &target)? {
            told.rows = Some(reduced.rows.clone());
            return Ok(Some(reduced));
        }
    }
    Ok(None)
}
