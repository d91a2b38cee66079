//! What is written to standard error: `eprintln!` and `eprint!`. Standard output stays in, it may be the result.

use super::{Quiet, in_calls, names};

pub(crate) const NAME: &str = "diagnostics";
pub(crate) const REASON: &str = "output to standard error";

pub(crate) fn silences(what: Quiet<'_>) -> bool {
    in_calls(what, |call| match call {
        Quiet::Macro(mac) => {
            names(&mac.path).last().is_some_and(|name| matches!(name.as_str(), "eprintln" | "eprint"))
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn standard_error_is_left_out_and_standard_output_is_not() {
        let noise = |source| propose("arithmetic", source)[0].noise;
        assert_eq!(noise("fn f(n: u8) { eprintln!(\"{}\", n + 2); }"), Some(super::REASON));
        assert_eq!(noise("fn f(n: u8) { println!(\"{}\", n + 2); }"), None);
    }
}
