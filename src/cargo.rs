//! Composes every cargo and rustc command of the tool; nothing else does.

use std::process::Command;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::error::{Error, Result};
use crate::settings::{CargoOptions, Settings};

/// Variables that a surrounding `cargo run` leaves and that would confuse an inner cargo.
const LEFTOVERS: &[&str] = &[
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_PATH",
    "CARGO_CRATE_NAME",
    "CARGO_BIN_NAME",
    "CARGO_PRIMARY_PACKAGE",
    "CARGO_TARGET_TMPDIR",
    "OUT_DIR",
    "CARGO_MAKEFLAGS",
    "MAKEFLAGS",
    "NUM_JOBS",
    "RUSTC_WORKSPACE_WRAPPER",
    "MUTATE_DATA_ACTIVE",
    "MUTATE_DATA_TRACE",
    "MUTATE_DATA_COUNT",
    "MUTATE_DATA_TICKS",
    "MUTATE_DATA_SIGNAL",
];

/// Takes out of `command` what a surrounding cargo put into our environment.
pub fn scrub(command: &mut Command) {
    for name in LEFTOVERS {
        command.env_remove(name);
    }
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_BIN_EXE_") || name.starts_with("DEP_") {
            command.env_remove(&*name);
        }
    }
}

/// A cargo command in a directory, with a clean environment.
#[must_use]
pub fn command(directory: &Utf8Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(directory);
    scrub(&mut command);
    command
}

/// Adds the flags that choose lock file and network behaviour.
fn lock_flags(command: &mut Command, options: &CargoOptions) {
    for (flag, on) in
        [("--locked", options.locked), ("--offline", options.offline), ("--frozen", options.frozen)]
    {
        if on {
            command.arg(flag);
        }
    }
}

/// Adds the flags that choose features.
fn feature_flags(command: &mut Command, options: &CargoOptions) {
    for feature in &options.features {
        command.args(["--features", feature]);
    }
    if options.all_features {
        command.arg("--all-features");
    }
    if options.no_default_features {
        command.arg("--no-default-features");
    }
}

/// `cargo metadata` for the workspace that the settings name.
#[must_use]
pub fn metadata(settings: &Settings, directory: &Utf8Path, host: &str) -> Command {
    let mut command = command(directory);
    command.args(["metadata", "--format-version", "1", "--filter-platform", host]);
    if let Some(path) = &settings.manifest_path {
        command.args(["--manifest-path", path.as_str()]);
    }
    feature_flags(&mut command, &settings.cargo);
    lock_flags(&mut command, &settings.cargo);
    command
}

/// What `cargo test` is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestBuild<'a> {
    /// Compile the test binaries and report them as JSON: those that these flags select, all where there are none.
    Binaries(&'a [&'a str]),
    /// Compile and run the doctests.
    Doctests,
}

/// `cargo test` for some packages of a workspace.
#[must_use]
pub fn test(settings: &Settings, root: &Utf8Path, packages: &[String], what: TestBuild<'_>) -> Command {
    let mut command = command(root);
    command.arg("test");
    for package in packages {
        command.args(["--package", package]);
    }
    match what {
        TestBuild::Binaries(selection) => {
            command.args(["--no-run", "--message-format=json-diagnostic-rendered-ansi"]).args(selection);
        }
        TestBuild::Doctests => {
            command.arg("--doc");
        }
    }
    if settings.cargo.release {
        command.arg("--release");
    }
    if let Some(profile) = &settings.cargo.profile {
        command.args(["--profile", profile]);
    }
    if let Some(target) = &settings.cargo.target_dir {
        command.args(["--target-dir", target.as_str()]);
    }
    feature_flags(&mut command, &settings.cargo);
    lock_flags(&mut command, &settings.cargo);
    command
}

/// What the compiler says of itself and of the host.
#[derive(Debug, Clone, Default)]
pub struct Toolchain {
    /// `rustc -vV`, whole.
    pub verbose: String,
    /// First line of it.
    pub version: String,
    /// The host triple.
    pub host: String,
    /// `rustc --print cfg` with the flags that cargo hands on.
    pub cfg: String,
    /// Folder of the compiler's own libraries, which proc-macro and dylib tests load.
    pub libraries: Utf8PathBuf,
}

/// Asks the compiler that cargo would use in `root`.
///
/// # Errors
/// Where rustc cannot be started or fails.
pub fn toolchain(root: &Utf8Path, options: &CargoOptions) -> Result<Toolchain> {
    let ask = |arguments: &[&str]| -> Result<String> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut command = Command::new(rustc);
        command.current_dir(root).args(arguments);
        scrub(&mut command);
        let output = command.output().map_err(Error::io("start", "rustc"))?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Error::Build(format!("rustc {} failed: {text}", arguments.join(" "))));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let verbose = ask(&["-vV"])?;
    // One more process answers both questions.
    let flags = std::env::var("RUSTFLAGS").unwrap_or_default();
    let mut arguments = vec!["--print", "sysroot", "--print", "cfg"];
    if options.release || matches!(options.profile.as_deref(), Some("release" | "bench")) {
        arguments.extend(["-C", "debug-assertions=off"]);
    }
    arguments.extend(flags.split_whitespace());
    let printed = ask(&arguments)?;
    let (sysroot, cfg) = printed.split_once('\n').unwrap_or((&printed, ""));
    let field = |name: &str| {
        verbose.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
    };
    let host = field("host:");
    let libraries = Utf8PathBuf::from(sysroot.trim()).join("lib");
    let version = verbose.lines().next().unwrap_or_default().to_owned();
    Ok(Toolchain { version, host, cfg: cfg.to_owned(), libraries, verbose })
}
