//! Gives up the order of equal rows: `unique_stable`, `group_by_stable`, `with_maintain_order`. Only in the group
//! of all mutators: what comes out may differ from run to run.
//!
//! Imitates: a result that was stable on one thread.
//!
//! Before:
//! ```text
//! fn once(lf: LazyFrame) -> LazyFrame { lf.unique_stable(None, UniqueKeepStrategy::First) }
//! ```
//! After:
//! ```text
//! fn once(lf: LazyFrame) -> LazyFrame { lf.unique(None, UniqueKeepStrategy::First) }
//! ```
//! Stays away: what is not stable already.
//!
//! Equivalents: small frames, which often keep their order by chance.

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "stable-drop";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if let Some(value) =
        parts::field(node, &["SortOptions", "SortMultipleOptions", "UnionArgs"], "maintain_order")
        && parts::boolean(value) == Some(true)
    {
        parts::flip(sink, Group::All, value);
    }
    parts::variants(node, "MaintainOrderJoin", sink, |variant| match variant {
        "None" => vec![],
        _ => vec![(Group::All, "None")],
    });
    if let Node::Expr(syn::Expr::MethodCall(call)) = node
        && call.method == "with_maintain_order"
        && call.args.len() == 1
        && parts::boolean(&call.args[0]) == Some(true)
    {
        parts::flip(sink, Group::All, &call.args[0]);
    }
    let Some(call) = frames::call(node, context) else { return };
    let other = match call.name.as_str() {
        // The types of data frames' own method are not told by its arguments.
        "unique_stable" if call.of == Of::Data => "unique::<(), ()>",
        "unique_stable" => "unique",
        "group_by_stable" => "group_by",
        "unique_stable_generic" => "unique_generic",
        "partition_by_stable" => "partition_by",
        _ => return,
    };
    sink.rename_call(Group::All, call.call, other);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn options_and_joins() {
        assert_eq!(
            of(
                r#"g(o().with_maintain_order(true), MaintainOrderJoin::Left); lf.group_by_stable([col("a")]); df.unique_stable(None, k, None)?"#
            ),
            ["false", "None", "group_by", "unique::<(), ()>"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["lf.unique(None, k)", "o().with_maintain_order(false)", "MaintainOrderJoin::None"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
