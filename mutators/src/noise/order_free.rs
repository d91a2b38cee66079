//! A sort in front of an aggregate that does not care for the order: `sort(..)` followed by `group_by(..).agg(..)` of
//! sums, counts, minima and the like, or by another sort.

use syn::{Expr, ExprMethodCall};

use crate::frames::{among, parts};
use crate::proposal::Bytes;
use crate::syntax::range_of;

pub(crate) const NAME: &str = "order-free";
pub(crate) const REASON: &str = "the order makes no difference to the aggregate that follows";

/// Aggregates for which the order of rows makes no difference.
const ORDER_FREE: &str = "sum min max mean median std var count len n_unique null_count quantile any all";

/// Methods that keep the rows in their order and do not look at it.
const PASSING: &str = "filter with_column with_columns drop_nulls fill_null";

pub(crate) fn quiet(call: &ExprMethodCall) -> Option<Bytes> {
    let sort = match call.method.to_string().as_str() {
        "agg" if call.args.iter().all(aggregates_without_order) => {
            let Expr::MethodCall(groups) = &*call.receiver else { return None };
            (groups.method == "group_by").then(|| sort_before(&groups.receiver))??
        }
        "sort" | "sort_by_exprs"
            if call.args.len() == 2 && !parts::mentions(&call.args[1], "with_maintain_order") =>
        {
            let Expr::MethodCall(sort) = &*call.receiver else { return None };
            is_sort(sort).then_some(sort)?
        }
        _ => return None,
    };
    Some(range_of(&*sort.receiver).end..range_of(sort).end)
}

fn sort_before(expr: &Expr) -> Option<&ExprMethodCall> {
    let Expr::MethodCall(call) = expr else { return None };
    if is_sort(call) {
        return Some(call);
    }
    // Windows in added columns may look at the order.
    let ordered = ["over", "shift", "cum_", "rolling_", "first", "last", "diff", "fill_null_with_strategy"];
    let text = crate::syntax::canonical(call);
    let passes = among(PASSING, &call.method.to_string());
    (passes && !ordered.iter().any(|word| text.contains(word))).then(|| sort_before(&call.receiver))?
}

fn is_sort(call: &ExprMethodCall) -> bool {
    (call.method == "sort" || call.method == "sort_by_exprs") && call.args.len() == 2
}

/// True for a list whose elements are visibly aggregates that do not care for the order.
fn aggregates_without_order(argument: &Expr) -> bool {
    parts::list(argument).is_some_and(|list| list.elements.iter().all(is_order_free))
}

fn is_order_free(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => is_order_free(&inner.expr),
        Expr::Binary(binary) => is_order_free(&binary.left) && is_order_free(&binary.right),
        Expr::Call(call) => match parts::last(&call.func).as_deref() {
            Some("len") => call.args.is_empty(),
            Some("lit") => true,
            _ => false,
        },
        Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "alias" | "cast" | "round" | "fill_null" => is_order_free(&call.receiver),
            name => among(ORDER_FREE, name) && !looks_at_order(&call.receiver),
        },
        _ => false,
    }
}

fn looks_at_order(expr: &Expr) -> bool {
    let text = crate::syntax::canonical(expr);
    ["head", "tail", "first", "last", "shift", "diff", "slice", "cum_", "rolling_", "rank"]
        .iter()
        .any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    fn noise(chain: &str) -> Option<&'static str> {
        let source = format!("fn f(lf: LazyFrame) -> LazyFrame {{ {chain} }}");
        propose("sort-remove", &source).last().expect("a sort").noise
    }

    #[test]
    fn sorts_before_sums_and_sorts_are_left_out() {
        let sum = r#"lf.sort(["a"], o()).group_by(["a"]).agg([col("b").sum().alias("c"), len()])"#;
        assert_eq!(noise(sum), Some(super::REASON));
        assert_eq!(noise(r#"lf.sort(["a"], o()).sort(["b"], o())"#), Some(super::REASON));
    }

    #[test]
    fn sorts_before_the_first_row_stay() {
        assert_eq!(noise(r#"lf.sort(["a"], o()).group_by(["a"]).agg([col("b").first()])"#), None);
        assert_eq!(noise(r#"lf.sort(["a"], o()).group_by(["a"]).agg([helper()])"#), None);
        assert_eq!(noise(r#"lf.sort(["a"], o()).select([col("b")])"#), None);
    }
}
