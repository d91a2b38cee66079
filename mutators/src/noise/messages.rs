//! Texts of panics, assertions and errors, and what is computed for them: `panic!`, `unreachable!`, `assert!` and its
//! relatives, `bail!`, `anyhow!`. The condition of `ensure!` stays in, it decides which rows are refused.

use super::{Quiet, in_calls, names};

pub(crate) const NAME: &str = "messages";
pub(crate) const REASON: &str = "panic, assertion or error message";

const MACROS: &[&str] = &[
    "panic",
    "unreachable",
    "todo",
    "unimplemented",
    "assert",
    "assert_eq",
    "assert_ne",
    "assert_matches",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "prop_assert",
    "prop_assert_eq",
    "prop_assert_ne",
    "anyhow",
    "polars_err",
];

/// They leave the function, so only their arguments are noise, not the statement.
const LEAVING: &[&str] = &["bail", "polars_bail"];

pub(crate) fn silences(what: Quiet<'_>) -> bool {
    let is_statement = matches!(what, Quiet::Statement(_));
    in_calls(what, |call| match call {
        Quiet::Macro(mac) => names(&mac.path).last().is_some_and(|name| {
            MACROS.contains(&name.as_str()) || !is_statement && LEAVING.contains(&name.as_str())
        }),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn what_messages_compute_is_left_out() {
        let noise = |source| propose("arithmetic", source)[0].noise;
        assert_eq!(noise("fn f(n: u8) { panic!(\"{}\", n + 2) }"), Some(super::REASON));
        assert_eq!(noise("fn f(n: u8) { debug_assert!(n + 2 < 9); }"), Some(super::REASON));
        assert_eq!(noise("fn f(n: u8) -> R { bail!(\"{}\", n + 2); }"), Some(super::REASON));
        assert_eq!(noise("fn f(n: u8) -> R { ensure!(n + 2 < 9); Ok(()) }"), None);
    }
}
