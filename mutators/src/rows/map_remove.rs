//! Hands each row on unchanged: the body of `map` becomes its parameter, where both are of one type by the look of
//! it.
//!
//! Imitates: a conversion that was forgotten, for instance of units, signs or rounding.
//!
//! Before:
//! ```text
//! fn gross(net: &[f64]) -> f64 { net.iter().copied().map(|x| x * 1.19).sum() }
//! ```
//! After:
//! ```text
//! fn gross(net: &[f64]) -> f64 { net.iter().copied().map(|x| x).sum() }
//! ```
//! Stays away: options, frames, bodies that may be of another type than the parameter, and patterns.
//!
//! Equivalents: conversions that change no value of the data.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, closure, kind, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::range_of;
use syn::{Expr, Pat};

pub(crate) const NAME: &str = "map-remove";

/// Methods whose result is of the type that they are called on.
const SAME_TYPE: &[&str] = &[
    "abs",
    "round",
    "floor",
    "ceil",
    "trunc",
    "clamp",
    "min",
    "max",
    "sqrt",
    "powi",
    "powf",
    "pow",
    "rem_euclid",
    "saturating_add",
    "saturating_sub",
    "saturating_mul",
    "wrapping_add",
    "wrapping_sub",
];

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if name != "map" || kind(&call.receiver) == Kind::Optional {
        return;
    }
    let Some(closure) = only_argument(call).and_then(closure) else { return };
    let [Pat::Ident(parameter)] = &closure.inputs.iter().collect::<Vec<_>>()[..] else { return };
    let parameter = parameter.ident.to_string();
    if !is_parameter(&closure.body, &parameter) && keeps_type(&closure.body, &parameter) {
        sink.edit_expression(Group::Default, &closure.body, range_of(&*closure.body), parameter);
    }
}

fn is_parameter(expr: &Expr, parameter: &str) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident(parameter))
}

fn keeps_type(body: &Expr, parameter: &str) -> bool {
    match body {
        Expr::Binary(binary) => {
            let op = &binary.op;
            !crate::syntax::is_comparison(op)
                && !crate::syntax::is_lazy(op)
                && keeps_type(&binary.left, parameter)
        }
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Neg(_)) && keeps_type(&unary.expr, parameter),
        Expr::Paren(paren) => keeps_type(&paren.expr, parameter),
        Expr::MethodCall(call) => {
            SAME_TYPE.iter().any(|name| call.method == name) && keeps_type(&call.receiver, parameter)
        }
        other => is_parameter(other, parameter),
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn conversions_of_one_type_are_removed() {
        assert_eq!(of("fn f() { r.map(|x| (x * 100.0).round()); r.map(|d| -d) }"), ["x", "d"]);
    }

    #[test]
    fn stays_away_from_other_types_and_options() {
        assert_eq!(
            of(
                r#"fn f() { r.map(|x| x.name); r.map(|x| x > 2); r.map(|(a, b)| a + b); o.ok().map(|x| x * 2); r.map(|x| x); col("a").map(|x| x * 2) }"#
            ),
            Vec::<String>::new()
        );
    }
}
