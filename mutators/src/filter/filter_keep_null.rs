//! Keeps the rows for which the condition of a filter is null.
//!
//! Imitates: the SQL habit read the wrong way: a null in a condition drops the row, and nobody asked for that, or
//! counted on it.
//!
//! Before:
//! ```text
//! fn small(lf: LazyFrame) -> LazyFrame { lf.filter(col("size").lt(lit(9))) }
//! ```
//! After:
//! ```text
//! fn small(lf: LazyFrame) -> LazyFrame { lf.filter((col("size").lt(lit(9))).fill_null(lit(true))) }
//! ```
//! Stays away: conditions that are never null: tests for null, counts that the function made, and those that fill
//! nulls themselves.
//!
//! Equivalents: columns without nulls. Strict runs only, unless the code itself says that there may be some: the file
//! asks of a column of the condition whether it is missing, or the function joins and keeps rows without a partner.

use syn::Expr;

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "filter-keep-null";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 1) else { return };
    if call.name != "filter" || matches!(call.call.args[0], Expr::Closure(_)) {
        return;
    }
    let condition = &call.call.args[0];
    match call.of {
        Of::Lazy | Of::Expr if !is_never_null(condition, context) => {
            let kept = format!("({}).fill_null({}(true))", text_of(condition), context.frames.path("lit"));
            sink.value(group(condition, context), condition, range_of(condition), kept);
        }
        Of::Data | Of::Column => {
            let mask = parts::unreferenced(condition);
            if !is_never_null(mask, context) {
                let kept = format!("&({}).fill_null_with_values(true).expect(\"a mask\")", text_of(mask));
                sink.method(group(mask, context), call.call, range_of(condition), kept);
            }
        }
        _ => {}
    }
}

/// How likely it is that the condition is ever null.
fn group(condition: &Expr, context: &Context) -> Group {
    let bytes = range_of(condition);
    let columns = &context.frames.columns;
    let mut named = columns.read.iter().filter(|(_, at)| bytes.contains(at)).map(|(name, _)| name);
    let says_so = columns.outer_join || named.any(|name| context.frames.may_be_null.contains(name));
    if says_so { Group::Default } else { Group::Strict }
}

fn is_never_null(condition: &Expr, context: &Context) -> bool {
    let inner = |expr: &Expr| is_never_null(expr, context);
    match condition {
        Expr::Paren(paren) => inner(&paren.expr),
        Expr::Unary(unary) => inner(&unary.expr),
        Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "not" => inner(&call.receiver),
            "and" | "or" => inner(&call.receiver) && call.args.iter().all(inner),
            // A count that the function made, compared with a number.
            "gt" | "lt" | "gt_eq" | "lt_eq" | "eq" | "neq" => {
                let counts = &context.frames.columns.never_null;
                parts::column_name(&call.receiver).is_some_and(|name| counts.contains(&name))
                    && call.args.iter().all(|value| parts::lit_argument(value).is_some())
            }
            name => frames::among(
                "is_null is_not_null eq_missing neq_missing fill_null is_first_distinct is_duplicated is_unique",
                name,
            ),
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;
    use crate::proposal::Group;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn masks_too() {
        assert_eq!(of("df.filter(&mask)?"), [r#"&(mask).fill_null_with_values(true).expect("a mask")"#]);
    }

    #[test]
    fn filters_of_aggregates() {
        assert_eq!(of(r#"col("a").filter(col("b"))"#), [r#"(col("b")).fill_null(lit(true))"#]);
    }

    #[test]
    fn default_runs_ask_where_the_code_speaks_of_nulls() {
        let group = |source: &str| crate::manual::propose(super::NAME, source)[0].group;
        let filter = r#"lf.filter(col("a").gt(lit(1)))"#;
        assert_eq!(group(&format!("fn f(lf: LazyFrame) -> LazyFrame {{ {filter} }}")), Group::Strict);
        let other = r#"fn g() -> Expr { col("a").fill_null(lit(0)) }"#;
        assert_eq!(
            group(&format!("fn f(lf: LazyFrame) -> LazyFrame {{ {filter} }} {other}")),
            Group::Default
        );
        let joined = r#"{ let lf = lf.left_join(o, "k", "k"); lf.filter(col("a").gt(lit(1))) }"#;
        assert_eq!(group(&format!("fn f(lf: LazyFrame) -> LazyFrame {joined}")), Group::Default);
    }

    #[test]
    fn stays_away() {
        for source in [
            r#"lf.filter(col("a").is_null())"#,
            r#"lf.filter(col("a").is_not_null().and(col("b").is_null().not()))"#,
            r#"lf.filter(col("a").gt(lit(1)).fill_null(lit(false)))"#,
            "rows.filter(|row| row.open)",
            r#"lf.group_by(["a"]).agg([len().alias("n")]).filter(col("n").gt(lit(1)))"#,
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
