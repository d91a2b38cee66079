//! Writes frames of the user's own polars cell by cell, and replaces frames by some of their rows.
//!
//! Compiled against each polars that an instrumented crate uses. Versions and features differ, so that it is tried with
//! the flags `lazy`, `column` and `structs` first, and with fewer of them where that does not compile. Only what every
//! polars has is used without a flag; columns of dates and times are read by their physical values for that reason.

#![forbid(unsafe_code)]
#![allow(missing_docs)]

use mutate_data_rt::{FRAME, Own, Place, Seen, Selection, collecting, put_text, put_whole, record, selection, unobserved};
use polars::prelude::*;

pub use mutate_data_rt as rt;

const NULL: u8 = 0;
const BOOL: u8 = 1;
const INT: u8 = 2;
const FLOAT: u8 = 3;
const TEXT: u8 = 4;
const OTHER: u8 = 5;
const WIDE: u8 = 6;

/// What stands where one part of a tuple has fewer rows than another.
const NO_ROW: &str = "no row";

/// A frame taken apart, or a text where there is none.
pub enum Shown {
    Table { columns: Vec<(String, Series)>, height: usize },
    Text { type_name: &'static str, text: String },
}

/// Everything that is read as a frame.
pub trait Frame {
    fn shown(&self) -> Option<Shown>;
}

/// A column of a frame, whatever its kind in this version.
trait Materialised {
    fn materialised(&self) -> Series;
}

impl Materialised for Series {
    fn materialised(&self) -> Series {
        self.clone()
    }
}

#[cfg(column)]
impl Materialised for Column {
    fn materialised(&self) -> Series {
        self.as_materialized_series().clone()
    }
}

/// A text that `Debug` prints as it is.
struct Bare(String);

impl std::fmt::Debug for Bare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Frame for DataFrame {
    fn shown(&self) -> Option<Shown> {
        let names = self.get_column_names().into_iter().map(|name| name.to_string());
        let columns = names.map(|name| {
            let series = self.column(&name).ok()?.materialised();
            Some((name, series))
        });
        Some(Shown::Table { columns: columns.collect::<Option<_>>()?, height: self.height() })
    }
}

#[cfg(lazy)]
impl Frame for LazyFrame {
    fn shown(&self) -> Option<Shown> {
        match collecting(|| self.clone().collect()) {
            Ok(frame) => frame.shown(),
            Err(error) => Some(Shown::Text { type_name: "LazyFrame", text: format!("Err({error:?})") }),
        }
    }
}

impl Frame for Series {
    fn shown(&self) -> Option<Shown> {
        let columns = vec![(self.name().to_string(), self.clone())];
        Some(Shown::Table { columns, height: self.len() })
    }
}

#[cfg(column)]
impl Frame for Column {
    fn shown(&self) -> Option<Shown> {
        self.materialised().shown()
    }
}

macro_rules! pointers {
    ($($ty:ty)*) => {$(
        impl<T: Frame + ?Sized> Frame for $ty {
            fn shown(&self) -> Option<Shown> {
                (**self).shown()
            }
        }
    )*};
}
pointers!(&T &mut T Box<T> std::rc::Rc<T> std::sync::Arc<T>);

impl<T: Frame> Frame for Option<T> {
    fn shown(&self) -> Option<Shown> {
        match self {
            Some(value) => value.shown(),
            None => Some(Shown::Text { type_name: std::any::type_name::<Self>(), text: "None".to_owned() }),
        }
    }
}

impl<T: Frame, E: std::fmt::Debug> Frame for Result<T, E> {
    fn shown(&self) -> Option<Shown> {
        match self {
            Ok(value) => value.shown(),
            Err(error) => {
                let text = format!("Err({error:?})");
                Some(Shown::Text { type_name: std::any::type_name::<Self>(), text })
            }
        }
    }
}

macro_rules! tuples {
    ($(($($name:ident $index:tt)*))*) => {$(
        impl<$($name: Frame),*> Frame for ($($name,)*) {
            fn shown(&self) -> Option<Shown> {
                Some(side_by_side(vec![$(self.$index.shown()?),*]))
            }
        }
    )*};
}
tuples! { (A 0 B 1) (A 0 B 1 C 2) (A 0 B 1 C 2 D 3) }

/// Pairs of a frame and a plain value, for instance a count.
macro_rules! pairs {
    ($($plain:ty)*) => {$(
        impl<A: Frame> Frame for (A, $plain) {
            fn shown(&self) -> Option<Shown> {
                Some(side_by_side(vec![self.0.shown()?, plain(&self.1)]))
            }
        }
        impl<A: Frame> Frame for ($plain, A) {
            fn shown(&self) -> Option<Shown> {
                Some(side_by_side(vec![plain(&self.0), self.1.shown()?]))
            }
        }
    )*};
}
pairs!(bool i32 i64 u32 u64 usize f64 String);

fn plain(value: &dyn std::fmt::Debug) -> Shown {
    Shown::Text { type_name: "", text: format!("{value:?}") }
}

/// The parts of a tuple in one table: columns are named `0.name`, shorter ones are filled up when they are written.
fn side_by_side(parts: Vec<Shown>) -> Shown {
    let (mut all, mut most) = (Vec::new(), 0);
    for (position, part) in parts.into_iter().enumerate() {
        match part {
            Shown::Table { columns, height } => {
                most = most.max(height);
                all.extend(columns.into_iter().map(|(name, series)| (format!("{position}.{name}"), series)));
            }
            Shown::Text { text, .. } => {
                most = most.max(1);
                all.push((position.to_string(), Series::new("".into(), [text.as_str()])));
            }
        }
    }
    Shown::Table { columns: all, height: most }
}

fn put(shown: &Shown, out: &mut Vec<u8>) -> bool {
    let (columns, height) = match shown {
        Shown::Table { columns, height } => (columns, *height),
        Shown::Text { type_name, text } => return put_whole(out, type_name, &Bare(text.clone())),
    };
    out.push(FRAME);
    out.extend((height as u64).to_le_bytes());
    let Ok(count) = u32::try_from(columns.len()) else { return false };
    out.extend(count.to_le_bytes());
    columns.iter().all(|(name, series)| put_column(name, series, height, out))
}

fn put_column(name: &str, series: &Series, height: usize, out: &mut Vec<u8>) -> bool {
    let whole = put_text(out, name) && put_text(out, &format!("{:?}", series.dtype()));
    let Some(readable) = readable(series).filter(|_| whole) else { return false };
    let mut rest = height;
    for value in readable.iter() {
        if rest == 0 || !put_cell(&value, out) {
            return false;
        }
        rest -= 1;
    }
    (0..rest).all(|_| put_tagged(OTHER, NO_ROW, out))
}

/// A series whose values say what they are: dates and times by number, categories by name.
fn readable(series: &Series) -> Option<Series> {
    let dtype = series.dtype();
    let name = format!("{dtype:?}");
    let readable = if dtype.is_temporal() {
        series.to_physical_repr().into_owned()
    } else if name.starts_with("Categorical") || name.starts_with("Enum") {
        series.cast(&DataType::String).ok()?
    } else {
        series.clone()
    };
    Some(readable.rechunk())
}

fn put_tagged(tag: u8, text: &str, out: &mut Vec<u8>) -> bool {
    out.push(tag);
    put_text(out, text)
}

fn put_cell(value: &AnyValue<'_>, out: &mut Vec<u8>) -> bool {
    let mut int = |number: i64| {
        out.push(INT);
        out.extend(number.to_le_bytes());
        true
    };
    match value {
        AnyValue::Int64(number) => int(*number),
        AnyValue::Int32(number) => int(i64::from(*number)),
        AnyValue::Int16(number) => int(i64::from(*number)),
        AnyValue::Int8(number) => int(i64::from(*number)),
        AnyValue::UInt64(number) => put_wide(i128::from(*number), out),
        AnyValue::UInt32(number) => int(i64::from(*number)),
        AnyValue::UInt16(number) => int(i64::from(*number)),
        AnyValue::UInt8(number) => int(i64::from(*number)),
        AnyValue::Float64(number) => put_float(*number, out),
        AnyValue::Float32(number) => put_float(f64::from(*number), out),
        AnyValue::String(text) => put_tagged(TEXT, text, out),
        AnyValue::StringOwned(text) => put_tagged(TEXT, text.as_str(), out),
        AnyValue::Boolean(bool) => {
            out.extend([BOOL, u8::from(*bool)]);
            true
        }
        AnyValue::Null => {
            out.push(NULL);
            true
        }
        other => match wide(other) {
            Some(number) => put_wide(number, out),
            None => put_tagged(OTHER, &text(other), out),
        },
    }
}

fn put_wide(number: i128, out: &mut Vec<u8>) -> bool {
    out.push(WIDE);
    out.extend(number.to_le_bytes());
    true
}

fn put_float(number: f64, out: &mut Vec<u8>) -> bool {
    out.push(FLOAT);
    out.extend(number.to_le_bytes());
    true
}

/// Integers that some versions have no variant for; the names are those of `Debug`.
fn wide(value: &AnyValue<'_>) -> Option<i128> {
    let name = format!("{:?}", value.dtype());
    if name == "Int128" || name == "UInt128" { value.extract::<i128>() } else { None }
}

/// The text of a value inside a list or struct, or of another kind that is no cell of its own.
fn text(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Null => "null".to_owned(),
        AnyValue::String(text) => format!("{text:?}"),
        AnyValue::StringOwned(text) => format!("{:?}", text.as_str()),
        AnyValue::List(series) => match readable(series) {
            Some(series) => {
                let items: Vec<String> = series.iter().map(|value| text(&value)).collect();
                format!("[{}]", items.join(", "))
            }
            None => format!("{value:?}"),
        },
        #[cfg(structs)]
        AnyValue::Struct(_, _, fields) => {
            let names = fields.iter().map(|field| field.name().to_string());
            braced(names.zip(value._iter_struct_av()))
        }
        #[cfg(structs)]
        AnyValue::StructOwned(payload) => {
            let names = payload.1.iter().map(|field| field.name().to_string());
            braced(names.zip(payload.0.iter().cloned()))
        }
        AnyValue::Int64(number) => number.to_string(),
        AnyValue::Int32(number) => number.to_string(),
        AnyValue::Int16(number) => number.to_string(),
        AnyValue::Int8(number) => number.to_string(),
        AnyValue::UInt64(number) => number.to_string(),
        AnyValue::UInt32(number) => number.to_string(),
        AnyValue::UInt16(number) => number.to_string(),
        AnyValue::UInt8(number) => number.to_string(),
        AnyValue::Float64(number) => format!("{number:?}"),
        AnyValue::Float32(number) => format!("{number:?}"),
        AnyValue::Boolean(bool) => bool.to_string(),
        other => format!("{other:?}"),
    }
}

#[cfg(structs)]
fn braced<'a>(fields: impl Iterator<Item = (String, AnyValue<'a>)>) -> String {
    let fields: Vec<String> = fields.map(|(name, value)| format!("{name}: {}", text(&value))).collect();
    format!("{{{}}}", fields.join(", "))
}

/// Chosen for frames.
pub trait ByFrame {
    fn write(&self, place: Place);
}

impl<T: Frame + ?Sized> ByFrame for &&&Seen<'_, T> {
    fn write(&self, place: Place) {
        record(place, &mut |out| self.0.shown().is_some_and(|shown| put(&shown, out)));
    }
}

/// Chosen for arguments that are frames.
pub trait FrameRows {
    type Value;
    fn subset(&self, place: Place) -> Self::Value;
}

fn reduced(frame: &DataFrame, kept: &Selection) -> Option<DataFrame> {
    let mut out = match &kept.rows {
        Some(rows) => {
            let there = rows.iter().filter(|row| **row < frame.height());
            let rows: Vec<IdxSize> = there.map(|row| *row as IdxSize).collect();
            frame.take(&IdxCa::from_vec("".into(), rows)).ok()?
        }
        None => frame.clone(),
    };
    for name in &kept.without {
        out = out.drop(name).unwrap_or(out);
    }
    Some(out)
}

fn replaced(frame: &DataFrame, place: Place) -> Option<DataFrame> {
    let kept = selection(place)?;
    unobserved(|| reduced(frame, kept)).flatten()
}

#[cfg(lazy)]
fn replaced_lazy(frame: &LazyFrame, place: Place) -> Option<LazyFrame> {
    let kept = selection(place)?;
    if kept.rows.as_ref().is_some_and(Vec::is_empty) && kept.without.is_empty() {
        return Some(frame.clone().limit(0));
    }
    let collected = || reduced(&collecting(|| frame.clone().collect()).ok()?, kept);
    Some(unobserved(collected)??.lazy())
}

impl FrameRows for &&Own<DataFrame> {
    type Value = DataFrame;
    fn subset(&self, place: Place) -> DataFrame {
        let value = self.take();
        replaced(&value, place).unwrap_or(value)
    }
}

impl<'a> FrameRows for &&Own<&'a DataFrame> {
    type Value = &'a DataFrame;
    fn subset(&self, place: Place) -> &'a DataFrame {
        let value = self.take();
        replaced(value, place).map_or(value, |frame| Box::leak(Box::new(frame)))
    }
}

#[cfg(lazy)]
impl FrameRows for &&Own<LazyFrame> {
    type Value = LazyFrame;
    fn subset(&self, place: Place) -> LazyFrame {
        let value = self.take();
        replaced_lazy(&value, place).unwrap_or(value)
    }
}

#[cfg(lazy)]
impl<'a> FrameRows for &&Own<&'a LazyFrame> {
    type Value = &'a LazyFrame;
    fn subset(&self, place: Place) -> &'a LazyFrame {
        let value = self.take();
        replaced_lazy(value, place).map_or(value, |frame| Box::leak(Box::new(frame)))
    }
}

/// As the runtime's macro, for frames too.
#[macro_export]
macro_rules! observe {
    ($function:expr, $call:expr, $value:expr) => {
        $crate::observe!($function, $call, $crate::rt::RESULT, $value)
    };
    ($function:expr, $call:expr, $position:expr, $value:expr) => {{
        use $crate::ByFrame as _;
        use $crate::rt::{ByDebug as _, ByItems as _, Unseen as _};
        (&&&&$crate::rt::Seen($value)).write($crate::rt::Place {
            function: $function,
            call: $call,
            position: $position,
        })
    }};
}

/// As the runtime's macro, for frames too.
#[macro_export]
macro_rules! subset {
    ($function:expr, $call:expr, $position:expr, $value:expr) => {{
        use $crate::FrameRows as _;
        use $crate::rt::{Rows as _, Whole as _};
        (&&&$crate::rt::Own::new($value)).subset($crate::rt::Place {
            function: $function,
            call: $call,
            position: $position,
        })
    }};
}
