//! Drops the filter of an aggregate.
//!
//! Imitates: a count of late rows that counts all of them.
//!
//! Before:
//! ```text
//! fn late() -> Expr { col("id").filter(col("late")).count() }
//! ```
//! After:
//! ```text
//! fn late() -> Expr { col("id").count() }
//! ```
//! Stays away: filters of frames, which are `filter-remove`'s.
//!
//! Equivalents: data in which every row passes.

use crate::frames::{self, Of};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "agg-filter-drop";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if call.name == "filter" && call.of == Of::Expr && call.arity() == 1 {
        sink.drop_call(Group::Default, call.call);
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn in_the_middle_of_a_chain() {
        assert_eq!(of(r#"let open = col("a").filter(p).sum(); open"#), [""]);
    }

    #[test]
    fn stays_away() {
        for source in [r#"lf.filter(col("a"))"#, "df.filter(&mask)?", "rows.iter().filter(|x| x.a)"] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
