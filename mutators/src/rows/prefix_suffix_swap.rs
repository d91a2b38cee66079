//! Exchanges `starts_with` and `ends_with`, `strip_prefix` and `strip_suffix`.
//!
//! Imitates: a code that is looked for at the wrong end of an identifier.
//!
//! Before:
//! ```text
//! fn is_test(account: &str) -> bool { account.starts_with("test") }
//! ```
//! After:
//! ```text
//! fn is_test(account: &str) -> bool { account.ends_with("test") }
//! ```
//! Stays away: frames.
//!
//! Equivalents: texts that begin and end alike.

use crate::proposal::{Group, Sink};
use crate::receiver::{method_call, only_argument};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "prefix-suffix-swap";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let other = match name.as_str() {
        "starts_with" => "ends_with",
        "ends_with" => "starts_with",
        "strip_prefix" => "strip_suffix",
        "strip_suffix" => "strip_prefix",
        _ => return,
    };
    if only_argument(call).is_some() {
        sink.rename_call(Group::Default, call, other);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn both_pairs_are_swapped() {
        assert_eq!(of("fn f() { s.ends_with(x); s.strip_prefix('-') }"), ["starts_with", "strip_suffix"]);
    }

    #[test]
    fn stays_away_from_frames() {
        assert_eq!(
            of(r#"fn f() { col("a").str().starts_with(lit("x")); starts_with(a, b) }"#),
            Vec::<String>::new()
        );
    }
}
