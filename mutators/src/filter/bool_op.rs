//! Exchanges `and` and `or`, `any` and `all`, of expressions and of `any_horizontal` and `all_horizontal`.
//!
//! Imitates: a condition that needs both parts and is content with one.
//!
//! Before:
//! ```text
//! fn late() -> Expr { col("due").lt(lit(9)).and(col("paid").not()) }
//! ```
//! After:
//! ```text
//! fn late() -> Expr { col("due").lt(lit(9)).or(col("paid").not()) }
//! ```
//! Stays away: options, whose `and` and `or` mean other things, and `&&`, which is `logical`'s.
//!
//! Equivalents: conditions that always agree.

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "bool-op";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let (Some((call, name)), Node::Expr(whole)) = (parts::function(node), node) {
        let other = match name.as_str() {
            "any_horizontal" => "all_horizontal",
            "all_horizontal" => "any_horizontal",
            _ => return,
        };
        if let syn::Expr::Path(path) = &*call.func
            && let Some(segment) = path.path.segments.last()
        {
            sink.value(Group::Default, whole, range_of(&segment.ident), other);
        }
        return;
    }
    let Some(call) = frames::call(node, context).filter(|call| call.of == Of::Expr) else { return };
    let other = match (call.name.as_str(), call.arity()) {
        ("and", 1) => "or",
        ("or", 1) => "and",
        ("logical_and", 1) => "logical_or",
        ("logical_or", 1) => "logical_and",
        ("any", 1) => "all",
        ("all", 1) => "any",
        _ => return,
    };
    sink.rename_call(Group::Default, call.call, other);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn methods_and_functions() {
        assert_eq!(
            of(r#"col("a").or(b); any_horizontal([a, b]); col("a").all(true)"#),
            ["and", "all_horizontal", "any"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["option.and(other)", "a && b", "rows.iter().any(|x| x.a)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
