//! Rounds otherwise: to one decimal more or less, not at all, up for down, halves away from zero.
//!
//! Imitates: cents that do not add up, because each line was rounded, or none.
//!
//! Before:
//! ```text
//! fn price() -> Expr { col("price").round(2, RoundMode::HalfToEven) }
//! ```
//! After:
//! ```text
//! fn price() -> Expr { col("price").round(3, RoundMode::HalfToEven) }
//! ```
//! Stays away: floats of Rust, which are `round-swap`'s, and dates.
//!
//! Equivalents: values with fewer decimals.

use crate::frames::{self, Of, edits::step, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "frame-round";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    parts::variants(node, "RoundMode", sink, |variant| match variant {
        "HalfToEven" => vec![(Group::Strict, "HalfAwayFromZero")],
        "HalfAwayFromZero" => vec![(Group::Strict, "HalfToEven")],
        "ToZero" => vec![(Group::Default, "HalfToEven")],
        _ => vec![],
    });
    let Some(call) = frames::call(node, context) else { return };
    if call.of == Of::Expr && !call.is_plain_expr() || !matches!(call.of, Of::Expr | Of::Column) {
        return;
    }
    match (call.name.as_str(), call.arity()) {
        ("floor", 0) => sink.rename_call(Group::Default, call.call, "ceil"),
        ("ceil", 0) => sink.rename_call(Group::Default, call.call, "floor"),
        ("round", 2) | ("truncate", 1) => {
            let decimals = &call.call.args[0];
            if parts::integer(decimals).is_some() {
                step(sink, decimals, 0);
            }
            if call.of == Of::Expr {
                sink.drop_call(Group::Default, call.call);
            }
        }
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
    fn all_ways() {
        assert_eq!(
            of(r#"col("a").floor(); col("a").round(0, RoundMode::ToZero)"#),
            ["ceil", "", "1", "HalfToEven"]
        );
    }

    #[test]
    fn stays_away() {
        for source in ["x.round()", "x.floor()", r#"col("t").dt().round(lit("1h"))"#] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
