//! The kind of a survivor: its covering tests run with the original and with the mutant, and what functions return is
//! put side by side, from the mutated line outward.

use std::collections::BTreeSet;

use super::by_call::ByCall;
use super::difference::{self, Noise, Options};
use super::nesting::Nesting;
use super::observation::{Call, Observation};
use super::watch::{Ask, At, Original, Watcher};
use super::words;
use crate::discover::{Observed, SourceFile};
use crate::error::Result;
use crate::model::{DataDiff, Explanation, Kind, Mutant, Outcome, Test};

/// Tests that are looked into for one mutant, the quickest first.
const TESTS: usize = 12;

/// A diagnosis with the calls whose output shows the fault.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    /// What is told.
    pub explanation: Explanation,
    /// The differing calls from the outermost one inward, in the test that shows it.
    pub shown_by: Vec<At>,
}

impl Diagnosis {
    /// A kind without more.
    #[must_use]
    pub fn bare(kind: Kind, evidence: String) -> Self {
        let explanation = Explanation {
            kind,
            evidence,
            function: None,
            chain: vec![],
            test: None,
            unstable: vec![],
            diff: None,
            rows: None,
            missing: vec![],
            suggestion: None,
            no_test: None,
        };
        Self { explanation, shown_by: vec![] }
    }
}

/// A call whose output differs.
struct Differing {
    /// Its position in the original's observation.
    call: usize,
    diff: DataDiff,
}

/// What one test tells of a mutant.
#[derive(Debug)]
pub struct Look {
    /// The outermost output that differs.
    pub shown: Option<Diagnosis>,
    /// Functions that return something else.
    inner: BTreeSet<String>,
    unstable: Vec<String>,
    /// True where an output of the mutated function, or of one around it, can be relied on.
    sees: bool,
    truncated: bool,
}

/// The differing calls of one test.
struct Compared<'a> {
    calls: &'a [Call],
    nesting: &'a Nesting,
    differing: Vec<Differing>,
}

impl Compared<'_> {
    /// The differing calls that no readable call encloses: what they return, the test gets.
    fn outermost(&self) -> impl Iterator<Item = &Differing> {
        let readable = |call: usize| self.calls[call].returned.is_some();
        self.differing.iter().filter(move |one| !self.nesting.around(one.call).any(readable))
    }

    /// The differing calls from `shown` inward to the function `own`, else to the last one: the way of the fault.
    fn way<'b>(&'b self, shown: &'b Differing, own: impl Fn(u32) -> bool) -> Vec<&'b Differing> {
        let inside = || self.differing.iter().filter(|one| self.nesting.holds(shown.call, one.call));
        let innermost = inside().rfind(|one| own(self.calls[one.call].function));
        let innermost = innermost.or_else(|| inside().next_back()).map_or(shown.call, |one| one.call);
        inside().filter(|one| self.nesting.holds(one.call, innermost)).collect()
    }
}

/// What the tests of a run and the functions of its build tell.
pub struct Diagnoser<'a> {
    /// Runs tests.
    pub watcher: &'a Watcher<'a>,
    /// The observed functions, by number.
    pub functions: &'a [Observed],
    /// All sources.
    pub files: &'a [SourceFile],
    /// All tests.
    pub tests: &'a [Test],
}

impl Diagnoser<'_> {
    /// The kind of a survivor that tests reach and whose value differs in some of them.
    ///
    /// # Errors
    /// Ctrl-C, or a process or file that cannot be handled.
    pub fn infected(&self, mutant: &Mutant, outcome: &Outcome) -> Result<Diagnosis> {
        let tests = self.watcher.quickest(&outcome.infecting);
        let (tried, left) = tests.split_at(TESTS.min(tests.len()));
        let mut unstable = BTreeSet::new();
        let mut reordered = None;
        let mut inner = BTreeSet::new();
        let (mut sees, mut truncated) = (false, false);
        for &test in tried {
            let look = self.look(mutant, test, &[])?;
            unstable.extend(look.unstable);
            inner.extend(look.inner);
            sees |= look.sees;
            truncated |= look.truncated;
            match look.shown {
                Some(shown) if shown.explanation.kind == Kind::OrderOnly => {
                    reordered.get_or_insert(shown);
                }
                Some(mut shown) => {
                    shown.explanation.unstable = unstable.into_iter().collect();
                    return Ok(shown);
                }
                None => {}
            }
        }
        let mut diagnosis = reordered.unwrap_or_else(|| {
            if sees {
                let differs = self.watcher.is_measured(mutant.number);
                let evidence = words::without_effect(&inner, differs, tried.len(), left.len());
                Diagnosis::bare(Kind::NotPropagated, evidence)
            } else {
                Diagnosis::bare(Kind::Unknown, words::unseen(mutant, truncated, !unstable.is_empty()))
            }
        });
        diagnosis.explanation.unstable = unstable.into_iter().collect();
        Ok(diagnosis)
    }

    /// Runs one test with original and mutant, under `variables` besides its usual ones, and compares.
    ///
    /// # Errors
    /// Ctrl-C, or a process or file that cannot be handled.
    pub fn look(&self, mutant: &Mutant, test: usize, variables: &[(String, String)]) -> Result<Look> {
        let original = self.watcher.original_with(test, variables)?;
        if original.says_nothing() {
            return Ok(Look {
                shown: None,
                inner: BTreeSet::new(),
                unstable: self.unstable(&original),
                sees: false,
                truncated: original.observation.truncated,
            });
        }
        let ask = Ask { mutant: Some(mutant.number), variables, ..Ask::default() };
        let mutated = self.watcher.mutated(test, &ask, &original)?;
        let compared = self.compared(&original, mutated.as_ref());
        let best = compared.outermost().min_by_key(|one| one.diff.order_only);
        let name = |one: &Differing| self.name(compared.calls[one.call].function);
        Ok(Look {
            shown: best.map(|shown| self.revealed(mutant, test, shown, &compared)),
            inner: compared.differing.iter().map(name).collect(),
            unstable: self.unstable(&original),
            sees: self.sees(&original, mutant),
            truncated: original.observation.truncated || mutated.is_some_and(|mutated| mutated.truncated),
        })
    }

    /// Whether an output of the mutated function, or of one around it, was recorded that can be read and is the same in
    /// every run. A constant belongs to every function that uses it.
    fn sees(&self, original: &Original, mutant: &Mutant) -> bool {
        let observation = &original.observation;
        let is_own = |function: &Observed| {
            function.file == mutant.file && words::is_item(&function.path, &mutant.item)
        };
        let in_file = self.files.iter().filter(|file| file.relative == mutant.file);
        let is_function = in_file
            .flat_map(|file| &file.functions)
            .any(|function| words::is_item(&function.path, &mutant.item));
        let nesting = &original.nesting;
        let own: Vec<bool> = self.functions.iter().map(is_own).collect();
        let readable = |call: usize| {
            let call = &observation.calls[call];
            call.returned.is_some() && !original.is_unstable((call.function, call.ordinal))
        };
        let of_mutant = |call: &usize| !is_function || own[observation.calls[*call].function as usize];
        (0..observation.calls.len())
            .filter(of_mutant)
            .any(|call| readable(call) || nesting.around(call).any(readable))
    }

    /// Calls that both runs have, with outputs that differ by more than noise.
    fn compared<'b>(&self, original: &'b Original, mutated: Option<&Observation>) -> Compared<'b> {
        let mut other: ByCall<&Call> = ByCall::default();
        let calls = mutated.iter().flat_map(|mutated| &mutated.calls);
        calls.for_each(|call| other.insert((call.function, call.ordinal), call));
        let calls = &original.observation.calls;
        let compare = |(index, call): (usize, &Call)| {
            let at = (call.function, call.ordinal);
            let before = call.returned.as_ref()?;
            let after = other.get(at)?.returned.as_ref()?;
            if before == after || original.is_unstable(at) {
                return None;
            }
            let diff = difference::difference(before, after, &self.options(original, at))?;
            Some(Differing { call: index, diff })
        };
        let differing = match mutated {
            Some(_) => calls.iter().enumerate().filter_map(compare).collect(),
            None => vec![],
        };
        Compared { calls, nesting: &original.nesting, differing }
    }

    /// How the outputs of one call are compared.
    pub(super) fn options(&self, original: &Original, at: At) -> Options {
        original.noise.get(&at).map(Noise::options).unwrap_or_default()
    }

    fn revealed(
        &self,
        mutant: &Mutant,
        test: usize,
        shown: &Differing,
        compared: &Compared<'_>,
    ) -> Diagnosis {
        let own = |function: u32| words::is_item(&self.name(function), &mutant.item);
        let way = compared.way(shown, own);
        let at = |one: &&Differing| {
            let call = &compared.calls[one.call];
            (call.function, call.ordinal)
        };
        let shown_by: Vec<At> = way.iter().map(at).collect();
        let mut chain: Vec<String> = shown_by.iter().rev().map(|at| self.name(at.0)).collect();
        chain.dedup();
        let kind = if shown.diff.order_only { Kind::OrderOnly } else { Kind::NotRevealed };
        let name = self.name(at(&shown).0);
        let mut diagnosis = Diagnosis::bare(kind, words::returns(&name, &shown.diff, &self.tests[test]));
        diagnosis.explanation.function = Some(name);
        diagnosis.explanation.chain = chain;
        diagnosis.explanation.test = Some(test);
        diagnosis.explanation.diff = Some(shown.diff.clone());
        diagnosis.shown_by = shown_by;
        diagnosis
    }

    /// What two runs of the original do not agree on, in sentences.
    fn unstable(&self, original: &Original) -> Vec<String> {
        let mut sentences: Vec<String> =
            original.noise.iter().map(|(at, noise)| words::unstable(&self.name(at.0), noise)).collect();
        sentences.sort();
        sentences.dedup();
        sentences
    }

    fn name(&self, function: u32) -> String {
        self.functions[function as usize].path.clone()
    }
}
