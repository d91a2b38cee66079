//! The command line: what is asked, and which part of the library answers.

mod commands;
mod flags;
mod help;
mod output;
mod sample;

use std::ffi::OsString;
use std::panic;
use std::process::ExitCode;

use cargo_metadata::camino::Utf8PathBuf;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use clap_complete::Shell;

use crate::error::{Error, Result};
use crate::settings::{Color, parse};
pub use flags::{Flags, Place, SampleOptions};

/// Exit code of a panic: the fault is ours.
const OUR_FAULT: u8 = 70;

/// Finds the bugs that the tests of a data job would miss.
#[derive(Debug, Parser)]
#[command(name = "cargo-mutate-data", bin_name = "cargo mutate-data", version)]
#[command(about = help::ABOUT, long_about = help::LONG_ABOUT, after_help = help::AFTER, after_long_help = help::EXAMPLES)]
#[command(subcommand_value_name = "COMMAND", disable_help_subcommand = true)]
#[command(override_usage = help::USAGE)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Mutates the code, runs its tests, and reports which mutants survive (the default)
    #[command(after_long_help = help::RUN)]
    Run(Flags),
    /// Lists the mutants that `run` would plant
    #[command(after_long_help = help::LIST)]
    List {
        /// Prints JSON, one array of mutants
        #[arg(long, conflicts_with = "diff")]
        json: bool,
        /// Prints the change of each mutant as a diff
        #[arg(long)]
        diff: bool,
        #[command(flatten)]
        flags: Flags,
    },
    /// Shows a mutant of the last run: diff, place, covering tests, verdict, and why
    #[command(after_long_help = help::SHOW)]
    Show {
        /// Its id, or an unambiguous start of it
        id: String,
        #[command(flatten)]
        place: Place,
    },
    /// Tells why a mutant survives: the rows that differ, the smallest input, and the test that would notice
    #[command(after_long_help = help::EXPLAIN)]
    Explain {
        /// Its id, or an unambiguous start of it
        id: String,
        /// Writes the test to this new file, where one was verified
        #[arg(long, value_name = "PATH")]
        write_test: Option<Utf8PathBuf>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Shows the few tests that would notice most survivors of the last run
    #[command(after_long_help = help::SUGGEST)]
    Suggest {
        /// How many tests
        #[arg(short, long, value_name = "COUNT", default_value_t = 3)]
        number: usize,
        #[command(flatten)]
        place: Place,
    },
    /// Runs the tests that cover a mutant with it switched on, and shows their output
    #[command(after_long_help = help::REPLAY)]
    Replay {
        /// Its id, or an unambiguous start of it
        id: String,
        #[command(flatten)]
        flags: Flags,
    },
    /// Prints the catalogue of mutators, or the manual of one
    #[command(after_long_help = help::MUTATORS)]
    Mutators {
        /// Name of a mutator
        name: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Writes the survivors of the last run to the baseline, the list of those that the gate knows
    #[command(after_long_help = help::BASELINE)]
    Baseline {
        /// The file to write (default: mutate-data.baseline at the workspace root)
        #[arg(long, value_name = "PATH")]
        baseline: Option<Utf8PathBuf>,
        #[command(flatten)]
        place: Place,
    },
    /// Samples the data sets of mutate-data.toml, and prints where the samples are
    #[command(after_long_help = help::SAMPLE)]
    Sample {
        /// Names of data sets; all when none is given
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        #[command(flatten)]
        options: SampleOptions,
        #[command(flatten)]
        place: Place,
    },
    /// Prints a completion script for a shell
    #[command(after_long_help = help::COMPLETIONS)]
    Completions {
        /// Which shell
        shell: Shell,
    },
}

/// Answers a command line, whose first argument is the program; the exit code is that of [`Error::code`], or 2 where
/// the gate failed.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    output::follow(Color::Auto);
    let cli = match understand(arguments) {
        Ok(cli) => cli,
        Err(error) => return refuse(error),
    };
    match panic::catch_unwind(|| execute(cli)) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(error)) => {
            output::error(&error);
            error.exit_code()
        }
        // The panic itself was printed by the hook of the standard library.
        Err(_) => {
            output::error(&Error::Internal("an unexpected panic ended the run".to_owned()));
            ExitCode::from(OUR_FAULT)
        }
    }
}

/// Cargo starts its subcommands as `cargo-mutate-data mutate-data ...`; through an alias the name is not repeated.
fn understand(arguments: impl IntoIterator<Item = OsString>) -> std::result::Result<Cli, clap::Error> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|first| first == "mutate-data") {
        arguments.remove(1);
    }
    let command = Cli::command().color(output::clap_color());
    Cli::from_arg_matches(&command.try_get_matches_from(arguments)?)
}

/// Prints help, version, or what is wrong with the flags. Clap's own exit code 2 would read as "mutants survived".
fn refuse(mut error: clap::Error) -> ExitCode {
    suggest_command(&mut error);
    // Nobody is left to tell when the terminal is gone.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
        _ => Error::Usage(String::new()).exit_code(),
    }
}

/// Adds the nearest command to the complaint about a word that is none; clap takes it for a misplaced test argument.
fn suggest_command(error: &mut clap::Error) {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg) else { return };
    let command = Cli::command();
    let nearest =
        parse::nearest(word, command.get_subcommands().map(clap::Command::get_name)).map(str::to_owned);
    if let (ErrorKind::UnknownArgument, false, Some(nearest)) = (error.kind(), word.starts_with('-'), nearest)
    {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![nearest]));
    }
}

/// The exit code of the command.
fn execute(cli: Cli) -> Result<u8> {
    let around = cli.flags;
    match cli.command {
        None => commands::run(&around.settings()?),
        Some(Command::Run(flags)) => commands::run(&flags.or(around).settings()?),
        Some(Command::List { json, diff, flags }) => {
            commands::list(&flags.or(around).settings()?, json, diff)
        }
        Some(Command::Show { id, place }) => commands::show(&Flags::from(place).or(around).settings()?, &id),
        Some(Command::Explain { id, write_test, flags }) => {
            commands::explain(&flags.or(around).settings()?, &id, write_test.as_deref())
        }
        Some(Command::Suggest { number, place }) => {
            commands::suggest(&Flags::from(place).or(around).settings()?, number)
        }
        Some(Command::Replay { id, flags }) => commands::replay(&flags.or(around).settings()?, &id),
        Some(Command::Mutators { name, place }) => {
            // The project's own mutators join the catalogue.
            Flags::from(place).or(around).settings()?;
            commands::mutators(name.as_deref())
        }
        Some(Command::Baseline { baseline, place }) => {
            commands::baseline(&Flags::of_baseline(baseline, place).or(around).settings()?)
        }
        Some(Command::Sample { names, options, place }) => {
            let flags = Flags::from(place).of_packages(&options);
            sample::answer(&flags.or(around).settings()?, &names, &options)
        }
        Some(Command::Completions { shell }) => commands::completions(shell, &mut Cli::command()),
    }
}

#[cfg(test)]
mod tests;
