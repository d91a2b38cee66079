//! Tables of collections: structs become columns by field, pairs key and value, anything else one column.

use rayon::prelude::*;

use super::cell::shorten;
use super::tree::{Form, Tree, unescape};
use super::value::{Cell, Column, Table, Value};

/// Cells that are not worth another thread.
const FEW: usize = 1_000;
/// Levels of structs inside structs that become columns.
const DEEPEST: usize = 8;

/// A value as a table: a frame as it is, a collection by the fields of its elements, anything else as one cell.
#[must_use]
pub fn table(value: &Value) -> Table {
    match value {
        Value::Frame(table) => table.clone(),
        Value::Items { items, .. } => together(&Tree::parse_all(items), &[]).0,
        Value::Text { text, .. } => {
            let tree = Tree::parse(text);
            let elements = elements(&tree).unwrap_or_else(|| vec![tree.clone()]);
            together(&elements, &[]).0
        }
    }
}

/// The elements of a list, set or map, also inside `Some`, `Ok` and other wrappers of one value.
#[must_use]
pub fn elements<'a>(tree: &Tree<'a>) -> Option<Vec<Tree<'a>>> {
    match &tree.form {
        Form::List(elements) | Form::Set(elements) => Some(elements.clone()),
        Form::Map(pairs) => {
            let pair = |(key, value): &(Tree<'a>, Tree<'a>)| Tree {
                raw: key.raw,
                form: Form::Tuple("", vec![key.clone(), value.clone()]),
            };
            Some(pairs.iter().map(pair).collect())
        }
        Form::Tuple(name, parts) if !name.is_empty() && parts.len() == 1 => elements(&parts[0]),
        Form::Leaf | Form::Text(_) | Form::Tuple(..) | Form::Struct(..) => None,
    }
}

/// The elements of two collections as two tables with the same columns.
#[must_use]
pub fn together(before: &[Tree<'_>], after: &[Tree<'_>]) -> (Table, Table) {
    let cells: Vec<Option<&Tree<'_>>> = before.iter().chain(after).map(Some).collect();
    let mut columns = Vec::new();
    take_apart("", &cells, 0, &mut columns);
    let mut tables =
        (Table { columns: vec![], height: before.len() }, Table { columns: vec![], height: after.len() });
    for mut column in columns {
        let behind = column.cells.split_off(before.len());
        let (name, dtype) = (column.name.clone(), column.dtype.clone());
        tables.1.columns.push(Column { name, dtype, cells: behind });
        tables.0.columns.push(column);
    }
    tables
}

/// Columns of the values of one field over all rows; absent ones are in rows whose field around it is `None`.
fn take_apart(name: &str, cells: &[Option<&Tree<'_>>], depth: usize, out: &mut Vec<Column>) {
    let Some(parts) = Parts::of(cells).filter(|_| depth < DEEPEST) else {
        let name = if name.is_empty() { "value" } else { name };
        let cells = cells.par_iter().with_min_len(FEW).map(|tree| tree.map_or(Cell::Null, cell)).collect();
        out.push(Column { name: name.to_owned(), dtype: String::new(), cells });
        return;
    };
    match parts {
        Parts::Wrapped => {
            let inner: Vec<_> = cells.iter().map(|tree| tree.and_then(|tree| part(tree, 0))).collect();
            take_apart(name, &inner, depth + 1, out);
        }
        Parts::Named(labels) => {
            for (index, label) in labels.iter().enumerate() {
                let inner: Vec<_> =
                    cells.iter().map(|tree| tree.and_then(|tree| part(tree, index))).collect();
                let name = match (name, label.as_str()) {
                    ("", label) => label.to_owned(),
                    (name, label) => format!("{name}.{label}"),
                };
                take_apart(&name, &inner, depth + 1, out);
            }
        }
    }
}

/// How all values of a field can be taken apart.
enum Parts {
    /// Each is a wrapper of one value, or `Some` of one that has parts, or `None`.
    Wrapped,
    /// Each has the same parts.
    Named(Vec<String>),
}

impl Parts {
    fn of(cells: &[Option<&Tree<'_>>]) -> Option<Self> {
        let some = |tree: &Tree<'_>| matches!(&tree.form, Form::Tuple("Some", parts) if parts.len() == 1);
        let mut present = cells.iter().flatten().copied().filter(|tree| !tree.is_none());
        let first = present.next()?;
        let optional = cells.iter().flatten().any(|tree| tree.is_none());
        if optional {
            // Single values are unwrapped as cells; only what has parts needs columns.
            let is_nested = |tree: &Tree<'_>| {
                let inner = part(tree, 0);
                inner
                    .is_some_and(|inner| matches!(&inner.form, Form::Struct(_, fields) if !fields.is_empty()))
            };
            let nested = |tree: &Tree<'_>| some(tree) && is_nested(tree);
            return (nested(first) && present.all(nested)).then_some(Self::Wrapped);
        }
        match &first.form {
            Form::Tuple(name, parts) if !name.is_empty() && parts.len() == 1 => {
                let fits = |tree: &Tree<'_>| matches!(&tree.form, Form::Tuple(other, parts) if other == name && parts.len() == 1);
                present.all(fits).then_some(Self::Wrapped)
            }
            Form::Tuple(name, parts) if !parts.is_empty() => {
                let count = parts.len();
                let fits = |tree: &Tree<'_>| matches!(&tree.form, Form::Tuple(other, parts) if other == name && parts.len() == count);
                let is_pair = name.is_empty() && count == 2;
                let label = |index: usize| match index {
                    0 if is_pair => "key".to_owned(),
                    1 if is_pair => "value".to_owned(),
                    _ => index.to_string(),
                };
                present.all(fits).then(|| Self::Named((0..count).map(label).collect()))
            }
            Form::Struct(name, fields) if !fields.is_empty() => {
                let fits = |tree: &Tree<'_>| match &tree.form {
                    Form::Struct(other, others) => {
                        other == name
                            && others.len() == fields.len()
                            && others.iter().zip(fields).all(|(a, b)| a.0 == b.0)
                    }
                    _ => false,
                };
                present.all(fits).then(|| Self::Named(fields.iter().map(|f| f.0.to_owned()).collect()))
            }
            _ => None,
        }
    }
}

fn part<'a, 'b>(tree: &'b Tree<'a>, index: usize) -> Option<&'b Tree<'a>> {
    match &tree.form {
        Form::Tuple(_, parts) => parts.get(index),
        Form::Struct(_, fields) => fields.get(index).map(|field| &field.1),
        Form::Leaf | Form::Text(_) | Form::List(_) | Form::Set(_) | Form::Map(_) => None,
    }
}

/// A value without parts of its own, or with parts that are compared as one text.
#[must_use]
pub fn cell(tree: &Tree<'_>) -> Cell {
    match &tree.form {
        Form::Leaf if tree.is_none() => Cell::Null,
        Form::Tuple("Some", parts) if parts.len() == 1 && !parts[0].is_none() => match parts[0].form {
            Form::Leaf | Form::Text(_) => plain(&parts[0]),
            Form::Tuple(..) | Form::Struct(..) | Form::List(_) | Form::Set(_) | Form::Map(_) => {
                Cell::Other(tree.raw.to_owned())
            }
        },
        _ => plain(tree),
    }
}

fn plain(tree: &Tree<'_>) -> Cell {
    let raw = tree.raw;
    match &tree.form {
        Form::Text(text) => unescape(text).map_or_else(|| Cell::Other(raw.to_owned()), Cell::Text),
        Form::Leaf => match raw {
            "true" => Cell::Bool(true),
            "false" => Cell::Bool(false),
            _ => number(raw).unwrap_or_else(|| Cell::Other(raw.to_owned())),
        },
        Form::Tuple(..) | Form::Struct(..) | Form::List(_) | Form::Set(_) | Form::Map(_) => {
            Cell::Other(raw.to_owned())
        }
    }
}

/// Only what prints again as it is written: `1.10` of a decimal is not the float `1.1`.
fn number(raw: &str) -> Option<Cell> {
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    match digits.as_bytes() {
        b"NaN" | b"inf" => {}
        [first, ..] if first.is_ascii_digit() && raw.len() <= 40 => {}
        _ => return None,
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let is_canonical = digits == "0" && raw.len() == 1 || !digits.starts_with('0');
        return raw.parse().ok().filter(|_| is_canonical).map(Cell::Int);
    }
    raw.parse().ok().filter(|value: &f64| format!("{value:?}") == raw).map(Cell::Float)
}

/// One line for a value that is put against one of another kind.
#[must_use]
pub fn headline(value: &Value) -> String {
    let rows = |count: usize| if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    match value {
        Value::Frame(table) => format!("a frame of {}", rows(table.height)),
        Value::Items { type_name, items, .. } => format!("{type_name} of {}", rows(items.len())),
        Value::Text { text, .. } => shorten(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(items: &[&str]) -> Value {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        Value::Items { type_name: "Vec<_>".to_owned(), ordered: true, items }
    }

    fn columns(value: &Value) -> Vec<(String, Vec<Cell>)> {
        table(value).columns.into_iter().map(|column| (column.name, column.cells)).collect()
    }

    fn names(value: &Value) -> Vec<String> {
        columns(value).into_iter().map(|column| column.0).collect()
    }

    #[test]
    fn structs_of_one_name_become_columns() {
        let value = items(&[
            "Flight { id: 1, at: Place { x: 1.5, y: None }, to: Some(\"JFK\") }",
            "Flight { id: 2, at: Place { x: NaN, y: Some(3) }, to: None }",
        ]);
        assert_eq!(names(&value), ["id", "at.x", "at.y", "to"]);
        let cells = columns(&value);
        assert_eq!(cells[2].1, [Cell::Null, Cell::Int(3)]);
        assert_eq!(cells[3].1, [Cell::Text("JFK".to_owned()), Cell::Null]);
    }

    #[test]
    fn pairs_become_key_and_value() {
        assert_eq!(names(&items(&["(\"a\", 1)", "(\"b\", 2)"])), ["key", "value"]);
        assert_eq!(names(&items(&["(\"a\", Sum { n: 1, of: 2 })"])), ["key", "value.n", "value.of"]);
        assert_eq!(names(&items(&["(1, 2, 3)"])), ["0", "1", "2"]);
    }

    #[test]
    fn wrappers_of_one_value_are_opened() {
        assert_eq!(columns(&items(&["Minutes(5)", "Minutes(6)"]))[0].1, [Cell::Int(5), Cell::Int(6)]);
        assert_eq!(columns(&items(&["Some(5)", "None"]))[0].1, [Cell::Int(5), Cell::Null]);
        let value = items(&["R { at: None }", "R { at: Some(P { x: 1 }) }"]);
        assert_eq!(columns(&value), [("at.x".to_owned(), vec![Cell::Null, Cell::Int(1)])]);
    }

    #[test]
    fn what_is_not_alike_stays_in_one_column() {
        assert_eq!(names(&items(&["Paid { amount: 5 }", "Open"])), ["value"]);
        assert_eq!(names(&items(&["A { x: 1 }", "B { x: 1 }"])), ["value"]);
        assert_eq!(names(&items(&["A { x: 1 }", "A { y: 1 }"])), ["value"]);
        assert_eq!(names(&items(&["5", "oops ("])), ["value"]);
    }

    #[test]
    fn only_what_prints_again_as_written_is_a_number() {
        let kinds = ["7", "-7", "007", "-0", "1.5", "1.50", "-0.0", "1e21", "-inf", "1970-01-01"];
        let is_number = kinds.map(|text| matches!(cell(&Tree::parse(text)), Cell::Int(_) | Cell::Float(_)));
        assert_eq!(is_number, [true, true, false, false, true, false, true, true, true, false]);
    }

    #[test]
    fn an_option_in_an_option_is_not_lost() {
        let cells = ["None", "Some(None)", "Some(Some(1))"].map(|text| cell(&Tree::parse(text)));
        assert_eq!(cells[0], Cell::Null);
        assert_eq!(cells[1], Cell::Other("Some(None)".to_owned()));
        assert_eq!(cells[2], Cell::Other("Some(Some(1))".to_owned()));
    }

    #[test]
    fn a_text_of_a_collection_is_a_table() {
        let text = |text: &str| Value::Text { type_name: String::new(), text: text.to_owned() };
        assert_eq!(names(&text("Ok([R { a: 1, b: 2 }])")), ["a", "b"]);
        assert_eq!(names(&text("{\"a\": 1}")), ["key", "value"]);
        assert_eq!(table(&text("5")).height, 1);
    }
}
