//! Delimited text and NDJSON, record by record: the sample repeats the bytes of the chosen records as they were
//! entered, because reading and writing them again would turn `007` into `7` and `1.10` into `1.1`.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

use cargo_metadata::camino::Utf8Path;
use serde::de::IgnoredAny;

use super::format::{CopyError, Unreadable};

/// A quoted field beyond this is a quote left open rather than data.
const LONGEST_RECORD: usize = 64 << 20;

/// Delimiters that a `.csv` file is searched for, the likelier first.
const DELIMITERS: [u8; 4] = *b",;\t|";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The records of a text file, checked one by one.
pub struct Records {
    reader: BufReader<File>,
    kind: Kind,
    /// The bytes of the current record, its line end included.
    record: Vec<u8>,
    /// The line where the current record starts, from 1.
    line: u64,
    /// Lines read so far.
    lines: u64,
}

enum Kind {
    /// With a header; the delimiter is guessed from it where `None`.
    Delimited(Option<u8>),
    /// One JSON object per line.
    Json,
}

/// A CSV file with a header, delimited by `,`, `;`, tab or `|`, quoted by `"`.
#[must_use]
pub fn csv(file: File) -> Records {
    Records::new(file, Kind::Delimited(None))
}

/// A tab-separated file with a header, quoted by `"`.
#[must_use]
pub fn tsv(file: File) -> Records {
    Records::new(file, Kind::Delimited(Some(b'\t')))
}

/// One JSON object per line.
#[must_use]
pub fn ndjson(file: File) -> Records {
    Records::new(file, Kind::Json)
}

/// What every record of a file must agree with.
#[derive(Clone, Copy)]
enum Shape {
    Fields { delimiter: u8, count: usize },
    Object,
}

impl Records {
    fn new(file: File, kind: Kind) -> Self {
        Self { reader: BufReader::with_capacity(1 << 16, file), kind, record: vec![], line: 0, lines: 0 }
    }

    /// Records in the file, without the header.
    ///
    /// # Errors
    /// Where the file cannot be read, a record has not as many fields as the header, or a line is no JSON object.
    pub fn count(mut self) -> Result<u64, Unreadable> {
        let shape = self.header()?;
        let mut count = 0;
        while self.advance(shape)? {
            count += 1;
        }
        Ok(count)
    }

    /// Writes the header and the records numbered `chosen` (ascending, from 0) to `to`.
    ///
    /// # Errors
    /// As [`Records::count`], and where `to` cannot be written.
    pub fn copy(mut self, chosen: &[u64], to: &Utf8Path) -> Result<(), CopyError> {
        let mut out = BufWriter::new(File::create(to).map_err(CopyError::Write)?);
        let shape = self.header()?;
        out.write_all(&self.record).map_err(CopyError::Write)?;
        let mut next = 0;
        for row in chosen {
            while next <= *row {
                if !self.advance(shape)? {
                    return Err(self.fault("the file became shorter while it was read").into());
                }
                next += 1;
            }
            out.write_all(&self.record).map_err(CopyError::Write)?;
        }
        out.flush().map_err(CopyError::Write)
    }

    /// Reads the header, where the kind has one, into `record`.
    fn header(&mut self) -> Result<Shape, Unreadable> {
        let Kind::Delimited(delimiter) = self.kind else { return Ok(Shape::Object) };
        self.read_line()?;
        let delimiter = delimiter.unwrap_or_else(|| guess_delimiter(&self.record));
        let count = self.finish_record(delimiter)?;
        Ok(Shape::Fields { delimiter, count })
    }

    /// Moves to the next record; false at the end of the file.
    fn advance(&mut self, shape: Shape) -> Result<bool, Unreadable> {
        loop {
            self.record.clear();
            if self.read_line()? == 0 {
                return Ok(false);
            }
            self.line = self.lines;
            match shape {
                Shape::Object if self.record.trim_ascii().is_empty() => {}
                // In a table of one column, an empty line is a missing value.
                Shape::Fields { count, .. }
                    if count > 1 && matches!(*self.record, [b'\n'] | [b'\r', b'\n']) => {}
                Shape::Object => return self.check_object().map(|()| true),
                Shape::Fields { delimiter, count } => {
                    let found = self.finish_record(delimiter)?;
                    if found != count {
                        let reason = format!("{found} fields, but the header has {count}");
                        return Err(self.fault(reason));
                    }
                    return Ok(true);
                }
            }
        }
    }

    /// Appends one line to `record`; its bytes, 0 at the end of the file.
    fn read_line(&mut self) -> Result<usize, Unreadable> {
        let read = self.reader.read_until(b'\n', &mut self.record)?;
        self.lines += u64::from(read > 0);
        Ok(read)
    }

    /// Appends lines as long as a quoted field is open; the number of fields.
    fn finish_record(&mut self, delimiter: u8) -> Result<usize, Unreadable> {
        self.line = self.lines.max(1);
        let start = if self.record.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let mut fields = Fields::default();
        fields.feed(&self.record[start..], delimiter);
        while fields.state == State::Quoted {
            let done = self.record.len();
            if self.read_line()? == 0 || self.record.len() > LONGEST_RECORD {
                return Err(self.fault("a quote is opened and never closed"));
            }
            fields.feed(&self.record[done..], delimiter);
        }
        match std::str::from_utf8(&self.record) {
            Ok(_) => Ok(fields.delimiters + 1),
            Err(_) => Err(self.fault("invalid UTF-8; convert the file to UTF-8")),
        }
    }

    fn check_object(&self) -> Result<(), Unreadable> {
        let text = std::str::from_utf8(&self.record).map_err(|_| self.fault("invalid UTF-8"))?;
        if !text.trim_start().starts_with('{') {
            return Err(self.fault("not a JSON object"));
        }
        serde_json::from_str::<IgnoredAny>(text).map(|_| ()).map_err(|error| {
            // Its "line 1" is a line of the record, not of the file.
            let text = error.to_string();
            let reason = text.split(" at line ").next().unwrap_or_default();
            self.fault(format!("not JSON: {reason} (column {})", error.column()))
        })
    }

    fn fault(&self, reason: impl Into<String>) -> Unreadable {
        Unreadable::Text { line: self.line, reason: reason.into() }
    }
}

/// Counts delimiters outside of quotes.
#[derive(Default)]
struct Fields {
    state: State,
    delimiters: usize,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a field, the only place where a quote opens one (RFC 4180).
    #[default]
    Start,
    Plain,
    Quoted,
    /// After a quote in a quoted field: a second one makes it data, anything else ends the field.
    Quote,
}

impl Fields {
    fn feed(&mut self, bytes: &[u8], delimiter: u8) {
        for byte in bytes {
            self.state = match (self.state, *byte) {
                (State::Start, b'"') | (State::Quote, b'"') => State::Quoted,
                (State::Quoted, b'"') => State::Quote,
                (State::Quoted, _) => State::Quoted,
                (_, byte) if byte == delimiter => {
                    self.delimiters += 1;
                    State::Start
                }
                (State::Start | State::Plain | State::Quote, _) => State::Plain,
            };
        }
    }
}

/// The delimiter that splits a header into most fields.
fn guess_delimiter(header: &[u8]) -> u8 {
    let fields = |delimiter: u8| {
        let mut fields = Fields::default();
        fields.feed(header, delimiter);
        fields.delimiters
    };
    let likelier_first = DELIMITERS.into_iter().rev();
    likelier_first.max_by_key(|delimiter| fields(*delimiter)).unwrap_or(b',')
}
