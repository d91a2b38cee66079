//! Replaces a character or byte literal by another one.
//!
//! Imitates: the wrong separator, quote or padding character.
//!
//! Before:
//! ```text
//! fn fields(line: &str) -> Vec<&str> { line.split(',').collect() }
//! ```
//! After:
//! ```text
//! fn fields(line: &str) -> Vec<&str> { line.split('x').collect() }
//! ```
//! Stays away: patterns and byte strings.
//!
//! Equivalents: a separator that never occurs in the data.

use syn::Lit;

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "char-constant";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    spots::literals(node, |literal| {
        let replacement = match literal.lit {
            Lit::Char(value) => {
                if value.value() == 'x' {
                    "'y'"
                } else {
                    "'x'"
                }
            }
            Lit::Byte(value) => {
                if value.value() == b'x' {
                    "b'y'"
                } else {
                    "b'x'"
                }
            }
            _ => return,
        };
        literal.replace(sink, Group::Strict, replacement);
    });
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, replacements};

    #[test]
    fn bytes_and_constants_are_replaced() {
        assert_eq!(replacements("char-constant", "fn f(a: u8) -> bool { a == b'x' }"), ["b'y'"]);
        assert_eq!(mutate("char-constant", "const SEPARATOR: char = ';';"), ["const SEPARATOR: char = 'x';"]);
    }

    #[test]
    fn stays_away_from_patterns() {
        assert!(replacements("char-constant", "fn f(a: char) -> bool { matches!(a, 'a'..='z') }").is_empty());
    }
}
