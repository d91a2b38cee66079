//! Computes a window without its order, or in the opposite one.
//!
//! Imitates: a running total in the order in which the rows happened to be.
//!
//! Before:
//! ```text
//! fn total() -> PolarsResult<Expr> { col("a").cum_sum(false).over_with_options(Some(["b"]), Some((["day"], SortOptions::default())), WindowMapping::GroupsToRows) }
//! ```
//! After:
//! ```text
//! fn total() -> PolarsResult<Expr> { col("a").cum_sum(false).over_with_options(Some(["b"]), None, WindowMapping::GroupsToRows) }
//! ```
//! Stays away: windows without an order, and those that have nothing else.
//!
//! Equivalents: rows that are in that order already.

use crate::frames::{self, edits::is_nothing};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{argument_of, range_of, text_of};

pub(crate) const NAME: &str = "over-order";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if call.name != "over_with_options" || call.arity() != 3 || is_nothing(&call.call.args[0]) {
        return;
    }
    let order = &call.call.args[1];
    if is_nothing(order) {
        return;
    }
    sink.method(Group::Strict, call.call, range_of(order), "None");
    if let Some(syn::Expr::Tuple(pair)) = argument_of(order, "Some")
        && let Some(options) = pair.elems.get(1)
    {
        let reversed = format!("{}.with_order_reversed()", text_of(options));
        sink.value(Group::Strict, options, range_of(options), reversed);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn the_order_goes_or_turns() {
        assert_eq!(
            of(r#"col("a").over_with_options(Some(["b"]), Some((["day"], o())), m)"#),
            ["None", "o().with_order_reversed()"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [
            r#"col("a").over_with_options(None, Some((["day"], o())), m)"#,
            r#"col("a").over_with_options(Some(["b"]), None, m)"#,
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
