//! Exchanges what happens on overflow: `saturating_` and `wrapping_`, and a checked operation that wraps.
//!
//! Imitates: amounts that wrap round, or that stop at a bound where an error was due.
//!
//! Before:
//! ```text
//! fn left(stock: u32, sold: u32) -> u32 { stock.saturating_sub(sold) }
//! ```
//! After:
//! ```text
//! fn left(stock: u32, sold: u32) -> u32 { stock.wrapping_sub(sold) }
//! ```
//! Stays away: dates, whose `checked_add` takes spans, and operations that wrap by nature.
//!
//! Equivalents: operands that never overflow.

use crate::proposal::{Group, Sink};
use crate::receiver::{method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{holds_no_temporary, range_of, takes_suffix, text_of};

pub(crate) const NAME: &str = "overflow-swap";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let Node::Expr(expr) = node else { return };
    let Some(argument) = only_argument(call) else { return };
    let Some((kind, operation)) = name.split_once('_') else { return };
    if !matches!(operation, "add" | "sub" | "mul" | "pow") {
        return;
    }
    match kind {
        "saturating" => sink.rename_call(Group::Default, call, &format!("wrapping_{operation}")),
        "wrapping" => sink.rename_call(Group::Default, call, &format!("saturating_{operation}")),
        // A span is built by a call; numbers mostly are not.
        "checked" if holds_no_temporary(argument) && takes_suffix(&call.receiver) => {
            let wraps =
                format!("Some({}.wrapping_{operation}({}))", text_of(&*call.receiver), text_of(argument));
            sink.edit_expression(Group::Default, expr, range_of(expr), wraps);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn all_three_kinds_are_swapped() {
        assert_eq!(
            of("fn f() { a.wrapping_add(b); a.checked_mul(b.x) }"),
            ["saturating_add", "Some(a.wrapping_mul(b.x))"]
        );
    }

    #[test]
    fn stays_away_from_dates_and_other_operations() {
        assert_eq!(
            of(
                "fn f() { d.checked_add(1.day()); a.checked_div(b); a.wrapping_neg(); a.saturating_duration_since(b) }"
            ),
            Vec::<String>::new()
        );
    }
}
