//! Compares whole rows instead of a key, or a key with one column less.
//!
//! Imitates: two versions of one order that differ in a timestamp, and are both kept.
//!
//! Before:
//! ```text
//! fn once(lf: LazyFrame) -> LazyFrame { lf.unique(Some(cols(["id"])), UniqueKeepStrategy::Any) }
//! ```
//! After:
//! ```text
//! fn once(lf: LazyFrame) -> LazyFrame { lf.unique(None, UniqueKeepStrategy::Any) }
//! ```
//! Stays away: `unique` of whole rows.
//!
//! Equivalents: duplicates that are equal in all columns.

use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{argument_of, range_of};

pub(crate) const NAME: &str = "unique-subset";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if !matches!((call.name.as_str(), call.arity()), ("unique" | "unique_stable", 2 | 3)) {
        return;
    }
    let subset = &call.call.args[0];
    if argument_of(subset, "Some").is_none() {
        return;
    }
    sink.method(Group::Strict, call.call, range_of(subset), "None");
    if let Some(keys) = parts::inner_list(subset) {
        sink.method(Group::Strict, call.call, keys.span_of(keys.elements.len() - 1), "");
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn a_key_goes() {
        assert_eq!(of(r#"lf.unique(Some(cols(["a", "b"])), k)"#), ["None", ""]);
    }

    #[test]
    fn stays_away() {
        for source in ["lf.unique(None, k)", "rows.unique()"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
