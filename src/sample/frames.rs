//! Parquet and Arrow IPC: what their metadata tell, and reading of row ranges and columns that are needed.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::sync::Arc;

use cargo_metadata::camino::Utf8Path;
use polars::io::parquet::read::FileMetadata;
use polars::prelude::*;
use polars_parquet::parquet::statistics::Statistics;

use super::cell::Cell;
use super::format::{Layout, Unreadable, guarded, write_error};
use super::survey::{Column, Group, Kind, Survey};
use crate::error::Error;

/// Rows of an Arrow file that are looked at together.
const IPC_WINDOW: u64 = 1 << 17;

/// What statistics say of a column in a row group.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    /// No value is smaller.
    pub min: Option<Cell<'static>>,
    /// No value is greater.
    pub max: Option<Cell<'static>>,
    /// Missing values.
    pub nulls: Option<u64>,
}

/// Columns, rows and row groups of a file.
///
/// # Errors
/// Where the file is damaged or may not be read.
pub fn survey(path: &Utf8Path, layout: Layout) -> Result<Survey, Unreadable> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size == 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is empty").into());
    }
    guarded(|| if layout == Layout::Parquet { parquet(file) } else { ipc(path, file, size) })
}

fn parquet(file: File) -> Result<Survey, Unreadable> {
    let mut reader = ParquetReader::new(file);
    let metadata: Arc<FileMetadata> = reader.get_metadata()?.clone();
    let schema = Schema::from_arrow_schema(reader.schema()?.as_ref());
    let mut first = 0;
    let groups = metadata.row_groups.iter().map(|group| {
        let rows = group.num_rows() as u64;
        first += rows;
        Group { first: first - rows, rows, bytes: group.compressed_size() as u64 }
    });
    let groups: Vec<Group> = groups.collect();
    let (columns, rows) = (columns(&schema), Some(first));
    Ok(Survey { columns, rows, groups, metadata: Some(metadata), shape: None })
}

fn ipc(path: &Utf8Path, file: File, size: u64) -> Result<Survey, Unreadable> {
    let mut reader = IpcReader::new(file);
    let schema = Schema::from_arrow_schema(reader.schema()?.as_ref());
    let rows = IpcReader::new(File::open(path)?).with_projection(Some(vec![])).finish()?.height() as u64;
    let windows = (0..rows.div_ceil(IPC_WINDOW)).map(|window| {
        let first = window * IPC_WINDOW;
        let here = IPC_WINDOW.min(rows - first);
        let share = u128::from(size) * u128::from(here) / u128::from(rows.max(1));
        Group { first, rows: here, bytes: u64::try_from(share).unwrap_or(size) }
    });
    Ok(Survey {
        columns: columns(&schema),
        rows: Some(rows),
        groups: windows.collect(),
        metadata: None,
        shape: None,
    })
}

fn columns(schema: &Schema) -> Vec<Column> {
    let column = |(name, dtype): (&PlSmallStr, &DataType)| Column {
        name: name.to_string(),
        type_name: dtype.to_string(),
        kind: kind(dtype),
        seen: BTreeSet::new(),
    };
    schema.iter().map(column).collect()
}

fn kind(dtype: &DataType) -> Kind {
    match dtype {
        DataType::Boolean => Kind::Bool,
        DataType::String | DataType::Categorical(..) | DataType::Enum(..) => Kind::Text,
        DataType::Date => Kind::Date,
        DataType::Datetime(..) => Kind::Datetime,
        DataType::Decimal(..) => Kind::Float,
        dtype if dtype.is_integer() => Kind::Int,
        dtype if dtype.is_float() => Kind::Float,
        _ => Kind::Other,
    }
}

/// Rows `first..first + rows` of a file, all columns where `wanted` is `None`, in the order of the file.
///
/// # Errors
/// Where the file is damaged, may not be read, or became shorter.
pub fn read(
    path: &Utf8Path,
    survey: &Survey,
    first: u64,
    rows: u64,
    wanted: Option<&[String]>,
) -> Result<DataFrame, Unreadable> {
    let frame = guarded(|| match &survey.metadata {
        Some(metadata) => {
            let mut reader =
                ParquetReader::new(File::open(path)?).with_columns(wanted.map(<[String]>::to_vec));
            reader.set_metadata(metadata.clone());
            Ok(reader.with_slice(Some((first as usize, rows as usize))).finish()?)
        }
        None => {
            let place = PlRefPath::try_from_path(path.as_std_path())?;
            let scan = LazyFrame::scan_ipc(place, IpcScanOptions::default(), UnifiedScanArgs::default())?;
            let scan = scan.slice(first as i64, rows as IdxSize);
            Ok(match wanted {
                Some(names) => scan.select(names.iter().map(|name| col(name.as_str())).collect::<Vec<_>>()),
                None => scan,
            }
            .collect()?)
        }
    })?;
    if frame.height() as u64 != rows && frame.width() > 0 {
        let found = frame.height();
        return Err(Unreadable::Polars(format!(
            "{rows} rows expected from row {first} on, but {found} found"
        )));
    }
    Ok(frame)
}

/// Bytes of columns in a row group.
#[must_use]
pub fn bytes(survey: &Survey, group: usize, columns: &[String]) -> u64 {
    let Some(metadata) = &survey.metadata else {
        let share = columns.len() as u64 * survey.groups[group].bytes;
        return share / survey.columns.len().max(1) as u64;
    };
    let chunks = columns.iter().filter_map(|name| metadata.row_groups[group].columns_under_root_iter(name));
    chunks.flatten().map(|chunk| u64::try_from(chunk.compressed_size()).unwrap_or(0)).sum()
}

/// What the statistics say of a plain column in a row group; `None` where they say nothing that can be relied on.
#[must_use]
pub fn bounds(survey: &Survey, group: usize, column: &str) -> Option<Bounds> {
    let metadata = survey.metadata.as_ref()?;
    let mut chunks = metadata.row_groups[group].columns_under_root_iter(column)?;
    let (chunk, more) = (chunks.next()?, chunks.next());
    let statistics = chunk.statistics(&metadata.footer_buf)?.ok()?;
    let info = survey.columns.iter().find(|known| known.name == column)?;
    if more.is_some() {
        return None;
    }
    let nulls = |count: Option<i64>| count.and_then(|count| u64::try_from(count).ok());
    Some(match (statistics, info.kind) {
        (Statistics::Int32(s), Kind::Int) if !info.type_name.starts_with('u') => Bounds {
            min: s.min_value.map(|value| Cell::Int(value.into())),
            max: s.max_value.map(|value| Cell::Int(value.into())),
            nulls: nulls(s.null_count),
        },
        (Statistics::Int64(s), Kind::Int) if !info.type_name.starts_with('u') => Bounds {
            min: s.min_value.map(|value| Cell::Int(value.into())),
            max: s.max_value.map(|value| Cell::Int(value.into())),
            nulls: nulls(s.null_count),
        },
        (Statistics::Int32(s), Kind::Date) => Bounds {
            min: s.min_value.map(Cell::Day),
            max: s.max_value.map(Cell::Day),
            nulls: nulls(s.null_count),
        },
        (Statistics::Double(s), Kind::Float) => Bounds {
            min: s.min_value.map(Cell::Float),
            max: s.max_value.map(Cell::Float),
            nulls: nulls(s.null_count),
        },
        // Bounds of other types are not compared, but their nulls are counted.
        (Statistics::Int32(s), _) => Bounds { min: None, max: None, nulls: nulls(s.null_count) },
        (Statistics::Int64(s), _) => Bounds { min: None, max: None, nulls: nulls(s.null_count) },
        (Statistics::Float(s), _) => Bounds { min: None, max: None, nulls: nulls(s.null_count) },
        (Statistics::Binary(s), _) => Bounds { min: None, max: None, nulls: nulls(s.null_count) },
        (Statistics::Boolean(s), _) => Bounds { min: None, max: None, nulls: nulls(s.null_count) },
        _ => return None,
    })
}

/// Writes a frame into a new file of a column format.
///
/// # Errors
/// What the system says.
pub fn write(frame: &mut DataFrame, target: &Utf8Path, layout: Layout) -> crate::error::Result<File> {
    let file = File::create(target).map_err(Error::io("create", target))?;
    let written = match layout {
        Layout::Parquet => ParquetWriter::new(&file).finish(frame).map(|_| ()),
        _ => IpcWriter::new(&file).finish(frame),
    };
    written.map_err(|error| Error::io("write", target)(write_error(error)))?;
    Ok(file)
}

/// The rows numbered `chosen` (ascending), where the frame's first row has the number `start`.
///
/// # Errors
/// Where a row lies outside of the frame.
pub fn pick(frame: &DataFrame, chosen: &[u64], start: u64) -> PolarsResult<DataFrame> {
    let indices: Vec<IdxSize> = chosen.iter().map(|row| (row - start) as IdxSize).collect();
    frame.take(&IdxCa::from_vec(PlSmallStr::EMPTY, indices))
}
