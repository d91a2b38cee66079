//! Changes an integer literal: by one, to zero or one, or in its sign.
//!
//! Imitates: an off-by-one in a window, a start index, a minimum count.
//!
//! Before:
//! ```text
//! fn warm_up(days: u32) -> bool { days < 14 }
//! ```
//! After:
//! ```text
//! fn warm_up(days: u32) -> bool { days < 15 }
//! ```
//! Stays away: patterns, types, array lengths and enum values, and values that the literal's own type cannot hold;
//! numbers that mutators of frames step, such as that of `limit`.
//!
//! Equivalents: thresholds between values that never occur, for instance 14 and 15 where all counts are multiples of 7.

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "integer-constant";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if frames::owns_literals(context) {
        return;
    }
    spots::literals(node, |literal| {
        let Some(value) = literal.integer() else { return };
        let step = if value == 1 { 0 } else { value.saturating_add(1) };
        // Dropping a minus sign belongs to `negation-delete`.
        let others = match value {
            1 => vec![2, -1],
            ..0 => vec![value.saturating_sub(1)],
            // Of zero, only the step back is another number.
            0.. => vec![value - 1, -value],
        };
        let steps =
            std::iter::once((Group::Default, step)).chain(others.into_iter().map(|n| (Group::Strict, n)));
        for (group, new) in steps.filter(|(_, new)| *new != value && literal.can_hold(*new)) {
            literal.replace(sink, group, &format!("{new}{}", literal.suffix()));
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, replacements};

    fn of(source: &str) -> Vec<String> {
        replacements("integer-constant", source)
    }

    #[test]
    fn steps_keep_the_suffix() {
        assert_eq!(of("fn f() -> i64 { 0x10_i64 }"), ["17i64", "15i64", "-16i64"]);
        assert_eq!(of("fn f() -> i64 { 0 }"), ["1", "-1"]);
        assert_eq!(of("fn f() -> i64 { 1u8 }"), ["0u8", "2u8"]);
    }

    #[test]
    fn a_negative_literal_is_one_number() {
        assert_eq!(of("fn f() -> i64 { -5 }"), ["-4", "-6"]);
    }

    #[test]
    fn the_largest_number_has_no_step() {
        let largest = i128::MAX;
        let found = of(&format!("fn f() -> i128 {{ {largest} }}"));
        assert_eq!(found, [(largest - 1).to_string(), (-largest).to_string()]);
        let found = of(&format!("fn f() -> i128 {{ -{largest} }}"));
        assert_eq!(found, [(1 - largest).to_string(), i128::MIN.to_string()]);
    }

    #[test]
    fn constants_are_changed_within_their_type() {
        assert_eq!(mutate("integer-constant", "const TOP: u8 = 255;"), ["const TOP: u8 = 254;"]);
        assert_eq!(mutate("integer-constant", "const DAY: u32 = 60 * 60;")[0], "const DAY: u32 = 61 * 60;");
    }

    #[test]
    fn stays_away_from_what_overflows_and_from_constant_contexts() {
        assert_eq!(of("fn f() -> u8 { 255u8 }"), ["254u8"]);
        assert!(of("fn f(x: [u8; 4]) -> [u8; 4] { match x[n] { 3 => [g(); 4], _ => x } }").is_empty());
        assert!(of("const A: usize = OTHER + 1;").is_empty());
    }

    #[test]
    fn stays_away_from_numbers_of_frames() {
        assert!(
            of("fn f(lf: LazyFrame, df: DataFrame) { lf.limit(10); df.head(Some(3)); col(\"a\").std(1) }")
                .is_empty()
        );
        assert!(of("fn f() { g(RollingOptionsFixedWindow { window_size: 3, ..o }) }").is_empty());
        assert_eq!(of("fn f() { page.limit(10) }"), ["11", "9", "-10"]);
    }
}
