//! Compiles written tests against the instrumented library and runs them: what passes on the original and fails with
//! its mutant is verified, and its other kills are counted.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::time::Duration;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};
use rayon::prelude::*;

use super::killing_test::{Case, Refused, drafts};
use crate::build::artifacts::TestBinary;
use crate::build::{Built, record};
use crate::error::{Error, Result};
use crate::harness::{Answer, Harness, Launch, Run, Runnable};
use crate::model::Suggestion;
use crate::process::{self, Ending, Limits};
use crate::run;
use crate::settings::Settings;
use crate::trace::{self, Traced};
use crate::workspace::Workspace;

/// What the compiler may take for the tests of one package.
const BUILD_LIMIT: Duration = Duration::from_secs(600);

/// Everything that the tests of a run are verified with.
#[derive(Debug, Clone, Copy)]
pub struct Verifier<'a> {
    /// Settings of the run.
    pub settings: &'a Settings,
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The instrumented build.
    pub built: &'a Built,
    /// Environment of test processes; its binaries are replaced.
    pub harness: &'a Harness,
    /// Ids of all survivors, by number.
    pub survivors: &'a BTreeMap<u32, String>,
    /// How many mutants the build holds.
    pub mutants: usize,
}

/// One written test.
#[derive(Debug)]
struct Attempt {
    /// Index of its case.
    case: usize,
    suggestion: Suggestion,
    /// The compiler's word against it.
    error: Option<String>,
}

impl Attempt {
    fn module(index: usize) -> String {
        format!("t{index}")
    }
}

impl Verifier<'_> {
    /// The test for each case of one package, in order, or why there is none. What other crates cannot call is written,
    /// but not verified.
    ///
    /// # Errors
    /// Ctrl-C, or a file or process that cannot be handled.
    pub fn suggest(&self, package: &str, cases: &[Case<'_>]) -> Result<Vec<Refused<Suggestion>>> {
        let mut answers: Vec<Option<Refused<Suggestion>>> = Vec::new();
        let mut attempts = Vec::new();
        let mut names = self.names(package);
        for (case, found) in cases.iter().map(drafts).enumerate() {
            let mut drafts = match found {
                Ok(drafts) => drafts,
                Err(reason) => {
                    answers.push(Some(Err(reason)));
                    continue;
                }
            };
            drafts.iter_mut().for_each(|draft| make_unique(draft, &mut names));
            let is_reachable = drafts[0].integration;
            answers.push((!is_reachable).then(|| Ok(drafts[0].clone())));
            if is_reachable {
                attempts.extend(drafts.into_iter().map(|suggestion| Attempt {
                    case,
                    suggestion,
                    error: None,
                }));
            }
        }
        if !attempts.is_empty() {
            let verified = self.verify(package, cases, &mut attempts)?;
            for (case, answer) in verified {
                answers[case] = Some(answer);
            }
        }
        Ok(answers
            .into_iter()
            .map(|answer| answer.unwrap_or_else(|| Err("nothing was written".to_owned())))
            .collect())
    }

    /// Names that files of tests have already.
    fn names(&self, package: &str) -> HashSet<String> {
        let folder = self.home(package).join("tests");
        let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.path().file_stem().map(str::to_owned)).collect()
    }

    fn home(&self, package: &str) -> Utf8PathBuf {
        let package = self.workspace.package(package);
        package.and_then(|package| package.manifest_path.parent()).unwrap_or(&self.workspace.root).to_owned()
    }

    fn verify(
        &self,
        package: &str,
        cases: &[Case<'_>],
        attempts: &mut [Attempt],
    ) -> Result<Vec<(usize, Refused<Suggestion>)>> {
        let wanted: BTreeSet<usize> = attempts.iter().map(|attempt| attempt.case).collect();
        let folder = self.workspace.output().join("suggest").join(package);
        let executable = match self.compile(package, &folder, attempts)? {
            Ok(executable) => executable,
            Err(reason) => {
                let unverified = |case: usize| {
                    let first = attempts.iter().find(|attempt| attempt.case == case);
                    let first = first.map(|attempt| attempt.suggestion.clone()).ok_or_else(|| reason.clone());
                    (case, first.map(|first| Suggestion { note: Some(reason.clone()), ..first }))
                };
                return Ok(wanted.into_iter().map(unverified).collect());
            }
        };
        let harness = self.harness(package, &executable);
        let indexed: Vec<(usize, &Attempt)> = attempts.iter().enumerate().collect();
        let verified: Result<Vec<(usize, Refused<Suggestion>)>> =
            trace::pool(self.settings.jobs)?.install(|| {
                let of = |case: &usize| {
                    let own: Vec<(usize, &Attempt)> =
                        indexed.iter().filter(|(_, attempt)| attempt.case == *case).copied().collect();
                    Ok((*case, self.first_that_kills(&harness, &cases[*case], &own)?))
                };
                let wanted: Vec<usize> = wanted.into_iter().collect();
                wanted.par_iter().with_max_len(1).map(of).collect()
            });
        // A binary with polars in it is large.
        fs::remove_file(&executable).map_err(Error::io("remove", &executable))?;
        verified
    }

    fn harness(&self, package: &str, executable: &Utf8Path) -> Harness {
        let like = self.harness.binaries.iter().find(|binary| binary.package == package);
        let binary = TestBinary {
            package: package.to_owned(),
            target: format!("{package} suggested tests"),
            selection: Vec::new(),
            file: "suggested".into(),
            executable: executable.to_owned(),
            folder: self.home(package),
            environment: like.map(|like| like.environment.clone()).unwrap_or_default(),
        };
        // The user's own arguments choose among the user's own tests.
        Harness {
            binaries: vec![binary],
            doctests: Vec::new(),
            arguments: Vec::new(),
            ..self.harness.clone()
        }
    }

    /// One binary of all attempts that compile; the inner failure says why there is none.
    fn compile(
        &self,
        package: &str,
        folder: &Utf8Path,
        attempts: &mut [Attempt],
    ) -> Result<Refused<Utf8PathBuf>> {
        let Some(library) = self.built.libraries.get(package) else {
            return Ok(Err(format!(
                "{package} has no library that a test could use, so it was not compiled"
            )));
        };
        let Some(record) = record::of(&record::folder(&self.workspace.output()), library) else {
            return Ok(Err(
                "how the library was compiled is not known, so the test was not compiled".to_owned()
            ));
        };
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(Error::io("remove", folder))?;
        }
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        for (index, attempt) in attempts.iter().enumerate() {
            let path = folder.join(format!("{}.rs", Attempt::module(index)));
            fs::write(&path, &attempt.suggestion.code).map_err(Error::io("write", &path))?;
        }
        let (root, executable) = (folder.join("main.rs"), folder.join("suggested"));
        loop {
            let alive = attempts.iter().enumerate().filter(|(_, attempt)| attempt.error.is_none());
            let modules: String =
                alive.map(|(index, _)| format!("mod {};\n", Attempt::module(index))).collect();
            fs::write(&root, &modules).map_err(Error::io("write", &root))?;
            let mut command = record.test_command(library, &root, &executable);
            let limits = Limits { wall: BUILD_LIMIT, memory: u64::MAX };
            let finished = process::run(&mut command, limits, &mut |_| false)?;
            match finished.ending {
                Ending::Exited(status) if status.success() => return Ok(Ok(executable)),
                Ending::Interrupted => return Err(Error::Interrupted),
                Ending::Exited(_) => {}
                _ => return Ok(Err("the compiler did not come to an end".to_owned())),
            }
            let errors = errors(&finished.stderr);
            let mut moved = false;
            for error in &errors {
                let files: Vec<&str> = error.spans.iter().flat_map(files).collect();
                for (index, attempt) in
                    attempts.iter_mut().enumerate().filter(|(_, attempt)| attempt.error.is_none())
                {
                    let own = format!("{}.rs", Attempt::module(index));
                    if files.iter().any(|file| Utf8Path::new(file).file_name() == Some(&own)) {
                        attempt.error = Some(error.message.clone());
                        moved = true;
                    }
                }
            }
            if !moved {
                let first =
                    errors.first().map_or_else(|| finished.stderr.clone(), |error| error.message.clone());
                return Ok(Err(format!("the test could not be compiled: {first}")));
            }
        }
    }

    /// The first attempt of a case that is verified, with all that it kills; else what became of the attempts.
    fn first_that_kills(
        &self,
        harness: &Harness,
        case: &Case<'_>,
        attempts: &[(usize, &Attempt)],
    ) -> Result<Refused<Suggestion>> {
        let mut reason = "nothing was written".to_owned();
        for (index, attempt) in attempts {
            if let Some(error) = &attempt.error {
                reason = format!("the written test does not compile: {error}");
                continue;
            }
            let name = format!("{}::{}", Attempt::module(*index), attempt.suggestion.name);
            let test = Runnable { name, launch: Launch::Named(0) };
            let original = trace::trace_one(harness, &test, self.mutants)?;
            // Twice, because a value that changes from run to run is no expectation.
            if original.run.answer != Answer::Passed
                || harness.run(&[&test], &[], self.allowance(&original).0)?.answer != Answer::Passed
            {
                reason = "the written test fails without the mutant".to_owned();
                continue;
            }
            if !self.fails_with(harness, &test, case.number, &original)? {
                reason = "with the mutant the written test does not fail by itself".to_owned();
                continue;
            }
            let mut kills = vec![case.id.to_owned()];
            for number in original.reach.infected.iter().filter(|number| **number != case.number) {
                if let Some(id) = self.survivors.get(number)
                    && self.fails_with(harness, &test, *number, &original)?
                {
                    kills.push(id.clone());
                }
            }
            return Ok(Ok(Suggestion { verified: true, kills, ..attempt.suggestion.clone() }));
        }
        Ok(Err(reason))
    }

    /// What a process with the test may use: limits, and rounds of loops.
    fn allowance(&self, original: &Traced) -> (Limits, u64) {
        let Traced { run, reach, .. } = original;
        run::allowance_of(self.settings, run.elapsed, reach.peak_memory, reach.ticks)
    }

    /// Whether the test itself says no: a limit or a dead process is no word of an assertion.
    fn fails_with(&self, harness: &Harness, test: &Runnable, number: u32, original: &Traced) -> Result<bool> {
        let (limits, ticks) = self.allowance(original);
        let variables =
            [("MUTATE_DATA_ACTIVE", number.to_string()), ("MUTATE_DATA_TICKS", ticks.to_string())];
        let run: Run = harness.run(&[test], &variables, limits)?;
        Ok(matches!(run.answer, Answer::Failed { .. }) && run.output.contains("test result: FAILED"))
    }
}

/// Gives a test another name where its own is taken.
fn make_unique(draft: &mut Suggestion, names: &mut HashSet<String>) {
    let mut name = draft.name.clone();
    let mut turn = 1;
    while !names.insert(name.clone()) {
        turn += 1;
        name = format!("{}_{turn}", draft.name);
    }
    for (before, after) in [("fn ", "("), ("mod ", "_test {")] {
        let (old, new) = (format!("{before}{}{after}", draft.name), format!("{before}{name}{after}"));
        draft.code = draft.code.replacen(&old, &new, 1);
    }
    draft.name = name;
}

/// The errors among the compiler's messages.
fn errors(stderr: &str) -> Vec<Diagnostic> {
    let messages = stderr.lines().filter_map(|line| serde_json::from_str::<Diagnostic>(line).ok());
    messages
        .filter(|message| matches!(message.level, DiagnosticLevel::Error | DiagnosticLevel::Ice))
        .collect()
}

/// The file of a span and of the macro calls around it.
fn files(span: &DiagnosticSpan) -> Vec<&str> {
    let outer = span.expansion.iter().flat_map(|expansion| files(&expansion.span));
    std::iter::once(span.file_name.as_str()).chain(outer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let code = "#[test]\nfn f_is_5() {}\n".to_owned();
        let mut draft = Suggestion {
            name: "f_is_5".to_owned(),
            code,
            asserts: String::new(),
            integration: true,
            verified: false,
            note: None,
            kills: vec![],
        };
        let mut names = HashSet::from(["f_is_5".to_owned(), "f_is_5_2".to_owned()]);
        make_unique(&mut draft, &mut names);
        assert_eq!((draft.name.as_str(), draft.code.as_str()), ("f_is_5_3", "#[test]\nfn f_is_5_3() {}\n"));
    }
}
