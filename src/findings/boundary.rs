//! What the data lacks where a changed expression never changes its value: the row that would tell the two apart.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, ExprBinary};

use crate::model::Mutant;

/// Longer expressions than this say less than their place does.
const LONGEST: usize = 80;

/// The files of a report, each parsed once.
#[derive(Default)]
pub struct Files {
    parsed: std::collections::HashMap<String, Option<syn::File>>,
}

impl Files {
    /// The missing case in words, for instance ``no test has `distance` equal to `LIMIT` ``; `None` where the shape of
    /// the change does not tell.
    pub fn missing(&mut self, mutant: &Mutant, source: &str) -> Option<String> {
        let file = self
            .parsed
            .entry(mutant.file.to_string())
            .or_insert_with(|| syn::parse_file(source).ok())
            .as_ref()?;
        let mut search = Search { edit: &mutant.edit, found: None };
        search.visit_file(file);
        let text = |range: Range<usize>| {
            let text = source.get(range)?.split_whitespace().collect::<Vec<_>>().join(" ");
            (text.chars().count() <= LONGEST).then(|| format!("`{text}`"))
        };
        match search.found? {
            Place::Operator(binary) => {
                let (left, right) = (text(range(&binary.left))?, text(range(&binary.right))?);
                operator(&binary.op, &mutant.replacement, &left, &right)
            }
            Place::Condition(condition) if matches!(&*mutant.replacement, "true" | "false") => {
                let (condition, constant) = (text(range(condition))?, &mutant.replacement);
                Some(format!("no test has {condition} other than `{constant}`"))
            }
            Place::Condition(_) => None,
        }
    }
}

fn operator(op: &BinOp, replacement: &str, left: &str, right: &str) -> Option<String> {
    let missing = match (op, replacement) {
        (BinOp::Lt(_), "<=") | (BinOp::Le(_), "<") | (BinOp::Gt(_), ">=") | (BinOp::Ge(_), ">") => {
            format!("no test has {left} equal to {right}")
        }
        (BinOp::And(_), "||") | (BinOp::Or(_), "&&") => {
            format!("no test has only one of {left} and {right} true")
        }
        (BinOp::Add(_) | BinOp::AddAssign(_), "-" | "-=")
        | (BinOp::Sub(_) | BinOp::SubAssign(_), "+" | "+=") => {
            format!("no test has {right} other than 0")
        }
        (BinOp::Mul(_) | BinOp::MulAssign(_), "/" | "/=")
        | (BinOp::Div(_) | BinOp::DivAssign(_), "*" | "*=") => {
            format!("no test has {right} other than 1 or -1 with {left} other than 0")
        }
        (BinOp::Eq(_), "!=") | (BinOp::Ne(_), "==") => return None,
        (BinOp::Lt(_) | BinOp::Gt(_), "!=") => {
            let other = if matches!(op, BinOp::Lt(_)) { "above" } else { "below" };
            format!("no test has {left} {other} {right}")
        }
        (BinOp::Eq(_), "<=") => format!("no test has {left} below {right}"),
        (BinOp::Eq(_), ">=") => format!("no test has {left} above {right}"),
        _ => return None,
    };
    Some(missing)
}

fn range(node: &impl Spanned) -> Range<usize> {
    node.span().byte_range()
}

enum Place<'a> {
    Operator(&'a ExprBinary),
    Condition(&'a Expr),
}

struct Search<'a, 'e> {
    edit: &'e Range<usize>,
    found: Option<Place<'a>>,
}

impl<'ast> Visit<'ast> for Search<'ast, '_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        let whole = range(expr);
        if self.found.is_some() || whole.start > self.edit.start || whole.end < self.edit.end {
            return;
        }
        match expr {
            Expr::Binary(binary) if range(&binary.op) == *self.edit => {
                self.found = Some(Place::Operator(binary));
            }
            _ if whole == *self.edit => self.found = Some(Place::Condition(expr)),
            _ => visit::visit_expr(self, expr),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::mutant;

    const SOURCE: &str = "fn f(qty: i64, price: i64, gift: bool) -> i64 {\n    \
        if qty < LIMIT && !gift { qty * price } else { qty + price }\n}\n";

    fn missing(original: &str, replacement: &str) -> Option<String> {
        Files::default().missing(&mutant("0", "a.rs", SOURCE, original, 0, replacement), SOURCE)
    }

    #[test]
    fn a_boundary_needs_a_row_on_it() {
        assert_eq!(missing("<", "<=").as_deref(), Some("no test has `qty` equal to `LIMIT`"));
    }

    #[test]
    fn a_conjunction_needs_a_row_with_one_side_true() {
        let expected = "no test has only one of `qty < LIMIT` and `!gift` true";
        assert_eq!(missing("&&", "||").as_deref(), Some(expected));
    }

    #[test]
    fn a_sum_needs_a_summand_that_is_not_zero() {
        assert_eq!(missing("+", "-").as_deref(), Some("no test has `price` other than 0"));
        let product = "no test has `price` other than 1 or -1 with `qty` other than 0";
        assert_eq!(missing("*", "/").as_deref(), Some(product));
    }

    #[test]
    fn a_forced_condition_needs_the_other_case() {
        assert_eq!(missing("!gift", "true").as_deref(), Some("no test has `!gift` other than `true`"));
    }

    #[test]
    fn what_the_shape_does_not_tell_is_not_guessed() {
        assert_eq!(missing("price: i64", "x"), None);
        assert_eq!(missing("<", "=="), None);
        assert_eq!(Files::default().missing(&mutant("0", "a.rs", "fn <", "<", 0, "<="), "fn <"), None);
    }
}
