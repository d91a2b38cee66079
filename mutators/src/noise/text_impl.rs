//! Everything in an `impl Debug`, `impl Display` or `impl Error`: it words messages for people, which tests rightly do not
//! pin down.

use super::{Quiet, names};

pub(crate) const NAME: &str = "text-impl";
pub(crate) const REASON: &str = "wording of Debug, Display or an error";

pub(crate) fn silences(what: Quiet<'_>) -> bool {
    let Quiet::Impl(block) = what else { return false };
    let Some((path, _)) = &block.trait_ else { return false };
    names(path).last().is_some_and(|name| matches!(name.as_str(), "Debug" | "Display" | "Error"))
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn bodies_of_display_are_left_out() {
        let source = "impl fmt::Display for S { fn fmt(&self, f: &mut F) -> fmt::Result { g(f) } }";
        assert_eq!(propose("return-value", source)[0].noise, Some(super::REASON));
        let source = "impl FromStr for S { fn from_str(s: &str) -> bool { g(s) } }";
        assert_eq!(propose("return-value", source)[0].noise, None);
    }
}
