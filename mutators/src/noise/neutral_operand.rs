//! Operators that do the same with a neutral operand: `x * 1` and `x / 1`, `x + 0` and `x - 0`, `x << 0`, `x | 0` and
//! `x ^ 0`; and `x.len() <= 0`, which is the same as `x.len() == 0`.

use syn::{BinOp, Expr};

use crate::proposal::Proposal;
use crate::scan::Node;
use crate::spots;

pub(crate) const NAME: &str = "neutral-operand";
pub(crate) const REASON: &str = "the operand makes both operators the same";

pub(crate) fn equivalent(proposal: &Proposal, node: Node<'_>, _: &str) -> bool {
    let mut found = false;
    spots::binaries(node, |binary| {
        if crate::syntax::range_of(binary.node.op) != proposal.edit {
            return;
        }
        let right = value(&binary.node.right);
        let new = proposal.replacement.trim_end_matches('=');
        found = match binary.node.op {
            BinOp::Add(_) | BinOp::AddAssign(_) => new == "-" && right == Some(0.0),
            BinOp::Sub(_) | BinOp::SubAssign(_) => new == "+" && right == Some(0.0),
            BinOp::Mul(_) | BinOp::MulAssign(_) => new == "/" && right == Some(1.0),
            BinOp::Div(_) | BinOp::DivAssign(_) => new == "*" && right == Some(1.0),
            BinOp::Shl(_) | BinOp::ShlAssign(_) => new == ">>" && right == Some(0.0),
            BinOp::Shr(_) | BinOp::ShrAssign(_) => new == "<<" && right == Some(0.0),
            BinOp::BitOr(_) | BinOp::BitOrAssign(_) => new == "^" && right == Some(0.0),
            BinOp::BitXor(_) | BinOp::BitXorAssign(_) => new == "|" && right == Some(0.0),
            BinOp::Le(_) => {
                proposal.replacement == "==" && right == Some(0.0) && is_unsigned_count(&binary.node.left)
            }
            _ => false,
        };
    });
    found
}

fn value(expr: &Expr) -> Option<f64> {
    let mut value = None;
    spots::literals(Node::Expr(expr), |literal| {
        #[expect(clippy::cast_precision_loss, reason = "only 0 and 1 matter")]
        let integer = literal.integer().map(|integer| integer as f64);
        value = integer.or_else(|| literal.float());
    });
    value
}

fn is_unsigned_count(expr: &Expr) -> bool {
    matches!(expr, Expr::MethodCall(call) if ["len", "count", "height"].iter().any(|name| call.method == name))
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn neutral_operands_are_left_out() {
        let noise =
            |source| propose("arithmetic", source).iter().map(|found| found.noise).collect::<Vec<_>>();
        assert_eq!(noise("fn f(x: f64) -> f64 { x * 1.0 }"), [None, Some(super::REASON)]);
        assert_eq!(noise("fn f(x: u8) -> u8 { x + 0 }"), [Some(super::REASON), None]);
        assert_eq!(noise("fn f(x: u8) -> u8 { 0 - x }"), [None, None]);
    }

    #[test]
    fn a_count_is_never_below_zero() {
        let found = propose("comparison-replace", "fn f(x: V) -> bool { x.len() <= 0 }");
        assert_eq!(found[0].noise, Some(super::REASON));
    }
}
