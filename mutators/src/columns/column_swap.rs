//! Reads another column of the same type that the function could read: in `col(..)`, `column(..)`, in the keys of
//! groups, sorts, windows and joins, and in constant lists of names. The likeliest confusion comes first: a similar
//! name, then a column that the function mentions as well. At most two for each place.
//!
//! Imitates: the scheduled time for the actual one, the gross amount for the net one.
//!
//! Before:
//! ```text
//! fn margin(lf: LazyFrame) -> LazyFrame { lf.select([(col("price") - col("cost") * lit(2)).alias("margin")]) }
//! ```
//! After:
//! ```text
//! fn margin(lf: LazyFrame) -> LazyFrame { lf.select([(col("cost") - col("cost") * lit(2)).alias("margin")]) }
//! ```
//! Stays away: columns that the function makes itself, names whose table cannot be told, and columns that may be gone by
//! then; without schemas, all columns that are not seen to be used alike on the same frame.
//!
//! Equivalents: two columns with the same values.

use std::collections::HashSet;

use syn::{Expr, Lit};

use crate::frames::names::Columns;
use crate::frames::{self, Of, among, parts};
use crate::proposal::{Bytes, Group, Sink};
use crate::scan::{Context, Node, Table};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "column-swap";

/// How many columns one place is swapped for.
const AT_MOST: usize = 2;

/// Calls whose string arguments name columns and whose result has its columns under the same names as before.
const KEYS: &str = "sort over sort_by left_join inner_join full_join semi_join anti_join column unique unique_stable \
    drop_nulls";

/// Calls inside which the name of a column does not become the name of a result.
const NAMELESS: &str = "filter remove over sort_by sort_by_exprs top_k bottom_k when left_join inner_join full_join \
    semi_join anti_join join on left_on right_on and or xor eq neq gt gt_eq lt lt_eq eq_missing neq_missing is_in \
    is_between fill_null max_by min_by rolling_sum_by rolling_mean_by otherwise";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    match node {
        Node::Constant(name, _, value) => constant(&name.to_string(), value, context, sink),
        Node::Expr(whole @ Expr::Call(call)) if call.args.len() == 1 => {
            if parts::last(&call.func).as_deref() != Some("col") {
                return;
            }
            let Some((column, bytes)) = parts::text_literal(&call.args[0]) else { return };
            for (group, other) in others(&column, range_of(whole).start, context) {
                if keeps_name(range_of(whole), context) {
                    sink.literal(group, bytes.clone(), format!("{other:?}"));
                } else {
                    let edit = bytes.start..range_of(whole).end;
                    sink.value(group, whole, edit, format!("{other:?}).alias({column:?})"));
                }
            }
        }
        Node::Expr(Expr::Lit(literal)) => {
            let Lit::Str(text) = &literal.lit else { return };
            let call = context.argument_of.as_deref().and_then(|name| name.strip_prefix('.'));
            if call.is_some_and(|name| among(KEYS, name)) {
                let bytes = range_of(literal);
                for (group, other) in others(&text.value(), bytes.start, context) {
                    sink.literal(group, bytes.clone(), format!("{other:?}"));
                }
            }
        }
        Node::Expr(Expr::MethodCall(_)) => group_keys(node, context, sink),
        _ => {}
    }
}

/// Keys that are written as texts become expressions, all of them, as a list has one type.
fn group_keys(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context) else { return };
    if !matches!(call.name.as_str(), "group_by" | "group_by_stable")
        || call.of != Of::Lazy
        || call.arity() != 1
    {
        return;
    }
    let Some(keys) = parts::list(&call.call.args[0]) else { return };
    let texts: Option<Vec<_>> = keys.elements.iter().map(parts::text_literal).collect();
    let col = context.frames.path("col");
    for (index, (column, bytes)) in texts.iter().flatten().enumerate() {
        for (group, other) in others(column, bytes.start, context) {
            let all = keys.elements.iter().enumerate().map(|(at, key)| match at == index {
                true => format!("{col}({other:?}).alias({column:?})"),
                false => format!("{col}({})", text_of(key)),
            });
            let list = format!("[{}]", all.collect::<Vec<_>>().join(", "));
            sink.method(group, call.call, range_of(&call.call.args[0]), list);
        }
    }
}

/// A constant list of names, all of one table, that is used for keys only: elsewhere the results change their names.
fn constant(name: &str, value: &Expr, context: &Context, sink: &mut Sink<'_>) {
    let Some(list) = parts::list(value) else { return };
    let texts: Option<Vec<_>> = list.elements.iter().map(parts::text_literal).collect();
    let Some(texts) = texts.filter(|texts| !texts.is_empty()) else { return };
    let uses = context.frames.constant_uses.get(name).map(Vec::as_slice).unwrap_or_default();
    if uses.is_empty() || !uses.iter().all(|method| among(KEYS, method)) {
        return;
    }
    let has_all = |table: &&Table| texts.iter().all(|(column, _)| type_of(table, column).is_some());
    let Some(table) = context.schemas.iter().find(has_all) else { return };
    let listed: HashSet<_> = texts.iter().map(|(column, _)| column.clone()).collect();
    for (column, bytes) in &texts {
        let free = |other: &str| !listed.contains(other);
        for (group, other) in ranked(column, same_type(table, column).filter(|other| free(other)), &listed) {
            sink.constant(group, name, value, bytes.clone(), format!("{other:?}"));
        }
    }
}

/// The columns that could stand for one at a place, the likeliest confusion first.
fn others(column: &str, at: usize, context: &Context) -> Vec<(Group, String)> {
    let columns = &context.frames.columns;
    if columns.made.contains(column) || columns.is_join_key(at) {
        return vec![];
    }
    let mentioned: HashSet<String> = columns.read.iter().map(|(name, _)| name.clone()).collect();
    let together = read_together(columns, at);
    match table_of(column, &together, &mentioned, context) {
        Some(table) => {
            let narrowed = columns.narrowed.iter().any(|end| *end <= at);
            // A column that no table has and that the function does not make: the frame comes from elsewhere.
            let raw = !narrowed
                && !columns.together.is_empty()
                && mentioned.iter().all(|name| is_known(name, columns, &context.schemas));
            // A function without a frame makes expressions, for frames that may have lost other columns.
            let seen = |other: &str| match columns.together.is_empty() {
                true => mentioned.contains(other),
                false => together.iter().any(|name| name == other),
            };
            let reachable = |other: &&str| !columns.made.contains(*other) && (raw || seen(other));
            ranked(column, same_type(table, column).filter(reachable), &mentioned)
        }
        // A column of no known table.
        None if context.schemas.iter().any(|table| type_of(table, column).is_some()) => vec![],
        None => {
            let Some(evidence) = columns.evidence.get(column).filter(|kinds| kinds.len() == 1) else {
                return vec![];
            };
            let alike = |other: &&String| columns.evidence.get(*other) == Some(evidence);
            let free = |other: &&String| *other != column && !columns.made.contains(*other);
            let found = together.iter().filter(alike).filter(free).map(String::as_str);
            ranked(column, found, &mentioned)
        }
    }
}

/// Columns that are read in the same call of a frame.
fn read_together(columns: &Columns, at: usize) -> Vec<String> {
    let innermost =
        columns.together.iter().filter(|bytes| bytes.contains(&at)).min_by_key(|bytes| bytes.len());
    let Some(bytes) = innermost else { return vec![] };
    let inside = columns.read.iter().filter(|(_, position)| bytes.contains(position));
    inside.map(|(name, _)| name.clone()).collect()
}

/// The only table that fits best: it has the column, and the most of those that are read with it.
fn table_of<'a>(
    column: &str,
    together: &[String],
    mentioned: &HashSet<String>,
    context: &'a Context,
) -> Option<&'a Table> {
    let candidates = context.schemas.iter().filter(|table| type_of(table, column).is_some());
    let count = |table: &Table| {
        let known = |name: &&String| type_of(table, name).is_some();
        (together.iter().filter(known).count(), mentioned.iter().filter(known).count())
    };
    let scored: Vec<_> = candidates.map(|table| (count(table), table)).collect();
    let best = scored.iter().map(|(score, _)| *score).max()?;
    let mut fitting = scored.iter().filter(|(score, _)| *score == best);
    let (_, table) = fitting.next()?;
    fitting.next().is_none().then_some(*table)
}

fn is_known(name: &str, columns: &Columns, schemas: &[Table]) -> bool {
    columns.made.contains(name) || schemas.iter().any(|table| type_of(table, name).is_some())
}

/// The type of a column of a table.
pub(crate) fn type_of<'a>(table: &'a Table, column: &str) -> Option<&'a str> {
    table.columns.iter().find(|(name, _)| name == column).map(|(_, ty)| ty.as_str())
}

/// The other columns of its type.
pub(crate) fn same_type<'a>(table: &'a Table, column: &'a str) -> impl Iterator<Item = &'a str> {
    let ty = type_of(table, column);
    let alike = move |(name, other): &&(String, String)| name != column && Some(other.as_str()) == ty;
    table.columns.iter().filter(alike).map(|(name, _)| name.as_str())
}

/// The likeliest confusions, the first one in the default group.
pub(crate) fn ranked<'a>(
    column: &str,
    found: impl Iterator<Item = &'a str>,
    mentioned: &HashSet<String>,
) -> Vec<(Group, String)> {
    let words = |name: &str| name.split('_').map(str::to_owned).collect::<HashSet<_>>();
    let own = words(column);
    let mut found: Vec<_> = found.map(str::to_owned).collect();
    found.sort_by_cached_key(|other| {
        (own.is_disjoint(&words(other)), !mentioned.contains(other), distance(column, other), other.clone())
    });
    found.dedup();
    let groups = std::iter::once(Group::Default).chain(std::iter::repeat(Group::Strict));
    groups.zip(found).take(AT_MOST).collect()
}

/// How many characters differ (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, x) in a.chars().enumerate() {
        let mut corner = line;
        row[0] = line + 1;
        for (index, y) in b.iter().enumerate() {
            let replaced = corner + usize::from(x != *y);
            corner = row[index + 1];
            row[index + 1] = replaced.min(corner + 1).min(row[index] + 1);
        }
    }
    row[b.len()]
}

/// True where the name of the column does not become the name of a result.
fn keeps_name(bytes: Bytes, context: &Context) -> bool {
    let inside = |outer: &Bytes| outer.start <= bytes.start && bytes.end <= outer.end;
    let call = context.argument_of.as_deref().unwrap_or_default().trim_start_matches('.');
    context.frames.columns.aliased.iter().any(inside) || among(NAMELESS, call)
}

#[cfg(test)]
mod tests {
    use crate::manual::{propose_with, replacements};
    use crate::scan::Table;

    fn table(name: &str, columns: &[(&str, &str)]) -> Table {
        let columns = columns.iter().map(|(name, ty)| ((*name).to_owned(), (*ty).to_owned()));
        Table { name: name.to_owned(), columns: columns.collect() }
    }

    fn flights() -> Vec<Table> {
        vec![
            table(
                "flights",
                &[("dep_time", "i16"), ("arr_time", "i16"), ("dep_delay", "i16"), ("tailnum", "str")],
            ),
            table("planes", &[("tailnum", "str"), ("engine", "str"), ("seats", "i16")]),
        ]
    }

    fn of(body: &str) -> Vec<String> {
        let source = format!("fn f(lf: LazyFrame, df: DataFrame) -> R {{ {body} }}");
        let found = propose_with(super::NAME, &source, &flights());
        found.into_iter().filter(|p| p.noise.is_none()).map(|p| p.replacement).collect()
    }

    #[test]
    fn distances_are_those_of_levenshtein() {
        for (a, b, expected) in [
            ("kitten", "sitting", 3),
            ("sitting", "kitten", 3),
            ("flaw", "lawn", 2),
            ("dep_time", "arr_time", 3),
            ("abc", "abc", 0),
            ("ab", "ba", 2),
            ("a", "b", 1),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abcdef", "f", 5),
            ("a", "aaaa", 3),
        ] {
            assert_eq!(super::distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn similar_names_of_one_type_come_first() {
        assert_eq!(of(r#"lf.filter(col("dep_time").is_null())"#), [r#""arr_time""#, r#""dep_delay""#]);
        assert_eq!(of(r#"df.column("seats")?"#), Vec::<String>::new());
    }

    #[test]
    fn keys_that_are_written_as_texts_are_swapped() {
        let frame = r#"lf.filter(col("dep_time").is_null())"#;
        for call in [r#"sort(["dep_time"], o)"#, r#"drop_nulls(Some(cols(["dep_time"])))"#] {
            let found = of(&format!("{frame}.{call}"));
            assert_eq!(found.len(), if call.starts_with("sort") { 4 } else { 2 }, "{call}: {found:?}");
        }
        assert_eq!(of(&format!(r#"{frame}.with_row_index("dep_time", None)"#)), Vec::<String>::new());
        let keys = |call: &str| of(&format!("{frame}; {call}"))[2..].to_vec();
        assert_eq!(keys(r#"df.group_by(["dep_time"])?"#), Vec::<String>::new(), "eager keys are names");
        assert_eq!(keys(r#"lf.group_by(["dep_time"], 1)"#), Vec::<String>::new());
    }

    #[test]
    fn equal_names_keep_the_order_of_the_alphabet() {
        let schema = [table("t", &[("a_x", "i8"), ("a_z", "i8"), ("a_y", "i8")])];
        let source = r#"fn f(lf: LazyFrame) { lf.filter(col("a_x").is_null()) }"#;
        let found = propose_with(super::NAME, source, &schema);
        let found: Vec<_> = found.into_iter().map(|p| p.replacement).collect();
        assert_eq!(found, [r#""a_y""#, r#""a_z""#]);
    }

    #[test]
    fn the_innermost_call_says_what_is_read_together() {
        let body = r#"lf.select([col("total"), helper(b.filter(col("tailnum").eq(col("engine"))))])"#;
        assert_eq!(of(body), [r#""engine""#, r#""tailnum""#]);
    }

    #[test]
    fn results_keep_their_names() {
        assert_eq!(
            of(r#"lf.with_columns([col("dep_time").sum(), col("dep_delay").max().alias("x")])"#)[..2],
            [r#""dep_delay").alias("dep_time")"#, r#""arr_time").alias("dep_time")"#]
        );
        assert_eq!(
            of(r#"lf.filter(col("engine").is_null()).group_by(["tailnum", "seats"])"#),
            [r#"[col("engine").alias("tailnum"), col("seats")]"#, r#""tailnum""#]
        );
    }

    #[test]
    fn after_an_aggregate_only_columns_that_are_read_there_are_left() {
        let body = r#"lf.group_by([col("dep_time")]).agg([col("dep_delay").sum()]).sort(["dep_time"], o())"#;
        let found = of(body);
        assert!(!found.contains(&r#""arr_time""#.to_owned()), "{found:?}");
    }

    #[test]
    fn keys_in_constants_are_swapped_where_they_are_keys_only() {
        let of = |source| {
            let found = propose_with(super::NAME, source, &flights());
            found.into_iter().map(|p| p.replacement).collect::<Vec<_>>()
        };
        assert_eq!(
            of("const BY: [&str; 1] = [\"dep_time\"]; fn f() { lf.sort(BY, o()) }"),
            [r#""arr_time""#, r#""dep_delay""#]
        );
        assert!(of("const BY: [&str; 1] = [\"dep_time\"]; fn f() { lf.select(BY) }").is_empty());
    }

    #[test]
    fn without_schemas_use_tells() {
        let of = |body: &str| replacements(super::NAME, &format!("fn f() -> R {{ {body} }}"));
        assert_eq!(
            of(r#"lf.filter((col("a") * lit(2)).gt(col("b") + lit(1)).and(col("c").str().len_chars()))"#),
            [r#""b""#, r#""a""#]
        );
    }

    #[test]
    fn stays_away_from_what_may_not_be_there() {
        let none = Vec::<String>::new();
        assert_eq!(of(r#"lf.with_column(lit(1).alias("dep_time")).filter(col("dep_time").is_null())"#), none);
        assert_eq!(of(r#"lf.filter(col("tailnum").is_null())"#), none, "two tables have it");
        assert_eq!(of(r#"lf.filter(col("unknown").is_null())"#), none);
        assert_eq!(
            of(r#"lf.filter(col("dep_time").is_null()).group_by([col("total")])"#),
            none,
            "not the table"
        );
        assert_eq!(
            of(r#"let keys = [col("dep_time")]; lf.join(b, keys.clone(), keys, args)"#),
            none,
            "of two tables"
        );
        assert_eq!(of(r#"col("dep_time").is_null()"#), none, "whose frame is not seen");
        assert_eq!(of(r#"path.join("dep_time")"#), none);
        assert_eq!(replacements(super::NAME, r#"fn f() { lf.filter(col("a").gt(col("b"))) }"#), none);
    }
}
