//! Takes the first value of each cell of a pivot for the aggregate of all.
//!
//! Imitates: a pivot over rows that are not unique: the other values of a cell are lost.
//!
//! Before:
//! ```text
//! fn wide(lf: LazyFrame) -> LazyFrame { lf.pivot(on, columns, index, values, element().sum(), true, "_".into(), naming) }
//! ```
//! After:
//! ```text
//! fn wide(lf: LazyFrame) -> LazyFrame { lf.pivot(on, columns, index, values, element().first(), true, "_".into(), naming) }
//! ```
//! Stays away: pivots of other libraries, and those that count.
//!
//! Equivalents: cells of one value.

use syn::Expr;

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "pivot-agg";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if call.name != "pivot" || call.arity() != 8 {
        return;
    }
    let aggregate = &call.call.args[4];
    // A count has another type than the values.
    let counts = ["len", "count", "n_unique", "mean", "median"];
    let other = match aggregate {
        Expr::MethodCall(last) if counts.iter().any(|name| last.method == name) => return,
        Expr::MethodCall(last) if last.method == "first" => "last",
        _ => "first",
    };
    let text = format!("{}().{other}()", context.frames.path("element"));
    sink.value(Group::Strict, aggregate, range_of(aggregate), text);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn the_first_value_becomes_the_last() {
        assert_eq!(of("lf.pivot(a, b, c, d, element().first(), true, e, g)"), ["element().last()"]);
    }

    #[test]
    fn stays_away() {
        for source in ["lf.pivot(a, b, c, d, element().len(), true, e, g)", "table.pivot(a, b)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
