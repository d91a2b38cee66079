//! Shifts the right side of `zip` by one row.
//!
//! Imitates: columns that are put side by side although one of them lacks its first row.
//!
//! Before:
//! ```text
//! fn pairs(a: &[f64], b: &[f64]) -> f64 { a.iter().zip(b).map(product).sum() }
//! ```
//! After:
//! ```text
//! fn pairs(a: &[f64], b: &[f64]) -> f64 { a.iter().zip({ let mut rows = IntoIterator::into_iter(b); rows.next(); rows }).map(product).sum() }
//! ```
//! Stays away: options and frames.
//!
//! Equivalents: a right side whose rows are all alike.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, kind, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "zip-shift";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let Some(argument) = only_argument(call).filter(|_| name == "zip") else { return };
    if kind(&call.receiver) == Kind::Iterator {
        let text = text_of(argument);
        let shifted = format!("{{ let mut rows = IntoIterator::into_iter({text}); rows.next(); rows }}");
        sink.method(Group::Default, call, range_of(argument), shifted);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn the_right_side_loses_its_first_row() {
        assert_eq!(
            of("fn f() { a.iter().zip(b.iter().skip(1)) }"),
            ["{ let mut rows = IntoIterator::into_iter(b.iter().skip(1)); rows.next(); rows }"]
        );
    }

    #[test]
    fn stays_away_from_options_and_frames() {
        assert_eq!(of(r#"fn f() { o.ok().zip(p); col("a").zip(b); Some(1).zip(p) }"#), Vec::<String>::new());
    }
}
