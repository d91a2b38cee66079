//! Hints about memory: `with_capacity(..)`, `reserve(..)`, `shrink_to_fit()`. They change speed, never a result.

use super::{Quiet, called, in_calls};

pub(crate) const NAME: &str = "capacity";
pub(crate) const REASON: &str = "capacity hint";

const HINTS: &[&str] = &[
    "with_capacity",
    "with_capacity_and_hasher",
    "reserve",
    "reserve_exact",
    "try_reserve",
    "shrink_to_fit",
    "shrink_to",
];

pub(crate) fn silences(what: Quiet<'_>) -> bool {
    in_calls(what, |call| match call {
        Quiet::Call(call) => called(call).last().is_some_and(|name| HINTS.contains(&name.as_str())),
        Quiet::MethodCall(call) => HINTS.contains(&call.method.to_string().as_str()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn statements_and_arguments_are_left_out() {
        let noise = |mutator, source| propose(mutator, source)[0].noise;
        assert_eq!(noise("statement-delete", "fn f(v: V) { v.reserve(9); }"), Some(super::REASON));
        assert_eq!(noise("arithmetic", "fn f() -> V { Vec::with_capacity(n + 2) }"), Some(super::REASON));
        assert_eq!(noise("arithmetic", "fn f() -> V { reserve_table(n + 2) }"), None);
    }
}
