//! Plain text for `list`, `show` and `mutators`.

use std::fmt::Write;

use mutators::noise::{RULES, Rule};
use mutators::{Group, Mutator};

use crate::error::{Error, Result};
use crate::model::{Mutant, Results};
use crate::report::json::group;
use crate::report::style::{self, Paint};
use crate::report::words::{counted, line, nearest, wrap};
use crate::report::{diff, source_of};

pub use crate::report::explained::{explanation, explanation_now, suggestions};
pub use crate::report::show::show;

/// Columns that running text may take.
const WIDTH: usize = 100;

/// One mutant a line, ignored ones with their reason; with `diff`, the changed lines under each.
#[must_use]
pub fn list(results: &Results, diff: bool, color: bool) -> String {
    let paint = Paint { color };
    let mut out = String::new();
    for mutant in &results.mutants {
        out.push_str(&listed(mutant, paint));
        out.push('\n');
        if diff {
            out.push_str(&diff::painted(mutant, source_of(results, mutant), paint));
        }
    }
    out
}

fn listed(mutant: &Mutant, paint: Paint) -> String {
    let id = paint.put(style::ID, &mutant.id);
    let place = format!("{}:{}:{}", line(mutant.file.as_str()), mutant.start.line, mutant.start.column);
    let place = paint.put(style::BOLD, place);
    let text =
        format!("{id} {place}: {}: {} in {}", mutant.mutator, line(&mutant.change()), line(&mutant.item));
    match &mutant.ignored {
        Some(reason) => text + &paint.put(style::DIM, format_args!(" (ignored: {})", line(reason))),
        None => text,
    }
}

/// The catalogue and the noise rules as tables, or the manual of one mutator or rule.
///
/// # Errors
/// Where nothing has that name, with the nearest one that exists.
pub fn mutators_page(name: Option<&str>) -> Result<String> {
    let Some(name) = name else { return Ok(tables()) };
    let rule = RULES.iter().find(|rule| rule.name == name).map(rule_page);
    mutators::catalogue::find(name).map(page).or(rule).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> Error {
    let all = mutators::catalogue::all();
    let names = all.iter().map(|mutator| mutator.name).chain(RULES.iter().map(|rule| rule.name));
    let hint = match nearest(name, names) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "`cargo mutate-data mutators` lists them".to_owned(),
    };
    Error::Usage(format!("no mutator is named `{}`; {hint}", line(name)))
}

fn tables() -> String {
    let all = mutators::catalogue::all();
    let names = all.iter().map(|mutator| mutator.name).chain(RULES.iter().map(|rule| rule.name));
    let width = names.map(str::len).max().unwrap_or(0);
    let mut out =
        format!("{}; `cargo mutate-data mutators NAME` shows one in full\n", counted(all.len(), "mutator"));
    let mut family = None;
    for mutator in all {
        if family.replace(mutator.family) != Some(mutator.family) {
            let _ = writeln!(out, "\n{}", mutator.family.name());
        }
        let groups = format!("[{}]", groups(mutator).join(" "));
        let _ = writeln!(
            out,
            "  {:width$}  {groups:<16} {}",
            mutator.name,
            first_sentence(&mutator.manual().change)
        );
    }
    out.push_str("\nrules that take noise out\n");
    for rule in RULES {
        let _ = writeln!(out, "  {:width$}  {}", rule.name, rule.reason);
    }
    out
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

fn rule_page(rule: &Rule) -> String {
    let manual = rule.manual();
    let text = wrap(manual.trim(), WIDTH).join("\n");
    format!("{} (takes noise out; reports say: {})\n\n{text}\n", rule.name, rule.reason)
}

/// The groups of the mutants that the manual's own example gives, smallest first.
fn groups(mutator: &Mutator) -> Vec<&'static str> {
    let proposals = mutators::manual::propose(mutator.name, &mutator.manual().before);
    let mut groups: Vec<Group> = proposals.iter().map(|proposal| proposal.group).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.into_iter().map(group).collect()
}

fn page(mutator: &'static Mutator) -> String {
    format!(
        "{} ({}; groups: {})\n\n{}",
        mutator.name,
        mutator.family.name(),
        groups(mutator).join(", "),
        manual(mutator)
    )
}

/// Every part of a mutator's manual.
pub(crate) fn manual(mutator: &Mutator) -> String {
    let manual = mutator.manual();
    let mut out = wrap(&manual.change, WIDTH).join("\n") + "\n";
    let mut part = |label: &str, text: &str, code: bool| {
        if text.is_empty() {
            return;
        }
        let lines = if code { text.lines().map(str::to_owned).collect() } else { wrap(text, WIDTH - 2) };
        let _ = writeln!(out, "\n{label}");
        lines.iter().for_each(|line| {
            let _ = writeln!(out, "  {line}");
        });
    };
    part("The bug it imitates", &manual.imitates, false);
    part("Before", &manual.before, true);
    part("After", &manual.after, true);
    part("Stays away from", &manual.stays_away, false);
    part("Known equivalents", &manual.equivalents, false);
    out
}

#[cfg(test)]
mod tests {
    use mutators::CATALOGUE;

    use super::*;
    use crate::report::testing;

    #[test]
    fn a_list_has_one_line_per_mutant_and_reasons() {
        let results = testing::results();
        let list = list(&results, false, false);
        assert_eq!(list.lines().count(), results.mutants.len());
        assert_eq!(
            list.lines().next(),
            Some("3f2a91c0 flights/src/clean.rs:3:29: arithmetic: replace < with <= in landing")
        );
        assert!(list.contains(" (ignored: attribute: generated code)"), "{list}");
    }

    #[test]
    fn a_list_with_diffs_shows_the_changed_lines() {
        let mut results = testing::results();
        results.mutants.truncate(1);
        insta::assert_snapshot!(list(&results, true, false), @r"
    3f2a91c0 flights/src/clean.rs:3:29: arithmetic: replace < with <= in landing
      - let late = if departure < 1440 { departure + minutes } else { minutes };
      + let late = if departure <= 1440 { departure + minutes } else { minutes };
    ");
    }

    #[test]
    fn a_list_needs_no_outcomes() {
        let results = Results { outcomes: vec![], ..testing::results() };
        assert_eq!(list(&results, false, false).lines().count(), results.mutants.len());
    }

    #[test]
    fn the_catalogue_names_every_mutator_once() {
        let page = mutators_page(None).expect("a page");
        for mutator in CATALOGUE {
            let rows = page.lines().filter(|row| row.split_whitespace().next() == Some(mutator.name));
            assert_eq!(rows.count(), 1, "{}", mutator.name);
        }
    }

    #[test]
    fn noise_rules_are_listed_and_have_a_page() {
        let table = mutators_page(None).expect("a page");
        for rule in RULES {
            assert!(table.contains(rule.reason), "{}", rule.name);
            assert!(mutators_page(Some(rule.name)).expect("a page").starts_with(rule.name));
        }
    }

    #[test]
    fn every_manual_is_printed_in_full() {
        for mutator in CATALOGUE {
            let page = mutators_page(Some(mutator.name)).expect("a page");
            let manual = mutator.manual();
            for text in [&manual.change, &manual.imitates, &manual.before, &manual.after, &manual.stays_away]
            {
                let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(words(&page).contains(&words(text)), "{}: {text}", mutator.name);
            }
        }
    }

    #[test]
    fn an_unknown_mutator_names_the_nearest() {
        let message = |name| mutators_page(Some(name)).expect_err("unknown").to_string();
        assert_eq!(message("aritmetic"), "no mutator is named `aritmetic`; did you mean `arithmetic`?");
        assert_eq!(message("q"), "no mutator is named `q`; `cargo mutate-data mutators` lists them");
    }
}
