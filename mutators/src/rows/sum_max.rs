//! Takes the greatest row for the sum.
//!
//! Imitates: the wrong aggregate, which looks right as long as each group has one row.
//!
//! Before:
//! ```text
//! fn total(rows: &[Row]) -> i64 { rows.iter().map(|row| row.cents).sum() }
//! ```
//! After:
//! ```text
//! fn total(rows: &[Row]) -> i64 { rows.iter().map(|row| row.cents).max_by(|a, b| a.partial_cmp(b).expect("comparable")).into_iter().sum() }
//! ```
//! Stays away: frames, and sums of what is not seen to be an iterator.
//!
//! Equivalents: groups of one row.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, kind, method_call};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "sum-max";

/// Serves floats as well, and an empty group sums to zero as before.
const GREATEST: &str = ".max_by(|a, b| a.partial_cmp(b).expect(\"comparable\")).into_iter()";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if name == "sum" && call.args.is_empty() && kind(&call.receiver) == Kind::Iterator {
        let end = range_of(&*call.receiver).end;
        sink.method(Group::Default, call, end..end, GREATEST);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn turbofish_stays() {
        assert_eq!(
            of("fn f() { r.iter().sum::<f64>() }"),
            [r#".max_by(|a, b| a.partial_cmp(b).expect("comparable")).into_iter()"#]
        );
    }

    #[test]
    fn stays_away_from_frames_and_unknown_sums() {
        assert_eq!(
            of(r#"fn f() { col("a").sum(); s.sum(); ca.sum::<f64>(); o.ok().sum() }"#),
            Vec::<String>::new()
        );
    }
}
