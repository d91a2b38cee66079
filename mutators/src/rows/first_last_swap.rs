//! Exchanges the first and the last: of slices, sorted maps, queues, and `next()` with `last()` at the end of a
//! chain.
//!
//! Imitates: the first version of a row instead of the latest one.
//!
//! Before:
//! ```text
//! fn opening(rows: &[Row]) -> Option<&Row> { rows.first() }
//! ```
//! After:
//! ```text
//! fn opening(rows: &[Row]) -> Option<&Row> { rows.last() }
//! ```
//! Stays away: frames, and `next()` on a variable, which is part of a loop.
//!
//! Equivalents: collections of one row.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, kind, method_call};
use crate::scan::{Context, Node};
use crate::syntax::is_place;

pub(crate) const NAME: &str = "first-last-swap";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if !call.args.is_empty() {
        return;
    }
    let iterator = kind(&call.receiver) == Kind::Iterator;
    let place = is_place(&call.receiver);
    let other = match name.as_str() {
        "last" if iterator && !place => "next",
        "next" if iterator && !place => "last",
        // `next` of a variable takes it as mutable, which it need not be.
        "last" if place && (iterator || is_self(&call.receiver)) => return,
        "first" => "last",
        "last" => "first",
        "first_mut" => "last_mut",
        "last_mut" => "first_mut",
        "split_first" => "split_last",
        "split_last" => "split_first",
        "first_key_value" => "last_key_value",
        "last_key_value" => "first_key_value",
        "pop_first" => "pop_last",
        "pop_last" => "pop_first",
        "pop_front" => "pop_back",
        "pop_back" => "pop_front",
        _ => return,
    };
    sink.rename_call(Group::Default, call, other);
}

fn is_self(receiver: &syn::Expr) -> bool {
    matches!(receiver, syn::Expr::Path(path) if path.path.is_ident("self"))
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn slices_maps_and_chains_are_swapped() {
        assert_eq!(
            of("fn f() { r.iter().filter(f).next(); r.iter().last(); m.pop_first(); v.last() }"),
            ["last", "next", "pop_last", "first"]
        );
    }

    #[test]
    fn stays_away_from_frames_and_loops() {
        assert_eq!(
            of(r#"fn f() { col("a").first(); it.next(); x.first(1); iter.last(); self.last() }"#),
            Vec::<String>::new()
        );
    }
}
