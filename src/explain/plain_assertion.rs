//! Writes assertions about values that are no tables: equality where the type has it, else equality of `Debug` texts.

use super::assertion::{is_counted, is_near};
use super::assertion_text::{message, near};
use super::rust::Writer;
use super::types::wrapped;
use super::value::Value;

/// Statements that check one call, and what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Statements, indented by four spaces, each line ended.
    pub body: String,
    /// What they assert, in words.
    pub words: String,
    /// True where nothing was known to stand against it, false for the comparison of texts.
    pub typed: bool,
}

/// What holds for `before` and not for `after`, written as statements about `call`; the most readable first.
///
/// # Errors
/// Why nothing can be asserted.
pub fn checks(
    call: &str,
    function: &str,
    declared: &str,
    (before, after): (&Value, &Value),
    given: &[&Value],
    writer: &mut Writer<'_>,
) -> Result<Vec<Check>, String> {
    if equal(before, after) {
        return Err("original and mutant return the same for this input".to_owned());
    }
    // What cannot be compared is the error, mostly, and not what is asked for.
    let inside = opened(before, declared).and_then(|(inner, ty)| {
        let after = opened(after, declared).map_or_else(|| after.clone(), |(after, _)| after);
        let call = format!("{call}.expect(\"{function} succeeds\")");
        (!equal(&inner, &after)).then_some((call, ty, inner, after))
    });
    let (call, declared, before, after) = match &inside {
        Some((call, ty, inner, after)) => (call.as_str(), ty.as_str(), inner, after),
        None => (call, declared, before, after),
    };
    let mut checks = Vec::new();
    let written = writer.value(before, declared);
    let shown = text_of(before);
    let words = format!("{function} is {}", shortened(shown.as_deref().unwrap_or("the expected value")));
    let says = message(&words);
    if let (Ok(expected), true) = (&written, writer.comparable()) {
        let float =
            if declared == "f64" { shown.as_deref().and_then(|text| text.parse::<f64>().ok()) } else { None };
        let theirs = text_of(after).and_then(|text| text.parse::<f64>().ok());
        let computed = float.filter(|float| {
            let copied =
                given.iter().filter_map(|value| text_of(value)).any(|text| holds_number(&text, expected));
            !is_counted(*float) && !copied && !theirs.is_some_and(|theirs| is_near(*float, theirs))
        });
        let body = match (computed, expected.as_str()) {
            (Some(_), _) => format!(
                "    let value = {call};\n    let expected: f64 = {expected};\n    \
                 assert!({}, \"{says}, not {{value}}\");\n",
                near("value")
            ),
            (None, "f64::NAN" | "f32::NAN") => format!("    assert!({call}.is_nan(), \"{says}\");\n"),
            (None, "true") => format!("    assert!({call}, \"{says}\");\n"),
            (None, "false") => format!("    assert!(!{call}, \"{says}\");\n"),
            (None, _) => format!("    assert_eq!({call}, {expected});\n"),
        };
        checks.push(Check { body, words: words.clone(), typed: true });
    }
    if let (Some(text), true) = (&shown, is_listed(before, declared)) {
        let body = format!("    assert_eq!(format!(\"{{:?}}\", {call}), {text:?});\n");
        checks.push(Check { body, words, typed: false });
    }
    match (checks.is_empty(), written) {
        (true, Err(reason)) => Err(reason),
        (true, Ok(_)) => Err(format!("values of type `{declared}` cannot be compared")),
        (false, _) => Ok(checks),
    }
}

/// The value inside `Ok`, or inside the `Some` of a collection, with its type.
fn opened(value: &Value, declared: &str) -> Option<(Value, String)> {
    let (name, ty) = wrapped(declared)?;
    let inner = match value {
        Value::Items { .. } => value.clone(),
        Value::Text { type_name, text } if name == "Result" => {
            let text = text.strip_prefix("Ok(")?.strip_suffix(')')?;
            Value::Text { type_name: type_name.clone(), text: text.to_owned() }
        }
        Value::Text { .. } | Value::Frame(_) => return None,
    };
    Some((inner, ty))
}

/// As far as order means something.
fn equal(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Items { ordered: false, items: a, .. }, Value::Items { items: b, .. }) => {
            let (mut a, mut b) = (a.clone(), b.clone());
            a.sort();
            b.sort();
            a == b
        }
        _ => before == after,
    }
}

/// The `Debug` text of a value as a whole.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text { text, .. } => Some(text.clone()),
        Value::Items { items, ordered: true, .. } => Some(format!("[{}]", items.join(", "))),
        Value::Items { .. } | Value::Frame(_) => None,
    }
}

/// Whether the whole is printed as a list of its elements.
fn is_listed(value: &Value, declared: &str) -> bool {
    let compact: String = declared.chars().filter(|c| !c.is_whitespace()).collect();
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| compact.starts_with(prefix));
    !matches!(value, Value::Items { .. }) || starts(&["Vec<", "&[", "[", "&Vec<", "VecDeque<", "Box<["])
}

/// Whether a number stands in a text on its own.
fn holds_number(text: &str, number: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '+')).any(|word| word == number)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 60 {
        text.to_owned()
    } else {
        text.chars().take(57).collect::<String>() + "..."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::rust::Place;
    use crate::explain::structs::Structs;

    fn text(text: &str) -> Value {
        Value::Text { type_name: "?".to_owned(), text: text.to_owned() }
    }

    fn items(ordered: bool, items: &[&str]) -> Value {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        Value::Items { type_name: "?".to_owned(), ordered, items }
    }

    fn bodies(
        structs: &str,
        declared: &str,
        before: &Value,
        after: &Value,
        given: &[&Value],
    ) -> Result<Vec<String>, String> {
        let structs = Structs::parse(structs);
        let mut writer = Writer::new(&structs, Place::Outside("shop"), &[], "f");
        let checks = checks("f(x)", "f", declared, (before, after), given, &mut writer)?;
        Ok(checks.into_iter().map(|check| check.body.trim().to_owned()).collect())
    }

    #[test]
    fn success_is_looked_into_whatever_its_error_is() {
        let of = |declared: &str, a: &Value, b: &Value| {
            bodies("", declared, a, b, &[]).map(|bodies| bodies[0].clone())
        };
        let (few, more) = (items(true, &["1"]), items(true, &["1", "2"]));
        let expected = Ok("assert_eq!(f(x).expect(\"f succeeds\"), vec![1]);".to_owned());
        assert_eq!(of("csv::Result<Vec<u8>>", &few, &more), expected);
        assert_eq!(of("Result<Vec<u8>, Never>", &few, &text("Err(Never)")), expected);
        assert_eq!(of("Option<Vec<u8>>", &few, &more), expected);
        let number = of("PolarsResult<u8>", &text("Ok(5)"), &text("Ok(6)"));
        assert_eq!(number, Ok("assert_eq!(f(x).expect(\"f succeeds\"), 5);".to_owned()));
    }

    #[test]
    fn scalars_are_compared_by_value_then_by_text() {
        let checks = bodies("", "u8", &text("5"), &text("6"), &[]).expect("checks");
        assert_eq!(checks, ["assert_eq!(f(x), 5);", "assert_eq!(format!(\"{:?}\", f(x)), \"5\");"]);
        assert_eq!(
            bodies("", "bool", &text("true"), &text("false"), &[]).expect("checks")[0],
            "assert!(f(x), \"f is true\");"
        );
        let nan = bodies("", "f64", &text("NaN"), &text("1.0"), &[]).expect("checks");
        assert_eq!(nan[0], "assert!(f(x).is_nan(), \"f is NaN\");");
    }

    #[test]
    fn computed_floats_have_a_tolerance_unless_it_hides_the_mutant() {
        let of = |before: &str, after: &str, given: &str| {
            bodies("", "f64", &text(before), &text(after), &[&text(given)]).expect("checks").swap_remove(0)
        };
        assert!(of("0.3", "0.4", "[0.1, 0.2]").contains("<= 1e-9 * expected.abs()"));
        assert_eq!(of("0.3", "0.4", "[0.1, 0.3]"), "assert_eq!(f(x), 0.3);");
        assert_eq!(of("2.0", "4.0", "[]"), "assert_eq!(f(x), 2.0);");
        assert_eq!(of("0.3", "0.30000000000000004", "[]"), "assert_eq!(f(x), 0.3);");
    }

    #[test]
    fn what_cannot_be_written_or_compared_is_compared_as_text() {
        let private = "#[derive(Debug, PartialEq)] pub struct S { a: u8 }";
        let of = |code: &str, before: &str| {
            bodies(code, "S", &text(before), &text("S { a: 2 }"), &[]).expect("checks")
        };
        assert_eq!(of(private, "S { a: 1 }"), ["assert_eq!(format!(\"{:?}\", f(x)), \"S { a: 1 }\");"]);
        let unequal = "#[derive(Debug)] pub struct S { pub a: u8 }";
        assert_eq!(of(unequal, "S { a: 1 }").len(), 1);
    }

    #[test]
    fn the_order_of_a_hash_set_means_nothing() {
        let same = bodies("", "HashSet<u8>", &items(false, &["1", "2"]), &items(false, &["2", "1"]), &[]);
        assert_eq!(same, Err("original and mutant return the same for this input".to_owned()));
        let other = bodies("", "HashSet<u8>", &items(false, &["1"]), &items(false, &["2"]), &[]);
        assert_eq!(other.expect("checks"), ["assert_eq!(f(x), std::collections::HashSet::from([1]));"]);
        let unknown = bodies("", "HashSet<Id>", &items(false, &["1"]), &items(false, &["2"]), &[]);
        assert_eq!(unknown, Err("the value of type `Id` cannot be written as Rust".to_owned()));
    }

    #[test]
    fn lists_are_compared_as_a_whole() {
        let checks =
            bodies("", "Vec<u8>", &items(true, &["1", "2"]), &items(true, &["2", "1"]), &[]).expect("checks");
        assert_eq!(checks[0], "assert_eq!(f(x), vec![1, 2]);");
        assert_eq!(checks[1], "assert_eq!(format!(\"{:?}\", f(x)), \"[1, 2]\");");
    }
}
