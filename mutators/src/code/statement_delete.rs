//! Deletes a statement that is only a call: `f(..);`, `x.f(..);`, `f()?;`, and macros that check or write.
//!
//! Imitates: a forgotten step, for instance a total that is never written back or a check that is never made.
//!
//! Before:
//! ```text
//! fn close(book: &mut Book) { book.post_fees(); book.seal(); }
//! ```
//! After:
//! ```text
//! fn close(book: &mut Book) { book.seal(); }
//! ```
//! Stays away: logging and tracing, capacity hints, and assertions, none of which change a result.
//!
//! Equivalents: calls whose only effect is speed, such as warming a cache.

use syn::{Expr, Stmt};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::last_segment;

pub(crate) const NAME: &str = "statement-delete";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Statement(statement) = node else { return };
    let group = match statement {
        Stmt::Expr(expr, Some(_)) => of_expression(expr),
        Stmt::Macro(call) => of_macro(&call.mac),
        _ => None,
    };
    if let Some(group) = group {
        sink.delete_statement(group, statement);
    }
}

fn of_expression(expr: &Expr) -> Option<Group> {
    match expr {
        Expr::Call(call) => {
            // Dropping early releases a guard; only some groups want what is often a matter of speed.
            let is_drop = matches!(&*call.func, Expr::Path(path) if path.path.is_ident("drop"));
            Some(if is_drop { Group::Strict } else { Group::Default })
        }
        Expr::MethodCall(_) => Some(Group::Default),
        Expr::Try(attempt) => of_expression(&attempt.expr),
        Expr::Await(wait) => of_expression(&wait.base),
        Expr::Macro(call) => of_macro(&call.mac),
        _ => None,
    }
}

/// Checks, refusals and output; other macros may declare what later lines need.
fn of_macro(mac: &syn::Macro) -> Option<Group> {
    match last_segment(&mac.path)?.as_str() {
        "ensure" | "polars_ensure" | "bail" | "polars_bail" | "write" | "writeln" => Some(Group::Default),
        // Few tests look at standard output.
        "print" | "println" => Some(Group::Strict),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::mutate;

    #[test]
    fn calls_with_question_mark_are_deleted() {
        let found = mutate("statement-delete", "fn f() -> R { check()?; Ok(()) }");
        assert_eq!(found, ["fn f() -> R {  Ok(()) }"]);
    }

    #[test]
    fn checks_and_output_are_deleted() {
        let source = "fn f() -> R { ensure!(a > 0); writeln!(out, \"x\")?; println!(\"x\"); Ok(()) }";
        assert_eq!(mutate("statement-delete", source).len(), 3);
    }

    #[test]
    fn stays_away_from_logs_assertions_and_unknown_macros() {
        assert!(
            mutate("statement-delete", "fn f() { info!(\"x\"); assert!(a); declare!(x); v.reserve(2); }")
                .is_empty()
        );
    }

    #[test]
    fn stays_away_from_bindings_and_tails() {
        assert!(mutate("statement-delete", "fn f() { let a = g(); h() }").is_empty());
    }
}
