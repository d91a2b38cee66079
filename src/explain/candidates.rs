//! Finds what holds for a table of the original and not for that of the mutant, the most general property first.

use super::assertion::{Assertion, Call, Sum, is_counted, is_near, is_number, is_row, number, total};
use super::value::{Cell, Column, Table};

/// Fewer values say nothing of a range or an order.
const EVIDENCE: usize = 3;

/// Rows that a key is judged by.
const EXAMINED: usize = 100;

/// Assertions that hold for `before` and, where they mean more than this input, for all `samples`, and fail for what
/// the mutant returns; one of each kind, the most general first. `after` is `None` where it returns no table at all.
#[must_use]
pub fn candidates(before: &Call<'_>, after: Option<&Table>, samples: &[Call<'_>]) -> Vec<Assertion> {
    let calls: Vec<&Call<'_>> = std::iter::once(before).chain(samples).collect();
    let kinds = [
        keys(&calls),
        vec![Assertion::RowCount(before.returned.height)],
        totals(before),
        before.inputs.keys().map(|input| Assertion::RowsKept(*input)).collect(),
        before.returned.columns.iter().map(|column| Assertion::NoNulls(column.name.clone())).collect(),
        bounds(&calls),
        orders(&calls),
        groups(before, after),
        cells(before, after),
        vec![Assertion::Whole(before.returned.clone())],
    ];
    let fails = |assertion: &Assertion| after.is_none_or(|after| !assertion.holds(&before.inputs, after));
    let holds = |assertion: &Assertion| {
        let wanted = if assertion.is_general() { &calls[..] } else { &calls[..1] };
        wanted.iter().all(|call| assertion.holds(&call.inputs, &call.returned))
    };
    let firsts = kinds.into_iter().filter_map(|kind| kind.into_iter().find(|a| fails(a) && holds(a)));
    firsts.collect()
}

/// Keys of one column, then of two that are no keys alone; values that were computed or may be missing name no row.
fn keys(calls: &[&Call<'_>]) -> Vec<Assertion> {
    let is_name = |column: &&Column| {
        column.cells.iter().all(|cell| matches!(cell, Cell::Bool(_) | Cell::Int(_) | Cell::Text(_)))
    };
    let names: Vec<String> =
        calls[0].returned.columns.iter().filter(is_name).map(|column| column.name.clone()).collect();
    let (single, rest): (Vec<Assertion>, Vec<Assertion>) = names
        .iter()
        .map(|name| Assertion::UniqueKey(vec![name.clone()]))
        .partition(|key| calls.iter().all(|call| key.holds(&call.inputs, &call.returned)));
    let rest: Vec<String> = rest
        .into_iter()
        .filter_map(|key| if let Assertion::UniqueKey(names) = key { names.into_iter().next() } else { None })
        .collect();
    let pairs = rest.iter().enumerate().flat_map(|(index, first)| {
        rest[index + 1..].iter().map(move |second| Assertion::UniqueKey(vec![first.clone(), second.clone()]))
    });
    single.into_iter().chain(pairs).collect()
}

fn totals(before: &Call<'_>) -> Vec<Assertion> {
    let mut all = Vec::new();
    for (input, table) in &before.inputs {
        for column in &before.returned.columns {
            // A total of nothing is kept by anything.
            if let Some(sum) = total(table, &column.name).filter(|sum| !sum.is_zero()) {
                let whole = matches!(sum, Sum::Whole(_));
                all.push(Assertion::TotalKept { input: *input, column: column.name.clone(), whole });
            }
        }
    }
    all
}

fn bounds(calls: &[&Call<'_>]) -> Vec<Assertion> {
    let mut all = Vec::new();
    for column in &calls[0].returned.columns {
        let values: Vec<f64> = calls
            .iter()
            .filter_map(|call| call.returned.column(&column.name))
            .flat_map(|column| column.cells.iter().filter_map(number))
            .collect();
        if values.len() < EVIDENCE || !is_number(&column.dtype) {
            continue;
        }
        let mut add = |least, bound, name: &str| {
            all.push(Assertion::Bound { column: column.name.clone(), least, bound, name: name.to_owned() });
        };
        add(true, 0, "0");
        // A share or a percentage is never negative, and a percentage goes beyond 1.
        let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if values.iter().any(|value| *value < 0.0) {
            continue;
        }
        if let Some(unit) = column.dtype.strip_prefix("Duration") {
            let second = if unit.contains("ns") { 1_000_000_000 } else { 1_000_000 };
            let second = if unit.contains("ms") { 1_000 } else { second };
            add(false, 86_400 * second, "24 hours");
        } else if column.dtype.starts_with("Float") && largest <= 1.0 {
            add(false, 1, "1");
        } else if largest > 1.0 {
            add(false, 100, "100");
        }
    }
    all
}

fn orders(calls: &[&Call<'_>]) -> Vec<Assertion> {
    let mut all = Vec::new();
    for column in &calls[0].returned.columns {
        let of_calls = || calls.iter().filter_map(|call| call.returned.column(&column.name));
        let has_evidence = of_calls().any(|column| column.cells.len() >= EVIDENCE)
            && of_calls().any(|column| column.cells.first() != column.cells.last());
        if has_evidence && !column.dtype.starts_with("Categorical") {
            let of = |descending| Assertion::Sorted { column: column.name.clone(), descending };
            all.extend([of(false), of(true)]);
        }
    }
    all
}

/// Values of rows that are found by a key of one or two columns. The best key names the same rows in what the mutant
/// returns, so that it is not itself what differs, and is a text; of a single row only a text is worth naming.
fn groups(before: &Call<'_>, after: Option<&Table>) -> Vec<Assertion> {
    let table = &before.returned;
    let writable = |name: &String| {
        table.column(name).is_some_and(|column| {
            // A time zone is no part of a literal.
            has_literal(&column.dtype) && !column.dtype.starts_with("Datetime(")
        })
    };
    let is_text = |names: &[String]| {
        names.iter().filter_map(|name| table.column(name)).any(|column| column.dtype == "String")
    };
    let named = |names: &[String], row: usize| -> Vec<(String, Cell)> {
        let cell = |name: &String| Some((name.clone(), table.column(name)?.cells.get(row)?.clone()));
        names.iter().filter_map(cell).collect()
    };
    let lost = |names: &[String]| {
        let has =
            |after: &Table, key: &[(String, Cell)]| (0..after.height).any(|row| is_row(after, row, key));
        let rows = 0..table.height.min(EXAMINED);
        rows.filter(|row| after.is_some_and(|after| !has(after, &named(names, *row)))).count()
    };
    let possible = keys(&[before]).into_iter().filter_map(|key| match key {
        Assertion::UniqueKey(names) if names.iter().all(writable) => Some(names),
        _ => None,
    });
    let good = possible.filter(|names| {
        let is_key = || Assertion::UniqueKey(names.clone()).holds(&before.inputs, table);
        (table.height > 1 || is_text(names)) && is_key()
    });
    let Some(key) = good.min_by_key(|names| (lost(names), !is_text(names), names.len())) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for row in 0..table.height {
        let named = named(&key, row);
        let other =
            after.and_then(|after| Some((after, (0..after.height).find(|row| is_row(after, *row, &named))?)));
        for column in
            table.columns.iter().filter(|column| !key.contains(&column.name) && has_literal(&column.dtype))
        {
            let value = column.cells[row].clone();
            let theirs = other.and_then(|(after, row)| after.column(&column.name)?.cells.get(row));
            if matches!(value, Cell::Other(_)) {
                continue;
            }
            let exact = is_exact(before, &value, theirs, &column.dtype);
            all.push(Assertion::Group { key: named.clone(), column: column.name.clone(), value, exact });
        }
    }
    all
}

fn cells(before: &Call<'_>, after: Option<&Table>) -> Vec<Assertion> {
    let mut all = Vec::new();
    for column in before.returned.columns.iter().filter(|column| has_literal(&column.dtype)) {
        for (row, value) in
            column.cells.iter().enumerate().filter(|(_, cell)| !matches!(cell, Cell::Other(_)))
        {
            let theirs = after.and_then(|after| after.column(&column.name)?.cells.get(row));
            let exact = is_exact(before, value, theirs, &column.dtype);
            all.push(Assertion::At { row, column: column.name.clone(), value: value.clone(), exact });
        }
    }
    all
}

/// Types of columns whose values the tests can write alone.
fn has_literal(dtype: &str) -> bool {
    matches!(dtype, "Boolean" | "String" | "Date" | "Time" | "Null")
        || is_number(dtype)
        || dtype.starts_with("Datetime(")
}

/// Whether a value was copied or counted rather than computed, or is so near to the mutant's that only it will do.
fn is_exact(before: &Call<'_>, value: &Cell, theirs: Option<&Cell>, dtype: &str) -> bool {
    let Cell::Float(float) = value else { return true };
    let near = theirs.and_then(number).is_some_and(|theirs| is_near(*float, theirs));
    let copied = || {
        before.inputs.values().any(|input| input.columns.iter().any(|column| column.cells.contains(value)))
    };
    near || dtype == "Float32" || is_counted(*float) || copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, dtype: &str, cells: &[Cell]) -> Column {
        Column { name: name.to_owned(), dtype: dtype.to_owned(), cells: cells.to_vec() }
    }

    fn ints(name: &str, values: &[i128]) -> Column {
        column(name, "Int64", &values.iter().map(|value| Cell::Int(*value)).collect::<Vec<_>>())
    }

    fn floats(name: &str, values: &[f64]) -> Column {
        column(name, "Float64", &values.iter().map(|value| Cell::Float(*value)).collect::<Vec<_>>())
    }

    fn texts(name: &str, values: &[&str]) -> Column {
        column(
            name,
            "String",
            &values.iter().map(|value| Cell::Text((*value).to_owned())).collect::<Vec<_>>(),
        )
    }

    fn table(columns: &[Column]) -> Table {
        Table { columns: columns.to_vec(), height: columns[0].cells.len() }
    }

    fn call<'a>(inputs: &[&'a Table], returned: Table) -> Call<'a> {
        Call { inputs: inputs.iter().copied().enumerate().collect(), returned }
    }

    fn found(before: Table, after: &Table, samples: &[Table]) -> Vec<String> {
        let samples: Vec<Call<'_>> = samples.iter().map(|sample| call(&[], sample.clone())).collect();
        let all = candidates(&call(&[], before), Some(after), &samples);
        all.iter().map(|assertion| assertion.words(&[])).collect()
    }

    #[test]
    fn rows_that_come_twice_break_a_key() {
        let before = table(&[texts("carrier", &["UA", "AA"]), ints("n", &[1, 1])]);
        let after = table(&[texts("carrier", &["UA", "AA", "AA"]), ints("n", &[1, 1, 1])]);
        assert_eq!(found(before, &after, &[])[..2], ["carrier is unique", "it returns 2 rows"]);
    }

    #[test]
    fn a_key_that_other_calls_break_is_none() {
        let before = table(&[texts("carrier", &["UA", "AA"]), texts("day", &["a", "b"])]);
        let after = table(&[texts("carrier", &["UA", "UA"]), texts("day", &["a", "a"])]);
        let sample = table(&[texts("carrier", &["UA", "UA", "AA"]), texts("day", &["a", "b", "a"])]);
        assert_eq!(found(before, &after, &[sample])[0], "carrier and day are unique together");
    }

    #[test]
    fn totals_and_rows_of_an_input_are_kept() {
        let input = table(&[ints("cents", &[5, 7]), floats("x", &[0.1, 0.2])]);
        let before = call(&[&input], table(&[ints("cents", &[7, 5])]));
        let after = table(&[ints("cents", &[7, 7])]);
        let parameters = [("orders".to_owned(), String::new())];
        let words = |after: &Table| -> Vec<String> {
            candidates(&before, Some(after), &[])
                .iter()
                .map(|assertion| assertion.words(&parameters))
                .collect()
        };
        assert!(words(&after).contains(&"the total of cents is that of orders".to_owned()));
        let more = table(&[ints("cents", &[7, 5, 0])]);
        assert!(words(&more).contains(&"it returns as many rows as orders has".to_owned()));
        assert!(!words(&more).contains(&"the total of cents is that of orders".to_owned()));
    }

    #[test]
    fn a_total_that_a_sample_does_not_keep_is_no_candidate() {
        let (input, other) = (table(&[ints("cents", &[5])]), table(&[ints("cents", &[6])]));
        let before = call(&[&input], table(&[ints("cents", &[5])]));
        let sample = call(&[&other], table(&[ints("cents", &[5])]));
        let all = candidates(&before, Some(&table(&[ints("cents", &[4])])), &[sample]);
        assert!(!all.iter().any(|assertion| matches!(assertion, Assertion::TotalKept { .. })));
    }

    #[test]
    fn nulls_where_there_were_none_are_noticed() {
        let before = table(&[ints("n", &[1, 2])]);
        let after = table(&[column("n", "Int64", &[Cell::Int(1), Cell::Null])]);
        assert_eq!(found(before.clone(), &after, &[])[0], "n is never null");
        let sample = table(&[column("n", "Int64", &[Cell::Null, Cell::Int(4)])]);
        assert!(!found(before, &after, &[sample]).contains(&"n is never null".to_owned()));
    }

    #[test]
    fn only_natural_bounds_count() {
        let of = |before: &[f64], after: f64| {
            let words = found(
                table(&[floats("x", before)]),
                &table(&[floats("x", &[before[0], before[1], after])]),
                &[],
            );
            words.into_iter().find(|words| words.contains("at least") || words.contains("at most"))
        };
        assert_eq!(of(&[0.1, 0.5, 0.2], -0.1).as_deref(), Some("x is at least 0"));
        assert_eq!(of(&[0.1, 0.5, 0.2], 1.5).as_deref(), Some("x is at most 1"));
        assert_eq!(of(&[10.0, 50.0, 20.0], 101.0).as_deref(), Some("x is at most 100"));
        assert_eq!(of(&[10.0, 500.0, 20.0], 501.0), None);
        assert_eq!(of(&[-10.0, 50.0, 20.0], 101.0), None);
        let hour = 3_600_000;
        let duration = |hours: &[i128]| {
            let cells: Vec<Cell> = hours.iter().map(|hours| Cell::Int(hours * hour)).collect();
            table(&[column("x", "Duration('ms')", &cells)])
        };
        assert!(
            found(duration(&[1, 2, 3]), &duration(&[1, 2, 25]), &[])
                .contains(&"x is at most 24 hours".to_owned())
        );
    }

    #[test]
    fn an_order_that_is_lost_is_noticed() {
        let before = table(&[ints("n", &[3, 2, 1])]);
        let after = table(&[ints("n", &[1, 2, 3])]);
        assert_eq!(found(before.clone(), &after, &[])[0], "rows are sorted by n, largest first");
        let sample = table(&[ints("n", &[1, 2])]);
        assert!(!found(before, &after, &[sample]).iter().any(|words| words.contains("sorted")));
    }

    #[test]
    fn values_are_found_by_key_then_by_position() {
        let before = table(&[texts("carrier", &["UA", "AA"]), ints("late", &[3, 4])]);
        let after = table(&[texts("carrier", &["UA", "AA"]), ints("late", &[3, 9])]);
        let expected =
            ["late of carrier AA is 4", "late in row 1 is 4", "the whole result is the expected one"];
        assert_eq!(found(before, &after, &[]), expected);
    }

    #[test]
    fn a_key_that_the_mutant_changes_finds_no_row() {
        let before = table(&[ints("n", &[1, 2]), ints("shop", &[7, 8])]);
        let after = table(&[ints("n", &[1, 3]), ints("shop", &[7, 8])]);
        assert!(found(before, &after, &[]).contains(&"n of shop 8 is 2".to_owned()));
        let one = table(&[ints("n", &[1]), ints("m", &[1])]);
        let other = table(&[ints("n", &[2]), ints("m", &[1])]);
        assert_eq!(found(one, &other, &[])[0], "n in row 0 is 1");
    }

    #[test]
    fn computed_floats_have_a_tolerance_unless_it_hides_the_mutant() {
        let exact = |before: f64, after: f64| {
            let all = candidates(
                &call(&[], table(&[floats("x", &[before])])),
                Some(&table(&[floats("x", &[after])])),
                &[],
            );
            all.iter().find_map(|a| if let Assertion::At { exact, .. } = a { Some(*exact) } else { None })
        };
        assert_eq!(exact(0.3, 0.4), Some(false));
        assert_eq!(exact(0.3, 0.300_000_000_000_000_04), Some(true));
        assert_eq!(exact(2.0, 3.0), Some(true));
        let input = table(&[floats("y", &[0.3])]);
        let all = candidates(
            &call(&[&input], table(&[floats("x", &[0.3])])),
            Some(&table(&[floats("x", &[0.4])])),
            &[],
        );
        assert!(all.iter().any(|a| matches!(a, Assertion::At { exact: true, .. })));
    }

    #[test]
    fn nothing_holds_for_the_one_and_fails_for_the_same() {
        let both = table(&[
            texts("a", &["x", "y", "z"]),
            floats("b", &[0.5, f64::NAN, -0.0]),
            ints("c", &[1, 2, 3]),
        ]);
        assert_eq!(found(both.clone(), &both, &[]), Vec::<String>::new());
        let empty = Table::default();
        assert_eq!(found(empty.clone(), &empty, &[]), Vec::<String>::new());
    }

    #[test]
    fn where_the_mutant_returns_no_table_everything_that_holds_will_do() {
        let before = call(&[], table(&[ints("n", &[1])]));
        let all = candidates(&before, None, &[]);
        assert!(all.iter().all(|assertion| assertion.holds(&before.inputs, &before.returned)));
        assert_eq!(all[0].words(&[]), "n is unique");
    }
}
