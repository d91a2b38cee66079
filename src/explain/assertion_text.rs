//! Writes assertions about a table as Rust, in terms of polars calls that need none of its features.

use super::assertion::{Assertion, TOLERANCE, shown};
use super::frame_literal::{self, scalar};
use super::rust::Written;
use super::value::{Cell, Table};

/// What the statements of an assertion need besides `result`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// Statements, indented by four spaces, each line ended.
    pub body: String,
    /// True where `std::collections::HashSet` is used.
    pub set: bool,
    /// A function of its own that the statements call.
    pub helper: Option<String>,
}

/// The statements that check `assertion` for `result`, a `DataFrame`; `names` are the tables that the function was given.
///
/// # Errors
/// Which value cannot be written, and why.
pub fn write(
    assertion: &Assertion,
    before: &Table,
    words: &str,
    names: &dyn Fn(usize) -> Option<String>,
) -> Result<Text, String> {
    let message = message(words);
    let input = |input: usize| names(input).ok_or_else(|| "the input has no name".to_owned());
    let mut text = Text::default();
    text.body = match assertion {
        Assertion::UniqueKey(columns) => {
            text.set = true;
            unique(columns, &message)
        }
        Assertion::RowCount(rows) => format!("    assert_eq!(result.height(), {rows}, \"{message}\");\n"),
        Assertion::TotalKept { input: of, column, whole } => {
            let (number, name) = (if *whole { "i64" } else { "f64" }, input(*of)?);
            text.helper = Some(total(number));
            let sums = format!(
                "    let expected = total(&{name}, {column:?})?;\n    let sum = total(&result, {column:?})?;\n"
            );
            let check = if *whole { "sum == expected".to_owned() } else { near("sum") };
            format!("{sums}    assert!({check}, \"{message}: {{sum}} is not {{expected}}\");\n")
        }
        Assertion::RowsKept(of) => {
            format!("    assert_eq!(result.height(), {}.height(), \"{message}\");\n", input(*of)?)
        }
        Assertion::NoNulls(column) => {
            format!("    assert_eq!(result.column({column:?})?.null_count(), 0, \"{message}\");\n")
        }
        Assertion::Bound { column, least, bound, .. } => {
            let relation = if *least { ">=" } else { "<=" };
            each_row(
                0,
                &format!("        let value = result.column({column:?})?.get(row)?;\n"),
                &format!("value.is_null() || value.try_extract::<f64>()? {relation} {bound:?}.0"),
                &format!("{message}, but row {{row}} has {{value}}"),
            )
        }
        Assertion::Sorted { column, descending } => {
            let relation = if *descending { ">=" } else { "<=" };
            each_row(
                1,
                &format!(
                    "        let before = result.column({column:?})?.get(row - 1)?;\n        \
                     let value = result.column({column:?})?.get(row)?;\n"
                ),
                &format!("before {relation} value"),
                &format!("{message}, but row {{row}} has {{value}} after {{before}}"),
            )
        }
        Assertion::Group { key, column, value, exact } => {
            let mut body = find(key, before)?;
            body.push_str(&cell("row", column, value, *exact, before, &message)?);
            body
        }
        Assertion::At { row, column, value, exact } => {
            cell(&row.to_string(), column, value, *exact, before, &message)?
        }
        Assertion::Whole(expected) => {
            let expected = frame_literal::frame(expected)?;
            let check = "result.equals_missing(&expected)";
            format!(
                "    let expected = {expected};\n    assert!({check}, \"{message}, not {{result:?}}\");\n"
            )
        }
    };
    Ok(text)
}

/// Words inside a format string.
pub(super) fn message(words: &str) -> String {
    let mut text = String::new();
    for character in words.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            '{' | '}' => text.extend([character, character]),
            other => text.push(if other.is_control() { ' ' } else { other }),
        }
    }
    text
}

/// The check that a float is near to `expected`.
pub(super) fn near(value: &str) -> String {
    format!("({value} - expected).abs() <= {TOLERANCE:e} * expected.abs()")
}

fn unique(columns: &[String], message: &str) -> String {
    let holes = vec!["{:?}"; columns.len()].join(", ");
    let values: Vec<String> =
        columns.iter().map(|column| format!("result.column({column:?})?.get(row)?")).collect();
    format!(
        "    let mut seen = HashSet::new();\n    for row in 0..result.height() {{\n        \
         let key = format!(\"{holes}\", {});\n        \
         assert!(seen.insert(key.clone()), \"{message}, but {{key}} comes twice\");\n    }}\n",
        values.join(", ")
    )
}

fn each_row(first: usize, values: &str, check: &str, message: &str) -> String {
    format!(
        "    for row in {first}..result.height() {{\n{values}        assert!({check}, \"{message}\");\n    }}\n"
    )
}

/// A function that adds up a column, nulls left out.
fn total(number: &str) -> String {
    let zero = if number == "i64" { "0" } else { "0.0" };
    format!(
        "/// The sum of a column, without what is missing.\n\
         fn total(frame: &DataFrame, column: &str) -> PolarsResult<{number}> {{\n    let column = frame.column(column)?;\n    \
         let mut sum = {zero};\n    for row in 0..frame.height() {{\n        let value = column.get(row)?;\n        \
         if !value.is_null() {{\n            sum += value.try_extract::<{number}>()?;\n        }}\n    }}\n    \
         Ok(sum)\n}}\n"
    )
}

/// The statement that finds the row of a key.
fn find(key: &[(String, Cell)], before: &Table) -> Written {
    let mut body = String::new();
    let mut conditions = Vec::new();
    for (index, (column, cell)) in key.iter().enumerate() {
        let name = if key.len() == 1 { "key".to_owned() } else { format!("key_{}", index + 1) };
        body.push_str(&format!("    let {name} = result.column({column:?})?;\n"));
        conditions.push(format!(
            "{name}.get(*row).is_ok_and(|value| value == {})",
            any_value(cell, column, before)?
        ));
    }
    let named: Vec<String> = key.iter().map(|(column, cell)| format!("{column} {}", shown(cell))).collect();
    let message = message(&format!("a row with {}", named.join(" and ")));
    // `expect` takes no format string.
    let message = message.replace("{{", "{").replace("}}", "}");
    let conditions = conditions.join(" && ");
    body.push_str(&format!(
        "    let row = (0..result.height()).find(|row| {conditions}).expect(\"{message}\");\n"
    ));
    Ok(body)
}

/// The statements that check one cell.
fn cell(row: &str, column: &str, value: &Cell, exact: bool, before: &Table, message: &str) -> Written {
    let dtype = before.column(column).map_or("", |column| column.dtype.as_str());
    let found = format!("result.column({column:?})?.get({row})?");
    Ok(match value {
        Cell::Float(float) if !exact => format!(
            "    let value = {found}.try_extract::<f64>()?;\n    let expected: f64 = {float:?};\n    \
             assert!({}, \"{message}, not {{value}}\");\n",
            near("value")
        ),
        Cell::Float(float) if float.is_nan() => format!("    assert!({found}.is_nan(), \"{message}\");\n"),
        // A zone is no part of the number.
        Cell::Int(int) if dtype.starts_with("Datetime(") => {
            format!("    assert_eq!({found}.try_extract::<i64>()?, {int}, \"{message}\");\n")
        }
        _ => format!("    assert_eq!({found}, {}, \"{message}\");\n", any_value(value, column, before)?),
    })
}

/// A value as polars holds it alone.
fn any_value(cell: &Cell, column: &str, before: &Table) -> Written {
    let dtype = before.column(column).map_or("", |column| column.dtype.as_str());
    let refuse =
        || Err(format!("a value of the column `{column}` of type {dtype} cannot be written as Rust"));
    if *cell == Cell::Null {
        return Ok("AnyValue::Null".to_owned());
    }
    let native = if dtype == "Float32" { "f32" } else { "f64" };
    let Some(value) = scalar(cell, native, true) else { return refuse() };
    match dtype {
        "Boolean" | "String" | "Date" | "Time" | "Int8" | "Int16" | "Int32" | "Int64" | "Int128"
        | "UInt8" | "UInt16" | "UInt32" | "UInt64" | "UInt128" | "Float32" | "Float64" => {
            Ok(format!("AnyValue::{dtype}({value})"))
        }
        "Duration('ns')" => Ok(format!("AnyValue::Duration({value}, TimeUnit::Nanoseconds)")),
        "Duration('μs')" => Ok(format!("AnyValue::Duration({value}, TimeUnit::Microseconds)")),
        "Duration('ms')" => Ok(format!("AnyValue::Duration({value}, TimeUnit::Milliseconds)")),
        _ => refuse(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::value::Column;
    use polars::prelude::{AnyValue, DataFrame, DataType, NamedFrom, PolarsResult, Series, TimeUnit, df};
    use std::collections::HashSet;
    use std::error::Error;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    fn tokens(text: &str) -> String {
        text.parse::<proc_macro2::TokenStream>().expect("tokens").to_string()
    }

    fn column(name: &str, dtype: &str, cells: &[Cell]) -> Column {
        Column { name: name.to_owned(), dtype: dtype.to_owned(), cells: cells.to_vec() }
    }

    /// The original's table, as far as types of columns matter.
    fn before() -> Table {
        let columns = [
            column("k", "String", &[Cell::Text("a".to_owned())]),
            column("n", "Int64", &[Cell::Int(5)]),
            column("x", "Float64", &[Cell::Float(0.3)]),
            column("wait", "Duration('ms')", &[Cell::Int(7)]),
            column("at", "Datetime('μs', 'UTC')", &[Cell::Int(9)]),
        ];
        Table { columns: columns.to_vec(), height: 1 }
    }

    /// Checks that this very code is written, that it passes for the first frame, and fails for the second.
    macro_rules! written {
        ($assertion:expr, $good:expr, $bad:expr, |$result:ident, $rows:ident| $($code:tt)+) => {{
            let text = write(&$assertion, &before(), "it holds", &|_| Some("rows".to_owned())).expect("a text");
            assert_eq!(tokens(&text.body), tokens(stringify!($($code)+)));
            fn check($result: DataFrame, $rows: DataFrame) -> Result<(), Box<dyn Error>> {
                let _ = &$rows;
                $($code)+
                Ok(())
            }
            let rows = df!("n" => [2i64, 3], "x" => [0.1, 0.2]).expect("a frame");
            let of = |frame: DataFrame| catch_unwind(AssertUnwindSafe(|| check(frame, rows.clone()).is_ok())).unwrap_or(false);
            assert!(of($good.expect("a frame")) && !of($bad.expect("a frame")));
            text
        }};
    }

    fn total(frame: &DataFrame, column: &str) -> PolarsResult<i64> {
        let column = frame.column(column)?;
        let mut sum = 0;
        for row in 0..frame.height() {
            let value = column.get(row)?;
            if !value.is_null() {
                sum += value.try_extract::<i64>()?;
            }
        }
        Ok(sum)
    }

    fn at(column: &str, value: Cell, exact: bool) -> Assertion {
        Assertion::At { row: 0, column: column.to_owned(), value, exact }
    }

    #[test]
    fn keys() {
        let text = written!(
            Assertion::UniqueKey(vec!["k".to_owned(), "n".to_owned()]),
            df!("k" => ["a", "a"], "n" => [1i64, 2]),
            df!("k" => ["a", "a"], "n" => [1i64, 1]),
            |result, rows|
            let mut seen = HashSet::new();
            for row in 0..result.height() {
                let key = format!("{:?}, {:?}", result.column("k")?.get(row)?, result.column("n")?.get(row)?);
                assert!(seen.insert(key.clone()), "it holds, but {key} comes twice");
            }
        );
        assert!(text.set);
    }

    #[test]
    fn counts_of_rows_and_nulls() {
        let (two, three) = (|| df!("n" => [1i64, 2]), || df!("n" => [Some(1i64), None, None]));
        written!(Assertion::RowCount(2), two(), three(), |result, rows| assert_eq!(result.height(), 2, "it holds"););
        written!(Assertion::RowsKept(0), two(), three(), |result, rows|
            assert_eq!(result.height(), rows.height(), "it holds"););
        written!(Assertion::NoNulls("n".to_owned()), two(), three(), |result, rows|
            assert_eq!(result.column("n")?.null_count(), 0, "it holds"););
    }

    #[test]
    fn totals() {
        let kept = |whole| Assertion::TotalKept { input: 0, column: "n".to_owned(), whole };
        let text = written!(
            kept(true), df!("n" => [Some(1i64), None, Some(4)]), df!("n" => [1i64, 5]),
            |result, rows|
            let expected = total(&rows, "n")?;
            let sum = total(&result, "n")?;
            assert!(sum == expected, "it holds: {sum} is not {expected}");
        );
        let helper = text.helper.expect("a function");
        assert!(helper.contains("sum += value.try_extract::<i64>()?;"), "{helper}");
        let text = write(&kept(false), &before(), "it holds", &|_| Some("rows".to_owned())).expect("a text");
        assert!(text.body.contains("(sum - expected).abs() <= 1e-9 * expected.abs()"));
        assert!(text.helper.is_some_and(|helper| helper.contains("let mut sum = 0.0;")));
    }

    #[test]
    fn bounds_and_orders() {
        let bound = Assertion::Bound { column: "x".to_owned(), least: false, bound: 1, name: "1".to_owned() };
        written!(bound, df!("x" => [Some(1.0), None]), df!("x" => [1.5]), |result, rows| for row in
            0..result.height()
        {
            let value = result.column("x")?.get(row)?;
            assert!(
                value.is_null() || value.try_extract::<f64>()? <= 1.0,
                "it holds, but row {row} has {value}"
            );
        });
        let sorted = Assertion::Sorted { column: "k".to_owned(), descending: false };
        written!(sorted, df!("k" => ["a", "b", "b"]), df!("k" => ["b", "a"]), |result, rows| for row in
            1..result.height()
        {
            let before = result.column("k")?.get(row - 1)?;
            let value = result.column("k")?.get(row)?;
            assert!(before <= value, "it holds, but row {row} has {value} after {before}");
        });
    }

    #[test]
    fn values_of_a_key() {
        let key = vec![("k".to_owned(), Cell::Text("a".to_owned()))];
        let group = Assertion::Group { key, column: "n".to_owned(), value: Cell::Int(5), exact: true };
        written!(group, df!("k" => ["b", "a"], "n" => [4i64, 5]), df!("k" => ["b"], "n" => [5i64]), |result, rows|
            let key = result.column("k")?;
            let row = (0..result.height())
                .find(|row| key.get(*row).is_ok_and(|value| value == AnyValue::String("a")))
                .expect("a row with k a");
            assert_eq!(result.column("n")?.get(row)?, AnyValue::Int64(5), "it holds");
        );
    }

    #[test]
    fn values_of_a_row() {
        written!(at("x", Cell::Float(0.3), false), df!("x" => [0.1 + 0.2]), df!("x" => [0.31]), |result, rows|
            let value = result.column("x")?.get(0)?.try_extract::<f64>()?;
            let expected: f64 = 0.3;
            assert!((value - expected).abs() <= 1e-9 * expected.abs(), "it holds, not {value}");
        );
        written!(at("x", Cell::Float(f64::NAN), true), df!("x" => [f64::NAN]), df!("x" => [0.3]), |result, rows|
            assert!(result.column("x")?.get(0)?.is_nan(), "it holds"););
        written!(at("x", Cell::Null, true), df!("x" => [None::<f64>]), df!("x" => [0.3]), |result, rows|
            assert_eq!(result.column("x")?.get(0)?, AnyValue::Null, "it holds"););
        let times = |value: i64| -> PolarsResult<DataFrame> {
            let unit = TimeUnit::Milliseconds;
            df!("wait" => Series::new("".into(), [value]).cast(&DataType::Duration(unit))?, "at" => [value + 2])
        };
        written!(at("wait", Cell::Int(7), true), times(7), times(8), |result, rows|
            assert_eq!(result.column("wait")?.get(0)?, AnyValue::Duration(7, TimeUnit::Milliseconds), "it holds"););
        written!(at("at", Cell::Int(9), true), times(7), times(8), |result, rows|
            assert_eq!(result.column("at")?.get(0)?.try_extract::<i64>()?, 9, "it holds"););
    }

    #[test]
    fn the_whole_result() {
        let table = Table { columns: vec![column("n", "Int64", &[Cell::Int(5), Cell::Null])], height: 2 };
        written!(Assertion::Whole(table), df!("n" => [Some(5i64), None]), df!("n" => [5i64, 6]), |result, rows|
            let expected = df!("n" => [Some(5i64), None],)?;
            assert!(result.equals_missing(&expected), "it holds, not {result:?}");
        );
    }

    #[test]
    fn words_stay_words_in_a_format_string() {
        assert_eq!(message("a {b} \"c\" \\ \n\u{200b}"), "a {{b}} \\\"c\\\" \\\\  \u{200b}");
    }
}
