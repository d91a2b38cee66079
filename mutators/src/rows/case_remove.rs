//! Leaves a text in the case in which it comes: removes `to_lowercase` and its relatives.
//!
//! Imitates: keys that differ by case only and form two groups.
//!
//! Before:
//! ```text
//! fn code(field: &str) -> String { field.to_uppercase() }
//! ```
//! After:
//! ```text
//! fn code(field: &str) -> String { field.to_string() }
//! ```
//! Stays away: frames.
//!
//! Equivalents: texts that are in that case already.

use crate::proposal::{Group, Sink};
use crate::receiver::method_call;
use crate::scan::{Context, Node};
use crate::syntax::{canonical, range_of};
use syn::Expr;

pub(crate) const NAME: &str = "case-remove";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    if let Some((call, name)) = method_call(node) {
        let other = match name.as_str() {
            "to_lowercase" | "to_uppercase" => "to_string",
            // The same for a `char` or a byte.
            "to_ascii_lowercase" | "to_ascii_uppercase" => "to_owned",
            _ => return,
        };
        if call.args.is_empty() {
            sink.rename_call(Group::Default, call, other);
        }
    } else if let Node::Expr(expr @ Expr::Path(path)) = node {
        let text = canonical(path).replace(' ', "");
        if matches!(text.as_str(), "str::to_lowercase" | "str::to_uppercase") {
            sink.edit_expression(Group::Default, expr, range_of(expr), "str::to_owned");
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
    fn calls_and_paths_are_seen() {
        assert_eq!(
            of("fn f() { c.to_ascii_uppercase(); r.map(str::to_lowercase) }"),
            ["to_owned", "str::to_owned"]
        );
    }

    #[test]
    fn stays_away_from_frames() {
        assert_eq!(of(r#"fn f() { col("a").str().to_lowercase(); s.to_titlecase() }"#), Vec::<String>::new());
    }
}
