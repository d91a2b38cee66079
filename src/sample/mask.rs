//! Masks on rows: values are replaced before anything is written, so that no raw value of a masked column leaves memory.

use std::borrow::Cow;
use std::collections::BTreeMap;

use polars::prelude::*;

use super::cell::{Cell, DAY, date_of, moment_text};
use super::data_set::Mask;
use super::json;
use super::secret::Secret;
use super::survey::{Column as Info, Kind};
use super::text::{Shape, fields, write_field};
use super::{DataSet, scan};
use crate::error::{Error, Result};

/// What text is redacted to.
const REDACTED: &str = "redacted";

/// The masks of a data set, with the key they need.
pub struct Masker<'a> {
    data_set: &'a DataSet,
    secret: Option<Secret>,
    kinds: BTreeMap<String, (Kind, String)>,
}

impl<'a> Masker<'a> {
    /// Reads the key, where a mask needs one. `columns` are those of the source.
    ///
    /// # Errors
    /// Usage errors where the variable with the key is not set or empty.
    pub fn new(data_set: &'a DataSet, columns: &[Info]) -> Result<Self> {
        let mut secret = None;
        if let Some((column, mask)) = data_set.masked().find(|(_, mask)| mask.needs_key()) {
            let variable = &data_set.mask_key;
            let key = std::env::var(variable).unwrap_or_default();
            if key.is_empty() {
                return Err(data_set.error(format_args!(
                    "mask `{mask}` of column `{column}` needs a secret key; set the environment variable {variable}, \
                     for instance to the output of `openssl rand -hex 32`"
                )));
            }
            secret = Some(Secret::new(&key));
        }
        let kinds = columns
            .iter()
            .map(|column| (column.name.clone(), (column.kind, column.type_name.clone())))
            .collect();
        Ok(Self { data_set, secret, kinds })
    }

    /// True where no value changes.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.data_set.masked().next().is_none()
    }

    /// Tells keys apart without telling anything of them; empty where no key is needed.
    #[must_use]
    pub fn key_id(&self) -> String {
        self.secret.as_ref().map(|secret| secret.token("cargo-mutate-data key")).unwrap_or_default()
    }

    /// The frame with its masks on.
    ///
    /// # Errors
    /// Where a mask does not fit the type of its column.
    pub fn frame(&self, raw: &DataFrame) -> Result<DataFrame> {
        let mut masked = raw.clone();
        for (name, mask) in self.data_set.masked() {
            let Ok(column) = raw.column(name) else { continue };
            let entity = match mask {
                Mask::ShiftDates(entity) => raw.column(entity).ok(),
                _ => None,
            };
            let series = column.as_materialized_series();
            let entities = entity.map(|column| column.as_materialized_series().iter().collect::<Vec<_>>());
            let cells = series.iter().enumerate().map(|(row, value)| {
                let entity = entities.as_ref().map(|values| Cell::of(&values[row]));
                self.cell(name, mask, &Cell::of(&value), entity.as_ref())
            });
            let cells = cells.collect::<Result<Vec<Cell<'static>>>>()?;
            let fitted = refit(series, &cells)
                .filter(|fitted| *mask == Mask::Redact || fitted.null_count() == series.null_count());
            let fitted = fitted.ok_or_else(|| self.misfit(name, mask))?;
            masked.with_column(fitted.into_column()).map_err(|_| self.misfit(name, mask))?;
        }
        Ok(masked)
    }

    /// The record with its masks on; all other fields stay byte by byte.
    ///
    /// # Errors
    /// Where a mask does not fit a value.
    pub fn record(&self, raw: &[u8], shape: Shape, names: &[String]) -> Result<Vec<u8>> {
        if self.is_idle() {
            return Ok(raw.to_vec());
        }
        let cells: BTreeMap<String, Cell<'static>> = scan::all_cells(raw, shape, names).into_iter().collect();
        let masked = |name: &str| -> Result<Option<Cell<'static>>> {
            let Some(mask) = self.data_set.mask.get(name).filter(|mask| mask.hides()) else {
                return Ok(None);
            };
            let entity = match mask {
                Mask::ShiftDates(entity) => cells.get(entity),
                _ => None,
            };
            self.cell(name, mask, cells.get(name).unwrap_or(&Cell::Null), entity).map(Some)
        };
        let mut out = vec![];
        match shape {
            Shape::Fields { delimiter, .. } => {
                let body = raw.strip_suffix(b"\n").unwrap_or(raw);
                let body = body.strip_suffix(b"\r").unwrap_or(body);
                for (place, (name, field)) in names.iter().zip(fields(raw, delimiter)).enumerate() {
                    if place > 0 {
                        out.push(delimiter);
                    }
                    match masked(name)? {
                        Some(cell) => write_field(&mut out, &spelled(&cell), field.quoted, delimiter),
                        None => write_field(&mut out, &field.text, field.quoted, delimiter),
                    }
                }
                out.extend_from_slice(&raw[body.len()..]);
            }
            Shape::Object => {
                let mut done = 0;
                for (name, range) in json::members(raw) {
                    if let Some(cell) = masked(&name)? {
                        out.extend_from_slice(&raw[done..range.start]);
                        out.extend_from_slice(as_json(&cell).to_string().as_bytes());
                        done = range.end;
                    }
                }
                out.extend_from_slice(&raw[done..]);
            }
        }
        Ok(out)
    }

    fn misfit(&self, column: &str, mask: &Mask) -> Error {
        let kind = self.kinds.get(column).map_or("its type", |(_, name)| name.as_str());
        self.data_set.error(format_args!(
            "mask `{mask}` does not fit column `{column}` of {kind}; `pseudonym` is for texts and whole numbers, \
             `shift-dates` and `bucket:month` for dates, `bucket:10` for numbers, `redact` for all"
        ))
    }

    fn cell(
        &self,
        column: &str,
        mask: &Mask,
        cell: &Cell<'_>,
        entity: Option<&Cell<'_>>,
    ) -> Result<Cell<'static>> {
        if *cell == Cell::Null {
            return Ok(Cell::Null);
        }
        let kind = self.kinds.get(column).map_or(Kind::Text, |(kind, _)| *kind);
        let masked = match mask {
            Mask::Keep => return Err(self.misfit(column, mask)),
            Mask::Redact => Some(redacted(cell, kind)),
            Mask::Pseudonym => self.secret.as_ref().and_then(|secret| pseudonym(secret, cell)),
            Mask::Bucket(width) => bucket(cell, *width),
            Mask::Month => cell.moment().and_then(date_of).map(|date| on_day(cell, date.first_of_month())),
            Mask::Year => cell.moment().and_then(date_of).map(|date| on_day(cell, date.first_of_year())),
            Mask::ShiftDates(_) => self.secret.as_ref().and_then(|secret| {
                let entity = entity.and_then(Cell::canonical).unwrap_or_default();
                shifted(cell, secret.days(&entity))
            }),
        };
        masked.ok_or_else(|| self.misfit(column, mask))
    }
}

/// Adds to the failure of a test without mutants which masked column it may come from: those that the failure names
/// first.
#[must_use]
pub fn blame(data_sets: &[DataSet], failure: Error) -> Error {
    let Error::Baseline(text) = failure else { return failure };
    let masks = data_sets
        .iter()
        .flat_map(|data_set| data_set.masked().map(move |(column, mask)| (data_set, column, mask)));
    let mut suspects: Vec<(bool, String)> = masks
        .map(|(data_set, column, mask)| {
            (!text.contains(column), format!("`{column}` of `{}` ({mask})", data_set.name))
        })
        .collect();
    if suspects.is_empty() {
        return Error::Baseline(text);
    }
    suspects.sort();
    let named = suspects.iter().any(|(unnamed, _)| !unnamed);
    let shown: Vec<String> = suspects
        .into_iter()
        .filter(|(unnamed, _)| !(named && *unnamed))
        .map(|(_, suspect)| suspect)
        .collect();
    Error::Baseline(format!(
        "{text}\n  the test reads a masked sample; suspected is the mask of {}: choose another one, or `keep`",
        shown.join(", ")
    ))
}

fn redacted(cell: &Cell<'_>, kind: Kind) -> Cell<'static> {
    let text = |text: &str| Cell::Text(Cow::Owned(text.to_owned()));
    match (cell, kind) {
        (Cell::Bool(_), _) => Cell::Bool(false),
        (Cell::Int(_), _) => Cell::Int(0),
        (Cell::Float(_), _) => Cell::Float(0.0),
        (Cell::Day(_), _) => Cell::Day(0),
        (Cell::Moment(_), _) => Cell::Moment(0),
        (Cell::Null | Cell::Other, _) => Cell::Null,
        (Cell::Text(_), Kind::Int | Kind::Float) => text("0"),
        (Cell::Text(_), Kind::Bool) => text("false"),
        (Cell::Text(_), Kind::Date) => text("1970-01-01"),
        (Cell::Text(_), Kind::Datetime) => text("1970-01-01T00:00:00"),
        (Cell::Text(_), Kind::Text | Kind::Other) => text(REDACTED),
    }
}

fn pseudonym(secret: &Secret, cell: &Cell<'_>) -> Option<Cell<'static>> {
    match cell {
        Cell::Int(value) => secret.whole(*value).map(Cell::Int),
        Cell::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
            secret.whole(*value as i128).map(|token| Cell::Float(token as f64))
        }
        Cell::Text(text) => {
            // A number written as text joins with the number.
            let whole = text.parse::<i128>().ok().filter(|value| value.to_string() == **text);
            let token = whole.and_then(|value| secret.whole(value)).map(|token| token.to_string());
            Some(Cell::Text(Cow::Owned(token.unwrap_or_else(|| secret.token(text)))))
        }
        _ => None,
    }
}

fn bucket(cell: &Cell<'_>, width: u64) -> Option<Cell<'static>> {
    let whole = |value: i128| value.div_euclid(i128::from(width)) * i128::from(width);
    let any = |value: f64| (value / width as f64).floor() * width as f64;
    Some(match cell {
        Cell::Int(value) => Cell::Int(whole(*value)),
        Cell::Float(value) => Cell::Float(any(*value)),
        Cell::Text(text) => Cell::Text(Cow::Owned(match text.trim().parse::<i128>() {
            Ok(value) => whole(value).to_string(),
            Err(_) => any(cell.number()?).to_string(),
        })),
        _ => return None,
    })
}

/// The value moved to the start of another day.
fn on_day(cell: &Cell<'_>, date: jiff::civil::Date) -> Cell<'static> {
    let days = date.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| span.get_days());
    match cell {
        Cell::Day(_) => Cell::Day(days),
        Cell::Moment(_) => Cell::Moment(i64::from(days) * DAY),
        Cell::Text(text) => {
            let time: String =
                text.chars().skip(10).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            Cell::Text(Cow::Owned(format!("{date}{time}")))
        }
        _ => Cell::Null,
    }
}

fn shifted(cell: &Cell<'_>, days: i64) -> Option<Cell<'static>> {
    let moment = cell.moment()? + days * DAY;
    Some(match cell {
        Cell::Day(day) => Cell::Day(day + i32::try_from(days).ok()?),
        Cell::Moment(_) => Cell::Moment(moment),
        Cell::Text(text) => {
            let time: String = text.trim().chars().skip(10).collect();
            Cell::Text(Cow::Owned(format!("{}{time}", moment_text(moment, true))))
        }
        _ => return None,
    })
}

fn spelled(cell: &Cell<'_>) -> String {
    cell.canonical().map_or_else(String::new, Cow::into_owned)
}

fn as_json(cell: &Cell<'_>) -> serde_json::Value {
    match cell {
        Cell::Bool(flag) => (*flag).into(),
        Cell::Int(value) => i64::try_from(*value).map_or_else(|_| (*value as f64).into(), Into::into),
        Cell::Float(value) => (*value).into(),
        Cell::Text(text) => text.to_string().into(),
        Cell::Null | Cell::Other | Cell::Day(_) | Cell::Moment(_) => serde_json::Value::Null,
    }
}

/// A series of the type of `like` with other values; none where they do not fit.
fn refit(like: &Series, cells: &[Cell<'static>]) -> Option<Series> {
    let name = like.name().clone();
    let dtype = like.dtype();
    let whole = |cell: &Cell<'_>| match cell {
        Cell::Int(value) => Some(*value),
        Cell::Day(value) => Some(i128::from(*value)),
        Cell::Moment(value) => Some(i128::from(*value)),
        Cell::Float(value) => Some(*value as i128),
        _ => None,
    };
    let i64s = |unit: i128| -> Series {
        let values = cells.iter().map(|cell| whole(cell).and_then(|value| i64::try_from(value * unit).ok()));
        Series::new(name.clone(), values.collect::<Vec<Option<i64>>>())
    };
    let built = match dtype {
        DataType::Boolean => {
            let values =
                cells.iter().map(|cell| if let Cell::Bool(flag) = cell { Some(*flag) } else { None });
            Series::new(name, values.collect::<Vec<_>>())
        }
        DataType::Float32 | DataType::Float64 | DataType::Decimal(..) => {
            Series::new(name, cells.iter().map(Cell::number).collect::<Vec<_>>()).strict_cast(dtype).ok()?
        }
        DataType::String | DataType::Categorical(..) => {
            let texts = cells.iter().map(|cell| cell.canonical().map(Cow::into_owned));
            Series::new(name, texts.collect::<Vec<_>>()).cast(dtype).ok()?
        }
        DataType::Date => i64s(1).cast(&DataType::Int32).ok()?.cast(dtype).ok()?,
        DataType::Datetime(unit, _) => {
            let series = match unit {
                TimeUnit::Nanoseconds => i64s(1000),
                TimeUnit::Microseconds => i64s(1),
                TimeUnit::Milliseconds => {
                    let values =
                        cells.iter().map(|cell| whole(cell).map(|value| value.div_euclid(1000) as i64));
                    Series::new(name, values.collect::<Vec<_>>())
                }
            };
            series.cast(dtype).ok()?
        }
        DataType::UInt64 => {
            let values = cells.iter().map(|cell| whole(cell).and_then(|value| u64::try_from(value).ok()));
            Series::new(name, values.collect::<Vec<_>>())
        }
        dtype if dtype.is_integer() => i64s(1).strict_cast(dtype).ok()?,
        dtype => Series::full_null(name, cells.len(), dtype),
    };
    Some(built)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data_set(masks: &[(&str, Mask)]) -> DataSet {
        let mut data_set = DataSet::new("a", "a.csv", "/".into());
        data_set.mask = masks.iter().map(|(name, mask)| ((*name).to_owned(), mask.clone())).collect();
        data_set
    }

    fn masker<'a>(data_set: &'a DataSet, kinds: &[(&str, Kind)]) -> Masker<'a> {
        let kinds =
            kinds.iter().map(|(name, kind)| ((*name).to_owned(), (*kind, "a type".to_owned()))).collect();
        Masker { data_set, secret: Some(Secret::new("key")), kinds }
    }

    #[test]
    fn frames_keep_their_types() {
        let frame = df!(
            "id" => [Some(1_i16), None, Some(3)], "mail" => [Some("a@b.c"), Some("a@b.c"), None],
            "money" => [1234.5, -0.5, 99.0], "day" => [10_i32, 20, 40], "moment" => [DAY, DAY + 5, 40 * DAY],
        )
        .unwrap()
        .lazy()
        .with_columns([
            col("day").cast(DataType::Date),
            col("moment").cast(DataType::Datetime(TimeUnit::Microseconds, None)),
        ])
        .collect()
        .unwrap();
        let data_set = data_set(&[
            ("id", Mask::Pseudonym),
            ("mail", Mask::Pseudonym),
            ("money", Mask::Bucket(100)),
            ("day", Mask::ShiftDates("id".to_owned())),
            ("moment", Mask::Month),
        ]);
        let masked = masker(&data_set, &[]).frame(&frame).unwrap();
        assert_eq!(masked.schema(), frame.schema());
        let mail = masked.column("mail").unwrap().str().unwrap().clone();
        assert_eq!(mail.get(0), mail.get(1));
        assert!(mail.get(0).unwrap().starts_with("p-") && mail.get(2).is_none());
        assert_eq!(masked.column("money").unwrap().f64().unwrap().to_vec(), [1200.0, -100.0, 0.0].map(Some));
        assert_eq!(masked.column("id").unwrap().null_count(), 1);
        let moments = masked.column("moment").unwrap().cast(&DataType::Int64).unwrap();
        assert_eq!(moments.i64().unwrap().to_vec(), [0, 0, 31 * DAY].map(Some));
    }

    #[test]
    fn numbers_and_numbers_as_text_have_one_token() {
        let secret = Secret::new("key");
        let number = pseudonym(&secret, &Cell::Int(77)).unwrap();
        let text = pseudonym(&secret, &Cell::Text("77".into())).unwrap();
        assert_eq!(number.canonical(), text.canonical());
        assert_ne!(pseudonym(&secret, &Cell::Text("077".into())).unwrap().canonical(), text.canonical());
    }

    #[test]
    fn records_change_in_the_masked_fields_only() {
        let data_set = data_set(&[("mail", Mask::Redact), ("day", Mask::Year), ("n", Mask::Redact)]);
        let masker = masker(&data_set, &[("mail", Kind::Text), ("day", Kind::Datetime), ("n", Kind::Int)]);
        let names = ["id", "mail", "day", "n"].map(str::to_owned);
        let shape = Shape::Fields { delimiter: b',', count: 4 };
        let raw = b"007,\"x \"\"y\"\"\",2024-05-06T07:08:09,\r\n";
        assert_eq!(masker.record(raw, shape, &names).unwrap(), b"007,\"redacted\",2024-01-01T00:00:00,\r\n");
        let raw = br#"{"id": 1.10, "mail": "x", "n": 5, "day": null}"#;
        let expected = br#"{"id": 1.10, "mail": "redacted", "n": 0, "day": null}"#;
        assert_eq!(masker.record(raw, Shape::Object, &[]).unwrap(), expected);
    }

    #[test]
    fn masks_that_do_not_fit_are_refused_without_the_value() {
        let data_set = data_set(&[("x", Mask::Month)]);
        let frame = df!("x" => ["secret"]).unwrap();
        let error = masker(&data_set, &[]).frame(&frame).unwrap_err().to_string();
        assert!(
            error.contains("`bucket:month` does not fit column `x`") && !error.contains("secret"),
            "{error}"
        );
    }
}
