//! Keeps how each library was compiled, so that one more test can be compiled against it without cargo.

use std::collections::BTreeMap;
use std::process::Command;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

/// Variables without which the compiler would be another one, or would not find its own libraries.
const VARIABLES: &[&str] = &["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"];

/// Flags whose value is the next argument, and that are said anew for another crate.
const REPLACED: &[&str] =
    &["--crate-name", "--crate-type", "--out-dir", "-o", "-l", "--emit", "--error-format", "--json"];
/// Codegen options that belong to one crate.
const OF_ONE_CRATE: &[&str] = &["metadata=", "extra-filename=", "incremental=", "panic="];

/// One call of the compiler.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The compiler.
    pub program: String,
    /// Its arguments, the instrumented crate root among them.
    pub arguments: Vec<String>,
    /// Where cargo started it.
    pub folder: Utf8PathBuf,
    /// The variables that matter.
    pub environment: BTreeMap<String, String>,
}

/// Where the records are.
#[must_use]
pub fn folder(output: &Utf8Path) -> Utf8PathBuf {
    output.join("rustc")
}

/// Notes a call that compiles a library; others are of no use later. A record that cannot be written is missed, not fatal.
pub fn keep(records: &Utf8Path, folder: &Utf8Path, command: &Command) {
    let arguments: Vec<String> =
        command.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let value_of = |flag: &str| {
        let next = arguments.iter().zip(arguments.iter().skip(1)).find(|(name, _)| *name == flag);
        next.map(|(_, value)| value.clone())
    };
    let is_library = value_of("--crate-type").is_some_and(|kind| kind.contains("lib"));
    if !is_library || arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    let suffix = arguments.iter().find_map(|argument| argument.strip_prefix("extra-filename="));
    let name = format!("{}{}.json", value_of("--crate-name").unwrap_or_default(), suffix.unwrap_or_default());
    let variables = VARIABLES.iter().filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)));
    let record = Record {
        program: command.get_program().to_string_lossy().into_owned(),
        folder: folder.to_owned(),
        environment: variables.collect(),
        arguments,
    };
    let Ok(text) = serde_json::to_string(&record) else { return };
    let draft = records.join(format!("{name}.{}", std::process::id()));
    let written = std::fs::create_dir_all(records)
        .and_then(|()| std::fs::write(&draft, text))
        .and_then(|()| std::fs::rename(&draft, records.join(name)));
    if let Err(error) = written {
        eprintln!("warning: {draft} cannot be written: {error}");
    }
}

/// How a library was compiled; `None` where it was compiled before records were kept.
#[must_use]
pub fn of(records: &Utf8Path, library: &Utf8Path) -> Option<Record> {
    let name = library.file_stem()?.strip_prefix("lib")?;
    let text = std::fs::read_to_string(records.join(format!("{name}.json"))).ok()?;
    serde_json::from_str(&text).ok()
}

impl Record {
    /// The command that compiles `root` as a test that uses this library, with its edition, flags and dependencies.
    #[must_use]
    pub fn test_command(&self, library: &Utf8Path, root: &Utf8Path, executable: &Utf8Path) -> Command {
        let mut command = Command::new(&self.program);
        crate::cargo::scrub(&mut command);
        command.current_dir(&self.folder).envs(&self.environment);
        let mut name = String::new();
        let mut arguments = self.arguments.iter().peekable();
        while let Some(argument) = arguments.next() {
            let argument = argument.as_str();
            if REPLACED.contains(&argument) {
                let value = arguments.next();
                if let ("--crate-name", Some(value)) = (argument, value) {
                    name.clone_from(value);
                }
            } else if argument == "-C"
                && arguments.peek().is_some_and(|value| OF_ONE_CRATE.iter().any(|own| value.starts_with(own)))
            {
                arguments.next();
            } else if matches!(
                argument,
                "-C" | "-L" | "--extern" | "--cfg" | "--check-cfg" | "--remap-path-prefix"
            ) {
                command.arg(argument).args(arguments.next().map(|value| linkable(argument, value)));
            } else if !argument.ends_with(".rs") && !REPLACED.iter().any(|own| is_joined(argument, own)) {
                command.arg(argument);
            }
        }
        command.args(["--test", "--crate-name", "suggested_tests", "--error-format=json"]);
        command
            .args(["--cap-lints", "allow", "-C", "debuginfo=0", "--extern"])
            .arg(format!("{name}={library}"));
        command.arg("-o").arg(executable).arg(root);
        command
    }
}

/// The value of a flag. Libraries are compiled against the metadata of others; a test is linked with all of them.
fn linkable(flag: &str, value: &str) -> String {
    let library =
        value.strip_suffix(".rmeta").filter(|_| flag == "--extern").map(|path| format!("{path}.rlib"));
    let exists = |library: &String| Utf8Path::new(library.rsplit('=').next().unwrap_or_default()).exists();
    library.filter(exists).unwrap_or_else(|| value.to_owned())
}

/// `--emit=link` for `--emit`.
fn is_joined(argument: &str, flag: &str) -> bool {
    flag.starts_with("--") && argument.strip_prefix(flag).is_some_and(|rest| rest.starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(arguments: &[&str]) -> Option<Record> {
        let home = tempfile::tempdir().expect("a folder");
        let records = Utf8Path::from_path(home.path()).expect("UTF-8");
        keep(records, "/shop".into(), Command::new("rustc").args(arguments));
        of(records, "/target/libshop-12.rlib".into())
    }

    const LIBRARY: &[&str] = &[
        "--crate-name",
        "shop",
        "--edition=2024",
        "src/lib.rs",
        "--error-format=json",
        "--crate-type",
        "lib",
        "--emit=link",
        "-C",
        "metadata=9",
        "-C",
        "extra-filename=-12",
        "-C",
        "opt-level=1",
        "--cfg",
        "feature=\"a\"",
        "--out-dir",
        "/target",
        "-C",
        "incremental=/i",
        "-L",
        "dependency=/target",
        "--extern",
        "serde=/s.rlib",
    ];

    #[test]
    fn a_library_is_found_by_its_file() {
        assert_eq!(kept(LIBRARY).map(|record| record.program).as_deref(), Some("rustc"));
        assert_eq!(kept(&[LIBRARY, &["--test"]].concat()), None);
        assert_eq!(kept(&["--crate-name", "shop", "--crate-type", "bin", "src/main.rs"]), None);
    }

    #[test]
    fn a_test_is_compiled_with_the_flags_of_the_library() {
        let record = kept(LIBRARY).expect("a record");
        let command =
            record.test_command("/target/libshop-12.rlib".into(), "/t/main.rs".into(), "/t/suggested".into());
        let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
        let expected = "--edition=2024 -C opt-level=1 --cfg feature=\"a\" -L dependency=/target --extern serde=/s.rlib \
            --test --crate-name suggested_tests --error-format=json --cap-lints allow -C debuginfo=0 \
            --extern shop=/target/libshop-12.rlib -o /t/suggested /t/main.rs";
        assert_eq!(arguments.join(" "), expected);
    }

    #[test]
    fn a_test_is_linked_with_libraries_rather_than_their_metadata() {
        let home = tempfile::tempdir().expect("a folder");
        let path = |name: &str| home.path().join(name).to_str().expect("UTF-8").to_owned();
        for file in ["liba.rmeta", "liba.rlib", "libb.rmeta"] {
            std::fs::write(path(file), "").expect("a file");
        }
        for (known, expected) in [("liba.rmeta", "liba.rlib"), ("libb.rmeta", "libb.rmeta"), ("c.so", "c.so")]
        {
            let value = |name: &str| format!("noprelude:a={}", path(name));
            assert_eq!(linkable("--extern", &value(known)), value(expected));
        }
    }
}
