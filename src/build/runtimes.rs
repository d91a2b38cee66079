//! The crates that instrumented code is linked with: the runtime, and for each polars the part that reads frames.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};

use crate::error::{Error, Result};
use crate::workspace::Workspace;

/// Files of the runtime, the root first.
const RUNTIME: [(&str, &str); 5] = [
    ("mutate_data_rt.rs", include_str!("../runtime/crate.rs")),
    ("opaque.rs", include_str!("../runtime/opaque.rs")),
    ("observe.rs", include_str!("../runtime/observe.rs")),
    ("subset.rs", include_str!("../runtime/subset.rs")),
    ("values.rs", include_str!("../runtime/values.rs")),
];

/// The part that reads frames.
const FRAMES: &str = include_str!("../runtime/frames.rs");

/// Flags of [`FRAMES`], for the polars that has everything first; features and versions lack some.
const VARIANTS: [&[&str]; 6] = [
    &["lazy", "column", "structs"],
    &["lazy", "column"],
    &["column", "structs"],
    &["lazy", "structs"],
    &["column"],
    &["lazy"],
];

/// Passes of the compiler's back end that keep local variables in registers and small functions in line. They cost less
/// time than the code that they make superfluous, and win back most of what switches cost in code that is not optimised.
pub const PASSES: &str = "cgscc(inline),sroa,early-cse,simplifycfg";

/// Stands beside a runtime whose compiler does not know [`PASSES`].
const NO_PASSES: &str = "no-passes";

/// What folders of frames crates begin with, beside those of runtimes.
const FRAMES_PREFIX: &str = "frames-";

/// The compiler that makes a crate of ours fit the user's.
#[derive(Debug, Clone, Copy)]
pub struct Toolchain<'a> {
    /// The program.
    pub rustc: &'a str,
    /// `--target`, where it is not the host.
    pub target: Option<&'a str>,
    /// What `rustc -vV` says.
    pub verbose: &'a str,
}

/// A digest of all our sources: artifacts of other versions of this tool were linked with other crates.
#[must_use]
pub fn version() -> String {
    let texts: Vec<&str> = RUNTIME.iter().map(|(_, text)| *text).chain([FRAMES, PASSES]).collect();
    blake3::hash(texts.join("\0").as_bytes()).to_hex()[..16].to_owned()
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
pub fn prepare(workspace: &Workspace) -> Result<Utf8PathBuf> {
    let runtimes = workspace.output().join("runtime");
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let toolchain = Toolchain { rustc: &rustc, target: None, verbose: &workspace.toolchain.verbose };
    ensure(toolchain, &runtimes).map_err(Error::io("compile", runtimes))
}

/// Flags with which a crate finds our crates behind its dependencies.
#[must_use]
pub fn search_flags(runtime: &Utf8Path) -> Vec<String> {
    let folder = runtime.parent().unwrap_or(runtime);
    let mut folders = vec![folder.to_owned()];
    let others = folder.parent().and_then(|runtimes| runtimes.read_dir_utf8().ok());
    let others = others.into_iter().flatten().flatten();
    folders.extend(
        others.filter(|entry| entry.file_name().starts_with(FRAMES_PREFIX)).map(|entry| entry.into_path()),
    );
    folders[1..].sort();
    folders.iter().flat_map(|folder| ["-L".to_owned(), format!("dependency={folder}")]).collect()
}

/// Compiles the runtime unless it is there; several wrappers may do so at the same time.
///
/// # Errors
/// Where the compiler or the file system fails.
pub fn ensure(toolchain: Toolchain<'_>, folder: &Utf8Path) -> io::Result<Utf8PathBuf> {
    let target = toolchain.target.unwrap_or("host");
    let key = key(&[&version(), target, toolchain.verbose, folder.as_str()]);
    let recipe = Recipe { name: "mutate_data_rt", key: &key, files: &RUNTIME, lost: &lost_folder(folder) };
    let home = folder.join(&key);
    // The runtime tries them out; another back end, or another version of it, may not have them.
    match compile(toolchain, &home, &recipe, &["-C".to_owned(), format!("passes={PASSES}")]) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            std::fs::write(home.join(NO_PASSES), error.to_string())?;
            compile(toolchain, &home, &recipe, &[])
        }
        other => other,
    }
}

/// Whether the compiler of this runtime knows [`PASSES`].
#[must_use]
pub fn knows_passes(runtime: &Utf8Path) -> bool {
    !runtime.with_file_name(NO_PASSES).exists()
}

/// Compiles the part that reads frames against the polars at `polars`, unless it is there. The runtime itself stands in
/// where no variant of it compiles: frames are then read by their `Debug` text.
///
/// # Errors
/// Where the compiler cannot be started or the file system fails.
pub fn ensure_frames(
    toolchain: Toolchain<'_>,
    runtime: &Utf8Path,
    polars: &Utf8Path,
    search: &[&str],
) -> io::Result<Utf8PathBuf> {
    let folder = runtime.parent().and_then(Utf8Path::parent).unwrap_or(runtime);
    // Lanes of rebuilds have links to the same polars in folders of their own. It is one crate whether the compiler gets
    // all of it or what is known before its code is generated.
    let metadata = polars.with_extension("rmeta");
    let known = metadata.metadata().or_else(|_| polars.metadata())?;
    let age = known.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let identity = format!("{} {age:?}", polars.file_stem().unwrap_or_default());
    let key = key(&[runtime.as_str(), &identity]);
    let home = folder.join(format!("{FRAMES_PREFIX}{key}"));
    let refused = home.join("refused");
    if refused.exists() {
        return Ok(runtime.to_owned());
    }
    let files = [("mutate_data_frames.rs", FRAMES)];
    let lost = lost_folder(folder);
    let recipe = Recipe { name: "mutate_data_frames", key: &key, files: &files, lost: &lost };
    let mut last = String::new();
    for variant in VARIANTS {
        let mut flags: Vec<String> =
            variant.iter().flat_map(|name| ["--cfg".to_owned(), (*name).to_owned()]).collect();
        flags.extend(["--extern".to_owned(), format!("mutate_data_rt={runtime}")]);
        flags.extend(["--extern".to_owned(), format!("polars={polars}")]);
        flags.extend(search.iter().flat_map(|path| ["-L".to_owned(), (*path).to_owned()]));
        match compile(toolchain, &home, &recipe, &flags) {
            Ok(library) => return Ok(library),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => last = error.to_string(),
            Err(error) => return Err(error),
        }
    }
    std::fs::create_dir_all(&home)?;
    std::fs::write(refused, last)?;
    Ok(runtime.to_owned())
}

fn key(parts: &[&str]) -> String {
    blake3::hash(parts.join("\0").as_bytes()).to_hex()[..16].to_owned()
}

/// What is compiled.
struct Recipe<'a> {
    name: &'a str,
    key: &'a str,
    /// Names and texts, the root first.
    files: &'a [(&'a str, &'a str)],
    lost: &'a Utf8Path,
}

/// Compiles a crate of ours into `folder`; `InvalidData` where the compiler refuses it.
fn compile(
    toolchain: Toolchain<'_>,
    folder: &Utf8Path,
    recipe: &Recipe<'_>,
    flags: &[String],
) -> io::Result<Utf8PathBuf> {
    let file = format!("lib{}.rlib", recipe.name);
    let library = folder.join(&file);
    if library.exists() {
        return Ok(library);
    }
    std::fs::create_dir_all(folder)?;
    let own = folder.join(format!("build-{}", std::process::id()));
    std::fs::create_dir_all(&own)?;
    for (name, text) in recipe.files {
        std::fs::write(own.join(name), text)?;
    }
    let built = own.join(&file);
    let mut command = Command::new(toolchain.rustc);
    // Out of reach of Ctrl-C: it takes seconds, and half a runtime helps nobody.
    command.process_group(0);
    command.args(["--crate-name", recipe.name, "--crate-type", "rlib", "--edition", "2021", "-O"]);
    // Compiled in parallel and not optimised across its parts: it is small, and somebody waits for it.
    command.args(["-C", "lto=off", "-C", "codegen-units=4"]);
    command.args(["-C", &format!("metadata={}", recipe.key), "--cap-lints", "allow", "-o", built.as_str()]);
    // Two wrappers may compile it at the same time; both must get the same crate.
    command.args(["--remap-path-prefix", &format!("{own}=")]).args(flags);
    command.arg(own.join(recipe.files[0].0).as_str()).env("MUTATE_DATA_LOST", recipe.lost);
    if let Some(target) = toolchain.target {
        command.args(["--target", target]);
    }
    let output = command.output()?;
    if !output.status.success() {
        let _ = std::fs::remove_dir_all(&own);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    // The first one stays: others may be linked with it already.
    let linked = std::fs::hard_link(&built, &library);
    let _ = std::fs::remove_dir_all(&own);
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(library),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> (tempfile::TempDir, Utf8PathBuf) {
        let home = tempfile::tempdir().expect("a folder");
        let path = Utf8PathBuf::from_path_buf(home.path().to_owned()).expect("UTF-8");
        (home, path)
    }

    const HOST: Toolchain<'_> = Toolchain { rustc: "rustc", target: None, verbose: "" };

    #[test]
    fn what_the_runtime_records_is_read() {
        let (_home, home) = home();
        let runtime = ensure(HOST, &home).expect("a runtime");
        let program = home.join("program.rs");
        let text = "fn f(rows: &[u8]) -> Option<u8> { let __m = mutate_data_rt::enter(); \
            let c = if __m == 0 { 0 } else { mutate_data_rt::call(3) }; \
            mutate_data_rt::observe!(3, c, 0, &rows); let first = rows.first().copied(); \
            if c != 0 { mutate_data_rt::observe!(3, c, &first); } first } \
            fn main() { for n in 0..70_000_u32 { f(&n.to_le_bytes()); } }";
        std::fs::write(&program, text).expect("a file");
        let mut command = Command::new("rustc");
        command.args([program.as_str(), "-o", home.join("program").as_str()]);
        command.args(["--extern", &format!("mutate_data_rt={runtime}")]);
        assert!(command.status().expect("the compiler runs").success());
        let mut command = Command::new(home.join("program"));
        command.env("MUTATE_DATA_ACTIVE", "observe").env("MUTATE_DATA_OBSERVE", home.as_str());
        assert!(command.status().expect("the program runs").success());
        let seen = crate::explain::observation::read(&home).expect("records");
        assert_eq!((seen.calls.len(), seen.truncated), (65_536, true), "the limit is kept and told");
        let last = &seen.calls[65_535];
        assert_eq!(last.arguments.len(), 1);
        let text = |text: &str| crate::explain::value::Value::Text {
            type_name: "core::option::Option<u8>".to_owned(),
            text: text.to_owned(),
        };
        assert_eq!((last.ordinal, &last.returned), (65_535, &Some(text("Some(255)"))));
    }

    #[test]
    fn a_compiler_without_the_passes_compiles_the_runtime_without() {
        let (_home, home) = home();
        let compiler = home.join("rustc");
        let script =
            "#!/bin/sh\ncase \"$*\" in *passes=*) echo unknown pass >&2; exit 1;; esac\nexec rustc \"$@\"\n";
        std::fs::write(&compiler, script).expect("a script");
        assert!(Command::new("chmod").args(["+x", compiler.as_str()]).status().expect("chmod").success());
        let other = Toolchain { rustc: compiler.as_str(), target: None, verbose: "other" };
        let runtime = ensure(other, &home).expect("a runtime");
        assert!(runtime.exists() && !knows_passes(&runtime));
        assert!(knows_passes(&ensure(HOST, &home).expect("a runtime")), "the one at hand knows them");
    }

    #[test]
    fn a_polars_that_nothing_fits_leaves_the_runtime() {
        let (_home, home) = home();
        let runtime = ensure(HOST, &home).expect("a runtime");
        let stranger = home.join("libpolars-0.rlib");
        std::fs::copy(&runtime, &stranger).expect("a crate of another kind");
        for _ in 0..2 {
            let frames = ensure_frames(HOST, &runtime, &stranger, &[]).expect("a crate");
            assert_eq!(frames, runtime);
        }
        let flags = search_flags(&runtime).join(" ");
        assert!(flags.contains(runtime.parent().expect("a folder").as_str()), "{flags}");
    }
}
