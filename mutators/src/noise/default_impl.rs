//! Everything in an `impl Default`: its values are starting points that callers set, and there is no better default to
//! compare with. cargo-mutants leaves these out as well.

use super::{Quiet, names};

pub(crate) const NAME: &str = "default-impl";
pub(crate) const REASON: &str = "default value of a type";

pub(crate) fn silences(what: Quiet<'_>) -> bool {
    let Quiet::Impl(block) = what else { return false };
    let Some((path, _)) = &block.trait_ else { return false };
    names(path).last().is_some_and(|name| name == "Default")
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn values_of_default_are_left_out_and_those_of_new_are_not() {
        let noise = |source| propose("integer-constant", source)[0].noise;
        assert_eq!(noise("impl Default for S { fn default() -> S { g(1) } }"), Some(super::REASON));
        assert_eq!(noise("impl S { fn new() -> S { g(1) } }"), None);
    }
}
