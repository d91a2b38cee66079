//! The records of `src/runtime/observe.rs`, one by one.
//!
//! All numbers are little-endian. A record is its length (4 bytes) and that many bytes: kind, function, call from 1,
//! position (4 bytes each but the kind), thread, time (8 bytes each), and the value of arguments and results; for entries
//! an address of the stack (8 bytes).

use crate::explain::value::{Cell, Column, Table, Value};

/// Which call of which function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) function: u32,
    /// From 0.
    pub(super) ordinal: usize,
}

impl Key {
    pub(super) fn at(self) -> (u32, usize) {
        (self.function, self.ordinal)
    }
}

/// One record.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Record {
    /// `stack` is the address where the stack ended.
    Entered {
        key: Key,
        thread: u64,
        stack: u64,
    },
    Left {
        key: Key,
        value: Option<Value>,
    },
    Argument {
        key: Key,
        position: usize,
        value: Option<Value>,
    },
    Truncated,
}

/// All whole records; false where the last one is torn.
pub(super) fn split(bytes: &[u8]) -> (Vec<Record>, bool) {
    let mut records = Vec::new();
    let mut rest = Bytes(bytes);
    while !rest.0.is_empty() {
        let length = rest.number(4).and_then(|length| usize::try_from(length).ok());
        let record = length.and_then(|length| rest.take(length)).and_then(|bytes| Bytes(bytes).record());
        match record {
            Some(record) => records.push(record),
            None => return (records, false),
        }
    }
    (records, true)
}

/// Bytes that are still to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// A number of up to eight bytes.
    fn number(&mut self, size: usize) -> Option<u64> {
        let mut whole = [0; 8];
        whole[..size].copy_from_slice(self.take(size)?);
        Some(u64::from_le_bytes(whole))
    }

    fn short(&mut self) -> Option<u32> {
        self.number(4).and_then(|number| u32::try_from(number).ok())
    }

    fn size(&mut self, bytes: usize) -> Option<usize> {
        self.number(bytes).and_then(|number| usize::try_from(number).ok())
    }

    fn text(&mut self) -> Option<String> {
        let length = self.size(4)?;
        self.take(length).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    fn record(&mut self) -> Option<Record> {
        let kind = self.byte()?;
        if kind == 4 {
            return Some(Record::Truncated);
        }
        let (function, call, position) = (self.short()?, self.size(4)?, self.size(4)?);
        // Larger numbers than any job has are those of a torn file.
        if function > 1 << 20 || call > 1 << 20 {
            return None;
        }
        let key = Key { function, ordinal: call.checked_sub(1)? };
        let (thread, _) = (self.number(8)?, self.number(8)?);
        match kind {
            1 => Some(Record::Entered { key, thread, stack: self.number(8)? }),
            2 => Some(Record::Left { key, value: self.value()? }),
            3 => Some(Record::Argument { key, position, value: self.value()? }),
            _ => None,
        }
    }

    /// A value; `Some(None)` where there is none.
    fn value(&mut self) -> Option<Option<Value>> {
        Some(Some(match self.byte()? {
            0 => return Some(None),
            1 => Value::Frame(self.table()?),
            2 => {
                let ordered = self.byte()? != 0;
                let type_name = self.text()?;
                let count = self.size(4)?;
                let items = (0..count).map(|_| self.text()).collect::<Option<_>>()?;
                Value::Items { type_name, ordered, items }
            }
            3 => Value::Text { type_name: self.text()?, text: self.text()? },
            _ => return None,
        }))
    }

    fn table(&mut self) -> Option<Table> {
        let (height, count) = (self.size(8)?, self.size(4)?);
        let columns = (0..count).map(|_| {
            let (name, dtype) = (self.text()?, self.text()?);
            let cells = (0..height).map(|_| self.cell()).collect::<Option<_>>()?;
            Some(Column { name, dtype, cells })
        });
        Some(Table { columns: columns.collect::<Option<_>>()?, height })
    }

    fn cell(&mut self) -> Option<Cell> {
        Some(match self.byte()? {
            0 => Cell::Null,
            1 => Cell::Bool(self.byte()? != 0),
            2 => Cell::Int(i128::from(i64::from_le_bytes(self.take(8)?.try_into().ok()?))),
            3 => Cell::Float(f64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            4 => Cell::Text(self.text()?),
            5 => Cell::Other(self.text()?),
            6 => Cell::Int(i128::from_le_bytes(self.take(16)?.try_into().ok()?)),
            _ => return None,
        })
    }
}
