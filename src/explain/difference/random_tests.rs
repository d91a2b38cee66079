//! What must hold for any two values, on many random ones of every form.

use std::collections::BTreeSet;

use super::*;
use crate::explain::value::{Cell, Column};
use crate::model::RowChange;

/// Numbers of the same stream each time (Knuth's MMIX generator).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn of<T: Copy>(&mut self, values: &[T]) -> T {
        values[usize::try_from(self.below(values.len() as u64)).expect("few")]
    }

    fn cell(&mut self, column: usize) -> Cell {
        if self.below(12) == 0 {
            return Cell::Null;
        }
        match column % 3 {
            0 => Cell::Int(i128::from(self.below(9))),
            1 => Cell::Float(self.of(&[0.0, -0.0, 1.5, f64::NAN, f64::INFINITY, -7.25])),
            _ => Cell::Text(self.of(&["UA", "DL", "", "null", "é"]).to_owned()),
        }
    }

    fn table(&mut self) -> Table {
        let (width, height) = (self.below(5), usize::try_from(self.below(7)).expect("few"));
        let names = ["id", "x", "name", "n", "y"];
        let columns = (0..usize::try_from(width).expect("few")).map(|column| Column {
            name: names[column].to_owned(),
            dtype: ["Int64", "Float64", "String"][column % 3].to_owned(),
            cells: (0..height).map(|_| self.cell(column)).collect(),
        });
        Table { columns: columns.collect(), height }
    }

    /// The table with one or two faults of the kinds that mutants have.
    fn mutated(&mut self, table: &Table) -> Table {
        let mut table = table.clone();
        for _ in 0..=self.below(2) {
            let row = usize::try_from(self.below(7)).expect("few");
            let of_column = usize::try_from(self.below(5)).expect("few");
            match self.below(5) {
                0 if row < table.height => {
                    table.columns.iter_mut().for_each(|column| drop(column.cells.remove(row)));
                    table.height -= 1;
                }
                1 if row < table.height => {
                    table.columns.iter_mut().for_each(|column| column.cells.push(column.cells[row].clone()));
                    table.height += 1;
                }
                2 => table.columns.iter_mut().for_each(|column| column.cells.reverse()),
                3 if of_column < table.columns.len() => drop(table.columns.remove(of_column)),
                _ if row < table.height && of_column < table.columns.len() => {
                    table.columns[of_column].cells[row] = self.cell(of_column);
                }
                _ => {}
            }
        }
        table
    }

    /// `Debug` text: of a value, or of what only looks like one.
    fn text(&mut self, depth: usize) -> String {
        let leaf = self.of(&[
            "1",
            "-2.5",
            "None",
            "\"a, b\"",
            "true",
            "x",
            "'('",
            "2024-01-31",
            "NaN",
            "[",
            "\"",
            ")",
        ]);
        if depth == 0 || self.below(3) == 0 {
            return leaf.to_owned();
        }
        let parts: Vec<String> = (0..self.below(3)).map(|_| self.text(depth - 1)).collect();
        let all = parts.join(", ");
        match self.below(6) {
            0 => format!("[{all}]"),
            1 => format!("Some({all})"),
            2 => format!("R {{ a: {}, b: {} }}", self.text(depth - 1), self.text(depth - 1)),
            3 => format!("({all})"),
            4 => format!("{{{}: {}}}", self.text(0), self.text(depth - 1)),
            _ => format!("{{{all}}}"),
        }
    }

    fn value(&mut self) -> Value {
        match self.below(3) {
            0 => Value::Frame(self.table()),
            1 => {
                let items = (0..self.below(5)).map(|_| self.text(2)).collect();
                Value::Items { type_name: "Vec<_>".to_owned(), ordered: self.below(2) == 0, items }
            }
            _ => Value::Text { type_name: String::new(), text: self.text(3) },
        }
    }

    fn pair(&mut self) -> (Value, Value) {
        let before = self.value();
        let after = match &before {
            Value::Frame(table) => Value::Frame(self.mutated(table)),
            Value::Items { type_name, ordered, items } => {
                let mut items = items.clone();
                if self.below(2) == 0 {
                    items.reverse();
                } else {
                    items.push(self.text(2));
                }
                Value::Items { type_name: type_name.clone(), ordered: *ordered, items }
            }
            Value::Text { .. } => self.value(),
        };
        (before, after)
    }
}

fn plain(before: &Value, after: &Value) -> Option<DataDiff> {
    difference(before, after, &Options::default())
}

fn holds(before: &Value, after: &Value) {
    assert_eq!(plain(before, before), None, "{before:?}");
    let (there, back) = (plain(before, after), plain(after, before));
    assert_eq!(there.is_some(), back.is_some(), "{before:?} {after:?}");
    let noise = noise(before, after);
    assert_eq!(there.is_none(), noise == Noise::default(), "{before:?} {after:?}");
    let masked = difference(before, after, &noise.options());
    assert!(noise.whole || masked.is_none(), "{before:?} {after:?}: {noise:?} leaves {masked:?}");
    let (Some(there), Some(back)) = (there, back) else { return };
    assert_eq!(
        (there.added, there.lost, there.changed),
        (back.lost, back.added, back.changed),
        "{there:?} {back:?}"
    );
    assert_eq!((there.rows_before, there.order_only), (back.rows_after, back.order_only));
    if there.alignment != Alignment::Text {
        let both = there.rows_before - there.lost;
        assert_eq!(both, there.rows_after - there.added, "rows add up: {there:?}");
        assert!(there.changed <= both, "{there:?}");
        let of = |change| there.rows.iter().filter(|row| row.change == change).count();
        assert!(of(RowChange::Added) <= there.added && of(RowChange::Lost) <= there.lost);
    }
    let told = !there.rows.is_empty() || !there.schema.is_empty() || there.text.is_some();
    assert!(told || there.order_only, "{before:?} {after:?}: {there:?}");
    let json = serde_json::to_string(&there).expect("JSON");
    assert_eq!(serde_json::from_str::<DataDiff>(&json).expect("read"), there);
}

#[test]
fn random_values_keep_every_promise() {
    let mut random = Random(7);
    for _ in 0..20_000 {
        let (before, after) = random.pair();
        holds(&before, &after);
    }
}

#[test]
fn random_rows_in_another_order_are_order_only() {
    let mut random = Random(11);
    for _ in 0..2_000 {
        let table = random.table();
        let mut other = table.clone();
        let turn = usize::try_from(random.below(7)).expect("few").min(table.height);
        other.columns.iter_mut().for_each(|column| column.cells.rotate_left(turn));
        let (before, after) = (Value::Frame(table), Value::Frame(other));
        let diff = plain(&before, &after);
        assert!(diff.as_ref().is_none_or(|diff| diff.order_only), "{before:?} {diff:?}");
        let unordered = Options { unordered: true, ..Options::default() };
        assert_eq!(difference(&before, &after, &unordered), None, "{before:?}");
    }
}

#[test]
fn masking_all_columns_leaves_the_number_of_rows() {
    let mut random = Random(13);
    for _ in 0..2_000 {
        let (a, b) = (random.table(), random.table());
        let names = a.columns.iter().chain(&b.columns).map(|column| column.name.clone());
        let options = Options { masked_columns: names.collect::<BTreeSet<_>>(), ..Options::default() };
        let same_height = a.height == b.height;
        assert_eq!(difference(&Value::Frame(a), &Value::Frame(b), &options).is_none(), same_height);
    }
}
