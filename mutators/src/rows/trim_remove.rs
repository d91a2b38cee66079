//! Leaves blanks around a text: `.trim()` and its kinds do nothing; the path `str::trim` trims the end only.
//!
//! Imitates: keys that do not match because of a blank that a file carries.
//!
//! Before:
//! ```text
//! fn key(field: &str) -> &str { field.trim() }
//! ```
//! After:
//! ```text
//! fn key(field: &str) -> &str { field.trim_start_matches("") }
//! ```
//! Stays away: frames, and `trim_matches` and its relatives, which take a pattern.
//!
//! Equivalents: texts without blanks at their ends.

use crate::proposal::{Group, Sink};
use crate::receiver::method_call;
use crate::scan::{Context, Node};
use crate::syntax::{canonical, range_of};
use syn::Expr;

pub(crate) const NAME: &str = "trim-remove";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    if let Some((call, name)) = method_call(node) {
        if matches!(name.as_str(), "trim" | "trim_start" | "trim_end" | "trim_ascii") && call.args.is_empty()
        {
            // Unlike no call at all, it yields a `&str` of a `String` too.
            let edit = range_of(&call.method).start..range_of(call).end;
            sink.method(Group::Default, call, edit, "trim_start_matches(\"\")");
        }
    } else if let Node::Expr(expr @ Expr::Path(path)) = node {
        let other = match canonical(path).replace(' ', "").as_str() {
            "str::trim" | "str::trim_start" => "str::trim_end",
            "str::trim_end" => "str::trim_start",
            _ => return,
        };
        sink.edit_expression(Group::Default, expr, range_of(expr), other);
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
            of("fn f() { s.trim_end(); r.map(str::trim) }"),
            [r#"trim_start_matches("")"#, "str::trim_end"]
        );
    }

    #[test]
    fn stays_away_from_patterns_and_frames() {
        assert_eq!(
            of(r#"fn f() { s.trim_matches(x); trim(s); col("a").str().trim() }"#),
            Vec::<String>::new()
        );
    }
}
