//! Swallows a failure: rows that fail to parse are skipped, or a default stands in for them.
//! It changes `collect` into a `Result` (failed rows are skipped), `x?` in the closure of an iterator method and
//! `unwrap_or(d)` (the type's default instead), and `.ok()` that a chain goes on with or that a closure returns (a
//! default instead of nothing).
//!
//! Imitates: bad input that disappears silently, and missing values that turn into zeros.
//!
//! Before:
//! ```text
//! fn load(lines: Lines) -> Result<Vec<Row>> { Ok(lines.map(parse).collect::<Result<Vec<_>>>()?) }
//! ```
//! After:
//! ```text
//! fn load(lines: Lines) -> Result<Vec<Row>> { Ok(lines.map(parse).filter(|row| row.is_ok()).collect::<Result<Vec<_>>>()?) }
//! ```
//! Stays away: `?` outside iterators, where an error reaches the caller, and defaults that are neutral already.
//!
//! Equivalents: data that never fails to parse.

use syn::{Expr, ExprMethodCall, GenericArgument, Pat, Stmt, Type};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;
use crate::syntax::{canonical, leaves, range_of};

pub(crate) const NAME: &str = "question-skip";

const SKIP_FAILED: &str = ".filter(|row| row.is_ok())";
const SKIP_MISSING: &str = ".filter(|row| row.is_some())";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    match node {
        Node::Expr(expr @ Expr::Try(attempt)) => {
            let skipped = skips_at_collect(&attempt.expr, sink);
            if !skipped && context.iterator_closure.is_some() && !is_ok_call(&attempt.expr) {
                let edit = range_of(attempt.question_token);
                sink.edit_expression(Group::Strict, expr, edit, ".unwrap_or_default()");
            }
        }
        Node::Statement(Stmt::Local(local)) => {
            if let (Pat::Type(pattern), Some(init)) = (&local.pat, &local.init)
                && let Some(filter) = filter_for(&pattern.ty)
            {
                before_collect(&init.expr, filter, sink);
            }
        }
        Node::Returned(expr, syn::ReturnType::Type(_, ty)) => {
            if let Some(filter) = filter_for(ty) {
                leaves(expr).into_iter().for_each(|leaf| before_collect(leaf, filter, sink));
            }
        }
        Node::Expr(expr @ Expr::MethodCall(call)) => method(expr, call, context, sink),
        _ => {}
    }
}

/// `collect::<Result<..>>()`, the operand of a `?`.
fn skips_at_collect(expr: &Expr, sink: &mut Sink<'_>) -> bool {
    let Expr::MethodCall(call) = expr else { return false };
    let turbofish = call.turbofish.as_ref().and_then(|angle| angle.args.first());
    let filter = match turbofish {
        Some(GenericArgument::Type(ty)) => filter_for(ty),
        _ => None,
    };
    if let Some(filter) = filter.filter(|_| is_collecting(call)) {
        insert_filter(expr, call, filter, sink);
        return true;
    }
    false
}

/// A plain `collect()` whose type is written elsewhere.
fn before_collect(expr: &Expr, filter: &'static str, sink: &mut Sink<'_>) {
    if let Expr::MethodCall(call) = expr
        && is_collecting(call)
    {
        insert_filter(expr, call, filter, sink);
    }
}

fn insert_filter(expr: &Expr, call: &ExprMethodCall, filter: &str, sink: &mut Sink<'_>) {
    let end = range_of(&*call.receiver).end;
    sink.edit_expression(Group::Strict, expr, end..end, filter);
}

fn is_collecting(call: &ExprMethodCall) -> bool {
    ["collect", "sum", "product"].iter().any(|name| call.method == name)
}

fn filter_for(ty: &Type) -> Option<&'static str> {
    let Type::Path(path) = ty else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    match name.as_str() {
        "Option" => Some(SKIP_MISSING),
        name if name.ends_with("Result") => Some(SKIP_FAILED),
        _ => None,
    }
}

fn method(expr: &Expr, call: &ExprMethodCall, context: &Context, sink: &mut Sink<'_>) {
    let arguments = range_of(call.method.clone()).start..range_of(expr).end;
    let end = range_of(&*call.receiver).end;
    match call.method.to_string().as_str() {
        "unwrap_or" if call.args.first().is_some_and(|default| !is_neutral(default)) => {
            sink.edit_expression(Group::Strict, expr, arguments, "unwrap_or_default()");
        }
        "unwrap_or_else" if call.args.first().is_some_and(|closure| !diverges(closure)) => {
            sink.edit_expression(Group::Strict, expr, arguments, "unwrap_or_default()");
        }
        "ok" if call.args.is_empty() && context.iterator_closure.is_some() => {
            let end = range_of(expr).end;
            sink.edit_expression(Group::Strict, expr, end..end, ".or(Some(Default::default()))");
        }
        "and_then" | "map" | "filter" | "zip" | "flatten"
            if is_ok_call(&call.receiver) && context.iterator_closure.is_none() =>
        {
            sink.edit_expression(Group::Strict, expr, end..end, ".or(Some(Default::default()))");
        }
        "filter_map" if call.args.len() == 1 && canonical(&call.args[0]).replace(' ', "") == "Result::ok" => {
            sink.edit_expression(Group::Strict, expr, arguments, "map(Result::unwrap_or_default)");
        }
        _ => {}
    }
}

fn is_ok_call(expr: &Expr) -> bool {
    matches!(expr, Expr::MethodCall(call) if call.method == "ok" && call.args.is_empty())
}

/// True for values that `unwrap_or_default` gives as well.
fn is_neutral(expr: &Expr) -> bool {
    let text = canonical(expr).replace(' ', "");
    let mut zero = false;
    spots::literals(Node::Expr(expr), |literal| {
        zero = literal.integer() == Some(0) || literal.float() == Some(0.0)
    });
    zero || matches!(
        text.as_str(),
        "false" | "\"\"" | "None" | "vec![]" | "()" | "&[]" | "Default::default()"
    ) || text.ends_with("::new()")
        || text.ends_with("::default()")
}

/// True for closures that leave the function or that give the default anyway.
fn diverges(closure: &Expr) -> bool {
    match closure {
        Expr::Closure(closure) => {
            matches!(&*closure.body, Expr::Macro(_) | Expr::Return(_)) || is_neutral(&closure.body)
        }
        path => {
            let text = canonical(path).replace(' ', "");
            text.ends_with("::new") || text.ends_with("::default")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, replacements};

    fn of(source: &str) -> Vec<String> {
        replacements("question-skip", source)
    }

    #[test]
    fn failed_rows_are_skipped_where_they_are_collected() {
        assert_eq!(
            of("fn f() -> E { let v: Result<Vec<_>, E> = x.map(g).collect(); v }"),
            [".filter(|row| row.is_ok())"]
        );
        assert_eq!(of("fn f() -> Option<u8> { x.map(g).sum() }"), [".filter(|row| row.is_some())"]);
    }

    #[test]
    fn defaults_stand_in_for_failures() {
        let found = mutate("question-skip", "fn f() -> E { x.filter_map(|r| { let v = g(r)?; Some(v) }) }");
        assert_eq!(
            found,
            ["fn f() -> E { x.filter_map(|r| { let v = g(r).unwrap_or_default(); Some(v) }) }"]
        );
        assert_eq!(of("fn f() -> E { x.filter_map(|r| g(r).ok()) }"), [".or(Some(Default::default()))"]);
        assert_eq!(of("fn f() -> E { x.filter_map(Result::ok) }"), ["map(Result::unwrap_or_default)"]);
        assert_eq!(of("fn f() -> E { x.parse().ok().map(g) }"), [".or(Some(Default::default()))"]);
        assert_eq!(of("fn f() -> E { x.unwrap_or(7) }"), ["unwrap_or_default()"]);
    }

    #[test]
    fn stays_away_from_errors_for_the_caller_and_from_neutral_defaults() {
        assert!(of("fn f() -> Result<u8> { let v = g()?; Ok(v) }").is_empty());
        assert!(
            of("fn f() { x.unwrap_or(0); x.unwrap_or_else(String::new); x.unwrap_or_else(|| panic!()) }")
                .is_empty()
        );
        assert!(of("fn f() { x.unwrap_or(0.0f64); x.ok(); }").is_empty());
    }
}
