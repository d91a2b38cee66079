//! Reverses a shift: `<<` becomes `>>` and back, also in the assigning form.
//!
//! Imitates: a bit field that is packed in one direction and read in the same one.
//!
//! Before:
//! ```text
//! fn high(word: u16) -> u16 { word >> 8 }
//! ```
//! After:
//! ```text
//! fn high(word: u16) -> u16 { word << 8 }
//! ```
//! Stays away: everything but shift operators.
//!
//! Equivalents: shifts by zero; they are taken out as noise.

use syn::BinOp;

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "shift";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    spots::binaries(node, |binary| {
        let replacement = match binary.node.op {
            BinOp::Shl(_) => ">>",
            BinOp::Shr(_) => "<<",
            BinOp::ShlAssign(_) => ">>=",
            BinOp::ShrAssign(_) => "<<=",
            _ => return,
        };
        binary.replace(sink, Group::Default, replacement);
    });
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    #[test]
    fn assign_forms_are_reversed_too() {
        assert_eq!(replacements("shift", "fn f(mut a: u8) { a <<= 1; a >>= 2; }"), [">>=", "<<="]);
    }

    #[test]
    fn stays_away_from_generics_and_shifts_by_zero() {
        assert!(
            replacements("shift", "fn f(a: Vec<Vec<u8>>) -> usize { g::<Vec<Vec<u8>>>(a) << 0 }").is_empty()
        );
    }
}
