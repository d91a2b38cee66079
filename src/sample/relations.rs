//! Which data sets belong together, and in which order they are sampled: those that refer before those referred to.

use std::collections::{BTreeMap, BTreeSet};

use super::DataSet;
use super::joins::Join;
use crate::error::Result;
use crate::settings::parse;

/// Groups of related data sets, by their place in `data_sets`; within a group children come before parents, otherwise
/// in the order of declaration. Data sets with equal keys are related too, and those that the code joins.
///
/// # Errors
/// Usage errors for references to data sets that are not declared, to themselves, and in circles.
pub fn groups(data_sets: &[DataSet], joins: &[Join]) -> Result<Vec<Vec<usize>>> {
    let mut parents: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); data_sets.len()];
    for (child, data_set) in data_sets.iter().enumerate() {
        for reference in &data_set.references {
            let names = data_sets.iter().map(|other| other.name.as_str());
            let Some(parent) = data_sets.iter().position(|other| other.name == reference.to) else {
                return Err(data_set.error(format_args!(
                    "`references` names the data set `{}`, which is not declared; {}",
                    reference.to,
                    parse::suggestion(&reference.to, names)
                )));
            };
            if parent == child {
                return Err(data_set.error("a data set cannot refer to itself; leave the reference out"));
            }
            parents[child].insert(parent);
        }
    }
    let mut group: Vec<usize> = (0..data_sets.len()).collect();
    let mut unite = |a: usize, b: usize| {
        let (old, new) = (group[a].max(group[b]), group[a].min(group[b]));
        group.iter_mut().filter(|place| **place == old).for_each(|place| *place = new);
    };
    for (child, others) in parents.iter().enumerate() {
        others.iter().for_each(|parent| unite(child, *parent));
    }
    for (place, data_set) in data_sets.iter().enumerate().filter(|(_, data_set)| !data_set.key.is_empty()) {
        let same = |other: &DataSet| other.key == data_set.key && other.seed == data_set.seed;
        (0..place).filter(|other| same(&data_sets[*other])).for_each(|other| unite(place, other));
    }
    joins.iter().for_each(|join| unite(join.here, join.there));
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    group.iter().enumerate().for_each(|(place, group)| members.entry(*group).or_default().push(place));
    members.into_values().map(|members| sorted(data_sets, &parents, members)).collect()
}

fn sorted(data_sets: &[DataSet], parents: &[BTreeSet<usize>], members: Vec<usize>) -> Result<Vec<usize>> {
    let mut open = members;
    let mut order = vec![];
    while !open.is_empty() {
        let is_parent = |place: &usize| open.iter().any(|child| parents[*child].contains(place));
        let Some(next) = open.iter().copied().find(|place| !is_parent(place)) else {
            let names: Vec<&str> = open.iter().map(|place| data_sets[*place].name.as_str()).collect();
            return Err(data_sets[open[0]]
                .error(format_args!("the references of {} form a circle; leave one out", names.join(", "))));
        };
        open.retain(|place| *place != next);
        order.push(next);
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::data_set::Reference;

    fn data_set(name: &str, to: &[&str]) -> DataSet {
        let reference = |to: &&str| Reference {
            columns: vec!["a".to_owned()],
            to: (*to).to_owned(),
            key: vec!["a".to_owned()],
            orphans: None,
        };
        DataSet { references: to.iter().map(reference).collect(), ..DataSet::new(name, "x", "/".into()) }
    }

    #[test]
    fn children_come_before_parents() {
        let sets = [data_set("a", &[]), data_set("b", &["c"]), data_set("c", &["a"]), data_set("d", &[])];
        assert_eq!(groups(&sets, &[]).unwrap(), [vec![1, 2, 0], vec![3]]);
    }

    #[test]
    fn equal_keys_are_related() {
        let keyed = |name: &str| DataSet { key: vec!["k".to_owned()], ..data_set(name, &[]) };
        assert_eq!(
            groups(&[keyed("a"), data_set("b", &[]), keyed("c")], &[]).unwrap(),
            [vec![0, 2], vec![1]]
        );
    }

    #[test]
    fn circles_and_strangers_are_refused() {
        let error = |sets: &[DataSet]| groups(sets, &[]).unwrap_err().to_string();
        assert!(error(&[data_set("a", &["b"]), data_set("b", &["a"])]).contains("form a circle"));
        assert!(error(&[data_set("a", &["a"])]).contains("cannot refer to itself"));
        let unknown = error(&[data_set("flights", &["plane"]), data_set("planes", &[])]);
        assert!(unknown.contains("`plane`, which is not declared; did you mean `planes`?"), "{unknown}");
    }
}
