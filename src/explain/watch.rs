//! Runs tests with their functions observed: the original, a mutant, either on a part of its input.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cargo_metadata::camino::Utf8Path;

use super::by_call::ByCall;
use super::difference::{self, Noise};
use super::nesting::Nesting;
use super::observation::{Call, Observation, Recorded};
use crate::error::{Error, Result};
use crate::harness::{Answer, Harness, Launch, Runnable};
use crate::run::allowance;
use crate::settings::Settings;
use crate::trace::Trace;

/// Observed runs write what they see, which takes time that the baseline does not know of.
const PATIENCE: Duration = Duration::from_secs(60);

/// Threads of the second run of an original, which must put out the same as one with a single thread.
const OTHER_THREADS: &str = "4";

/// One call in a test: the function's number and which of its calls.
pub type At = (u32, usize);

/// Which part of its input one call is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subset {
    /// The call.
    pub at: At,
    /// By argument: rows that stay, and columns that go.
    pub arguments: BTreeMap<usize, Part>,
}

/// The part of one argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Rows that stay, by position.
    pub rows: Vec<usize>,
    /// Columns that go.
    pub without: BTreeSet<String>,
}

impl Subset {
    /// The form that the runtime reads.
    fn text(&self) -> String {
        let mut text = format!("function {}\ncall {}\n", self.at.0, self.at.1);
        for (argument, part) in &self.arguments {
            let rows: Vec<String> = part.rows.iter().map(usize::to_string).collect();
            let without: Vec<String> = part.without.iter().map(|name| encoded(name)).collect();
            let _ =
                writeln!(text, "argument {argument} rows {} without {}", rows.join(","), without.join(","));
        }
        text
    }
}

/// Everything but letters, digits and `_` as `%XX`.
fn encoded(name: &str) -> String {
    let mut text = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// What is asked of one run.
#[derive(Debug, Clone, Default)]
pub struct Ask<'a> {
    /// The mutant that is on; the original where `None`.
    pub mutant: Option<u32>,
    /// Functions whose arguments are wanted.
    pub arguments: Vec<u32>,
    /// Only these functions are observed; all where empty.
    pub only: Vec<u32>,
    /// A smaller input for one call.
    pub subset: Option<&'a Subset>,
    /// Other variables, for instance of data sets.
    pub variables: &'a [(String, String)],
}

/// What the original puts out in a test, and what of it cannot be relied on.
#[derive(Debug)]
pub struct Original {
    /// Its calls.
    pub observation: Observation,
    /// Which lies in which.
    pub nesting: Nesting,
    /// A digest of what it wrote: a mutant that writes the same changes nothing that is observed.
    digest: [u8; 32],
    /// What two runs of the same code do not agree on, by call.
    pub noise: HashMap<At, Noise>,
}

impl Original {
    fn new(recorded: &Recorded, noise: HashMap<At, Noise>) -> Self {
        let observation = recorded.observation();
        Self { nesting: Nesting::of(&observation), observation, digest: recorded.digest(), noise }
    }

    /// Whether no call says anything, so that no mutant can be told from the original.
    #[must_use]
    pub fn says_nothing(&self) -> bool {
        let readable = self.observation.calls.iter().filter(|call| call.returned.is_some());
        readable.map(|call| (call.function, call.ordinal)).all(|at| self.is_unstable(at))
    }

    /// Whether a call says nothing, because two runs of the original do not agree on it at all.
    #[must_use]
    pub fn is_unstable(&self, at: At) -> bool {
        self.noise.get(&at).is_some_and(|noise| noise.whole)
    }
}

/// Runs tests of one build.
pub struct Watcher<'a> {
    settings: &'a Settings,
    harness: &'a Harness,
    /// The tests of a build that has the mutant compiled in; without, the mutant is switched on.
    planted: Option<&'a Harness>,
    trace: &'a Trace,
    /// One place a test, which is run once, however many survivors wait for it.
    originals: Vec<Mutex<Option<Arc<Original>>>>,
    /// Held while a test runs that writes to its package's folder.
    alone: Mutex<()>,
}

impl<'a> Watcher<'a> {
    /// Nothing is run before it is asked for.
    #[must_use]
    pub fn new(settings: &'a Settings, harness: &'a Harness, trace: &'a Trace) -> Self {
        let originals = trace.tests.iter().map(|_| Mutex::default()).collect();
        Self { settings, harness, planted: None, trace, originals, alone: Mutex::new(()) }
    }

    /// The same for one mutant that has a build of its own.
    #[must_use]
    pub fn with_planted(&self, planted: &'a Harness) -> Self {
        Self { planted: Some(planted), ..Self::new(self.settings, self.harness, self.trace) }
    }

    /// How a test is started.
    #[must_use]
    pub fn runnable(&self, test: usize) -> &Runnable {
        &self.trace.runnables[test]
    }

    /// Whether the values of original and mutant were compared wherever tests reach it.
    #[must_use]
    pub fn is_measured(&self, mutant: u32) -> bool {
        self.planted.is_none() && !self.trace.assumed.contains(&mutant)
    }

    /// All tests that are programs or parts of some; doctests are built anew each time.
    pub fn tests(&self) -> impl Iterator<Item = usize> {
        let is_built = |test: &usize| !matches!(self.trace.runnables[*test].launch, Launch::Doctest(_));
        (0..self.trace.tests.len()).filter(is_built)
    }

    /// The tests that take part in verdicts, the quickest first.
    #[must_use]
    pub fn quickest(&self, tests: &[usize]) -> Vec<usize> {
        let mut tests = tests.to_vec();
        tests.retain(|test| self.trace.tests[*test].quarantined.is_none());
        tests.sort_by_key(|test| self.trace.tests[*test].duration);
        tests
    }

    /// What the original puts out in a test, from two runs with other numbers of threads and other seeds of hashes.
    ///
    /// # Errors
    /// As [`Self::watch`].
    pub fn original(&self, test: usize) -> Result<Arc<Original>> {
        let mut known = self.originals[test].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(original) = &*known {
            return Ok(original.clone());
        }
        let recorded = self.record(test, &Ask::default())?;
        let threads = ["POLARS_MAX_THREADS", "RAYON_NUM_THREADS"];
        let variables = threads.map(|name| (name.to_owned(), OTHER_THREADS.to_owned()));
        let again = self.record(test, &Ask { variables: &variables, ..Ask::default() })?;
        let mut original = Original::new(&recorded, HashMap::new());
        if again.digest() != original.digest {
            original.noise = noise(&original.observation, &again.observation());
        }
        Ok(known.insert(Arc::new(original)).clone())
    }

    /// As [`Self::original`], under other variables; what cannot be relied on is the same.
    ///
    /// # Errors
    /// As [`Self::watch`].
    pub fn original_with(&self, test: usize, variables: &[(String, String)]) -> Result<Arc<Original>> {
        let original = self.original(test)?;
        if variables.is_empty() {
            return Ok(original);
        }
        let recorded = self.record(test, &Ask { variables, ..Ask::default() })?;
        Ok(Arc::new(Original::new(&recorded, original.noise.clone())))
    }

    /// What a mutant puts out in a test; `None` where it is what the original puts out.
    ///
    /// # Errors
    /// As [`Self::watch`].
    pub fn mutated(&self, test: usize, ask: &Ask<'_>, original: &Original) -> Result<Option<Observation>> {
        let recorded = self.record(test, ask)?;
        Ok((recorded.digest() != original.digest).then(|| recorded.observation()))
    }

    /// Runs one test and reads what its functions wrote, whether it passes or not.
    ///
    /// # Errors
    /// Ctrl-C, or a process or file that cannot be handled.
    pub fn watch(&self, test: usize, ask: &Ask<'_>) -> Result<Observation> {
        self.record(test, ask).map(|recorded| recorded.observation())
    }

    fn record(&self, test: usize, ask: &Ask<'_>) -> Result<Recorded> {
        let scratch = &self.harness.scratch;
        let folder = tempfile::tempdir_in(scratch).map_err(Error::io("create a folder in", scratch))?;
        let folder_path = Utf8Path::from_path(folder.path()).unwrap_or(scratch);
        let (mut limits, ticks) = allowance(self.settings, self.trace, &[test]);
        limits.wall += PATIENCE;
        let list = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let (harness, switched) = match (ask.mutant, self.planted) {
            (Some(_), Some(planted)) => (planted, None),
            (mutant, _) => (self.harness, mutant),
        };
        let active = switched.map_or_else(|| "observe".to_owned(), |number| number.to_string());
        let mut variables = vec![
            ("MUTATE_DATA_ACTIVE", active),
            ("MUTATE_DATA_TICKS", ticks.to_string()),
            ("MUTATE_DATA_OBSERVE", folder_path.to_string()),
            ("MUTATE_DATA_ARGUMENTS", list(&ask.arguments)),
            ("MUTATE_DATA_OBSERVE_ONLY", list(&ask.only)),
        ];
        if let Some(subset) = ask.subset {
            let path = folder_path.join("subset");
            std::fs::write(&path, subset.text()).map_err(Error::io("write", &path))?;
            variables.push(("MUTATE_DATA_SUBSET", path.into_string()));
        }
        variables.extend(ask.variables.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let exclusive = self.trace.reaches[test].exclusive;
        let _guard = exclusive.then(|| self.alone.lock().unwrap_or_else(PoisonError::into_inner));
        let run = harness.run(&[&self.trace.runnables[test]], &variables, limits)?;
        let mut recorded = Recorded::read(folder_path)?;
        if matches!(run.answer, Answer::TimedOut(_) | Answer::OutOfMemory(_)) {
            recorded.cut_off();
        }
        Ok(recorded)
    }
}

/// What two runs of the same code do not agree on. A call that only one of them has is unstable as a whole.
fn noise(first: &Observation, again: &Observation) -> HashMap<At, Noise> {
    let mut other: ByCall<&Call> = ByCall::default();
    again.calls.iter().for_each(|call| other.insert((call.function, call.ordinal), call));
    let mut found = HashMap::new();
    for call in &first.calls {
        let at = (call.function, call.ordinal);
        let noise = match (other.get(at).map(|other| &other.returned), &call.returned) {
            (Some(Some(b)), Some(a)) if a != b => difference::noise(a, b),
            (Some(Some(_)), Some(_)) | (Some(None), None) => continue,
            _ => Noise::whole(),
        };
        if noise != Noise::default() {
            found.insert(at, noise);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subset_names_rows_and_columns_that_go() {
        let part = Part { rows: vec![1, 5], without: BTreeSet::from(["a b".to_owned()]) };
        let subset = Subset { at: (17, 3), arguments: BTreeMap::from([(0, part)]) };
        assert_eq!(subset.text(), "function 17\ncall 3\nargument 0 rows 1,5 without a%20b\n");
    }
}
