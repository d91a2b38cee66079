//! Forces the condition of an `if`, a `while` or a match guard to `true` or to `false`.
//!
//! Imitates: a rule that always or never applies, because the field it looks at is not filled.
//!
//! Before:
//! ```text
//! fn fee(total: i64) -> i64 { if total > 100 { 0 } else { 5 } }
//! ```
//! After:
//! ```text
//! fn fee(total: i64) -> i64 { if true { 0 } else { 5 } }
//! ```
//! Stays away: conditions with `let`, whose bindings are needed, and `if true`, which `bool-constant` changes.
//!
//! Equivalents: branches that do the same thing.

use syn::Expr;

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "condition-force";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let (Node::Condition(condition) | Node::Guard(condition)) = node else { return };
    if matches!(condition, Expr::Lit(_)) {
        return;
    }
    sink.condition(Group::Strict, condition, true);
    sink.condition(Group::Strict, condition, false);
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    #[test]
    fn guards_and_loops_are_forced() {
        let source = "fn f(a: u8) { match a { n if n > 3 => g(), _ => while h() {} } }";
        assert_eq!(replacements("condition-force", source), ["true", "false", "true", "false"]);
    }

    #[test]
    fn stays_away_from_let_and_literals() {
        let source = "fn f(a: Option<u8>) { if let Some(n) = a && n > 1 { while true {} } }";
        assert!(replacements("condition-force", source).is_empty());
    }
}
