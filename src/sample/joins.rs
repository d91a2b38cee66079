//! Joins that the code makes between data sets, and that no setting declares: rows without a partner on the other side
//! tell an inner join from an outer one, so they are witnesses on both sides.
//!
//! Which data sets meet is read from names: the columns of one side of the join are columns of the one data set, those
//! of the other side columns of the other, of the same kinds. Where several pairs of data sets fit, the join is a guess:
//! it may give witnesses, but what it does not find is not told.

use std::collections::{BTreeSet, HashSet};

use mutators::witness::Clues;

use super::choose::all_keys;
use super::hunt::resolve;
use super::survey::Kind;
use super::{DataSet, Opened, inspect};
use crate::error::Result;

/// Bytes that the keys of the other side may take; those of larger tables are not compared.
const KEY_BYTES: u64 = 128 << 20;

/// Rows of the other side, the same.
const KEY_ROWS: u64 = 4_000_000;

/// One direction of a join: the rows of `here` look for a partner in `there`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Join {
    /// Place of the data set.
    pub here: usize,
    /// Its columns.
    pub columns: Vec<String>,
    /// Place of the other data set.
    pub there: usize,
    /// The columns of that one, in the same order.
    pub key: Vec<String>,
    /// True where no other two data sets fit the join.
    pub is_sure: bool,
}

/// What a join tells of a data set while its rows are chosen.
#[derive(Debug)]
pub struct Met {
    /// Columns here.
    pub columns: Vec<String>,
    /// The name of the other data set.
    pub other: String,
    /// Hashes of all keys of that one.
    pub keys: HashSet<u64>,
    /// See [`Join::is_sure`].
    pub is_sure: bool,
}

/// The joins between data sets, in both directions; sources that cannot be read have none.
#[must_use]
pub fn infer<'a>(opened: &[Result<Opened<'_>>], clues_of: impl Fn(&DataSet) -> &'a Clues) -> Vec<Join> {
    let tables: Vec<Option<(&Opened<'_>, BTreeSet<String>)>> = opened
        .iter()
        .map(|opened| {
            let opened = opened.as_ref().ok().filter(|opened| opened.data_set.witnesses)?;
            Some((opened, inspect::column_names(opened).into_iter().collect()))
        })
        .collect();
    let joins: BTreeSet<&(Vec<String>, Vec<String>)> =
        tables.iter().flatten().flat_map(|(opened, _)| &clues_of(opened.data_set).joins).collect();
    let mut all = BTreeSet::new();
    for join in joins {
        let mut pairs = vec![];
        for (here, left) in tables.iter().enumerate() {
            for (there, right) in tables.iter().enumerate() {
                let (true, Some(left), Some(right)) = (here != there, left, right) else { continue };
                pairs.extend(
                    pair(join, left, right, &clues_of).map(|(columns, key)| (here, columns, there, key)),
                );
            }
        }
        let met: BTreeSet<_> =
            pairs.iter().map(|(here, _, there, _)| (here.min(there), here.max(there))).collect();
        let is_sure = met.len() == 1;
        for (here, columns, there, key) in pairs {
            all.insert(Join { here, columns: columns.clone(), there, key: key.clone(), is_sure });
            all.insert(Join { here: there, columns: key, there: here, key: columns, is_sure });
        }
    }
    let is_declared = |join: &Join| {
        let declares = |child: usize, parent: usize, columns: &[String], key: &[String]| {
            let (Ok(child), Ok(parent)) = (&opened[child], &opened[parent]) else { return false };
            child.data_set.references.iter().any(|reference| {
                reference.to == parent.data_set.name && reference.columns == columns && reference.key == key
            })
        };
        declares(join.here, join.there, &join.columns, &join.key)
            || declares(join.there, join.here, &join.key, &join.columns)
    };
    // A join that is sure in one place of the code is sure.
    let sure: BTreeSet<Join> = all.iter().filter(|join| join.is_sure).cloned().collect();
    all.retain(|join| {
        !is_declared(join) && (join.is_sure || !sure.contains(&Join { is_sure: true, ..join.clone() }))
    });
    all.into_iter().collect()
}

/// The columns of both sides, where the left one of the join is a table and the right one another.
fn pair<'a>(
    join: &(Vec<String>, Vec<String>),
    (left, left_names): &(&Opened<'_>, BTreeSet<String>),
    (right, right_names): &(&Opened<'_>, BTreeSet<String>),
    clues_of: &impl Fn(&DataSet) -> &'a Clues,
) -> Option<(Vec<String>, Vec<String>)> {
    let (left_clues, right_clues) = (clues_of(left.data_set), clues_of(right.data_set));
    if !left_clues.joins.contains(join) || !right_clues.joins.contains(join) {
        return None;
    }
    let columns = resolve(left_clues, left_names, &join.0)?;
    let key = resolve(right_clues, right_names, &join.1)?;
    let kinds = |opened: &Opened<'_>, names: &[String]| -> Vec<Option<Kind>> {
        let known = &opened.surveys[0].columns;
        names
            .iter()
            .map(|name| known.iter().find(|column| column.name == *name).map(|column| column.kind))
            .collect()
    };
    // Values of partition columns stand in paths and have no kind.
    let fits =
        |(left, right): (Option<Kind>, Option<Kind>)| left.is_none() || right.is_none() || left == right;
    let same =
        columns.len() == key.len() && kinds(left, &columns).into_iter().zip(kinds(right, &key)).all(fits);
    same.then_some((columns, key))
}

/// What the joins of the data set at `here` say; the keys of tables that are too large are left out.
///
/// # Errors
/// Files that cannot be read.
pub fn meet(joins: &[Join], here: usize, opened: &[(usize, &Opened<'_>)]) -> Result<Vec<Met>> {
    let mut met = vec![];
    for join in joins.iter().filter(|join| join.here == here) {
        let Some((_, other)) = opened.iter().find(|(place, _)| *place == join.there) else { continue };
        if is_small(other, &join.key) {
            let keys = all_keys(other.data_set, &other.source, &other.surveys, &join.key)?;
            let other = other.data_set.name.clone();
            met.push(Met { columns: join.columns.clone(), other, keys, is_sure: join.is_sure });
        }
    }
    Ok(met)
}

fn is_small(other: &Opened<'_>, key: &[String]) -> bool {
    let rows: u64 = other.surveys.iter().filter_map(|survey| survey.rows).sum();
    rows <= KEY_ROWS && other.bytes(key, |_, _| true) <= KEY_BYTES
}
