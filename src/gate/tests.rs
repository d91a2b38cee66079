//! The gate as a table: what a run found, which rules it meets, and the exit code.

use super::*;
use crate::gate::baseline::Entry;
use crate::model::{Outcome, Survival};
use crate::report::testing;

const KILLED: Verdict = Verdict::Killed { test: None, message: String::new() };
const SURVIVED: Verdict = Verdict::Survived(Survival::NotNoticed);

/// A run whose mutants have these verdicts and the ids 1, 2, ...
fn run(verdicts: &[Verdict]) -> Results {
    let mut results = testing::results();
    results.mutants.clear();
    for (number, verdict) in (1..).zip(verdicts) {
        let mut mutant = testing::mutant(&format!("{number:08x}"), "a.rs", "x + 1", "+", 0, "-");
        mutant.item = format!("f{number}");
        mutant.number = number;
        if let Verdict::Ignored(reason) = verdict {
            mutant.ignored = Some(reason.clone());
        }
        results.mutants.push(mutant);
    }
    results.outcomes = verdicts.iter().cloned().map(Outcome::unrun).collect();
    results
}

fn killed_of(killed: usize, total: usize) -> Results {
    let verdict = |index| if index < killed { KILLED } else { SURVIVED };
    run(&(0..total).map(verdict).collect::<Vec<_>>())
}

fn overall(rules: Rules) -> Gate {
    Gate { overall: rules, ..Gate::default() }
}

fn min_score(score: f64) -> Gate {
    overall(Rules { min_score: Some(score), ..Rules::default() })
}

fn max_survivors(count: usize) -> Gate {
    overall(Rules { max_survivors: Some(count), ..Rules::default() })
}

fn no_new() -> Gate {
    overall(Rules { new_survivors: Some(0), ..Rules::default() })
}

fn listed(results: &Results, indices: &[usize]) -> Baseline {
    let entry = |&index: &usize| {
        let mutant = &results.mutants[index];
        Entry {
            id: mutant.id.clone(),
            package: mutant.package.clone(),
            file: mutant.file.to_string(),
            item: mutant.item.clone(),
            mutator: mutant.mutator.to_owned(),
            change: mutant.change(),
            reason: "accepted".to_owned(),
        }
    };
    Baseline { entries: indices.iter().map(entry).collect() }
}

/// The same mutants under other ids, in another file.
fn renamed(mut results: Results) -> Results {
    for mutant in &mut results.mutants {
        mutant.id = format!("ffff{}", &mutant.id[4..]);
        mutant.file = "b.rs".into();
    }
    results
}

fn shifted(mut results: Results) -> Results {
    results.mutants.iter_mut().for_each(|mutant| mutant.start.line += 40);
    results
}

/// What happened, the rules, the run, the baseline, and the exit code.
type Case = (&'static str, Gate, Results, Result<Baseline, String>, u8);

#[test]
fn each_run_has_its_exit_code() {
    let missing = || baseline::read("nowhere/mutate-data.baseline".into());
    let none = || Ok(Baseline::default());
    let ignored = Verdict::Ignored("noise".to_owned());
    let unviable = Verdict::Unviable("no".to_owned());
    let error = Verdict::ToolError("disk".to_owned());
    let three = || killed_of(1, 3);
    let strength = |wanted| overall(Rules { min_test_strength: Some(wanted), ..Rules::default() });
    let package = |name: &str, rules| Gate { packages: [(name.to_owned(), rules)].into(), ..Gate::default() };
    let family = |name: &str, rules| Gate { families: [(name.to_owned(), rules)].into(), ..Gate::default() };
    let no_survivor = Rules { max_survivors: Some(0), ..Rules::default() };
    let stale = |mut results: Results| {
        let problem = "suppresses nothing".to_owned();
        results.stale.push(crate::model::Stale { place: "a.rs:1".to_owned(), problem });
        results
    };
    let deny = Gate { deny_stale: Some(true), ..Gate::default() };
    let narrowed = |results| Results { narrowed: true, ..results };
    let cut_short = |results| Results { interrupted: true, ..results };
    let cases: Vec<Case> = vec![
        ("no rules, all detected", Gate::default(), killed_of(3, 3), none(), 0),
        ("no rules, a survivor", Gate::default(), killed_of(2, 3), none(), 2),
        ("score just at the bound", min_score(80.0), killed_of(4, 5), none(), 0),
        ("score just above", min_score(79.9), killed_of(4, 5), none(), 0),
        ("score just below", min_score(80.1), killed_of(4, 5), none(), 2),
        ("a third is not 33.34%", min_score(33.34), killed_of(1, 3), none(), 2),
        ("29 of 100 are 29%", min_score(29.0), killed_of(29, 100), none(), 0),
        ("survivors as many as allowed", max_survivors(2), three(), none(), 0),
        ("one survivor more than allowed", max_survivors(1), three(), none(), 2),
        (
            "code that no test runs is a survivor",
            max_survivors(0),
            run(&[KILLED, Verdict::NoCoverage]),
            none(),
            2,
        ),
        ("strength leaves that code out", strength(100.0), run(&[KILLED, Verdict::NoCoverage]), none(), 0),
        ("strength of nothing", strength(1.0), run(&[Verdict::NoCoverage]), none(), 2),
        ("zero mutants", min_score(0.0), run(&[]), none(), 2),
        ("all ignored", Gate::default(), run(&[ignored.clone(), ignored]), none(), 2),
        ("all unviable", max_survivors(9), run(&[unviable]), none(), 2),
        ("a mutant without a verdict", min_score(0.0), run(&[KILLED, error]), none(), 2),
        ("a run that ended early", min_score(0.0), cut_short(run(&[KILLED, Verdict::Pending])), none(), 130),
        ("a missing baseline", no_new(), killed_of(3, 3), missing(), 2),
        ("a missing baseline that no rule asks for", min_score(10.0), killed_of(3, 3), missing(), 0),
        ("only known survivors", no_new(), three(), Ok(listed(&three(), &[1, 2])), 0),
        ("a new survivor", no_new(), three(), Ok(listed(&three(), &[1])), 2),
        ("a known survivor is detected now", no_new(), three(), Ok(listed(&three(), &[0, 1, 2])), 0),
        ("a renamed file", no_new(), renamed(three()), Ok(listed(&three(), &[1, 2])), 0),
        ("code moved down", no_new(), shifted(three()), Ok(listed(&three(), &[1, 2])), 0),
        ("a renamed file with a new survivor", no_new(), renamed(three()), Ok(listed(&three(), &[1])), 2),
        ("the rule of a package", package("flights", no_survivor), three(), none(), 2),
        ("the rule of a package that was not mutated", package("ledger", no_survivor), three(), none(), 0),
        ("the rule of a family", family("code", no_survivor), three(), none(), 2),
        ("a family without mutants", family("join", no_survivor), three(), none(), 2),
        ("a family that filters left out", family("join", no_survivor), narrowed(killed_of(3, 3)), none(), 0),
        ("filters that left nothing that runs", Gate::default(), narrowed(run(&[])), none(), 2),
        ("stale suppressions by themselves", Gate::default(), stale(killed_of(3, 3)), none(), 0),
        ("denied stale suppressions", deny, stale(killed_of(3, 3)), none(), 2),
    ];
    for (name, gate, mut results, known, code) in cases {
        results.gate = Some(judge(&gate, &results, &known));
        assert_eq!(exit_code(&results), code, "{name}: {:#?}", results.gate);
    }
}

fn problem(gate: &Gate, results: &Results, known: Result<Baseline, String>) -> Failure {
    let judgement = judge(gate, results, &known);
    judgement.failures.first().cloned().unwrap_or_else(|| panic!("passed: {judgement:?}"))
}

#[test]
fn a_failure_says_by_how_much_and_which_mutants() {
    let failure = problem(&min_score(80.0), &killed_of(7, 10), Ok(Baseline::default()));
    assert_eq!(failure.rule, "min-score");
    assert_eq!(
        failure.problem,
        "the mutation score of 70.0% is 10.0 points below 80%; tests that detect 1 more of these would do"
    );
    assert_eq!(failure.mutants, ["00000008", "00000009", "0000000a"]);
}

#[test]
fn a_new_survivor_is_named_and_known_ones_are_not() {
    let results = killed_of(1, 3);
    let failure = problem(&no_new(), &results, Ok(listed(&results, &[1])));
    assert_eq!(failure.mutants, ["00000003"]);
    assert!(
        failure.problem.starts_with("1 survivor not in the baseline, 1 more than the 0 allowed"),
        "{failure:?}"
    );
}

#[test]
fn a_missing_baseline_is_named_with_what_to_do() {
    let failure = problem(&no_new(), &killed_of(1, 1), baseline::read("nowhere/known".into()));
    assert!(
        failure.problem.contains("nowhere/known does not exist; `cargo mutate-data baseline`"),
        "{failure:?}"
    );
}

#[test]
fn moved_and_fixed_survivors_and_narrowed_runs_are_noted() {
    let known = Ok(listed(&killed_of(1, 3), &[1, 2]));
    let narrowed = Results { narrowed: true, ..renamed(killed_of(1, 3)) };
    let notes = judge(&no_new(), &narrowed, &known).notes.join("\n");
    assert!(notes.contains("2 survivors of the baseline are found under another file or place"), "{notes}");
    assert!(notes.contains("filters left part of the mutants out"), "{notes}");
    let notes = judge(&no_new(), &killed_of(2, 3), &known).notes.join("\n");
    assert!(notes.contains("1 survivor of the baseline is detected now"), "{notes}");
}

#[test]
fn a_named_baseline_asks_for_no_new_survivors() {
    let gate = Gate { baseline: Some("known".into()), ..Gate::default() };
    assert!(gate.needs_baseline());
    assert_eq!(gate.in_force().overall, Rules { new_survivors: Some(0), ..Rules::default() });
}

#[test]
fn rules_of_flags_win_over_those_of_the_file() {
    let file = Gate { packages: [("a".to_owned(), Rules::default())].into(), ..min_score(50.0) };
    let merged = min_score(90.0).or(file);
    assert_eq!((merged.overall.min_score, merged.packages.len()), (Some(90.0), 1));
}
