//! What a user may get wrong: each is told in a sentence, with what to do, and has its exit code.

use crate::support::{Package, plain};

/// No package is looked for in a folder outside of any.
fn nowhere() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn no_package() {
    let folder = nowhere();
    for arguments in [&[][..], &["list"], &["show", "abc"]] {
        plain(folder.path(), arguments).assert_refused(1, &["Cargo.toml", "--manifest-path"]);
    }
}

#[test]
fn unknown_names_get_the_nearest() {
    let package = Package::small("bad_names");
    package.run(&["-p", "smal"]).assert_refused(1, &["`smal`", "did you mean `small`"]);
    package.run(&["-m", "arithmetics"]).assert_refused(1, &["`arithmetics`", "did you mean `arithmetic`"]);
    package.run(&["--group", "defaults"]).assert_refused(1, &["defaults", "default, strict, all"]);
    package.run(&["--jobz", "2"]).assert_refused(1, &["--jobz", "--jobs"]);
    package.run(&["lst"]).assert_refused(1, &["lst", "list"]);
    plain(package.tree(), &["mutators", "aritmetic"]).assert_refused(1, &["`aritmetic`", "`arithmetic`"]);
    plain(package.tree(), &["mutators", "qqq"]).assert_refused(1, &["`qqq`"]);
}

#[test]
fn wrong_values() {
    let package = Package::small("bad_values");
    package.run(&["-f", "["]).assert_refused(1, &["`[`", "glob"]);
    package.run(&["--exclude-file", "a{"]).assert_refused(1, &["`a{`", "glob"]);
    package.run(&["--re", "("]).assert_refused(1, &["`(`", "regular expression"]);
    package.run(&["--function", "*"]).assert_refused(1, &["`*`", "regular expression"]);
    package.run(&["-j", "0"]).assert_refused(1, &["--jobs", "from 1"]);
    package.run(&["--timeout", "soon"]).assert_refused(1, &["--timeout", "seconds"]);
    package.run(&["--manifest-path", "nowhere/Cargo.toml"]).assert_refused(1, &["nowhere/Cargo.toml"]);
    package.run(&["--features", "turbo"]).assert_refused(1, &["turbo"]);
}

#[test]
fn nothing_left_by_the_filters() {
    let package = Package::small("bad_filters");
    package.run(&["--re", "no such mutant"]).assert_refused(3, &["--re"]);
    package.run(&["-f", "nowhere.rs", "list"]).assert_refused(3, &["--file"]);
    package.run(&["--function", "thrice"]).assert_refused(3, &["--function"]);
}

#[test]
fn wrong_settings_files() {
    let package = Package::small("bad_settings");
    for (text, said) in [
        ("jobs = 2\njob = 3\n", &["mutate-data.toml:2", "`job`", "did you mean `jobs`"][..]),
        (
            "\nmutators = [\"arithmetik\"]\n",
            &["mutate-data.toml:2", "`arithmetik`", "did you mean `arithmetic`"],
        ),
        ("group = \"strikt\"\n", &["mutate-data.toml:1", "`strikt`", "`strict`"]),
        ("jobs = \"two\"\n", &["mutate-data.toml:1", "`jobs`", "number"]),
        ("jobs = 2\nfiles = [\"[\"]\n", &["mutate-data.toml:2", "`files`", "glob"]),
        ("jobs = \n", &["mutate-data.toml:1"]),
        (
            "[[data-set]]\nname = \"rows\"\nsourc = \"rows.csv\"\n",
            &["mutate-data.toml:3", "did you mean `source`"],
        ),
    ] {
        package.write("mutate-data.toml", text);
        package.run(&["list"]).assert_refused(1, said);
    }
    assert_eq!(package.run(&["list", "--no-config"]).code, 0);
    package.run(&["--config", "other.toml", "list"]).assert_refused(1, &["other.toml"]);
}

#[test]
fn data_sets_that_cannot_be_read() {
    let package = Package::small("bad_data_sets");
    let declare = |source: &str| {
        package.write("mutate-data.toml", &format!("[[data-set]]\nname = \"rows\"\nsource = \"{source}\"\n"));
    };
    package.write("data/empty.csv", "");
    package.write("data/rows.xyz", "a\n1\n");
    package.write("data/broken.parquet", "no parquet");
    for (source, said) in [
        ("data/missing.csv", &["`rows`", "data/missing.csv", "does not exist"][..]),
        ("data/empty.csv", &["`rows`", "data/empty.csv", "empty"]),
        ("data/rows.xyz", &["`rows`", "data/rows.xyz", "format", ".parquet"]),
        ("data/broken.parquet", &["`rows`", "data/broken.parquet"]),
        ("data/*.tsv", &["`rows`", "data/*.tsv"]),
        ("nowhere/*.csv", &["`rows`", "nowhere"]),
    ] {
        declare(source);
        package.run(&["sample"]).assert_refused(1, said);
        package.run(&[]).assert_refused(1, said);
    }
    package.write("data/good.csv", "a\n1\n2\n");
    declare("data/good.csv");
    let sampled = package.run(&["sample"]);
    assert_eq!(sampled.code, 0, "{}", sampled.err);
    assert!(sampled.out.contains("MUTATE_DATA_ROWS="), "{}", sampled.out);
    package.run(&["sample", "row"]).assert_refused(1, &["`row`", "did you mean `rows`"]);
}

#[test]
fn no_tests() {
    let package = Package::fixture("no_tests");
    package.run(&[]).assert_refused(3, &["no tests"]);
    let listed = package.run(&["list"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert!(listed.out.contains("in sum"), "{}", listed.out);
}

#[test]
fn a_test_that_fails_without_mutants() {
    let package = Package::fixture("failing_baseline");
    let ended = package.run(&[]);
    ended.assert_refused(4, &["`tests::sums_are_wrong`", "two and two", "left: 4", "right: 5"]);
    assert!(!ended.out.contains("score") && !package.output("mutants.json").exists(), "no mutant is run");
    package.assert_nothing_left();
}

#[test]
fn code_that_does_not_compile() {
    let package = Package::fixture("does_not_compile");
    let ended = package.run(&[]);
    ended.assert_refused(5, &["error[E0425]: cannot find value `missing` in this scope", "src/lib.rs:10:9"]);
    assert!(!ended.err.contains("builds"), "one build is enough to know it: {}", ended.err);
    package.assert_nothing_left();
}

#[test]
fn help_version_and_completions() {
    let folder = nowhere();
    for arguments in [&["--help"][..], &["-h"], &["--version"], &["run", "--help"], &["mutators"]] {
        let ended = plain(folder.path(), arguments);
        assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.err);
        assert!(!ended.out.is_empty() && ended.err.is_empty(), "{arguments:?}: {}", ended.err);
    }
    let version = plain(folder.path(), &["mutate-data", "--version"]).out;
    assert_eq!(version.trim(), format!("cargo-mutate-data {}", env!("CARGO_PKG_VERSION")));
    for shell in ["bash", "zsh", "fish"] {
        let script = plain(folder.path(), &["completions", shell]);
        assert_eq!(script.code, 0, "{}", script.err);
        assert!(script.out.contains("cargo-mutate-data") && script.out.contains("test-workspace"));
    }
    plain(folder.path(), &["completions", "bush"]).assert_refused(1, &["bush", "bash"]);
}

#[test]
fn runs_and_mutants_that_do_not_exist() {
    let package = Package::small("bad_ids");
    package.clean();
    package.run(&["show", "abc"]).assert_refused(1, &["no run", "cargo mutate-data"]);
    let report = package.green(&[]);
    // Asking does not need the report gone, so these runs must not remove it.
    let id = &report.mutants[0].id;
    let tool = |arguments: &[&str]| package.ask(arguments);
    let shown = tool(&["show", id]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.contains(id.as_str()) && shown.out.contains("twice_is_double"), "{}", shown.out);
    let unknown = if id.starts_with('0') { "f00d" } else { "0dd" };
    let unknown = format!("{unknown}not-an-id");
    tool(&["show", &unknown]).assert_refused(1, &[&unknown]);
    tool(&["replay", &unknown]).assert_refused(1, &[&unknown, "list"]);
}
