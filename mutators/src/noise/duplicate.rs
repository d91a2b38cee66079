//! The same edit proposed by two mutators, for instance the body `{ 5 }` replaced by `0` as a return value and as a
//! literal. The proposal of the smaller group stays, or else the first one in the catalogue.

use std::collections::HashMap;

use crate::proposal::{Group, Proposal};

pub(crate) const NAME: &str = "duplicate";
pub(crate) const REASON: &str = "the same edit as another mutant";

pub(crate) fn mark(proposals: &mut [Proposal]) {
    let mut kept: HashMap<(usize, usize, String), (usize, Group)> = HashMap::new();
    for index in 0..proposals.len() {
        let proposal = &proposals[index];
        if proposal.noise.is_some() {
            continue;
        }
        let text = proposal.replacement.split_whitespace().collect::<String>();
        let key = (proposal.edit.start, proposal.edit.end, text);
        let group = proposal.group;
        let lost = match kept.get(&key) {
            Some(&(_, other)) if other <= group => index,
            Some(&(earlier, _)) => {
                kept.insert(key, (index, group));
                earlier
            }
            None => {
                kept.insert(key, (index, group));
                continue;
            }
        };
        proposals[lost].noise = Some(REASON);
    }
}

#[cfg(test)]
mod tests {
    use crate::CATALOGUE;
    use crate::scan::{Cfg, Options, SqlOptions, scan};

    #[test]
    fn the_smaller_group_stays() {
        let mutators: Vec<_> = CATALOGUE.iter().collect();
        let cfg = Cfg::default();
        let options = Options {
            cfg: &cfg,
            mutators: &mutators,
            mutate_unsafe: false,
            test_file: false,
            sql: SqlOptions::default(),
        };
        let found = scan("fn f() -> u8 { 0 }", options).expect("Rust").proposals;
        let ones: Vec<_> = found.iter().filter(|p| p.replacement == "1").collect();
        assert_eq!(ones.len(), 2);
        let kept: Vec<_> = ones.iter().filter(|p| p.noise.is_none()).map(|p| p.mutator).collect();
        assert_eq!(kept, ["integer-constant"]);
    }
}
