//! Writes tables as polars code with the column types that they were seen with.

use syn::Type;

use super::rust::Written;
use super::types::{arguments, read};
use super::value::{Cell, Column, Table};

/// Which type of polars holds a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// `DataFrame`.
    Frame,
    /// `LazyFrame`.
    Lazy,
    /// `Series`.
    Series,
    /// `Column`.
    Column,
}

/// A declared type that holds a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// What holds it.
    pub holder: Holder,
    /// `&`, `&mut ` or nothing.
    pub borrow: &'static str,
    /// What takes it out of its wrappers, in order: `?` for results.
    pub unwrap: String,
}

impl Declared {
    /// Reads a type as written; `None` where it holds no table.
    #[must_use]
    pub fn read(declared: &str) -> Option<Self> {
        Self::of(&read(declared).ok()?)
    }

    fn of(ty: &Type) -> Option<Self> {
        match ty {
            Type::Paren(inner) => Self::of(&inner.elem),
            Type::Reference(reference) => {
                let borrow = if reference.mutability.is_some() { "&mut " } else { "&" };
                let inner = Self::of(&reference.elem)?;
                (inner.borrow.is_empty() && inner.unwrap.is_empty()).then_some(Self { borrow, ..inner })
            }
            Type::Path(path) => {
                let last = path.path.segments.last()?.ident.to_string();
                let holder = match last.as_str() {
                    "DataFrame" => Holder::Frame,
                    "LazyFrame" => Holder::Lazy,
                    "Series" => Holder::Series,
                    "Column" => Holder::Column,
                    "Result" | "PolarsResult" | "Option" => {
                        let inner = Self::of(arguments(path).first()?)?;
                        let step = if last == "Option" { ".expect(\"a table\")" } else { "?" };
                        return Some(Self { unwrap: format!("{step}{}", inner.unwrap), ..inner });
                    }
                    _ => return None,
                };
                Some(Self { holder, borrow: "", unwrap: String::new() })
            }
            _ => None,
        }
    }

    /// The statement that binds a table to a name, for an argument of this type.
    ///
    /// # Errors
    /// Which column cannot be written, and why.
    pub fn binding(&self, name: &str, table: &Table) -> Written {
        let mutable = if self.borrow == "&mut " && self.holder != Holder::Lazy { "mut " } else { "" };
        match self.holder {
            Holder::Frame | Holder::Lazy => Ok(format!("    let {mutable}{name} = {};\n", frame(table)?)),
            Holder::Series | Holder::Column => {
                let [column] = &table.columns[..] else {
                    return Err("a series with more than one column cannot be written".to_owned());
                };
                let series = series(&format!("{:?}.into()", column.name), column)?;
                let series =
                    if self.holder == Holder::Column { format!("Column::from({series})") } else { series };
                Ok(format!("    let {mutable}{name} = {series};\n"))
            }
        }
    }

    /// How the bound name is handed to the function; `kept` where it is needed afterwards.
    #[must_use]
    pub fn argument(&self, name: &str, kept: bool) -> String {
        let clone = if kept && self.borrow != "&" || self.holder == Holder::Lazy && self.borrow == "&" {
            ".clone()"
        } else {
            ""
        };
        let lazy = if self.holder == Holder::Lazy { ".lazy()" } else { "" };
        format!("{}{name}{clone}{lazy}", self.borrow)
    }

    /// What turns a result of this type into a `DataFrame`, to stand behind the call.
    #[must_use]
    pub fn to_frame(&self) -> String {
        let end = match (self.holder, self.borrow) {
            (Holder::Frame, "") => "",
            (Holder::Frame, _) => ".clone()",
            (Holder::Lazy, "") => ".collect()?",
            (Holder::Lazy, _) => ".clone().collect()?",
            (Holder::Series | Holder::Column, "") => ".into_frame()",
            (Holder::Series | Holder::Column, _) => ".clone().into_frame()",
        };
        format!("{}{end}", self.unwrap)
    }
}

/// A table as an expression of type `DataFrame`; it needs `?`.
///
/// # Errors
/// Which column cannot be written, and why.
pub fn frame(table: &Table) -> Written {
    if table.columns.is_empty() {
        let empty = table.height == 0;
        return empty
            .then(|| "DataFrame::empty()".to_owned())
            .ok_or_else(|| "rows without columns cannot be written".to_owned());
    }
    let mut text = "df!(\n".to_owned();
    for column in &table.columns {
        let values = values(column)?;
        text.push_str(&format!("        {:?} => {values},\n", column.name));
    }
    text.push_str("    )?");
    Ok(text)
}

/// A column as an expression of type `Series`.
fn series(name: &str, column: &Column) -> Written {
    let written = values(column)?;
    // What was cast is a series already, under no name.
    Ok(match written.strip_prefix("Series::new(\"\".into(), ") {
        Some(rest) => format!("Series::new({name}, {rest}"),
        None => match written.strip_prefix("Series::full_null(\"\".into(), ") {
            Some(rest) => format!("Series::full_null({name}, {rest}"),
            None => format!("Series::new({name}, {written})"),
        },
    })
}

/// The values of a column as `df!` takes them.
fn values(column: &Column) -> Written {
    let refuse = |why: &str| Err(format!("the column `{}` of type {} {why}", column.name, column.dtype));
    let fits = |cell: &Cell| match column.dtype.as_str() {
        "Boolean" => matches!(cell, Cell::Bool(_)),
        "String" | "Categorical" => matches!(cell, Cell::Text(_)),
        "Float32" | "Float64" => matches!(cell, Cell::Float(_)),
        _ => matches!(cell, Cell::Int(_)),
    };
    let Some((native, cast)) = types(&column.dtype) else {
        if column.dtype == "Null" {
            return Ok(format!("Series::full_null(\"\".into(), {}, &DataType::Null)", column.cells.len()));
        }
        return refuse("cannot be written as Rust");
    };
    if let Some(other) = column.cells.iter().find(|cell| **cell != Cell::Null && !fits(cell)) {
        return refuse(&format!("holds {other:?}"));
    }
    let list = list(&column.cells, native);
    Ok(match cast {
        None => list,
        Some(dtype) => format!("Series::new(\"\".into(), {list}).cast(&{dtype})?"),
    })
}

/// The Rust type of a column's values, and what they are cast to.
fn types(dtype: &str) -> Option<(&'static str, Option<String>)> {
    let plain = match dtype {
        "Boolean" => "bool",
        "String" => "&str",
        "Int8" => "i8",
        "Int16" => "i16",
        "Int32" => "i32",
        "Int64" => "i64",
        "Int128" => "i128",
        "UInt8" => "u8",
        "UInt16" => "u16",
        "UInt32" => "u32",
        "UInt64" => "u64",
        "UInt128" => "u128",
        "Float32" => "f32",
        "Float64" => "f64",
        "Date" => return Some(("i32", Some("DataType::Date".to_owned()))),
        "Time" => return Some(("i64", Some("DataType::Time".to_owned()))),
        "Categorical" => {
            return Some(("&str", Some("DataType::from_categories(Categories::global())".to_owned())));
        }
        _ => return parametric(dtype),
    };
    Some((plain, None))
}

/// `Datetime('μs')`, `Datetime('μs', 'UTC')` and `Duration('ms')`.
fn parametric(dtype: &str) -> Option<(&'static str, Option<String>)> {
    let (name, rest) = dtype.split_once("('")?;
    let (unit, zone) = match rest.strip_suffix("')")?.split_once("', '") {
        None => (rest.strip_suffix("')")?, None),
        Some((unit, zone)) => (unit, Some(zone)),
    };
    let unit = match unit {
        "ns" => "TimeUnit::Nanoseconds",
        // Greek mu and the micro sign look the same.
        "μs" | "µs" | "us" => "TimeUnit::Microseconds",
        "ms" => "TimeUnit::Milliseconds",
        _ => return None,
    };
    let dtype = match (name, zone) {
        ("Duration", None) => format!("DataType::Duration({unit})"),
        ("Datetime", None) => format!("DataType::Datetime({unit}, None)"),
        ("Datetime", Some(zone)) => {
            format!("DataType::Datetime({unit}, TimeZone::opt_try_new(Some({zone:?}))?)")
        }
        _ => return None,
    };
    Some(("i64", Some(dtype)))
}

/// An array of the values; the first one says the type where a bare literal would not.
fn list(cells: &[Cell], native: &str) -> String {
    if cells.is_empty() {
        let owned = if native == "&str" { "String" } else { native };
        return format!("Vec::<{owned}>::new()");
    }
    let optional = cells.contains(&Cell::Null);
    if cells.iter().all(|cell| *cell == Cell::Null) {
        let rest = ", None".repeat(cells.len() - 1);
        return format!("[None::<{native}>{rest}]");
    }
    let mut said = matches!(native, "bool" | "&str" | "f64");
    let items = cells.iter().map(|cell| {
        let value = scalar(cell, native, said);
        said |= value.is_some();
        let Some(value) = value else {
            return "None".to_owned();
        };
        if optional { format!("Some({value})") } else { value }
    });
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// One value; `said` where its type is clear without a suffix.
pub(super) fn scalar(cell: &Cell, native: &str, said: bool) -> Option<String> {
    let suffix = if said { "" } else { native };
    match cell {
        Cell::Null | Cell::Other(_) => None,
        Cell::Bool(value) => Some(value.to_string()),
        Cell::Int(value) => Some(format!("{value}{suffix}")),
        Cell::Text(text) => Some(format!("{text:?}")),
        Cell::Float(value) => Some(float(*value, native, suffix)),
    }
}

fn float(value: f64, native: &str, suffix: &str) -> String {
    if value.is_nan() {
        format!("{native}::NAN")
    } else if value.is_infinite() {
        let sign = if value > 0.0 { "" } else { "NEG_" };
        format!("{native}::{sign}INFINITY")
    } else if native == "f32" {
        #[expect(clippy::cast_possible_truncation, reason = "it was widened from f32, which loses nothing")]
        let narrow = value as f32;
        format!("{narrow:?}{suffix}")
    } else {
        format!("{value:?}{suffix}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{
        AnyValue, Categories, DataFrame, DataType, IntoLazy, LazyFrame, NamedFrom, PolarsResult, Series,
        TimeUnit, TimeZone, df,
    };

    fn column(dtype: &str, cells: &[Cell]) -> Table {
        let column = Column { name: "x".to_owned(), dtype: dtype.to_owned(), cells: cells.to_vec() };
        Table { columns: vec![column], height: cells.len() }
    }

    fn tokens(text: &str) -> String {
        text.parse::<proc_macro2::TokenStream>().expect("tokens").to_string()
    }

    /// The text that is written, and the frame that this very text makes.
    macro_rules! written {
        ($table:expr, $($code:tt)+) => {{
            let table = $table;
            assert_eq!(tokens(&frame(&table).expect("a frame")), tokens(stringify!($($code)+)));
            let made = || -> PolarsResult<DataFrame> { Ok($($code)+) };
            let made = made().expect("a frame");
            assert_eq!(format!("{:?}", made.columns()[0].dtype()), table.columns[0].dtype);
            assert_eq!(made.height(), table.height);
            made
        }};
    }

    fn ints(values: &[Option<i128>]) -> Vec<Cell> {
        values.iter().map(|value| value.map_or(Cell::Null, Cell::Int)).collect()
    }

    fn text(value: &str) -> Cell {
        Cell::Text(value.to_owned())
    }

    #[test]
    fn integers_say_their_type_once() {
        let some = ints(&[Some(1), Some(-2)]);
        written!(column("Int64", &some), df!("x" => [1i64, -2],)?);
        written!(column("Int8", &some), df!("x" => [1i8, -2],)?);
        written!(column("Int16", &some), df!("x" => [1i16, -2],)?);
        written!(column("Int32", &some), df!("x" => [1i32, -2],)?);
        written!(column("Int128", &some), df!("x" => [1i128, -2],)?);
        let some = ints(&[None, Some(1), Some(2)]);
        written!(column("UInt8", &some), df!("x" => [None, Some(1u8), Some(2)],)?);
        written!(column("UInt16", &some), df!("x" => [None, Some(1u16), Some(2)],)?);
        written!(column("UInt32", &some), df!("x" => [None, Some(1u32), Some(2)],)?);
        written!(column("UInt64", &some), df!("x" => [None, Some(1u64), Some(2)],)?);
        written!(column("UInt128", &some), df!("x" => [None, Some(1u128), Some(2)],)?);
    }

    #[test]
    fn floats_keep_what_is_special() {
        let cells = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.1, 1e300].map(Cell::Float);
        let made = written!(
            column("Float64", &cells),
            df!("x" => [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.1, 1e300],)?
        );
        let AnyValue::Float64(zero) = made.column("x").expect("x").get(3).expect("a value") else {
            panic!("a float")
        };
        assert!(zero == 0.0 && zero.is_sign_negative());
        written!(column("Float64", &[Cell::Null, Cell::Float(2.0)]), df!("x" => [None, Some(2.0)],)?);
        let narrow = [Cell::Float(f64::from(0.1f32)), Cell::Float(f64::NAN)];
        written!(column("Float32", &narrow), df!("x" => [0.1f32, f32::NAN],)?);
    }

    #[test]
    fn booleans_and_texts_are_literals() {
        written!(column("Boolean", &[Cell::Bool(true), Cell::Null]), df!("x" => [Some(true), None],)?);
        written!(column("String", &[text("a\"\\\n\u{7f}ä")]), df!("x" => ["a\"\\\n\u{7f}ä"],)?);
        written!(column("String", &[text("a"), Cell::Null]), df!("x" => [Some("a"), None],)?);
        written!(column("String", &[Cell::Null]), df!("x" => [None::<&str>],)?);
    }

    #[test]
    fn times_are_cast_from_their_physical_numbers() {
        let some = ints(&[Some(19_000), None]);
        written!(
            column("Date", &some),
            df!("x" => Series::new("".into(), [Some(19000i32), None]).cast(&DataType::Date)?,)?
        );
        written!(
            column("Time", &some),
            df!("x" => Series::new("".into(), [Some(19000i64), None]).cast(&DataType::Time)?,)?
        );
        written!(
            column("Datetime('ms')", &some),
            df!("x" => Series::new("".into(), [Some(19000i64), None])
                .cast(&DataType::Datetime(TimeUnit::Milliseconds, None))?,)?
        );
        written!(
            column("Datetime('μs', 'Europe/Berlin')", &some),
            df!("x" => Series::new("".into(), [Some(19000i64), None])
                .cast(&DataType::Datetime(TimeUnit::Microseconds, TimeZone::opt_try_new(Some("Europe/Berlin"))?))?,)?
        );
        let made = written!(
            column("Duration('ns')", &some),
            df!("x" => Series::new("".into(), [Some(19000i64), None])
                .cast(&DataType::Duration(TimeUnit::Nanoseconds))?,)?
        );
        let first = made.column("x").expect("x").get(0).expect("a value").try_extract::<i64>();
        assert_eq!(first.expect("a number"), 19_000);
    }

    #[test]
    fn categories_are_cast_from_texts() {
        written!(
            column("Categorical", &[text("a"), text("b")]),
            df!("x" => Series::new("".into(), ["a", "b"]).cast(&DataType::from_categories(Categories::global()))?,)?
        );
    }

    #[test]
    fn columns_without_values_keep_their_type() {
        written!(column("Int16", &[]), df!("x" => Vec::<i16>::new(),)?);
        written!(column("String", &[]), df!("x" => Vec::<String>::new(),)?);
        written!(column("Float64", &[]), df!("x" => Vec::<f64>::new(),)?);
        written!(column("Boolean", &[]), df!("x" => Vec::<bool>::new(),)?);
        let date = "Date";
        written!(
            column(date, &[]),
            df!("x" => Series::new("".into(), Vec::<i32>::new()).cast(&DataType::Date)?,)?
        );
        let nulls = [Cell::Null, Cell::Null];
        written!(column("Int64", &nulls), df!("x" => [None::<i64>, None],)?);
        written!(column("Null", &nulls), df!("x" => Series::full_null("".into(), 2, &DataType::Null),)?);
        assert_eq!(frame(&Table::default()).as_deref(), Ok("DataFrame::empty()"));
    }

    #[test]
    fn types_without_a_certain_form_are_refused() {
        for dtype in [
            "List(Int64)",
            "Struct({'a': Int64})",
            "Decimal(10, 2)",
            "Enum([...])",
            "Categorical('x')",
            "Binary",
            "",
        ] {
            let refused = frame(&column(dtype, &[Cell::Other("?".to_owned())])).expect_err(dtype);
            assert_eq!(refused, format!("the column `x` of type {dtype} cannot be written as Rust"));
        }
        assert!(frame(&column("Int64", &[text("1")])).is_err());
    }

    #[test]
    fn arguments_are_handed_over_as_declared() {
        let of = |declared: &str| Declared::read(declared).expect("a table").argument("rows", false);
        assert_eq!(of("DataFrame"), "rows");
        assert_eq!(of("& polars :: prelude :: DataFrame"), "&rows");
        assert_eq!(of("LazyFrame"), "rows.lazy()");
        assert_eq!(of("&LazyFrame"), "&rows.clone().lazy()");
        assert_eq!(of("&mut Series"), "&mut rows");
        assert_eq!(
            Declared::read("LazyFrame").expect("a table").argument("rows", true),
            "rows.clone().lazy()"
        );
        assert_eq!(Declared::read("Vec<DataFrame>"), None);
        let rows = df!("x" => [1i64]).expect("a frame");
        let _: LazyFrame = rows.clone().lazy();
    }

    #[test]
    fn results_become_frames() {
        let of = |declared: &str| Declared::read(declared).expect("a table").to_frame();
        assert_eq!(of("DataFrame"), "");
        assert_eq!(of("PolarsResult<LazyFrame>"), "?.collect()?");
        assert_eq!(of("Result<Option<DataFrame>, Error>"), "?.expect(\"a table\")");
        assert_eq!(of("Series"), ".into_frame()");
    }

    #[test]
    fn a_series_keeps_its_name() {
        let series = Declared::read("&Series").expect("a table");
        let written = series.binding("delay", &column("Date", &ints(&[Some(1)])));
        let expected = "    let delay = Series::new(\"x\".into(), [1i32]).cast(&DataType::Date)?;\n";
        assert_eq!(written.as_deref(), Ok(expected));
        let column_of =
            Declared::read("Column").expect("a table").binding("c", &column("Int8", &ints(&[Some(1)])));
        assert_eq!(column_of.as_deref(), Ok("    let c = Column::from(Series::new(\"x\".into(), [1i8]));\n"));
    }
}
