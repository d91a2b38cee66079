//! Keeps every row: drops `filter`, `remove` and `having` of lazy frames; the mask of a data frame or a column
//! becomes all true.
//!
//! Imitates: a filter that was forgotten, so that cancelled, test or duplicate rows come through.
//!
//! Before:
//! ```text
//! fn paid(lf: LazyFrame) -> LazyFrame { lf.filter(col("state").eq(lit("paid"))).limit(9) }
//! ```
//! After:
//! ```text
//! fn paid(lf: LazyFrame) -> LazyFrame { lf.limit(9) }
//! ```
//! Stays away: expressions, whose filter is `agg-filter-drop`'s, iterators and options.
//!
//! Equivalents: data in which every row passes.

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "filter-remove";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 1) else { return };
    match (call.name.as_str(), call.of) {
        ("filter" | "remove", Of::Lazy) | ("having", Of::Groups) => {
            sink.drop_call(Group::Default, call.call);
        }
        ("filter", Of::Data | Of::Column) => {
            let mask = &call.call.args[0];
            let inner = text_of(parts::unreferenced(mask));
            let full = context.frames.path("BooleanChunked");
            let all = format!("&{full}::full(\"all\".into(), true, ({inner}).len())");
            sink.method(Group::Default, call.call, range_of(mask), all);
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
    fn masks_of_data_frames_let_all_through() {
        assert_eq!(of("df.filter(&mask)?"), [r#"&BooleanChunked::full("all".into(), true, (mask).len())"#]);
    }

    #[test]
    fn groups_have_filters_as_well() {
        assert_eq!(of(r#"lf.group_by(["a"]).having(len().gt(lit(1)))"#), [""]);
    }

    #[test]
    fn stays_away() {
        for source in
            [r#"col("a").filter(col("b"))"#, "rows.iter().filter(|row| row.open)", "maybe.filter(|x| *x)"]
        {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
