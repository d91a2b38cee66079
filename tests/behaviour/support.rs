//! Copies of fixtures, and the tool run on them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::report::Report;

/// After this time a run of the tool counts as hanging.
const PATIENCE: Duration = Duration::from_secs(240);

/// How long the system may take to remove a process that was killed.
const GRACE: Duration = Duration::from_secs(3);

/// Runs of the tool at a time.
static FREE: Mutex<usize> = Mutex::new(2);
static FREED: Condvar = Condvar::new();

struct Permit;

impl Permit {
    fn wait() -> Self {
        let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = FREED.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Self
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *FREE.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        FREED.notify_one();
    }
}

const BINARY: &str = env!("CARGO_BIN_EXE_cargo-mutate-data");

/// The variable with the key of pseudonyms, and the key.
pub const MASK_KEY: (&str, &str) = ("MASK_KEY_OF_TESTS", "a key that is good for tests only");

/// The root of this repository's workspace.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A package in a folder of its own, with a target directory beside it that the next run of these tests finds again.
pub struct Package {
    home: PathBuf,
    tree: PathBuf,
    /// Held while in use, so that two runs of these tests do not disturb each other.
    _lock: File,
}

impl Package {
    /// A copy of a fixture.
    pub fn fixture(name: &str) -> Self {
        Self::copy(&repository().join("tests/fixtures").join(name), name, name)
    }

    /// A copy of a fixture for one of several tests that use it.
    pub fn variant(name: &str, key: &str) -> Self {
        Self::copy(&repository().join("tests/fixtures").join(name), key, name)
    }

    /// A copy of any folder.
    pub fn copy(source: &Path, key: &str, name: &str) -> Self {
        let package = Self::empty(key, name);
        let ignored = fs::read_to_string(source.join(".gitignore")).unwrap_or_default();
        let ignored: BTreeSet<&str> = ignored.lines().chain(["target"]).collect();
        let files = files_of(source).into_iter().filter(|(path, _)| {
            let first = path.iter().next().and_then(|first| first.to_str()).unwrap_or_default();
            !ignored.contains(first)
        });
        package.replace_all(files.collect());
        package
    }

    /// A package of these files.
    pub fn of(key: &str, files: &[(&str, &str)]) -> Self {
        let package = Self::empty(key, key);
        let files = files.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()));
        package.replace_all(files.collect());
        package
    }

    /// A small package with tests, for questions that its code has no part in.
    pub fn small(key: &str) -> Self {
        let code = "/// Twice.\npub fn twice(n: u32) -> u32 {\n    n * 2\n}\n\n\
            #[cfg(test)]\nmod tests {\n    #[test]\n    fn twice_is_double() {\n        \
            assert_eq!([0, 3].map(super::twice), [0, 6]);\n    }\n}\n";
        Self::of(key, &[("Cargo.toml", &manifest("small")), ("src/lib.rs", code)])
    }

    /// A member of this workspace where it stands, with a target directory whose dependencies are links to those that the
    /// tests themselves were built with.
    pub fn member(path: &str, key: &str) -> Self {
        let package = Self { tree: repository().join(path), ..Self::empty(key, key) };
        package.clean();
        let built =
            Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target directory").join("debug");
        for part in ["deps", "build", ".fingerprint"] {
            link_all(&built.join(part), &package.home.join("target/debug").join(part));
        }
        package
    }

    fn empty(key: &str, name: &str) -> Self {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures").join(key);
        fs::create_dir_all(home.join("tmp")).expect("the folder of a package");
        let lock = File::create(home.join("lock")).expect("a lock file");
        lock.lock().expect("the lock of a package");
        Self { tree: home.join(name), home, _lock: lock }
    }

    /// Files that stay the same keep their time, so that cargo need not compile them again.
    fn replace_all(&self, files: BTreeMap<PathBuf, Vec<u8>>) {
        for path in files_of(&self.tree).into_keys() {
            if !files.contains_key(&path) {
                fs::remove_file(self.tree.join(path)).expect("a leftover is removed");
            }
        }
        let _ = fs::remove_dir_all(self.tree.join("target"));
        for (path, bytes) in files {
            let path = self.tree.join(path);
            if !fs::read(&path).is_ok_and(|old| old == bytes) {
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
                fs::write(path, bytes).expect("a file is copied");
            }
        }
    }

    /// The folder of the manifest.
    pub fn tree(&self) -> &Path {
        &self.tree
    }

    /// All files of the tree but those that the tests of the package build there.
    fn sources(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files_of(&self.tree).into_iter().filter(|(path, _)| !path.starts_with("target")).collect()
    }

    /// Makes or replaces a file.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.tree.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.tree.join(path)).expect("a file is read")
    }

    /// Forgets all that was built.
    pub fn clean(&self) {
        let _ = fs::remove_dir_all(self.home.join("target"));
    }

    /// A file that the tool wrote.
    pub fn output(&self, path: &str) -> PathBuf {
        self.home.join("target/mutate-data").join(path)
    }

    /// Runs the tool to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        let mut running = self.start(arguments);
        let since = Instant::now();
        while running.child.try_wait().expect("the tool can be waited for").is_none() {
            if since.elapsed() > PATIENCE {
                running.signal("KILL");
                self.leftovers().iter().for_each(|(pid, _)| send("KILL", &pid.to_string()));
                panic!("{arguments:?} hangs: {}", running.text("err"));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        running.end()
    }

    /// Runs the tool on a package whose tests pass; all that must always hold is checked.
    pub fn green(&self, arguments: &[&str]) -> Report {
        let before = self.sources();
        let ended = self.run(arguments);
        assert!(matches!(ended.code, 0 | 2), "exit code {}\n{}", ended.code, ended.err);
        let report = self.report();
        let failed = report.has_gaps() || !report.has_valid();
        assert_eq!(ended.code == 2, failed, "the exit code is that of the gate\n{}", ended.out);
        report.assert_sound();
        let left = self.sources();
        let changed = left.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes));
        // Cargo itself adds a missing lock file.
        for (path, _) in changed.filter(|(path, _)| !path.ends_with("Cargo.lock")) {
            let name = path.to_string_lossy();
            let told = |warning: &String| {
                warning.contains(&*name) || warning.contains("writes to its package's folder")
            };
            assert!(report.warnings.iter().any(told), "nobody told of {name}");
        }
        assert_eq!(before.keys().find(|path| !left.contains_key(*path)), None, "a file is gone");
        self.assert_nothing_left();
        report
    }

    /// Starts the tool in a process group of its own, with nothing there of an earlier run's results.
    pub fn start(&self, arguments: &[&str]) -> Running<'_> {
        for name in ["mutants.json", "results.jsonl"] {
            let _ = fs::remove_file(self.output(name));
        }
        self.spawn(arguments)
    }

    /// Runs a command that asks about the run before.
    pub fn ask(&self, arguments: &[&str]) -> Ended {
        self.spawn(arguments).end()
    }

    fn spawn(&self, arguments: &[&str]) -> Running<'_> {
        let permit = Permit::wait();
        let file = |name: &str| File::create(self.home.join(name)).expect("a file for output");
        let mut command = Command::new(BINARY);
        scrub(&mut command);
        command
            .args(["mutate-data", "--color", "never"])
            .args(arguments)
            .current_dir(&self.tree)
            .env("CARGO_TARGET_DIR", self.home.join("target"))
            .env("TMPDIR", self.home.join("tmp"))
            .env(MASK_KEY.0, MASK_KEY.1)
            .stdin(Stdio::null())
            .stdout(file("out"))
            .stderr(file("err"))
            .process_group(0);
        let child = command.spawn().expect("the tool starts");
        Running { child, package: self, _permit: permit }
    }

    /// What the last run wrote to `mutants.json`.
    pub fn report(&self) -> Report {
        let path = self.output("mutants.json");
        let text = fs::read_to_string(&path).expect("mutants.json is read");
        Report::parse(&text)
    }

    /// Panics where a process of the last run is still there.
    pub fn assert_nothing_left(&self) {
        let since = Instant::now();
        while !self.leftovers().is_empty() && since.elapsed() < GRACE {
            std::thread::sleep(Duration::from_millis(20));
        }
        let left = self.leftovers();
        left.iter().for_each(|(pid, _)| send("KILL", &pid.to_string()));
        assert!(left.is_empty(), "processes are left: {left:?}");
        // A compiler that was killed may leave its own.
        let files: Vec<PathBuf> = files_of(&self.home.join("tmp")).into_keys().collect();
        let ours: Vec<&PathBuf> =
            files.iter().filter(|path| path.to_string_lossy().starts_with("mutate-data")).collect();
        let _ = fs::remove_dir_all(self.home.join("tmp"));
        fs::create_dir_all(self.home.join("tmp")).expect("the folder for temporary files");
        assert!(ours.is_empty(), "temporary files are left: {ours:?}");
    }

    /// Processes that know of this package by their arguments, environment or folder.
    fn leftovers(&self) -> Vec<(u32, String)> {
        let home = format!("{}/", self.home.display());
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let processes = processes.filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse::<u32>().ok()?;
            let text = |name: &str| fs::read(entry.path().join(name)).unwrap_or_default();
            let known = ["cmdline", "environ"].map(|name| String::from_utf8_lossy(&text(name)).into_owned());
            let folder = fs::read_link(entry.path().join("cwd")).unwrap_or_default();
            let ours = known.iter().any(|text| text.contains(&home)) || folder.starts_with(&self.home);
            (ours && pid != std::process::id()).then(|| (pid, known[0].replace('\0', " ")))
        });
        processes.collect()
    }
}

/// The tool at work.
pub struct Running<'a> {
    child: Child,
    package: &'a Package,
    _permit: Permit,
}

impl Running<'_> {
    /// Waits until standard error holds this text.
    pub fn wait_for(&mut self, text: &str) {
        let since = Instant::now();
        while !self.text("err").contains(text) {
            let over = self.child.try_wait().expect("the tool can be waited for").is_some();
            assert!(!over && since.elapsed() < PATIENCE, "`{text}` never comes: {}", self.text("err"));
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Sends a signal to the whole process group, as a terminal does.
    pub fn signal(&self, name: &str) {
        send(name, &format!("-{}", self.child.id()));
    }

    /// Sends a signal to the tool alone.
    pub fn signal_tool(&self, name: &str) {
        send(name, &self.child.id().to_string());
    }

    /// Waits for the end.
    pub fn end(mut self) -> Ended {
        let since = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("the tool can be waited for") {
                break status;
            }
            if since.elapsed() > PATIENCE {
                self.signal("KILL");
                panic!("the tool does not end: {}", self.text("err"));
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        Ended { code: status.code().unwrap_or(-1), out: self.text("out"), err: self.text("err") }
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.package.home.join(name)).unwrap_or_default()).into_owned()
    }
}

fn send(signal: &str, to: &str) {
    let status = Command::new("kill").args(["-s", signal, "--", to]).stderr(Stdio::null()).status();
    status.expect("`kill` runs");
}

/// A run that is over.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; -1 after a signal.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ended {
    /// Panics unless the run failed with this code and said all of this on standard error.
    #[track_caller]
    pub fn assert_refused(&self, code: i32, said: &[&str]) {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        for text in said {
            assert!(self.err.contains(text), "`{text}` is not said:\n{}", self.err);
        }
    }
}

/// Runs the tool in any folder, for commands that build nothing.
pub fn plain(folder: &Path, arguments: &[&str]) -> Ended {
    let mut command = Command::new(BINARY);
    scrub(&mut command);
    let output = command.args(arguments).current_dir(folder).stdin(Stdio::null()).output();
    let output = output.expect("the tool runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ended { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// Takes out what cargo tells the tests about themselves, and what a user's shell may say about colours.
fn scrub(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let kept = ["CARGO_HOME", "CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTRIES_", "CARGO_REGISTRY_"];
        let of_cargo = text.starts_with("CARGO") && !kept.iter().any(|kept| text.starts_with(kept));
        let of_us = text.starts_with("MUTATE_DATA_") || text.starts_with("RUST_");
        if of_cargo
            || of_us
            || ["NO_COLOR", "GITHUB_STEP_SUMMARY", "CLICOLOR_FORCE", "RUSTFLAGS", "RUSTDOCFLAGS"]
                .contains(&&*text)
        {
            command.env_remove(&name);
        }
    }
}

/// The manifest of a package without dependencies.
pub fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n"
    )
}

/// Links every file below a folder into another one.
fn link_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder of links");
    for entry in fs::read_dir(from).expect("a folder that was built").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            link_all(&entry.path(), &target);
        } else {
            // What the build has just removed is not needed.
            let _ = fs::hard_link(entry.path(), target);
        }
    }
}

/// All files below a folder, by path from there.
pub fn files_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn collect(folder: &Path, root: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, root, found);
            } else if let (Ok(bytes), Ok(relative)) = (fs::read(&path), path.strip_prefix(root)) {
                found.insert(relative.to_owned(), bytes);
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(folder, folder, &mut found);
    found
}
