//! The `[[skip]]` list of the settings file: mutants by id or pattern, each with its reason and, if wanted, its last day.

use globset::GlobSet;
use jiff::civil::Date;
use regex::Regex;

use crate::model::{Mutant, Stale};
use crate::suppress::{ended, is_over, until};

/// One entry; a mutant is suppressed where it meets all that is given.
#[derive(Debug, Clone, Default)]
pub struct Rule {
    /// File and line of the entry.
    pub place: String,
    /// Stable ids.
    pub ids: Vec<String>,
    /// Matches the line of the mutant in `list`.
    pub name: Option<Regex>,
    /// Match the file, by path from the workspace root.
    pub files: Option<GlobSet>,
    /// Matches the path of the item.
    pub function: Option<Regex>,
    /// Names of mutators.
    pub mutators: Vec<String>,
    /// Names of packages.
    pub packages: Vec<String>,
    /// Why; never empty.
    pub reason: String,
    /// The last day on which it counts.
    pub until: Option<Date>,
}

impl Rule {
    /// True where nothing narrows it.
    #[must_use]
    pub fn matches_everything(&self) -> bool {
        self.ids.is_empty()
            && self.name.is_none()
            && self.files.is_none()
            && self.function.is_none()
            && self.mutators.is_empty()
            && self.packages.is_empty()
    }

    fn matches(&self, mutant: &Mutant) -> bool {
        let among =
            |names: &[String], name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
        among(&self.ids, &mutant.id)
            && among(&self.mutators, mutant.mutator)
            && among(&self.packages, &mutant.package)
            && self.files.as_ref().is_none_or(|globs| globs.is_match(&mutant.file))
            && self.function.as_ref().is_none_or(|regex| regex.is_match(&mutant.item))
            && self.name.as_ref().is_none_or(|regex| regex.is_match(&mutant.describe()))
    }
}

/// Marks the mutants that a rule suppresses, and returns the rules that are out of date: those whose time is over, and,
/// where `whole` says that no filter took mutants out, those that suppress nothing. A rule wins over noise, since
/// somebody wrote it; a skip comment stands nearer and keeps its own reason.
pub fn apply<'a>(
    rules: &[Rule],
    today: Date,
    whole: bool,
    mutants: impl Iterator<Item = &'a mut Mutant>,
) -> Vec<Stale> {
    if rules.is_empty() {
        return vec![];
    }
    let mut used = vec![false; rules.len()];
    for mutant in mutants {
        for (rule, used) in rules.iter().zip(&mut used) {
            if !rule.matches(mutant) {
                continue;
            }
            *used = true;
            let free = mutant.ignored.as_ref().is_none_or(|reason| reason.starts_with("noise: "));
            if free && !is_over(rule.until, today) {
                mutant.ignored = Some(format!("skip list: {}{}", rule.reason, until(rule.until)));
            }
        }
    }
    let problem = |rule: &Rule, used: bool| {
        if is_over(rule.until, today) {
            Some(ended(rule.until))
        } else if !used && whole {
            Some("this skip suppresses nothing; remove it if it is stale".to_owned())
        } else {
            None
        }
    };
    let stale = rules.iter().zip(used).filter_map(|(rule, used)| {
        problem(rule, used).map(|problem| Stale { place: rule.place.clone(), problem })
    });
    stale.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;
    use crate::settings::parse;

    const TODAY: Date = Date::constant(2026, 3, 1);

    fn rule() -> Rule {
        Rule { place: "mutate-data.toml:3".to_owned(), reason: "harmless".to_owned(), ..Rule::default() }
    }

    /// Ids of the mutants that one rule suppresses, and what is stale.
    fn suppressed(rule: Rule) -> (Vec<String>, Vec<Stale>) {
        let mut mutants = testing::results().mutants;
        let stale = apply(&[rule], TODAY, true, mutants.iter_mut());
        let skipped = |mutant: &&Mutant| {
            mutant.ignored.as_ref().is_some_and(|reason| reason.starts_with("skip list: "))
        };
        (mutants.iter().filter(skipped).map(|mutant| mutant.id.clone()).collect(), stale)
    }

    #[test]
    fn an_id_names_one_mutant() {
        let found = suppressed(Rule { ids: vec!["3f2a91c0".to_owned()], ..rule() });
        assert_eq!(found, (vec!["3f2a91c0".to_owned()], vec![]));
    }

    #[test]
    fn all_that_is_given_must_fit() {
        let function = parse::regex("^landing$").expect("a regex");
        let both = Rule { function: Some(function), name: parse::regex("replace % ").ok(), ..rule() };
        assert_eq!(suppressed(both).0, ["a100000a"]);
        let other = Rule {
            files: parse::globs(["other.rs"]).ok(),
            mutators: vec!["arithmetic".to_owned()],
            ..rule()
        };
        assert_eq!(suppressed(other).0, Vec::<String>::new());
    }

    #[test]
    fn a_rule_holds_through_its_last_day() {
        let ends = |date| Rule { ids: vec!["3f2a91c0".to_owned()], until: Some(date), ..rule() };
        assert_eq!(suppressed(ends(TODAY)).0.len(), 1);
        let (ids, stale) = suppressed(ends(TODAY.yesterday().expect("a day")));
        assert_eq!((ids.len(), stale.len()), (0, 1));
        assert!(stale[0].problem.starts_with("this skip ended on 2026-02-28"), "{stale:?}");
    }

    #[test]
    fn a_rule_that_suppresses_nothing_is_stale_unless_filters_hide_mutants() {
        let unknown = Rule { ids: vec!["ffff".to_owned()], ..rule() };
        assert_eq!(suppressed(unknown.clone()).1.len(), 1);
        assert_eq!(apply(&[unknown], TODAY, false, [].into_iter()), vec![]);
    }

    #[test]
    fn reasons_are_told_and_nearer_ones_are_kept() {
        let mut mutants = testing::results().mutants;
        mutants[0].ignored = Some("noise: only logs".to_owned());
        mutants[1].ignored = Some("skip comment: rounding".to_owned());
        let until = Some(Date::constant(2027, 1, 1));
        apply(
            &[Rule { packages: vec!["flights".to_owned()], until, ..rule() }],
            TODAY,
            true,
            mutants.iter_mut(),
        );
        assert_eq!(mutants[0].ignored.as_deref(), Some("skip list: harmless (until 2027-01-01)"));
        assert_eq!(mutants[1].ignored.as_deref(), Some("skip comment: rounding"));
    }
}
