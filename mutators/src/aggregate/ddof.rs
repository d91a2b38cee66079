//! Exchanges the deviation of a sample (`ddof` 1) and of all (0).
//!
//! Imitates: a standard deviation of five values divided by five.
//!
//! Before:
//! ```text
//! fn spread() -> Expr { col("delay").std(1) }
//! ```
//! After:
//! ```text
//! fn spread() -> Expr { col("delay").std(0) }
//! ```
//! Stays away: arguments that are not literals.
//!
//! Equivalents: groups of equal values, and groups so large that rounding hides it.

use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "ddof";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 1) else { return };
    if !frames::among("std var std_reduce var_reduce", &call.name) {
        return;
    }
    if let Some((value, suffix)) = parts::integer(&call.call.args[0]) {
        let other = i128::from(value == 0);
        sink.literal(Group::Default, range_of(&call.call.args[0]), format!("{other}{suffix}"));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn either_way() {
        assert_eq!(of(r#"col("a").var(0); col("a").std(1u8)"#), ["1", "0u8"]);
    }

    #[test]
    fn stays_away() {
        for source in [r#"col("a").std(n)"#, "x.std(1)", r#"col("a").round(1, mode)"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
