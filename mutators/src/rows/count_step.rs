//! Counts one row more or one less.
//!
//! Imitates: a count that takes the header for a row or leaves the first row out.
//!
//! Before:
//! ```text
//! fn orders(rows: &[Row]) -> usize { rows.iter().count() }
//! ```
//! After:
//! ```text
//! fn orders(rows: &[Row]) -> usize { rows.iter().count().saturating_add(1) }
//! ```
//! Stays away: frames, and counts of what is not seen to be an iterator.
//!
//! Equivalents: counts that are only compared with a far bound.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, kind, method_call};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "count-step";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if name == "count" && call.args.is_empty() && kind(&call.receiver) == Kind::Iterator {
        let end = range_of(call).end;
        sink.method(Group::Default, call, end..end, ".saturating_add(1)");
        sink.method(Group::Strict, call, end..end, ".saturating_sub(1)");
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn counts_of_chains_are_stepped() {
        assert_eq!(of("fn f() { r.iter().filter(f).count() }"), [".saturating_add(1)", ".saturating_sub(1)"]);
    }

    #[test]
    fn stays_away_from_frames() {
        assert_eq!(of(r#"fn f() { col("a").count(); gb.count(); x.len() }"#), Vec::<String>::new());
    }
}
