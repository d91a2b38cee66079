//! Calls of logging and tracing: `info!(..)`, `log::log!(..)`, `tracing::span!(..)`, `span.record(..)` and the like,
//! arguments included. What is logged is not part of a result.

use super::{Quiet, in_calls, names};

pub(crate) const NAME: &str = "logging";
pub(crate) const REASON: &str = "logging or tracing";

const MACROS: &[&str] = &[
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "log",
    "event",
    "span",
    "trace_span",
    "debug_span",
    "info_span",
    "warn_span",
    "error_span",
];

const CRATES: &[&str] = &["log", "tracing", "slog", "env_logger", "tracing_subscriber", "fern"];

pub(crate) fn silences(what: Quiet<'_>) -> bool {
    in_calls(what, |call| {
        let path = match call {
            Quiet::Macro(mac) => {
                let path = names(&mac.path);
                if path.len() == 1 && MACROS.contains(&path[0].as_str()) {
                    return true;
                }
                path
            }
            Quiet::Call(call) => super::called(call),
            _ => return false,
        };
        path.len() > 1 && CRATES.contains(&path[0].as_str())
    })
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn calls_of_logging_crates_are_left_out() {
        let noise = |source| propose("statement-delete", source)[0].noise;
        assert_eq!(noise("fn f() { tracing::info_span!(\"x\").record(\"n\", 1); }"), Some(super::REASON));
        assert_eq!(noise("fn f() { log::set_max_level(g()); }"), Some(super::REASON));
        assert_eq!(noise("fn f() { info(g()); }"), None);
    }
}
