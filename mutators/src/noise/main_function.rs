//! The body of `fn main`: it reads arguments and calls the job, and tests call the job without it.

use super::Quiet;

pub(crate) const NAME: &str = "main-function";
pub(crate) const REASON: &str = "the main function, which tests do not call";

pub(crate) fn silences(what: Quiet<'_>) -> bool {
    matches!(what, Quiet::Function(signature) if signature.ident == "main" && signature.inputs.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn only_main_itself_is_left_out() {
        let found = propose("statement-delete", "fn main() { run(); } fn job() { load(); }");
        assert_eq!([found[0].noise, found[1].noise], [Some(super::REASON), None]);
    }
}
