//! Gives a group another starting value: `or_insert(v)` and `or_insert_with(|| v)` start one higher or at the default
//! of the type.
//!
//! Imitates: totals of new groups that start at the wrong value.
//!
//! Before:
//! ```text
//! fn stock(left: &mut Stock, sku: &str) { *left.entry(sku.into()).or_insert(opening()) -= 1; }
//! ```
//! After:
//! ```text
//! fn stock(left: &mut Stock, sku: &str) { *left.entry(sku.into()).or_insert(Default::default()) -= 1; }
//! ```
//! Stays away: values that are empty or zero by the look of them, except plain numbers, which become one.
//!
//! Equivalents: values that are overwritten at once.

use crate::proposal::{Group, Sink};
use crate::receiver::{closure, integer, is_neutral, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::range_of;
use syn::Expr;

pub(crate) const NAME: &str = "entry-default";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let Some(argument) = only_argument(call) else { return };
    let value = match name.as_str() {
        "or_insert" => argument,
        "or_insert_with" => match closure(argument) {
            Some(closure) => &*closure.body,
            None => return,
        },
        _ => return,
    };
    if let (Some(n), Expr::Lit(literal)) = (integer(value), value) {
        let suffix = match &literal.lit {
            syn::Lit::Int(int) => int.suffix(),
            _ => "",
        };
        sink.literal(Group::Default, range_of(value), format!("{}{suffix}", n + 1));
    } else if !is_neutral(value) && !matches!(value, Expr::Lit(_) | Expr::Macro(_)) {
        sink.edit_expression(Group::Default, value, range_of(value), "Default::default()");
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn numbers_are_stepped_and_closures_seen() {
        assert_eq!(
            of("fn f() { m.entry(k).or_insert(0); m.entry(k).or_insert_with(|| load(k)) }"),
            ["1", "Default::default()"]
        );
    }

    #[test]
    fn stays_away_from_empty_values() {
        assert_eq!(
            of(
                "fn f() { m.entry(k).or_insert(Cents(0)); m.entry(k).or_insert_with(Vec::new); m.entry(k).or_default(); m.entry(k).or_insert(vec![]) }"
            ),
            Vec::<String>::new()
        );
    }
}
