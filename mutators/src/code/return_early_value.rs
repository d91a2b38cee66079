//! Replaces one returned value by the neutral value of its type, also inside `Ok(..)`, `Some(..)` and tuples.
//!
//! Imitates: one of several results that is wrong while the others are right, for instance the count beside the sum.
//!
//! Before:
//! ```text
//! fn parse(text: &str) -> Option<i64> { let text = text.trim(); Some(scan(text)) }
//! ```
//! After:
//! ```text
//! fn parse(text: &str) -> Option<i64> { let text = text.trim(); Some(0) }
//! ```
//! Stays away: returned errors and `None`, values that are neutral already, frames (see `return-value`), and types
//! without a neutral value, such as type parameters and references.
//!
//! Equivalents: paths that return the neutral value anyway.

use syn::{Expr, ReturnType, Type};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{argument_of, canonical, leaves, range_of};
use crate::values;

pub(crate) const NAME: &str = "return-early-value";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Returned(expr, ReturnType::Type(_, ty)) = node else { return };
    leaves(expr).into_iter().for_each(|leaf| replace(leaf, ty, sink));
}

fn replace(expr: &Expr, ty: &Type, sink: &mut Sink<'_>) {
    if is_failure(expr) || is_frame(ty) {
        return;
    }
    if let (Expr::Tuple(tuple), Type::Tuple(types)) = (expr, ty)
        && tuple.elems.len() == types.elems.len()
    {
        return tuple.elems.iter().zip(&types.elems).for_each(|(elem, ty)| replace(elem, ty, sink));
    }
    for (wrapper, call) in [("Result", "Ok"), ("Option", "Some")] {
        if let Some(inner) = values::argument_of(ty, wrapper)
            && let Some(argument) = argument_of(expr, call)
        {
            replace(argument, inner, sink);
            if wrapper == "Result" {
                return;
            }
        }
    }
    let Some(neutral) = values::neutral(ty) else { return };
    if !is_neutral(expr, &neutral) {
        sink.edit_expression(Group::Strict, expr, range_of(expr), neutral);
    }
}

/// True for what is neutral already, and for literals that other mutators change to it.
fn is_neutral(expr: &Expr, neutral: &str) -> bool {
    let text = canonical(expr).replace(' ', "");
    text == neutral.replace(' ', "") || matches!(text.as_str(), "Default::default()" | "vec![]" | "0." | "0")
}

fn is_failure(expr: &Expr) -> bool {
    argument_of(expr, "Err").is_some()
        || matches!(expr, Expr::Path(path) if path.path.is_ident("None"))
        || matches!(expr, Expr::Macro(call) if !call.mac.path.is_ident("vec") && !call.mac.path.is_ident("format"))
        || matches!(expr, Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Loop(_) | Expr::Lit(_))
}

fn is_frame(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let last = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    matches!(last.as_str(), "DataFrame" | "LazyFrame" | "Series" | "Column" | "Expr")
        || ["Result", "Option"].iter().any(|name| values::argument_of(ty, name).is_some_and(is_frame))
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements("return-early-value", source)
    }

    #[test]
    fn every_exit_is_replaced() {
        let source = "fn f(a: u8) -> R<u8> { if a > 3 { return g(a); } match a { 0 => h(), _ => { k(a) } } }";
        assert!(of(source).is_empty(), "an unknown R has no neutral value of its own");
        let source = source.replace("R<u8>", "u8");
        assert_eq!(of(&source), ["0", "0", "0"]);
    }

    #[test]
    fn tuples_are_replaced_element_by_element() {
        let source = "fn f() -> Result<(u8, String), E> { g()?; Ok((sum(), name())) }";
        assert_eq!(of(source), ["0", "String::new()"]);
    }

    #[test]
    fn an_option_may_also_be_none() {
        assert_eq!(of("fn f() -> Option<u8> { g(); Some(h()) }"), ["None", "0"]);
    }

    #[test]
    fn stays_away_from_failures_frames_and_closures() {
        assert!(of("fn f() -> Result<u8, E> { g(); if x { return Err(e()) } bail!(\"no\") }").is_empty());
        assert!(of("fn f() -> PolarsResult<DataFrame> { g(); lf.collect() }").is_empty());
        assert!(of("fn f() { g(|| { return h(); }); }").is_empty());
        assert!(of("fn f<T>() -> T { g(); h() }").is_empty());
    }
}
