//! The few suggested tests that would notice most survivors together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::Explanation;

/// A suggested test that is worth writing first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Id of the mutant whose suggestion it is.
    pub id: String,
    /// Ids of the survivors that it kills and those chosen before do not.
    pub kills: Vec<String>,
}

/// A test that could be chosen.
struct Offer<'a> {
    id: &'a String,
    /// Survivors that no chosen test kills so far.
    kills: BTreeSet<&'a str>,
    /// Of its code, in bytes.
    length: usize,
}

/// At most `n` verified tests that kill most survivors together, the one that adds most first: the greedy cover, which
/// is within 1 - 1/e of the best (Nemhauser, Wolsey and Fisher, 1978).
#[must_use]
pub fn choose(explanations: &BTreeMap<String, Explanation>, n: usize) -> Vec<Choice> {
    let mut offers: Vec<Offer<'_>> = explanations
        .iter()
        .filter_map(|(id, explanation)| {
            let suggestion = explanation.suggestion.as_ref().filter(|suggestion| suggestion.verified)?;
            // Verified means that it fails with its own mutant.
            let own = std::iter::once(id.as_str());
            let kills = own.chain(suggestion.kills.iter().map(String::as_str)).collect();
            Some(Offer { id, kills, length: suggestion.code.len() })
        })
        .collect();
    let mut chosen = Vec::new();
    while chosen.len() < n {
        // Of equals the shortest, which is read most easily; of those the first by id, so that the same results give the
        // same choice.
        let rank = |offer: &Offer<'_>| (Reverse(offer.kills.len()), offer.length, offer.id.clone());
        let Some(at) = (0..offers.len()).min_by_key(|at| rank(&offers[*at])) else { break };
        let Offer { id, kills, .. } = offers.swap_remove(at);
        if kills.is_empty() {
            break;
        }
        offers.iter_mut().for_each(|offer| offer.kills.retain(|other| !kills.contains(other)));
        let kills = kills.into_iter().map(str::to_owned).collect();
        chosen.push(Choice { id: id.clone(), kills });
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Suggestion;
    use crate::report::testing;

    fn offers(offers: &[(&str, bool, &[&str])]) -> BTreeMap<String, Explanation> {
        let explained = |(id, verified, kills): &(&str, bool, &[&str])| {
            let suggestion = Suggestion {
                name: format!("test_{id}"),
                code: String::new(),
                asserts: String::new(),
                integration: true,
                verified: *verified,
                note: None,
                kills: kills.iter().map(|id| (*id).to_owned()).collect(),
            };
            let explanation = Explanation { suggestion: Some(suggestion), ..testing::explanation() };
            ((*id).to_owned(), explanation)
        };
        offers.iter().map(explained).collect()
    }

    fn chosen(explanations: &BTreeMap<String, Explanation>, n: usize) -> Vec<(String, usize)> {
        choose(explanations, n).into_iter().map(|choice| (choice.id, choice.kills.len())).collect()
    }

    fn pairs(pairs: &[(&str, usize)]) -> Vec<(String, usize)> {
        pairs.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect()
    }

    #[test]
    fn the_test_that_adds_most_comes_first() {
        let offers = offers(&[
            ("a", true, &["a", "x"]),
            ("b", true, &["b", "x", "y", "z"]),
            ("c", true, &["c", "y", "u", "v"]),
        ]);
        assert_eq!(chosen(&offers, 9), pairs(&[("b", 4), ("c", 3), ("a", 1)]));
        assert_eq!(chosen(&offers, 1), pairs(&[("b", 4)]));
        assert_eq!(chosen(&offers, 0), vec![]);
    }

    #[test]
    fn what_is_killed_already_is_not_counted_again() {
        let offers = offers(&[("a", true, &["a", "b", "c"]), ("b", true, &["a", "b"]), ("c", true, &["c"])]);
        assert_eq!(chosen(&offers, 3), pairs(&[("a", 3)]));
    }

    #[test]
    fn only_verified_tests_are_chosen_and_they_kill_their_own_mutant() {
        let offers = offers(&[("a", false, &["a", "b", "c"]), ("b", true, &[])]);
        assert_eq!(chosen(&offers, 3), pairs(&[("b", 1)]));
    }

    #[test]
    fn of_equals_the_first_by_id_is_chosen() {
        let offers = offers(&[("c", true, &[]), ("a", true, &[]), ("b", true, &[])]);
        assert_eq!(chosen(&offers, 3), pairs(&[("a", 1), ("b", 1), ("c", 1)]));
    }

    #[test]
    fn of_equals_the_shortest_is_chosen() {
        let mut offers = offers(&[("a", true, &[]), ("b", true, &[])]);
        let long = offers.get_mut("a").and_then(|offer| offer.suggestion.as_mut()).expect("a suggestion");
        long.code = "assert!(true);".to_owned();
        assert_eq!(chosen(&offers, 1), pairs(&[("b", 1)]));
    }
}
