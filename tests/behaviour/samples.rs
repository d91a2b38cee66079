//! Samples through the command line: killed at any moment, masked to the last byte, checked, described, on a full disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use crate::support::{MASK_KEY, Package, files_of, repository};

/// Orders that refer to people, 30,000 rows and 600.
fn shop(key: &str) -> Package {
    let package = Package::small(key);
    let orders: String = (0..30_000).map(|n| format!("{n},{},{}\n", n % 700, n % 61)).collect();
    package.write("data/orders.csv", &format!("order,person,delay\n{orders}"));
    let people: String = (0..600).map(|n| format!("{n},{}\n", secret(n))).collect();
    package.write("data/people.csv", &format!("id,email\n{people}"));
    package.write("mutate-data.toml", SETTINGS);
    package
}

const SETTINGS: &str = "[[data-set]]\nname = \"orders\"\nsource = \"data/orders.csv\"\nrows = 300\nkey = \"person\"\n\
    references = [{ columns = \"person\", to = \"people\", key = \"id\" }]\n\
    [[data-set]]\nname = \"people\"\nsource = \"data/people.csv\"\nrows = 50\nmask = { email = \"pseudonym\" }\n\
    mask-key = \"MASK_KEY_OF_TESTS\"\n";

fn secret(n: usize) -> String {
    format!("planted.secret{n:04}@example.org")
}

fn samples(package: &Package) -> PathBuf {
    package.output("samples")
}

/// The files of samples that are visible, by data set.
fn visible(package: &Package) -> Vec<(PathBuf, Vec<u8>)> {
    let files = files_of(&samples(package)).into_iter();
    files.filter(|(path, _)| path.extension().is_some_and(|end| end == "csv") && !is_draft(path)).collect()
}

fn is_draft(path: &Path) -> bool {
    path.to_string_lossy().starts_with(".draft-")
}

#[test]
fn killed_at_any_moment_no_half_sample_is_used() {
    let package = shop("samples_killed");
    let fresh = || {
        let _ = fs::remove_dir_all(samples(&package));
    };
    fresh();
    let started = Instant::now();
    let ended = package.run(&["sample"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let whole = started.elapsed();
    let expected = visible(&package);
    assert_eq!(expected.len(), 2);
    // Twenty moments, in an order that looks like chance.
    for moment in (0..20_u32).map(|n| n * 7 % 20) {
        fresh();
        let running = package.start(&["sample"]);
        std::thread::sleep(whole * (2 * moment + 1) / 40);
        running.signal("KILL");
        running.end();
        for found in visible(&package) {
            assert!(expected.contains(&found), "{} is half a sample", found.0.display());
        }
        let again = package.run(&["sample"]);
        assert_eq!(again.code, 0, "{}", again.err);
        assert_eq!(visible(&package), expected, "after {moment}");
        let left = files_of(&samples(&package)).into_keys().find(|path| is_draft(path));
        assert_eq!(left, None);
    }
}

#[test]
fn nothing_that_a_run_writes_holds_a_masked_value() {
    let package = shop("samples_secrets");
    package.write(
        "src/lib.rs",
        "/// Rows with this in their address.\npub fn count(text: &str, part: &str) -> usize {\n    \
            text.lines().skip(1).filter(|line| line.contains(part) && line.len() > 3).count()\n}\n\n\
        #[cfg(test)]\nmod tests {\n    #[test]\n    fn people_have_addresses() {\n        \
            let path = std::env::var(\"MUTATE_DATA_PEOPLE\").unwrap();\n        \
            let text = std::fs::read_to_string(path).unwrap();\n        \
            assert!(super::count(&text, \",\") > 10, \"{text}\");\n        \
            assert_eq!(super::count(&text, \"@\"), 0, \"{text}\");\n    }\n}\n",
    );
    let ended = package.run(&["run"]);
    assert!(matches!(ended.code, 0 | 2), "{}\n{}", ended.out, ended.err);
    let described = package.ask(&["sample", "--describe"]);
    assert_eq!(described.code, 0, "{}", described.err);
    let output = package.output("");
    // The instrumented tree links what is no Rust code, as `include_str!` may read it; nothing is written there.
    let home = fs::canonicalize(&output).expect("the tool's folder");
    let is_ours = |path: &Path| fs::canonicalize(output.join(path)).is_ok_and(|path| path.starts_with(&home));
    let files = files_of(&output).into_iter().filter(|(path, _)| is_ours(path));
    let mut texts: Vec<(PathBuf, Vec<u8>)> = files.collect();
    texts.push((
        "printed".into(),
        format!("{}{}{}{}", ended.out, ended.err, described.out, described.err).into(),
    ));
    assert!(texts.len() > 5);
    for (path, bytes) in texts {
        for part in ["planted.secret", MASK_KEY.1] {
            let found = bytes.windows(part.len()).any(|window| window == part.as_bytes());
            assert!(!found, "`{part}` is in {}", path.display());
        }
    }
}

#[test]
fn a_test_that_the_masks_break_names_the_column() {
    let package = shop("samples_blame");
    package.write(
        "src/lib.rs",
        "/// True for addresses.\npub fn is_email(text: &str) -> bool {\n    text.contains('@')\n}\n\n\
        #[cfg(test)]\nmod tests {\n    #[test]\n    fn every_email_is_one() {\n        \
            let text = std::fs::read_to_string(std::env::var(\"MUTATE_DATA_PEOPLE\").unwrap()).unwrap();\n        \
            assert!(text.lines().skip(1).all(super::is_email), \"email without @\");\n    }\n}\n",
    );
    package.run(&["run"]).assert_refused(
        4,
        &[
            "`tests::every_email_is_one`",
            "suspected is the mask of `email` of `people` (pseudonym)",
            "`keep`",
        ],
    );
}

#[test]
fn samples_are_described_and_reused() {
    let package = shop("samples_described");
    let _ = fs::remove_dir_all(samples(&package));
    let dry = package.run(&["sample", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    assert!(
        dry.out.contains("orders: 300 rows wanted, 1 files of") && dry.out.contains("masks email: pseudonym")
    );
    assert!(!samples(&package).exists(), "nothing is made");
    let described = package.run(&["sample", "--describe", "orders"]);
    assert_eq!(described.code, 0, "{}", described.err);
    for part in ["orders: 300 of 30000 rows, key ", "column", "delay", "seed 42"] {
        assert!(described.out.contains(part), "{part} of {}", described.out);
    }
    let again = package.run(&["sample"]);
    assert!(again.out.contains("made before") && !again.out.contains("made now"), "{}", again.out);
    let refreshed = package.run(&["sample", "--refresh"]);
    assert!(
        refreshed.out.contains("made now") && !refreshed.out.contains("made before"),
        "{}",
        refreshed.out
    );
    let manifest = fs::read_to_string(samples(&package).join("manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    assert_eq!(manifest["data_sets"]["orders"]["sample_rows"], 300);
}

#[test]
fn a_run_says_what_it_used_and_notes_it_in_its_results() {
    let package = shop("samples_used");
    let ended = package.run(&["run"]);
    assert_eq!(ended.code, 0, "{}\n{}", ended.out, ended.err);
    assert!(
        ended.err.contains("orders 300 of 30000 rows") || ended.out.contains("orders 300 of 30000 rows"),
        "{}",
        ended.err
    );
    let text = fs::read_to_string(package.output("mutants.json")).expect("mutants.json");
    let manifest = fs::read_to_string(samples(&package).join("manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    for name in ["orders", "people"] {
        let print = manifest["data_sets"][name]["fingerprint"].as_str().expect("a fingerprint");
        assert!(text.contains(print), "{name}");
    }
}

#[test]
fn contracts_are_written_checked_and_broken() {
    let package = shop("samples_contracts");
    let _ = fs::remove_dir_all(package.tree().join("data-contracts"));
    let none = package.run(&["sample", "--check"]);
    assert!(
        none.code == 0 && none.out.contains("orders: no contract; write one with --write-schema"),
        "{}",
        none.out
    );
    assert_eq!(package.run(&["sample", "--write-schema"]).code, 0);
    let text = package.read("data-contracts/orders.toml");
    assert!(
        text.contains("name = \"delay\"") && text.contains("max = 60") && text.contains("[[reference]]"),
        "{text}"
    );
    assert!(!package.read("data-contracts/people.toml").contains("planted"));
    let kept = package.run(&["sample", "--check"]);
    assert!(kept.code == 0 && kept.out.contains("orders: keeps "), "{}\n{}", kept.out, kept.err);
    let orders = package.read("data/orders.csv");
    package.write("data/orders.csv", &format!("{orders}30000,99999,61\n"));
    package.run(&["sample", "--check"]).assert_refused(
        1,
        &[
            "`orders`",
            "column `delay`: expected at most 60, found `61` in row 30001",
            "data/orders.csv",
            "--write-schema orders",
        ],
    );
    let _ = fs::remove_dir_all(package.tree().join("data-contracts"));
}

#[test]
fn a_full_disk_is_told_and_leaves_no_sample() {
    let package = shop("samples_full_disk");
    let _ = fs::remove_dir_all(samples(&package));
    package.write("mutate-data.toml", &SETTINGS.replace("rows = 300", "rows = 30000"));
    let disk = package.tree().join("disk");
    fs::create_dir_all(&disk).expect("a folder");
    // A file system of 200 kB for the samples, in a name space of its own; where that is not allowed, files of at most
    // as many bytes.
    let limited = "mount -t tmpfs -o size=200k tmpfs disk 2>/dev/null || { trap '' XFSZ; ulimit -f 200; }";
    let command = format!("{limited}; exec \"$0\" mutate-data sample");
    let shell = |arguments: &[&str]| {
        let mut shell = Command::new(arguments[0]);
        shell.args(&arguments[1..]).args(["sh", "-c", &command, env!("CARGO_BIN_EXE_cargo-mutate-data")]);
        shell.current_dir(package.tree()).env("CARGO_TARGET_DIR", &disk).env(MASK_KEY.0, MASK_KEY.1);
        shell.output()
    };
    let isolated = shell(&["unshare", "--user", "--map-root-user", "--mount"]);
    let output = match isolated {
        Ok(output) if !String::from_utf8_lossy(&output.stderr).contains("unshare") => output,
        _ => shell(&["env"]).expect("a shell"),
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(70), "{said}");
    assert!(said.contains("No space left on device") || said.contains("File too large"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    let left: Vec<PathBuf> =
        files_of(&disk).into_keys().filter(|path| path.ends_with("orders.csv")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn only_what_is_named_is_sampled() {
    let package = shop("samples_named");
    let _ = fs::remove_dir_all(samples(&package));
    package.write(
        "mutate-data.toml",
        "[[data-set]]\nname = \"a\"\nsource = \"data/orders.csv\"\n[[data-set]]\nname = \"b\"\nsource = \"data/people.csv\"\n",
    );
    let ended = package.run(&["sample", "a"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(samples(&package).join("a").exists() && !samples(&package).join("b").exists());
}

#[test]
fn the_same_bytes_come_out_of_any_number_of_threads() {
    let package = Package::small("samples_threads");
    let data = repository().join("sample_jobs/flights/data");
    package.write(
        "mutate-data.toml",
        &format!(
            "[[data-set]]\nname = \"weather\"\nsource = \"{0}/weather.parquet\"\nrows = 500\nkey = \"origin\"\n\
             stratify-by = \"month\"\n[[data-set]]\nname = \"planes\"\nsource = \"{0}/planes.parquet\"\nrows = 100\n",
            data.display()
        ),
    );
    let sample = |threads: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let mut tool = Command::new(env!("CARGO_BIN_EXE_cargo-mutate-data"));
        tool.args(["mutate-data", "sample"])
            .current_dir(package.tree())
            .env("CARGO_TARGET_DIR", folder.path());
        tool.env("RAYON_NUM_THREADS", threads).env("POLARS_MAX_THREADS", threads);
        let output = tool.output().expect("the tool runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let files = files_of(&folder.path().join("mutate-data/samples")).into_iter();
        files.filter(|(path, _)| path.extension().is_some_and(|end| end == "parquet")).collect::<Vec<_>>()
    };
    let first = sample("1");
    assert_eq!(first.len(), 2);
    for round in 1..10 {
        assert!(sample(if round % 2 == 0 { "1" } else { "4" }) == first, "run {round} differs");
    }
}
