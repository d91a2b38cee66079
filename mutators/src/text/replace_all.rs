//! Replaces the first match for all of them, or all for the first; strict: none.
//!
//! Imitates: a phone number that keeps its second blank.
//!
//! Before:
//! ```text
//! fn bare() -> Expr { col("phone").str().replace_all(lit(" "), lit(""), true) }
//! ```
//! After:
//! ```text
//! fn bare() -> Expr { col("phone").str().replace(lit(" "), lit(""), true) }
//! ```
//! Stays away: strings of Rust, and `replace` of whole values.
//!
//! Equivalents: texts with one match.

use syn::Expr;

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "replace-all";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.within("str")) else { return };
    let other = match (call.name.as_str(), call.arity()) {
        ("replace_all", 3) => "replace",
        ("replace", 3) => "replace_all",
        _ => return,
    };
    sink.rename_call(Group::Default, call.call, other);
    if let (Node::Expr(whole), Expr::MethodCall(space)) = (node, &*call.call.receiver) {
        let edit = range_of(&*space.receiver).end..range_of(call.call).end;
        sink.value(Group::Strict, whole, edit, "");
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
        assert_eq!(of(r#"col("a").str().replace(a, b, false)"#), ["", "replace_all"]);
    }

    #[test]
    fn stays_away() {
        for source in [r#"text.replace("a", "b")"#, r#"col("a").replace(old, new)"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
