//! Columns that look personal, by their names or by what their values look like.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::cell::Cell;

/// Of the values of a column, at least this part looks personal.
const PART: u64 = 5;

/// Names of columns that hold names or other facts of persons, without separators.
const NAMES: [(&str, &str); 22] = [
    ("email", "an email address"),
    ("emailaddress", "an email address"),
    ("mail", "an email address"),
    ("phone", "a phone number"),
    ("phonenumber", "a phone number"),
    ("telephone", "a phone number"),
    ("mobile", "a phone number"),
    ("iban", "an IBAN"),
    ("creditcard", "a card number"),
    ("cardnumber", "a card number"),
    ("ip", "an IP address"),
    ("ipaddress", "an IP address"),
    ("firstname", "a name"),
    ("lastname", "a name"),
    ("fullname", "a name"),
    ("surname", "a name"),
    ("givenname", "a name"),
    ("familyname", "a name"),
    ("customername", "a name"),
    ("birthday", "a date of birth"),
    ("dateofbirth", "a date of birth"),
    ("ssn", "a social security number"),
];

static EMAIL: LazyLock<Regex> = LazyLock::new(|| regex(r"^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$"));
// Numbers that start with zeros are more often keys than phones.
static PHONE: LazyLock<Regex> = LazyLock::new(|| regex(r"^\+\d[\d ()/.-]{6,18}\d$|^\(\d{2,5}\)[ \d-]{5,}$"));
static IBAN: LazyLock<Regex> = LazyLock::new(|| regex(r"^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$"));
static CARD: LazyLock<Regex> = LazyLock::new(|| regex(r"^\d{4}([ -]?\d{3,6}){2,4}$"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a regular expression")
}

/// Counts what values look like, column by column.
#[derive(Debug, Default)]
pub struct Detector {
    columns: BTreeMap<String, (u64, BTreeMap<&'static str, u64>)>,
}

impl Detector {
    /// Looks at the values of a column.
    pub fn see<'a>(&mut self, column: &str, cells: impl IntoIterator<Item = &'a Cell<'a>>) {
        let (values, found) = self.columns.entry(column.to_owned()).or_default();
        for cell in cells {
            if *cell != Cell::Null {
                *values += 1;
                if let Some(kind) = looks_like(cell) {
                    *found.entry(kind).or_insert(0) += 1;
                }
            }
        }
    }

    /// The columns that look personal, and like what.
    #[must_use]
    pub fn finish(self) -> Vec<(String, &'static str)> {
        let mut personal = vec![];
        for (column, (values, found)) in self.columns {
            let frequent = found.into_iter().find(|(_, count)| count * PART >= values);
            if let Some(kind) = frequent.map(|(kind, _)| kind).or_else(|| by_name(&column)) {
                personal.push((column, kind));
            }
        }
        personal
    }
}

fn by_name(column: &str) -> Option<&'static str> {
    let plain: String = column.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    NAMES.iter().find(|(name, _)| *name == plain).map(|(_, kind)| *kind)
}

fn looks_like(cell: &Cell<'_>) -> Option<&'static str> {
    let text = match cell {
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Int(value) => value.to_string(),
        _ => return None,
    };
    let is_card = || CARD.is_match(&text) && luhn(&text);
    if EMAIL.is_match(&text) {
        Some("an email address")
    } else if is_card() {
        Some("a card number")
    } else if PHONE.is_match(&text) {
        Some("a phone number")
    } else if IBAN.is_match(&text.replace(' ', "")) && mod_97(&text.replace(' ', "")) {
        Some("an IBAN")
    } else if text.contains(['.', ':']) && text.parse::<std::net::IpAddr>().is_ok() {
        Some("an IP address")
    } else {
        None
    }
}

/// The check digit of card numbers (ISO/IEC 7812).
fn luhn(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(i, d)| if i % 2 == 1 { doubled(*d) } else { *d }).sum();
    (13..=19).contains(&digits.len()) && sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != 0)
}

/// The check digits of IBANs (ISO 13616).
fn mod_97(text: &str) -> bool {
    let turned = text.chars().skip(4).chain(text.chars().take(4));
    let rest = turned.fold(0_u64, |rest, c| {
        let value = u64::from(c.to_digit(36).unwrap_or(0));
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<&'static str> {
        looks_like(&Cell::Text(text.into()))
    }

    #[test]
    fn values_are_recognised() {
        assert_eq!(kind(" a.b+c@example.co.uk "), Some("an email address"));
        assert_eq!(kind("+49 30 1234567"), Some("a phone number"));
        assert_eq!(kind("GB82 WEST 1234 5698 7654 32"), Some("an IBAN"));
        assert_eq!(kind("4111 1111 1111 1111"), Some("a card number"));
        assert_eq!(kind("192.168.0.1"), Some("an IP address"));
        assert_eq!(kind("2001:db8::1"), Some("an IP address"));
        for plain in
            ["N14228", "2024-01-31", "12.34", "GB82WEST12345698765433", "4111111111111112", "1234567", "D-9"]
        {
            assert_eq!(kind(plain), None, "{plain}");
        }
    }

    #[test]
    fn columns_are_personal_by_name_or_by_many_values() {
        let mut detector = Detector::default();
        let texts =
            |texts: &[&'static str]| texts.iter().map(|text| Cell::Text((*text).into())).collect::<Vec<_>>();
        detector.see("note", &texts(&["a@b.de", "b", "c", "d", "e", "f"]));
        detector.see("contact", &texts(&["a@b.de", "b"]));
        detector.see("First_Name", &texts(&["x"]));
        detector.see("tailnum", &texts(&["N1"]));
        assert_eq!(
            detector.finish(),
            [("First_Name".to_owned(), "a name"), ("contact".to_owned(), "an email address")]
        );
    }
}
