//! What a method is called on, as far as the tokens tell: an iterator, an option, a frame, or something unknown.

use syn::{Expr, ExprClosure, ExprMethodCall};

use crate::scan::Node;
use crate::syntax::{canonical, last_segment};

/// What the value of an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An iterator.
    Iterator,
    /// An `Option` or a `Result`.
    Optional,
    /// A frame, series or expression of polars.
    Frame,
    /// A variable, a field, or the result of a method of any name.
    Unknown,
}

/// Methods whose result is an iterator whatever they are called on.
const ITERATORS: &str = "iter into_iter iter_mut lines chars bytes char_indices split splitn rsplit \
    split_whitespace split_terminator split_inclusive values into_values values_mut keys into_keys drain range range_mut windows chunks \
    chunks_exact rchunks enumerate rev skip step_by take_while skip_while map_while peekable filter_map flat_map cycle \
    chain scan fuse records deserialize into_deserialize into_records sorted sorted_by sorted_by_key sorted_unstable \
    sorted_unstable_by sorted_unstable_by_key sorted_by_cached_key unique_by dedup_by dedup_by_count tuple_windows \
    tuples interleave kmerge merge_by into_group_map coalesce intersperse par_iter into_par_iter matches match_indices";

/// Methods whose result is of the kind that they are called on.
const PASSING: &str = "map filter take zip cloned copied flatten inspect by_ref unique dedup";

/// Methods whose result is an `Option` or a `Result` whatever they are called on.
const OPTIONS: &str = "get get_mut first last first_mut last_mut next next_back find find_map position rposition max_by \
    min_by max_by_key min_by_key reduce ok err pop pop_front pop_back pop_first pop_last strip_prefix strip_suffix \
    and_then or or_else as_ref as_mut as_deref as_deref_mut parse nth nth_back peek to_digit split_once rsplit_once \
    map_err ok_or ok_or_else then_some first_key_value last_key_value get_or_insert remove_entry transpose try_from \
    try_into";

/// Methods that only polars has.
const FRAMES: &str = "lazy select with_columns with_column with_row_index group_by agg alias over cast strict_cast \
    fill_null fill_nan drop_nulls is_null is_not_null is_in is_between eq_missing gt_eq lt_eq str dt name \
    struct_ arr sort_by_exprs explode unpivot group_by_dynamic rolling join_asof column columns schema with_new_streaming";

/// Functions of polars that start a chain.
const FRAME_FUNCTIONS: &str = "col cols lit when nth dtype_col as_struct concat_str coalesce int_range";

const ITERATOR_FUNCTIONS: &str =
    "once once_with repeat repeat_n repeat_with from_fn successors izip chain zip";

fn among(names: &str, name: &str) -> bool {
    names.split_whitespace().any(|one| one == name)
}

/// What the value of `expr` is.
pub(crate) fn kind(expr: &Expr) -> Kind {
    match expr {
        Expr::Paren(paren) => kind(&paren.expr),
        Expr::Reference(reference) => kind(&reference.expr),
        Expr::Range(_) => Kind::Iterator,
        Expr::Try(attempt) if kind(&attempt.expr) == Kind::Frame => Kind::Frame,
        Expr::Call(call) => {
            let Expr::Path(path) = &*call.func else { return Kind::Unknown };
            match last_segment(&path.path).as_deref() {
                Some("Some" | "Ok" | "Err") => Kind::Optional,
                Some(name) if among(ITERATOR_FUNCTIONS, name) => Kind::Iterator,
                Some(name) if among(FRAME_FUNCTIONS, name) && !call.args.is_empty() => Kind::Frame,
                _ => Kind::Unknown,
            }
        }
        Expr::Path(path) => match path.path.get_ident().map(ToString::to_string).as_deref() {
            Some("None") => Kind::Optional,
            Some("it" | "iter" | "iterator") => Kind::Iterator,
            Some(name) if name.ends_with("_iter") => Kind::Iterator,
            _ => Kind::Unknown,
        },
        Expr::MethodCall(call) => of_call(call),
        _ => Kind::Unknown,
    }
}

fn of_call(call: &ExprMethodCall) -> Kind {
    let name = call.method.to_string();
    let receiver = kind(&call.receiver);
    // Frames stay frames until they are taken apart into values.
    if among(FRAMES, &name) && receiver != Kind::Iterator {
        return Kind::Frame;
    }
    match name.as_str() {
        "iter" | "into_iter" => Kind::Iterator,
        "max" | "min" if call.args.is_empty() && receiver != Kind::Frame => Kind::Optional,
        "take" if call.args.is_empty() => Kind::Optional,
        "then" if matches!(call.args.first(), Some(Expr::Closure(_))) => Kind::Optional,
        _ if receiver == Kind::Frame => Kind::Frame,
        name if among(ITERATORS, name) => Kind::Iterator,
        name if among(PASSING, name) => receiver,
        name if among(OPTIONS, name) || name.starts_with("checked_") => Kind::Optional,
        _ => Kind::Unknown,
    }
}

/// The method call that a node is, with its name, unless it belongs to a chain of polars.
pub(crate) fn method_call(node: Node<'_>) -> Option<(&ExprMethodCall, String)> {
    let Node::Expr(Expr::MethodCall(call)) = node else { return None };
    (kind(&call.receiver) != Kind::Frame).then(|| (call, call.method.to_string()))
}

/// The only argument of a call.
pub(crate) fn only_argument(call: &ExprMethodCall) -> Option<&Expr> {
    (call.args.len() == 1).then(|| &call.args[0])
}

/// The closure that is an argument.
pub(crate) fn closure(argument: &Expr) -> Option<&ExprClosure> {
    match argument {
        Expr::Closure(closure) if closure.asyncness.is_none() => Some(closure),
        _ => None,
    }
}

/// True for the path of a function, such as `Row::is_open`.
pub(crate) fn is_function(argument: &Expr) -> bool {
    let Expr::Path(path) = argument else { return false };
    let lower = |name: String| name.starts_with(|c: char| c.is_lowercase());
    path.path.segments.len() > 1 && last_segment(&path.path).is_some_and(lower)
}

/// True where a comparison or `!` is the whole of a condition: its opposite is another mutator's.
pub(crate) fn is_negated_elsewhere(condition: &Expr) -> bool {
    match condition {
        Expr::Binary(binary) => crate::syntax::is_comparison(&binary.op),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Not(_)),
        Expr::Lit(_) => true,
        Expr::Paren(paren) => is_negated_elsewhere(&paren.expr),
        _ => false,
    }
}

/// True for literals and constructors that `Default::default()` equals for certain.
pub(crate) fn is_neutral(value: &Expr) -> bool {
    let text = canonical(value).replace(' ', "");
    let zero = |text: &str| {
        let digits = text.split(|c: char| c.is_ascii_alphabetic()).next().unwrap_or_default();
        !digits.is_empty() && digits.chars().all(|c| matches!(c, '0' | '.' | '_'))
    };
    let inner = text.rsplit_once('(').map(|(_, inner)| inner.trim_end_matches(')'));
    zero(&text)
        || inner.is_some_and(zero)
        || matches!(text.as_str(), "false" | "None" | "\"\"" | "vec![]" | "()" | "String::new" | "Vec::new")
        || ["::new()", "::default()", "::ZERO", "::new", "::default"].iter().any(|end| text.ends_with(end))
}

/// The value of an integer literal.
pub(crate) fn integer(value: &Expr) -> Option<u64> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Int(int) => int.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Kind {
        kind(&syn::parse_str(source).expect("an expression"))
    }

    #[test]
    fn chains_are_told_apart() {
        assert_eq!(of("rows.iter().map(f).filter(g)"), Kind::Iterator);
        assert_eq!(of("(0..9).rev()"), Kind::Iterator);
        assert_eq!(of("map.get(&1).copied().map(f)"), Kind::Optional);
        assert_eq!(of("rows.iter().max()"), Kind::Optional);
        assert_eq!(of("slot.take()"), Kind::Optional);
        assert_eq!(of("col(\"a\").sum()"), Kind::Frame);
        assert_eq!(of("frame.column(\"a\")?.f64()?.sum()"), Kind::Frame);
        assert_eq!(of("frame.column(\"a\")?.f64()?.iter().flatten()"), Kind::Iterator);
        assert_eq!(of("rows.map(f)"), Kind::Unknown);
    }

    #[test]
    fn zeros_and_empty_values_are_neutral() {
        for text in ["0", "0.0", "0u8", "Cents(0)", "vec![]", "Vec::new", "false"] {
            assert!(is_neutral(&syn::parse_str(text).expect("an expression")), "{text}");
        }
        assert!(!is_neutral(&syn::parse_quote!(10)));
        assert!(!is_neutral(&syn::parse_quote!(start)));
    }
}
