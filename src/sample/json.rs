//! Where the values of a JSON object stand in its line, so that one can be replaced and all others stay as they are.

use std::ops::Range;

/// The members of an object at the top: names and bytes of their values. The record was checked to be an object.
#[must_use]
pub fn members(record: &[u8]) -> Vec<(String, Range<usize>)> {
    let mut found = vec![];
    let mut at = record.iter().position(|byte| *byte == b'{').map_or(record.len(), |start| start + 1);
    while at < record.len() {
        at = past(record, at, |byte| byte.is_ascii_whitespace() || byte == b',');
        if record.get(at) != Some(&b'"') {
            break;
        }
        let end = value_end(record, at);
        let name = serde_json::from_slice::<String>(&record[at..end]).unwrap_or_default();
        let start = past(record, end, |byte| byte.is_ascii_whitespace() || byte == b':');
        at = value_end(record, start);
        found.push((name, start..at));
    }
    found
}

fn past(record: &[u8], from: usize, skip: impl Fn(u8) -> bool) -> usize {
    record[from..].iter().position(|byte| !skip(*byte)).map_or(record.len(), |length| from + length)
}

/// The end of the value that starts at `start`.
fn value_end(record: &[u8], start: usize) -> usize {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, byte) in record.iter().enumerate().skip(start) {
        if in_text {
            in_text = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            if !in_text && depth == 0 {
                return at + 1;
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            b',' | b':' if depth == 0 => return at,
            byte if depth == 0 && byte.is_ascii_whitespace() => return at,
            _ => {}
        }
    }
    record.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_whatever_they_hold() {
        let record = br#" {"a": 1.10, "b\"c" :"x,\"}", "d":{"a":[1,"]"]},"e": null ,"f":[]}"#;
        let found = members(record);
        let texts: Vec<(&str, &str)> = found
            .iter()
            .map(|(name, range)| (name.as_str(), std::str::from_utf8(&record[range.clone()]).unwrap()))
            .collect();
        let expected =
            [("a", "1.10"), ("b\"c", "\"x,\\\"}\""), ("d", "{\"a\":[1,\"]\"]}"), ("e", "null"), ("f", "[]")];
        assert_eq!(texts, expected);
        assert!(members(b"{}").is_empty());
    }
}
