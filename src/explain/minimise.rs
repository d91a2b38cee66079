//! Delta debugging: the smallest set of units on which a condition still holds (Zeller and Hildebrandt, 2002).

use std::time::Instant;

use crate::error::Result;

/// Units of which small pieces are tried first.
const MANY: usize = 64;

/// How long a search may go on.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Tries that are left.
    pub probes: usize,
    /// When to stop whatever is left.
    pub until: Instant,
}

impl Budget {
    fn is_spent(&self) -> bool {
        self.probes == 0 || Instant::now() >= self.until
    }
}

/// What a search ended with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smallest<T> {
    /// Units that remain, in their order.
    pub units: Vec<T>,
    /// True where leaving out any single one was tried in vain.
    pub minimal: bool,
}

/// The smallest part of `units` on which `holds` is true, given that it is true on all of them.
///
/// The result is 1-minimal unless the budget ends first. The empty part is tried, too.
///
/// # Errors
/// Those of `holds`.
pub fn smallest<T: Clone>(
    units: Vec<T>,
    budget: &mut Budget,
    holds: &mut dyn FnMut(&[T]) -> Result<bool>,
) -> Result<Smallest<T>> {
    let mut units = leapt(units, budget, holds)?;
    let mut pieces = 2.min(units.len());
    while !units.is_empty() {
        let size = units.len().div_ceil(pieces.max(1));
        let mut reduced = None;
        // Of two pieces each is what is left without the other; later on the pieces alone are too small to hope for.
        let is_first_round = pieces == 2;
        for start in (0..units.len()).step_by(size) {
            let end = (start + size).min(units.len());
            let is_piece = is_first_round && end - start < units.len();
            if is_first_round && !is_piece {
                continue;
            }
            let candidate =
                if is_piece { units[start..end].to_vec() } else { [&units[..start], &units[end..]].concat() };
            if budget.is_spent() {
                return Ok(Smallest { units, minimal: false });
            }
            budget.probes -= 1;
            if holds(&candidate)? {
                reduced = Some((candidate, is_piece));
                break;
            }
        }
        match reduced {
            Some((candidate, is_piece)) => {
                units = candidate;
                pieces = if is_piece { 2 } else { (pieces - 1).max(2) }.min(units.len().max(1));
            }
            None if size == 1 => return Ok(Smallest { units, minimal: true }),
            None => pieces = (2 * pieces).min(units.len()),
        }
    }
    Ok(Smallest { units, minimal: true })
}

/// A small piece of many units that does alone, where one is found in a few tries: halving would take long to get there.
fn leapt<T: Clone>(
    mut units: Vec<T>,
    budget: &mut Budget,
    holds: &mut dyn FnMut(&[T]) -> Result<bool>,
) -> Result<Vec<T>> {
    'smaller: while units.len() > MANY {
        for share in [16, 4] {
            let size = units.len() / share;
            for start in [0, (units.len() - size) / 2, units.len() - size] {
                if budget.is_spent() {
                    return Ok(units);
                }
                budget.probes -= 1;
                let piece = units[start..start + size].to_vec();
                if holds(&piece)? {
                    units = piece;
                    continue 'smaller;
                }
            }
        }
        break;
    }
    Ok(units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn budget(probes: usize) -> Budget {
        Budget { probes, until: Instant::now() + Duration::from_secs(60) }
    }

    /// The rows that remain of `0..count` where `needed` must all be there, and how many tries that took.
    fn search(count: usize, needed: &[usize]) -> (Smallest<usize>, usize) {
        let mut budget = budget(10_000);
        let mut holds = |part: &[usize]| Ok(needed.iter().all(|row| part.contains(row)));
        let found = smallest((0..count).collect(), &mut budget, &mut holds).expect("a result");
        (found, 10_000 - budget.probes)
    }

    #[test]
    fn one_row_of_thousands_is_found_in_a_few_tries() {
        let (found, probes) = search(5000, &[4711]);
        assert_eq!(found, Smallest { units: vec![4711], minimal: true });
        assert!(probes < 40, "{probes}");
    }

    #[test]
    fn rows_that_belong_together_stay_together() {
        for needed in [vec![0, 4999], vec![7, 8, 9], vec![1, 1000, 2000, 4000]] {
            let (found, probes) = search(5000, &needed);
            assert_eq!(found, Smallest { units: needed, minimal: true });
            assert!(probes < 250, "{probes}");
        }
    }

    #[test]
    fn where_any_few_rows_will_do_they_are_found_at_once() {
        let mut budget = budget(100);
        let mut holds = |part: &[usize]| Ok(part.len() >= 3);
        let found = smallest((0..60_000).collect(), &mut budget, &mut holds).expect("a result");
        assert!(found.units.len() == 3 && found.minimal && budget.probes > 75, "{}", budget.probes);
    }

    #[test]
    fn no_row_is_needed_where_nothing_depends_on_rows() {
        assert_eq!(search(3, &[]).0.units, Vec::<usize>::new());
        assert_eq!(search(1, &[]).0.units, Vec::<usize>::new());
        assert_eq!(search(1, &[0]).0, Smallest { units: vec![0], minimal: true });
        assert_eq!(search(2, &[0, 1]).0, Smallest { units: vec![0, 1], minimal: true });
    }

    #[test]
    fn a_spent_budget_says_that_more_might_go() {
        let mut budget = budget(3);
        let found = smallest((0..100).collect(), &mut budget, &mut |part: &[i32]| Ok(part.contains(&50)));
        assert!(!found.expect("a result").minimal);
    }
}
