//! What attributes say of the code under them: tests, skips, paths of modules.

use syn::{Attribute, Expr};

use crate::syntax::canonical;

/// `#[test]`, `#[tokio::test]`, `#[rstest]`, `#[bench]`, `#[test_case(..)]` and the like.
pub(super) fn is_test_attribute(attribute: &Attribute) -> bool {
    let last = attribute.path().segments.last().map(|segment| segment.ident.to_string());
    matches!(
        last.as_deref(),
        Some("test" | "rstest" | "bench" | "test_case" | "case" | "quickcheck" | "proptest" | "test_matrix")
    )
}

/// `#[mutants::skip]` and `#[cfg_attr(.., mutants::skip)]`, as cargo-mutants reads them, and the same under our name.
pub(super) fn has_skip_attribute(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let text = canonical(&attribute.meta).replace(' ', "");
        let names_it = |text: &str| text.ends_with("mutants::skip") || text.contains("mutants::skip(");
        names_it(&text) || attribute.path().is_ident("cfg_attr") && text.contains("mutants::skip")
    })
}

pub(super) fn path_attribute(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(value), .. }) => Some(value.value()),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn attributes_of(expr: &Expr) -> &[Attribute] {
    macro_rules! attributes {
        ($($kind:ident)*) => {
            match expr {
                $(Expr::$kind(node) => &node.attrs,)*
                _ => &[],
            }
        };
    }
    attributes!(
        Array Assign Async Await Binary Block Break Call Cast Closure Const Continue Field ForLoop Group If Index
        Infer Let Lit Loop Macro Match MethodCall Paren Path Range RawAddr Reference Repeat Return Struct Try TryBlock
        Tuple Unary Unsafe While Yield
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skips(attribute: &Attribute) -> bool {
        has_skip_attribute(std::slice::from_ref(attribute))
    }

    #[test]
    fn skips_are_read_in_every_spelling() {
        assert!(skips(&syn::parse_quote!(#[mutants::skip])));
        assert!(skips(&syn::parse_quote!(#[::mutants::skip])));
        assert!(skips(&syn::parse_quote!(#[mutants::skip("slow")])));
        assert!(skips(&syn::parse_quote!(#[cfg_attr(test, mutants::skip)])));
    }

    #[test]
    fn other_attributes_skip_nothing() {
        assert!(!skips(&syn::parse_quote!(#[cfg_attr(test, derive(Debug))])));
        assert!(!skips(&syn::parse_quote!(#[doc = "see mutants::skip"])));
        assert!(!skips(&syn::parse_quote!(#[mutants::skipped])));
    }

    #[test]
    fn paths_are_texts() {
        assert_eq!(path_attribute(&syn::parse_quote!(#[path = "a.rs"])).as_deref(), Some("a.rs"));
        assert_eq!(path_attribute(&syn::parse_quote!(#[path = 3])), None);
        assert_eq!(path_attribute(&syn::parse_quote!(#[doc = "a.rs"])), None);
        assert_eq!(path_attribute(&syn::parse_quote!(#[path("a.rs")])), None);
    }
}
