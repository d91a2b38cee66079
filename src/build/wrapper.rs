//! Our executable in other roles: cargo's rustc wrapper, and the runner that collects doctests.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use super::record;
use crate::error::{Error, Result};
use crate::instrument::mirror;
use crate::workspace::Workspace;

/// Set to the mirror where we act as the wrapper.
pub const MIRROR: &str = "MUTATE_DATA_WRAP_MIRROR";
/// Set to the folder of compiled runtimes.
pub const RUNTIMES: &str = "MUTATE_DATA_WRAP_RUNTIMES";
/// Set to a digest of the toolchain, so that its runtimes are told apart.
pub const TOOLCHAIN: &str = "MUTATE_DATA_WRAP_TOOLCHAIN";
/// Set to the folder that receives how libraries are compiled, where that is wanted.
pub const RECORDS: &str = "MUTATE_DATA_WRAP_RECORDS";
/// Set to the folder that receives copies of doctests where we act as their runner.
pub const DOCTESTS: &str = "MUTATE_DATA_DOCTESTS";

/// The runtime that instrumented crates are linked with.
const RUNTIME: &str = include_str!("../runtime/crate.rs");

/// Acts as wrapper or runner where the environment says so; `None` for an ordinary start.
#[must_use]
pub fn dispatch() -> Option<ExitCode> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let first = arguments.first().map(|first| Path::new(first).to_owned())?;
    let is_compiler = first.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("rustc"))
        || first.file_stem().is_some_and(|stem| stem == "clippy-driver");
    if let (Ok(mirror), true) = (std::env::var(MIRROR), is_compiler) {
        return Some(wrap(Utf8Path::new(&mirror), &arguments));
    }
    if let Ok(folder) = std::env::var(DOCTESTS)
        && first.is_file()
    {
        return Some(super::doctests::keep(Utf8Path::new(&folder), &arguments));
    }
    None
}

/// Runs the compiler on the instrumented crate root instead of the original.
fn wrap(mirror: &Utf8Path, arguments: &[OsString]) -> ExitCode {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let mut command = Command::new(&arguments[0]);
    let root = crate_root(&texts);
    let plain = texts.len() != arguments.len() || root.is_none() || is_left_alone(&texts);
    if plain {
        command.args(&arguments[1..]);
        return exec(command);
    }
    let (Some(root), Ok(here)) = (root, std::env::current_dir()) else {
        command.args(&arguments[1..]);
        return exec(command);
    };
    let here = Utf8PathBuf::from_path_buf(here).unwrap_or_default();
    let instrumented = mirror::path_in(mirror, &here.join(root));
    let mirrored = instrumented.exists();
    let mut skip_value = false;
    for argument in &texts[1..] {
        if std::mem::take(&mut skip_value) {
            continue;
        }
        match *argument {
            path if mirrored && path == root => {
                command.arg(instrumented.as_str());
            }
            "--cap-lints" => skip_value = true,
            flag if flag.starts_with("--cap-lints=") => {}
            other => {
                command.arg(other);
            }
        }
    }
    // Test processes print no backtraces, and a polars binary links many times faster without debug information.
    command.args(["--cap-lints", "allow", "-C", "strip=debuginfo"]);
    // Without its lint the compiler would evaluate an endless constant in silence, forever.
    command.args(["--force-warn", "long_running_const_eval"]);
    if mirrored {
        // The later rule wins: below the current folder paths become relative again, as cargo gave them.
        command.arg("--remap-path-prefix").arg(format!("{mirror}=/"));
        command.arg("--remap-path-prefix").arg(format!("{}=", mirror::path_in(mirror, &here)));
    }
    match runtime(&texts) {
        Ok(path) => {
            command.args(link_flags(&path));
        }
        Err(message) => {
            eprintln!("error: the mutation runtime cannot be compiled: {message}");
            return ExitCode::FAILURE;
        }
    }
    if let Ok(records) = std::env::var(RECORDS) {
        record::keep(Utf8Path::new(&records), &here, &command);
    }
    exec(command)
}

/// Flags that let a crate use the runtime itself and find it behind its dependencies.
#[must_use]
pub fn link_flags(runtime: &Utf8Path) -> [String; 4] {
    let folder = runtime.parent().unwrap_or(runtime);
    ["--extern".into(), format!("mutate_data_rt={runtime}"), "-L".into(), format!("dependency={folder}")]
}

fn exec(mut command: Command) -> ExitCode {
    let error = command.exec();
    eprintln!("error: cannot start {}: {error}", command.get_program().to_string_lossy());
    ExitCode::FAILURE
}

/// The source file among the compiler's arguments.
fn crate_root<'a>(arguments: &[&'a str]) -> Option<&'a str> {
    let mut previous = "";
    arguments.iter().skip(1).copied().find(|argument| {
        let is_value =
            matches!(previous, "--crate-name" | "-o" | "--out-dir" | "-C" | "-L" | "--extern" | "--cfg");
        previous = argument;
        !is_value && !argument.starts_with('-') && argument.ends_with(".rs")
    })
}

/// Build scripts and procedural macros run in the compiler, where no test switches anything.
fn is_left_alone(arguments: &[&str]) -> bool {
    let value_of = |flag: &str| {
        arguments
            .iter()
            .zip(arguments.iter().skip(1))
            .find(|(name, _)| **name == flag)
            .map(|(_, value)| *value)
    };
    value_of("--crate-name").is_some_and(|name| name.starts_with("build_script_"))
        || value_of("--crate-type") == Some("proc-macro")
        || arguments.contains(&"--print")
        || arguments.iter().any(|argument| argument.starts_with("--print="))
}

/// The compiled runtime for this compiler and target; compiled on first use.
fn runtime(arguments: &[&str]) -> std::io::Result<Utf8PathBuf> {
    let target = arguments.iter().zip(arguments.iter().skip(1)).find(|(flag, _)| **flag == "--target");
    let (target, toolchain) =
        (target.map(|(_, target)| *target), std::env::var(TOOLCHAIN).unwrap_or_default());
    let folder = Utf8PathBuf::from(std::env::var(RUNTIMES).unwrap_or_default());
    ensure_runtime(arguments[0], target, &toolchain, &folder)
}

/// Where processes with a cleared environment leave their traces; compiled into the runtime of this target directory.
#[must_use]
pub fn lost_folder(runtimes: &Utf8Path) -> Utf8PathBuf {
    runtimes.join("lost")
}

/// Compiles the runtime for the host before cargo starts, so that wrappers find it.
///
/// # Errors
/// Where the compiler or the file system fails.
pub fn prepare_runtime(workspace: &Workspace) -> Result<Utf8PathBuf> {
    let runtimes = workspace.output().join("runtime");
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    ensure_runtime(&rustc, None, &workspace.toolchain.verbose, &runtimes)
        .map_err(Error::io("compile", runtimes))
}

/// Compiles the runtime unless it is there; several wrappers may do so at the same time.
///
/// # Errors
/// Where the compiler or the file system fails.
pub fn ensure_runtime(
    rustc: &str,
    target: Option<&str>,
    toolchain: &str,
    folder: &Utf8Path,
) -> std::io::Result<Utf8PathBuf> {
    let parent = folder;
    let key =
        blake3::hash(format!("{RUNTIME}\0{}\0{toolchain}\0{parent}", target.unwrap_or("host")).as_bytes())
            .to_hex();
    let folder = parent.join(&key[..16]);
    let library = folder.join("libmutate_data_rt.rlib");
    if library.exists() {
        return Ok(library);
    }
    std::fs::create_dir_all(&folder)?;
    let own = folder.join(format!("build-{}", std::process::id()));
    std::fs::create_dir_all(&own)?;
    let (source, built) = (own.join("mutate_data_rt.rs"), own.join("libmutate_data_rt.rlib"));
    std::fs::write(&source, RUNTIME)?;
    let mut command = Command::new(rustc);
    // Out of reach of Ctrl-C: it takes a second, and half a runtime helps nobody.
    command.process_group(0);
    command.args(["--crate-name", "mutate_data_rt", "--crate-type", "rlib", "--edition", "2021", "-O"]);
    command.args(["-C", &format!("metadata={}", &key[..16]), "--cap-lints", "allow", "-o", built.as_str()]);
    // Two wrappers may compile it at the same time; both must get the same crate.
    command.args(["--remap-path-prefix", &format!("{own}=")]);
    command.arg(source.as_str()).env("MUTATE_DATA_LOST", lost_folder(parent));
    if let Some(target) = target {
        command.args(["--target", target]);
    }
    let output = command.output()?;
    if !output.status.success() {
        return Err(std::io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    // The first one stays: others may be linked with it already.
    let linked = std::fs::hard_link(&built, &library);
    let _ = std::fs::remove_dir_all(&own);
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(library),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crate_root_is_found_among_the_arguments() {
        let arguments = ["rustc", "--crate-name", "a.rs", "--edition=2021", "src/lib.rs", "--emit=link"];
        assert_eq!(crate_root(&arguments), Some("src/lib.rs"));
        assert_eq!(crate_root(&["rustc", "-vV"]), None);
    }

    #[test]
    fn build_scripts_and_macros_are_left_alone() {
        assert!(is_left_alone(&["rustc", "--crate-name", "build_script_build", "build.rs"]));
        assert!(is_left_alone(&["rustc", "--crate-name", "m", "--crate-type", "proc-macro", "src/lib.rs"]));
        assert!(!is_left_alone(&["rustc", "--crate-name", "m", "--crate-type", "lib", "src/lib.rs"]));
    }
}
