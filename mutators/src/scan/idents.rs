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
