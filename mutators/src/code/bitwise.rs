//! Replaces a bitwise operator, also in its assigning form, by another one.
//!
//! Imitates: a flag that is tested with `|` instead of `&`, a mask that is set where it should be cleared.
//!
//! Before:
//! ```text
//! fn visible(flags: u8, mask: u8) -> u8 { flags & mask }
//! ```
//! After:
//! ```text
//! fn visible(flags: u8, mask: u8) -> u8 { flags | mask }
//! ```
//! Stays away: `&&` and `||`, which `logical` changes, and shifts.
//!
//! Equivalents: `x | 0` and `x ^ 0`, and masks whose bits never overlap (`|` and `^`).

use syn::BinOp;

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "bitwise";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    spots::binaries(node, |binary| {
        let replacements: [&str; 2] = match binary.node.op {
            BinOp::BitAnd(_) => ["|", "^"],
            BinOp::BitOr(_) => ["&", "^"],
            BinOp::BitXor(_) => ["|", "&"],
            BinOp::BitAndAssign(_) => ["|=", "^="],
            BinOp::BitOrAssign(_) => ["&=", "^="],
            BinOp::BitXorAssign(_) => ["|=", "&="],
            _ => return,
        };
        binary.replace(sink, Group::Default, replacements[0]);
        binary.replace(sink, Group::Strict, replacements[1]);
    });
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, replacements};

    #[test]
    fn each_operator_has_two_replacements() {
        assert_eq!(replacements("bitwise", "fn f(a: u8, b: u8) -> u8 { a ^ b }"), ["|", "&"]);
        assert_eq!(replacements("bitwise", "fn f(mut a: u8, b: u8) { a &= b; }"), ["|=", "^="]);
    }

    #[test]
    fn constants_of_literals_are_changed() {
        assert_eq!(mutate("bitwise", "const MASK: u8 = 6 | 1;")[0], "const MASK: u8 = 6 & 1;");
    }

    #[test]
    fn stays_away_from_lazy_logic_and_references() {
        assert!(mutate("bitwise", "fn f(a: bool, b: &bool) -> bool { a && g(&b) || a }").is_empty());
    }
}
