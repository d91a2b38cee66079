//! Exchanges semi and anti joins: the rows with a partner for those without.
//!
//! Imitates: a list of exclusions that is used as a list of inclusions.
//!
//! Before:
//! ```text
//! fn active(users: LazyFrame, closed: LazyFrame) -> LazyFrame { users.anti_join(closed, col("id"), col("id")) }
//! ```
//! After:
//! ```text
//! fn active(users: LazyFrame, closed: LazyFrame) -> LazyFrame { users.semi_join(closed, col("id"), col("id")) }
//! ```
//! Stays away: other joins, and patterns.
//!
//! Equivalents: data of which half the rows have a partner, where only their number is looked at.

use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "join-semi-anti";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "JoinType", sink, |variant| match variant {
        "Semi" => vec![(Group::Default, "Anti")],
        "Anti" => vec![(Group::Default, "Semi")],
        _ => vec![],
    });
    let Some(call) = frames::call(node, context) else { return };
    match call.name.as_str() {
        "semi_join" => sink.rename_call(Group::Default, call.call, "anti_join"),
        "anti_join" => sink.rename_call(Group::Default, call.call, "semi_join"),
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
    fn both_directions() {
        assert_eq!(of(r#"a.semi_join(b, col("x"), col("x")); g(JoinType::Anti)"#), ["anti_join", "Semi"]);
    }

    #[test]
    fn stays_away() {
        for source in [
            r#"a.left_join(b, col("x"), col("x"))"#,
            "JoinType::Left",
            "match how { JoinType::Semi => 1, _ => 2 }",
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
