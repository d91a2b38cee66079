//! Empties a string literal, and fills an empty one.
//!
//! Imitates: a default, a status or a marker that is wrong or missing in the result.
//!
//! Before:
//! ```text
//! fn status(paid: bool) -> &'static str { if paid { "closed" } else { g() } }
//! ```
//! After:
//! ```text
//! fn status(paid: bool) -> &'static str { if paid { "" } else { g() } }
//! ```
//! Stays away: column names and map keys (`col`, `select`, `alias`, `get` ...), format strings, messages of
//! `expect` and of errors, names of environment variables and files, SQL, words handed to helper functions, which
//! may be column names, and constants that are named like one of these; durations.
//!
//! Equivalents: texts that nobody reads back.

use syn::Lit;

use crate::frames;
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::spots;

pub(crate) const NAME: &str = "string-constant";

/// Calls whose string arguments name something: another name fails at once and teaches nothing.
const NAMING_CALLS: [&str; 4] = [
    // Columns of frames.
    "col cols column columns select select_seq select_exprs with_column with_columns with_columns_seq \
     with_column_renamed alias name rename prefix suffix group_by group_by_stable group_by_dynamic rolling sort \
     sort_by sort_by_exprs join join_on inner_join left_join right_join full_join semi_join anti_join cross_join \
     join_asof join_asof_by left_on right_on on by drop drop_in_place drop_many drop_nulls unique unique_stable \
     unique_generic explode unpivot pivot pivot_stable over over_with_options with_row_index with_name \
     get_column_index try_get_column_index field field_by_name agg by_name replace_column from_static cols! df! \
     index_of get_index_of exclude",
    // Keys.
    "get get_mut entry contains_key remove pointer insert key header try_get",
    // The outside world.
    "var var_os set_var env! option_env! open create read_to_string read_dir arg long short help about value_name \
     sql execute query query_as prepare register target",
    // Messages.
    "expect expect_err context with_context msg wrap_err panic! todo! unreachable! unimplemented! assert! assert_eq! \
     assert_ne! debug_assert! bail! anyhow! polars_bail! polars_err! custom debug_struct debug_tuple debug_list",
];

/// Types whose constructor takes a name or path first.
const NAMED_TYPES: &str = "Series Column Field PlSmallStr Path PathBuf File Arg Command Regex Error";

/// Words in the names of constants that hold a name.
const NAMING_WORDS: &str = "COL COLS COLUMN COLUMNS FIELD KEY HEADER ENV VAR PATH FILE SQL QUERY NAME";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let call = context.argument_of.as_deref().unwrap_or_default();
    if names_something(call) || frames::owns_literals(context) {
        return;
    }
    spots::literals(node, |literal| {
        let Lit::Str(text) = literal.lit else { return };
        let named = |name: String| name.split('_').any(|word| is_among(word, NAMING_WORDS));
        let is_name = match literal.constant {
            Some(constant) => named(constant.name.to_string()),
            // A helper function that is handed a word most likely looks up a column of that name.
            None => is_helper(call) && is_word(&text.value()) || is_duration(&text.value()),
        };
        if !is_name {
            let replacement = if text.value().is_empty() { "\"xyzzy\"" } else { "\"\"" };
            literal.replace(sink, Group::Strict, replacement);
        }
    });
}

fn names_something(call: &str) -> bool {
    let mut segments = call.trim_start_matches('.').rsplit("::");
    let last = segments.next().unwrap_or_default();
    NAMING_CALLS.iter().any(|list| is_among(last, list))
        || segments.next().is_some_and(|ty| is_among(ty, NAMED_TYPES))
}

/// True for functions, neither methods nor macros nor constructors, that may take a column name.
fn is_helper(call: &str) -> bool {
    let last = call.rsplit("::").next().unwrap_or_default();
    last.starts_with(|c: char| c.is_lowercase())
        && !last.ends_with('!')
        && !is_among(last, "lit from from_str str")
}

fn is_word(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// True for `30d` and `-1h`: without a number and a unit it is no duration any more, and the job fails at once.
fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let units = ["ns", "us", "ms", "s", "m", "h", "d", "w", "mo", "q", "y"];
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < text.len() && units.contains(&unit)
}

fn is_among(word: &str, list: &str) -> bool {
    list.split_whitespace().any(|other| other == word)
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, replacements};

    fn of(source: &str) -> Vec<String> {
        replacements("string-constant", source)
    }

    #[test]
    fn values_and_constants_are_replaced() {
        assert_eq!(of("fn f(s: &str) -> bool { s == \"PAID\" || s == \"\" }"), ["\"\"", "\"xyzzy\""]);
        assert_eq!(of("fn f() -> Expr { col(\"a\").fill_null(lit(\"none\")) }"), ["\"\""]);
        assert_eq!(mutate("string-constant", "const UNIT: &str = \"EUR\";"), ["const UNIT: &str = \"\";"]);
        assert_eq!(of("fn f() -> R { df!(\"a\" => g([\"x\"])) }"), ["\"\""]);
    }

    #[test]
    fn stays_away_from_names_keys_and_messages() {
        for body in [
            "lf.select([col(\"a\"), cols([\"b\"])])",
            "lf.group_by(vec![\"a\", \"b\"])",
            "lf.with_column(lit(1).alias(\"c\"))",
            "Series::new(\"a\".into(), &v)",
            "map.get(\"k\").expect(\"k is set\")",
            "std::env::var(\"HOME\")",
            "format!(\"{} rows\", n)",
            "Ints::of(frame, \"air_time\")",
            "share(over_window(\"cancelled\"))",
            "col(\"a\").dt().offset_by(lit(\"-30d\"))",
            "g(AsOfOptions { left_by: Some(vec![\"key\".into()]), ..o })",
        ] {
            assert!(of(&format!("fn f() -> R {{ {body} }}")).is_empty(), "{body}");
        }
        assert!(of("const KEY_COLUMN: &str = \"id\";").is_empty());
    }

    #[test]
    fn closures_are_values_again() {
        assert_eq!(of("fn f() -> R { lf.select(v.iter().map(|x| g(\"x\"))) }"), ["\"\""]);
    }
}
