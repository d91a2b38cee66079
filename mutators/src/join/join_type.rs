//! Joins in another way: inner for left, left for inner, and their like; as methods, as `JoinType` wherever it is a
//! value, and in constants. A full join becomes a left one that keeps both keys, so that the columns stay.
//!
//! Imitates: an inner join that loses rows without a partner, or a left join that lets them through.
//!
//! Before:
//! ```text
//! fn named(orders: LazyFrame, users: LazyFrame) -> LazyFrame { orders.left_join(users, "user", "id") }
//! ```
//! After:
//! ```text
//! fn named(orders: LazyFrame, users: LazyFrame) -> LazyFrame { orders.inner_join(users, "user", "id") }
//! ```
//! Stays away: patterns, other enums, semi, anti, cross and asof joins.
//!
//! Equivalents: data in which every key has a partner. An inner join that becomes a left one seldom shows where the same
//! chain filters or joins afterwards, as the new rows have nulls; that is left to strict runs.

use syn::Expr;

use crate::frames::{self, Of, parts};
use crate::proposal::{Bytes, Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "join-type";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let keeps_keys = keeps_both_keys(node, context);
    if let Some((edit, text)) = keeps_keys {
        if let Node::Expr(whole) = node {
            sink.value(Group::Default, whole, edit, text);
        }
        return;
    }
    let in_full_options = matches!(context.argument_of.as_deref(), Some("JoinArgs::new" | ".how"));
    let loosened = |at: usize| match context.frames.columns.is_followed(at) {
        true => Group::Strict,
        false => Group::Default,
    };
    let here = match node {
        Node::Expr(expr) => loosened(range_of(expr).start),
        _ => Group::Default,
    };
    parts::variants(node, "JoinType", sink, |variant| match variant {
        "Left" => vec![(Group::Default, "Inner"), (Group::Strict, "Right")],
        "Inner" => vec![(here, "Left")],
        "Right" => vec![(Group::Default, "Inner"), (Group::Strict, "Left")],
        "Full" if !in_full_options => vec![(Group::Default, "Left")],
        _ => vec![],
    });
    let Some(call) = frames::call(node, context) else { return };
    match (call.name.as_str(), call.of) {
        ("left_join" | "right_join", _) => sink.rename_call(Group::Default, call.call, "inner_join"),
        ("inner_join", _) => {
            let group = loosened(range_of(&call.call.method).start);
            sink.rename_call(group, call.call, "left_join");
        }
        ("full_join", of) if call.arity() == 3 => {
            let arguments: Vec<_> = call.call.args.iter().map(text_of).collect();
            let (args, how) = (context.frames.path("JoinArgs"), context.frames.path("JoinType"));
            let keep = format!("{args}::new({how}::Left).with_coalesce({})", keep_columns(context));
            let text = match (&arguments[..], of) {
                ([other, left, right], Of::Data) => format!("join({other}, {left}, {right}, {keep}, None)"),
                ([other, left, right], _) => {
                    let expr = context.frames.path("Expr");
                    format!("join({other}, [{expr}::from({left})], [{expr}::from({right})], {keep})")
                }
                _ => return,
            };
            let edit = range_of(&call.call.method).start..range_of(call.call).end;
            sink.method(Group::Default, call.call, edit, text);
        }
        _ => {}
    }
}

fn keep_columns(context: &Context) -> String {
    format!("{}::KeepColumns", context.frames.path("JoinCoalesce"))
}

/// A full join keeps both keys unless it is told otherwise; the left join in its place must do so as well.
fn keeps_both_keys(node: Node<'_>, context: &Context) -> Option<(Bytes, String)> {
    let path_of = |argument: &Expr| {
        let text = text_of(argument);
        text.strip_suffix("JoinType::Full").map(|prefix| format!("{prefix}JoinType::Left"))
    };
    match node {
        Node::Expr(Expr::Call(call)) if call.args.len() == 1 => {
            let function = text_of(&call.func);
            let left = path_of(&call.args[0]).filter(|_| function.ends_with("JoinArgs::new"))?;
            let edit = range_of(&call.args[0]).start..range_of(call).end;
            Some((edit, format!("{left}).with_coalesce({})", keep_columns(context))))
        }
        Node::Expr(Expr::MethodCall(call)) if call.method == "how" && call.args.len() == 1 => {
            let left = path_of(&call.args[0])?;
            let edit = range_of(&call.args[0]).start..range_of(call).end;
            Some((edit, format!("{left}).coalesce({})", keep_columns(context))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;
    use crate::proposal::Group;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn methods_are_renamed() {
        assert_eq!(
            of(r#"a.left_join(b, col("x"), col("x")); df.inner_join(&b, ["x"], ["x"])"#),
            ["inner_join", "left_join"]
        );
    }

    #[test]
    fn types_are_swapped_wherever_they_are_values() {
        assert_eq!(
            of(
                "let how = JoinType::Left; a.join_builder().how(polars::prelude::JoinType::Inner); JoinType::Right.into()"
            ),
            ["Inner", "Right", "Left", "Inner", "Left"]
        );
    }

    #[test]
    fn rows_that_the_chain_drops_again_are_left_to_strict_runs() {
        let groups = |chain: &str| {
            let source = format!("fn f(lf: LazyFrame) -> LazyFrame {{ {chain} }}");
            let proposals = crate::manual::propose(super::NAME, &source);
            proposals.iter().map(|proposal| proposal.group).collect::<Vec<_>>()
        };
        let (join, typed) =
            (r#"lf.inner_join(b, "x", "x")"#, r#"lf.join(b, [k], [k], JoinArgs::new(JoinType::Inner))"#);
        for join in [join, typed] {
            assert_eq!(groups(&format!(r#"{join}.select([col("y")])"#)), [Group::Default]);
            assert_eq!(groups(&format!(r#"{join}.filter(col("y").is_null())"#)), [Group::Default]);
            assert_eq!(
                groups(&format!(r#"{join}.select([z]).filter(col("y").gt(lit(1)))"#)),
                [Group::Strict]
            );
            let twice = groups(&format!(r#"{join}.inner_join(c, "y", "y")"#));
            assert_eq!(twice.iter().filter(|group| **group == Group::Strict).count(), 1);
        }
    }

    #[test]
    fn a_full_join_keeps_its_columns() {
        assert_eq!(
            of(
                r#"lf.full_join(b, "x", "y"); g(JoinArgs::new(JoinType::Full)); b.join_builder().how(JoinType::Full)"#
            ),
            [
                r#"join(b, [Expr::from("x")], [Expr::from("y")], JoinArgs::new(JoinType::Left).with_coalesce(JoinCoalesce::KeepColumns))"#,
                "JoinType::Left).with_coalesce(JoinCoalesce::KeepColumns)",
                "JoinType::Left).coalesce(JoinCoalesce::KeepColumns)"
            ]
        );
    }

    #[test]
    fn stays_away() {
        for source in [
            "match how { JoinType::Left => 1, _ => 2 }",
            "Side::Left",
            "JoinType::Semi",
            "JoinType::Cross",
            r#"path.join("x")"#,
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
