//! Replaces what a function returns by a fixed value of its type, without running its body.
//! The value follows the return type: `()`, numbers, `bool`, strings, `Option`, `Result`, collections, tuples, smart
//! pointers, references, iterators, and `Default::default()` for all others. A frame loses its rows, not its columns.
//!
//! Imitates: a function whose result nobody checks, or that was left as a stub.
//!
//! Before:
//! ```text
//! fn total(prices: &[i64]) -> i64 { prices.iter().sum() }
//! ```
//! After:
//! ```text
//! fn total(prices: &[i64]) -> i64 { 0 }
//! ```
//! Stays away: empty bodies, bodies that are that value already, and types without a value (`!`, most `impl Trait`).
//!
//! Equivalents: functions that return that value anyway for all data.

use syn::{Expr, ReturnType, Type};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{argument_of, canonical, leaves, range_of, takes_suffix};
use crate::values::{self, Value};

pub(crate) const NAME: &str = "return-value";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    match node {
        Node::Body(signature, block) => {
            let body: String = block.stmts.iter().map(|statement| canonical(statement) + " ").collect();
            let values = match &signature.output {
                ReturnType::Default => vec![Value { text: "()".to_owned(), group: Group::Default }],
                ReturnType::Type(_, ty) => values::values(ty),
            };
            for value in values.into_iter().filter(|value| !same(&value.text, &body)) {
                sink.body(value.group, block, value.text);
            }
        }
        Node::Returned(expr, ReturnType::Type(_, ty)) => {
            leaves(expr).into_iter().for_each(|leaf| empty_frame(leaf, ty, sink));
        }
        _ => {}
    }
}

/// Takes the rows out of a returned frame; the columns stay, so that the schema does not give it away.
fn empty_frame(expr: &Expr, ty: &Type, sink: &mut Sink<'_>) {
    for (wrapper, call) in [("Result", "Ok"), ("Option", "Some")] {
        let Some(inner) = values::argument_of(ty, wrapper) else { continue };
        if let Some(argument) = argument_of(expr, call) {
            return empty_frame(argument, inner, sink);
        }
        if let Some(emptying) = emptying(inner)
            && takes_suffix(expr)
            && !is_failure(expr)
        {
            let end = range_of(expr).end;
            sink.edit_expression(Group::Default, expr, end..end, format!(".map(|frame| frame{emptying})"));
        }
        return;
    }
    if let Some(emptying) = emptying(ty)
        && takes_suffix(expr)
    {
        let end = range_of(expr).end;
        sink.edit_expression(Group::Default, expr, end..end, emptying);
    }
}

fn emptying(ty: &Type) -> Option<&'static str> {
    let Type::Path(path) = ty else { return None };
    match path.path.segments.last()?.ident.to_string().as_str() {
        "DataFrame" | "Series" | "Column" => Some(".clear()"),
        "LazyFrame" => Some(".limit(0)"),
        _ => None,
    }
}

fn is_failure(expr: &Expr) -> bool {
    argument_of(expr, "Err").is_some()
        || matches!(expr, Expr::Path(path) if path.path.is_ident("None"))
        || matches!(expr, Expr::Macro(_))
}

/// Whether two token texts are the same, whatever their spacing.
fn same(value: &str, body: &str) -> bool {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    squeezed(value) == squeezed(body)
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, propose, replacements};
    use crate::proposal::Group;

    fn of(source: &str) -> Vec<String> {
        replacements("return-value", source)
    }

    #[test]
    fn values_follow_the_type() {
        assert_eq!(of("fn f() { g(); }"), ["()"]);
        assert_eq!(of("fn f() -> io::Result<bool> { g() }"), ["Ok(true)", "Ok(false)"]);
        assert_eq!(of("impl A { fn f(&self) -> Self { g() } }"), ["Default::default()"]);
    }

    #[test]
    fn only_the_most_telling_values_are_default() {
        let found = propose("return-value", "fn f() -> Option<i8> { g() }");
        let groups: Vec<_> = found.iter().map(|proposal| proposal.group).collect();
        assert_eq!(groups, [Group::Default, Group::Strict, Group::Strict, Group::Strict]);
    }

    #[test]
    fn frames_lose_their_rows_only() {
        let found =
            mutate("return-value", "fn f(lf: LazyFrame) -> PolarsResult<DataFrame> { Ok(lf.collect()?) }");
        assert!(found.iter().any(|text| text.contains("Ok(lf.collect()?.clear())")));
        let found = mutate("return-value", "fn f(lf: LazyFrame) -> PolarsResult<DataFrame> { lf.collect() }");
        assert!(found.iter().any(|text| text.contains("{ lf.collect().map(|frame| frame.clear()) }")));
        let found =
            mutate("return-value", "fn f(lf: LazyFrame) -> LazyFrame { if x { lf } else { lf.sort(o) } }");
        assert!(found.iter().any(|text| text.contains("lf.limit(0) }")));
    }

    #[test]
    fn stays_away_from_bodies_that_are_the_value_and_from_never() {
        assert_eq!(of("fn f() -> bool { true }"), ["false"]);
        assert!(of("fn f() -> ! { g() }").is_empty());
        assert!(of("fn f() {}").is_empty());
        assert!(of("fn f() { () }").is_empty());
    }
}
