//! Swaps `true` and `false`.
//!
//! Imitates: an option that is set the wrong way round, for instance `descending` or `keep_missing`.
//!
//! Before:
//! ```text
//! fn export(out: &mut Table) { write(out, true) }
//! ```
//! After:
//! ```text
//! fn export(out: &mut Table) { write(out, false) }
//! ```
//! Stays away: patterns, and constants that are computed; options of frames whose type or order depends on them.
//!
//! Equivalents: options that only make a job faster, such as `rechunk` or `parallel`.

use syn::Lit;

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "bool-constant";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if frames::owns_literals(context) {
        return;
    }
    spots::literals(node, |literal| {
        if let Lit::Bool(value) = literal.lit {
            literal.replace(sink, Group::Default, if value.value { "false" } else { "true" });
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, replacements};

    #[test]
    fn constants_are_swapped() {
        assert_eq!(mutate("bool-constant", "const STRICT: bool = true;"), ["const STRICT: bool = false;"]);
    }

    #[test]
    fn stays_away_from_patterns() {
        assert!(
            replacements("bool-constant", "fn f(a: bool) -> u8 { match a { true => g(), false => h() } }")
                .is_empty()
        );
    }

    #[test]
    fn stays_away_from_what_makes_frames_unstable() {
        assert!(replacements("bool-constant", "fn f() { g(options.with_maintain_order(true)) }").is_empty());
    }
}
