//! Starts `fold`, `scan` or `try_fold` from another value: a number that is one more, the opposite bound, or the
//! default of the type.
//!
//! Imitates: a running total that starts at the wrong balance, a minimum that starts at zero.
//!
//! Before:
//! ```text
//! fn least(x: &[i64]) -> i64 { x.iter().copied().fold(i64::MAX, i64::min) }
//! ```
//! After:
//! ```text
//! fn least(x: &[i64]) -> i64 { x.iter().copied().fold(i64::MIN, i64::min) }
//! ```
//! Stays away: options, frames, empty collections, which are their own default, and what a caller hands in to be folded
//! from.
//!
//! Equivalents: initial values that the first row replaces.

use crate::proposal::{Group, Sink};
use crate::receiver::{integer, is_neutral, method_call};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};
use syn::Expr;

pub(crate) const NAME: &str = "fold-initial";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if !matches!(name.as_str(), "fold" | "scan" | "try_fold" | "rfold") || call.args.len() != 2 {
        return;
    }
    let initial = &call.args[0];
    if matches!(initial, Expr::Closure(_)) || is_handed_on(initial, context) {
        return;
    }
    if let Some(replacement) = other(initial) {
        sink.edit_expression(Group::Default, initial, range_of(initial), replacement);
    }
}

/// True in an iterator's own `fold`, which hands on what its caller starts with: of any type, and no choice of this code.
fn is_handed_on(initial: &Expr, context: &Context) -> bool {
    let Expr::Path(path) = initial else { return false };
    let Some(name) = path.path.get_ident().map(ToString::to_string) else { return false };
    let inside = context.function.as_ref().is_some_and(|function| function.name.contains("fold"));
    inside || name.starts_with("init") || name.starts_with("acc")
}

fn other(initial: &Expr) -> Option<String> {
    let text = text_of(initial);
    if let Expr::Lit(literal) = initial {
        return match &literal.lit {
            syn::Lit::Int(int) => integer(initial).map(|n| format!("{}{}", n + 1, int.suffix())),
            syn::Lit::Float(float) => {
                let value: f64 = float.base10_parse().ok()?;
                Some(format!("{:?}{}", value + 1.0, float.suffix()))
            }
            syn::Lit::Bool(value) => Some((!value.value).to_string()),
            _ => None,
        };
    }
    for (bound, opposite) in
        [("NEG_INFINITY", "INFINITY"), ("INFINITY", "NEG_INFINITY"), ("MIN", "MAX"), ("MAX", "MIN")]
    {
        if let Some(ty) = text.strip_suffix(bound).filter(|ty| ty.ends_with("::")) {
            return Some(format!("{ty}{opposite}"));
        }
    }
    (!is_neutral(initial) && !matches!(initial, Expr::Tuple(_) | Expr::Macro(_)))
        .then(|| "Default::default()".to_owned())
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn numbers_bounds_and_values_change() {
        assert_eq!(
            of(
                "fn f() { r.fold(0, f); r.scan(1.5, f); r.fold(f64::NEG_INFINITY, f64::max); r.fold(opening, f) }"
            ),
            ["1", "2.5", "f64::INFINITY", "Default::default()"]
        );
    }

    #[test]
    fn stays_away_from_empty_collections_and_frames() {
        assert_eq!(of("fn fold(self, init: B) -> B { self.rows.fold(init, f) }"), Vec::<String>::new());
        assert_eq!(
            of(
                "fn f() { r.fold(Vec::new(), f); r.fold(HashMap::default(), f); fold_exprs(lit(0), f); r.fold(vec![], f) }"
            ),
            Vec::<String>::new()
        );
    }
}
