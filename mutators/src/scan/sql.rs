//! Which functions run SQL, in which dialect, and how included files are read.

use std::borrow::Cow;

/// A function or method whose arguments may be SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlCall {
    /// Its name, or the end of its path: `execute`, `QueryBuilder::new`.
    pub name: Cow<'static, str>,
    /// A dialect of [`DIALECTS`]; `generic` is that of the database crates which the file names.
    pub dialect: Cow<'static, str>,
}

/// What the walk knows of SQL.
#[derive(Clone, Copy)]
pub struct SqlOptions<'a> {
    /// Functions and methods that run SQL, besides the usual ones.
    pub calls: &'a [SqlCall],
    /// The text of a file by its path as `include_str!` has it; relative to the source file, or below
    /// [`MANIFEST_DIR`](super::MANIFEST_DIR).
    pub included: &'a dyn Fn(&str) -> Option<String>,
}

impl Default for SqlOptions<'_> {
    /// The usual functions, and no files.
    fn default() -> Self {
        Self { calls: &[], included: &|_| None }
    }
}

/// The dialects of `sqlparser` by name.
pub const DIALECTS: &[&str] = &[
    "generic",
    "ansi",
    "bigquery",
    "clickhouse",
    "databricks",
    "duckdb",
    "hive",
    "mssql",
    "mysql",
    "oracle",
    "postgres",
    "redshift",
    "snowflake",
    "spark",
    "sqlite",
    "teradata",
];

/// Functions and methods that run SQL in one dialect or any: the crates, then the names.
const CALLS: &[(&str, &str)] = &[
    // polars' SQLContext, DataFusion's SessionContext.
    ("generic", "sql execute sql_with_options create_logical_plan sql_expr execute_sql"),
    // rusqlite and duckdb, which share most names.
    (
        "generic",
        "execute_batch prepare prepare_cached prepare_with_flags query_row query_row_and_then query_one query_map \
         query_and_then query_named",
    ),
    ("duckdb", "query_arrow query_polars stream_arrow"),
    // sqlx, its Executor, and sea-orm.
    (
        "generic",
        "query query_as query_scalar query_with query_as_with query_scalar_with raw_sql fetch fetch_all fetch_one \
         fetch_optional fetch_many QueryBuilder::new Statement::from_string Statement::from_sql_and_values \
         execute_unprepared",
    ),
    // postgres and tokio-postgres, diesel.
    (
        "postgres",
        "query_opt query_raw query_typed query_typed_raw simple_query batch_execute prepare_typed copy_out",
    ),
    ("generic", "sql_query"),
    (
        "mysql",
        "query_iter query_drop query_first exec_iter exec_first exec_map exec_drop query_fold exec_fold",
    ),
    // connectorx.
    ("generic", "CXQuery::naked CXQuery::from"),
];

/// Crates and types that tell the dialect of a file.
const CRATES: &[(&str, &str)] = &[
    ("rusqlite", "sqlite"),
    ("Sqlite", "sqlite"),
    ("duckdb", "duckdb"),
    ("postgres", "postgres"),
    ("PgPool", "postgres"),
    ("PgConnection", "postgres"),
    ("Postgres", "postgres"),
    ("MySql", "mysql"),
    ("mysql", "mysql"),
    ("clickhouse", "clickhouse"),
    ("bigquery", "bigquery"),
    ("snowflake", "snowflake"),
];

/// The dialect of a function or method that runs SQL.
pub(super) fn runs_sql(called: &str, options: &SqlOptions<'_>) -> Option<String> {
    let named = |name: &str| called == name || called.ends_with(&format!("::{name}"));
    let own = options.calls.iter().find(|call| named(&call.name)).map(|call| call.dialect.as_ref());
    let usual =
        || CALLS.iter().find(|(_, names)| names.split_whitespace().any(named)).map(|(dialect, _)| *dialect);
    own.or_else(usual).map(str::to_owned)
}

/// The dialects of the database crates that a file names.
pub(super) fn dialects_of(source: &str) -> Vec<&'static str> {
    let named = CRATES.iter().filter(|(name, _)| source.contains(name));
    named.map(|(_, dialect)| *dialect).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_is_known_to_the_parser() {
        let named = CALLS.iter().map(|(dialect, _)| dialect).chain(CRATES.iter().map(|(_, dialect)| dialect));
        for dialect in DIALECTS.iter().chain(named) {
            assert!(sqlparser::dialect::dialect_from_str(dialect).is_some(), "{dialect}");
        }
    }

    #[test]
    fn own_functions_come_first_and_paths_match_at_their_end() {
        let calls = [SqlCall { name: "ask".into(), dialect: "duckdb".into() }];
        let options = SqlOptions { calls: &calls, ..SqlOptions::default() };
        assert_eq!(runs_sql("warehouse::ask", &options).as_deref(), Some("duckdb"));
        assert_eq!(runs_sql("sqlx::QueryBuilder::new", &options).as_deref(), Some("generic"));
        assert_eq!(runs_sql("Vec::new", &options), None);
        assert_eq!(runs_sql("task", &options), None);
    }
}
