//! `#[mutants::skip]` attributes that suppress nothing.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Meta};

/// Byte positions of the attributes whose item holds none of the edits. Items that are compiled under conditions, tests
/// among them, are left out: without their condition they have no mutants.
#[must_use]
pub fn unused(text: &str, edits: &[Range<usize>]) -> Vec<usize> {
    if !text.contains("mutants::skip") {
        return vec![];
    }
    let Ok(file) = syn::parse_file(text) else { return vec![] };
    let mut search = Search { edits, found: vec![] };
    search.look(&file.attrs, 0..text.len());
    search.visit_file(&file);
    search.found
}

struct Search<'a> {
    edits: &'a [Range<usize>],
    found: Vec<usize>,
}

impl Search<'_> {
    fn look(&mut self, attributes: &[Attribute], item: Range<usize>) {
        let inside = |edit: &Range<usize>| item.start <= edit.start && edit.end <= item.end;
        if let Some(skip) = attributes.iter().find(|attribute| is_skip(&attribute.meta))
            && !self.edits.iter().any(inside)
        {
            self.found.push(skip.span().byte_range().start);
        }
    }
}

/// `mutants::skip`, also inside `cfg_attr`.
fn is_skip(meta: &Meta) -> bool {
    let path: Vec<String> = meta.path().segments.iter().map(|segment| segment.ident.to_string()).collect();
    match meta {
        Meta::List(list) if path == ["cfg_attr"] => {
            let text: String = list.tokens.to_string().split_whitespace().collect();
            text.contains("mutants::skip")
        }
        _ => path == ["mutants", "skip"],
    }
}

fn is_conditional(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg") || attribute.path().is_ident("test"))
}

/// Looks at one kind of item, and into it unless it is conditional.
macro_rules! look_at {
    ($($visit:ident: $kind:ident;)*) => {
        $(fn $visit(&mut self, item: &'ast syn::$kind) {
            if !is_conditional(&item.attrs) {
                self.look(&item.attrs, item.span().byte_range());
                visit::$visit(self, item);
            }
        })*
    };
}

impl<'ast> Visit<'ast> for Search<'_> {
    look_at! {
        visit_item_fn: ItemFn;
        visit_item_impl: ItemImpl;
        visit_item_trait: ItemTrait;
        visit_item_mod: ItemMod;
        visit_item_const: ItemConst;
        visit_item_static: ItemStatic;
        visit_impl_item_fn: ImplItemFn;
        visit_impl_item_const: ImplItemConst;
        visit_trait_item_fn: TraitItemFn;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, changed: &[&str]) -> Vec<usize> {
        let edits: Vec<Range<usize>> = changed
            .iter()
            .map(|part| text.find(part).map(|at| at..at + part.len()).expect("the text holds the part"))
            .collect();
        unused(text, &edits).into_iter().map(|at| text[..at].matches('\n').count() + 1).collect()
    }

    const TEXT: &str = "#[mutants::skip]\nfn used() -> u8 { 1 + 2 }\n\n#[mutants::skip]\nfn empty() {}\n\n\
        impl A {\n    #[cfg_attr(test, mutants::skip)]\n    fn inner() {}\n}\n\n#[cfg(windows)]\n#[mutants::skip]\nfn other() {}\n\n\
        #[cfg(test)]\nmod tests {\n    #[mutants::skip]\n    fn helper() {}\n}\n";

    #[test]
    fn attributes_without_mutants_are_found() {
        assert_eq!(lines(TEXT, &["1 + 2"]), [4, 8]);
    }

    #[test]
    fn an_attribute_of_the_file_counts_for_all_of_it() {
        let text = format!(
            "#![mutants::skip]\n{}",
            TEXT.replace("#[mutants::skip]\n", "").replace("#[cfg_attr(test, mutants::skip)]", "")
        );
        assert_eq!(lines(&text, &["1 + 2"]), Vec::<usize>::new());
        assert_eq!(lines(&text, &[])[0], 1);
    }
}
