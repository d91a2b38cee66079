//! Exchanges what the first arm and the catch-all arm of a `match` do.
//!
//! Imitates: cases that were mixed up, for instance domestic and foreign customers.
//!
//! Before:
//! ```text
//! fn fee(zone: u8) -> u8 { match zone { 1 => cheap(), 2 => usual(), _ => dear() } }
//! ```
//! After:
//! ```text
//! fn fee(zone: u8) -> u8 { match zone { 1 => dear(), 2 => usual(), _ => cheap() } }
//! ```
//! Stays away: arms whose pattern binds a name that the body needs, guards, and bodies that are the same.
//!
//! Equivalents: bodies that have the same value for all data.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{canonical, one_line, range_of};

pub(crate) const NAME: &str = "match-arm-swap";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Expr(expr @ Expr::Match(switch)) = node else { return };
    let [first, .., last] = switch.arms.as_slice() else { return };
    if !matches!(last.pat, Pat::Wild(_)) || matches!(first.pat, Pat::Guard(_) | Pat::Wild(_)) {
        return;
    }
    let used = names(first.body.to_token_stream());
    if names(first.pat.to_token_stream()).iter().any(|name| used.contains(name)) {
        return;
    }
    if canonical(&first.body) == canonical(&last.body) {
        return;
    }
    let Some(source) = switch.span().source_text() else { return };
    let (start, from, to) = (range_of(expr).start, range_of(&*first.body), range_of(&*last.body));
    let between = &source[from.end - start..to.start - start];
    let body = |arm: &syn::Arm, needs_braces: bool| {
        let range = range_of(&*arm.body);
        let text = &source[range.start - start..range.end - start];
        // The comma after a block may be missing.
        if needs_braces && !matches!(*arm.body, Expr::Block(_)) {
            format!("{{ {text} }}")
        } else {
            text.to_owned()
        }
    };
    let swapped = format!("{}{between}{}", body(last, first.comma.is_none()), body(first, false));
    sink.edit_expression(Group::Strict, expr, from.start..to.end, one_line(&swapped, 0..swapped.len()));
}

/// Lower-case names: what a pattern may bind.
fn names(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(name) => found.push(name.to_string()),
            TokenTree::Group(group) => found.extend(names(group.stream())),
            _ => {}
        }
    }
    found.retain(|name| name.starts_with(|c: char| c.is_lowercase()));
    found
}

#[cfg(test)]
mod tests {
    use crate::manual::mutate;

    #[test]
    fn blocks_without_comma_stay_well_formed() {
        let found =
            mutate("match-arm-swap", "fn f(a: u8) -> u8 {\n match a { 1 => { g() }\n 2 => 3, _ => h() } }");
        assert_eq!(found, ["fn f(a: u8) -> u8 {\n match a { 1 => { h() } 2 => 3, _ => { g() } } }"]);
    }

    #[test]
    fn names_of_variants_bind_nothing() {
        let found =
            mutate("match-arm-swap", "fn f(a: R) -> R { match a { Some(1) => Some(g()), _ => None } }");
        assert_eq!(found, ["fn f(a: R) -> R { match a { Some(1) => None, _ => Some(g()) } }"]);
        let source = "fn f(a: R) -> R { match a { Some(nX) => g(nX), _ => None } }";
        assert!(mutate("match-arm-swap", source).is_empty());
    }

    #[test]
    fn stays_away_from_bindings_guards_and_equal_bodies() {
        assert!(
            mutate("match-arm-swap", "fn f(a: Option<u8>) -> u8 { match a { Some(n) => n, _ => 1 } }")
                .is_empty()
        );
        assert!(
            mutate("match-arm-swap", "fn f(a: u8) -> u8 { match a { 1 if x => g(), _ => h() } }").is_empty()
        );
        assert!(mutate("match-arm-swap", "fn f(a: u8) -> u8 { match a { 1 => g(), _ => g() } }").is_empty());
    }
}
