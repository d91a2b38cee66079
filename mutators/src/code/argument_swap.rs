//! Exchanges two neighbouring arguments that look alike.
//!
//! Imitates: arguments in the wrong order, for instance start and end, or numerator and denominator.
//!
//! Before:
//! ```text
//! fn margin(sales: f64, costs: f64) -> f64 { share(sales, costs) }
//! ```
//! After:
//! ```text
//! fn margin(sales: f64, costs: f64) -> f64 { share(costs, sales) }
//! ```
//! Stays away: arguments of different syntactic kinds, equal ones, macros, and functions whose arguments may stand
//! in any order, such as `max` and `hypot`; methods of polars.
//!
//! Equivalents: functions that treat both arguments alike.

use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Token};

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{canonical, last_segment, range_of, text_of};

pub(crate) const NAME: &str = "argument-swap";

/// Functions for which the order of arguments makes no difference.
const SYMMETRIC: &[&str] = &["max", "min", "hypot", "eq", "ne", "swap", "gcd", "lcm", "ptr_eq", "select"];

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Node::Expr(expr) = node else { return };
    let (name, arguments) = match expr {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => (last_segment(&path.path).unwrap_or_default(), &call.args),
            _ => return,
        },
        // The arguments of polars' methods are of different kinds: keys of two tables, a value and options.
        Expr::MethodCall(call) if frames::call(node, context).is_none() => {
            (call.method.to_string(), &call.args)
        }
        _ => return,
    };
    if !SYMMETRIC.contains(&name.as_str()) && !name.starts_with("assert") {
        swap_neighbours(expr, arguments, sink);
    }
}

fn swap_neighbours(call: &Expr, arguments: &Punctuated<Expr, Token![,]>, sink: &mut Sink<'_>) {
    for (first, second) in arguments.iter().zip(arguments.iter().skip(1)) {
        let alike = kind(first).is_some_and(|kind_of_first| Some(kind_of_first) == kind(second));
        if alike && canonical(first) != canonical(second) {
            let swapped = format!("{}, {}", text_of(second), text_of(first));
            sink.edit_expression(Group::Strict, call, range_of(first).start..range_of(second).end, swapped);
        }
    }
}

/// What an argument looks like; two of a kind may well be of one type.
fn kind(expr: &Expr) -> Option<String> {
    Some(match expr {
        Expr::Path(path) => {
            let name = last_segment(&path.path)?;
            if name == "self" {
                return None;
            }
            let is_value = name.starts_with(|c: char| c.is_lowercase()) && path.path.segments.len() == 1;
            if is_value { "variable".to_owned() } else { canonical(&path.path.segments.first()?.ident) }
        }
        Expr::Lit(literal) => match literal.lit {
            Lit::Int(_) => "integer",
            Lit::Float(_) => "float",
            Lit::Bool(_) => "bool",
            Lit::Char(_) => "char",
            Lit::Str(_) => "text",
            _ => return None,
        }
        .to_owned(),
        Expr::Field(_) => "field".to_owned(),
        Expr::Reference(reference) => {
            format!("&{}{}", canonical(&reference.mutability), kind(&reference.expr)?)
        }
        Expr::MethodCall(call) => format!(".{}", call.method),
        Expr::Call(call) => format!("{}()", canonical(&call.func)),
        Expr::Unary(unary) => format!("{}{}", canonical(&unary.op), kind(&unary.expr)?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, replacements};

    #[test]
    fn each_pair_of_neighbours_is_exchanged() {
        assert_eq!(replacements("argument-swap", "fn f() { g(a, b, 1, 2) }"), ["b, a", "2, 1"]);
        assert_eq!(replacements("argument-swap", "fn f() { x.g(&self.a, &self.b) }"), ["&self.b, &self.a"]);
        assert_eq!(
            replacements("argument-swap", "fn f() { g(col(\"a\"),\n col(\"b\")) }"),
            ["col(\"b\"), col(\"a\")"]
        );
    }

    #[test]
    fn stays_away_from_unlike_equal_and_symmetric_arguments() {
        assert!(
            mutate("argument-swap", "fn f() { g(a, 1); h(a, a); max(a, b); g(|x| x, |y| y); k(self, a) }")
                .is_empty()
        );
    }

    #[test]
    fn stays_away_from_methods_of_polars() {
        let join = "fn f(lf: LazyFrame) { lf.left_join(other, col(\"a\"), col(\"b\")) }";
        assert!(replacements("argument-swap", join).is_empty());
    }
}
