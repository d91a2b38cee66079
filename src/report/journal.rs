//! A line on disk per verdict as it comes, so that an interrupted run loses nothing.

use std::fs::{self, File};
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::model::{Event, Mutant, Outcome, Position, Reporter};
use crate::report::json::status;
use crate::report::schema::Status;

/// Appends to `results.jsonl`.
#[derive(Debug)]
pub struct Journal {
    path: Utf8PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    failure: Option<std::io::Error>,
}

/// One line.
#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    package: &'a str,
    file: &'a Utf8Path,
    item: &'a str,
    mutator: &'a str,
    start: Position,
    replacement: &'a str,
    status: Status,
    outcome: &'a Outcome,
}

impl Journal {
    /// Starts an empty journal, in a folder that is made where missing.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn create(path: &Utf8Path) -> Result<Self> {
        let folder = path.parent().unwrap_or(Utf8Path::new("."));
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        let file = File::create(path).map_err(Error::io("create", path))?;
        Ok(Self { path: path.to_owned(), state: Mutex::new(State { file, failure: None }) })
    }

    /// Ends the journal.
    ///
    /// # Errors
    /// The first failure of any write; events have no way to tell of it.
    pub fn close(self) -> Result<()> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.failure.map_or(Ok(()), |failure| Err(Error::io("write", self.path)(failure)))
    }

    fn append(&self, mutant: &Mutant, outcome: &Outcome) {
        let entry = Entry {
            id: &mutant.id,
            package: &mutant.package,
            file: &mutant.file,
            item: &mutant.item,
            mutator: mutant.mutator,
            start: mutant.start,
            replacement: &mutant.replacement,
            status: status(&outcome.verdict),
            outcome,
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let written = serde_json::to_string(&entry)
            .map_err(Into::into)
            // One write for the whole line, so that a kill cannot leave half of it behind.
            .and_then(|line| state.file.write_all((line + "\n").as_bytes()));
        if let (Err(failure), None) = (written, &state.failure) {
            state.failure = Some(failure);
        }
    }
}

impl Reporter for Journal {
    fn event(&self, event: &Event<'_>) {
        match event {
            Event::Decided { mutant, outcome, source: _ } => self.append(mutant, outcome),
            Event::PhaseStarted { .. }
            | Event::Step { .. }
            | Event::PhaseFinished { .. }
            | Event::Warning(_)
            | Event::Finished(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn each_verdict_is_on_disk_as_soon_as_it_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8Path::from_path(folder.path()).expect("UTF-8").join("mutate-data/results.jsonl");
        let journal = Journal::create(&path).expect("created");
        let results = testing::results();
        for (count, (mutant, outcome)) in (1..).zip(results.mutants.iter().zip(&results.outcomes)) {
            journal.event(&Event::Decided { mutant, outcome, source: testing::CLEAN });
            let text = fs::read_to_string(&path).expect("text");
            let last: serde_json::Value =
                serde_json::from_str(text.lines().last().expect("a line")).expect("JSON");
            assert_eq!((text.lines().count(), &last["id"]), (count, &mutant.id.as_str().into()));
            let read: Outcome = serde_json::from_value(last["outcome"].clone()).expect("an outcome");
            assert_eq!(&read, outcome);
        }
        journal.close().expect("nothing failed");
    }

    #[test]
    fn a_new_journal_forgets_the_old_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8Path::from_path(folder.path()).expect("UTF-8").join("results.jsonl");
        fs::write(&path, "old\n").expect("written");
        Journal::create(&path).expect("created").close().expect("nothing failed");
        assert_eq!(fs::read_to_string(&path).expect("text"), "");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_at_the_end() {
        let journal = Journal::create(Utf8Path::new("/dev/full")).expect("created");
        let results = testing::results();
        let (mutant, outcome) = (&results.mutants[0], &results.outcomes[0]);
        journal.event(&Event::Decided { mutant, outcome, source: testing::CLEAN });
        assert!(journal.close().is_err_and(|error| error.to_string().starts_with("cannot write /dev/full")));
    }
}
