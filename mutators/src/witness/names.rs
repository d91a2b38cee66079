//! Which columns, fields and variables an expression or pattern names.

use syn::{Attribute, Expr, Lit, Pat};

use super::constants::is_conversion;
use crate::syntax::{canonical, last_segment};

/// Methods after which a value is still what it was, as far as comparing it goes.
fn keeps_value(method: &str) -> bool {
    is_conversion(method)
        || matches!(
            method,
            "as_ref"
                | "as_deref"
                | "as_mut"
                | "trim"
                | "trim_start"
                | "trim_end"
                | "to_lowercase"
                | "to_uppercase"
                | "to_ascii_lowercase"
                | "to_ascii_uppercase"
                | "str"
                | "cast"
                | "strict_cast"
                | "alias"
                | "abs"
                | "unwrap_or"
                | "unwrap_or_default"
                | "unwrap_or_else"
                | "fill_null"
                | "borrow"
                | "get"
                | "strip_chars"
                | "iter"
                | "name"
                | "rechunk"
                | "unsigned_abs"
                | "filter"
                | "dt"
        )
}

/// Methods whose result says how many or what else, not which value.
fn changes_value(method: &str) -> bool {
    matches!(
        method,
        "len"
            | "count"
            | "sum"
            | "mean"
            | "n_unique"
            | "height"
            | "width"
            | "is_null"
            | "is_not_null"
            | "is_some"
            | "is_none"
            | "is_empty"
            | "contains"
            | "starts_with"
            | "ends_with"
            | "hour"
            | "minute"
            | "year"
            | "month"
            | "day"
            | "weekday"
    )
}

/// The names that `expr` stands for, strictly: a comparison with it compares their values. `function` makes variables
/// of different functions different.
pub(super) fn of(expr: &Expr, function: &str) -> Vec<String> {
    named(expr, function, false)
}

/// The names that the value of `expr` comes from, through any method or call.
pub(super) fn origin(expr: &Expr, function: &str) -> Vec<String> {
    named(expr, function, true)
}

fn named(expr: &Expr, function: &str, loosely: bool) -> Vec<String> {
    let inner = |expr: &Expr| named(expr, function, loosely);
    match expr {
        Expr::Paren(paren) => inner(&paren.expr),
        Expr::Group(group) => inner(&group.expr),
        Expr::Reference(reference) => inner(&reference.expr),
        Expr::Try(attempt) => inner(&attempt.expr),
        Expr::Await(waiting) => inner(&waiting.base),
        Expr::Cast(cast) => inner(&cast.expr),
        Expr::Unary(unary) => inner(&unary.expr),
        Expr::Index(index) => text(&index.index).into_iter().collect(),
        Expr::Field(field) => match &field.member {
            syn::Member::Named(name) => vec![plain(name)],
            syn::Member::Unnamed(_) => inner(&field.base),
        },
        Expr::Path(path) => match path.path.get_ident() {
            Some(name) => variable(&plain(name), function),
            None => vec![],
        },
        Expr::MethodCall(call) => {
            let method = call.method.to_string();
            // `frame.column("delay")`, `row.get("delay")`.
            if let [argument] = &call.args.iter().collect::<Vec<_>>()[..]
                && let Some(name) = text(argument)
                && matches!(&*method, "column" | "get" | "field" | "col" | "get_column" | "remove")
            {
                return vec![name];
            }
            if keeps_value(&method) || loosely && !changes_value(&method) {
                return inner(&call.receiver);
            }
            vec![]
        }
        Expr::Call(call) => {
            let mut names: Vec<String> = call.args.iter().filter_map(text).collect();
            if names.len() == 1 {
                return vec![names.remove(0)];
            }
            // `Some(x)`, `i64::from(x)`, `Reverse(x)`.
            match &call.args.iter().collect::<Vec<_>>()[..] {
                [argument] if loosely || is_wrapper(&call.func) => inner(argument),
                _ => vec![],
            }
        }
        _ => vec![],
    }
}

fn is_wrapper(func: &Expr) -> bool {
    let Expr::Path(path) = func else { return false };
    matches!(
        last_segment(&path.path).as_deref(),
        Some("Some" | "from" | "Reverse" | "Ok" | "OrderedFloat" | "Total")
    )
}

/// The names of several columns at once: `[col("a"), col("b")]`, `["a", "b"]`, `(x.a, x.b)`, `vec![..]`, `cols([..])`.
pub(super) fn list(expr: &Expr, function: &str) -> Vec<String> {
    match expr {
        Expr::Array(array) => array.elems.iter().flat_map(|expr| list(expr, function)).collect(),
        Expr::Tuple(tuple) => tuple.elems.iter().flat_map(|expr| list(expr, function)).collect(),
        Expr::Reference(reference) => list(&reference.expr, function),
        Expr::Paren(paren) => list(&paren.expr, function),
        Expr::Lit(_) => text(expr).into_iter().collect(),
        Expr::Macro(call) if call.mac.path.is_ident("vec") => {
            let parse = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
            let items = call.mac.parse_body_with(parse).unwrap_or_default();
            items.iter().flat_map(|expr| list(expr, function)).collect()
        }
        Expr::Call(call) if is_columns(&call.func) => {
            call.args.iter().flat_map(|expr| list(expr, function)).collect()
        }
        // `concat_str([col("a"), col("b")], "-", false)`: the texts beside the columns are no names.
        Expr::Call(call) if is_combination(&call.func) => {
            let columns = call.args.iter().filter(|argument| !matches!(argument, Expr::Lit(_)));
            columns.flat_map(|expr| list(expr, function)).collect()
        }
        // `Some(vec![..])` of subsets.
        Expr::Call(call) if is_wrapper(&call.func) => {
            call.args.iter().flat_map(|expr| list(expr, function)).collect()
        }
        Expr::MethodCall(call)
            if matches!(&*call.method.to_string(), "as_expr" | "into_iter" | "map" | "to_vec" | "alias") =>
        {
            list(&call.receiver, function)
        }
        _ => of(expr, function),
    }
}

fn is_columns(func: &Expr) -> bool {
    matches!(func, Expr::Path(path) if matches!(last_segment(&path.path).as_deref(), Some("cols" | "by_name" | "columns")))
}

fn is_combination(func: &Expr) -> bool {
    let Expr::Path(path) = func else { return false };
    matches!(last_segment(&path.path).as_deref(), Some("concat_str" | "format_str" | "as_struct"))
}

/// A variable under its own name and under that of its function.
pub(super) fn variable(name: &str, function: &str) -> Vec<String> {
    // Upper-case names are constants.
    if name.chars().next().is_none_or(char::is_uppercase) || name == "self" {
        return vec![];
    }
    vec![name.to_owned(), scoped(name, function)]
}

/// The name of a variable of a function.
pub(super) fn scoped(name: &str, function: &str) -> String {
    format!("{function}::{name}")
}

/// The single variable that a pattern binds: `x`, `Some(x)`, `&x`, `mut x`.
pub(super) fn bound(pat: &Pat) -> Option<String> {
    match pat {
        Pat::Ident(ident) => Some(plain(&ident.ident)),
        Pat::Reference(reference) => bound(&reference.pat),
        Pat::Paren(paren) => bound(&paren.pat),
        Pat::Type(typed) => bound(&typed.pat),
        Pat::Guard(guard) => bound(&guard.pat),
        Pat::TupleStruct(pat) if pat.elems.len() == 1 => bound(&pat.elems[0]),
        _ => None,
    }
}

/// An identifier without `r#`.
pub(super) fn plain(ident: &proc_macro2::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// A string literal.
pub(super) fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        Expr::Reference(reference) => text(&reference.expr),
        Expr::Paren(paren) => text(&paren.expr),
        _ => None,
    }
}

/// What serde calls a field, by one of its attributes.
pub(super) fn serde_name(attribute: &Attribute, key: &str) -> Option<String> {
    if !attribute.path().is_ident("serde") {
        return None;
    }
    let text = canonical(&attribute.meta);
    let rest = text.split(&format!("{key} = \"")).nth(1)?;
    rest.split('"').next().map(str::to_owned)
}

/// A field in the style of a container attribute of serde.
pub(super) fn restyled(name: &str, style: &str) -> String {
    let parts: Vec<&str> = name.split('_').collect();
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
    };
    match style {
        "camelCase" => parts
            .iter()
            .enumerate()
            .map(|(i, part)| if i == 0 { (*part).to_owned() } else { capital(part) })
            .collect(),
        "PascalCase" => parts.iter().map(|part| capital(part)).collect(),
        "kebab-case" => name.replace('_', "-"),
        "SCREAMING_SNAKE_CASE" => name.to_uppercase(),
        "SCREAMING-KEBAB-CASE" => name.to_uppercase().replace('_', "-"),
        "lowercase" => name.to_lowercase(),
        "UPPERCASE" => name.to_uppercase(),
        _ => name.to_owned(),
    }
}
