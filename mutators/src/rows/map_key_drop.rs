//! Drops a component of the key of a map or set: it becomes the default of its type.
//!
//! Imitates: the wrong grain: rows of several days, currencies or shops that fall into one group.
//!
//! Before:
//! ```text
//! fn add(sums: &mut Sums, row: &Row) { *sums.entry((row.day, row.shop)).or_insert(0) += row.cents; }
//! ```
//! After:
//! ```text
//! fn add(sums: &mut Sums, row: &Row) { *sums.entry((row.day, Some(row.shop).filter(|_| false).unwrap_or_default())).or_insert(0) += row.cents; }
//! ```
//! Stays away: keys of one component, lookups, references, which have no default, and literals.
//!
//! Equivalents: a component that is the same for all rows, or that another one implies.

use crate::proposal::{Group, Sink};
use crate::receiver::{closure, method_call, only_argument};
use crate::scan::{Context, Node};
use crate::syntax::{leaves, range_of, text_of};
use syn::Expr;

pub(crate) const NAME: &str = "map-key-drop";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Some((call, name)) = method_call(node) else { return };
    let Some(argument) = only_argument(call) else { return };
    let key = match name.as_str() {
        "entry" | "insert" => argument,
        "into_group_map_by" | "counts_by" | "unique_by" | "chunk_by" | "into_grouping_map_by" => {
            match closure(argument).map(|closure| leaves(&closure.body)) {
                Some(found) if found.len() == 1 => found[0],
                _ => return,
            }
        }
        _ => return,
    };
    let Expr::Tuple(key) = key else { return };
    if key.elems.len() < 2 {
        return;
    }
    for part in &key.elems {
        let replaceable = !matches!(part, Expr::Lit(_) | Expr::Reference(_) | Expr::Tuple(_));
        if replaceable {
            // The component stays in the text, because nothing else may say of which type it is.
            let dropped = format!("Some({}).filter(|_| false).unwrap_or_default()", text_of(part));
            sink.edit_expression(Group::Default, part, range_of(part), dropped);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn each_component_is_dropped() {
        let found =
            of("fn f() { m.entry((a, b.clone())); s.insert((x, 1)); r.into_group_map_by(|r| (r.a, r.b)) }");
        let parts: Vec<_> = found
            .iter()
            .filter_map(|text| text.strip_suffix(").filter(|_| false).unwrap_or_default()"))
            .collect();
        assert_eq!(parts, ["Some(a", "Some(b.clone()", "Some(x", "Some(r.a", "Some(r.b"]);
    }

    #[test]
    fn stays_away_from_lookups_and_single_keys() {
        assert_eq!(
            of(r#"fn f() { m.get(&(a, b)); m.entry(a); m.insert((a, b), v); m.entry((&a, "x")) }"#),
            Vec::<String>::new()
        );
    }
}
