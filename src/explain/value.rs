//! Values that functions take and return, in the one form in which they are compared and printed.

/// One value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Missing.
    Null,
    /// True or false.
    Bool(bool),
    /// Any integer, also the physical value of dates (days), times, datetimes and durations in the unit of their type.
    Int(i128),
    /// A float; an `f32` is widened, which loses nothing.
    Float(f64),
    /// Text.
    Text(String),
    /// Anything else, as its `Debug` text: lists, structs, decimals, binary.
    Other(String),
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type as polars' `Debug` prints it, for instance `Int64` or `Datetime('μs')`; empty for fields of structs.
    pub dtype: String,
    /// Its values, one for each row.
    pub cells: Vec<Cell>,
}

/// A frame, or a collection of structs taken apart by fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Its columns in order, all of the same length.
    pub columns: Vec<Column>,
    /// Number of rows, also where there are no columns.
    pub height: usize,
}

impl Table {
    /// The column of a name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// What a function took or returned.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A frame, series or column of polars.
    Frame(Table),
    /// A collection, as the `Debug` text of each element.
    Items {
        /// Type of the collection as the compiler names it.
        type_name: String,
        /// False for hash maps and hash sets, whose order means nothing.
        ordered: bool,
        /// `{:?}` of each element; pairs for maps.
        items: Vec<String>,
    },
    /// Anything else that has a `Debug` text.
    Text {
        /// Its type as the compiler names it.
        type_name: String,
        /// `{:?}`.
        text: String,
    },
}
