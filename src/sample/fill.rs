//! The uniform layer of column formats, chosen from row counts alone: metadata say how many rows there are.
//!
//! Of a source larger than `SMALL` row groups are chosen first and rows within them, of large row groups parts of
//! neighbouring rows, so that no more than one hundredth of it is read: the sample's price does not grow with the source.

use std::collections::BTreeMap;

use super::random::{Random, allot, choose as choose_rows};
use super::scan::Address;
use super::source::Source;
use super::survey::{Group, Survey};
use super::{DataSet, Layer};

/// Bytes that are always worth reading.
const SMALL: u64 = 16 << 20;

/// Of a larger source at most this part is read.
const PART: u64 = 100;

/// Rows of a page as most writers make them; a reader decodes whole pages.
pub(super) const PAGE_ROWS: u64 = 20_000;

/// A part of a row group takes at most this share of what may be read, so that the rows come from several places.
const PLACES: u64 = 8;

/// `wanted` rows that are not taken yet, spread over files and row groups by their sizes.
#[must_use]
pub fn choose(
    data_set: &DataSet,
    source: &Source,
    surveys: &[Survey],
    wanted: usize,
    taken: &BTreeMap<Address, Layer>,
) -> Vec<Address> {
    let groups = affordable(data_set, surveys, wanted, taken);
    let free: Vec<Vec<u64>> = groups
        .iter()
        .enumerate()
        .map(|(file, groups)| {
            let taken_in = |group: &Group| taken_rows(file, group, taken).count() as u64;
            groups.iter().map(|group| group.rows - taken_in(group)).collect()
        })
        .collect();
    let by_file: Vec<u64> = free.iter().map(|groups| groups.iter().sum()).collect();
    let mut chosen = vec![];
    for (file, wanted) in allot(wanted as u64, &by_file).into_iter().enumerate() {
        let relative = source.files[file].relative.as_str();
        // One stream per file: which rows it gives does not depend on how they are grouped.
        let ranks = choose_rows(wanted, by_file[file], data_set.seed, relative);
        let mut ranks = ranks.into_iter().peekable();
        let mut before = 0;
        for (group, free) in groups[file].iter().zip(&free[file]) {
            let mut skipped = taken_rows(file, group, taken).peekable();
            let mut row = group.first;
            let mut rank = before;
            while let Some(next) = ranks.next_if(|next| *next < before + free) {
                // The row of that rank among those that are not taken.
                loop {
                    if skipped.next_if_eq(&row).is_some() {
                        row += 1;
                    } else if rank < next {
                        rank += 1;
                        row += 1;
                    } else {
                        break;
                    }
                }
                chosen.push(Address { file: u32::try_from(file).unwrap_or(u32::MAX), row });
            }
            before += free;
        }
    }
    chosen
}

fn taken_rows<'a>(
    file: usize,
    group: &Group,
    taken: &'a BTreeMap<Address, Layer>,
) -> impl Iterator<Item = u64> + use<'a> {
    let file = u32::try_from(file).unwrap_or(u32::MAX);
    let (start, end) = (Address { file, row: group.first }, Address { file, row: group.first + group.rows });
    taken.range(start..end).map(|(address, _)| address.row)
}

/// The row groups of each file that rows are chosen from.
fn affordable(
    data_set: &DataSet,
    surveys: &[Survey],
    wanted: usize,
    taken: &BTreeMap<Address, Layer>,
) -> Vec<Vec<Group>> {
    let total: u64 = surveys.iter().flat_map(|survey| &survey.groups).map(|group| group.bytes).sum();
    let rows: u64 = surveys.iter().flat_map(|survey| &survey.groups).map(|group| group.rows).sum();
    if total <= SMALL || rows <= (wanted + taken.len()) as u64 {
        return surveys.iter().map(|survey| survey.groups.clone()).collect();
    }
    let budget = SMALL.max(total / PART);
    let all =
        surveys.iter().enumerate().flat_map(|(file, survey)| survey.groups.iter().map(move |g| (file, *g)));
    let mut random = Random::new(data_set.seed, "row groups");
    let mut order: Vec<(u64, u64, usize, Group)> = vec![];
    for (file, group) in all {
        // Parts of one group follow one another, because whoever skips a page still reads what lies around its header.
        let chance = random.draw();
        order.extend(parts(&group, budget / PLACES).map(|part| (chance, random.draw(), file, part)));
    }
    order.sort_by_key(|(group, part, ..)| (*group, *part));
    let mut chosen = vec![vec![]; surveys.len()];
    let (mut bytes, mut found) = (0, 0);
    for (.., file, group) in order {
        // At least as many rows as are wanted, whatever they cost.
        if found >= wanted as u64 && bytes + group.bytes > budget {
            continue;
        }
        bytes += group.bytes;
        found += group.rows - taken_rows(file, &group, taken).count() as u64;
        chosen[file].push(group);
    }
    chosen.iter_mut().for_each(|groups| groups.sort_by_key(|group| group.first));
    chosen
}

/// A row group in parts of about `bytes`; pages are larger than a few rows, so no part is smaller than `PAGE_ROWS`.
fn parts(group: &Group, bytes: u64) -> impl Iterator<Item = Group> + use<> {
    let count = (group.bytes / bytes.max(1)).min(group.rows / PAGE_ROWS).max(1);
    let group = *group;
    (0..count).map(move |part| {
        let (start, end) = (group.rows * part / count, group.rows * (part + 1) / count);
        // A page more, since parts end inside of pages.
        let rows = if count > 1 { end - start + PAGE_ROWS } else { group.rows };
        let bytes = u64::try_from(u128::from(group.bytes) * u128::from(rows) / u128::from(group.rows.max(1)));
        Group { first: group.first + start, rows: end - start, bytes: bytes.unwrap_or(group.bytes) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::format::{Format, Layout, Packing};
    use crate::sample::source::File;

    fn survey(groups: &[(u64, u64)]) -> Survey {
        let mut first = 0;
        let groups: Vec<Group> = groups
            .iter()
            .map(|(rows, bytes)| {
                first += rows;
                Group { first: first - rows, rows: *rows, bytes: *bytes }
            })
            .collect();
        Survey { columns: vec![], rows: Some(first), groups, metadata: None, shape: None }
    }

    fn source(files: usize) -> Source {
        let file =
            |n: usize| File { path: format!("/{n}.parquet").into(), relative: format!("{n}.parquet").into() };
        let format = Format { layout: Layout::Parquet, packing: Packing::Plain };
        Source { base: "/".into(), format, files: (0..files).map(file).collect(), single: false }
    }

    fn chosen(surveys: &[Survey], wanted: usize, taken: &BTreeMap<Address, Layer>) -> Vec<Address> {
        let data_set = DataSet::new("a", "a", "/".into());
        choose(&data_set, &source(surveys.len()), surveys, wanted, taken)
    }

    #[test]
    fn rows_that_are_taken_are_not_chosen_again() {
        let surveys = [survey(&[(10, 1), (10, 1)]), survey(&[(5, 1)])];
        let taken = [0, 3, 4, 11, 19].map(|row| (Address { file: 0, row }, Layer::Key)).into();
        for wanted in 0..=20 {
            let rows = chosen(&surveys, wanted, &taken);
            assert_eq!(rows.len(), wanted);
            assert!(
                rows.is_sorted_by(|a, b| a < b) && rows.iter().all(|row| !taken.contains_key(row)),
                "{rows:?}"
            );
            assert!(rows.iter().all(|row| row.row < if row.file == 0 { 20 } else { 5 }));
        }
    }

    #[test]
    fn of_a_large_source_a_hundredth_is_read() {
        let surveys = [survey(&[(100_000, 10 << 20); 400])];
        let rows = chosen(&surveys, 10_000, &BTreeMap::new());
        assert_eq!(rows.len(), 10_000);
        let groups: std::collections::BTreeSet<u64> = rows.iter().map(|row| row.row / 100_000).collect();
        assert_eq!(groups.len(), 3);
    }

    #[test]
    fn of_a_large_row_group_parts_are_read() {
        // Row groups of a gigabyte each, of which a hundredth of all is 600,000 rows.
        let rows = chosen(&[survey(&[(15_000_000, 1 << 30); 4])], 10_000, &BTreeMap::new());
        assert_eq!(rows.len(), 10_000);
        let groups: std::collections::BTreeSet<u64> = rows.iter().map(|row| row.row / 15_000_000).collect();
        let places: std::collections::BTreeSet<u64> = rows.iter().map(|row| row.row / 75_000).collect();
        assert_eq!((groups.len(), places.len()), (1, 6));
    }
}
