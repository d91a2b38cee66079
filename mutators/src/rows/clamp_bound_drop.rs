//! Drops one bound of `clamp`.
//!
//! Imitates: a cap or a floor that was forgotten.
//!
//! Before:
//! ```text
//! fn share(x: f64) -> f64 { x.clamp(0.0, 1.0) }
//! ```
//! After:
//! ```text
//! fn share(x: f64) -> f64 { x.max(0.0) }
//! ```
//! Stays away: frames, and `clamp` of other shapes.
//!
//! Equivalents: values that never reach the bound.

use crate::proposal::{Group, Sink};
use crate::receiver::method_call;
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "clamp-bound-drop";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if name == "clamp" && call.args.len() == 2 {
        let edit = range_of(&call.method).start..range_of(call).end;
        sink.method(Group::Default, call, edit.clone(), format!("max({})", text_of(&call.args[0])));
        sink.method(Group::Default, call, edit, format!("min({})", text_of(&call.args[1])));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn either_bound_goes() {
        assert_eq!(of("fn f() { x.clamp(self.lo, HI) }"), ["max(self.lo)", "min(HI)"]);
    }

    #[test]
    fn stays_away_from_frames_and_other_shapes() {
        assert_eq!(
            of(r#"fn f() { col("a").clamp(a, b); x.clamp(1..=2); clamp(x, 0, 1) }"#),
            Vec::<String>::new()
        );
    }
}
