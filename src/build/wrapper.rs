//! Our executable in other roles: cargo's rustc wrapper, and the runner that collects doctests.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use super::record;
use super::runtimes::{self, Toolchain};
use crate::instrument::mirror;

/// Set to the mirror where we act as the wrapper.
pub const MIRROR: &str = "MUTATE_DATA_WRAP_MIRROR";
/// Set to the folder of compiled runtimes.
pub const RUNTIMES: &str = "MUTATE_DATA_WRAP_RUNTIMES";
/// Set to a digest of the toolchain, so that its runtimes are told apart.
pub const TOOLCHAIN: &str = "MUTATE_DATA_WRAP_TOOLCHAIN";
/// Set where observation points want to read frames.
pub const FRAMES: &str = "MUTATE_DATA_WRAP_FRAMES";
/// Set where the code is optimised, as far as its profile says nothing of it.
pub const OPTIMISE: &str = "MUTATE_DATA_WRAP_OPTIMISE";
/// Set to the folder that receives how libraries are compiled, where that is wanted.
pub const RECORDS: &str = "MUTATE_DATA_WRAP_RECORDS";
/// Set to the folder that receives copies of doctests where we act as their runner.
pub const DOCTESTS: &str = "MUTATE_DATA_DOCTESTS";

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
    let mut arguments = texts[1..].iter().copied().peekable();
    while let Some(argument) = arguments.next() {
        match argument {
            path if mirrored && path == root => {
                command.arg(instrumented.as_str());
            }
            "--cap-lints" => drop(arguments.next()),
            flag if flag.starts_with("--cap-lints=") => {}
            // What is instrumented changes everywhere from one build to the next: to remember parts of it only costs time.
            "-C" if arguments.peek().is_some_and(|value| value.starts_with("incremental=")) => {
                arguments.next();
            }
            other => {
                command.arg(other);
            }
        }
    }
    // Test processes print no backtraces, and both compiling and linking are faster without debug information.
    command.args(["--cap-lints", "allow", "-C", "debuginfo=0", "-C", "strip=debuginfo"]);
    // Without its lint the compiler would evaluate an endless constant in silence, forever.
    command.args(["--force-warn", "long_running_const_eval"]);
    if mirrored {
        // The later rule wins: below the current folder paths become relative again, as cargo gave them.
        command.arg("--remap-path-prefix").arg(format!("{mirror}=/"));
        command.arg("--remap-path-prefix").arg(format!("{}=", mirror::path_in(mirror, &here)));
    }
    let runtime = match runtime(&texts) {
        Ok(runtime) => runtime,
        Err(message) => {
            eprintln!("error: the mutation runtime cannot be compiled: {message}");
            return ExitCode::FAILURE;
        }
    };
    let effort = match std::env::var_os(OPTIMISE) {
        Some(_) => Effort::Level,
        None if runtime.knows_passes => Effort::Passes,
        None => Effort::None,
    };
    command.args(runtime.links).args(faster(&texts, effort));
    if let Ok(records) = std::env::var(RECORDS) {
        record::keep(Utf8Path::new(&records), &here, &command);
    }
    exec(command)
}

/// What is done for the speed of code that is not optimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effort {
    None,
    /// A few passes, which cost no time.
    Passes,
    /// A level of optimisation, where a long run is ahead.
    Level,
}

/// Flags that win back what switches cost; none where the profile says how code is optimised. The checks of debug builds
/// stay on.
fn faster(arguments: &[&str], effort: Effort) -> Vec<String> {
    let says = |option: &str| values_of(arguments, "-C").any(|value| value.starts_with(option));
    if says("opt-level=") || says("passes=") {
        return vec![];
    }
    let options: Vec<String> = match effort {
        Effort::None => vec![],
        Effort::Passes => vec![format!("passes={}", runtimes::PASSES)],
        Effort::Level => {
            let checks = ["debug-assertions", "overflow-checks"].into_iter().filter(|check| !says(check));
            checks.map(|check| format!("{check}=on")).chain(["opt-level=1".to_owned()]).collect()
        }
    };
    options.into_iter().flat_map(|option| ["-C".to_owned(), option]).collect()
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
    let value_of = |flag| values_of(arguments, flag).next();
    value_of("--crate-name").is_some_and(|name| name.starts_with("build_script_"))
        || value_of("--crate-type") == Some("proc-macro")
        || arguments.contains(&"--print")
        || arguments.iter().any(|argument| argument.starts_with("--print="))
}

/// What a crate needs of the runtime.
struct Runtime {
    /// Flags that link with it, and with what reads the frames of the crate's polars.
    links: Vec<String>,
    /// Whether the compiler knows [`runtimes::PASSES`].
    knows_passes: bool,
}

fn runtime(arguments: &[&str]) -> io::Result<Runtime> {
    let verbose = std::env::var(TOOLCHAIN).unwrap_or_default();
    let target = values_of(arguments, "--target").next();
    let toolchain = Toolchain { rustc: arguments[0], target, verbose: &verbose };
    let folder = Utf8PathBuf::from(std::env::var(RUNTIMES).unwrap_or_default());
    let runtime = runtimes::ensure(toolchain, &folder)?;
    let frames = match polars(arguments).filter(|_| std::env::var_os(FRAMES).is_some()) {
        Some(polars) => {
            let search: Vec<&str> = values_of(arguments, "-L").collect();
            runtimes::ensure_frames(toolchain, &runtime, polars, &search)?
        }
        // The runtime has the same macros for everything but frames.
        None => runtime.clone(),
    };
    let mut flags = runtimes::search_flags(&runtime);
    for (name, library) in [("mutate_data_rt", &runtime), ("mutate_data_frames", &frames)] {
        flags.extend(["--extern".to_owned(), format!("{name}={library}")]);
    }
    Ok(Runtime { links: flags, knows_passes: runtimes::knows_passes(&runtime) })
}

/// The polars that a crate may name, by whatever name.
fn polars<'a>(arguments: &[&'a str]) -> Option<&'a Utf8Path> {
    let paths =
        values_of(arguments, "--extern").filter_map(|value| Some(Utf8Path::new(value.split_once('=')?.1)));
    let is_polars = |path: &&Utf8Path| {
        let library = matches!(path.extension(), Some("rlib" | "rmeta"));
        library && path.file_stem().is_some_and(|stem| stem == "libpolars" || stem.starts_with("libpolars-"))
    };
    paths.into_iter().find(is_polars)
}

/// The values of a flag that may be given several times.
fn values_of<'a>(arguments: &[&'a str], flag: &str) -> impl Iterator<Item = &'a str> {
    arguments
        .iter()
        .zip(arguments.iter().skip(1))
        .filter(move |(name, _)| **name == flag)
        .map(|(_, value)| *value)
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
    fn polars_is_found_by_its_file_whatever_it_is_called() {
        let found = |value: &'static str| polars(&["rustc", "--extern", value]).map(Utf8Path::as_str);
        assert_eq!(found("pl=/deps/libpolars-1a.rmeta"), Some("/deps/libpolars-1a.rmeta"));
        assert_eq!(found("polars_core=/deps/libpolars_core-1a.rmeta"), None);
        assert_eq!(found("polars=/deps/libpolars-1a.d"), None);
        assert_eq!(found("polars"), None);
    }

    #[test]
    fn optimised_code_keeps_its_checks_and_profiles_that_optimise_are_left_as_they_are() {
        let plain = ["rustc", "-C", "debuginfo=2", "-C", "overflow-checks=off", "src/lib.rs"];
        let flags = |effort| faster(&plain, effort).join(" ");
        assert_eq!(flags(Effort::None), "");
        assert_eq!(flags(Effort::Passes), format!("-C passes={}", runtimes::PASSES));
        assert_eq!(flags(Effort::Level), "-C debug-assertions=on -C opt-level=1");
        for effort in [Effort::Passes, Effort::Level] {
            assert!(faster(&["rustc", "-C", "opt-level=2"], effort).is_empty());
        }
    }

    #[test]
    fn build_scripts_and_macros_are_left_alone() {
        assert!(is_left_alone(&["rustc", "--crate-name", "build_script_build", "build.rs"]));
        assert!(is_left_alone(&["rustc", "--crate-name", "m", "--crate-type", "proc-macro", "src/lib.rs"]));
        assert!(!is_left_alone(&["rustc", "--crate-name", "m", "--crate-type", "lib", "src/lib.rs"]));
    }
}
