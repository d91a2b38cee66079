//! Calls that only count and time: `counter!(..)`, `histogram!(..)`, `metrics::..`, `prometheus::..`.

use super::{Quiet, called, in_calls, names};

pub(crate) const NAME: &str = "metrics";
pub(crate) const REASON: &str = "metrics";

const CRATES: &[&str] = &["metrics", "prometheus", "opentelemetry", "statsd"];

pub(crate) fn silences(what: Quiet<'_>) -> bool {
    in_calls(what, |call| {
        let path = match call {
            Quiet::Macro(mac) => names(&mac.path),
            Quiet::Call(call) => called(call),
            _ => return false,
        };
        let is_macro = matches!(call, Quiet::Macro(_));
        let named = |name: &String| {
            matches!(
                name.as_str(),
                "counter" | "gauge" | "histogram" | "increment_counter" | "describe_counter"
            )
        };
        path.len() > 1 && CRATES.contains(&path[0].as_str()) || is_macro && path.last().is_some_and(named)
    })
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn chains_on_metrics_are_left_out() {
        let noise = |source| propose("statement-delete", source)[0].noise;
        assert_eq!(noise("fn f() { counter!(\"rows\").increment(g()); }"), Some(super::REASON));
        assert_eq!(noise("fn f() { metrics::describe(g()); }"), Some(super::REASON));
        assert_eq!(noise("fn f() { rows.histogram(); }"), None);
    }
}
