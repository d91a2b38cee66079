//! The flags, and the settings that they and `mutate-data.toml` make together.

use std::env;
use std::time::Duration;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use mutators::Group;
use regex::Regex;

use crate::config::{self, Config};
use crate::error::{Error, Result};
use crate::gate::{Gate, Rules};
use crate::report::format::Format;
use crate::settings::{Choices, Color, Explain, Settings, parse};

const PACKAGES: &str = "Packages";
const SELECTION: &str = "Mutants";
const RUNNING: &str = "Running";
const OUTPUT: &str = "Output and settings";
const GATE: &str = "Gate";
const CARGO: &str = "Cargo";

/// Flags that say where the package is and how cargo may look at it.
#[derive(Debug, Clone, Default, Args)]
pub struct Place {
    /// Reads settings from this file instead of mutate-data.toml
    #[arg(long, value_name = "PATH", help_heading = OUTPUT, conflicts_with = "no_config")]
    config: Option<Utf8PathBuf>,
    /// Reads no mutate-data.toml
    #[arg(long, help_heading = OUTPUT)]
    no_config: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", help_heading = OUTPUT)]
    color: Option<Color>,
    /// Path of the Cargo.toml to start from
    #[arg(long, value_name = "PATH", help_heading = CARGO)]
    manifest_path: Option<Utf8PathBuf>,
    /// Directory of everything that is built, and of the report
    #[arg(long, value_name = "DIRECTORY", help_heading = CARGO)]
    target_dir: Option<Utf8PathBuf>,
    /// Requires that Cargo.lock need not change
    #[arg(long, help_heading = CARGO)]
    locked: bool,
    /// Does not use the network
    #[arg(long, help_heading = CARGO)]
    offline: bool,
    /// Both --locked and --offline
    #[arg(long, help_heading = CARGO)]
    frozen: bool,
}

/// Flags of `run`, `list` and `replay`.
#[derive(Debug, Clone, Default, Args)]
pub struct Flags {
    /// Mutates this package (repeatable; default: the package of the current directory)
    #[arg(short, long = "package", value_name = "NAME", help_heading = PACKAGES)]
    packages: Vec<String>,
    /// Mutates every package of the workspace
    #[arg(long, help_heading = PACKAGES)]
    workspace: bool,
    /// Leaves this package alone (repeatable)
    #[arg(long = "exclude", value_name = "NAME", help_heading = PACKAGES)]
    exclude_packages: Vec<String>,
    /// Also runs the tests of this package (repeatable)
    #[arg(long = "test-package", value_name = "NAME", help_heading = PACKAGES)]
    test_packages: Vec<String>,
    /// Runs the tests of every package of the workspace
    #[arg(long, help_heading = PACKAGES)]
    test_workspace: bool,

    /// Mutates only files that match, by path from the workspace root or by file name (repeatable)
    #[arg(short, long = "file", value_name = "GLOB", help_heading = SELECTION, value_parser = valid_glob)]
    files: Vec<String>,
    /// Leaves files that match alone (repeatable)
    #[arg(long = "exclude-file", value_name = "GLOB", help_heading = SELECTION, value_parser = valid_glob)]
    exclude_files: Vec<String>,
    /// Plants only mutants whose line in `list` matches
    #[arg(long = "re", value_name = "REGEX", help_heading = SELECTION, value_parser = parse::regex)]
    name: Option<Regex>,
    /// Plants no mutants whose line in `list` matches
    #[arg(long = "exclude-re", value_name = "REGEX", help_heading = SELECTION, value_parser = parse::regex)]
    exclude_name: Option<Regex>,
    /// Mutates only functions whose path matches, for instance 'Cart::total'
    #[arg(long, value_name = "REGEX", help_heading = SELECTION, value_parser = parse::regex)]
    function: Option<Regex>,
    /// Uses only these mutators (repeatable, or a comma-separated list)
    #[arg(short, long = "mutator", value_name = "NAME", help_heading = SELECTION)]
    #[arg(value_delimiter = ',')]
    mutators: Vec<String>,
    /// Does not use these mutators (repeatable, or a comma-separated list)
    #[arg(long = "exclude-mutator", value_name = "NAME", help_heading = SELECTION)]
    #[arg(value_delimiter = ',')]
    exclude_mutators: Vec<String>,
    /// How much of the catalogue to use
    #[arg(long, value_name = "GROUP", help_heading = SELECTION)]
    #[arg(value_parser = PossibleValuesParser::new(parse::group_names()).try_map(|name| parse::group(&name)))]
    group: Option<Group>,
    /// Keeps mutants that are rarely worth a test, such as those in logging
    #[arg(long, help_heading = SELECTION)]
    no_noise_filter: bool,
    /// Mutates unsafe code too, whose mutants may do anything
    #[arg(long, help_heading = SELECTION)]
    mutate_unsafe: bool,

    /// Test processes at a time (default: one per core)
    #[arg(short, long, value_name = "COUNT", help_heading = RUNNING, value_parser = jobs)]
    jobs: Option<usize>,
    /// Ends a test process after this time (default: by the time that the tests take without mutants)
    #[arg(long, value_name = "SECONDS", help_heading = RUNNING, value_parser = seconds)]
    timeout: Option<Duration>,
    /// Without --timeout: how many times the time without mutants a test process may take (default: 10)
    #[arg(long, value_name = "FACTOR", help_heading = RUNNING, value_parser = factor)]
    timeout_factor: Option<f64>,
    /// Ends a test process that holds more memory
    #[arg(long, value_name = "MB", help_heading = RUNNING, value_parser = megabytes)]
    memory_limit: Option<u64>,
    /// Leaves doctests out
    #[arg(long, help_heading = RUNNING)]
    no_doctests: bool,
    /// Leaves out mutants that need a build of their own
    #[arg(long, help_heading = RUNNING)]
    no_rebuild_lane: bool,
    /// How much to find out about survivors (default: full)
    #[arg(long, value_name = "LEVEL", help_heading = RUNNING)]
    explain: Option<Explain>,
    /// Arguments of the test binaries, after `--`
    #[arg(last = true, value_name = "TEST ARGUMENTS", help_heading = RUNNING)]
    test_args: Vec<String>,

    /// Kinds of report to write (repeatable, or a comma-separated list; default: html,json,terminal)
    #[arg(long = "report", value_name = "KIND", help_heading = OUTPUT, value_delimiter = ',')]
    #[arg(value_parser = PossibleValuesParser::new(Format::ALL.map(Format::name)).try_map(|name| parse::format(&name)))]
    reports: Vec<Format>,
    /// Puts the HTML report into one file, for attachments
    #[arg(long, help_heading = OUTPUT)]
    single_file: bool,
    /// Prints the time of each phase
    #[arg(long, help_heading = OUTPUT)]
    timings: bool,

    /// Fails where the mutation score is below this percentage
    #[arg(long, value_name = "PERCENT", help_heading = GATE, value_parser = percentage)]
    min_score: Option<f64>,
    /// Fails where the test strength is below this percentage
    #[arg(long, value_name = "PERCENT", help_heading = GATE, value_parser = percentage)]
    min_test_strength: Option<f64>,
    /// Fails where more mutants survive or are not covered (default where no rule is given: 0)
    #[arg(long, value_name = "COUNT", help_heading = GATE, value_parser = any_count)]
    max_survivors: Option<usize>,
    /// Fails where more survivors than this are not in the baseline
    #[arg(long, value_name = "COUNT", help_heading = GATE, value_parser = any_count)]
    new_survivors: Option<usize>,
    /// List of known survivors (default: mutate-data.baseline at the workspace root)
    #[arg(long, value_name = "PATH", help_heading = GATE)]
    baseline: Option<Utf8PathBuf>,
    /// Fails on suppressions that are out of date
    #[arg(long, help_heading = GATE)]
    deny_stale: bool,

    /// Features to switch on (repeatable; separated by commas or spaces)
    #[arg(short = 'F', long, value_name = "FEATURES", help_heading = CARGO)]
    features: Vec<String>,
    /// Switches all features on
    #[arg(long, help_heading = CARGO)]
    all_features: bool,
    /// Switches the default feature off
    #[arg(long, help_heading = CARGO)]
    no_default_features: bool,
    /// Builds with this profile
    #[arg(long, value_name = "NAME", help_heading = CARGO, conflicts_with = "release")]
    profile: Option<String>,
    /// Builds with optimisations
    #[arg(long, help_heading = CARGO)]
    release: bool,

    #[command(flatten)]
    place: Place,
    /// Flags before the subcommand, which count where those after it are silent.
    #[arg(skip)]
    around: Option<Box<Flags>>,
}

impl From<Place> for Flags {
    fn from(place: Place) -> Self {
        Self { place, ..Self::default() }
    }
}

/// What `sample` is to do.
#[derive(Debug, Clone, Default, Args)]
pub struct SampleOptions {
    /// Makes samples anew even if nothing changed
    #[arg(long, conflicts_with_all = ["dry_run", "check", "write_schema"])]
    pub refresh: bool,
    /// Says what would be read, and reads nothing but metadata
    #[arg(long, conflicts_with_all = ["check", "describe", "write_schema"])]
    pub dry_run: bool,
    /// Checks all rows against the contracts, and makes no sample
    #[arg(long, conflicts_with_all = ["describe", "write_schema"])]
    pub check: bool,
    /// Shows rows, layers, columns and witnesses of each sample
    #[arg(long, conflicts_with = "write_schema")]
    pub describe: bool,
    /// Writes the contract that the data keep today
    #[arg(long)]
    pub write_schema: bool,
    /// Looks for witnesses of the code of this package (repeatable; default: the package of the current directory)
    #[arg(short, long = "package", value_name = "NAME", help_heading = PACKAGES)]
    packages: Vec<String>,
    /// Looks for witnesses of the code of every package of the workspace
    #[arg(long, help_heading = PACKAGES)]
    workspace: bool,
}

impl Flags {
    /// With the packages whose code is looked at.
    #[must_use]
    pub fn of_packages(self, options: &SampleOptions) -> Self {
        Self { packages: options.packages.clone(), workspace: options.workspace, ..self }
    }

    /// Flags of a command that needs the list of known survivors only.
    #[must_use]
    pub fn of_baseline(baseline: Option<Utf8PathBuf>, place: Place) -> Self {
        Self { baseline, ..Self::from(place) }
    }

    /// These flags, and `around` where these are silent.
    #[must_use]
    pub fn or(self, around: Self) -> Self {
        Self { around: Some(Box::new(around)), ..self }
    }

    /// The settings that these flags and the settings file make together.
    ///
    /// # Errors
    /// [`Error::Usage`] for what the file says wrongly.
    pub fn settings(self) -> Result<Settings> {
        let mut no_config = false;
        let mut config_path = None;
        let mut choices = Choices::default();
        let mut next = Some(Box::new(self));
        while let Some(mut flags) = next {
            next = flags.around.take();
            no_config |= flags.place.no_config;
            config_path = config_path.or(flags.place.config.take());
            choices = choices.or(flags.choices()?);
        }
        let config = match (no_config, config_path) {
            (true, _) => Config::default(),
            (false, Some(path)) => config::read(&path)?,
            (false, None) => config::load(&start(choices.manifest_path.as_deref())?)?.unwrap_or_default(),
        };
        for name in [&choices.mutators, &choices.exclude_mutators].into_iter().flatten().flatten() {
            parse::mutator(name, &config.rules).map_err(|error| Error::Usage(error.to_string()))?;
        }
        mutators::catalogue::join(config.rules);
        Ok(Settings::merge(choices, config.choices, config.data_sets, config.skips))
    }

    fn choices(self) -> Result<Choices> {
        let on = |flag: bool| flag.then_some(true);
        let off = |flag: bool| flag.then_some(false);
        let globs = |values: Vec<String>| {
            let set = list_of(values).map(|values| parse::globs(values.iter().map(String::as_str)));
            set.transpose().map_err(|error| Error::Usage(error.to_string()))
        };
        let place = self.place;
        Ok(Choices {
            manifest_path: place.manifest_path,
            packages: list_of(self.packages),
            workspace: on(self.workspace),
            exclude_packages: list_of(self.exclude_packages),
            test_packages: list_of(self.test_packages),
            test_workspace: on(self.test_workspace),
            files: globs(self.files)?,
            exclude_files: globs(self.exclude_files)?,
            name: self.name,
            exclude_name: self.exclude_name,
            function: self.function,
            mutators: list_of(self.mutators),
            exclude_mutators: list_of(self.exclude_mutators),
            group: self.group,
            jobs: self.jobs,
            features: list_of(self.features),
            all_features: on(self.all_features),
            no_default_features: on(self.no_default_features),
            profile: self.profile,
            release: on(self.release),
            target_dir: place.target_dir,
            locked: on(place.locked),
            offline: on(place.offline),
            frozen: on(place.frozen),
            test_args: list_of(self.test_args),
            timeout: self.timeout,
            timeout_factor: self.timeout_factor,
            memory_limit: self.memory_limit,
            noise: off(self.no_noise_filter),
            mutate_unsafe: on(self.mutate_unsafe),
            doctests: off(self.no_doctests),
            rebuild_lane: off(self.no_rebuild_lane),
            sql_functions: None,
            explain: self.explain,
            observe: None,
            explained_in_full: None,
            reports: list_of(self.reports),
            single_file: on(self.single_file),
            gate: Gate {
                overall: Rules {
                    min_score: self.min_score,
                    min_test_strength: self.min_test_strength,
                    max_survivors: self.max_survivors,
                    new_survivors: self.new_survivors,
                },
                baseline: self.baseline,
                deny_stale: on(self.deny_stale),
                ..Gate::default()
            },
            timings: on(self.timings),
            color: place.color,
        })
    }
}

/// Where the search for the settings file starts.
fn start(manifest_path: Option<&Utf8Path>) -> Result<Utf8PathBuf> {
    match manifest_path.and_then(Utf8Path::parent) {
        Some(parent) if !parent.as_str().is_empty() => Ok(parent.to_owned()),
        _ => {
            let current = env::current_dir().map_err(Error::io("find", "the current directory"))?;
            Utf8PathBuf::from_path_buf(current).map_err(|path| {
                Error::Usage(format!("the current directory {} is not UTF-8; rename it", path.display()))
            })
        }
    }
}

fn number<T: std::str::FromStr>(text: &str, kind: &str) -> std::result::Result<T, parse::Invalid> {
    text.parse().map_err(|_| parse::Invalid::new(format!("must be {kind}")))
}

fn valid_glob(text: &str) -> std::result::Result<String, parse::Invalid> {
    parse::globs([text]).map(|_| text.to_owned())
}

fn list_of<T>(values: Vec<T>) -> Option<Vec<T>> {
    (!values.is_empty()).then_some(values)
}

fn percentage(text: &str) -> std::result::Result<f64, parse::Invalid> {
    parse::percentage(number(text, "a percentage")?)
}

fn any_count(text: &str) -> std::result::Result<usize, parse::Invalid> {
    parse::any_count(number(text, "a whole number from 0")?)
}

fn jobs(text: &str) -> std::result::Result<usize, parse::Invalid> {
    parse::count(number(text, "a whole number from 1")?)
}

fn seconds(text: &str) -> std::result::Result<Duration, parse::Invalid> {
    parse::seconds(number(text, "a number of seconds")?)
}

fn factor(text: &str) -> std::result::Result<f64, parse::Invalid> {
    parse::factor(number(text, "a number from 1")?)
}

fn megabytes(text: &str) -> std::result::Result<u64, parse::Invalid> {
    parse::megabytes(number(text, "a whole number of megabytes")?)
}
