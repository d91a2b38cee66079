//! Removes `.abs()`.
//!
//! Imitates: refunds and corrections that enter with their sign.
//!
//! Before:
//! ```text
//! fn gap(a: f64, b: f64) -> f64 { (a - b).abs() }
//! ```
//! After:
//! ```text
//! fn gap(a: f64, b: f64) -> f64 { (a - b) }
//! ```
//! Stays away: frames, and `abs` with arguments.
//!
//! Equivalents: values that are never negative.

use crate::proposal::{Group, Sink};
use crate::receiver::method_call;
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "abs-remove";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if name == "abs" && call.args.is_empty() {
        sink.drop_call(Group::Default, call);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn the_call_goes() {
        assert_eq!(of("fn f() { x.abs().min(y) }"), [""]);
    }

    #[test]
    fn stays_away_from_frames() {
        assert_eq!(of(r#"fn f() { col("a").abs(); abs(x); x.unsigned_abs() }"#), Vec::<String>::new());
    }
}
