//! Tests for survivors whose smallest input is known: the case of each is put together, written, and verified.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use cargo_metadata::Target;

use super::Request;
use super::killing_test::Case;
use super::observation::Call;
use super::rows::Reduced;
use super::structs::{Signature, Structs};
use super::value::Value;
use super::verify::Verifier;
use super::watch::{Ask, Watcher};
use crate::error::Result;
use crate::model::{Explanation, Mutant, Results};

/// Tests whose calls of the original an assertion must hold for.
const SAMPLES: usize = 6;

/// The libraries of the observed functions, read once.
#[derive(Default)]
pub struct Libraries {
    /// By package: the crate as `use` names it, and what it defines.
    all: BTreeMap<String, (String, Structs)>,
}

impl Libraries {
    /// Reads the libraries of the workspace: those with observed functions, whose values may be of types of others.
    #[must_use]
    pub fn read(request: &Request<'_>) -> Self {
        let observed: BTreeSet<&str> =
            request.discovery.observed.iter().map(|function| &*function.package).collect();
        let (mut own, mut others) = (vec![], BTreeMap::new());
        for package in &request.workspace.members {
            let Some(library) = package.targets.iter().find(|target| is_library(target)) else { continue };
            let crate_name = library.name.replace('-', "_");
            let structs = Structs::read(&library.src_path);
            others.insert(crate_name.clone(), structs.clone().of_other(&crate_name));
            if observed.contains(package.name.as_str()) {
                own.push((package.name.to_string(), crate_name, structs));
            }
        }
        let others = Arc::new(others);
        let all = own.into_iter().map(|(package, crate_name, structs)| {
            (package, (crate_name, structs.with_others(Arc::clone(&others))))
        });
        let all = all.collect();
        Self { all }
    }

    /// What is known of an observed function, where it is part of a library.
    #[must_use]
    pub fn signature(&self, request: &Request<'_>, function: u32) -> Option<(&str, &Structs, &Signature)> {
        let observed = &request.discovery.observed[function as usize];
        let (crate_name, structs) = self.all.get(&observed.package)?;
        let file = request.workspace.root.join(&observed.file);
        Some((crate_name, structs, structs.function(&file, &observed.path)?))
    }
}

fn is_library(target: &Target) -> bool {
    target.is_lib() || target.is_rlib() || target.is_cdylib() || target.is_dylib() || target.is_staticlib()
}

/// A survivor that wants a test.
pub struct Wish<'a> {
    /// The mutant.
    pub mutant: &'a Mutant,
    /// Tests that run it.
    pub covering: &'a [usize],
    /// Its smallest input.
    pub reduced: Reduced,
    /// Receives the test, or why there is none.
    pub explanation: &'a mut Explanation,
}

/// Writes and verifies a test for each wish.
///
/// # Errors
/// Ctrl-C, or a process or file that cannot be handled.
pub fn close(
    request: &Request<'_>,
    results: &Results,
    watcher: &Watcher<'_>,
    libraries: &Libraries,
    wishes: &mut [Wish<'_>],
) -> Result<()> {
    let survivors: BTreeMap<u32, String> = results
        .pairs()
        .filter(|(_, outcome)| outcome.verdict.is_undetected())
        .map(|(mutant, _)| (mutant.number, mutant.id.clone()))
        .collect();
    let verifier = Verifier {
        settings: request.settings,
        workspace: request.workspace,
        built: request.built,
        harness: request.harness,
        survivors: &survivors,
        mutants: request.discovery.mutants.len(),
    };
    let package = |wish: &Wish<'_>| request.discovery.observed[wish.reduced.at.0 as usize].package.clone();
    let packages: BTreeSet<String> = wishes.iter().map(package).collect();
    let mut known = Known::new();
    for name in packages {
        let mut own: Vec<&mut Wish<'_>> = wishes.iter_mut().filter(|wish| package(wish) == name).collect();
        for wish in &own {
            know_calls(watcher, wish, &mut known)?;
        }
        let of_wish = |wish: &&mut Wish<'_>| {
            let calls = samples(watcher, wish).into_iter().filter_map(|at| known.get(&at));
            calls.flatten().collect::<Vec<&Call>>()
        };
        let calls: Vec<Vec<&Call>> = own.iter().map(of_wish).collect();
        let faults: Vec<String> = own.iter().map(|wish| wish.mutant.describe()).collect();
        let mut cases = Vec::new();
        let mut places = Vec::new();
        for (place, wish) in own.iter().enumerate() {
            match case(request, libraries, wish, &calls[place], &faults[place]) {
                Some(case) => {
                    cases.push(case);
                    places.push(Some(cases.len() - 1));
                }
                None => places.push(None),
            }
        }
        let answers = verifier.suggest(&name, &cases)?;
        drop(cases);
        for (wish, place) in own.iter_mut().zip(places) {
            match place.map(|place| answers[place].clone()) {
                Some(Ok(suggestion)) => wish.explanation.suggestion = Some(suggestion),
                Some(Err(reason)) => wish.explanation.no_test = Some(reason),
                None => {
                    let function = &wish.reduced.rows.function;
                    let reason =
                        format!("`{function}` is not part of a library, so that no test can call it");
                    wish.explanation.no_test = Some(reason);
                }
            }
        }
    }
    Ok(())
}

/// Calls by function and test.
type Known = HashMap<(u32, usize), Vec<Call>>;

/// The function of a wish, with each test whose calls of it an assertion must hold for.
fn samples(watcher: &Watcher<'_>, wish: &Wish<'_>) -> Vec<(u32, usize)> {
    let tests = watcher.quickest(wish.covering).into_iter().take(SAMPLES);
    tests.map(|test| (wish.reduced.at.0, test)).collect()
}

/// Observes calls of the function by the original in the tests that run the mutant; what is known is not run again.
fn know_calls(watcher: &Watcher<'_>, wish: &Wish<'_>, known: &mut Known) -> Result<()> {
    for (function, test) in samples(watcher, wish) {
        if let Entry::Vacant(place) = known.entry((function, test)) {
            let ask = Ask { arguments: vec![function], only: vec![function], ..Ask::default() };
            let mut calls = watcher.watch(test, &ask)?.calls;
            calls.retain(|call| call.returned.is_some());
            place.insert(calls);
        }
    }
    Ok(())
}

fn case<'a>(
    request: &'a Request<'_>,
    libraries: &'a Libraries,
    wish: &'a Wish<'_>,
    calls: &'a [&'a Call],
    fault: &'a str,
) -> Option<Case<'a>> {
    let (crate_name, structs, signature) = libraries.signature(request, wish.reduced.at.0)?;
    let count = signature.parameters.len();
    let arguments = |given: &'a BTreeMap<usize, Value>| -> Vec<Option<&'a Value>> {
        (0..count).map(|position| given.get(&position)).collect()
    };
    let observed = &request.discovery.observed[wish.reduced.at.0 as usize];
    let tables = observed.tables.iter().zip(observed.parameters.len()..);
    let tables = tables.map(|(table, at)| (table, wish.reduced.arguments.get(&at)));
    let samples = calls.iter().filter_map(|call| Some((arguments(&call.arguments), call.returned.as_ref()?)));
    Some(Case {
        id: &wish.mutant.id,
        number: wish.mutant.number,
        fault,
        crate_name,
        module_path: signature.module_path.clone(),
        function: &signature.function,
        reachable: signature.reachable,
        parameters: signature.parameters.clone(),
        return_type: &signature.return_type,
        is_async: signature.is_async,
        arguments: arguments(&wish.reduced.arguments),
        tables: tables.collect(),
        before: &wish.reduced.before,
        after: &wish.reduced.after,
        samples: samples.collect(),
        structs,
    })
}
