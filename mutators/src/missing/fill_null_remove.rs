//! Leaves nulls as they are: drops `fill_null`, `fill_nan` and `fill_null_with_strategy`.
//!
//! Imitates: a default that was forgotten: a null swallows every sum it is added to.
//!
//! Before:
//! ```text
//! fn fee() -> Expr { col("fee").fill_null(lit(0)).alias("fee") }
//! ```
//! After:
//! ```text
//! fn fee() -> Expr { col("fee").alias("fee") }
//! ```
//! Stays away: values that are never null, such as counts.
//!
//! Equivalents: columns without nulls.

use crate::frames::edits::remove;
use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "fill-null-remove";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 1) else { return };
    let fills = matches!(call.name.as_str(), "fill_null" | "fill_nan" | "fill_null_with_strategy");
    match call.of {
        Of::Lazy | Of::Expr if fills => sink.drop_call(Group::Default, call.call),
        Of::Data | Of::Column if call.name == "fill_null" => remove(sink, Group::Default, &call, context),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn eager_ones_give_results() {
        assert_eq!(
            of("df.fill_null(FillNullStrategy::Zero)?; lf.fill_nan(lit(0.0))"),
            [".clone().pipe(Ok)", ""]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["form.fill_null(x)", "option.unwrap_or(0)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
