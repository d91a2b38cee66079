//! Deletes an arm of a `match` that has a catch-all arm, which then handles the case.
//!
//! Imitates: a category that was forgotten and falls through to "other".
//!
//! Before:
//! ```text
//! fn rate(kind: u8) -> u8 { match kind { 1 => low(), 2 => high(), _ => none() } }
//! ```
//! After:
//! ```text
//! fn rate(kind: u8) -> u8 { match kind { 2 => high(), _ => none() } }
//! ```
//! Stays away: arms with a guard, which `condition-force` turns off, and the catch-all arm itself.
//!
//! Equivalents: arms that do what the catch-all arm does.

use syn::{Expr, Pat};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "match-arm-delete";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Expr(Expr::Match(switch)) = node else { return };
    let last = switch.arms.iter().rposition(|arm| catches_all(&arm.pat));
    let guarded = || switch.arms.iter().any(|arm| is_guarded_wild(&arm.pat));
    // cargo-mutants also takes `_ if ..` for a catch-all arm; deleting an arm seldom compiles then.
    let (group, end) = match last {
        Some(last) => (Group::Default, last),
        None if guarded() => (Group::All, switch.arms.len()),
        None => return,
    };
    for arm in &switch.arms[..end] {
        // An arm under `cfg` may not be compiled at all.
        let conditional = arm.attrs.iter().any(|attribute| attribute.path().is_ident("cfg"));
        if !conditional && !matches!(arm.pat, Pat::Guard(_) | Pat::Wild(_)) {
            sink.delete_arm(group, arm);
        }
    }
}

/// `_` or a plain binding.
pub(super) fn catches_all(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) => true,
        Pat::Ident(name) => {
            let name_starts_low = name.ident.to_string().starts_with(|c: char| c.is_lowercase() || c == '_');
            name.subpat.is_none() && name_starts_low
        }
        _ => false,
    }
}

fn is_guarded_wild(pattern: &Pat) -> bool {
    matches!(pattern, Pat::Guard(guarded) if matches!(*guarded.pat, Pat::Wild(_)))
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, propose};
    use crate::proposal::Group;

    fn of(source: &str) -> Vec<String> {
        mutate("match-arm-delete", source)
    }

    #[test]
    fn a_binding_catches_all_too() {
        let found = of("fn f(a: u8) -> u8 { match a { 0 => 1, n => n } }");
        assert_eq!(found, ["fn f(a: u8) -> u8 { match a {  n => n } }"]);
    }

    #[test]
    fn a_guarded_catch_all_is_one_for_the_largest_group_only() {
        let groups = |arms: &str| {
            let found = propose("match-arm-delete", &format!("fn f(a: u8) -> u8 {{ match a {{ {arms} }} }}"));
            found.iter().map(|found| found.group).collect::<Vec<_>>()
        };
        assert_eq!(groups("0 => 1, _ if x => 2"), [Group::All]);
        assert_eq!(groups("0 => 1, _ => 2"), [Group::Default]);
        assert!(groups("0 => 1, n @ 1 if x => 2").is_empty());
    }

    #[test]
    fn stays_away_from_guards_and_matches_without_catch_all() {
        assert!(of("fn f(a: u8) -> u8 { match a { n if n > 2 => 1, _ => 2 } }").is_empty());
        assert!(of("fn f(a: Option<u8>) -> u8 { match a { Some(n) => n, None => 2 } }").is_empty());
    }
}
