//! Takes, skips or steps over one row more or one less: `take`, `skip`, `step_by`, `nth`, `truncate`.
//!
//! Imitates: an off-by-one: a header that is not skipped, a top ten of nine.
//!
//! Before:
//! ```text
//! fn top(rows: &[Row], n: usize) -> Vec<&Row> { rows.iter().take(n).collect() }
//! ```
//! After:
//! ```text
//! fn top(rows: &[Row], n: usize) -> Vec<&Row> { rows.iter().take(n + 1).collect() }
//! ```
//! Stays away: options, frames, steps of zero, which panic, and unbounded counts such as `usize::MAX`.
//!
//! Equivalents: data with fewer rows than are taken.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, integer, kind, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, takes_suffix, text_of};

pub(crate) const NAME: &str = "take-step";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if !matches!(name.as_str(), "take" | "skip" | "step_by" | "nth" | "truncate")
        || kind(&call.receiver) == Kind::Optional
    {
        return;
    }
    let Some(argument) = only_argument(call) else { return };
    let least = u64::from(name == "step_by");
    if let Some(n) = integer(argument) {
        sink.literal(Group::Default, range_of(argument), (n + 1).to_string());
        if n > least {
            sink.literal(Group::Strict, range_of(argument), (n - 1).to_string());
        }
        return;
    }
    let text = text_of(argument);
    if matches!(argument, syn::Expr::Closure(_) | syn::Expr::Reference(_) | syn::Expr::Lit(_))
        || text.ends_with("MAX")
    {
        return;
    }
    let operand = if takes_suffix(argument) { text } else { format!("({text})") };
    sink.edit_expression(Group::Default, argument, range_of(argument), format!("{operand} + 1"));
    if least == 0 {
        let less = format!("{operand}.saturating_sub(1)");
        sink.edit_expression(Group::Strict, argument, range_of(argument), less);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn counts_are_stepped() {
        assert_eq!(of("fn f() { r.skip(1); r.step_by(n) }"), ["2", "0", "n + 1"]);
        assert_eq!(
            of("fn f() { r.iter().take(n as usize) }"),
            ["(n as usize) + 1", "(n as usize).saturating_sub(1)"]
        );
    }

    #[test]
    fn stays_away_from_options_and_unbounded_counts() {
        assert_eq!(
            of(r#"fn f() { o.take(); r.take(usize::MAX); col("a").take(3); it.nth(|x| x) }"#),
            Vec::<String>::new()
        );
    }
}
