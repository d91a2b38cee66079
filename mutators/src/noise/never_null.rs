//! A default for nulls where none can be: after `len()`, `count()`, `n_unique()`, `is_null()` and their like.

use syn::{Expr, ExprMethodCall};

use crate::frames::{among, parts};
use crate::proposal::Bytes;
use crate::syntax::range_of;

pub(crate) const NAME: &str = "never-null";
pub(crate) const REASON: &str = "the value is never null";

/// Methods of expressions that never give null.
const NEVER_NULL: &str =
    "len count n_unique null_count is_null is_not_null eq_missing neq_missing sum is_first_distinct";

pub(crate) fn quiet(call: &ExprMethodCall) -> Option<Bytes> {
    let name = call.method.to_string();
    let replaces_null = matches!(name.as_str(), "fill_null" | "fill_null_with_strategy" | "drop_nulls");
    (replaces_null && is_never_null(&call.receiver))
        .then(|| range_of(&*call.receiver).end..range_of(call).end)
}

/// True for an expression that is never null by the look of it.
pub(crate) fn is_never_null(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => is_never_null(&inner.expr),
        Expr::Call(call) => parts::last(&call.func).as_deref() == Some("len") && call.args.is_empty(),
        Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "alias" | "cast" => is_never_null(&call.receiver),
            name => among(NEVER_NULL, name) && crate::syntax::canonical(&call.receiver).contains("col"),
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn counts_are_never_null() {
        let noise = |source| propose("fill-null-remove", source)[0].noise;
        assert_eq!(noise("fn f() { len().fill_null(lit(0)) }"), Some(super::REASON));
        assert_eq!(noise(r#"fn f() { col("a").count().fill_null(lit(0)) }"#), Some(super::REASON));
        assert_eq!(noise(r#"fn f() { col("a").mean().fill_null(lit(0)) }"#), None);
    }
}
