//! SQL in strings and included files: mutators, one file each, named for the fault it plants.

pub mod between_bound;
pub mod coalesce_drop;
pub mod having_drop;
pub mod is_null_negate;
pub mod like_wildcard;
pub mod limit_step;
pub mod literal_step;
pub mod null_as_true;
pub mod order_flip;
pub mod relational;
pub mod select_distinct;
pub mod sql_agg_swap;
pub mod sql_arithmetic;
pub mod sql_column_swap;
pub mod sql_group_key_drop;
pub mod sql_join_type;
pub mod sql_logical;
pub mod subquery_negate;
pub mod union_all;
pub mod where_drop;

/// The name of the control of a SQL text: it parses and prints, which no test may notice. Reports never show it.
pub const NO_OP: &str = "sql-no-op";

/// Means for the tests of the mutators.
#[cfg(test)]
pub(crate) mod testing {
    use crate::manual::propose;
    use crate::proposal::{Group, Proposal};

    fn proposals(mutator: &str, sql: &str) -> Vec<Proposal> {
        propose(mutator, &format!("fn f(db: &Db) -> R {{ db.execute({sql:?}) }}"))
    }

    fn texts(proposals: impl IntoIterator<Item = Proposal>) -> Vec<String> {
        let text = |p: Proposal| syn::parse_str::<syn::LitStr>(&p.replacement).expect("a literal").value();
        proposals.into_iter().map(text).collect()
    }

    /// The SQL texts that a mutator makes of one.
    pub(crate) fn changed(mutator: &str, sql: &str) -> Vec<String> {
        texts(proposals(mutator, sql))
    }

    /// Those of the default group.
    pub(crate) fn default(mutator: &str, sql: &str) -> Vec<String> {
        texts(proposals(mutator, sql).into_iter().filter(|p| p.group == Group::Default))
    }
}
