//! Upper-case names in a token stream, which may be constants.

use proc_macro2::{TokenStream, TokenTree};

use super::Scan;

pub(super) fn is_upper_case(name: &str) -> bool {
    name.chars().any(|c| c.is_ascii_uppercase()) && !name.chars().any(|c| c.is_ascii_lowercase())
}

pub(super) fn count_idents(tokens: TokenStream, scan: &mut Scan) {
    let mut in_use = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                in_use |= name == "use";
                if !in_use && is_upper_case(&name) {
                    *scan.idents.entry(name).or_default() += 1;
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => in_use = false,
            TokenTree::Group(group) if !in_use => count_idents(group.stream(), scan),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_have_capitals_and_no_small_letters() {
        assert!(is_upper_case("MAX_1") && is_upper_case("N"));
        assert!(!is_upper_case("Max") && !is_upper_case("max") && !is_upper_case("_1"));
    }

    #[test]
    fn names_are_counted_outside_of_imports() {
        let tokens = "use a::{LIMIT, RATE}; const LIMIT: i64 = 3; use b::LIMIT; fn f() { g(LIMIT, [RATE]) }";
        let mut scan = Scan::default();
        count_idents(tokens.parse().expect("tokens"), &mut scan);
        assert_eq!((scan.idents["LIMIT"], scan.idents["RATE"], scan.idents.len()), (2, 1, 2));
    }
}
