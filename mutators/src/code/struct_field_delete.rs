//! Deletes a field of a struct literal that ends in `..base`, which then provides the value.
//!
//! Imitates: an option that was forgotten and stays at its default.
//!
//! Before:
//! ```text
//! fn options() -> Sort { Sort { descending: yes(), nulls_last: no(), ..Sort::base() } }
//! ```
//! After:
//! ```text
//! fn options() -> Sort { Sort { nulls_last: no(), ..Sort::base() } }
//! ```
//! Stays away: struct literals without a base; options of polars, whose fields have mutators of their own.
//!
//! Equivalents: fields that repeat the base's value.

use syn::{Expr, Member};

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::range_of;

pub(crate) const NAME: &str = "struct-field-delete";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Expr(expr @ Expr::Struct(literal)) = node else { return };
    let owned = crate::syntax::last_segment(&literal.path).is_some_and(|ty| frames::owns_fields(&ty));
    if literal.rest.is_none() || owned {
        return;
    }
    for pair in literal.fields.pairs() {
        let field = range_of(pair.value());
        if matches!(pair.value().member, Member::Named(_)) {
            let end = pair.punct().map_or(field.end, |comma| range_of(comma).end);
            sink.edit_expression(Group::Default, expr, field.start..end, "");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::mutate;

    #[test]
    fn shorthand_fields_are_deleted_too() {
        let found = mutate("struct-field-delete", "fn f() -> S { S { a, b: 2, ..d() } }");
        assert_eq!(found, ["fn f() -> S { S {  b: 2, ..d() } }", "fn f() -> S { S { a,  ..d() } }"]);
    }

    #[test]
    fn stays_away_from_literals_without_base() {
        assert!(mutate("struct-field-delete", "fn f() -> S { S { a: 1, b: 2 } }").is_empty());
    }

    #[test]
    fn stays_away_from_options_of_polars() {
        assert!(
            mutate("struct-field-delete", "fn f() { g(SortOptions { descending: true, ..o }) }").is_empty()
        );
    }
}
