//! What the command line accepts, and the settings that come of it.

use std::time::Duration;

use super::*;
use crate::gate::Rules;
use crate::report::format::Format;
use crate::settings::Settings;

fn parsed(line: &str) -> Cli {
    understand(line.split_whitespace().map(OsString::from)).unwrap_or_else(|error| panic!("{error}"))
}

fn settings(line: &str) -> Settings {
    let cli = parsed(line);
    let flags = match cli.command {
        None => cli.flags,
        Some(
            Command::Run(flags)
            | Command::List { flags, .. }
            | Command::Explain { flags, .. }
            | Command::Replay { flags, .. },
        ) => flags.or(cli.flags),
        Some(
            Command::Show { place, .. }
            | Command::Suggest { place, .. }
            | Command::Sample { place, .. }
            | Command::Mutators { place, .. },
        ) => Flags::from(place).or(cli.flags),
        Some(Command::Baseline { baseline, place }) => Flags::of_baseline(baseline, place).or(cli.flags),
        Some(Command::Completions { .. }) => panic!("{line} has no settings"),
    };
    flags.settings().unwrap_or_else(|error| panic!("{error}"))
}

fn complaint(line: &str) -> String {
    match understand(line.split_whitespace().map(OsString::from)) {
        Ok(_) => panic!("accepted: {line}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_definition_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn cargos_own_argument_is_dropped() {
    let jobs = |line| settings(line).jobs;
    assert_eq!(jobs("cargo-mutate-data mutate-data --no-config -j3"), 3);
    assert_eq!(jobs("cargo-mutate-data --no-config -j3"), 3);
}

#[test]
fn run_is_the_default_command() {
    assert!(parsed("x -p flights").command.is_none());
    assert!(matches!(parsed("x run -p flights").command, Some(Command::Run(_))));
    assert_eq!(
        settings("x run --no-config -p flights").packages,
        settings("x --no-config -p flights").packages
    );
}

#[test]
fn flags_before_the_command_count_too() {
    let settings = settings("x --no-config -p flights -j2 list -j4");
    assert_eq!((settings.packages, settings.jobs), (vec!["flights".to_owned()], 4));
}

#[test]
fn every_flag_reaches_the_settings() {
    let settings = settings(
        "x --no-config -p a -p b --exclude c --test-package d --test-workspace -f clean.rs --exclude-file main.rs \
         --re replace --exclude-re Debug --function total -m arithmetic,statement-delete --exclude-mutator arithmetic \
         --group all -j 5 --timeout 1.5 --timeout-factor 3 --memory-limit 100 --no-noise-filter --mutate-unsafe \
         --no-doctests --no-rebuild-lane --timings --color never --manifest-path m/Cargo.toml -F x,y --all-features \
         --no-default-features --profile fast --target-dir t --locked --offline --frozen --report csv,sarif --report junit \
         --single-file --min-score 80.5 --min-test-strength 90 --max-survivors 3 --new-survivors 0 --baseline known \
         --deny-stale -- --skip slow",
    );
    assert_eq!(
        (settings.packages, settings.exclude_packages),
        (vec!["a".into(), "b".into()], vec!["c".into()])
    );
    assert_eq!((settings.test_packages, settings.test_workspace), (vec!["d".into()], true));
    assert!(settings.files.is_some_and(|files| files.is_match("src/clean.rs")));
    assert!(settings.exclude_files.is_some_and(|files| files.is_match("src/main.rs")));
    assert!(settings.name.is_some() && settings.exclude_name.is_some() && settings.function.is_some());
    assert_eq!(settings.mutators, ["arithmetic", "statement-delete"]);
    assert_eq!(settings.exclude_mutators, ["arithmetic"]);
    assert_eq!((settings.group, settings.jobs), (mutators::Group::All, 5));
    assert_eq!((settings.timeout, settings.timeout_factor), (Some(Duration::from_millis(1500)), 3.0));
    assert_eq!(settings.memory_limit, Some(100_000_000));
    assert!(!settings.noise && settings.mutate_unsafe && !settings.doctests && !settings.rebuild_lane);
    assert_eq!((settings.timings, settings.color), (true, Color::Never));
    assert_eq!(settings.manifest_path, Some("m/Cargo.toml".into()));
    assert_eq!(settings.test_args, ["--skip", "slow"]);
    assert_eq!(settings.reports.formats, [Format::Csv, Format::Sarif, Format::Junit]);
    assert!(settings.reports.single_file);
    let rules = Rules {
        min_score: Some(80.5),
        min_test_strength: Some(90.0),
        max_survivors: Some(3),
        new_survivors: Some(0),
    };
    assert_eq!((settings.gate.overall, settings.gate.deny_stale), (rules, Some(true)));
    assert_eq!(settings.gate.baseline, Some("known".into()));
    let cargo = settings.cargo;
    assert_eq!((cargo.features, cargo.profile.as_deref()), (vec!["x,y".into()], Some("fast")));
    assert!(cargo.all_features && cargo.no_default_features && cargo.locked && cargo.offline && cargo.frozen);
    assert_eq!(cargo.target_dir, Some("t".into()));
}

#[test]
fn the_baseline_command_takes_its_file() {
    let path = |line| settings(line).gate.baseline.map(|path| path.to_string());
    assert_eq!(path("x baseline --no-config --baseline ci/known").as_deref(), Some("ci/known"));
    assert_eq!(path("x --no-config --baseline outer baseline").as_deref(), Some("outer"));
}

#[test]
fn wrong_values_are_explained() {
    let error = parsed("x --no-config -m arithmetik").flags.settings().unwrap_err().to_string();
    assert!(error.contains("did you mean `arithmetic`?"), "{error}");
    assert!(complaint("x --re a(").contains("unclosed group"));
    assert!(complaint("x -f [a").contains("is not a glob"));
    assert!(complaint("x -j 0").contains("must be a whole number from 1"));
    assert!(complaint("x --timeout=-1").contains("number of seconds"));
    assert!(complaint("x --group most").contains("[possible values: default, strict, all]"));
    assert!(complaint("x --profile a --release").contains("cannot be used with"));
    assert!(complaint("x --report pdf").contains("[possible values: html, json, terminal, sarif"));
    assert!(complaint("x --min-score 101").contains("must be a percentage from 0 to 100"));
    assert!(complaint("x --max-survivors=-1").contains("must be a whole number from 0"));
    assert!(complaint("x --config a --no-config").contains("cannot be used with"));
}

#[test]
fn a_misspelt_command_gets_the_nearest_one() {
    let Err(mut error) = understand(["x", "lst"].map(OsString::from)) else { panic!("accepted") };
    suggest_command(&mut error);
    assert!(error.to_string().contains("'list'"), "{error}");
}

#[test]
fn usage_errors_exit_with_1_and_help_with_0() {
    let code = |line: &str| format!("{:?}", main(line.split_whitespace().map(OsString::from)));
    assert_eq!(code("x --unknown"), format!("{:?}", ExitCode::from(1)));
    assert_eq!(code("x --version"), format!("{:?}", ExitCode::SUCCESS));
}

#[test]
fn a_missing_settings_file_is_a_usage_error() {
    let error = parsed("x --config nowhere.toml").flags.settings().unwrap_err();
    assert_eq!(error.code(), 1);
    assert!(error.to_string().starts_with("cannot read nowhere.toml: "));
}
