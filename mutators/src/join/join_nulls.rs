//! Lets null keys match each other, or no longer: `join_nulls` and `nulls_equal`.
//!
//! Imitates: rows without a key that find a partner: all of them, with each other.
//!
//! Before:
//! ```text
//! fn args() -> JoinArgs { JoinArgs::new(JoinType::Left) }
//! ```
//! After:
//! ```text
//! fn args() -> JoinArgs { JoinArgs { nulls_equal: true, ..JoinArgs::new(JoinType::Left) } }
//! ```
//! Stays away: cross and asof joins, and builders that say it themselves elsewhere.
//!
//! Equivalents: keys without nulls.

use syn::Expr;

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "join-nulls";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let Some(value) = parts::field(node, &["JoinArgs", "JoinOptions"], "nulls_equal") {
        parts::flip(sink, Group::Strict, value);
    }
    let inside_literal = context.field.is_some();
    if let Node::Expr(whole @ Expr::Call(call)) = node
        && text_of(&call.func).ends_with("JoinArgs::new")
        && !parts::mentions(whole, "Cross")
        && !parts::mentions(whole, "AsOf")
        && !inside_literal
    {
        let name = text_of(&call.func);
        let name = name.trim_end_matches("::new");
        let text = format!("{name} {{ nulls_equal: true, ..{} }}", text_of(whole));
        sink.value(Group::Strict, whole, range_of(whole), text);
    }
    let Some(call) = frames::call(node, context).filter(|call| call.of == Of::Join) else { return };
    match (call.name.as_str(), call.arity()) {
        ("join_nulls", 1) => parts::flip(sink, Group::Strict, &call.call.args[0]),
        ("finish", 0) if !parts::mentions(&call.call.receiver, "join_nulls") => {
            let end = range_of(&*call.call.receiver).end;
            sink.method(Group::Strict, call.call, end..end, ".join_nulls(true)");
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
    fn builders_say_it_before_they_finish() {
        assert_eq!(
            of("a.join_builder().with(b).finish(); a.join_builder().join_nulls(true).finish()"),
            [".join_nulls(true)", "false"]
        );
    }

    #[test]
    fn fields_are_flipped() {
        assert_eq!(of("g(JoinArgs { nulls_equal: true, ..JoinArgs::new(JoinType::Left) })"), ["false"]);
    }

    #[test]
    fn stays_away() {
        for source in ["JoinArgs::new(JoinType::Cross)", "job.finish()", "g(Other { nulls_equal: true })"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
