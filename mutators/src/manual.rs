//! The manual of a mutator, read from the doc comment that opens its file, and the means to test it.

use crate::proposal::Proposal;
use crate::scan::{Cfg, Options, Table, scan};
use crate::{Mutator, catalogue};

/// What a mutator's doc comment says, part by part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manual {
    /// What is changed, in one sentence.
    pub change: String,
    /// The real bug that the fault imitates.
    pub imitates: String,
    /// A snippet of Rust.
    pub before: String,
    /// The same snippet with one fault of this mutator.
    pub after: String,
    /// Where the mutator proposes nothing, and why.
    pub stays_away: String,
    /// Changes of this kind that no test can notice.
    pub equivalents: String,
}

impl Manual {
    /// Reads the leading `//!` lines: the change, then parts that open with `Imitates:`, `Before:`, `After:`,
    /// `Stays away:` and `Equivalents:`.
    #[must_use]
    pub fn parse(source: &str) -> Self {
        let mut manual = Self::default();
        let mut part = 0;
        let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
        for line in lines.map(|line| line.strip_prefix(' ').unwrap_or(line)) {
            let labels = ["Imitates:", "Before:", "After:", "Stays away:", "Equivalents:"];
            let found = labels.iter().position(|label| line.starts_with(label));
            let text = found.map_or(line, |index| line[labels[index].len()..].trim_start());
            part = found.map_or(part, |index| index + 1);
            let target = match part {
                0 => &mut manual.change,
                1 => &mut manual.imitates,
                2 => &mut manual.before,
                3 => &mut manual.after,
                4 => &mut manual.stays_away,
                _ => &mut manual.equivalents,
            };
            if text.starts_with("```") || text.is_empty() {
                continue;
            }
            if !target.is_empty() {
                target.push(if matches!(part, 2 | 3) { '\n' } else { ' ' });
            }
            target.push_str(text);
        }
        manual
    }
}

/// All proposals of one mutator for a snippet, noise included.
///
/// # Panics
/// Where the snippet is not Rust; meant for tests.
#[must_use]
pub fn propose(mutator: &str, source: &str) -> Vec<Proposal> {
    propose_with(mutator, source, &[])
}

/// As [`propose`], with tables that the snippet may read.
///
/// # Panics
/// Where the snippet is not Rust; meant for tests.
#[must_use]
pub fn propose_with(mutator: &str, source: &str, schemas: &[Table]) -> Vec<Proposal> {
    let mutators: Vec<&Mutator> = catalogue::find(mutator).into_iter().collect();
    assert!(!mutators.is_empty(), "no mutator is named {mutator}");
    let cfg = Cfg::default();
    let options = Options { schemas, ..Options::new(&cfg, &mutators) };
    let found = scan(source, options).expect("the snippet is Rust").proposals;
    // The control of a SQL text belongs to no mutator.
    found.into_iter().filter(|proposal| proposal.mutator == mutator).collect()
}

/// The snippet after each proposal of one mutator, in source order, noise left out.
#[must_use]
pub fn mutate(mutator: &str, source: &str) -> Vec<String> {
    let proposals = propose(mutator, source);
    proposals.iter().filter(|p| p.noise.is_none()).map(|p| apply(p, source)).collect()
}

/// Only the replacement texts, for short tests.
#[must_use]
pub fn replacements(mutator: &str, source: &str) -> Vec<String> {
    propose(mutator, source).into_iter().filter(|p| p.noise.is_none()).map(|p| p.replacement).collect()
}

/// As [`replacements`], for the body of a function that is given a lazy and an eager frame, `lf` and `df`.
#[must_use]
pub fn replacements_in_frames(mutator: &str, body: &str) -> Vec<String> {
    replacements(mutator, &format!("fn f(lf: LazyFrame, df: DataFrame) -> R {{ {body} }}"))
}

/// The source with one proposal carried out.
#[must_use]
pub fn apply(proposal: &Proposal, source: &str) -> String {
    format!("{}{}{}", &source[..proposal.edit.start], proposal.replacement, &source[proposal.edit.end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::canonical;
    use crate::{CATALOGUE, Family};

    fn tokens(text: &str) -> String {
        canonical(&text.parse::<proc_macro2::TokenStream>().expect("tokens"))
    }

    #[test]
    fn every_manual_is_complete_and_its_example_holds() {
        for mutator in CATALOGUE {
            let manual = mutator.manual();
            for (part, text) in [
                ("change", &manual.change),
                ("Imitates", &manual.imitates),
                ("Before", &manual.before),
                ("After", &manual.after),
                ("Stays away", &manual.stays_away),
                ("Equivalents", &manual.equivalents),
            ] {
                assert!(!text.is_empty(), "{}: the manual lacks {part}", mutator.name);
            }
            let found = mutate(mutator.name, &manual.before);
            assert!(
                found.iter().any(|text| tokens(text) == tokens(&manual.after)),
                "{}: {:?} is not among {found:#?}",
                mutator.name,
                manual.after
            );
        }
    }

    #[test]
    fn names_are_unique_and_match_their_files() {
        let mut names: Vec<_> = CATALOGUE.iter().map(|mutator| mutator.name).collect();
        names.sort_unstable();
        let total = names.len();
        names.dedup();
        assert_eq!(names.len(), total);
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
    }

    #[test]
    fn every_file_of_a_family_is_registered() {
        for family in Family::ALL.map(Family::name) {
            let folder = format!("{}/src/{family}", env!("CARGO_MANIFEST_DIR"));
            // A family without mutators has no folder yet.
            for file in std::fs::read_dir(folder).into_iter().flatten() {
                let name = file.expect("an entry").file_name().into_string().expect("UTF-8");
                let name = name.trim_end_matches(".rs").replace('_', "-");
                assert!(catalogue::find(&name).is_some(), "{family}/{name} is not in the catalogue");
            }
        }
    }
}
