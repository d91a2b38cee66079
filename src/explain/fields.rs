//! Two `Debug` texts put against each other: field by field where both are taken apart, else line by line.

use std::collections::HashMap;

use similar::{DiffTag, TextDiff};

use super::cell::{self, shorten_both};
use super::difference::Options;
use super::flatten;
use super::tree::{Form, Tree, unescape};
use super::value::Cell;
use crate::model::{Alignment, CellDiff, ColumnDiff, DataDiff, RowChange, RowDiff};

/// Fields that are told of.
const FIELDS: usize = 40;
/// Levels that are walked.
const DEEPEST: usize = 32;
/// Longer values are put against each other line by line.
const LONG: usize = 80;
/// Lines that are compared after the common start and end are cut off.
const LINES: usize = 1_000;
/// Lines of a diff that are shown.
const SHOWN: usize = 40;
/// Lines around a change.
const CONTEXT: usize = 2;

/// A field that differs.
struct Field {
    path: String,
    before: Option<Cell>,
    after: Option<Cell>,
}

/// What differs between two texts that are no collections.
#[must_use]
pub fn difference(before: &Tree<'_>, after: &Tree<'_>, options: &Options) -> Option<DataDiff> {
    let mut fields = Vec::new();
    Walk { options, fields: &mut fields }.values("", before, after, 0);
    if fields.is_empty() {
        return None;
    }
    let whole = fields.len() == 1 && fields[0].path.is_empty();
    if whole && before.raw.len().max(after.raw.len()) > LONG {
        return Some(lines(&pretty(before), &pretty(after)));
    }
    let columns = fields.iter().take(FIELDS).map(column).collect();
    let cells = fields.iter().take(FIELDS).map(shown).collect();
    let row = RowDiff { change: RowChange::Changed, key: vec![], cells };
    Some(DataDiff { columns, rows: vec![row], tolerance: options.tolerance, ..text_diff() })
}

/// Values of different kinds, each as one line.
#[must_use]
pub fn unlike(before: &str, after: &str) -> DataDiff {
    let (before, after) = shorten_both(before, after);
    DataDiff { text: Some(format!("- {before}\n+ {after}")), ..text_diff() }
}

/// The difference of two texts that are one value each.
fn text_diff() -> DataDiff {
    DataDiff {
        alignment: Alignment::Text,
        rows_before: 1,
        rows_after: 1,
        added: 0,
        lost: 0,
        changed: 1,
        order_only: false,
        columns: vec![],
        schema: vec![],
        rows: vec![],
        tolerance: None,
        text: None,
    }
}

fn column(field: &Field) -> ColumnDiff {
    let number = |cell: &Option<Cell>| cell.as_ref().and_then(cell::number).filter(|n| n.is_finite());
    let null = |cell: &Option<Cell>| usize::from(*cell == Some(Cell::Null));
    let (before, after) = (number(&field.before), number(&field.after));
    ColumnDiff {
        name: name(&field.path).to_owned(),
        changed: 1,
        largest: before.zip(after).map(|(a, b)| (a - b).abs()).filter(|change| change.is_finite()),
        sum_before: before,
        sum_after: after,
        nulls_before: null(&field.before),
        nulls_after: null(&field.after),
    }
}

fn shown(field: &Field) -> CellDiff {
    let (before, after) = match (&field.before, &field.after) {
        (Some(a), Some(b)) => {
            let (a, b) = cell::texts((a, ""), (b, ""));
            (Some(a), Some(b))
        }
        (a, b) => (a.as_ref().map(|cell| cell::text(cell, "")), b.as_ref().map(|cell| cell::text(cell, ""))),
    };
    CellDiff { column: name(&field.path).to_owned(), before, after }
}

/// Whether the same wrappers are around two collections, and the collections are of one kind.
#[must_use]
pub fn same_wrappers(before: &Tree<'_>, after: &Tree<'_>) -> bool {
    match (&before.form, &after.form) {
        (Form::Tuple(a, left), Form::Tuple(b, right)) => a == b && same_wrappers(&left[0], &right[0]),
        // An empty map prints as an empty set does.
        (Form::List(_), Form::List(_)) => true,
        (Form::Set(_) | Form::Map(_), Form::Set(_) | Form::Map(_)) => true,
        _ => false,
    }
}

struct Walk<'a> {
    options: &'a Options,
    fields: &'a mut Vec<Field>,
}

impl Walk<'_> {
    fn values(&mut self, path: &str, before: &Tree<'_>, after: &Tree<'_>, depth: usize) {
        if before.raw == after.raw || self.is_masked(path) {
            return;
        }
        match (&before.form, &after.form) {
            _ if depth >= DEEPEST => self.differ(path, before, after),
            (Form::Struct(a, left), Form::Struct(b, right))
                if a == b && left.len() == right.len() && left.iter().zip(right).all(|(l, r)| l.0 == r.0) =>
            {
                for (left, right) in left.iter().zip(right) {
                    self.values(&inside(path, left.0), &left.1, &right.1, depth + 1);
                }
            }
            (Form::Tuple(a, left), Form::Tuple(b, right)) if a == b && left.len() == right.len() => {
                let is_wrapper = !a.is_empty() && left.len() == 1;
                for (index, (left, right)) in left.iter().zip(right).enumerate() {
                    let path = if is_wrapper { path.to_owned() } else { inside(path, &index.to_string()) };
                    self.values(&path, left, right, depth + 1);
                }
            }
            (Form::List(left), Form::List(right)) | (Form::Set(left), Form::Set(right))
                if left.len() == right.len() =>
            {
                for (index, (left, right)) in left.iter().zip(right).enumerate() {
                    self.values(&format!("{path}[{index}]"), left, right, depth + 1);
                }
            }
            (Form::Map(left), Form::Map(right)) => self.maps(path, left, right, depth),
            _ => self.differ(path, before, after),
        }
    }

    fn maps(
        &mut self,
        path: &str,
        before: &[(Tree<'_>, Tree<'_>)],
        after: &[(Tree<'_>, Tree<'_>)],
        depth: usize,
    ) {
        let start = self.fields.len();
        let others: HashMap<&str, &Tree<'_>> = after.iter().map(|(key, value)| (key.raw, value)).collect();
        let known: HashMap<&str, ()> = before.iter().map(|(key, _)| (key.raw, ())).collect();
        for (key, value) in before {
            let path = format!("{path}[{}]", cell::shorten(key.raw));
            match others.get(key.raw) {
                Some(other) => self.values(&path, value, other, depth + 1),
                None => self.fields.push(Field { path, before: Some(flatten::cell(value)), after: None }),
            }
        }
        for (key, value) in after.iter().filter(|(key, _)| !known.contains_key(key.raw)) {
            let path = format!("{path}[{}]", cell::shorten(key.raw));
            self.fields.push(Field { path, before: None, after: Some(flatten::cell(value)) });
        }
        let fresh = self.fields.split_off(start);
        let told: Vec<Field> = fresh.into_iter().filter(|field| !self.is_masked(&field.path)).collect();
        self.fields.extend(told);
    }

    fn is_masked(&self, path: &str) -> bool {
        let masked = &self.options.masked_columns;
        !masked.is_empty() && !path.is_empty() && (masked.contains(path) || masked.contains(&general(path)))
    }

    fn differ(&mut self, path: &str, before: &Tree<'_>, after: &Tree<'_>) {
        let (left, right) = (flatten::cell(before), flatten::cell(after));
        let near = self.options.tolerance.is_some() && cell::same(&left, &right, self.options.tolerance);
        if !near {
            self.fields.push(Field { path: path.to_owned(), before: Some(left), after: Some(right) });
        }
    }
}

/// The paths of all fields that differ, those in lists and maps as one; `None` where the values are of no common form.
#[must_use]
pub fn paths(before: &Tree<'_>, after: &Tree<'_>) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    Walk { options: &Options::default(), fields: &mut fields }.values("", before, after, 0);
    let mut paths: Vec<String> = Vec::new();
    for field in fields {
        let path = general(&field.path);
        if path.is_empty() {
            return None;
        }
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    Some(paths)
}

/// The path with what is between brackets left out: `rows[].at` for `rows[3].at`.
fn general(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some(open) = rest.find('[') {
        let Some(close) = rest[open..].find(']') else { break };
        out.push_str(&rest[..=open]);
        out.push(']');
        rest = &rest[open + close + 1..];
    }
    out + rest
}

/// What a field is called; the value itself has no path.
fn name(path: &str) -> &str {
    if path.is_empty() { "value" } else { path }
}

fn inside(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

/// A value over several lines: a string by its own, anything else by its parts.
fn pretty(tree: &Tree<'_>) -> String {
    if let Form::Text(text) = tree.form {
        return unescape(text).unwrap_or_else(|| text.to_owned());
    }
    let mut out = String::new();
    write(&mut out, tree, 0);
    out
}

fn write(out: &mut String, tree: &Tree<'_>, depth: usize) {
    if depth >= DEEPEST || tree.raw.len() <= LONG / 2 {
        out.push_str(tree.raw);
        return;
    }
    let mut parts = |open: &str, parts: &mut dyn Iterator<Item = (String, &Tree<'_>)>, close: &str| {
        out.push_str(open);
        for (label, part) in parts {
            out.push('\n');
            out.push_str(&"  ".repeat(depth + 1));
            out.push_str(&label);
            write(out, part, depth + 1);
            out.push(',');
        }
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
        out.push_str(close);
    };
    let bare = |tree| (String::new(), tree);
    match &tree.form {
        Form::Leaf | Form::Text(_) => out.push_str(tree.raw),
        Form::Tuple(name, values) => parts(&format!("{name}("), &mut values.iter().map(bare), ")"),
        Form::Struct(name, fields) => {
            let mut fields = fields.iter().map(|(name, value)| (format!("{name}: "), value));
            parts(&format!("{name} {{"), &mut fields, "}");
        }
        Form::List(values) => parts("[", &mut values.iter().map(bare), "]"),
        Form::Set(values) => parts("{", &mut values.iter().map(bare), "}"),
        Form::Map(pairs) => {
            let mut pairs = pairs.iter().map(|(key, value)| (format!("{}: ", key.raw), value));
            parts("{", &mut pairs, "}");
        }
    }
}

/// Two texts line by line: what is gone after `- `, what is new after `+ `.
#[must_use]
pub fn lines(before: &str, after: &str) -> DataDiff {
    let (left, right): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = |a: &&str, b: &&str| a == b;
    let start = left.iter().zip(&right).take_while(|(a, b)| same(a, b)).count();
    let end =
        left[start..].iter().rev().zip(right[start..].iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let (old, new) = (&left[start..left.len() - end], &right[start..right.len() - end]);
    let mut out = Vec::new();
    let lead = start.saturating_sub(CONTEXT);
    out.extend(left[lead..start].iter().map(|line| format!("  {}", cell::shorten(line))));
    compare(&old[..old.len().min(LINES)], &new[..new.len().min(LINES)], &mut out);
    let rest = &left[left.len() - end..];
    out.extend(rest.iter().take(CONTEXT).map(|line| format!("  {}", cell::shorten(line))));
    if out.is_empty() {
        // Only line ends differ.
        return unlike(&format!("{before:?}"), &format!("{after:?}"));
    }
    let more = out.len().saturating_sub(SHOWN) + old.len().max(new.len()).saturating_sub(LINES);
    out.truncate(SHOWN);
    if more > 0 {
        out.push(format!("  … {more} more line{}", if more == 1 { "" } else { "s" }));
    }
    DataDiff { text: Some(out.join("\n")), ..text_diff() }
}

fn compare(old: &[&str], new: &[&str], out: &mut Vec<String>) {
    let diff = TextDiff::from_slices(old, new);
    for group in diff.grouped_ops(CONTEXT) {
        for op in group {
            let (removed, inserted): (Vec<&str>, Vec<&str>) =
                (old[op.old_range()].to_vec(), new[op.new_range()].to_vec());
            if op.tag() == DiffTag::Equal {
                out.extend(removed.iter().map(|line| format!("  {}", cell::shorten(line))));
                continue;
            }
            // Lines at the same place are shortened together, so that they still differ.
            let paired: Vec<(String, String)> =
                removed.iter().zip(&inserted).map(|(a, b)| shorten_both(a, b)).collect();
            let at = |index: usize, line: &str, first: bool| match paired.get(index) {
                Some((a, b)) => {
                    if first {
                        a.clone()
                    } else {
                        b.clone()
                    }
                }
                None => cell::shorten(line),
            };
            out.extend(removed.iter().enumerate().map(|(i, line)| format!("- {}", at(i, line, true))));
            out.extend(inserted.iter().enumerate().map(|(i, line)| format!("+ {}", at(i, line, false))));
        }
    }
}
