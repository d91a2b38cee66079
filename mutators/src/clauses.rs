//! Questions about parts of SQL: columns, conjuncts, join conditions, functions, literals.

use sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectNamePart,
    Value, ValueWithSpan,
};

/// True for the operators that compare two values.
pub(crate) fn compares(op: &BinaryOperator) -> bool {
    use BinaryOperator::{Eq, Gt, GtEq, Lt, LtEq, NotEq, Spaceship};
    matches!(op, Eq | NotEq | Lt | LtEq | Gt | GtEq | Spaceship)
}

/// True for the operators that compute a number, or a date from a date and an interval.
pub(crate) fn computes(op: &BinaryOperator) -> bool {
    use BinaryOperator::{Divide, Minus, Modulo, Multiply, Plus};
    matches!(op, Plus | Minus | Multiply | Divide | Modulo)
}

/// The names of a column, qualifier included.
pub(crate) fn column(expr: &Expr) -> Option<Vec<&Ident>> {
    match expr {
        Expr::Identifier(name) if name.quote_style != Some('\'') => Some(vec![name]),
        Expr::CompoundIdentifier(names) => Some(names.iter().collect()),
        Expr::Nested(inner) => column(inner),
        _ => None,
    }
}

/// True for `a.id = b.id`: without it, every row would meet every other.
pub(crate) fn joins(expr: &Expr) -> bool {
    let Expr::BinaryOp { left, op: BinaryOperator::Eq, right } = expr else { return false };
    column(left).is_some() && column(right).is_some()
}

/// The parts of a condition that `AND` connects.
pub(crate) fn conjuncts(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            let mut parts = conjuncts(left);
            parts.extend(conjuncts(right));
            parts
        }
        Expr::Nested(inner) => conjuncts(inner),
        other => vec![other],
    }
}

/// True where some part of a condition, below `AND` and `OR`, joins tables.
pub(crate) fn holds_join(expr: &Expr) -> bool {
    match expr {
        Expr::BinaryOp { left, op: BinaryOperator::And | BinaryOperator::Or, right } => {
            holds_join(left) || holds_join(right)
        }
        Expr::Nested(inner) => holds_join(inner),
        other => joins(other),
    }
}

/// The name of a function in upper case, schema left out.
pub(crate) fn function_name(function: &Function) -> String {
    let last = function.name.0.last().and_then(ObjectNamePart::as_ident);
    last.map(|name| name.value.to_uppercase()).unwrap_or_default()
}

/// The function under another name, in the case of the old one.
pub(crate) fn renamed(function: &Function, name: &str) -> Function {
    let mut function = function.clone();
    if let Some(ObjectNamePart::Identifier(old)) = function.name.0.last_mut() {
        let lower = old.value.chars().all(|c| !c.is_uppercase());
        old.value = if lower { name.to_lowercase() } else { name.to_owned() };
    }
    function
}

/// The plain arguments of a function.
pub(crate) fn arguments(function: &Function) -> Vec<&Expr> {
    let FunctionArguments::List(list) = &function.args else { return vec![] };
    let plain = |argument| match argument {
        &FunctionArg::Unnamed(FunctionArgExpr::Expr(ref expr)) => Some(expr),
        _ => None,
    };
    list.args.iter().filter_map(plain).collect()
}

/// True where the function computes one value from many rows.
pub(crate) fn is_aggregate(function: &Function) -> bool {
    const NAMES: &str = "SUM AVG MIN MAX COUNT STDDEV STDDEV_SAMP STDDEV_POP VARIANCE VAR_SAMP VAR_POP MEDIAN FIRST \
        LAST ARRAY_AGG STRING_AGG GROUP_CONCAT QUANTILE_CONT QUANTILE_DISC";
    let name = function_name(function);
    function.over.is_none() && NAMES.split_whitespace().any(|one| one == name)
}

/// A number as it is written.
pub(crate) fn number(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Value(ValueWithSpan { value: Value::Number(text, _), .. }) => Some(text),
        _ => None,
    }
}

/// A number in place of another.
pub(crate) fn number_like(expr: &Expr, text: String) -> Expr {
    let mut new = expr.clone();
    if let Expr::Value(ValueWithSpan { value: Value::Number(old, _), .. }) = &mut new {
        *old = text;
    }
    new
}

/// The text of a quoted string.
pub(crate) fn text(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Value(ValueWithSpan { value: Value::SingleQuotedString(text), .. }) => Some(text),
        _ => None,
    }
}

/// A quoted string in place of another.
pub(crate) fn text_like(expr: &Expr, text: String) -> Expr {
    let mut new = expr.clone();
    if let Expr::Value(ValueWithSpan { value: Value::SingleQuotedString(old), .. }) = &mut new {
        *old = text;
    }
    new
}

/// A number with its last digit one higher (`by` 1) or lower (`by` -1); `None` below zero and for exponents.
pub(crate) fn stepped(number: &str, by: i128) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if digits.len() != number.len() - usize::from(number.contains('.')) {
        return None;
    }
    let value = digits.parse::<i128>().ok()?.checked_add(by).filter(|value| *value >= 0)?;
    let text = format!("{value:0width$}", width = decimals + 1);
    let (whole, rest) = text.split_at(text.len() - decimals);
    Some(if decimals == 0 { text.clone() } else { format!("{whole}.{rest}") })
}

/// A date `1994-12-31`, with whatever follows it, one day later (`by` 1) or earlier (`by` -1).
pub(crate) fn day_stepped(text: &str, by: i32) -> Option<String> {
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    if !(rest.is_empty() || rest.starts_with([' ', 'T'])) || date.as_bytes()[4] != b'-' {
        return None;
    }
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let (mut year, mut month, mut day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month) || !(1..=length(year, month)).contains(&day) {
        return None;
    }
    day += by;
    if day < 1 || day > length(year, month) {
        month += by;
        if !(1..=12).contains(&month) {
            year += by;
            month = if by > 0 { 1 } else { 12 };
        }
        day = if by > 0 { 1 } else { length(year, month) };
    }
    Some(format!("{year:04}-{month:02}-{day:02}{rest}"))
}

/// Days of a month.
fn length(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_step_by_their_last_digit() {
        assert_eq!(stepped("9", 1).as_deref(), Some("10"));
        assert_eq!(stepped("0.05", 1).as_deref(), Some("0.06"));
        assert_eq!(stepped("0.10", -1).as_deref(), Some("0.09"));
        assert_eq!(stepped(".99", 1).as_deref(), Some("1.00"));
        assert_eq!(stepped("0", -1), None);
        assert_eq!(stepped("1e3", 1), None);
        assert_eq!(stepped(&i128::MAX.to_string(), 1), None);
        assert_eq!(stepped("9999999999999999999999999999999999999999", 1), None);
    }

    #[test]
    fn dates_step_over_the_ends_of_months_and_years() {
        assert_eq!(day_stepped("1994-12-31", 1).as_deref(), Some("1995-01-01"));
        assert_eq!(day_stepped("2000-03-01", -1).as_deref(), Some("2000-02-29"));
        assert_eq!(day_stepped("1995-01-01 10:00", -1).as_deref(), Some("1994-12-31 10:00"));
        assert_eq!(day_stepped("1994-01-02", -1).as_deref(), Some("1994-01-01"));
        assert_eq!(day_stepped("1994-01-31T10", 1).as_deref(), Some("1994-02-01T10"));
        assert_eq!(day_stepped("1900-02-28", 1).as_deref(), Some("1900-03-01"));
        assert_eq!(day_stepped("2004-03-01", -1).as_deref(), Some("2004-02-29"));
        for month in [4, 6, 9, 11] {
            let (last, first) = (format!("2021-{month:02}-30"), format!("2021-{:02}-01", month + 1));
            assert_eq!(day_stepped(&last, 1), Some(first));
        }
        for wrong in ["1995-13-01", "1995-00-10", "1995-01-00", "1995-01-32", "1995-1-1-1", "1995-01-01x"] {
            assert_eq!(day_stepped(wrong, 1), None, "{wrong}");
        }
        assert_eq!(day_stepped("not a date", 1), None);
    }
}
