//! `unique` after `group_by` on its keys: each group is one row, so that nothing is left to remove.

use syn::{Expr, ExprMethodCall};

use crate::frames::parts;
use crate::proposal::Bytes;
use crate::syntax::range_of;

pub(crate) const NAME: &str = "unique-groups";
pub(crate) const REASON: &str = "the rows are unique by their group keys already";

pub(crate) fn quiet(call: &ExprMethodCall) -> Option<Bytes> {
    let name = call.method.to_string();
    if !matches!(name.as_str(), "unique" | "unique_stable") || call.args.is_empty() {
        return None;
    }
    let Expr::MethodCall(agg) = &*call.receiver else { return None };
    let Expr::MethodCall(groups) = &*agg.receiver else { return None };
    let grouped = agg.method == "agg" && (groups.method == "group_by" || groups.method == "group_by_stable");
    if !grouped || groups.args.len() != 1 {
        return None;
    }
    let all_columns = matches!(&call.args[0], Expr::Path(path) if path.path.is_ident("None"));
    let covers_keys = || {
        let keys = parts::column_names(&groups.args[0])?;
        let subset = parts::list(list_inside(&call.args[0])?)?;
        let subset: Option<Vec<_>> = subset.elements.iter().map(parts::column_name).collect();
        let subset = subset?;
        Some(keys.iter().all(|key| subset.contains(key)))
    };
    (all_columns || covers_keys() == Some(true)).then(|| range_of(&*call.receiver).end..range_of(call).end)
}

/// The list in `Some(cols([..]))` and `Some(&[..])`.
fn list_inside(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Call(call) if call.args.len() == 1 => list_inside(&call.args[0]),
        Expr::Reference(inner) => list_inside(&inner.expr),
        Expr::Array(_) | Expr::Macro(_) => Some(expr),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    fn noise(chain: &str) -> Option<&'static str> {
        let source = format!("fn f(lf: LazyFrame) -> LazyFrame {{ {chain} }}");
        propose("unique-remove", &source)[0].noise
    }

    #[test]
    fn groups_are_unique_by_their_keys() {
        let grouped = r#"lf.group_by([col("a"), col("b")]).agg([len()])"#;
        assert_eq!(noise(&format!("{grouped}.unique(None, keep)")), Some(super::REASON));
        assert_eq!(noise(&format!(r#"{grouped}.unique(Some(cols(["b", "a"])), keep)"#)), Some(super::REASON));
        assert_eq!(noise(&format!(r#"{grouped}.unique(Some(cols(["b"])), keep)"#)), None);
        assert_eq!(noise("lf.unique(None, keep)"), None);
    }
}
