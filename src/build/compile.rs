//! One cargo build: its JSON messages sorted into artifacts, diagnostics and text for people.

use std::collections::BTreeSet;
use std::time::Duration;

use cargo_metadata::camino::Utf8Path;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{Artifact, BuildScript, Message};

use super::slot::Slot;
use super::{record, runtimes, wrapper};
use crate::cargo::{self, TestBuild};
use crate::error::{Error, Result};
use crate::model::{Event, Phase, Reporter};
use crate::process::{self, Ending, Limits};
use crate::settings::{Explain, Settings};
use crate::workspace::Workspace;

/// What a build said.
#[derive(Debug, Default)]
pub struct Compiled {
    /// Whether everything compiled.
    pub success: bool,
    /// Everything that was built.
    pub artifacts: Vec<Artifact>,
    /// What build scripts said.
    pub scripts: Vec<BuildScript>,
    /// Errors, each once.
    pub diagnostics: Vec<Diagnostic>,
    /// The errors as cargo shows them.
    pub text: String,
    /// True where the compiler evaluates a constant without end, or takes longer than allowed.
    pub endless: bool,
}

/// A build of one changed file; what takes longer will not end.
const LANE_LIMIT: Duration = Duration::from_secs(600);
/// The compiler's own word for a constant whose evaluation takes suspiciously long.
const ENDLESS: &str = "long_running_const_eval";

/// Role of the builds of the main lane.
pub const INSTRUMENTED: &str = "instrumented";

/// Their role where the tests take so long that optimised code pays.
pub const OPTIMISED: &str = "optimised";

/// Compiles the tests of the selected packages from `mirror`; `role` names the artifacts apart from others'.
///
/// # Errors
/// Where cargo cannot be started, or after Ctrl-C.
pub fn compile(
    settings: &Settings,
    workspace: &Workspace,
    mirror: &Utf8Path,
    role: &str,
    reporter: &dyn Reporter,
) -> Result<Compiled> {
    let mut command = test_command(settings, workspace, TestBuild::Binaries(&[]));
    wrap(&mut command, settings, workspace, mirror, role)?;
    collect(&mut command, Limits::none(), reporter)
}

/// As [`compile`], in a slot of the rebuild lane, for a single mutant: only the tests that `selection` names, and with a
/// time limit, because constants may be evaluated without end.
///
/// # Errors
/// As [`compile`].
pub fn compile_alone(
    settings: &Settings,
    workspace: &Workspace,
    slot: &Slot,
    selection: &[&str],
    reporter: &dyn Reporter,
) -> Result<Compiled> {
    let mut command = test_command(settings, workspace, TestBuild::Binaries(selection));
    wrap(&mut command, settings, workspace, &slot.mirror, &slot.role)?;
    collect(&mut command, Limits { wall: LANE_LIMIT, memory: u64::MAX }, reporter)
}

/// Compiles the tests as they are, into the user's own artifacts.
///
/// # Errors
/// Where cargo cannot be started, or after Ctrl-C.
pub fn compile_original(
    settings: &Settings,
    workspace: &Workspace,
    reporter: &dyn Reporter,
) -> Result<Compiled> {
    collect(&mut test_command(settings, workspace, TestBuild::Binaries(&[])), Limits::none(), reporter)
}

/// `cargo test` for the tested packages.
#[must_use]
pub fn test_command(
    settings: &Settings,
    workspace: &Workspace,
    what: TestBuild<'_>,
) -> std::process::Command {
    let packages: Vec<String> = workspace.tested.iter().map(|name| workspace.specification(name)).collect();
    cargo::test(settings, &workspace.root, &packages, what)
}

/// Makes cargo call us instead of rustc for workspace members.
///
/// # Errors
/// Where our own executable cannot be found or linked, or the runtime cannot be compiled.
pub fn wrap(
    command: &mut std::process::Command,
    settings: &Settings,
    workspace: &Workspace,
    mirror: &Utf8Path,
    role: &str,
) -> Result<()> {
    // Cargo tells artifacts apart by the wrapper's path, so each role has a link of its own, and so has each version of
    // the runtime: a crate that was linked with another one would not find it.
    let own = std::env::current_exe().map_err(Error::io("find", "our own executable"))?;
    let folder = workspace.output().join("wrapper");
    std::fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
    let link = folder.join(format!("mutate-data-{role}-{}", runtimes::version()));
    if std::fs::read_link(&link).ok().as_deref() != Some(&own) {
        // Builds of the rebuild lane come here at the same time.
        let draft = tempfile::tempdir_in(&folder).map_err(Error::io("create a folder in", &folder))?;
        let fresh = draft.path().join("link");
        let linked = std::os::unix::fs::symlink(&own, &fresh).and_then(|()| std::fs::rename(&fresh, &link));
        linked.map_err(Error::io("link", &link))?;
    }
    runtimes::prepare(workspace)?;
    command.env("RUSTC_WORKSPACE_WRAPPER", &link);
    command.env(wrapper::MIRROR, mirror);
    command.env(wrapper::RUNTIMES, workspace.output().join("runtime"));
    command.env(wrapper::TOOLCHAIN, &workspace.toolchain.verbose);
    if settings.explain != Explain::None {
        command.env(wrapper::FRAMES, "1");
    }
    if role == OPTIMISED {
        command.env(wrapper::OPTIMISE, "1");
    }
    if role == INSTRUMENTED || role == OPTIMISED {
        command.env(wrapper::RECORDS, record::folder(&workspace.output()));
    }
    Ok(())
}

fn collect(command: &mut std::process::Command, limits: Limits, reporter: &dyn Reporter) -> Result<Compiled> {
    let mut compiled = Compiled::default();
    let mut seen = BTreeSet::new();
    let limited = limits != Limits::none();
    let finished = process::run(command, limits, &mut |line| {
        match serde_json::from_str::<Message>(line) {
            Ok(Message::CompilerArtifact(artifact)) => {
                if !artifact.fresh {
                    let note = format!("compiled {}", artifact.target.name);
                    reporter.event(&Event::Step { phase: Phase::Build, note: &note });
                }
                compiled.artifacts.push(artifact);
            }
            Ok(Message::BuildScriptExecuted(script)) => compiled.scripts.push(script),
            Ok(Message::CompilerMessage(message)) => {
                let diagnostic = message.message;
                if limited && diagnostic.code.as_ref().is_some_and(|code| code.code == ENDLESS) {
                    compiled.endless = true;
                }
                let is_error = matches!(diagnostic.level, DiagnosticLevel::Error | DiagnosticLevel::Ice);
                let text = diagnostic.rendered.clone().unwrap_or_else(|| diagnostic.message.clone());
                if is_error && seen.insert(text.clone()) {
                    compiled.text.push_str(&text);
                    compiled.diagnostics.push(diagnostic);
                }
            }
            _ => {}
        }
        compiled.endless
    })?;
    match finished.ending {
        Ending::TimedOut | Ending::Stopped => {
            compiled.endless = true;
            return Ok(compiled);
        }
        Ending::Exited(status) => compiled.success = status.success(),
        Ending::Interrupted => return Err(Error::Interrupted),
        ending => return Err(Error::Internal(format!("cargo ended by {ending:?}"))),
    }
    if !compiled.success && compiled.diagnostics.is_empty() {
        // Manifest, lock file and linker faults come on standard error only.
        compiled.text.push_str(&finished.stderr);
    }
    Ok(compiled)
}
