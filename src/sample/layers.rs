//! The layers that choose among rows as they stream by, each within its budget and with bounded memory: whole keys,
//! strata, the reservoir, and a sketch of groups in which those of one and of many rows are found.
//!
//! All of them keep what has the smallest hash or random number, so what they choose depends on the seed and the data
//! only, and a key that one data set keeps is kept by every other one with the same seed and room for it.

use std::collections::{BTreeMap, BTreeSet};

use super::Layer;
use super::scan::Address;

/// Groups that a sketch follows at a time.
const GROUPS_FOLLOWED: usize = 1024;

/// Rows of a group that a sketch remembers.
const ROWS_OF_GROUP: usize = 3;

/// Strata times rows of each that are remembered, for each row of the budget.
const SPARE_STRATA: usize = 4;

/// Whole keys: those with the smallest hashes, as many as fit.
#[derive(Debug)]
pub struct KeyLayer {
    budget: usize,
    /// Keys with this hash or a greater one are not taken.
    ceiling: u64,
    keys: BTreeMap<u64, Vec<Address>>,
    rows: usize,
    /// Keys that have more rows than half of the budget.
    too_large: BTreeSet<u64>,
}

impl KeyLayer {
    /// With room for `budget` rows, of keys below `ceiling` only.
    #[must_use]
    pub fn new(budget: usize, ceiling: u64) -> Self {
        Self { budget, ceiling, keys: BTreeMap::new(), rows: 0, too_large: BTreeSet::new() }
    }

    /// True where the row may be taken.
    pub fn offer(&mut self, hash: u64, address: Address) -> bool {
        if hash >= self.ceiling || self.too_large.contains(&hash) {
            return false;
        }
        let rows = self.keys.entry(hash).or_default();
        rows.push(address);
        self.rows += 1;
        // Such a key would push out all others; it is left to the later layers.
        if rows.len() > self.budget.div_ceil(2) {
            self.rows -= rows.len();
            self.keys.remove(&hash);
            self.too_large.insert(hash);
            return false;
        }
        while self.rows > self.budget {
            let Some((last, rows)) = self.keys.pop_last() else { break };
            self.rows -= rows.len();
            self.ceiling = last;
        }
        hash < self.ceiling
    }

    /// The rows of as many keys as `room` holds, the hash from which on keys were left out, and how many keys are too
    /// large.
    #[must_use]
    pub fn finish(self, room: usize) -> (Vec<Address>, u64, usize) {
        let mut rows = vec![];
        for (hash, more) in self.keys {
            if rows.len() + more.len() > room {
                return (rows, hash, self.too_large.len());
            }
            rows.extend(more);
        }
        (rows, self.ceiling, self.too_large.len())
    }
}

/// Rows of every stratum, the more the fewer strata there are.
#[derive(Debug)]
pub struct StrataLayer {
    budget: usize,
    /// Rows of each stratum that are remembered.
    depth: usize,
    strata: BTreeMap<u64, BTreeSet<(u64, Address)>>,
    rows: usize,
}

impl StrataLayer {
    /// With room for `budget` rows.
    #[must_use]
    pub fn new(budget: usize) -> Self {
        Self { budget, depth: budget.max(1), strata: BTreeMap::new(), rows: 0 }
    }

    /// True where the row may be taken. `chance` is its random number.
    pub fn offer(&mut self, stratum: u64, chance: u64, address: Address) -> bool {
        if self.budget == 0 {
            return false;
        }
        let rows = self.strata.entry(stratum).or_default();
        if rows.len() >= self.depth && rows.last().is_some_and(|last| *last < (chance, address)) {
            return false;
        }
        rows.insert((chance, address));
        self.rows += 1;
        while rows.len() > self.depth {
            rows.pop_last();
            self.rows -= 1;
        }
        while self.rows > SPARE_STRATA * self.budget {
            if self.depth > 1 {
                self.depth = self.depth.div_ceil(2);
                for rows in self.strata.values_mut() {
                    while rows.len() > self.depth {
                        rows.pop_last();
                        self.rows -= 1;
                    }
                }
            } else if let Some((_, rows)) = self.strata.pop_last() {
                self.rows -= rows.len();
            }
        }
        true
    }

    /// Row by row from each stratum in turn, until the budget or `room` is used; rows in `taken` count for their stratum.
    #[must_use]
    pub fn finish(self, room: usize, taken: &BTreeMap<Address, Layer>) -> Vec<Address> {
        let mut queues: Vec<Vec<Address>> = vec![];
        let mut lead: Vec<usize> = vec![];
        for rows in self.strata.into_values() {
            let (old, new): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, row)| taken.contains_key(row));
            lead.push(old.len());
            queues.push(new.into_iter().map(|(_, row)| row).collect());
        }
        let mut chosen = vec![];
        let deepest = queues.iter().map(Vec::len).max().unwrap_or(0) + lead.iter().max().unwrap_or(&0);
        for level in 0..=deepest {
            for (queue, lead) in queues.iter().zip(&lead) {
                if chosen.len() == self.budget.min(room) {
                    return chosen;
                }
                if let Some(row) = level.checked_sub(*lead).and_then(|place| queue.get(place)) {
                    chosen.push(*row);
                }
            }
        }
        chosen
    }
}

/// A uniform choice: the rows with the smallest random numbers.
#[derive(Debug, Clone)]
pub struct Reservoir {
    budget: usize,
    rows: BTreeSet<(u64, Address)>,
    /// The best row of each file, so that none is left without.
    best: BTreeMap<u32, (u64, Address)>,
}

impl Reservoir {
    /// With room for `budget` rows.
    #[must_use]
    pub fn new(budget: usize) -> Self {
        Self { budget, rows: BTreeSet::new(), best: BTreeMap::new() }
    }

    /// True where the row may be taken.
    pub fn offer(&mut self, chance: u64, address: Address) -> bool {
        let entry = (chance, address);
        let best = self.best.entry(address.file).or_insert(entry);
        let leads = entry <= *best;
        if leads {
            *best = entry;
        }
        if self.rows.len() >= self.budget && self.rows.last().is_none_or(|last| *last < entry) {
            return leads && self.budget > 0;
        }
        self.rows.insert(entry);
        if self.rows.len() > self.budget {
            self.rows.pop_last();
        }
        true
    }

    /// `wanted` rows that are not taken yet, one of each file without any first, where there is room for all.
    #[must_use]
    pub fn finish(self, wanted: usize, taken: &BTreeMap<Address, Layer>) -> Vec<Address> {
        let mut chosen = BTreeSet::new();
        let bare = |file: &u32| {
            let (start, end) = (Address { file: *file, row: 0 }, Address { file: *file, row: u64::MAX });
            taken.range(start..=end).next().is_none()
        };
        let firsts: Vec<Address> =
            self.best.iter().filter(|(file, _)| bare(file)).map(|(_, (_, row))| *row).collect();
        if firsts.len() <= wanted {
            chosen.extend(firsts);
        }
        for (_, row) in self.rows {
            if chosen.len() >= wanted {
                break;
            }
            if !taken.contains_key(&row) {
                chosen.insert(row);
            }
        }
        chosen.into_iter().collect()
    }
}

/// A group of rows with equal keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Followed {
    /// Rows in all.
    pub count: u64,
    /// The first ones; all of them where the group has a wanted number of rows.
    pub rows: Vec<Address>,
}

/// Groups by key, of which some are followed from their first row to their last: those with the smallest hashes.
#[derive(Debug, Default)]
pub struct GroupSketch {
    groups: BTreeMap<u64, Followed>,
    /// Numbers of rows of which whole groups are wanted.
    sizes: BTreeSet<u64>,
    /// True where not all groups could be followed.
    left_some: bool,
    /// A group of several rows that was met and is not followed any more.
    many: Option<Followed>,
}

impl GroupSketch {
    /// Of which groups with these numbers of rows are wanted whole.
    #[must_use]
    pub fn new(sizes: BTreeSet<u64>) -> Self {
        Self { sizes, ..Self::default() }
    }

    /// True where the row may be taken.
    pub fn offer(&mut self, hash: u64, address: Address) -> bool {
        let is_full = self.groups.len() >= GROUPS_FOLLOWED;
        if is_full && self.groups.last_key_value().is_some_and(|(last, _)| *last < hash) {
            self.left_some = true;
            return false;
        }
        let largest = self.sizes.last().copied().unwrap_or(0);
        let group = self.groups.entry(hash).or_default();
        group.count += 1;
        let keep = group.rows.len() < ROWS_OF_GROUP || group.count <= largest;
        if keep {
            group.rows.push(address);
        } else {
            // No group of a wanted size any more.
            group.rows.truncate(ROWS_OF_GROUP);
        }
        if self.groups.len() > GROUPS_FOLLOWED
            && let Some((_, mut left)) = self.groups.pop_last()
        {
            self.left_some = true;
            if left.count > 1 && self.many.is_none() {
                left.rows.truncate(ROWS_OF_GROUP);
                self.many = Some(left);
            }
        }
        keep
    }

    /// Each wanted number of rows with the groups that have it, all of their rows; certain only where all rows were offered.
    pub fn sized(&self) -> impl Iterator<Item = (u64, Vec<&Followed>)> {
        let groups = |size| self.groups.values().filter(move |group| group.count == size).collect();
        self.sizes.iter().map(move |size| (*size, groups(*size)))
    }

    /// True where all groups were followed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.left_some
    }

    /// Groups of one row, which are certain only where all rows were offered.
    pub fn single(&self) -> impl Iterator<Item = &Followed> {
        self.groups.values().filter(|group| group.count == 1)
    }

    /// Groups of several rows.
    pub fn several(&self) -> impl Iterator<Item = &Followed> {
        self.groups.values().filter(|group| group.count > 1).chain(self.many.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: u64) -> Address {
        Address { file: 0, row }
    }

    #[test]
    fn keys_are_taken_whole_and_smallest_first() {
        let mut layer = KeyLayer::new(10, u64::MAX);
        for row in 0..40 {
            layer.offer(row % 10, at(row));
        }
        let (rows, ceiling, large) = layer.finish(usize::MAX);
        assert_eq!(rows, [0, 10, 20, 30, 1, 11, 21, 31].map(at));
        assert_eq!((ceiling, large), (2, 0));
    }

    #[test]
    fn a_key_that_fills_the_budget_is_left_out() {
        let mut layer = KeyLayer::new(10, u64::MAX);
        for row in 0..100 {
            layer.offer(if row % 2 == 0 { 1 } else { 100 + row }, at(row));
        }
        let (rows, _, large) = layer.finish(usize::MAX);
        assert_eq!(large, 1);
        assert!(!rows.is_empty() && rows.iter().all(|row| row.row % 2 == 1), "{rows:?}");
    }

    #[test]
    fn strata_share_the_budget() {
        let mut layer = StrataLayer::new(10);
        for row in 0..1000 {
            let stratum = if row < 990 { 0 } else { row % 4 };
            layer.offer(stratum, row.wrapping_mul(0x9e37_79b9_7f4a_7c15), at(row));
        }
        let chosen = layer.finish(usize::MAX, &BTreeMap::new());
        assert_eq!(chosen.len(), 10);
        assert!(chosen.iter().filter(|row| row.row >= 990).count() >= 6, "{chosen:?}");
    }

    #[test]
    fn more_strata_than_rows_are_bounded() {
        let mut layer = StrataLayer::new(5);
        (0..10_000).for_each(|row| {
            layer.offer(row, row, at(row));
        });
        assert!(layer.rows <= 20);
        assert_eq!(layer.finish(usize::MAX, &BTreeMap::new()).len(), 5);
    }

    #[test]
    fn the_reservoir_leaves_no_file_without_a_row() {
        let mut reservoir = Reservoir::new(3);
        for row in 0..100 {
            reservoir.offer(row, at(row));
        }
        reservoir.offer(1000, Address { file: 1, row: 0 });
        let taken = BTreeMap::from([(at(0), Layer::Witness)]);
        let chosen = reservoir.finish(2, &taken);
        assert_eq!(chosen, [at(1), Address { file: 1, row: 0 }]);
    }

    #[test]
    fn groups_are_counted_from_their_first_row() {
        let mut sketch = GroupSketch::default();
        for row in 0..10_000 {
            sketch.offer(row % 5000, at(row));
            sketch.offer(1_000_000 + row, at(row));
        }
        assert!(sketch.several().all(|group| group.count == 2));
        assert_eq!(sketch.single().count(), 0);
        let mut alone = GroupSketch::default();
        alone.offer(1, at(0));
        alone.offer(2, at(1));
        alone.offer(2, at(2));
        assert_eq!(alone.single().next().map(|group| group.rows.clone()), Some(vec![at(0)]));
    }

    #[test]
    fn groups_of_a_wanted_size_are_whole() {
        let mut sketch = GroupSketch::new(BTreeSet::from([4, 5]));
        (0..5).for_each(|row| _ = sketch.offer(1, at(row)));
        (5..12).for_each(|row| _ = sketch.offer(2, at(row)));
        let sized: Vec<_> = sketch.sized().map(|(size, groups)| (size, groups.len())).collect();
        assert_eq!(sized, [(4, 0), (5, 1)]);
        assert_eq!(sketch.sized().nth(1).map(|(_, groups)| groups[0].rows.len()), Some(5));
        assert!(sketch.is_complete() && sketch.several().any(|group| group.rows.len() == ROWS_OF_GROUP));
    }
}
