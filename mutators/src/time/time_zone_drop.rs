//! Takes a conversion between time zones for a relabelling: the clock stays, the instant moves.
//!
//! Imitates: local times that are stamped as UTC, off by an hour or two.
//!
//! Before:
//! ```text
//! fn local(tz: TimeZone) -> Expr { col("sent").dt().convert_time_zone(tz) }
//! ```
//! After:
//! ```text
//! fn local(tz: TimeZone) -> Expr { col("sent").dt().replace_time_zone(Some(tz), lit("earliest"), NonExistent::Null) }
//! ```
//! Stays away: time zones that are removed: the type would change, and nothing but the type.
//!
//! Equivalents: times that are in that zone already.

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{argument_of, range_of, text_of};

pub(crate) const NAME: &str = "time-zone-drop";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.within("dt")) else { return };
    let edit = range_of(&call.call.method).start..range_of(call.call).end;
    let arguments = &call.call.args;
    match (call.name.as_str(), call.arity()) {
        ("convert_time_zone", 1) => {
            let (lit, gap) = (context.frames.path("lit"), context.frames.path("NonExistent"));
            let zone = text_of(&arguments[0]);
            let text = format!("replace_time_zone(Some({zone}), {lit}(\"earliest\"), {gap}::Null)");
            sink.method(Group::Strict, call.call, edit, text);
        }
        ("replace_time_zone", 3) => {
            if let Some(zone) = argument_of(&arguments[0], "Some") {
                sink.method(Group::Strict, call.call, edit, format!("convert_time_zone({})", text_of(zone)));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn either_way() {
        assert_eq!(
            of(r#"col("t").dt().replace_time_zone(Some(tz), lit("raise"), NonExistent::Raise)"#),
            ["convert_time_zone(tz)"]
        );
    }

    #[test]
    fn stays_away() {
        for source in [r#"col("t").dt().replace_time_zone(None, a, b)"#, "clock.convert_time_zone(tz)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
