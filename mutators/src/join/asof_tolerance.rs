//! Drops the tolerance of an asof join, or lets equal keys no longer match.
//!
//! Imitates: a quote from last week that is taken for today's.
//!
//! Before:
//! ```text
//! fn near() -> AsOfOptions { AsOfOptions { tolerance_str: Some("2h".into()), ..AsOfOptions::default() } }
//! ```
//! After:
//! ```text
//! fn near() -> AsOfOptions { AsOfOptions { tolerance_str: None, ..AsOfOptions::default() } }
//! ```
//! Stays away: options without a tolerance.
//!
//! Equivalents: data in which all matches are near.

use crate::frames::parts;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{argument_of, range_of};

pub(crate) const NAME: &str = "asof-tolerance";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let types = ["AsOfOptions"];
    for name in ["tolerance", "tolerance_str"] {
        if let Some(value) = parts::field(node, &types, name)
            && argument_of(value, "Some").is_some()
        {
            sink.value(Group::Strict, value, range_of(value), "None");
        }
    }
    if let Some(value) = parts::field(node, &types, "allow_eq") {
        parts::flip(sink, Group::Strict, value);
    }
    // `join_asof` and `join_asof_by` of data frames take it as an argument.
    let Node::Expr(syn::Expr::MethodCall(call)) = node else { return };
    if matches!(call.method.to_string().as_str(), "join_asof" | "join_asof_by") {
        for value in call.args.iter().filter(|value| argument_of(value, "Some").is_some()) {
            sink.value(Group::Strict, value, range_of(value), "None");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn arguments_of_data_frames() {
        assert_eq!(
            of(r#"df.join_asof_by(&b, "t", "t", ["k"], ["k"], AsofStrategy::Backward, Some(5.into()))"#),
            ["None"]
        );
    }

    #[test]
    fn equal_keys() {
        assert_eq!(of("g(AsOfOptions { allow_eq: true, ..a })"), ["false"]);
    }

    #[test]
    fn stays_away() {
        for source in ["g(AsOfOptions { tolerance: None, ..a })", "g(Other { tolerance: Some(1) })"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
