//! Doctests: one `cargo test --doc` whose runner is our executable keeps a copy of each compiled doctest (I8).

use std::ffi::OsString;
use std::fs;
use std::process::{Command, ExitCode};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::{compile, runtimes, wrapper};
use crate::cargo::TestBuild;
use crate::discover::Discovery;
use crate::error::{Error, Result};
use crate::process::{self, Ending, Limits};
use crate::settings::Settings;
use crate::workspace::Workspace;

/// Selects one test inside a bundle of merged doctests (edition 2024).
const SELECT: &str = "RUSTDOC_DOCTEST_RUN_NB_TEST";
/// Tells a bundle where it lies, so that it runs each of its doctests in a process of its own. Rustdoc sets it only where
/// it starts bundles without a runner.
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

/// What one `cargo test --doc` yields.
#[derive(Debug, Default)]
pub struct Collected {
    /// Doctests that run and pass, by package and name.
    pub doctests: Vec<Doctest>,
    /// Those that fail, with what rustdoc says of them.
    pub failing: Vec<(String, String)>,
}

/// What the runner notes of one program.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    folder: Utf8PathBuf,
    bundle: bool,
    success: bool,
    stdout: String,
    /// File and line as rustdoc puts them into the name of a function, `src_lib_rs_12`; unless the doctest has its own `main`.
    place: Option<String>,
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
    let program = fs::read(&arguments[0])?;
    let bundle = memmem::find(&program, SELECT.as_bytes()).is_some();
    let mut command = Command::new(&arguments[0]);
    if bundle {
        command.env(BUNDLE, &arguments[0]);
    }
    let output = command.args(&arguments[1..]).output()?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    print!("{stdout}");
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    let folder = std::env::current_dir()?;
    let note = Note {
        folder: Utf8PathBuf::from_path_buf(folder).unwrap_or_default(),
        bundle,
        success: output.status.success(),
        stdout,
        place: place(&program),
    };
    fs::write(own.join("note.json"), serde_json::to_string(&note)?)?;
    Ok(ExitCode::from(u8::try_from(output.status.code().unwrap_or(101)).unwrap_or(101)))
}

/// The place in the name of the function that rustdoc wraps a doctest into: `_doctest_main_src_lib_rs_12_0`.
fn place(program: &[u8]) -> Option<String> {
    const MARK: &[u8] = b"_doctest_main_";
    let start = memmem::find(program, MARK)? + MARK.len();
    let name = program[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_');
    let name: String = name.map(|byte| char::from(*byte)).collect();
    // Behind the line comes a counter, and what the compiler adds to every name.
    let end = name.rfind("_0").filter(|end| name[..*end].ends_with(|c: char| c.is_ascii_digit()))?;
    Some(name[..end].to_owned())
}

/// Compiles the doctests of the tested packages once, against the libraries of a role or as they are.
///
/// # Errors
/// [`Error::Build`] where cargo cannot build what they need; Ctrl-C.
pub fn collect(
    settings: &Settings,
    workspace: &Workspace,
    discovery: &Discovery,
    role: Option<&str>,
) -> Result<Collected> {
    let packages: Vec<String> = workspace
        .tested
        .iter()
        .filter(|name| may_have_doctests(workspace, discovery, name))
        .cloned()
        .collect();
    if packages.is_empty() {
        return Ok(Collected::default());
    }
    let specifications: Vec<String> = packages.iter().map(|name| workspace.specification(name)).collect();
    let store = workspace.output().join(if role.is_some() { "doctests" } else { "doctests-original" });
    let _ = fs::remove_dir_all(&store);
    fs::create_dir_all(&store).map_err(Error::io("create", &store))?;
    let mut command = crate::cargo::test(settings, &workspace.root, &specifications, TestBuild::Doctests);
    if let Some(role) = role {
        compile::wrap(&mut command, settings, workspace, &super::mirror_of(workspace), role)?;
        link_runtime(workspace, &mut command)?;
    }
    let own = std::env::current_exe().map_err(Error::io("find", "our own executable"))?;
    let triple = workspace.toolchain.host.to_uppercase().replace(['-', '.'], "_");
    command.env(format!("CARGO_TARGET_{triple}_RUNNER"), own);
    command.env(wrapper::DOCTESTS, &store);
    command.arg("--no-fail-fast");
    let finished = process::run(&mut command, Limits::none(), &mut |_| false)?;
    if finished.ending == Ending::Interrupted {
        return Err(Error::Interrupted);
    }
    let failing = failing(&finished.stdout);
    if failing.is_empty() && !matches!(finished.ending, Ending::Exited(status) if status.success()) {
        return Err(Error::Build(format!("the doctests cannot be built:\n{}", finished.stderr.trim_end())));
    }
    let mut doctests = read_store(workspace, &store, &finished.stdout)?;
    doctests.retain(|doctest| failing.iter().all(|(name, _)| *name != doctest.name));
    Ok(Collected { doctests, failing })
}

/// Blames the user's code for doctests that fail without any change of ours, too.
///
/// # Errors
/// [`Error::Baseline`] with the first such doctest; as [`collect`].
pub fn check_originals(
    settings: &Settings,
    workspace: &Workspace,
    discovery: &Discovery,
    failing: &[(String, String)],
) -> Result<()> {
    let original = collect(settings, workspace, discovery, None)?;
    let fails = |(name, _): &&(String, String)| failing.iter().any(|(other, _)| other == name);
    match original.failing.iter().find(fails) {
        None => Ok(()),
        Some((name, output)) => Err(Error::Baseline(format!(
            "the doctest `{name}` fails without any mutant; make `cargo test --doc` pass first, or leave doctests out \
             with --no-doctests\n\n---- {output}"
        ))),
    }
}

/// Names of failed doctests, each with its part of the output.
fn failing(stdout: &str) -> Vec<(String, String)> {
    let names = stdout.lines().filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
    let names = names.map(without_kind).map(str::to_owned);
    names
        .map(|name| {
            let mut parts = stdout.split("\n---- ").filter(|part| part.starts_with(&name));
            let part = parts.next().unwrap_or_default();
            let part = part.split("\n\nfailures:").next().unwrap_or_default().trim_end();
            (name, part.to_owned())
        })
        .collect()
}

/// Makes rustdoc link doctests with the runtime that the library under test needs.
///
/// # Errors
/// Where the runtime cannot be compiled.
pub fn link_runtime(workspace: &Workspace, command: &mut Command) -> Result<()> {
    let runtime = runtimes::prepare(workspace)?;
    let flags = std::env::var("RUSTDOCFLAGS").unwrap_or_default();
    let links = runtimes::search_flags(&runtime).join(" ");
    let links = format!("--extern mutate_data_rt={runtime} {links}");
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
    // Lines that bundles printed are theirs; the remaining names belong to the single programs.
    let mut lines: Vec<&str> = stdout.lines().collect();
    for (_, note) in notes.iter().filter(|(_, note)| note.bundle) {
        for line in note.stdout.lines() {
            if let Some(at) = lines.iter().position(|other| *other == line) {
                lines.remove(at);
            }
        }
    }
    let mut single: Vec<String> = lines.into_iter().filter_map(run_name).collect();
    // Doctests with a place take their names first; what is left has a `main` of its own.
    notes.sort_by_key(|(_, note)| note.place.is_none());
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
            // Rustdoc numbers the doctests of a bundle by name; the screen shows them as they end.
            let mut lines: Vec<&str> = note.stdout.lines().filter(|line| line.starts_with("test ")).collect();
            lines.retain(|line| line.contains(" ... "));
            lines.sort_by_key(|line| line.split(" ... ").next().map(without_kind));
            doctests.extend(lines.iter().enumerate().filter_map(|(index, line)| {
                let panics = line.contains(" - should panic ... ");
                let name = without_kind(&run_name(line)?).to_owned();
                Some(doctest(name, Some((SELECT.to_owned(), index.to_string())), panics))
            }));
        } else {
            let position = match &note.place {
                Some(place) => single.iter().position(|name| place_of(name).as_ref() == Some(place)),
                None => None,
            };
            if !single.is_empty() {
                let name = single.remove(position.unwrap_or_default());
                doctests.push(doctest(without_kind(&name).to_owned(), None, !note.success));
            }
        }
    }
    doctests.sort_by_cached_key(|doctest| (doctest.package.clone(), order_of(&doctest.name)));
    Ok(doctests)
}

/// The name in a result line, if that test runs a program.
fn run_name(line: &str) -> Option<String> {
    let (name, result) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    let compiled_only = name.ends_with("- compile") || name.ends_with("- compile fail");
    (!compiled_only && !result.starts_with("ignored")).then(|| name.to_owned())
}

/// A name without what rustdoc says of the kind of test.
fn without_kind(name: &str) -> &str {
    let kinds = [" - should panic", " - compile fail", " - compile"];
    kinds.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name)
}

/// File and line of a name.
fn order_of(name: &str) -> (String, usize) {
    let file = name.split(" - ").next().unwrap_or_default().to_owned();
    let line = without_kind(name)
        .rsplit_once("(line ")
        .and_then(|(_, line)| line.trim_end_matches(')').parse().ok());
    (file, line.unwrap_or_default())
}

/// The place of a name as rustdoc puts it into the name of a function.
fn place_of(name: &str) -> Option<String> {
    let (file, line) = order_of(name);
    let file: String = file.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    Some(format!("{file}_{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_know_their_place() {
        let program = b"\0\0_ZN8rust_out4main40_doctest_main_src_lib_rs_120_017hd11d310cc313dfb1E\0";
        assert_eq!(place(program).as_deref(), Some("src_lib_rs_120"));
        assert_eq!(place(b"_doctest_main_src_lib_rs_1_0\0").as_deref(), Some("src_lib_rs_1"));
        assert_eq!(place(b"fn main"), None);
        assert_eq!(place_of("src/lib.rs - f (line 120) - should panic").as_deref(), Some("src_lib_rs_120"));
    }

    #[test]
    fn failures_come_with_their_output() {
        let stdout = "test src/lib.rs - f (line 5) ... FAILED\ntest src/lib.rs - g (line 9) ... ok\n\nfailures:\n\n\
            ---- src/lib.rs - f (line 5) stdout ----\nerror[E0015]: no\n\nfailures:\n    src/lib.rs - f (line 5)\n";
        let failing = failing(stdout);
        assert_eq!(failing.len(), 1);
        assert_eq!(failing[0].0, "src/lib.rs - f (line 5)");
        assert!(failing[0].1.ends_with("error[E0015]: no"), "{}", failing[0].1);
    }

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
