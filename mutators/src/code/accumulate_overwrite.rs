//! Replaces a compound assignment by a plain one: `total += x` becomes `total = x`.
//!
//! Imitates: an accumulator that keeps only the last row.
//!
//! Before:
//! ```text
//! fn add(&mut self, amount: i64) { self.total += amount; }
//! ```
//! After:
//! ```text
//! fn add(&mut self, amount: i64) { self.total = amount; }
//! ```
//! Stays away: text that is appended (`s += "x"`, `s += &t`), whose types differ.
//!
//! Equivalents: loops that run once.

use syn::{BinOp, Expr, Lit};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "accumulate-overwrite";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Expr(Expr::Binary(binary)) = node else { return };
    let group = match binary.op {
        BinOp::AddAssign(_) => Group::Default,
        BinOp::SubAssign(_)
        | BinOp::MulAssign(_)
        | BinOp::BitAndAssign(_)
        | BinOp::BitOrAssign(_)
        | BinOp::BitXorAssign(_) => Group::Strict,
        _ => return,
    };
    let is_text = match &*binary.right {
        Expr::Reference(_) => true,
        Expr::Lit(literal) => matches!(literal.lit, Lit::Str(_)),
        _ => false,
    };
    if !is_text {
        sink.operator(group, binary, "=");
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::mutate;

    #[test]
    fn dereferenced_entries_are_overwritten() {
        let found = mutate("accumulate-overwrite", "fn f() { *m.entry(k).or_insert(0) += v; }");
        assert_eq!(found, ["fn f() { *m.entry(k).or_insert(0) = v; }"]);
    }

    #[test]
    fn stays_away_from_appended_text() {
        assert!(mutate("accumulate-overwrite", "fn f(mut s: String) { s += \"x\"; s += &t; }").is_empty());
    }
}
