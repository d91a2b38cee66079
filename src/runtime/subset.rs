//! Replaces arguments of one call by some of their rows, as the file that `MUTATE_DATA_SUBSET` names says.
//!
//! The process ends where that call does. Its lines: `function 17`, `call 3`, then for each argument `argument 0 rows 1,5,9 without colA,colB`; `rows *` keeps
//! all, names of columns are percent-encoded.

use std::cell::Cell;
use std::collections::HashMap;

use super::observe::{Place, selection};

/// Which arguments of which call are replaced.
pub struct Subset {
    function: u32,
    /// From 1.
    call: u32,
    arguments: HashMap<u32, Selection>,
}

/// What an argument keeps.
pub struct Selection {
    /// Rows from 0 in the order wanted; `None` for all.
    pub rows: Option<Vec<usize>>,
    /// Columns that go.
    pub without: Vec<String>,
}

impl Subset {
    pub(super) fn read(path: &str) -> Option<Self> {
        let text = std::fs::read_to_string(path).ok()?;
        let (mut function, mut call, mut arguments) = (None, None, HashMap::new());
        for line in text.lines() {
            let mut words = line.split_whitespace();
            let (kind, number) = (words.next(), words.next().and_then(|word| word.parse::<u32>().ok()));
            match (kind, number) {
                (Some("function"), Some(number)) => function = Some(number),
                (Some("call"), Some(number)) => call = number.checked_add(1),
                (Some("argument"), Some(number)) => {
                    arguments.insert(number, Selection::read(words));
                }
                _ => {}
            }
        }
        Some(Self { function: function?, call: call?, arguments })
    }

    pub(super) fn selection(&self, place: Place) -> Option<&Selection> {
        self.arguments.get(&place.position).filter(|_| self.is_for(place))
    }

    /// Whether the place is of the call whose arguments are replaced.
    pub(super) fn is_for(&self, place: Place) -> bool {
        place.function == self.function && place.call == self.call
    }
}

impl Selection {
    fn read<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut kept = Self { rows: None, without: Vec::new() };
        let mut list = "";
        for word in words {
            match (word, list) {
                ("rows", "") => {
                    (list, kept.rows) = ("rows", Some(Vec::new()));
                }
                ("without", "" | "rows") => list = "without",
                ("*", "rows") => kept.rows = None,
                (rows, "rows") => {
                    kept.rows = Some(rows.split(',').filter_map(|row| row.parse().ok()).collect());
                }
                (names, _) => kept.without = names.split(',').map(decoded).collect(),
            }
        }
        kept
    }

    /// The wanted ones of some items; rows that are not there are left out.
    fn of<T>(&self, items: Vec<T>) -> Vec<T> {
        let Some(rows) = &self.rows else { return items };
        let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
        rows.iter().filter_map(|row| items.get_mut(*row)?.take()).collect()
    }

    fn of_slice<T: Clone>(&self, items: &[T]) -> Vec<T> {
        match &self.rows {
            Some(rows) => rows.iter().filter_map(|row| items.get(*row).cloned()).collect(),
            None => items.to_vec(),
        }
    }
}

/// Undoes percent-encoding.
fn decoded(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A value that lives as long as a reference to it is wanted.
pub fn kept<'a, T>(value: T) -> &'a T {
    Box::leak(Box::new(value))
}

/// An argument that may be replaced by one of its type.
pub struct Own<T>(Cell<Option<T>>);

impl<T> Own<T> {
    pub fn new(value: T) -> Self {
        Self(Cell::new(Some(value)))
    }

    /// The value, which is there once.
    pub fn take(&self) -> T {
        self.0.take().expect("an argument is taken once")
    }
}

/// Chosen for collections.
pub trait Rows {
    type Value;
    fn subset(&self, place: Place) -> Self::Value;
}

/// Chosen for all other arguments, which stay as they are.
pub trait Whole {
    type Value;
    fn subset(&self, place: Place) -> Self::Value;
}

impl<T> Rows for &Own<Vec<T>> {
    type Value = Vec<T>;
    fn subset(&self, place: Place) -> Vec<T> {
        let value = self.take();
        match selection(place) {
            Some(kept) => kept.of(value),
            None => value,
        }
    }
}

impl<'a, T: Clone> Rows for &Own<&'a [T]> {
    type Value = &'a [T];
    fn subset(&self, place: Place) -> &'a [T] {
        let value = self.take();
        match selection(place) {
            Some(kept) => Box::leak(kept.of_slice(value).into_boxed_slice()),
            None => value,
        }
    }
}

impl<'a, T: Clone> Rows for &Own<&'a Vec<T>> {
    type Value = &'a Vec<T>;
    fn subset(&self, place: Place) -> &'a Vec<T> {
        let value = self.take();
        match selection(place) {
            Some(kept) => Box::leak(Box::new(kept.of_slice(value))),
            None => value,
        }
    }
}

impl<T> Whole for Own<T> {
    type Value = T;
    fn subset(&self, _: Place) -> T {
        self.take()
    }
}

/// An argument, or what the file puts in its place.
#[macro_export]
macro_rules! subset {
    ($function:expr, $call:expr, $position:expr, $value:expr) => {{
        use $crate::{Rows as _, Whole as _};
        (&&$crate::Own::new($value)).subset($crate::Place {
            function: $function,
            call: $call,
            position: $position,
        })
    }};
}
