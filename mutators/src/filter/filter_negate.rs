//! Turns the whole condition of `filter` round.
//!
//! Imitates: a filter that keeps exactly the wrong rows.
//!
//! Before:
//! ```text
//! fn paid(lf: LazyFrame) -> LazyFrame { lf.filter(is_paid()) }
//! ```
//! After:
//! ```text
//! fn paid(lf: LazyFrame) -> LazyFrame { lf.filter((is_paid()).not()) }
//! ```
//! Stays away: conditions that are one comparison, one test or one `not()`, whose opposite other mutators plant.
//!
//! Equivalents: data of which half the rows pass, where only their number is looked at.

use syn::Expr;

use crate::frames::{self, Of, parts};
use crate::proposal::{Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{range_of, text_of};

pub(crate) const NAME: &str = "filter-negate";

pub(crate) fn propose(node: Node<'_>, context: &Context, sink: &mut Sink<'_>) {
    let Some(call) = frames::call(node, context).filter(|call| call.arity() == 1) else { return };
    if call.name != "filter" {
        return;
    }
    let condition = &call.call.args[0];
    match call.of {
        Of::Lazy | Of::Expr if !is_negated_elsewhere(condition) => {
            let negated = format!("({}).not()", text_of(condition));
            sink.value(Group::Default, condition, range_of(condition), negated);
        }
        Of::Data | Of::Column => {
            let mask = parts::unreferenced(condition);
            if !is_negated_elsewhere(mask) {
                let negated = format!("&!(({}).clone())", text_of(mask));
                sink.method(Group::Default, call.call, range_of(condition), negated);
            }
        }
        _ => {}
    }
}

/// True for one comparison, test or negation.
fn is_negated_elsewhere(condition: &Expr) -> bool {
    match condition {
        Expr::Paren(inner) => is_negated_elsewhere(&inner.expr),
        Expr::Try(inner) => is_negated_elsewhere(&inner.expr),
        Expr::Unary(_) | Expr::Lit(_) | Expr::Closure(_) => true,
        Expr::MethodCall(call) => frames::among(
            "eq neq gt lt gt_eq lt_eq eq_missing neq_missing is_null is_not_null is_nan is_not_nan is_in not equal \
             not_equal starts_with ends_with contains",
            &call.method.to_string(),
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::replacements_in_frames;

    fn of(body: &str) -> Vec<String> {
        replacements_in_frames(super::NAME, body)
    }

    #[test]
    fn conditions_of_several_parts() {
        assert_eq!(
            of(r#"lf.filter(col("a").gt(lit(1)).and(col("b")))"#),
            [r#"(col("a").gt(lit(1)).and(col("b"))).not()"#]
        );
    }

    #[test]
    fn masks() {
        assert_eq!(of("df.filter(&mask)?"), ["&!((mask).clone())"]);
    }

    #[test]
    fn stays_away() {
        for source in [
            r#"lf.filter(col("a").gt(lit(1)))"#,
            "lf.filter(a.not())",
            "rows.iter().filter(|row| row.open)",
            "df.filter(&!mask)",
        ] {
            assert_eq!(of(source), Vec::<String>::new(), "{source}");
        }
    }
}
