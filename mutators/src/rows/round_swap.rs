//! Exchanges `round`, `floor`, `ceil` and `trunc`.
//!
//! Imitates: a tax that is cut off instead of rounded.
//!
//! Before:
//! ```text
//! fn cents(x: f64) -> f64 { (x * 100.0).round() }
//! ```
//! After:
//! ```text
//! fn cents(x: f64) -> f64 { (x * 100.0).floor() }
//! ```
//! Stays away: frames, and roundings with arguments (digits, units of time).
//!
//! Equivalents: values that are whole already.

use crate::proposal::{Group, Sink};
use crate::receiver::method_call;
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "round-swap";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if !call.args.is_empty() {
        return;
    }
    let (first, second) = match name.as_str() {
        "round" => ("floor", "ceil"),
        "floor" => ("ceil", "round"),
        "ceil" => ("floor", "round"),
        "trunc" => ("round", "floor"),
        "round_ties_even" => ("round", "floor"),
        _ => return,
    };
    sink.rename_call(Group::Default, call, first);
    sink.rename_call(Group::Strict, call, second);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn each_has_two_others() {
        assert_eq!(of("fn f() { x.floor(); x.trunc() }"), ["ceil", "round", "round", "floor"]);
    }

    #[test]
    fn stays_away_from_digits_and_frames() {
        assert_eq!(
            of(r#"fn f() { x.round(2); col("a").floor(); t.round(Unit::Hour) }"#),
            Vec::<String>::new()
        );
    }
}
