//! Evaluation of `#[cfg(..)]` against what the compiler reports (I9).

use std::collections::HashSet;

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, Meta, Token};

/// The `cfg` names and key-value pairs in force, without `test`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cfg {
    set: HashSet<(String, Option<String>)>,
}

/// When an item is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compiled {
    /// In ordinary builds.
    Always,
    /// In test builds only.
    TestOnly,
    /// Never, with these features and this target.
    Never,
}

impl Cfg {
    /// Reads the output of `rustc --print cfg` and adds the enabled features.
    #[must_use]
    pub fn new(rustc_lines: &str, features: impl IntoIterator<Item = String>) -> Self {
        let mut set: HashSet<_> = rustc_lines
            .lines()
            .map(|line| match line.split_once('=') {
                Some((key, value)) => {
                    (key.trim().to_owned(), Some(value.trim().trim_matches('"').to_owned()))
                }
                None => (line.trim().to_owned(), None),
            })
            .collect();
        set.extend(features.into_iter().map(|feature| ("feature".to_owned(), Some(feature))));
        set.remove(&("test".to_owned(), None));
        Self { set }
    }

    /// Adds one `cfg` such as a build script prints: `name` or `key="value"`.
    pub fn insert(&mut self, line: &str) {
        self.set.extend(Self::new(line, []).set);
    }

    /// When an item with these attributes is compiled. Predicates that cannot be read count as true.
    #[must_use]
    pub fn compiled(&self, attributes: &[Attribute]) -> Compiled {
        let predicates: Vec<Meta> = attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
            .filter_map(|attribute| attribute.parse_args().ok())
            .collect();
        if predicates.iter().all(|predicate| self.holds(predicate, false)) {
            Compiled::Always
        } else if predicates.iter().all(|predicate| self.holds(predicate, true)) {
            Compiled::TestOnly
        } else {
            Compiled::Never
        }
    }

    /// Whether a predicate holds, in a build with or without `cfg(test)`.
    #[must_use]
    pub fn holds(&self, predicate: &Meta, test: bool) -> bool {
        match predicate {
            Meta::Path(path) if path.is_ident("test") => test,
            Meta::Path(path) => {
                path.get_ident().is_none_or(|name| self.set.contains(&(name.to_string(), None)))
            }
            Meta::NameValue(pair) => match (pair.path.get_ident(), &pair.value) {
                (Some(key), Expr::Lit(syn::ExprLit { lit: Lit::Str(value), .. })) => {
                    self.set.contains(&(key.to_string(), Some(value.value())))
                }
                _ => true,
            },
            Meta::List(list) => {
                let Ok(parts) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else {
                    return true;
                };
                let mut parts = parts.iter();
                match list.path.get_ident().map(ToString::to_string).as_deref() {
                    Some("not") => parts.next().is_none_or(|part| !self.holds(part, test)),
                    Some("any") => parts.any(|part| self.holds(part, test)),
                    Some("all") => parts.all(|part| self.holds(part, test)),
                    _ => true,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiled(attribute: &Attribute) -> Compiled {
        let cfg = Cfg::new("unix\ntarget_os=\"linux\"\n", ["fast".to_owned()]);
        cfg.compiled(std::slice::from_ref(attribute))
    }

    #[test]
    fn lines_may_hold_spaces_and_test_is_left_out() {
        let spaced = Cfg::new(" unix \n target_os = \"linux\" \ntest\n", ["fast".to_owned()]);
        assert_eq!(spaced, Cfg::new("unix\ntarget_os=\"linux\"", ["fast".to_owned()]));
        let mut built = Cfg::default();
        built.insert("has_simd");
        built.insert("backend=\"ring\"");
        assert_eq!(built, Cfg::new("has_simd\nbackend=\"ring\"", []));
    }

    #[test]
    fn what_cannot_be_read_counts_as_true() {
        assert_eq!(compiled(&syn::parse_quote!(#[cfg(any(a::b))])), Compiled::Always);
        assert_eq!(compiled(&syn::parse_quote!(#[cfg(accessible(::std::mem))])), Compiled::Always);
        assert_eq!(compiled(&syn::parse_quote!(#[cfg(version = 3)])), Compiled::Always);
        assert_eq!(compiled(&syn::parse_quote!(#[cfg(all(1, 2))])), Compiled::Always);
        assert_eq!(compiled(&syn::parse_quote!(#[other(windows)])), Compiled::Always);
    }

    #[test]
    fn predicates_follow_target_and_features() {
        assert_eq!(compiled(&syn::parse_quote!(#[cfg(all(unix, feature = "fast"))])), Compiled::Always);
        assert_eq!(compiled(&syn::parse_quote!(#[cfg(any(windows, feature = "slow"))])), Compiled::Never);
        assert_eq!(compiled(&syn::parse_quote!(#[cfg(not(test))])), Compiled::Always);
        assert_eq!(compiled(&syn::parse_quote!(#[cfg(all(test, unix))])), Compiled::TestOnly);
        assert_eq!(compiled(&syn::parse_quote!(#[cfg(all(test, windows))])), Compiled::Never);
    }
}
