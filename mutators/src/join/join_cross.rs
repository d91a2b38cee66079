//! Joins every row with every row. Only in the group of all mutators: the result may be very large.
//!
//! Imitates: a join condition that was lost.
//!
//! Before:
//! ```text
//! fn paid(orders: LazyFrame, paid: LazyFrame) -> LazyFrame { orders.inner_join(paid, col("id"), col("id")) }
//! ```
//! After:
//! ```text
//! fn paid(orders: LazyFrame, paid: LazyFrame) -> LazyFrame { orders.cross_join(paid, None) }
//! ```
//! Stays away: semi and anti joins, which keep the columns of the left side only.
//!
//! Equivalents: one row on each side.

use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "join-cross";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    let joins = matches!(
        (call.name.as_str(), call.arity()),
        ("inner_join" | "left_join" | "full_join", 3) | ("join", 4 | 5)
    );
    if !joins {
        return;
    }
    let other = text_of(&call.call.args[0]);
    let text = match call.of {
        Of::Lazy => format!("cross_join({other}, None)"),
        Of::Data => {
            let order = context.frames.path("MaintainOrderJoin");
            format!("cross_join({other}, None, None, {order}::LeftRight)")
        }
        _ => return,
    };
    let edit = range_of(&call.call.method).start..range_of(call.call).end;
    sink.method(Group::All, call.call, edit, text);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn eager_joins_too() {
        assert_eq!(
            of(r#"df.left_join(&b, ["x"], ["y"])"#),
            ["cross_join(&b, None, None, MaintainOrderJoin::LeftRight)"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [r#"lf.semi_join(b, col("x"), col("x"))"#, r#"path.join("x")"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
