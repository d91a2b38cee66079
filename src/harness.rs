//! Tests as things to start: lists them, starts some of them in one process, reads what the harness says.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::time::Duration;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use rustix::process::Signal;

use crate::build::artifacts::TestBinary;
use crate::build::doctests::Doctest;
use crate::error::{Error, Result};
use crate::process::{self, Ending, Finished, Limits};

/// Exit code of a process that ran into its loop limit; the runtime's constant.
const LOOP_LIMIT_CODE: i32 = 86;

/// Property tests must draw the same cases for every mutant, and must not write what they find into the user's tree.
const STEADY: [(&str, &str); 3] = [
    ("PROPTEST_RNG_SEED", "42"),
    ("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1"),
    ("QUICKCHECK_GENERATOR_SIZE", "100"),
];

/// How a test is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Launch {
    /// By name, in a binary with the standard harness.
    Named(usize),
    /// A binary with its own `main`: all of it is one test.
    Whole(usize),
    /// A doctest of its own.
    Doctest(usize),
}

/// A test with what it takes to start it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runnable {
    /// Name in its harness.
    pub name: String,
    /// How to start it.
    pub launch: Launch,
}

/// Everything that test processes have in common.
#[derive(Debug, Clone, Default)]
pub struct Harness {
    /// Compiled test targets.
    pub binaries: Vec<TestBinary>,
    /// Kept doctests.
    pub doctests: Vec<Doctest>,
    /// Variables of the data sets.
    pub data: BTreeMap<String, String>,
    /// Arguments of the user for test binaries.
    pub arguments: Vec<String>,
    /// Parent of each process' own temporary folder.
    pub scratch: Utf8PathBuf,
    /// Where instrumented processes without our environment leave their traces, while the folder exists.
    pub lost: Utf8PathBuf,
}

/// What one process said of its tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// All passed.
    Passed,
    /// All were ignored or filtered out by the harness.
    NothingRan,
    /// One failed, or the process ended in another way than by passing.
    Failed {
        /// Name of the failing test, when it is known.
        test: Option<String>,
        /// The first telling line.
        message: String,
    },
    /// A loop limit or the wall clock.
    TimedOut(String),
    /// The memory cap.
    OutOfMemory(String),
}

/// One finished process with its answer.
#[derive(Debug, Clone)]
pub struct Run {
    /// What it said.
    pub answer: Answer,
    /// Wall time.
    pub elapsed: Duration,
    /// Processor time.
    pub cpu: Duration,
    /// Largest resident size seen.
    pub peak_memory: u64,
    /// Number of the process group.
    pub group: i32,
    /// Standard output and error, for people.
    pub output: String,
    /// Whether the machine may have ended it, not the code.
    disturbed: bool,
}

impl Harness {
    /// Lists the tests of all binaries and the doctests.
    ///
    /// # Errors
    /// Where a binary cannot be started, or after Ctrl-C.
    pub fn list(&self) -> Result<Vec<Runnable>> {
        let mut all = Vec::new();
        for (index, binary) in self.binaries.iter().enumerate() {
            match self.names(index)? {
                Some(names) => {
                    all.extend(names.into_iter().map(|name| Runnable { name, launch: Launch::Named(index) }))
                }
                None => {
                    let name = binary.file.file_stem().unwrap_or(&binary.target).to_owned();
                    all.push(Runnable { name, launch: Launch::Whole(index) });
                }
            }
        }
        let doctests = self.doctests.iter().enumerate();
        let filters: Vec<&String> =
            self.arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
        let wanted =
            doctests.filter(|(_, test)| filters.is_empty() || filters.iter().any(|f| test.name.contains(*f)));
        all.extend(
            wanted.map(|(index, test)| Runnable { name: test.name.clone(), launch: Launch::Doctest(index) }),
        );
        Ok(all)
    }

    /// The tests of one binary; `None` where it has its own `main` and lists nothing.
    fn names(&self, binary: usize) -> Result<Option<Vec<String>>> {
        let mut command = self.command(&Launch::Named(binary))?.0;
        command.args(&self.arguments).arg("--list");
        let limits = Limits { wall: Duration::from_secs(600), memory: u64::MAX };
        let listed = process::run(&mut command, limits, &mut |_| false)?;
        if listed.ending == Ending::Interrupted {
            return Err(Error::Interrupted);
        }
        Ok(read_list(&listed.stdout))
    }

    /// As [`Harness::run`], and once more where the machine may have had a hand in the answer: a halt of some seconds must
    /// not pass for a mutant that hangs.
    ///
    /// # Errors
    /// Those of [`Harness::run`].
    pub fn judge(&self, tests: &[&Runnable], variables: &[(&str, String)], limits: Limits) -> Result<Run> {
        let first = self.run(tests, variables, limits)?;
        if first.disturbed { self.run(tests, variables, limits) } else { Ok(first) }
    }

    /// Runs some tests in one process; all of one binary, or a single test of another kind.
    ///
    /// # Errors
    /// Where the process cannot be started, or after Ctrl-C.
    pub fn run(&self, tests: &[&Runnable], variables: &[(&str, String)], limits: Limits) -> Result<Run> {
        let (mut command, scratch) = self.command(&tests[0].launch)?;
        let signal =
            Utf8PathBuf::from_path_buf(scratch.path().join("mutate-data-signal")).unwrap_or_default();
        command.env("MUTATE_DATA_SIGNAL", &signal);
        command.envs(variables.iter().map(|(name, value)| (*name, value.as_str())));
        let named = matches!(tests[0].launch, Launch::Named(_));
        if named {
            let flags = self
                .arguments
                .iter()
                .filter(|flag| matches!(flag.as_str(), "--ignored" | "--include-ignored"));
            command
                .args(flags)
                .args(["--test-threads=1", "--exact"])
                .args(tests.iter().map(|test| &test.name));
        } else if matches!(tests[0].launch, Launch::Whole(_)) {
            command.args(&self.arguments);
        }
        let mut watch = |line: &str| {
            named && line.starts_with("test ") && line.ends_with("... FAILED") && tests.len() > 1
        };
        let finished = process::run(&mut command, limits, &mut watch)?;
        if finished.ending == Ending::Interrupted {
            return Err(Error::Interrupted);
        }
        let expects_failure =
            matches!(tests[0].launch, Launch::Doctest(index) if self.doctests[index].expects_failure);
        let loops = signal.exists();
        let disturbed = !loops && is_disturbed(&finished);
        let answer = if loops {
            Answer::TimedOut("a loop ran over its limit".to_owned())
        } else {
            answer(&finished, limits, named.then_some(tests.len()), expects_failure)
        };
        let output = format!("{}{}", finished.stdout, finished.stderr);
        let Finished { elapsed, cpu, peak_memory, group, .. } = finished;
        Ok(Run { answer, elapsed, cpu, peak_memory, group, output, disturbed })
    }

    /// The command of a launch with its whole environment, and the temporary folder that it owns.
    fn command(&self, launch: &Launch) -> Result<(Command, tempfile::TempDir)> {
        let mut command = match launch {
            Launch::Named(index) | Launch::Whole(index) => {
                let binary = &self.binaries[*index];
                let mut command = Command::new(&binary.executable);
                crate::cargo::scrub(&mut command);
                command.current_dir(&binary.folder).envs(&binary.environment);
                command
            }
            Launch::Doctest(index) => {
                let doctest = &self.doctests[*index];
                let mut command = Command::new(&doctest.executable);
                crate::cargo::scrub(&mut command);
                command.current_dir(&doctest.folder);
                if let Some(binary) = self.binaries.iter().find(|binary| binary.package == doctest.package) {
                    command.envs(&binary.environment);
                }
                command.envs(doctest.select.clone());
                command
            }
        };
        let scratch = tempfile::Builder::new()
            .prefix("t")
            .tempdir_in(&self.scratch)
            .map_err(Error::io("create a folder in", &self.scratch))?;
        command.envs(&self.data).env("TMPDIR", scratch.path());
        command.env("RUST_BACKTRACE", "0").env("POLARS_MAX_THREADS", "1").env("RAYON_NUM_THREADS", "1");
        for (name, value) in STEADY {
            if std::env::var_os(name).is_none() {
                command.env(name, value);
            }
        }
        command.env_remove("RUST_TEST_THREADS").env_remove("RUST_TEST_NOCAPTURE");
        Ok((command, scratch))
    }

    /// A test binary without any choice of tests, as cargo starts it.
    ///
    /// # Errors
    /// Where its temporary folder cannot be made.
    pub fn whole_binary(&self, launch: &Launch) -> Result<(Command, tempfile::TempDir)> {
        let (mut command, scratch) = self.command(launch)?;
        command.args(&self.arguments).arg("--test-threads=1");
        Ok((command, scratch))
    }

    /// Folder, program and variables of a launch as one line for a shell.
    #[must_use]
    pub fn by_hand(&self, test: &Runnable, number: u32) -> String {
        let data: String = self.data.iter().map(|(name, value)| format!("{name}='{value}' ")).collect();
        let (folder, program, tail): (&Utf8Path, &Utf8Path, String) = match test.launch {
            Launch::Named(index) => {
                let binary = &self.binaries[index];
                (&binary.folder, &binary.executable, format!(" --exact '{}'", test.name))
            }
            Launch::Whole(index) => {
                (&self.binaries[index].folder, &self.binaries[index].executable, String::new())
            }
            Launch::Doctest(index) => {
                (&self.doctests[index].folder, &self.doctests[index].executable, String::new())
            }
        };
        format!("cd '{folder}' && {data}MUTATE_DATA_ACTIVE={number} '{program}'{tail}")
    }
}

/// Reads what `--list` printed; `None` where it is not a list, because the binary has a `main` of its own.
fn read_list(stdout: &str) -> Option<Vec<String>> {
    let is_summary = |line: &str| {
        line.contains(" test")
            && line.contains(" benchmark")
            && line.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut names = Vec::new();
    let mut listed = false;
    for line in stdout.lines().filter(|line| !line.trim().is_empty()) {
        match line.strip_suffix(": test") {
            Some(name) => names.push(name.to_owned()),
            None if is_summary(line) => listed = true,
            None if line.ends_with(": benchmark") => {}
            None => return None,
        }
    }
    // Harnesses that list without the closing line are run whole, which is coarser but never wrong.
    listed.then_some(names)
}

/// Whether a process ran out of time while it hardly worked, or was killed by somebody else.
fn is_disturbed(finished: &Finished) -> bool {
    match finished.ending {
        Ending::TimedOut => finished.cpu < finished.elapsed / 2,
        Ending::Exited(status) => status.signal() == Some(Signal::KILL.as_raw()),
        Ending::OutOfMemory | Ending::Stopped | Ending::Interrupted => false,
    }
}

/// Reads the end of a process. `named` counts the tests that a standard harness was asked for.
fn answer(finished: &Finished, limits: Limits, named: Option<usize>, expects_failure: bool) -> Answer {
    let status = match finished.ending {
        Ending::Exited(status) => status,
        Ending::TimedOut => {
            return Answer::TimedOut(format!("longer than {:.1} s", limits.wall.as_secs_f64()));
        }
        Ending::OutOfMemory => return Answer::OutOfMemory(format!("more than {} MiB", limits.memory >> 20)),
        Ending::Stopped | Ending::Interrupted => return failure(finished, None),
    };
    if status.code() == Some(LOOP_LIMIT_CODE) && finished.stderr.contains("mutate-data: loop limit") {
        return Answer::TimedOut("a loop ran over its limit".to_owned());
    }
    let Some(asked) = named else {
        return match (status.success(), expects_failure) {
            (true, false) | (false, true) => Answer::Passed,
            (true, true) => Answer::Failed { test: None, message: "it should panic and does not".to_owned() },
            (false, false) => failure(finished, status.code()),
        };
    };
    if !status.success() {
        return failure(finished, status.code());
    }
    match Summary::read(&finished.stdout) {
        Some(summary) if summary.failed == 0 && summary.passed + summary.ignored >= asked => {
            if summary.passed == 0 { Answer::NothingRan } else { Answer::Passed }
        }
        Some(summary) if summary.failed == 0 && summary.passed + summary.ignored == 0 => Answer::NothingRan,
        // `exit(0)` inside the code under test must not read as success.
        _ => Answer::Failed {
            test: last_started(&finished.stdout),
            message: "the process ended with code 0 before its tests were over".to_owned(),
        },
    }
}

/// The closing line of the standard harness.
struct Summary {
    passed: usize,
    failed: usize,
    ignored: usize,
}

impl Summary {
    fn read(stdout: &str) -> Option<Self> {
        let line = stdout.lines().rev().find(|line| line.contains("test result: "))?;
        let count = |word: &str| {
            let before = line.split(word).next()?.trim_end();
            before.rsplit([' ', '.', ';']).next()?.parse().ok()
        };
        Some(Self { passed: count(" passed")?, failed: count(" failed")?, ignored: count(" ignored")? })
    }
}

fn failure(finished: &Finished, code: Option<i32>) -> Answer {
    let failed = finished.stdout.lines().find_map(|line| {
        line.strip_prefix("test ")?.strip_suffix("... FAILED").map(|name| name.trim_end().to_owned())
    });
    let test = failed.map(|name| name.trim_end_matches(" - should panic").to_owned());
    let test = test.or_else(|| last_started(&finished.stdout));
    let message = panic_message(&finished.stdout).or_else(|| panic_message(&finished.stderr));
    let message = message.unwrap_or_else(|| match (finished.ending, code) {
        (Ending::Exited(status), None) => {
            let cause =
                if finished.stderr.contains("overflowed its stack") { " (stack overflow)" } else { "" };
            format!("the process died by signal {}{cause}", status.signal().unwrap_or_default())
        }
        (Ending::Exited(_), Some(code)) if code != 101 => format!("the process ended with code {code}"),
        _ => "the test failed".to_owned(),
    });
    Answer::Failed { test, message }
}

fn last_started(stdout: &str) -> Option<String> {
    let line = stdout.lines().rev().find(|line| line.starts_with("test ") && line.contains(" ... "))?;
    Some(line.strip_prefix("test ")?.split(" ... ").next()?.to_owned())
}

/// The line after `panicked at place:`, which is what an assertion says.
fn panic_message(text: &str) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| !line.contains(" panicked at "));
    let first = lines.next()?;
    let place = first.split(" panicked at ").nth(1)?.trim_end_matches(':');
    let detail = lines.next().unwrap_or_default().trim();
    Some(format!("{detail} ({place})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::ExitStatus;

    fn finished(code: i32, stdout: &str) -> Finished {
        Finished {
            ending: Ending::Exited(ExitStatus::from_raw(code << 8)),
            stdout: stdout.to_owned(),
            stderr: String::new(),
            elapsed: Duration::ZERO,
            cpu: Duration::ZERO,
            peak_memory: 0,
            group: 0,
        }
    }

    #[test]
    fn exit_zero_without_summary_is_a_failure() {
        let done = finished(0, "running 1 test\ntest a::b ... ");
        let Answer::Failed { test, .. } = answer(&done, Limits::none(), Some(1), false) else {
            panic!("not failed")
        };
        assert_eq!(test.as_deref(), Some("a::b"));
    }

    #[test]
    fn what_hardly_worked_or_was_killed_from_outside_is_doubted() {
        let ended = |ending, cpu| Finished {
            ending,
            elapsed: Duration::from_secs(3),
            cpu: Duration::from_secs(cpu),
            ..finished(0, "")
        };
        assert!(is_disturbed(&ended(Ending::TimedOut, 1)));
        assert!(!is_disturbed(&ended(Ending::TimedOut, 2)));
        assert!(is_disturbed(&ended(Ending::Exited(ExitStatus::from_raw(9)), 0)));
        assert!(!is_disturbed(&ended(Ending::Exited(ExitStatus::from_raw(6)), 0)));
        assert!(!is_disturbed(&finished(101, "")));
    }

    #[test]
    fn lists_are_told_from_other_output() {
        assert_eq!(read_list("a::b: test\n\n1 test, 0 benchmarks\n"), Some(vec!["a::b".to_owned()]));
        assert_eq!(read_list("0 tests, 0 benchmarks\n"), Some(vec![]));
        assert_eq!(read_list("3 checks, 0 wrong: test\n"), None);
        assert_eq!(read_list(""), None);
    }

    #[test]
    fn summary_counts_decide() {
        let line =
            "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 1 filtered out; finished in 0.00s";
        assert_eq!(answer(&finished(0, line), Limits::none(), Some(2), false), Answer::Passed);
        assert!(matches!(answer(&finished(0, line), Limits::none(), Some(3), false), Answer::Failed { .. }));
        let none = line.replace("2 passed; 0 failed; 0 ignored", "0 passed; 0 failed; 1 ignored");
        assert_eq!(answer(&finished(0, &none), Limits::none(), Some(1), false), Answer::NothingRan);
    }

    #[test]
    fn failing_test_and_its_message_are_found() {
        let text =
            "test a ... ok\ntest b ... FAILED\n\nthread 'b' (7) panicked at src/lib.rs:3:5:\nleft != right\n";
        let Answer::Failed { test, message } = answer(&finished(101, text), Limits::none(), Some(2), false)
        else {
            panic!("not failed")
        };
        assert_eq!((test.as_deref(), message.as_str()), (Some("b"), "left != right (src/lib.rs:3:5)"));
    }
}
