//! The same edit proposed by two mutators, for instance the body `{ 5 }` replaced by `0` as a return value and as a
//! literal. The name that tells more stays: a fault of data before one of iterators, and that before one of plain code;
//! among equals the proposal of the smaller group, or else the first one in the catalogue. What stays remembers the
//! other names, and belongs to the smaller group.

use std::collections::HashMap;

use crate::Family;
use crate::proposal::Proposal;

pub(crate) const NAME: &str = "duplicate";
pub(crate) const REASON: &str = "the same edit as another mutant";

pub(crate) fn mark(proposals: &mut [Proposal]) {
    let mut kept: HashMap<(usize, usize, String), usize> = HashMap::new();
    for index in 0..proposals.len() {
        let proposal = &proposals[index];
        if proposal.noise.is_some() {
            continue;
        }
        let text = proposal.replacement.split_whitespace().collect::<String>();
        let key = (proposal.edit.start, proposal.edit.end, text);
        let Some(&earlier) = kept.get(&key) else {
            kept.insert(key, index);
            continue;
        };
        let rank = |proposal: &Proposal| (tells(proposal.mutator), proposal.group);
        let (stays, lost) = if rank(&proposals[index]) < rank(&proposals[earlier]) {
            kept.insert(key, index);
            (index, earlier)
        } else {
            (earlier, index)
        };
        let (name, group) = (proposals[lost].mutator, proposals[lost].group);
        let others = std::mem::take(&mut proposals[lost].also);
        proposals[lost].noise = Some(REASON);
        let winner = &mut proposals[stays];
        winner.group = winner.group.min(group);
        winner.also.extend(others);
        if name != winner.mutator && !winner.also.contains(&name) {
            winner.also.push(name);
        }
    }
}

/// How little a mutator's name tells of the fault: 0 for faults of data.
fn tells(mutator: &str) -> u8 {
    match crate::catalogue::find(mutator).map(|mutator| mutator.family) {
        Some(Family::Code) | None => 2,
        Some(Family::Rows) => 1,
        Some(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use crate::CATALOGUE;
    use crate::proposal::{Group, Proposal};
    use crate::scan::{Cfg, Options, scan};

    fn all(source: &str) -> Vec<Proposal> {
        let mutators: Vec<_> = CATALOGUE.iter().collect();
        let cfg = Cfg::default();
        let options = Options::new(&cfg, &mutators);
        scan(source, options).expect("Rust").proposals
    }

    #[test]
    fn the_smaller_group_stays() {
        let found = all("fn f() -> u8 { 0 }");
        let ones: Vec<_> = found.iter().filter(|p| p.replacement == "1").collect();
        assert_eq!(ones.len(), 2);
        let kept: Vec<_> = ones.iter().filter(|p| p.noise.is_none()).collect();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].mutator, kept[0].also.as_slice()), ("integer-constant", &["return-value"][..]));
    }

    #[test]
    fn the_telling_name_stays_in_the_smaller_group() {
        let found = all("fn f(lf: LazyFrame) -> LazyFrame { lf.sort([\"a\"], g().with_nulls_last(true)) }");
        let flipped: Vec<_> =
            found.iter().filter(|p| p.replacement == "false" && p.noise.is_none()).collect();
        assert_eq!(flipped.len(), 1);
        assert_eq!((flipped[0].mutator, flipped[0].group), ("sort-nulls", Group::Default));
        assert_eq!(flipped[0].also, ["bool-constant"]);
    }
}
