//! Exchanges both halves of `partition`.
//!
//! Imitates: accepted and rejected rows that are taken for each other.
//!
//! Before:
//! ```text
//! fn split(rows: Vec<Row>) -> (Vec<Row>, Vec<Row>) { rows.into_iter().partition(|row| row.is_open()) }
//! ```
//! After:
//! ```text
//! fn split(rows: Vec<Row>) -> (Vec<Row>, Vec<Row>) { rows.into_iter().partition(|row| !(row.is_open())) }
//! ```
//! Stays away: conditions that are one comparison or one `!`, whose opposite other mutators plant.
//!
//! Equivalents: halves that are only counted together.

use crate::proposal::{Group, Sink};
use crate::receiver::{closure, is_function, is_negated_elsewhere, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "partition-swap";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let Some(argument) = only_argument(call).filter(|_| name == "partition") else { return };
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
    fn functions_by_name_count() {
        assert_eq!(of("fn f() { r.partition(Result::is_ok) }"), ["|row| !Result::is_ok(row)"]);
    }

    #[test]
    fn stays_away_from_comparisons() {
        assert_eq!(
            of("fn f() { r.partition(|x| *x > 2); r.partition(n); s.partition_point(|x| f(x)) }"),
            Vec::<String>::new()
        );
    }
}
