//! Turns `is_in` round, or drops one of the values that are written out.
//!
//! Imitates: a list of exclusions that is used as a list of inclusions, or a new state that nobody added.
//!
//! Before:
//! ```text
//! fn late() -> Expr { col("state").is_in(states(), false) }
//! ```
//! After:
//! ```text
//! fn late() -> Expr { col("state").is_in(states(), false).not() }
//! ```
//! Stays away: lists of one value, which cannot lose it.
//!
//! Equivalents: a value that does not occur.

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "is-in";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if call.name != "is_in" || call.of != Of::Expr {
        return;
    }
    let end = range_of(call.call).end;
    sink.method(Group::Strict, call.call, end..end, ".not()");
    if let Some(values) = call.call.args.first().and_then(parts::inner_list) {
        for index in (0..values.elements.len()).rev().take(2) {
            sink.method(Group::Strict, call.call, values.span_of(index), "");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn values_are_dropped() {
        assert_eq!(
            of(r#"col("a").is_in(lit(Series::new("".into(), ["x", "y"])).implode(true), false)"#),
            ["", "", ".not()"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["set.is_in(x)", "names.contains(x)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
