//! Deletes an assignment: `self.total = x;`, `*slot = x;`, `row[i] = x;`; in strict runs also `total += x;`.
//!
//! Imitates: a state that is never updated, for instance a running balance or the previous row's key.
//!
//! Before:
//! ```text
//! fn post(&mut self, amount: i64) { self.balance = self.balance + amount; self.log(); }
//! ```
//! After:
//! ```text
//! fn post(&mut self, amount: i64) { self.log(); }
//! ```
//! Stays away: `let` bindings and `_ = f();`.
//!
//! Equivalents: values that are overwritten before they are read.

use syn::{Expr, Stmt};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::is_assigning;

pub(crate) const NAME: &str = "assignment-delete";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Statement(statement @ Stmt::Expr(expr, Some(_))) = node else { return };
    match expr {
        Expr::Assign(assign) if !matches!(*assign.left, Expr::Infer(_)) => {
            sink.delete_statement(Group::Default, statement);
        }
        Expr::Binary(binary) if is_assigning(&binary.op) => sink.delete_statement(Group::Strict, statement),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, propose};
    use crate::proposal::Group;

    #[test]
    fn places_of_all_kinds_are_left_alone_when_deleted() {
        let source = "fn f(p: &mut u8, x: &mut [u8]) { *p = 1; x[0] = 2; let y; y = 3; }";
        assert_eq!(mutate("assignment-delete", source).len(), 3);
    }

    #[test]
    fn compound_assignments_are_strict() {
        let found = propose("assignment-delete", "fn f(mut a: u8) { a += 1; }");
        assert_eq!(found[0].group, Group::Strict);
    }

    #[test]
    fn stays_away_from_bindings_and_discards() {
        assert!(mutate("assignment-delete", "fn f() { let a = 1; _ = g(a); }").is_empty());
    }
}
