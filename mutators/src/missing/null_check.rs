//! Exchanges `is_null` and `is_not_null`, `is_nan` and `is_not_nan`.
//!
//! Imitates: a list of the incomplete rows that holds the complete ones.
//!
//! Before:
//! ```text
//! fn gone() -> Expr { col("left").is_null() }
//! ```
//! After:
//! ```text
//! fn gone() -> Expr { col("left").is_not_null() }
//! ```
//! Stays away: floats, JSON values and pointers, which have methods of these names.
//!
//! Equivalents: data of which half the rows are null, where only their number is looked at.

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "null-check";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let (Some((call, name)), Node::Expr(whole)) = (parts::function(node), node) {
        let is_expr = call.args.len() == 1 && frames::of(&call.args[0], &context.frames) == Some(Of::Expr);
        if let (Some(other), true, syn::Expr::Path(path)) = (opposite(&name), is_expr, &*call.func)
            && let Some(segment) = path.path.segments.last()
        {
            sink.value(Group::Default, whole, range_of(&segment.ident), other);
        }
        return;
    }
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 0) else { return };
    if let Some(other) = opposite(&call.name).filter(|_| matches!(call.of, Of::Expr | Of::Column)) {
        sink.rename_call(Group::Default, call.call, other);
    }
}

fn opposite(name: &str) -> Option<&'static str> {
    Some(match name {
        "is_null" => "is_not_null",
        "is_not_null" => "is_null",
        "is_nan" => "is_not_nan",
        "is_not_nan" => "is_nan",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn columns_and_functions() {
        assert_eq!(
            of(r#"df.column("a")?.is_not_null(); is_null(col("a")); col("a").is_nan()"#),
            ["is_null", "is_not_null", "is_not_nan"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["value.is_null()", "x.is_nan()"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
