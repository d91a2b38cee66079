//! Adds or removes a `%` at an end of a `LIKE` pattern, or negates it.
//!
//! Imitates: a prefix that is searched anywhere, or a word that is only found at the start.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE kind LIKE 'PROMO%'") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t WHERE kind LIKE '%PROMO%'") }
//! ```
//! Stays away: patterns that are computed, and those without a wildcard at an end.
//!
//! Equivalents: data that holds the word at one place only.

use sqlparser::ast::Expr;

use crate::clauses::{text, text_like};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "like-wildcard";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.expressions(sink, |expr| {
        let (Expr::Like { pattern, .. } | Expr::ILike { pattern, .. }) = expr else { return vec![] };
        let Some(old) = text(pattern) else { return vec![] };
        let with = |group, new: String| {
            let mut like = expr.clone();
            if let Expr::Like { pattern, .. } | Expr::ILike { pattern, .. } = &mut like {
                **pattern = text_like(pattern, new);
            }
            (group, like)
        };
        let mut turned = expr.clone();
        if let Expr::Like { negated, .. } | Expr::ILike { negated, .. } = &mut turned {
            *negated = !*negated;
        }
        let mut changes = match (old.strip_prefix('%'), old.strip_suffix('%')) {
            _ if old.len() < 2 => vec![],
            (Some(end), Some(start)) => {
                vec![with(Group::Default, end.to_owned()), with(Group::Strict, start.to_owned())]
            }
            (Some(end), None) => {
                vec![with(Group::Default, format!("{old}%")), with(Group::Strict, end.to_owned())]
            }
            (None, Some(start)) => {
                vec![with(Group::Default, format!("%{old}")), with(Group::Strict, start.to_owned())]
            }
            (None, None) => vec![],
        };
        changes.push((Group::Strict, turned));
        changes
    });
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::{changed, default};

    #[test]
    fn ends_open_and_close() {
        assert_eq!(
            changed(super::NAME, "SELECT a FROM t WHERE b LIKE '%x%'"),
            [
                "SELECT a FROM t WHERE b LIKE 'x%'",
                "SELECT a FROM t WHERE b LIKE '%x'",
                "SELECT a FROM t WHERE b NOT LIKE '%x%'",
            ]
        );
        assert_eq!(
            default(super::NAME, "SELECT a FROM t WHERE b NOT LIKE '%x'"),
            ["SELECT a FROM t WHERE b NOT LIKE '%x%'"]
        );
    }

    #[test]
    fn stays_away_from_computed_patterns() {
        assert!(changed(super::NAME, "SELECT a FROM t WHERE b LIKE c || '%'").is_empty());
    }
}
