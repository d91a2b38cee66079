//! SQL in macros that ask a database while they are compiled (`sqlx::query!` and its relatives): each mutant would need
//! that database, or prepared data that holds the original text only.

use super::{Quiet, names};

pub(crate) const NAME: &str = "compile-time-sql";
pub(crate) const REASON: &str = "checked against a database while it is compiled";

pub(crate) fn silences(what: Quiet<'_>) -> bool {
    let Quiet::Macro(mac) = what else { return false };
    let names = names(&mac.path);
    let plain = names.first().is_some_and(|first| first == "sqlx") || names.len() == 1;
    plain && names.last().is_some_and(|name| name == "query" || name.starts_with("query_"))
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn checked_queries_are_left_out_with_a_reason() {
        let source =
            "fn f() { let r = sqlx::query_as!(Row, \"SELECT a FROM t WHERE a > 1\").fetch_all(&pool); }";
        let found = propose("relational", source);
        assert!(!found.is_empty());
        assert!(found.iter().all(|proposal| proposal.noise == Some(super::REASON)));
    }
}
