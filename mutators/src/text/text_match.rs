//! Looks for a text in another place: at the end for the start, at the start for anywhere; strict: a pattern as
//! plain text.
//!
//! Imitates: codes that happen to contain the prefix.
//!
//! Before:
//! ```text
//! fn ours() -> Expr { col("code").str().starts_with(lit("DE")) }
//! ```
//! After:
//! ```text
//! fn ours() -> Expr { col("code").str().ends_with(lit("DE")) }
//! ```
//! Stays away: strings of Rust, which are `prefix-suffix-swap`'s, and lists.
//!
//! Equivalents: texts that start and end alike.

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "text-match";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.within("str")) else { return };
    match (call.name.as_str(), call.arity()) {
        ("starts_with", 1) => sink.rename_call(Group::Default, call.call, "ends_with"),
        ("ends_with", 1) => sink.rename_call(Group::Default, call.call, "starts_with"),
        ("contains_literal", 1) => sink.rename_call(Group::Default, call.call, "starts_with"),
        ("contains", 2) => {
            let edit = range_of(&call.call.method).start..range_of(call.call).end;
            let pattern = text_of(&call.call.args[0]);
            sink.method(Group::Default, call.call, edit.clone(), format!("starts_with({pattern})"));
            sink.method(Group::Strict, call.call, edit, format!("contains_literal({pattern})"));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn patterns_become_plain() {
        assert_eq!(
            of(r#"col("a").str().contains(lit("x+"), true); col("a").str().ends_with(lit("y"))"#),
            [r#"starts_with(lit("x+"))"#, r#"contains_literal(lit("x+"))"#, "starts_with"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [r#"name.starts_with("x")"#, r#"col("a").list().contains(lit(1), true)"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
