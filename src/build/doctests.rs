//! Doctests: one `cargo test --doc` whose runner is our executable keeps a copy of each compiled doctest (I8).

use std::ffi::OsString;
use std::fs;
use std::process::{Command, ExitCode};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use super::{compile, wrapper};
use crate::cargo::TestBuild;
use crate::discover::Discovery;
use crate::error::{Error, Result};
use crate::process::{self, Ending, Limits};
use crate::settings::Settings;
use crate::workspace::Workspace;

/// Selects one test inside a bundle of merged doctests (edition 2024).
const SELECT: &str = "RUSTDOC_DOCTEST_RUN_NB_TEST";
/// Rustdoc sets it for bundles.
const BUNDLE: &str = "RUSTDOC_DOCTEST_BIN_PATH";

/// A doctest that can be run alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doctest {
    /// As rustdoc prints it: `src/lib.rs - add (line 3)`.
    pub name: String,
    /// Package name.
    pub package: String,
    /// The program.
    pub executable: Utf8PathBuf,
    /// Where rustdoc starts it.
    pub folder: Utf8PathBuf,
    /// Position inside a bundle.
    pub select: Option<(String, String)>,
    /// True for `should_panic`.
    pub expects_failure: bool,
}

/// What the runner notes of one program.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    folder: Utf8PathBuf,
    bundle: bool,
    success: bool,
    stdout: String,
}

/// The runner: keeps a copy of the program, runs it, passes its output and status on.
#[must_use]
pub fn keep(store: &Utf8Path, arguments: &[OsString]) -> ExitCode {
    match try_keep(store, arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("cannot keep a doctest in {store}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn try_keep(store: &Utf8Path, arguments: &[OsString]) -> std::io::Result<ExitCode> {
    let number = fs::read_dir(store)?.count();
    let own = (number..).map(|n| store.join(format!("{n:06}"))).find(|path| fs::create_dir(path).is_ok());
    let own = own.ok_or_else(|| std::io::Error::other("no free name"))?;
    fs::copy(&arguments[0], own.join("doctest"))?;
    let output = Command::new(&arguments[0]).args(&arguments[1..]).output()?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    print!("{stdout}");
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    let folder = std::env::current_dir()?;
    let note = Note {
        folder: Utf8PathBuf::from_path_buf(folder).unwrap_or_default(),
        bundle: std::env::var_os(BUNDLE).is_some(),
        success: output.status.success(),
        stdout,
    };
    fs::write(own.join("note.json"), serde_json::to_string(&note)?)?;
    Ok(ExitCode::from(u8::try_from(output.status.code().unwrap_or(101)).unwrap_or(101)))
}

/// Compiles the doctests of the tested packages once and returns those that run.
///
/// # Errors
/// [`Error::Baseline`] where a doctest fails as it is, [`Error::Build`] where cargo cannot build them.
pub fn collect(settings: &Settings, workspace: &Workspace, discovery: &Discovery) -> Result<Vec<Doctest>> {
    let packages: Vec<String> = workspace
        .tested
        .iter()
        .filter(|name| may_have_doctests(workspace, discovery, name))
        .cloned()
        .collect();
    if packages.is_empty() {
        return Ok(Vec::new());
    }
    let specifications: Vec<String> = packages.iter().map(|name| workspace.specification(name)).collect();
    let store = workspace.output().join("doctests");
    let _ = fs::remove_dir_all(&store);
    fs::create_dir_all(&store).map_err(Error::io("create", &store))?;
    let mirror = super::mirror_of(workspace);
    let mut command = crate::cargo::test(settings, &workspace.root, &specifications, TestBuild::Doctests);
    compile::wrap(&mut command, workspace, &mirror, compile::INSTRUMENTED)?;
    let own = std::env::current_exe().map_err(Error::io("find", "our own executable"))?;
    let triple = workspace.toolchain.host.to_uppercase().replace(['-', '.'], "_");
    command.env(format!("CARGO_TARGET_{triple}_RUNNER"), own);
    command.env(wrapper::DOCTESTS, &store);
    link_runtime(workspace, &mut command)?;
    // One at a time, so that the order of the names on the screen is the order of the programs in the store.
    command.args(["--no-fail-fast", "--", "--test-threads=1"]);
    let finished = process::run(&mut command, Limits::none(), &mut |_| false)?;
    if finished.ending == Ending::Interrupted {
        return Err(Error::Interrupted);
    }
    if let Some(failed) = finished.stdout.lines().find_map(|line| line.strip_suffix(" ... FAILED")) {
        let name = failed.trim_start_matches("test ");
        let output = finished.stdout.split("\nfailures:\n").nth(1).unwrap_or(&finished.stderr);
        return Err(Error::Baseline(format!(
            "the doctest `{name}` fails without any mutant; make `cargo test --doc` pass first, or leave doctests out \
             with --no-doctests\n\n{}",
            output.trim_end()
        )));
    }
    if !matches!(finished.ending, Ending::Exited(status) if status.success()) {
        return Err(Error::Build(format!("the doctests cannot be built:\n{}", finished.stderr.trim_end())));
    }
    read_store(workspace, &store, &finished.stdout)
}

/// Makes rustdoc link doctests with the runtime that the library under test needs.
///
/// # Errors
/// Where the runtime cannot be compiled.
pub fn link_runtime(workspace: &Workspace, command: &mut Command) -> Result<()> {
    let runtime = wrapper::prepare_runtime(workspace)?;
    let flags = std::env::var("RUSTDOCFLAGS").unwrap_or_default();
    let links = wrapper::link_flags(&runtime).join(" ");
    command.env("RUSTDOCFLAGS", format!("{flags} --cap-lints allow {links}").trim());
    Ok(())
}

/// Cheap reasons to skip rustdoc: no library, doctests switched off, no code block in any doc comment.
fn may_have_doctests(workspace: &Workspace, discovery: &Discovery, name: &str) -> bool {
    let Some(package) = workspace.package(name) else { return false };
    let tested = package.targets.iter().any(|target| target.doctest && !target.is_proc_macro());
    let mentions = discovery.files.iter().filter(|file| file.package == name).any(|file| {
        let fenced = file.text.contains("```") || file.text.contains("~~~");
        let indented = file.text.lines().any(|line| {
            let line = line.trim_start();
            line.starts_with("///     ") || line.starts_with("//!     ")
        });
        fenced
            || indented
            || file.text.contains("doc = include_str!")
            || file.text.contains("doc=include_str!")
    });
    tested && mentions
}

fn read_store(workspace: &Workspace, store: &Utf8Path, stdout: &str) -> Result<Vec<Doctest>> {
    let mut folders: Vec<Utf8PathBuf> = store
        .read_dir_utf8()
        .map_err(Error::io("read", store))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path().to_owned()))
        .collect();
    folders.sort();
    let mut notes = Vec::new();
    for folder in folders {
        let path = folder.join("note.json");
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let note: Note = serde_json::from_str(&text)
            .map_err(|error| Error::Internal(format!("{path} is not what the runner wrote: {error}")))?;
        notes.push((folder, note));
    }
    // Lines that bundles printed are theirs; the remaining names belong to the single programs, in order.
    let mut lines: Vec<&str> = stdout.lines().collect();
    for (_, note) in notes.iter().filter(|(_, note)| note.bundle) {
        for line in note.stdout.lines() {
            if let Some(at) = lines.iter().position(|other| *other == line) {
                lines.remove(at);
            }
        }
    }
    let mut single = lines.into_iter().filter_map(run_name);
    let mut doctests = Vec::new();
    for (folder, note) in notes {
        let package = workspace.members.iter().find(|p| p.manifest_path.parent() == Some(&*note.folder));
        let package = package.map(|package| package.name.to_string()).unwrap_or_default();
        let doctest = |name: String, select: Option<(String, String)>, expects_failure: bool| Doctest {
            name,
            package: package.clone(),
            executable: folder.join("doctest"),
            folder: note.folder.clone(),
            select,
            expects_failure,
        };
        if note.bundle {
            let names = note.stdout.lines().filter_map(|line| line.strip_prefix("test ")).enumerate();
            doctests.extend(names.filter_map(|(index, line)| {
                let name = run_name(&format!("test {line}"))?;
                let panics = name.ends_with("- should panic");
                Some(doctest(name, Some((SELECT.to_owned(), index.to_string())), panics))
            }));
        } else if let Some(name) = single.next() {
            doctests.push(doctest(name, None, !note.success));
        }
    }
    Ok(doctests)
}

/// The name in a result line, if that test runs a program.
fn run_name(line: &str) -> Option<String> {
    let (name, result) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    let compiled_only = name.ends_with("- compile") || name.ends_with("- compile fail");
    (!compiled_only && !result.starts_with("ignored")).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_doctests_that_run_are_named() {
        assert_eq!(
            run_name("test src/lib.rs - f (line 2) ... ok").as_deref(),
            Some("src/lib.rs - f (line 2)")
        );
        assert_eq!(run_name("test src/lib.rs - f (line 2) - compile ... ok"), None);
        assert_eq!(run_name("test src/lib.rs - f (line 2) - compile fail ... ok"), None);
        assert_eq!(run_name("test src/lib.rs - f (line 2) ... ignored"), None);
    }
}
