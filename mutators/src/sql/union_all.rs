//! Keeps equal rows of a `UNION`, or drops those of a `UNION ALL`.
//!
//! Imitates: the same payment from two sources counted twice, or two equal payments counted once.
//!
//! Before:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t UNION ALL SELECT a FROM u") }
//! ```
//! After:
//! ```text
//! fn f(db: &Db) -> R { db.execute("SELECT a FROM t UNION SELECT a FROM u") }
//! ```
//! Stays away: `EXCEPT` and `INTERSECT`.
//!
//! Equivalents: sides that hold a key and share no row.

use sqlparser::ast::{Query, SetExpr, SetOperator, SetQuantifier};

use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};

pub(crate) const NAME: &str = "union-all";

pub(crate) fn propose(node: Node<'_>, _: &Context, sink: &mut Sink<'_>) {
    let Node::Sql(sql) = node else { return };
    sql.queries(sink, |query| {
        let changed = (0..).map_while(|nth| {
            let mut query: Query = query.clone();
            let mut left = nth;
            flip(&mut query.body, &mut left).then_some((Group::Default, query))
        });
        changed.collect()
    });
}

/// Flips the union before which `left` others come; false where there are fewer.
fn flip(body: &mut SetExpr, left: &mut usize) -> bool {
    let SetExpr::SetOperation { op, set_quantifier, left: first, right: second } = body else {
        return false;
    };
    let other = match set_quantifier {
        SetQuantifier::All => Some(SetQuantifier::None),
        SetQuantifier::None | SetQuantifier::Distinct => Some(SetQuantifier::All),
        _ => None,
    };
    if let Some(other) = other.filter(|_| *op == SetOperator::Union) {
        if *left == 0 {
            *set_quantifier = other;
            return true;
        }
        *left -= 1;
    }
    flip(first, left) || flip(second, left)
}

#[cfg(test)]
mod tests {
    use crate::sql::testing::changed;

    #[test]
    fn each_union_is_flipped() {
        assert_eq!(
            changed(super::NAME, "SELECT a FROM t UNION SELECT a FROM u UNION ALL SELECT a FROM v"),
            [
                "SELECT a FROM t UNION SELECT a FROM u UNION SELECT a FROM v",
                "SELECT a FROM t UNION ALL SELECT a FROM u UNION ALL SELECT a FROM v",
            ]
        );
    }

    #[test]
    fn stays_away_from_other_set_operations() {
        assert!(changed(super::NAME, "SELECT a FROM t EXCEPT SELECT a FROM u").is_empty());
    }
}
