//! Computes a window over fewer keys; over all rows where there is one key only.
//!
//! Imitates: a rank or a share over the whole table instead of one per group.
//!
//! Before:
//! ```text
//! fn share() -> PolarsResult<Expr> { col("cents").sum().over([col("year"), col("shop")]) }
//! ```
//! After:
//! ```text
//! fn share() -> PolarsResult<Expr> { col("cents").sum().over([col("year")]) }
//! ```
//! Stays away: keys in variables of unknown length.
//!
//! Equivalents: a key that another key determines.

use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{argument_of, range_of};

pub(crate) const NAME: &str = "over-key-drop";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    let keys = match (call.name.as_str(), call.arity()) {
        ("over", 1) => &call.call.args[0],
        ("over_with_options", 3) => match argument_of(&call.call.args[0], "Some") {
            Some(keys) => keys,
            None => return,
        },
        _ => return,
    };
    let single = parts::list(keys).is_some_and(|keys| keys.elements.len() == 1);
    if single && call.name == "over" {
        let all = format!("[{}(1)]", context.frames.path("lit"));
        sink.method(Group::Default, call.call, range_of(keys), all);
    }
    for (edit, text) in parts::shorter(keys, &context.frames) {
        sink.method(Group::Default, call.call, edit, text);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn one_key_becomes_none() {
        assert_eq!(of(r#"col("a").sum().over(["b"])?"#), ["[lit(1)]"]);
    }

    #[test]
    fn options_too() {
        assert_eq!(
            of(r#"col("a").over_with_options(Some([col("b"), col("c")]), None, WindowMapping::Join)"#),
            ["", ""]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["game.over(x)", r#"col("a").over(keys)"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
