//! Takes the median for another quantile, the opposite one for a share, and another method between two rows.
//!
//! Imitates: the 10th percentile for the 90th.
//!
//! Before:
//! ```text
//! fn slow() -> Expr { col("ms").quantile(lit(0.9), QuantileMethod::Nearest) }
//! ```
//! After:
//! ```text
//! fn slow() -> Expr { col("ms").quantile(lit(0.5), QuantileMethod::Nearest) }
//! ```
//! Stays away: shares that are not literals.
//!
//! Equivalents: groups of one row.

use crate::frames::{self, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "quantile";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "QuantileMethod", sink, |variant| match variant {
        "Nearest" | "Higher" => vec![(Group::Strict, "Lower")],
        "Lower" => vec![(Group::Strict, "Higher")],
        "Linear" | "Midpoint" => vec![(Group::Strict, "Nearest")],
        _ => vec![],
    });
    let Some(call) = frames::call(node, context) else { return };
    if !matches!(call.name.as_str(), "quantile" | "quantile_reduce") || call.arity() != 2 {
        return;
    }
    let share = parts::innermost(&call.call.args[0]);
    if let Some((value, suffix)) = parts::float(share) {
        let middle = if value == 0.5 { 0.25 } else { 0.5 };
        sink.literal(Group::Strict, range_of(share), format!("{middle:?}{suffix}"));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn shares_and_methods() {
        assert_eq!(of(r#"col("a").quantile(lit(0.5), QuantileMethod::Linear)"#), ["0.25", "Nearest"]);
    }

    #[test]
    fn stays_away() {
        for source in [r#"col("a").quantile(share, m)"#, "x.quantile(0.9, m)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
