//! Takes the default of a type for what cannot be parsed, instead of an error.
//!
//! Imitates: malformed fields that turn into zeros without a word.
//!
//! Before:
//! ```text
//! fn cents(field: &str) -> Result<i64> { Ok(field.parse::<i64>()?) }
//! ```
//! After:
//! ```text
//! fn cents(field: &str) -> Result<i64> { Ok(field.parse::<i64>().unwrap_or_default()) }
//! ```
//! Stays away: frames, and parsers of other names.
//!
//! Equivalents: data that never fails to parse.

use crate::proposal::{Group, Sink};
use crate::receiver::method_call;
use crate::scan::{Context, Node};
use crate::syntax::range_of;
use syn::Expr;

pub(crate) const NAME: &str = "parse-swallow";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    match node {
        Node::Expr(expr @ Expr::Try(attempt)) if parses(&attempt.expr) => {
            sink.edit_expression(
                Group::Default,
                expr,
                range_of(attempt.question_token),
                ".unwrap_or_default()",
            );
        }
        Node::Expr(Expr::MethodCall(_)) => {
            let Some((call, name)) = method_call(node) else { return };
            if matches!(name.as_str(), "unwrap" | "expect" | "unwrap_or_else" | "unwrap_or")
                && parses(&call.receiver)
            {
                let edit = range_of(&call.method).start..range_of(call).end;
                let group = if name.starts_with("unwrap_or") { Group::Strict } else { Group::Default };
                sink.method(group, call, edit, "unwrap_or_default()");
            }
        }
        _ => {}
    }
}

/// True for `.parse()`, also with its error mapped.
fn parses(expr: &Expr) -> bool {
    let Expr::MethodCall(call) = expr else { return false };
    match call.method.to_string().as_str() {
        "parse" => call.args.is_empty(),
        "map_err" | "context" | "with_context" | "or_else" | "ok_or_else" | "ok" => parses(&call.receiver),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements;

    fn of(source: &str) -> Vec<String> {
        replacements(super::NAME, source)
    }

    #[test]
    fn mapped_errors_and_panics_are_swallowed() {
        assert_eq!(
            of("fn f() { s.parse().map_err(|e| E::Bad(e))?; s.parse::<u8>().unwrap() }"),
            [".unwrap_or_default()", "unwrap_or_default()"]
        );
    }

    #[test]
    fn stays_away_from_other_parsers() {
        assert_eq!(of("fn f() { parse(s)?; s.parse(x)?; s.parse_row()? }"), Vec::<String>::new());
    }
}
