//! Delimited text and NDJSON, record by record: the sample repeats the bytes of the chosen records as they were
//! entered, because reading and writing them again would turn `007` into `7` and `1.10` into `1.1`.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};

use cargo_metadata::camino::Utf8Path;
use flate2::Compression;

use super::format::{Format, Layout, Packing, Unreadable};

/// A quoted field beyond this is a quote left open rather than data.
const LONGEST_RECORD: usize = 64 << 20;

/// Delimiters that a `.csv` file is searched for, the likelier first.
const DELIMITERS: [u8; 4] = *b",;\t|";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What every record of a file must agree with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Fields, as many as the header has.
    Fields {
        /// Between the fields.
        delimiter: u8,
        /// How many.
        count: usize,
    },
    /// A JSON object.
    Object,
}

/// The records of a text file, checked one by one.
pub struct Records {
    reader: Box<dyn BufRead + Send>,
    /// The bytes of the current record, its line end included.
    record: Vec<u8>,
    /// The header, its line end included; empty for JSON.
    header: Vec<u8>,
    shape: Shape,
    /// The line where the current record starts, from 1.
    line: u64,
    /// Lines read so far.
    lines: u64,
}

impl Records {
    /// Opens a file and reads its header: of CSV the delimiter is `,`, `;`, tab or `|`; quotes are `"`.
    ///
    /// # Errors
    /// Where the file cannot be read or is empty, or its header is no text.
    pub fn open(path: &Utf8Path, format: Format) -> Result<Self, Unreadable> {
        let file = File::open(path)?;
        if file.metadata()?.len() == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is empty").into());
        }
        let file = BufReader::with_capacity(1 << 16, file);
        let reader: Box<dyn BufRead + Send> = match format.packing {
            Packing::Plain => Box::new(file),
            // Several members in a row are one file for gzip, as they are for its command line tool.
            Packing::Gzip => {
                Box::new(BufReader::with_capacity(1 << 16, flate2::bufread::MultiGzDecoder::new(file)))
            }
            Packing::Zstd => {
                Box::new(BufReader::with_capacity(1 << 16, zstd::stream::read::Decoder::with_buffer(file)?))
            }
        };
        let shape = Shape::Object;
        let mut records = Self { reader, record: vec![], header: vec![], shape, line: 0, lines: 0 };
        if format.layout != Layout::Ndjson {
            if records.read_line()? == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is empty").into());
            }
            let delimiter =
                if format.layout == Layout::Tsv { b'\t' } else { guess_delimiter(&records.record) };
            let count = records.finish_record(delimiter)?;
            records.shape = Shape::Fields { delimiter, count };
            records.header = std::mem::take(&mut records.record);
        }
        Ok(records)
    }

    /// The header as it stands in the file; empty for JSON.
    #[must_use]
    pub fn header(&self) -> &[u8] {
        &self.header
    }

    /// What the records look like.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The names in the header; empty for JSON.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        match self.shape {
            Shape::Object => vec![],
            Shape::Fields { delimiter, .. } => {
                let header = self.header.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.header);
                fields(header, delimiter).into_iter().map(|field| field.text.into_owned()).collect()
            }
        }
    }

    /// The current record, its line end included.
    #[must_use]
    pub fn record(&self) -> &[u8] {
        &self.record
    }

    /// The line where the current record starts, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Moves to the next record; false at the end of the file.
    ///
    /// # Errors
    /// Where the file cannot be read, a record has not as many fields as the header, or a line is no JSON object.
    pub fn advance(&mut self) -> Result<bool, Unreadable> {
        loop {
            self.record.clear();
            if self.read_line()? == 0 {
                return Ok(false);
            }
            self.line = self.lines;
            match self.shape {
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
        let mut counter = Fields::default();
        counter.feed(&self.record[start..], delimiter);
        while counter.state == State::Quoted {
            let done = self.record.len();
            if self.read_line()? == 0 || self.record.len() > LONGEST_RECORD {
                return Err(self.fault("a quote is opened and never closed"));
            }
            counter.feed(&self.record[done..], delimiter);
        }
        match std::str::from_utf8(&self.record) {
            Ok(_) => Ok(counter.delimiters + 1),
            Err(_) => Err(self.fault("invalid UTF-8; convert the file to UTF-8")),
        }
    }

    fn check_object(&self) -> Result<(), Unreadable> {
        let text = std::str::from_utf8(&self.record).map_err(|_| self.fault("invalid UTF-8"))?;
        if !text.trim_start().starts_with('{') {
            return Err(self.fault("not a JSON object"));
        }
        serde_json::from_str::<serde::de::IgnoredAny>(text).map(|_| ()).map_err(|error| {
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

/// Where the records of a sample go; packed as the source is.
pub enum Sink {
    /// Plain text.
    Plain(BufWriter<File>),
    /// gzip, without a time stamp, so that the bytes depend on the content only.
    Gzip(flate2::write::GzEncoder<BufWriter<File>>),
    /// Zstandard.
    Zstd(zstd::stream::write::Encoder<'static, BufWriter<File>>),
}

impl Sink {
    /// Creates the file.
    ///
    /// # Errors
    /// Where it cannot be created.
    pub fn create(path: &Utf8Path, packing: Packing) -> io::Result<Self> {
        let file = BufWriter::new(File::create(path)?);
        Ok(match packing {
            Packing::Plain => Self::Plain(file),
            Packing::Gzip => Self::Gzip(flate2::write::GzEncoder::new(file, Compression::default())),
            Packing::Zstd => Self::Zstd(zstd::stream::write::Encoder::new(file, 0)?),
        })
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.write_all(bytes),
            Self::Gzip(out) => out.write_all(bytes),
            Self::Zstd(out) => out.write_all(bytes),
        }
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// Where the disk is full.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(mut out) => out.flush(),
            Self::Gzip(out) => out.finish()?.flush(),
            Self::Zstd(out) => out.finish()?.flush(),
        }
    }
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    /// Without its quotes.
    pub text: Cow<'a, str>,
    /// True where it stands in quotes.
    pub quoted: bool,
}

/// The fields of a record that was checked.
#[must_use]
pub fn fields(record: &[u8], delimiter: u8) -> Vec<Field<'_>> {
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    let record = record.strip_suffix(b"\r").unwrap_or(record);
    let mut found = vec![];
    let mut state = State::Start;
    let mut start = 0;
    for (at, byte) in record.iter().enumerate() {
        state = state.after(*byte, delimiter);
        if state == State::Start {
            found.push(field(&record[start..at]));
            start = at + 1;
        }
    }
    found.push(field(&record[start..]));
    found
}

fn field(bytes: &[u8]) -> Field<'_> {
    let inner = bytes.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    match inner {
        Some(inner) => {
            let text = String::from_utf8_lossy(inner);
            let text = if text.contains("\"\"") { Cow::Owned(text.replace("\"\"", "\"")) } else { text };
            Field { text, quoted: true }
        }
        None => Field { text: String::from_utf8_lossy(bytes), quoted: false },
    }
}

/// Writes a field so that it is read back as `text`.
pub fn write_field(out: &mut Vec<u8>, text: &str, quoted: bool, delimiter: u8) {
    let special = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    if quoted || text.bytes().any(special) {
        out.push(b'"');
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Counts delimiters outside of quotes.
#[derive(Default)]
struct Fields {
    state: State,
    delimiters: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a field, the only place where a quote opens one (RFC 4180).
    #[default]
    Start,
    Plain,
    Quoted,
    /// After a quote in a quoted field: a second one makes it data, anything else ends the field.
    Quote,
}

impl State {
    fn after(self, byte: u8, delimiter: u8) -> Self {
        match (self, byte) {
            (Self::Start, b'"') | (Self::Quote, b'"') => Self::Quoted,
            (Self::Quoted, b'"') => Self::Quote,
            (Self::Quoted, _) => Self::Quoted,
            (_, byte) if byte == delimiter => Self::Start,
            (Self::Start | Self::Plain | Self::Quote, _) => Self::Plain,
        }
    }
}

impl Fields {
    fn feed(&mut self, bytes: &[u8], delimiter: u8) {
        for byte in bytes {
            self.state = self.state.after(*byte, delimiter);
            self.delimiters += usize::from(self.state == State::Start);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lose_their_quotes_and_get_them_back() {
        let record = b"007,\"a \"\"b\"\",\nc\",,\"\"\r\n";
        let found = fields(record, b',');
        let texts: Vec<&str> = found.iter().map(|field| &*field.text).collect();
        assert_eq!(texts, ["007", "a \"b\",\nc", "", ""]);
        assert_eq!(found.iter().map(|field| field.quoted).collect::<Vec<_>>(), [false, true, false, true]);
        let mut out = vec![];
        for field in &found {
            if !out.is_empty() {
                out.push(b',');
            }
            write_field(&mut out, &field.text, field.quoted, b',');
        }
        assert_eq!(out, record.strip_suffix(b"\r\n").unwrap());
    }

    #[test]
    fn text_that_needs_quotes_gets_them() {
        let mut out = vec![];
        write_field(&mut out, "a,b", false, b',');
        write_field(&mut out, ";", false, b',');
        assert_eq!(out, b"\"a,b\";");
    }
}
