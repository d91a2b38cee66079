//! Which macro arguments are ordinary expressions, and how to parse them with their spans kept (I8).

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Pat, Token};

/// The value expressions among a macro's arguments.
pub(super) struct Arguments {
    /// Expressions that the macro evaluates as they stand.
    pub(super) values: Vec<Expr>,
}

/// Parses the arguments of a macro that is known to evaluate expressions; `None` for all others.
pub(super) fn arguments(mac: &Macro) -> Option<Arguments> {
    let name = mac.path.segments.last()?.ident.to_string();
    let tokens = mac.tokens.clone();
    match name.as_str() {
        "vec" | "smallvec" | "arrayvec" => list.parse2(tokens).ok(),
        "df" | "hashmap" | "btreemap" | "maplit" | "polars_df" => pairs.parse2(tokens).ok(),
        "matches" | "assert_matches" => pattern_test.parse2(tokens).ok(),
        "format" | "format_args" | "write" | "writeln" | "print" | "println" | "eprint" | "eprintln"
        | "panic" | "unreachable" | "todo" | "unimplemented" | "assert" | "assert_eq" | "assert_ne"
        | "debug_assert" | "debug_assert_eq" | "debug_assert_ne" | "ensure" | "bail" | "anyhow"
        | "polars_bail" | "polars_err" | "polars_ensure" | "prop_assert" | "prop_assert_eq"
        | "prop_assert_ne" | "dbg" | "cols" | "concat_exprs" | "try" | "min" | "max" | "join" => {
            formatted.parse2(tokens).ok()
        }
        _ => None,
    }
}

/// The arguments of any macro that takes a list of expressions.
pub(super) fn list_of(mac: &Macro) -> Option<Vec<Expr>> {
    formatted.parse2(mac.tokens.clone()).ok().map(|arguments| arguments.values)
}

/// `a, b, c` or `value; count`.
fn list(input: ParseStream<'_>) -> syn::Result<Arguments> {
    let first_or_list = input.fork();
    if first_or_list.parse::<Expr>().is_ok() && first_or_list.peek(Token![;]) {
        let value = input.parse()?;
        let _: Token![;] = input.parse()?;
        return Ok(Arguments { values: vec![value, input.parse()?] });
    }
    let values = Punctuated::<Expr, Token![,]>::parse_terminated(input)?;
    Ok(Arguments { values: values.into_iter().collect() })
}

/// `key => value, ..`
fn pairs(input: ParseStream<'_>) -> syn::Result<Arguments> {
    let mut arguments = Arguments { values: vec![] };
    while !input.is_empty() {
        arguments.values.push(input.parse()?);
        let _: Token![=>] = input.parse()?;
        arguments.values.push(input.parse()?);
        if !input.is_empty() {
            let _: Token![,] = input.parse()?;
        }
    }
    Ok(arguments)
}

/// `value, pattern` with an optional guard.
fn pattern_test(input: ParseStream<'_>) -> syn::Result<Arguments> {
    let mut values = vec![input.parse()?];
    let _: Token![,] = input.parse()?;
    let _ = Pat::parse_multi_with_leading_vert(input)?;
    if input.peek(Token![if]) {
        let _: Token![if] = input.parse()?;
        values.push(input.parse()?);
    }
    if input.peek(Token![,]) {
        let _: Token![,] = input.parse()?;
        let _: TokenStream = input.parse()?;
    }
    Ok(Arguments { values })
}

/// `a, b, name = c` as the formatting and asserting macros take them.
fn formatted(input: ParseStream<'_>) -> syn::Result<Arguments> {
    struct Argument(Expr);
    impl Parse for Argument {
        fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
            if input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
                let _: syn::Ident = input.parse()?;
                let _: Token![=] = input.parse()?;
            }
            input.parse().map(Self)
        }
    }
    let values = Punctuated::<Argument, Token![,]>::parse_terminated(input)?;
    Ok(Arguments { values: values.into_iter().map(|argument| argument.0).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(mac: &Macro) -> Option<usize> {
        arguments(mac).map(|arguments| arguments.values.len())
    }

    #[test]
    fn arguments_are_found_in_known_macros_only() {
        assert_eq!(count(&syn::parse_quote!(vec![a + 1, b])), Some(2));
        assert_eq!(count(&syn::parse_quote!(vec![0; n])), Some(2));
        assert_eq!(count(&syn::parse_quote!(df!("a" => [1, 2], "b" => xs))), Some(4));
        assert_eq!(count(&syn::parse_quote!(matches!(x, Some(n) if n > 3))), Some(2));
        assert_eq!(count(&syn::parse_quote!(format!("{} {w}", a, w = b + 1))), Some(3));
        assert_eq!(count(&syn::parse_quote!(my_dsl! { a => b })), None);
    }

    #[test]
    fn arguments_of_other_shapes_are_refused() {
        assert_eq!(count(&syn::parse_quote!(hashmap!(a b))), None);
        assert_eq!(count(&syn::parse_quote!(hashmap!(a => b c => d))), None);
        assert_eq!(count(&syn::parse_quote!(matches!(x Some(1)))), None);
        assert_eq!(count(&syn::parse_quote!(format!("{}" a))), None);
        assert_eq!(count(&syn::parse_quote!(vec![a; b; c])), None);
    }

    #[test]
    fn comparisons_are_no_named_arguments_and_messages_no_conditions() {
        assert_eq!(count(&syn::parse_quote!(assert!(a == b, "{}", c))), Some(3));
        assert_eq!(count(&syn::parse_quote!(assert_matches!(x, 1 | 2, "{y}"))), Some(1));
        assert_eq!(count(&syn::parse_quote!(vec![])), Some(0));
    }
}
