//! Exchanges which row of a key is kept: `map.insert(k, v);` keeps the first one instead of the last,
//! `map.entry(k).or_insert(v);` the last one instead of the first.
//!
//! Imitates: a deduplication that keeps the stale version of a row.
//!
//! Before:
//! ```text
//! fn latest(map: &mut Map, row: Row) { map.insert(row.id, row.total); }
//! ```
//! After:
//! ```text
//! fn latest(map: &mut Map, row: Row) { map.entry(row.id).or_insert(row.total); }
//! ```
//! Stays away: calls whose result is used, `insert` of one argument (sets) or at a literal index (vectors).
//!
//! Equivalents: keys that come once.

use crate::proposal::{Group, Sink};
use crate::receiver::{integer, method_call};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};
use syn::{Expr, Stmt};

pub(crate) const NAME: &str = "map-keep-first";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Statement(Stmt::Expr(expr @ Expr::MethodCall(_), Some(_))) = node else { return };
    let Some((call, name)) = method_call(Node::Expr(expr)) else { return };
    match (name.as_str(), call.args.len()) {
        ("insert", 2) if integer(&call.args[0]).is_none() => {
            let edit = range_of(&call.method).start..range_of(call).end;
            let kept = format!("entry({}).or_insert({})", text_of(&call.args[0]), text_of(&call.args[1]));
            sink.method(Group::Default, call, edit, kept);
        }
        ("or_insert", 1) if matches!(&*call.receiver, Expr::MethodCall(entry) if entry.method == "entry") => {
            // Its result is an entry instead of a reference, so the whole statement is switched.
            if let Node::Statement(statement) = node {
                sink.edit_statement(Group::Default, statement, range_of(&call.method), "insert_entry");
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn both_directions() {
        assert_eq!(
            of("fn f() { m.entry(k).or_insert(v); m.insert(k, v); }"),
            ["insert_entry", "entry(k).or_insert(v)"]
        );
    }

    #[test]
    fn stays_away_from_sets_vectors_and_used_results() {
        assert_eq!(
            of(
                "fn f() { s.insert(k); v.insert(0, x); let old = m.insert(k, v); *m.entry(k).or_insert(0) += 1; }"
            ),
            Vec::<String>::new()
        );
    }
}
