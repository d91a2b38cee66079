//! Seeded choices: random numbers and hashes that are the same on every machine, and uniform choices made with them.

use std::collections::BTreeSet;

use super::cell::Cell;

/// How many rows each file gives, in proportion to its rows (largest remainder), `wanted` in all or all there are.
///
/// A file with rows gives at least one where `wanted` allows it: a partition that vanished from the sample would
/// change what the job does, not only how much it reads.
#[must_use]
pub fn allot(wanted: u64, rows: &[u64]) -> Vec<u64> {
    let total: u64 = rows.iter().sum();
    if wanted >= total {
        return rows.to_vec();
    }
    let filled = rows.iter().filter(|rows| **rows > 0).count() as u64;
    let floor = u64::from(wanted >= filled);
    let share = |rows: u64| u128::from(wanted) * u128::from(rows);
    let mut allotted: Vec<u64> = rows
        .iter()
        .map(|rows| u64::try_from(share(*rows) / u128::from(total)).unwrap_or(*rows).max(floor.min(*rows)))
        .collect();
    // By remainder, the earlier file first among equals.
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|file| (std::cmp::Reverse(share(rows[*file]) % u128::from(total)), *file));
    let mut given: u64 = allotted.iter().sum();
    for file in order.iter().cycle() {
        if given >= wanted {
            break;
        }
        if allotted[*file] < rows[*file] {
            allotted[*file] += 1;
            given += 1;
        }
    }
    // The floor may have given too many; the files with most rows can spare them.
    while given > wanted {
        let Some(largest) =
            (0..allotted.len()).max_by_key(|file| (allotted[*file], std::cmp::Reverse(*file)))
        else {
            break;
        };
        allotted[largest] -= 1;
        given -= 1;
    }
    allotted
}

/// `wanted` different row numbers below `total`, ascending; each set of that size is equally likely (Floyd's
/// algorithm, Bentley, CACM 30:9, 1987). `stream` separates the choices of the files of one source.
#[must_use]
pub fn choose(wanted: u64, total: u64, seed: u64, stream: &str) -> Vec<u64> {
    if wanted >= total {
        return (0..total).collect();
    }
    let mut random = Random::new(seed, stream);
    let mut chosen = BTreeSet::new();
    for last in total - wanted..total {
        let row = random.up_to(last);
        if !chosen.insert(row) {
            chosen.insert(last);
        }
    }
    chosen.into_iter().collect()
}

/// Random numbers from the output stream of BLAKE3, which is the same on every machine and in every version.
pub struct Random(blake3::OutputReader);

impl Random {
    /// The stream of that name; streams of different names are independent.
    #[must_use]
    pub fn new(seed: u64, stream: &str) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("cargo-mutate-data uniform sample 1");
        hasher.update(&seed.to_le_bytes()).update(stream.as_bytes());
        Self(hasher.finalize_xof())
    }

    /// A number from 0 to `last`, each equally likely.
    fn up_to(&mut self, last: u64) -> u64 {
        let Some(bound) = last.checked_add(1) else { return self.draw() };
        // Numbers in the incomplete last copy of the range would favour small results; draw again.
        let usable = u64::MAX - (u64::MAX % bound + 1) % bound;
        loop {
            let drawn = self.draw();
            if drawn <= usable {
                return drawn % bound;
            }
        }
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }
}

/// A hash of key values that depends on the seed: which keys are taken is decided by it alone, so every data set with
/// the same seed takes the same ones. `None` where a value is missing, since a missing key is no key.
#[must_use]
pub fn key_hash<'a>(seed: u64, cells: impl IntoIterator<Item = &'a Cell<'a>>) -> Option<u64> {
    let mut hasher = blake3::Hasher::new_derive_key("cargo-mutate-data key sample 1");
    hasher.update(&seed.to_le_bytes());
    for cell in cells {
        let text = cell.canonical()?;
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    }
    let hash = hasher.finalize();
    Some(u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_allotted_in_proportion() {
        assert_eq!(allot(10, &[60, 30, 10]), [6, 3, 1]);
        assert_eq!(allot(5, &[10, 10, 10]), [2, 2, 1]);
    }

    #[test]
    fn every_file_with_rows_gives_one() {
        assert_eq!(allot(5, &[1_000_000, 1, 0, 1]), [3, 1, 0, 1]);
        assert_eq!(allot(2, &[10, 20, 30]), [0, 1, 1]);
    }

    #[test]
    fn allotments_add_up() {
        for wanted in 0..200 {
            let rows = [17, 0, 3, 41, 1, 1, 90];
            let allotted = allot(wanted, &rows);
            assert_eq!(allotted.iter().sum::<u64>(), wanted.min(rows.iter().sum()));
            assert!(allotted.iter().zip(rows).all(|(given, rows)| *given <= rows));
        }
    }

    #[test]
    fn large_counts_do_not_overflow() {
        assert_eq!(allot(u64::MAX / 4, &[u64::MAX / 4, u64::MAX / 4]).iter().sum::<u64>(), u64::MAX / 4);
    }

    #[test]
    fn rows_are_different_and_in_order() {
        let chosen = choose(500, 1000, 42, "a");
        assert_eq!(chosen.len(), 500);
        assert!(chosen.is_sorted_by(|a, b| a < b) && chosen[499] < 1000);
    }

    #[test]
    fn the_choice_never_changes() {
        assert_eq!(choose(5, 1000, 42, "month=1/part-0.parquet"), [25, 236, 295, 379, 997]);
    }

    #[test]
    fn seed_and_file_change_the_choice() {
        let of = |seed, stream| choose(20, 1000, seed, stream);
        assert_ne!(of(1, "a"), of(2, "a"));
        assert_ne!(of(1, "a"), of(1, "b"));
    }

    #[test]
    fn every_row_is_equally_likely() {
        let mut hits = [0_u32; 10];
        for seed in 0..2000 {
            for row in choose(3, 10, seed, "") {
                hits[usize::try_from(row).unwrap_or_default()] += 1;
            }
        }
        // 600 expected, standard deviation 20.5.
        assert!(hits.iter().all(|hits| (500..700).contains(hits)), "{hits:?}");
    }
}
