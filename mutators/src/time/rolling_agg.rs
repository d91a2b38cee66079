//! Computes another aggregate over the same window: the greatest value for the sum, the median for the mean, `min`
//! for `max`.
//!
//! Imitates: a moving mean that should have been a moving median.
//!
//! Before:
//! ```text
//! fn smooth(o: RollingOptionsFixedWindow) -> Expr { col("x").rolling_mean(o) }
//! ```
//! After:
//! ```text
//! fn smooth(o: RollingOptionsFixedWindow) -> Expr { col("x").rolling_median(o) }
//! ```
//! Stays away: quantiles and ranks, and functions of one's own.
//!
//! Equivalents: windows of one value.

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "rolling-agg";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    let other = match call.name.as_str() {
        "rolling_sum" => "rolling_max",
        "rolling_mean" => "rolling_median",
        "rolling_median" => "rolling_mean",
        "rolling_min" => "rolling_max",
        "rolling_max" => "rolling_min",
        "rolling_std" => "rolling_var",
        "rolling_var" => "rolling_std",
        "rolling_sum_by" => "rolling_max_by",
        "rolling_mean_by" => "rolling_median_by",
        "rolling_median_by" => "rolling_mean_by",
        "rolling_min_by" => "rolling_max_by",
        "rolling_max_by" => "rolling_min_by",
        "rolling_std_by" => "rolling_var_by",
        "rolling_var_by" => "rolling_std_by",
        "ewm_std" => "ewm_var",
        "ewm_var" => "ewm_std",
        _ => return,
    };
    sink.rename_call(Group::Default, call.call, other);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn windows_by_time() {
        assert_eq!(
            of(r#"col("x").rolling_sum_by(col("t"), o); col("x").rolling_std(o)"#),
            ["rolling_max_by", "rolling_var"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["rolling_mean(x)", r#"col("x").rolling_map(f, o)"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
