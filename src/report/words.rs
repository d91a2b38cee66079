//! How numbers, times and foreign text are put into words, the same in every output.

use std::time::Duration;

/// A count with its digits in groups: `336,776`.
#[must_use]
pub fn number(count: usize) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// A count with its noun: `1 test`, `2 tests`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(count), if count == 1 { "" } else { "s" })
}

/// A span of time with as much precision as a reader can use: `340 ms`, `3.4 s`, `2 min 5 s`, `1 h 10 min`.
#[must_use]
pub fn time(span: Duration) -> String {
    let seconds = span.as_secs_f64();
    match span.as_secs() {
        0 if span.as_micros() < 1_000 && !span.is_zero() => format!("{:.1} ms", seconds * 1e3),
        0 => format!("{:.0} ms", (seconds * 1e3).min(999.0)),
        1..60 => format!("{seconds:.1} s"),
        60..3600 => format!("{} min {} s", span.as_secs() / 60, span.as_secs() % 60),
        _ => format!("{} h {} min", span.as_secs() / 3600, span.as_secs() / 60 % 60),
    }
}

/// A percentage with one decimal, cut and not rounded, so that 100% means all; `n/a` where nothing was measured.
#[must_use]
pub fn percent(value: Option<f64>) -> String {
    // The small addend undoes what binary fractions lose, as in 28.999999999999996.
    value.map_or_else(|| "n/a".to_owned(), |value| format!("{:.1}%", (value * 10.0 + 1e-9).floor() / 10.0))
}

/// Source text as it may be printed: tabs as spaces, control characters and the marks that reorder text as escapes,
/// so that code under test can neither steer a terminal nor show itself as something else.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\n' => out.push(c),
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {
                out.extend(c.escape_unicode());
            }
            _ if c.is_control() => out.extend(c.escape_default()),
            _ => out.push(c),
        }
    }
    out
}

/// Foreign text on one printable line: runs of white space become one blank.
#[must_use]
pub fn line(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text with its first letter in upper case.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + rest.as_str()
}

/// Breaks a paragraph at blanks into lines of at most `width` characters, where its words allow.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is always a line");
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// The candidate that looks most like what was typed, where one looks like it at all.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored =
        candidates.into_iter().map(|name| (strsim::normalized_damerau_levenshtein(typed, name), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
    best.filter(|(score, _)| *score >= 0.5).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_in_groups() {
        assert_eq!([0, 999, 1_000, 336_776].map(number), ["0", "999", "1,000", "336,776"]);
    }

    #[test]
    fn times_keep_two_units_at_most() {
        let spans = [0.0, 0.0004, 0.34, 0.9999, 3.44, 125.0, 4_200.0].map(Duration::from_secs_f64);
        assert_eq!(
            spans.map(time),
            ["0 ms", "0.4 ms", "340 ms", "999 ms", "3.4 s", "2 min 5 s", "1 h 10 min"]
        );
    }

    #[test]
    fn only_everything_is_a_hundred_percent() {
        assert_eq!(
            [Some(99.99), Some(100.0), Some(29.0), None].map(percent),
            ["99.9%", "100.0%", "29.0%", "n/a"]
        );
    }

    #[test]
    fn text_cannot_steer_a_terminal_or_reorder_itself() {
        assert_eq!(visible("a\tb\u{1b}[31m\u{202e}c\0\r"), "a    b\\u{1b}[31m\\u{202e}c\\u{0}\\r");
        assert_eq!(visible("naïve 東京 𝒳 שלום"), "naïve 東京 𝒳 שלום");
    }

    #[test]
    fn paragraphs_break_at_blanks() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable", 3), ["unbreakable"]);
        assert_eq!(wrap("", 3), [""]);
    }

    #[test]
    fn a_typo_finds_its_name_and_nonsense_finds_none() {
        assert_eq!(nearest("aritmetic", ["arithmetic", "compare"]), Some("arithmetic"));
        assert_eq!(nearest("qqq", ["arithmetic", "compare"]), None);
    }
}
