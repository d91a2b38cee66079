//! Edits that put the same tokens or the same number in: `true` for `true`, `-0` for `0`.

use syn::Lit;

use crate::proposal::{Proposal, Shape};
use crate::scan::Node;

pub(crate) const NAME: &str = "same-value";
pub(crate) const REASON: &str = "the same value as before";

pub(crate) fn equivalent(proposal: &Proposal, _: Node<'_>, source: &str) -> bool {
    let before = &source[proposal.edit.clone()];
    // White space inside a text literal is part of the value.
    let squeezed = |text: &str| {
        if text.contains('"') { text.trim().to_owned() } else { text.split_whitespace().collect::<String>() }
    };
    if squeezed(before) == squeezed(&proposal.replacement) {
        return true;
    }
    match &proposal.shape {
        Shape::Literal => {
            let both = number(before).zip(number(&proposal.replacement));
            // Of large integers, a float does not tell neighbours apart.
            let wholes = whole(before).zip(whole(&proposal.replacement));
            both.is_some_and(|(old, new)| old == new) && wholes.is_none_or(|(old, new)| old == new)
        }
        Shape::Unary { operand, .. } => number(&source[operand.clone()]) == Some(0.0),
        _ => false,
    }
}

/// The value of an integer literal with its sign.
fn whole(text: &str) -> Option<i128> {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let literal: syn::LitInt = syn::parse_str(digits).ok()?;
    format!("{sign}{}", literal.base10_digits()).parse().ok()
}

/// The value of a number literal with its sign; -0 counts as 0.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or((1.0, text), |digits| (-1.0, digits));
    let value: f64 = match syn::parse_str(digits).ok()? {
        Lit::Int(int) => int.base10_digits().parse().ok()?,
        Lit::Float(float) => float.base10_parse().ok()?,
        _ => return None,
    };
    Some(sign * value)
}

#[cfg(test)]
mod tests {
    use crate::manual::propose;

    #[test]
    fn large_integers_differ_from_their_neighbours() {
        let noise = |source| propose("integer-constant", source)[0].noise;
        assert_eq!(noise("fn f() -> i64 { 9_007_199_254_740_992 }"), None);
        assert_eq!(noise("fn f() -> i64 { -9_007_199_254_740_993 }"), None);
    }

    #[test]
    fn the_sign_of_zero_is_left_out() {
        assert_eq!(propose("negation-delete", "fn f() -> f64 { g(-0.0) }")[0].noise, Some(super::REASON));
        assert_eq!(propose("negation-delete", "fn f() -> f64 { g(-0.5) }")[0].noise, None);
    }
}
