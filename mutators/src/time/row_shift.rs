//! Shifts the other way, further, or not at all.
//!
//! Imitates: the next row's value for the previous one's: a look into the future.
//!
//! Before:
//! ```text
//! fn before() -> Expr { col("price").shift(lit(1)) }
//! ```
//! After:
//! ```text
//! fn before() -> Expr { col("price").shift(lit(-1)) }
//! ```
//! Stays away: distances that are not literals, and bit shifts.
//!
//! Equivalents: equal neighbours.

use crate::frames::{self, edits::remove_infallible, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "row-shift";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    match (call.name.as_str(), call.arity()) {
        ("shift", 1) | ("shift_and_fill", 2) => {}
        _ => return,
    }
    let distance = parts::innermost(&call.call.args[0]);
    if let Some((value, suffix)) = parts::integer(distance).filter(|(value, _)| *value != 0) {
        let further = value + value.signum();
        sink.literal(Group::Default, range_of(distance), format!("{}{suffix}", -value));
        sink.literal(Group::Strict, range_of(distance), format!("{further}{suffix}"));
    }
    if call.name == "shift" && !call.within("list") {
        remove_infallible(sink, Group::Strict, &call);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn distances_change() {
        assert_eq!(
            of(r#"col("a").shift_and_fill(lit(-2), lit(0)); df.column("a")?.shift(1)"#),
            ["2", "-3", ".clone()", "-1", "2"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["x.shift(1)", r#"col("a").shift_and_fill(n, lit(0))"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
