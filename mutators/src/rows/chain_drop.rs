//! Drops one side of `a.chain(b)`, by running it dry.
//!
//! Imitates: a source that is forgotten when tables are put together.
//!
//! Before:
//! ```text
//! fn all(a: &[Row], b: &[Row]) -> usize { a.iter().chain(b).count() }
//! ```
//! After:
//! ```text
//! fn all(a: &[Row], b: &[Row]) -> usize { a.iter().chain({ let mut rows = IntoIterator::into_iter(b); rows.by_ref().for_each(drop); rows }).count() }
//! ```
//! Stays away: frames, readers (`io::Read::chain`), and iterators that are variables, which may be in use elsewhere.
//!
//! Equivalents: a side that is empty in all data.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, kind, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{is_place, range_of, text_of};

pub(crate) const NAME: &str = "chain-drop";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let Some(argument) = only_argument(call).filter(|_| name == "chain") else { return };
    if kind(&call.receiver) != Kind::Iterator {
        return;
    }
    sink.method(Group::Default, call, range_of(argument), drained(&text_of(argument)));
    if !is_place(&call.receiver) {
        let receiver = &*call.receiver;
        sink.edit_expression(Group::Strict, receiver, range_of(receiver), drained(&text_of(receiver)));
    }
}

/// The iterator with no rows left: of the same type, so that it fits wherever it stood.
fn drained(rows: &str) -> String {
    format!("{{ let mut rows = IntoIterator::into_iter({rows}); rows.by_ref().for_each(drop); rows }}")
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn either_side_runs_dry() {
        assert_eq!(
            of("fn f() { a.iter().chain(once(x)) }"),
            [
                "{ let mut rows = IntoIterator::into_iter(once(x)); rows.by_ref().for_each(drop); rows }",
                "{ let mut rows = IntoIterator::into_iter(a.iter()); rows.by_ref().for_each(drop); rows }"
            ]
        );
    }

    #[test]
    fn stays_away_from_readers_and_frames() {
        assert_eq!(
            of(r#"fn f() { reader.chain(other); col("a").chain(b); a.iter().chain() }"#),
            Vec::<String>::new()
        );
    }
}
