//! Units of delta debugging: rows that stay or go together, because they share a join key.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::value::{Cell, Column, Table};

/// A row of an input: the argument's position, and the row's.
pub type Row = (usize, usize);

/// Rows in units. Where two of their tables have a column in common, also under a prefix of their own (`o_orderkey`,
/// `l_orderkey`), rows with the same value in it are one unit; rows without a value are units of their own.
///
/// `None` where they are of several tables, and not all of these have such a column.
#[must_use]
pub fn by_key(tables: &BTreeMap<usize, Table>, rows: &[Row]) -> Option<Vec<Vec<Row>>> {
    let mut sorted: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    rows.iter().for_each(|(argument, row)| _ = sorted.entry(*argument).or_default().insert(*row));
    let left: Vec<&Table> = sorted.keys().map(|argument| &tables[argument]).collect();
    let key = shared_column(&left);
    let is_key = |column: &&Column| key.as_deref() == Some(bare(&column.name));
    if left.len() > 1 && !left.iter().all(|table| table.columns.iter().any(|column| is_key(&column))) {
        return None;
    }
    let mut units: Vec<Vec<Row>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (argument, rows) in sorted {
        let cells = tables[&argument].columns.iter().find(is_key).map(|column| &column.cells);
        for row in rows {
            let value = cells.map(|cells| &cells[row]).filter(|cell| **cell != Cell::Null).map(text);
            match value {
                Some(value) => {
                    let unit = *known.entry(value).or_insert_with(|| {
                        units.push(Vec::new());
                        units.len() - 1
                    });
                    units[unit].push((argument, row));
                }
                None => units.push(vec![(argument, row)]),
            }
        }
    }
    Some(units)
}

/// The rows of all tables one by one.
#[must_use]
pub fn by_row(rows: &[Row]) -> Vec<Vec<Row>> {
    rows.iter().map(|row| vec![*row]).collect()
}

/// Of `rows`, those of table `seed`, and of every other table those that share a value with what is kept, in a column of
/// the same name; a table that shares no column with any of them is kept whole.
#[must_use]
pub fn linked(tables: &BTreeMap<usize, Table>, rows: &[Row], seed: usize) -> Vec<Row> {
    let of = |argument: usize| rows.iter().filter(move |row| row.0 == argument).copied();
    let mut kept: BTreeMap<usize, BTreeSet<Row>> = BTreeMap::from([(seed, of(seed).collect())]);
    let mut values: HashSet<(&str, String)> = HashSet::new();
    let mut last = seed;
    loop {
        for (_, row) in &kept[&last] {
            let columns = tables[&last].columns.iter().filter(|column| column.cells[*row] != Cell::Null);
            values.extend(columns.map(|column| (bare(&column.name), text(&column.cells[*row]))));
        }
        let names: HashSet<&str> = values.iter().map(|(name, _)| *name).collect();
        let mut rest = tables.iter().filter(|(argument, _)| !kept.contains_key(argument));
        let next =
            rest.find(|(_, table)| table.columns.iter().any(|column| names.contains(bare(&column.name))));
        let Some((argument, table)) = next else { break };
        let shares = |row: &Row| {
            let mut cells = table.columns.iter().map(|column| (bare(&column.name), &column.cells[row.1]));
            cells.any(|(name, cell)| names.contains(name) && values.contains(&(name, text(cell))))
        };
        kept.insert(*argument, of(*argument).filter(shares).collect());
        last = *argument;
    }
    rows.iter().filter(|row| kept.get(&row.0).is_none_or(|kept| kept.contains(row))).copied().collect()
}

/// The column that most tables share, and of those the one with most values in common: the likeliest key of a join.
fn shared_column(tables: &[&Table]) -> Option<String> {
    let mut holders: BTreeMap<&str, Vec<HashSet<String>>> = BTreeMap::new();
    for column in tables.iter().flat_map(|table| &table.columns) {
        let values = column.cells.iter().filter(|cell| **cell != Cell::Null).map(text).collect();
        holders.entry(bare(&column.name)).or_default().push(values);
    }
    let in_common = |sets: &Vec<HashSet<String>>| sets[0].intersection(&sets[1]).count();
    let shared = holders.into_iter().filter(|(_, sets)| sets.len() > 1);
    let rated = shared.map(|(name, sets)| ((sets.len(), in_common(&sets)), name));
    rated.filter(|((_, common), _)| *common > 0).max().map(|(_, name)| name.to_owned())
}

/// A column's name without the letter or two that stand for its table.
fn bare(name: &str) -> &str {
    match name.split_once('_') {
        Some((prefix, rest)) if (1..=2).contains(&prefix.len()) && !rest.is_empty() => rest,
        _ => name,
    }
}

/// Numbers of different width are the same key.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Other(text) => text.clone(),
        Cell::Int(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[(&str, &[Option<&str>])]) -> Table {
        let column = |(name, values): &(&str, &[Option<&str>])| Column {
            name: (*name).to_owned(),
            dtype: "String".to_owned(),
            cells: values
                .iter()
                .map(|value| value.map_or(Cell::Null, |v| Cell::Text(v.to_owned())))
                .collect(),
        };
        Table { columns: columns.iter().map(column).collect(), height: columns[0].1.len() }
    }

    fn units(tables: &BTreeMap<usize, Table>) -> Option<Vec<Vec<Row>>> {
        let of = |(argument, table): (&usize, &Table)| {
            let argument = *argument;
            (0..table.height).map(move |row| (argument, row)).collect::<Vec<Row>>()
        };
        by_key(tables, &tables.iter().flat_map(of).collect::<Vec<Row>>())
    }

    #[test]
    fn rows_of_one_key_are_a_unit_across_tables() {
        let flights = table(&[("tailnum", &[Some("N1"), Some("N2"), None, Some("N1")])]);
        let planes = table(&[("tailnum", &[Some("N2"), Some("N9")])]);
        let units = units(&BTreeMap::from([(0, flights), (1, planes)]));
        let expected = vec![vec![(0, 0), (0, 3)], vec![(0, 1), (1, 0)], vec![(0, 2)], vec![(1, 1)]];
        assert_eq!(units, Some(expected));
    }

    #[test]
    fn the_column_with_most_values_in_common_is_the_key() {
        let a = table(&[("x", &[Some("1"), Some("2")]), ("y", &[Some("1"), Some("1")])]);
        let b = table(&[("x", &[Some("1"), Some("2")]), ("y", &[Some("1"), Some("1")])]);
        let units = units(&BTreeMap::from([(0, a), (1, b)]));
        assert_eq!(units, Some(vec![vec![(0, 0), (1, 0)], vec![(0, 1), (1, 1)]]));
    }

    #[test]
    fn rows_of_one_table_are_units_of_their_own() {
        let one = table(&[("x", &[Some("1"), Some("1")])]);
        assert_eq!(units(&BTreeMap::from([(2, one)])), Some(vec![vec![(2, 0)], vec![(2, 1)]]));
    }

    #[test]
    fn rows_are_linked_through_any_table_between() {
        let lines = table(&[("l_orderkey", &[Some("2"), Some("1")])]);
        let orders =
            table(&[("o_orderkey", &[Some("1"), Some("2")]), ("o_custkey", &[Some("8"), Some("9")])]);
        let customers = table(&[("c_custkey", &[Some("8"), Some("9"), Some("7")])]);
        let colours = table(&[("colour", &[Some("red")])]);
        let tables = BTreeMap::from([(0, customers), (1, lines), (2, orders), (3, colours)]);
        let rows = [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0), (2, 1), (3, 0)];
        assert_eq!(linked(&tables, &rows, 1), [(0, 1), (1, 0), (2, 1), (3, 0)]);
    }

    #[test]
    fn a_prefix_for_the_table_is_no_part_of_a_key() {
        let orders = table(&[("o_orderkey", &[Some("1"), Some("2")])]);
        let lines = table(&[("l_orderkey", &[Some("2"), Some("2")])]);
        let both = BTreeMap::from([(0, orders), (1, lines)]);
        assert_eq!(units(&both), Some(vec![vec![(0, 0)], vec![(0, 1), (1, 0), (1, 1)]]));
        let stranger = table(&[("colour", &[Some("red")])]);
        assert_eq!(units(&both.into_iter().chain([(2, stranger)]).collect()), None);
    }
}
