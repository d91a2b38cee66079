//! Each command, as calls of the engine and of the reports.

use clap_complete::Shell;

use super::output::{is_coloured, is_interactive, print};
use crate::error::{Error, Result};
use crate::model::{Counts, Results};
use crate::report::terminal::Terminal;
use crate::report::{json, text};
use crate::settings::Settings;
use crate::{pipeline, workspace};

/// Exit code where mutants survived.
const GATE_FAILED: u8 = 2;

pub(super) fn terminal(settings: &Settings) -> Terminal {
    Terminal::new(is_coloured(settings.color), is_interactive(), settings.timings)
}

/// `run`: 0, or 2 where mutants survived, or 130 after Ctrl-C.
pub fn run(settings: &Settings) -> Result<u8> {
    pipeline::run(settings, &terminal(settings)).map(|results| gate(&results))
}

fn gate(results: &Results) -> u8 {
    let counts = Counts::of(&results.outcomes);
    match (results.interrupted, counts.survived + counts.no_coverage) {
        (true, _) => Error::Interrupted.code(),
        (false, 0) => 0,
        (false, _) => GATE_FAILED,
    }
}

/// `list`.
pub fn list(settings: &Settings, as_json: bool, diff: bool) -> Result<u8> {
    let results = pipeline::list(settings, &terminal(settings))?;
    if as_json {
        print(&json::list(&results))?;
    } else {
        print(&text::list(&results, diff, is_coloured(settings.color)))?;
    }
    Ok(0)
}

/// `show ID`.
pub fn show(settings: &Settings, id: &str) -> Result<u8> {
    let workspace = workspace::load(settings)?;
    print(&text::show(&workspace.output(), id, is_coloured(settings.color))?)?;
    Ok(0)
}

/// `replay ID`.
pub fn replay(settings: &Settings, id: &str) -> Result<u8> {
    pipeline::replay(settings, id, &terminal(settings))
}

/// `mutators [NAME]`.
pub fn mutators(name: Option<&str>) -> Result<u8> {
    print(&text::mutators_page(name)?)?;
    Ok(0)
}

/// `completions SHELL`.
pub fn completions(shell: Shell, command: &mut clap::Command) -> Result<u8> {
    let mut script = vec![];
    clap_complete::generate(shell, command, "cargo-mutate-data", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Outcome, Survival, Verdict};

    fn exit_code(verdicts: Vec<Verdict>, interrupted: bool) -> u8 {
        let outcomes = verdicts.into_iter().map(Outcome::unrun).collect();
        gate(&Results { outcomes, interrupted, ..Results::default() })
    }

    #[test]
    fn survivors_and_uncovered_mutants_fail_the_gate() {
        assert_eq!(exit_code(vec![Verdict::Survived(Survival::NotNoticed)], false), 2);
        assert_eq!(exit_code(vec![Verdict::NoCoverage], false), 2);
    }

    #[test]
    fn what_is_no_gap_passes_the_gate() {
        let unviable = Verdict::Unviable(String::new());
        let killed = Verdict::Killed { test: None, message: String::new() };
        assert_eq!(exit_code(vec![unviable, killed, Verdict::Ignored(String::new())], false), 0);
    }

    #[test]
    fn an_interrupted_run_says_so() {
        assert_eq!(exit_code(vec![Verdict::NoCoverage], true), 130);
    }
}
