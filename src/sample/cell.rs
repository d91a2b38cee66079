//! One value of a row, the same whether it comes from Parquet, Arrow, JSON or delimited text.

use std::borrow::Cow;

use polars::prelude::{AnyValue, TimeUnit};

/// A value. Of delimited text every value is `Text`, empty fields `Null`; [`Cell::number`] and [`Cell::moment`] read it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Missing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any number, NaN and infinities included.
    Float(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// Days since 1970-01-01.
    Day(i32),
    /// Microseconds since 1970-01-01, in the column's own zone or none.
    Moment(i64),
    /// A value that is compared with nothing: lists, structs, binary, durations, times.
    Other,
}

/// Microseconds of a day.
pub const DAY: i64 = 86_400_000_000;

impl<'a> Cell<'a> {
    /// The value of a frame.
    #[must_use]
    pub fn of(value: &AnyValue<'a>) -> Self {
        match value {
            AnyValue::Null => Self::Null,
            AnyValue::Boolean(flag) => Self::Bool(*flag),
            AnyValue::String(text) => Self::Text(Cow::Borrowed(text)),
            AnyValue::StringOwned(text) => Self::Text(Cow::Owned(text.to_string())),
            AnyValue::Categorical(cat, map) | AnyValue::Enum(cat, map) => {
                map.cat_to_str(*cat).map_or(Self::Null, |text| Self::Text(Cow::Owned(text.to_owned())))
            }
            AnyValue::Float32(value) => Self::Float(f64::from(*value)),
            AnyValue::Float64(value) => Self::Float(*value),
            AnyValue::Date(days) => Self::Day(*days),
            AnyValue::Datetime(value, unit, _) => Self::Moment(microseconds(*value, *unit)),
            AnyValue::Decimal(value, _, 0) => Self::Int(*value),
            AnyValue::Decimal(value, _, scale) => {
                Self::Float(*value as f64 / 10_f64.powi(i32::try_from(*scale).unwrap_or(i32::MAX)))
            }
            AnyValue::UInt128(value) => i128::try_from(*value).map_or(Self::Other, Self::Int),
            value if value.is_integer() => value.extract::<i128>().map_or(Self::Other, Self::Int),
            _ => Self::Other,
        }
    }

    /// A field of delimited text, quotes removed.
    #[must_use]
    pub fn field(text: Cow<'a, str>, quoted: bool) -> Self {
        if text.is_empty() && !quoted { Self::Null } else { Self::Text(text) }
    }

    /// The number, also of a text that is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Int(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            Self::Text(text) => {
                let text = text.trim();
                let is_number = text
                    .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
                    || text.eq_ignore_ascii_case("nan");
                if is_number { text.parse().ok() } else { None }
            }
            _ => None,
        }
    }

    /// The point in time in microseconds, also of a text like `2024-01-31` or `2024-01-31T12:00:00`.
    #[must_use]
    pub fn moment(&self) -> Option<i64> {
        match self {
            Self::Day(days) => Some(i64::from(*days) * DAY),
            Self::Moment(value) => Some(*value),
            Self::Text(text) => moment(text),
            _ => None,
        }
    }

    /// True where the value is a day without a time.
    #[must_use]
    pub fn is_day(&self) -> bool {
        match self {
            Self::Day(_) => true,
            Self::Text(text) => text.trim().len() == 10,
            _ => false,
        }
    }

    /// A spelling that is the same for equal values of different types and formats: `12` for an integer, a whole float
    /// and a text alike. `None` for missing values and those that are no keys.
    #[must_use]
    pub fn canonical(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Null | Self::Other => None,
            Self::Bool(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
            Self::Int(value) => Some(Cow::Owned(value.to_string())),
            Self::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
                Some(Cow::Owned((*value as i64).to_string()))
            }
            Self::Float(value) => Some(Cow::Owned(value.to_string())),
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Day(_) | Self::Moment(_) => {
                self.moment().map(|value| Cow::Owned(moment_text(value, self.is_day())))
            }
        }
    }
}

fn microseconds(value: i64, unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Nanoseconds => value.div_euclid(1000),
        TimeUnit::Microseconds => value,
        TimeUnit::Milliseconds => value.saturating_mul(1000),
    }
}

/// Reads `2024-01-31`, perhaps with a time after `T` or a blank.
fn moment(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() < 10 || text.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    let text = text.trim_end_matches('Z');
    let moment = match text.len() {
        10 => text.parse::<jiff::civil::Date>().ok()?.at(0, 0, 0, 0),
        _ => text.parse::<jiff::civil::DateTime>().ok()?,
    };
    Some(jiff::tz::TimeZone::UTC.to_timestamp(moment).ok()?.as_microsecond())
}

/// The year, month and day of a point in time.
#[must_use]
pub fn date_of(moment: i64) -> Option<jiff::civil::Date> {
    let timestamp = jiff::Timestamp::from_microsecond(moment).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(timestamp).date())
}

/// `2024-01-31`, or with the time.
#[must_use]
pub fn moment_text(moment: i64, is_day: bool) -> String {
    let Ok(timestamp) = jiff::Timestamp::from_microsecond(moment) else { return moment.to_string() };
    let civil = jiff::tz::TimeZone::UTC.to_datetime(timestamp);
    if is_day { civil.date().to_string() } else { civil.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell<'_> {
        Cell::field(Cow::Borrowed(text), false)
    }

    #[test]
    fn equal_values_have_one_spelling() {
        for cell in [Cell::Int(12), Cell::Float(12.0), text("12")] {
            assert_eq!(cell.canonical().as_deref(), Some("12"));
        }
        assert_eq!(Cell::Day(19753).canonical(), text("2024-01-31").canonical());
        assert_eq!(Cell::Null.canonical(), None);
    }

    #[test]
    fn texts_are_read_as_numbers_and_dates() {
        assert_eq!(text(" 1.50 ").number(), Some(1.5));
        assert_eq!(text("inf").number(), None);
        assert_eq!(text("2024-01-31").moment(), Some(19753 * DAY));
        assert_eq!(text("2024-01-31T00:00:01Z").moment(), Some(19753 * DAY + 1_000_000));
        assert_eq!(text("2024-13-31").moment(), None);
    }

    #[test]
    fn an_empty_field_is_missing_and_a_quoted_one_is_empty() {
        assert_eq!(text(""), Cell::Null);
        assert_eq!(Cell::field(Cow::Borrowed(""), true), Cell::Text(Cow::Borrowed("")));
    }
}
