//! Exchanges `min` and `max`, with their `_by` and `_by_key` kinds, as methods, functions and paths.
//!
//! Imitates: the earliest date instead of the latest, a lower bound instead of an upper one.
//!
//! Before:
//! ```text
//! fn last(rows: &[Row]) -> Option<u32> { rows.iter().map(|row| row.day).max() }
//! ```
//! After:
//! ```text
//! fn last(rows: &[Row]) -> Option<u32> { rows.iter().map(|row| row.day).min() }
//! ```
//! Stays away: frames, and `min()` of what is not seen to be an iterator.
//!
//! Equivalents: groups of one row, and `max(0)` of a count.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, kind, method_call};
use crate::scan::{Context, Node};
use crate::syntax::{last_segment, range_of};
use syn::Expr;

pub(crate) const NAME: &str = "min-max-swap";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    if let Some((call, name)) = method_call(node) {
        let Some(other) = opposite(&name) else { return };
        // With an argument it is `Ord::min`, or a closure decides: no frame has those.
        let plain = call.args.is_empty();
        if plain && kind(&call.receiver) == Kind::Iterator || !plain && call.args.len() == 1 {
            sink.rename_call(Group::Default, call, other);
        }
        return;
    }
    match node {
        Node::Expr(Expr::Call(call)) if call.args.len() == 2 => {
            if let Expr::Path(path) = &*call.func
                && let Some(name) = path.path.segments.last()
                && let Some(other) = opposite(&name.ident.to_string())
                && name.arguments.is_none()
            {
                let Node::Expr(expr) = node else { return };
                sink.edit_expression(Group::Default, expr, range_of(&name.ident), other);
            }
        }
        // `fold(first, f64::max)` and `reduce(f64::max)` name the function.
        Node::Expr(expr @ Expr::Path(path)) if path.path.segments.len() > 1 => {
            let Some(other) = last_segment(&path.path).as_deref().and_then(opposite) else { return };
            if let Some(name) = path.path.segments.last().filter(|name| name.arguments.is_none()) {
                sink.edit_expression(Group::Default, expr, range_of(&name.ident), other);
            }
        }
        _ => {}
    }
}

fn opposite(name: &str) -> Option<&'static str> {
    Some(match name {
        "min" => "max",
        "max" => "min",
        "min_by" => "max_by",
        "max_by" => "min_by",
        "min_by_key" => "max_by_key",
        "max_by_key" => "min_by_key",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn methods_functions_and_paths_are_swapped() {
        assert_eq!(
            of(
                "fn f() { a.min(b); std::cmp::max(a, b); r.iter().fold(0.0, f64::max); r.iter().min_by_key(|r| r.a) }"
            ),
            ["max", "min", "min", "max_by_key"]
        );
    }

    #[test]
    fn stays_away_from_frames_and_unknown_aggregates() {
        assert_eq!(
            of(r#"fn f() { col("a").min(); s.max(); max_horizontal([a, b]); m.get(&1).max() }"#),
            Vec::<String>::new()
        );
    }
}
