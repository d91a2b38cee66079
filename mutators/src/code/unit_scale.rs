//! Replaces a factor between units, such as 60, 1000 or 86400, by 1 and by the factor of a neighbouring unit.
//!
//! Imitates: a forgotten conversion: cents read as euros, milliseconds as seconds, hours as days.
//!
//! Before:
//! ```text
//! fn minutes(seconds: u64) -> u64 { seconds / 60 }
//! ```
//! After:
//! ```text
//! fn minutes(seconds: u64) -> u64 { seconds / 3600 }
//! ```
//! Stays away: numbers that are no common factor, patterns, and factors that the literal's own type cannot hold;
//! numbers that mutators of frames step.
//!
//! Equivalents: a factor that is divided out again.

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "unit-scale";

/// A common factor and the one it is most easily mistaken for.
const FACTORS: &[(i128, i128)] = &[
    (7, 30),
    (12, 52),
    (24, 60),
    (30, 7),
    (52, 12),
    (60, 3600),
    (100, 1000),
    (252, 365),
    (360, 365),
    (365, 360),
    (1000, 1_000_000),
    (1024, 1000),
    (1440, 60),
    (3600, 60),
    (10_000, 100),
    (86_400, 3600),
    (604_800, 86_400),
    (1_000_000, 1000),
    (3_600_000, 60_000),
    (86_400_000, 86_400),
    (1_000_000_000, 1_000_000),
];

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if frames::owns_literals(context) {
        return;
    }
    spots::literals(node, |literal| {
        if literal.negative {
            return;
        }
        if let Some(value) = literal.integer() {
            let found = FACTORS.iter().find(|(factor, _)| *factor == value);
            let new = found.into_iter().flat_map(|(_, neighbour)| [1, *neighbour]);
            for new in new.filter(|new| literal.can_hold(*new)) {
                literal.replace(sink, Group::Default, &format!("{new}{}", literal.suffix()));
            }
        }
        for new in literal.float().map(neighbours).unwrap_or_default() {
            literal.replace(sink, Group::Default, &format!("{new:?}{}", literal.suffix()));
        }
    });
}

/// What a float that is a common factor is replaced by; empty for other numbers.
pub(super) fn neighbours(value: f64) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "all factors are small")]
    let factors = FACTORS.iter().map(|(factor, other)| (*factor as f64, *other as f64));
    let shares = [(0.01, 0.001), (0.001, 0.01), (0.0001, 0.01)];
    let found = factors.chain(shares).find(|(factor, _)| *factor == value);
    found.map(|(_, other)| vec![1.0, other]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, replacements};

    fn of(source: &str) -> Vec<String> {
        replacements("unit-scale", source)
    }

    #[test]
    fn integers_and_floats_are_rescaled() {
        assert_eq!(of("fn f(x: u64) -> u64 { x * 86_400u64 }"), ["1u64", "3600u64"]);
        assert_eq!(of("fn f(x: f64) -> f64 { x / 1e3 }"), ["1.0", "1000000.0"]);
    }

    #[test]
    fn constants_are_rescaled() {
        assert_eq!(mutate("unit-scale", "const CENTS: i64 = 100;")[0], "const CENTS: i64 = 1;");
    }

    #[test]
    fn stays_away_from_other_numbers_and_from_overflow() {
        assert!(of("fn f(x: u64) -> u64 { x * 17 }").is_empty());
        assert_eq!(of("fn f(x: u8) -> u8 { x / 100u8 }"), ["1u8"]);
    }
}
