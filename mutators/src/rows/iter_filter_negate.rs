//! Turns the condition of `filter` and `retain` round.
//!
//! Imitates: a filter that keeps exactly the wrong rows.
//!
//! Before:
//! ```text
//! fn open(rows: &[Row]) -> usize { rows.iter().filter(|row| row.is_open()).count() }
//! ```
//! After:
//! ```text
//! fn open(rows: &[Row]) -> usize { rows.iter().filter(|row| !(row.is_open())).count() }
//! ```
//! Stays away: options, frames, and conditions that are one comparison or one `!`, whose opposite other mutators
//! plant.
//!
//! Equivalents: data of which half the rows pass, where only their number is looked at.

use crate::proposal::{Group, Sink};
use crate::receiver::{Kind, closure, is_function, is_negated_elsewhere, kind, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "iter-filter-negate";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    if !matches!(name.as_str(), "filter" | "retain") || kind(&call.receiver) == Kind::Optional {
        return;
    }
    let Some(argument) = only_argument(call) else { return };
    if let Some(closure) = closure(argument) {
        let body = &*closure.body;
        if !is_negated_elsewhere(body) {
            sink.edit_expression(Group::Default, body, range_of(body), format!("!({})", text_of(body)));
        }
    } else if is_function(argument) {
        let negated = format!("|row| !{}(row)", text_of(argument));
        sink.edit_expression(Group::Default, argument, range_of(argument), negated);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn closures_and_functions_are_negated() {
        assert_eq!(
            of("fn f() { r.filter(|r| a(r) && b(r)); r.iter().filter(Row::is_open) }"),
            ["!(a(r) && b(r))", "|row| !Row::is_open(row)"]
        );
    }

    #[test]
    fn stays_away_from_comparisons_options_and_frames() {
        assert_eq!(
            of(
                r#"fn f() { r.filter(|x| x.a > 2); r.filter(|x| !x.a()); o.ok().filter(|x| x.a()); lf.filter(col("a")) }"#
            ),
            Vec::<String>::new()
        );
    }
}
