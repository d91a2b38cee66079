//! Values of well-known types of other crates, whose `Debug` text is what their `FromStr` reads.

/// Crate, then its types.
const READ_BACK: [(&str, &[&str]); 5] = [
    ("jiff", &["Date", "Time", "DateTime", "Timestamp"]),
    ("chrono", &["NaiveDate", "NaiveTime", "NaiveDateTime"]),
    ("rust_decimal", &["Decimal"]),
    ("uuid", &["Uuid"]),
    ("std", &["IpAddr", "Ipv4Addr", "Ipv6Addr", "SocketAddr"]),
];

/// Units of a duration's `Debug` text, in nanoseconds; longer names first.
const UNITS: [(&str, u128); 4] = [("ns", 1), ("µs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000)];

/// The value that `text` stands for, as Rust that may leave by `?`; `None` where the type is not known to be read back.
///
/// `path` is whole, `jiff::civil::Date`; a type of chrono has a name that is its own, and may stand alone.
#[must_use]
pub fn written(path: &[String], text: &str) -> Option<String> {
    let (name, home) = (path.last()?.as_str(), path.first()?.as_str());
    if matches!(home, "std" | "core") && name == "Duration" {
        return Some(format!("std::time::Duration::from_nanos({})", nanoseconds(text)?));
    }
    let is_home = |krate: &str| home == krate || (path.len() == 1 && krate == "chrono");
    let known = READ_BACK.iter().find(|(krate, names)| is_home(krate) && names.contains(&name));
    let (krate, _) = known?;
    let path = if path.len() == 1 { format!("{krate}::{name}") } else { path.join("::") };
    Some(format!("{text:?}.parse::<{path}>()?"))
}

/// `1.5s` in nanoseconds, exactly.
fn nanoseconds(text: &str) -> Option<u64> {
    let (number, unit) = UNITS.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))?;
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let mut nanoseconds = whole.parse::<u128>().ok()?.checked_mul(*unit)?;
    let mut unit = *unit;
    for digit in part.chars() {
        unit /= 10;
        nanoseconds += u128::from(digit.to_digit(10)?) * unit;
    }
    u64::try_from(nanoseconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, text: &str) -> Option<String> {
        written(&path.split("::").map(str::to_owned).collect::<Vec<_>>(), text)
    }

    #[test]
    fn what_is_read_back_is_parsed_by_its_whole_path() {
        let day = of("jiff::civil::Date", "2024-01-31");
        assert_eq!(day.as_deref(), Some("\"2024-01-31\".parse::<jiff::civil::Date>()?"));
        let day = of("NaiveDate", "2024-01-31");
        assert_eq!(day.as_deref(), Some("\"2024-01-31\".parse::<chrono::NaiveDate>()?"));
    }

    #[test]
    fn types_of_the_same_name_elsewhere_are_not_known() {
        assert_eq!(of("time::Date", "2024-01-31"), None);
        assert_eq!(of("Date", "2024-01-31"), None);
        assert_eq!(of("time::Duration", "1s"), None);
    }

    #[test]
    fn durations_are_exact() {
        for (text, expected) in
            [("1.5s", 1_500_000_000), ("150ms", 150_000_000), ("2.25µs", 2_250), ("7ns", 7), ("0ns", 0)]
        {
            assert_eq!(nanoseconds(text), Some(expected), "{text}");
        }
        assert_eq!((nanoseconds("1h"), nanoseconds("-1s")), (None, None));
    }
}
