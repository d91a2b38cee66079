//! Writes values of any type: collections item by item, everything else as its `Debug` text, where it has one.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::io::Write;

use super::observe::{Place, record};

pub const ABSENT: u8 = 0;
pub const FRAME: u8 = 1;
const ITEMS: u8 = 2;
const TEXT: u8 = 3;

/// Appends a text with its length; false where it is longer than a record may be.
pub fn put_text(out: &mut Vec<u8>, text: &str) -> bool {
    let Ok(length) = u32::try_from(text.len()) else { return false };
    out.extend(length.to_le_bytes());
    out.extend(text.as_bytes());
    true
}

fn put_debug(out: &mut Vec<u8>, value: &dyn Debug) -> bool {
    let start = out.len();
    out.extend([0; 4]);
    let Ok(()) = write!(out, "{value:?}") else { return false };
    let Ok(length) = u32::try_from(out.len() - start - 4) else { return false };
    out[start..start + 4].copy_from_slice(&length.to_le_bytes());
    true
}

/// Appends a value as its `Debug` text.
pub fn put_whole(out: &mut Vec<u8>, type_name: &str, value: &dyn Debug) -> bool {
    out.push(TEXT);
    put_text(out, type_name) && put_debug(out, value)
}

fn put_items<T: Debug>(
    out: &mut Vec<u8>,
    type_name: &str,
    ordered: bool,
    items: impl IntoIterator<Item = T>,
) -> bool {
    out.push(ITEMS);
    out.push(u8::from(ordered));
    if !put_text(out, type_name) {
        return false;
    }
    let start = out.len();
    out.extend([0; 4]);
    let mut count: u32 = 0;
    for item in items {
        if !put_debug(out, &item) {
            return false;
        }
        count += 1;
    }
    out[start..start + 4].copy_from_slice(&count.to_le_bytes());
    true
}

/// What is written item by item.
pub trait Collection {
    /// Appends all items; false where it cannot.
    fn put(&self, out: &mut Vec<u8>) -> bool;
}

macro_rules! collections {
    ($ordered:expr; $([$($parameters:tt)*] $ty:ty;)*) => {$(
        impl<$($parameters)*> Collection for $ty {
            fn put(&self, out: &mut Vec<u8>) -> bool {
                put_items(out, std::any::type_name::<Self>(), $ordered, self.iter())
            }
        }
    )*};
}
collections! { true;
    [T: Debug] Vec<T>;
    [T: Debug] [T];
    [T: Debug, const N: usize] [T; N];
    [T: Debug] VecDeque<T>;
    [T: Debug] BTreeSet<T>;
    [K: Debug, V: Debug] BTreeMap<K, V>;
}
collections! { false;
    [T: Debug, S] HashSet<T, S>;
    [K: Debug, V: Debug, S] HashMap<K, V, S>;
}

macro_rules! pointers {
    ($($ty:ty)*) => {$(
        impl<T: Collection + ?Sized> Collection for $ty {
            fn put(&self, out: &mut Vec<u8>) -> bool {
                (**self).put(out)
            }
        }
    )*};
}
pointers!(&T &mut T Box<T> std::rc::Rc<T> std::sync::Arc<T>);

impl<T: Collection> Collection for Option<T> {
    fn put(&self, out: &mut Vec<u8>) -> bool {
        match self {
            Some(value) => value.put(out),
            None => put_whole(out, std::any::type_name::<Self>(), &None::<()>),
        }
    }
}

impl<T: Collection, E: Debug> Collection for Result<T, E> {
    fn put(&self, out: &mut Vec<u8>) -> bool {
        match self {
            Ok(value) => value.put(out),
            Err(error) => put_whole(out, std::any::type_name::<Self>(), &Err::<(), _>(error)),
        }
    }
}

/// A value by reference, whose type decides how it is written.
pub struct Seen<'a, T: ?Sized>(pub &'a T);

/// Chosen for collections.
pub trait ByItems {
    fn write(&self, place: Place);
}

/// Chosen for what else has a `Debug` text.
pub trait ByDebug {
    fn write(&self, place: Place);
}

/// Chosen for all other values.
pub trait Unseen {
    fn write(&self, place: Place);
}

impl<T: Collection + ?Sized> ByItems for &&Seen<'_, T> {
    fn write(&self, place: Place) {
        record(place, &mut |out| self.0.put(out));
    }
}

impl<T: Debug> ByDebug for &Seen<'_, T> {
    fn write(&self, place: Place) {
        let (name, value) = (std::any::type_name::<T>(), self.0);
        record(place, &mut |out| put_whole(out, name, value));
    }
}

impl<T: ?Sized> Unseen for Seen<'_, T> {
    fn write(&self, place: Place) {
        record(place, &mut |_| false);
    }
}

/// Records a result, or the argument at a position.
#[macro_export]
macro_rules! observe {
    ($function:expr, $call:expr, $value:expr) => {
        $crate::observe!($function, $call, $crate::RESULT, $value)
    };
    ($function:expr, $call:expr, $position:expr, $value:expr) => {{
        // The receiver has as many references as the first choice needs; see `probe`.
        use $crate::{ByDebug as _, ByItems as _, Unseen as _};
        (&&&$crate::Seen($value)).write($crate::Place { function: $function, call: $call, position: $position })
    }};
}
