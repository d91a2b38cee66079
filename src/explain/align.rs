//! Which row of one table is which row of the other: by declared or inferred keys, by position, or as bags of rows.

use std::collections::{HashMap, HashSet};

use super::difference::Options;
use super::sides::Sides;
use super::value::Cell;
use crate::model::Alignment;

/// Columns that are tried in pairs.
const PAIRED: usize = 8;
/// Rows left over of bags that are compared with each other within the tolerance.
const NEAR: usize = 1_000;

/// Rows of both sides, put together.
pub struct Aligned {
    /// How.
    pub how: Alignment,
    /// Rows of both sides, by position before and after.
    pub pairs: Vec<(usize, usize)>,
    /// Rows that are only there before.
    pub lost: Vec<usize>,
    /// Rows that are only there after.
    pub added: Vec<usize>,
    /// True where the pairs are in another order after.
    pub moved: bool,
}

impl Aligned {
    fn new(how: Alignment, pairs: Vec<(usize, usize)>, heights: (usize, usize)) -> Self {
        let mut taken = (vec![false; heights.0], vec![false; heights.1]);
        for &(before, after) in &pairs {
            taken.0[before] = true;
            taken.1[after] = true;
        }
        let rest = |taken: &[bool]| (0..taken.len()).filter(|&row| !taken[row]).collect();
        let (lost, added) = (rest(&taken.0), rest(&taken.1));
        let moved = !pairs.is_sorted_by_key(|pair| pair.1);
        Self { how, pairs, lost, added, moved }
    }

    /// True where every row has its partner.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.lost.is_empty() && self.added.is_empty()
    }
}

/// Puts the rows of two tables together.
#[must_use]
pub fn align(sides: &Sides<'_>, options: &Options) -> Aligned {
    let all: Vec<usize> = (0..sides.columns.len()).collect();
    let tolerance = options.tolerance;
    let equal_heights = sides.heights.0 == sides.heights.1;
    let by_position =
        || Aligned::new(Alignment::Position, (0..sides.heights.0).map(|r| (r, r)).collect(), sides.heights);
    let in_place =
        (0..sides.heights.0.min(sides.heights.1)).filter(|&row| sides.same((row, row), &all, tolerance));
    let in_place = in_place.count();
    if equal_heights && in_place == sides.heights.0 {
        return by_position();
    }
    // Rows of a key that all have their partner are the same bags, too.
    if let Some(keyed) = declared(sides, &options.keys).or_else(|| inferred(sides)) {
        return keyed;
    }
    let bags = bags(sides, &all, tolerance);
    if bags.is_complete() {
        return bags;
    }
    // One row that comes and one that goes shift all between them: as bags they are two differences.
    let shifted = bags.lost.len() + bags.added.len() < sides.heights.0 - in_place;
    if equal_heights && !options.unordered && !shifted { by_position() } else { bags }
}

/// By equal rows, each taken once.
#[must_use]
pub fn bags(sides: &Sides<'_>, columns: &[usize], tolerance: Option<f64>) -> Aligned {
    let (before, after) = sides.hashes(columns);
    let mut found: HashMap<u64, Vec<usize>> = HashMap::with_capacity(before.len());
    for (row, hash) in before.iter().enumerate().rev() {
        found.entry(*hash).or_default().push(row);
    }
    let mut pairs = Vec::with_capacity(after.len());
    for (row, hash) in after.iter().enumerate() {
        let Some(rows) = found.get_mut(hash) else { continue };
        // The last one is the first of the table; a hash may stand for different rows.
        if let Some(at) = rows.iter().rposition(|&other| sides.same((other, row), columns, None)) {
            pairs.push((rows.remove(at), row));
        }
    }
    pairs.sort_unstable();
    let exact = Aligned::new(Alignment::Multiset, pairs, sides.heights);
    if tolerance.is_none() || exact.lost.len().max(exact.added.len()) > NEAR {
        return exact;
    }
    let Aligned { mut pairs, mut added, .. } = exact;
    for row in exact.lost {
        if let Some(at) = added.iter().position(|&other| sides.same((row, other), columns, tolerance)) {
            pairs.push((row, added.remove(at)));
        }
    }
    pairs.sort_unstable();
    Aligned::new(Alignment::Multiset, pairs, sides.heights)
}

fn declared(sides: &Sides<'_>, keys: &[String]) -> Option<Aligned> {
    let find = |key: &String| sides.columns.iter().position(|column| column.name == key);
    let columns: Vec<usize> = keys.iter().map(find).collect::<Option<_>>()?;
    let keyed = by_key(sides, &columns)?;
    // Without a common row, the key says only that all rows are others; their positions say more.
    (!columns.is_empty() && (!keyed.pairs.is_empty() || sides.heights.0 != sides.heights.1)).then_some(keyed)
}

/// By columns that are unique on both sides.
fn by_key(sides: &Sides<'_>, columns: &[usize]) -> Option<Aligned> {
    let (before, after) = sides.hashes(columns);
    if !is_unique(&before) || !is_unique(&after) {
        return None;
    }
    let rows: HashMap<u64, usize> = after.iter().enumerate().map(|(row, hash)| (*hash, row)).collect();
    let pair = |(row, hash): (usize, &u64)| {
        let other = *rows.get(hash)?;
        sides.same((row, other), columns, None).then_some((row, other))
    };
    let pairs = before.iter().enumerate().filter_map(pair).collect();
    let names = columns.iter().map(|&column| sides.columns[column].name.to_owned()).collect();
    Some(Aligned::new(Alignment::Key(names), pairs, sides.heights))
}

fn is_unique(hashes: &[u64]) -> bool {
    let mut seen = HashSet::new();
    hashes.iter().all(|hash| seen.insert(*hash))
}

/// The best column, else the best two, that name each row; it must leave something to compare.
fn inferred(sides: &Sides<'_>) -> Option<Aligned> {
    if sides.heights.0.min(sides.heights.1) == 0 || sides.heights == (1, 1) {
        return None;
    }
    let mut candidates: Vec<usize> = (0..sides.columns.len()).filter(|&c| can_name(sides, c)).collect();
    candidates.sort_by_key(|&column| preference(sides.columns[column].name));
    let single =
        best(sides, candidates.iter().map(|&column| vec![column]).filter(|_| sides.columns.len() > 1));
    if single.is_some() || sides.columns.len() < 3 {
        return single;
    }
    candidates.truncate(PAIRED);
    let others = |(index, &first): (usize, &usize)| {
        candidates[index + 1..].iter().map(move |&second| vec![first, second]).collect::<Vec<_>>()
    };
    best(sides, candidates.iter().enumerate().flat_map(others))
}

/// No floats, no nulls, and values that some row of the other side has, too.
fn can_name(sides: &Sides<'_>, column: usize) -> bool {
    let pair = &sides.columns[column];
    let fits = |cell: &Cell| matches!(cell, Cell::Int(_) | Cell::Text(_) | Cell::Other(_) | Cell::Bool(_));
    pair.before.iter().chain(pair.after.iter()).all(fits)
}

/// The first key that most rows of the smaller side share, else the one that at least half of them share.
fn best(sides: &Sides<'_>, candidates: impl Iterator<Item = Vec<usize>>) -> Option<Aligned> {
    let smaller = sides.heights.0.min(sides.heights.1);
    let mut found: Option<Aligned> = None;
    for columns in candidates {
        let Some(keyed) = by_key(sides, &columns) else { continue };
        let shared = keyed.pairs.len();
        if shared * 20 >= smaller * 19 {
            return Some(keyed);
        }
        let enough = shared * 2 >= smaller && shared > 0;
        if enough && found.as_ref().is_none_or(|found| found.pairs.len() < shared) {
            found = Some(keyed);
        }
    }
    found
}

/// How little a name sounds like that of a key: identifiers first, then days and names, then the rest.
fn preference(name: &str) -> usize {
    const RANKS: [&[&str]; 3] = [
        &["id", "key", "uuid", "pk", "code", "nr", "number", "no", "tailnum"],
        &["date", "day", "month", "year", "hour", "time", "week", "timestamp"],
        &["name", "carrier", "symbol", "sku", "type", "kind", "group", "category", "region", "country"],
    ];
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let last = words.next_back().unwrap_or_default();
    let camel = name.ends_with("Id") || name.ends_with("Key") || name.ends_with("ID");
    let rank =
        RANKS.iter().position(|names| names.contains(&last) || last.ends_with("key") && names[0] == "id");
    if camel { 0 } else { rank.unwrap_or(RANKS.len()) }
}
