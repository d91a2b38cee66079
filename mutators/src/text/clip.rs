//! Drops a bound of `clip`, or all of it.
//!
//! Imitates: a discount above one hundred percent.
//!
//! Before:
//! ```text
//! fn share() -> Expr { col("share").clip(lit(0), lit(1)) }
//! ```
//! After:
//! ```text
//! fn share() -> Expr { col("share").clip_min(lit(0)) }
//! ```
//! Stays away: `clamp` of Rust, which is `clamp-bound-drop`'s.
//!
//! Equivalents: values that never reach the bound.

use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "clip";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.of == Of::Expr) else { return };
    let edit = range_of(&call.call.method).start..range_of(call.call).end;
    match (call.name.as_str(), call.arity()) {
        ("clip", 2) => {
            let [low, high] = [0, 1].map(|index| text_of(&call.call.args[index]));
            sink.method(Group::Default, call.call, edit.clone(), format!("clip_min({low})"));
            sink.method(Group::Default, call.call, edit, format!("clip_max({high})"));
        }
        ("clip_min" | "clip_max", 1) => sink.drop_call(Group::Default, call.call),
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
    fn either_bound_goes() {
        assert_eq!(
            of(r#"col("a").clip(lit(0), lit(9)); col("b").clip_min(lit(1))"#),
            ["clip_min(lit(0))", "clip_max(lit(9))", ""]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["x.clamp(0, 1)", "image.clip(a, b)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
