//! Drops a component of a composite sort key, or the tie-break of a comparator.
//!
//! Imitates: ties that come in any order, so that a ranking changes from run to run.
//!
//! Before:
//! ```text
//! fn rank(rows: &mut [Row]) { rows.sort_by_key(|row| (row.day, row.id)); }
//! ```
//! After:
//! ```text
//! fn rank(rows: &mut [Row]) { rows.sort_by_key(|row| (row.day, )); }
//! ```
//! Stays away: keys of one component, frames, and `then` on a `bool`.
//!
//! Equivalents: components without ties, or that are equal everywhere.

use crate::proposal::{Group, Sink};
use crate::receiver::{closure, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{leaves, range_of, text_of};
use syn::Expr;

pub(crate) const NAME: &str = "sort-key-drop";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let Some(argument) = only_argument(call) else { return };
    if name == "then_with" || name == "then" && matches!(argument, Expr::MethodCall(_)) {
        sink.drop_call(Group::Default, call);
    }
    let sorts = (name.starts_with("sort") || name.starts_with("min_by") || name.starts_with("max_by"))
        && name.ends_with("_key");
    let Some(closure) = closure(argument).filter(|_| sorts) else { return };
    let [Expr::Tuple(key)] = leaves(&closure.body)[..] else { return };
    if key.elems.len() < 2 {
        return;
    }
    for dropped in (0..key.elems.len()).rev() {
        let kept = key.elems.iter().enumerate().filter(|(index, _)| *index != dropped);
        let kept: String = kept.map(|(_, part)| format!("{}, ", text_of(part))).collect();
        let group = if dropped == 0 { Group::Strict } else { Group::Default };
        sink.method(group, call, range_of(key), format!("({kept})"));
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn tuples_and_tie_breaks_lose_a_part() {
        assert_eq!(of("fn f() { v.sort_by(|a, b| a.x.cmp(&b.x).then_with(|| a.y.cmp(&b.y))) }"), [""]);
        assert_eq!(of("fn f() { r.iter().max_by_key(|r| (r.a, r.b)) }"), ["(r.a, )", "(r.b, )"]);
    }

    #[test]
    fn stays_away_from_single_keys_and_bool() {
        assert_eq!(
            of("fn f() { v.sort_by_key(|r| r.a); x.then(|| 3); flag.then(y); v.map(|r| (r.a, r.b)) }"),
            Vec::<String>::new()
        );
    }
}
