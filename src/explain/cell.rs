//! Cells compared, hashed and printed: times readably, long values shortened around what differs.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::value::Cell;

/// Characters of a value that people are shown.
const SHOWN: usize = 80;
/// Characters before the first difference that are shown of long values.
const LEAD: usize = 24;

/// A cell for people, at most 80 characters long; `dtype` as in [`super::value::Column`].
#[must_use]
pub fn text(cell: &Cell, dtype: &str) -> String {
    shorten(&full(cell, dtype))
}

/// Both sides of a change, shortened so that they still differ.
#[must_use]
pub fn texts(before: (&Cell, &str), after: (&Cell, &str)) -> (String, String) {
    shorten_both(&full(before.0, before.1), &full(after.0, after.1))
}

fn full(cell: &Cell, dtype: &str) -> String {
    match cell {
        Cell::Null if dtype.is_empty() => "None".to_owned(),
        Cell::Null => "null".to_owned(),
        Cell::Bool(value) => value.to_string(),
        Cell::Int(value) => moment(*value, dtype).unwrap_or_else(|| value.to_string()),
        #[expect(clippy::cast_possible_truncation, reason = "it was widened from this type")]
        Cell::Float(value) if dtype == "Float32" => format!("{:?}", *value as f32),
        Cell::Float(value) => format!("{value:?}"),
        Cell::Text(value) if reads_as_text(value) => value.clone(),
        Cell::Text(value) => format!("{value:?}"),
        Cell::Other(value) => value.clone(),
    }
}

/// Text that nobody takes for a number, for nothing, or for less than it is.
fn reads_as_text(text: &str) -> bool {
    let number = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        && text.parse::<f64>().is_ok();
    !number
        && !matches!(text, "" | "null" | "None" | "NaN" | "inf" | "-inf" | "true" | "false")
        && !text.starts_with('"')
        && text.trim().len() == text.len()
        && !text.chars().any(char::is_control)
}

/// True for types whose physical integers mean a point or span of time.
#[must_use]
pub fn is_time(dtype: &str) -> bool {
    matches!(dtype, "Date" | "Time") || dtype.starts_with("Datetime(") || dtype.starts_with("Duration(")
}

fn moment(value: i128, dtype: &str) -> Option<String> {
    match dtype {
        "Date" => date(value),
        "Time" => (0..86_400_000_000_000).contains(&value).then(|| clock(value)),
        _ => {
            let (name, inside) = dtype.strip_suffix(')')?.split_once('(')?;
            let mut quoted = inside.split(", ").map(|part| part.trim_matches('\''));
            let unit = match quoted.next()? {
                "ns" => 1,
                "ms" => 1_000_000,
                // Micro is written with either of two letters.
                "μs" | "µs" | "us" => 1_000,
                _ => return None,
            };
            let nanoseconds = value.checked_mul(unit)?;
            match name {
                "Datetime" => datetime(nanoseconds, quoted.next()),
                "Duration" => Some(duration(nanoseconds)),
                _ => None,
            }
        }
    }
}

fn date(days: i128) -> Option<String> {
    let span = Span::new().try_days(i64::try_from(days).ok()?).ok()?;
    Some(jiff::civil::date(1970, 1, 1).checked_add(span).ok()?.to_string())
}

fn datetime(nanoseconds: i128, zone: Option<&str>) -> Option<String> {
    let timestamp = Timestamp::from_nanosecond(nanoseconds).ok()?;
    let civil = |zone: TimeZone| zone.to_datetime(timestamp).to_string().replace('T', " ");
    Some(match zone.map(TimeZone::get) {
        None => civil(TimeZone::UTC),
        // A zone that is not known here is still shown unmistakably.
        Some(Err(_)) => civil(TimeZone::UTC) + "Z",
        Some(Ok(zone)) => {
            let offset = zone.to_offset(timestamp).seconds();
            let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs() / 60);
            format!("{}{sign}{:02}:{:02}", civil(zone), minutes / 60, minutes % 60)
        }
    })
}

/// Hours to nanoseconds of a day, without zeros at the end.
fn clock(nanoseconds: i128) -> String {
    let seconds = nanoseconds / 1_000_000_000;
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    match nanoseconds % 1_000_000_000 {
        0 => clock,
        rest => format!("{clock}.{}", format!("{rest:09}").trim_end_matches('0')),
    }
}

fn duration(nanoseconds: i128) -> String {
    const UNITS: [(&str, u128); 7] = [
        ("d", 86_400_000_000_000),
        ("h", 3_600_000_000_000),
        ("m", 60_000_000_000),
        ("s", 1_000_000_000),
        ("ms", 1_000_000),
        ("μs", 1_000),
        ("ns", 1),
    ];
    let mut rest = nanoseconds.unsigned_abs();
    let mut parts = Vec::new();
    for (name, size) in UNITS {
        if rest >= size {
            parts.push(format!("{}{name}", rest / size));
            rest %= size;
        }
    }
    let sign = if nanoseconds < 0 { "-" } else { "" };
    if parts.is_empty() { "0s".to_owned() } else { format!("{sign}{}", parts.join(" ")) }
}

/// The text with its middle left out where it is long.
#[must_use]
pub fn shorten(text: &str) -> String {
    // Bytes are at least as many as characters, so most texts need no count.
    if text.len() <= SHOWN || text.chars().nth(SHOWN).is_none() {
        return text.to_owned();
    }
    let kept = (SHOWN - 1) / 2;
    let head = text.char_indices().nth(SHOWN - 1 - kept).map_or(text.len(), |(at, _)| at);
    let tail = text.char_indices().rev().nth(kept - 1).map_or(0, |(at, _)| at);
    format!("{}…{}", &text[..head], &text[tail..])
}

/// Two texts, shortened so that different ones still differ.
#[must_use]
pub fn shorten_both(before: &str, after: &str) -> (String, String) {
    let (short_before, short_after) = (shorten(before), shorten(after));
    if short_before != short_after || before == after {
        return (short_before, short_after);
    }
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let start = (0..=same).rev().find(|&at| before.is_char_boundary(at) && after.is_char_boundary(at));
    let start = start.unwrap_or(0);
    let lead = before[..start].char_indices().rev().take(LEAD).last().map_or(start, |(at, _)| at);
    let window = |text: &str| {
        let rest = &text[lead..];
        match rest.char_indices().nth(SHOWN - 2) {
            Some((end, _)) => format!("…{}…", &rest[..end]),
            None => format!("…{rest}"),
        }
    };
    (window(before), window(after))
}

/// Whether two cells are the same: NaN is itself, -0.0 is not 0.0; with a tolerance, numbers that are no farther apart
/// than that part of the larger one.
#[must_use]
pub fn same(before: &Cell, after: &Cell, tolerance: Option<f64>) -> bool {
    match (before, after) {
        (Cell::Float(a), Cell::Float(b)) => {
            let near = |share: f64| (a - b).is_finite() && (a - b).abs() <= share * a.abs().max(b.abs());
            a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan() || tolerance.is_some_and(near)
        }
        (Cell::Int(a), Cell::Int(b)) => a == b,
        (Cell::Text(a), Cell::Text(b)) | (Cell::Other(a), Cell::Other(b)) => a == b,
        (Cell::Null, Cell::Null) => true,
        (Cell::Bool(a), Cell::Bool(b)) => a == b,
        _ => false,
    }
}

/// A number, where the cell is one.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "sums and changes are told to people, not compared")]
pub fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Int(value) => Some(*value as f64),
        Cell::Float(value) => Some(*value),
        Cell::Null | Cell::Bool(_) | Cell::Text(_) | Cell::Other(_) => None,
    }
}

/// How much a change says, for choosing rows: a value that comes or goes most, then numbers by their relative change.
#[must_use]
pub fn weight(before: &Cell, after: &Cell) -> f64 {
    match (number(before), number(after)) {
        (Some(a), Some(b)) if a.is_finite() && b.is_finite() => {
            let larger = a.abs().max(b.abs());
            if larger > 0.0 { (a - b).abs() / larger } else { 0.0 }
        }
        (Some(_), Some(_)) => 3.0,
        _ if (*before == Cell::Null) != (*after == Cell::Null) => 3.0,
        _ => 1.0,
    }
}

/// Adds a cell to a hash of its row; cells that are the same have the same hash.
#[must_use]
pub fn hash(state: u64, cell: &Cell) -> u64 {
    match cell {
        Cell::Null => mix(state, 1),
        Cell::Bool(value) => mix(state, 2 + u64::from(*value)),
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "halves of a number")]
        Cell::Int(value) => mix(mix(state, *value as u64), (*value >> 64) as u64),
        Cell::Float(value) => mix(state, if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() }),
        Cell::Text(text) => bytes(mix(state, 4), text.as_bytes()),
        Cell::Other(text) => bytes(mix(state, 5), text.as_bytes()),
    }
}

fn bytes(mut state: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = mix(state, u64::from_le_bytes(*word));
    }
    for byte in rest {
        state = mix(state, u64::from(*byte) + 256);
    }
    mix(state, bytes.len() as u64)
}

/// Finaliser of SplitMix64 (Steele, Lea and Flood, 2014) over state and value.
fn mix(state: u64, value: u64) -> u64 {
    let mut x = (state ^ value).wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_add(state << 6);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(value: i128, dtype: &str) -> String {
        text(&Cell::Int(value), dtype)
    }

    #[test]
    fn dates_and_times_are_read_from_their_physical_values() {
        assert_eq!(int(19_753, "Date"), "2024-01-31");
        assert_eq!(int(-1, "Date"), "1969-12-31");
        assert_eq!(int(1_706_695_200_000_000, "Datetime('μs')"), "2024-01-31 10:00:00");
        assert_eq!(int(1_706_695_200_123, "Datetime('ms')"), "2024-01-31 10:00:00.123");
        assert_eq!(int(1_706_695_200_000_000_001, "Datetime('ns')"), "2024-01-31 10:00:00.000000001");
        assert_eq!(int(37_800_500_000_000, "Time"), "10:30:00.5");
    }

    #[test]
    fn zones_show_their_own_time_with_its_offset() {
        assert_eq!(int(1_706_695_200_000, "Datetime('ms', 'Europe/Berlin')"), "2024-01-31 11:00:00+01:00");
        assert_eq!(int(1_706_695_200_000, "Datetime('ms', 'Mars/Base')"), "2024-01-31 10:00:00Z");
    }

    #[test]
    fn durations_are_told_in_units() {
        assert_eq!(int(93_784_005, "Duration('ms')"), "1d 2h 3m 4s 5ms");
        assert_eq!(int(-1_500, "Duration('μs')"), "-1ms 500μs");
        assert_eq!(int(0, "Duration('ns')"), "0s");
    }

    #[test]
    fn moments_out_of_range_are_numbers() {
        for dtype in ["Date", "Time", "Datetime('ns')", "Datetime('parsec')"] {
            assert_eq!(int(i128::MAX, dtype), i128::MAX.to_string());
        }
        assert_eq!(int(-1, "Time"), "-1");
    }

    #[test]
    fn odd_floats_are_shown_as_they_are() {
        let shown = [0.0, -0.0, f64::NAN, f64::INFINITY, 1e-7, 0.1].map(|x| text(&Cell::Float(x), "Float64"));
        assert_eq!(shown, ["0.0", "-0.0", "NaN", "inf", "1e-7", "0.1"]);
        assert_eq!(text(&Cell::Float(f64::from(0.1_f32)), "Float32"), "0.1");
    }

    #[test]
    fn text_that_could_be_taken_for_something_else_is_quoted() {
        let shown = ["UA", "", " a", "null", "5", "a\nb"].map(|t| text(&Cell::Text(t.to_owned()), "String"));
        assert_eq!(shown, ["UA", "\"\"", "\" a\"", "\"null\"", "\"5\"", "\"a\\nb\""]);
        assert_eq!([text(&Cell::Null, "String"), text(&Cell::Null, "")], ["null", "None"]);
    }

    #[test]
    fn long_values_lose_their_middle_between_characters() {
        let short = shorten(&"é".repeat(1_000));
        assert_eq!((short.chars().count(), short.matches('…').count()), (80, 1));
        assert_eq!(shorten(&"é".repeat(80)), "é".repeat(80));
    }

    #[test]
    fn shortened_sides_still_differ() {
        let (a, b) = (
            format!("{}é1{}", "x".repeat(500), "y".repeat(500)),
            format!("{}è1{}", "x".repeat(500), "y".repeat(500)),
        );
        let (a, b) = shorten_both(&a, &b);
        assert_ne!(a, b);
        assert!(a.starts_with("…xxx") && a.contains('é') && a.chars().count() <= 80, "{a}");
        let (a, b) = shorten_both(&"x".repeat(90), &"x".repeat(91));
        assert_ne!(a, b);
    }

    #[test]
    fn nan_is_itself_and_minus_zero_is_not_zero() {
        let float = Cell::Float;
        assert!(same(&float(f64::NAN), &float(-f64::NAN), None));
        assert!(!same(&float(0.0), &float(-0.0), None));
        assert!(same(&float(0.0), &float(-0.0), Some(1e-12)));
        assert!(!same(&float(f64::NAN), &float(0.0), Some(1.0)));
        assert!(!same(&float(f64::INFINITY), &float(1.0), Some(0.1)));
        assert!(!same(&Cell::Text("1".into()), &Cell::Other("1".into()), None));
    }

    #[test]
    fn the_same_cells_have_the_same_hash() {
        let of = |cell: Cell| hash(0, &cell);
        assert_eq!(of(Cell::Float(f64::NAN)), of(Cell::Float(-f64::NAN)));
        assert_ne!(of(Cell::Float(0.0)), of(Cell::Float(-0.0)));
        assert_ne!(of(Cell::Text("ab".into())), of(Cell::Other("ab".into())));
        assert_ne!(of(Cell::Int(1)), of(Cell::Int(1 << 64)));
    }
}
