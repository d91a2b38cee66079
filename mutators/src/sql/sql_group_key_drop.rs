//! Drops a key of `GROUP BY`; where the key is selected, its smallest value stands for it.
//!
//! Imitates: the wrong grain: two groups that are reported as one.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a, b, SUM(x) FROM t GROUP BY a, b") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT MIN(a) AS a, b, SUM(x) FROM t GROUP BY b") }
//! ```
//! Stays away: a single key, numbers of columns, and keys that are part of larger selected expressions, where the text
//! would not be valid. Beside an id, and of four keys and more, most keys only carry names along: they are strict.
//!
//! Equivalents: keys that depend on another one, such as the name of an id.

use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList, FunctionArguments, GroupByExpr,
    Ident, ObjectName, Select, SelectItem,
};

use crate::clauses::{column, number};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::statement::Part;

pub(crate) const NAME: &str = "sql-group-key-drop";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.selects(sink, |select| {
        let GroupByExpr::Expressions(keys, _) = &select.group_by else { return vec![] };
        if keys.len() < 2 {
            return vec![];
        }
        let identifies = keys.iter().any(is_id);
        let group = |key| {
            if !is_id(key) && (identifies || keys.len() > 3) { Group::Strict } else { Group::Default }
        };
        let change = |dropped: usize| Some((group(&keys[dropped]), without(select, keys, dropped)?));
        (0..keys.len()).filter_map(change).collect()
    });
}

/// True for columns that are named as if they told every row of some table apart.
fn is_id(key: &Expr) -> bool {
    let name = column(key).and_then(|names| names.last().map(|name| name.value.to_lowercase()));
    name.is_some_and(|name| name == "id" || name.ends_with("_id") || name.ends_with("key"))
}

fn without(select: &Select, keys: &[Expr], dropped: usize) -> Option<Select> {
    let key = &keys[dropped];
    let name = column(key).and_then(|names| names.last().map(|name| (*name).clone()));
    if number(key).is_some() || matches!(key, Expr::GroupingSets(_) | Expr::Cube(_) | Expr::Rollup(_)) {
        return None;
    }
    let mut select = select.clone();
    for item in &mut select.projection {
        let new = match &*item {
            SelectItem::UnnamedExpr(expr) if expr == key => {
                Some(SelectItem::ExprWithAlias { expr: smallest(expr), alias: name.clone()? })
            }
            // A key may also be the name that the list of columns gives to an expression.
            SelectItem::ExprWithAlias { expr, alias }
                if expr == key || is_alone(key) && name.as_ref() == Some(alias) =>
            {
                Some(SelectItem::ExprWithAlias { expr: smallest(expr), alias: alias.clone() })
            }
            _ => None,
        };
        match new {
            Some(new) => *item = new,
            None if mentions(item, key) => return None,
            None => {}
        }
    }
    if let GroupByExpr::Expressions(keys, _) = &mut select.group_by {
        keys.remove(dropped);
    }
    Some(select)
}

fn is_alone(key: &Expr) -> bool {
    matches!(key, Expr::Identifier(_))
}

/// True where the key stands in the item outside of an aggregate, as far as can be seen: anywhere but as an argument.
fn mentions(item: &SelectItem, key: &Expr) -> bool {
    let mut found = matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..));
    Expr::each(item, &mut |expr| found |= expr == key);
    found
}

fn smallest(expr: &Expr) -> Expr {
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new("MIN")]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: None,
            args: vec![FunctionArg::Unnamed(FunctionArgExpr::Expr(expr.clone()))],
            clauses: vec![],
        }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: vec![],
    })
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::{changed, default};

    fn of(sql: &str) -> Vec<String> {
        changed(super::NAME, sql)
    }

    #[test]
    fn each_key_is_dropped_once() {
        assert_eq!(
            of("SELECT t.a, SUM(x) FROM t GROUP BY t.a, b"),
            ["SELECT MIN(t.a) AS a, SUM(x) FROM t GROUP BY b", "SELECT t.a, SUM(x) FROM t GROUP BY t.a"]
        );
        assert_eq!(
            of("SELECT f(d) AS day, b FROM t GROUP BY day, b"),
            [
                "SELECT MIN(f(d)) AS day, b FROM t GROUP BY b",
                "SELECT f(d) AS day, MIN(b) AS b FROM t GROUP BY day"
            ]
        );
    }

    #[test]
    fn what_an_id_carries_along_is_strict() {
        assert_eq!(
            default(super::NAME, "SELECT o_orderkey, day, SUM(x) FROM t GROUP BY o_orderkey, day"),
            ["SELECT MIN(o_orderkey) AS o_orderkey, day, SUM(x) FROM t GROUP BY day"]
        );
    }

    #[test]
    fn stays_away_from_single_keys_numbers_and_expressions_over_keys() {
        assert!(of("SELECT a, SUM(x) FROM t GROUP BY a").is_empty());
        assert!(of("SELECT a, b, SUM(x) FROM t GROUP BY 1, 2").is_empty());
        assert_eq!(of("SELECT a + 1, SUM(x) FROM t GROUP BY a, b").len(), 1);
    }
}
