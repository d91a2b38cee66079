//! Changes a float literal: to 0.0 or 1.0, by one, in its sign; in comparisons also by the smallest step.
//!
//! Imitates: a rate of nothing or of everything, a threshold that is compared as if it were exact.
//!
//! Before:
//! ```text
//! fn net(gross: f64) -> f64 { gross * 0.81 }
//! ```
//! After:
//! ```text
//! fn net(gross: f64) -> f64 { gross * 0.0 }
//! ```
//! Stays away: the values that `unit-scale` proposes, and patterns; numbers that mutators of frames step.
//!
//! Equivalents: the smallest step where no value comes near the threshold.

use syn::Expr;

use super::unit_scale;
use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots::{self, Literal};
use crate::syntax::is_comparison;

pub(crate) const NAME: &str = "float-constant";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    if frames::owns_literals(context) {
        return;
    }
    spots::literals(node, |literal| {
        let Some(value) = literal.float() else { return };
        // What other mutators propose for this literal; dropping a minus sign belongs to `negation-delete`.
        let mut taken: Vec<f64> = unit_scale::neighbours(value);
        taken.extend([value, value.abs()]);
        let step = if value == 0.0 { 1.0 } else { 0.0 };
        let choices = [
            (Group::Default, step),
            (Group::Strict, 1.0),
            (Group::Strict, value + 1.0),
            (Group::Strict, -value),
        ];
        for (group, new) in choices {
            if !taken.contains(&new) {
                taken.push(new);
                literal.replace(sink, group, &text(new, literal));
            }
        }
    });
    if let Node::Expr(Expr::Binary(binary)) = node
        && is_comparison(&binary.op)
    {
        for side in [&*binary.left, &*binary.right] {
            spots::literals(Node::Expr(side), |literal| smallest_steps(literal, sink));
        }
    }
}

/// One unit in the last place up and down.
fn smallest_steps(literal: Literal<'_>, sink: &mut Sink<'_>) {
    let Some(value) = literal.float().filter(|value| *value != 0.0) else { return };
    let texts = if literal.suffix() == "f32" {
        #[expect(clippy::cast_possible_truncation, reason = "the literal is an f32")]
        let value = value as f32;
        [value.next_up(), value.next_down()].map(|new| format!("{new:?}f32"))
    } else {
        [value.next_up(), value.next_down()].map(|new| text(new, literal))
    };
    texts.iter().for_each(|new| literal.replace(sink, Group::Strict, new));
}

fn text(value: f64, literal: Literal<'_>) -> String {
    format!("{value:?}{}", literal.suffix())
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, replacements};

    fn of(source: &str) -> Vec<String> {
        replacements("float-constant", source)
    }

    #[test]
    fn each_value_is_proposed_once() {
        assert_eq!(of("fn f() -> f64 { g(0.5) }"), ["0.0", "1.0", "1.5", "-0.5"]);
        assert_eq!(of("fn f() -> f64 { g(0.0) }"), ["1.0"]);
        assert_eq!(of("fn f() -> f64 { g(1f32) }"), ["0.0f32", "2.0f32", "-1.0f32"]);
        assert_eq!(of("fn f() -> f64 { g(-1.0) }"), ["0.0"]);
    }

    #[test]
    fn comparisons_move_by_the_smallest_step() {
        let found = of("fn f(x: f64) -> bool { x < 0.5 }");
        assert!(found.contains(&"0.5000000000000001".to_owned()), "{found:?}");
        assert!(of("fn f(x: f32) -> bool { x < 0.5f32 }").contains(&"0.50000006f32".to_owned()));
    }

    #[test]
    fn constants_are_changed() {
        assert_eq!(mutate("float-constant", "const RATE: f64 = 0.19;")[0], "const RATE: f64 = 0.0;");
    }

    #[test]
    fn stays_away_from_integers_and_from_what_unit_scale_proposes() {
        assert!(of("fn f() -> u8 { g(5) }").is_empty());
        assert!(!of("fn f() -> f64 { g(60.0) }").contains(&"1.0".to_owned()));
    }
}
