//! Which bodies may stand in a file twice: an instrumented one, and one without anything of ours.

use syn::visit::{self, Visit};
use syn::{Block, ExprMacro, Item, ItemMacro, Macro, StmtMacro};

use crate::syntax::last_segment;

/// Macros whose value depends on where they stand, or whose text may be there once only.
const PLACED: [&str; 6] = ["line", "column", "asm", "global_asm", "naked_asm", "include"];

/// Whether a body means the same twice and on one line: it has no items that exist once in a program or a crate, and asks
/// for no place in the source.
pub(super) fn is_repeatable(block: &Block) -> bool {
    let mut search = Search { found: false };
    search.visit_block(block);
    !search.found
}

struct Search {
    found: bool,
}

impl<'ast> Visit<'ast> for Search {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Const(_) | Item::Use(_) | Item::Struct(_) | Item::Enum(_) | Item::Type(_) => {}
            Item::Fn(function) => self.found |= !function.attrs.is_empty(),
            Item::Macro(ItemMacro { ident: Some(_), .. }) => {}
            _ => self.found = true,
        }
        visit::visit_item(self, item);
    }

    fn visit_expr_macro(&mut self, node: &'ast ExprMacro) {
        self.found |= !node.attrs.is_empty();
        visit::visit_expr_macro(self, node);
    }

    fn visit_stmt_macro(&mut self, node: &'ast StmtMacro) {
        self.found |= !node.attrs.is_empty();
        visit::visit_stmt_macro(self, node);
    }

    fn visit_macro(&mut self, node: &'ast Macro) {
        self.found |= last_segment(&node.path).is_some_and(|name| PLACED.contains(&&*name));
        let text = node.tokens.to_string();
        self.found |= ["line !", "line!", "column !", "column!"].iter().any(|placed| text.contains(placed));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        // `Location::caller()` tells where a function was called from.
        self.found |= path.segments.last().is_some_and(|last| last.ident == "caller");
        visit::visit_path(self, path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeatable(body: &str) -> bool {
        is_repeatable(&syn::parse_str(&format!("{{ {body} }}")).expect("a block"))
    }

    #[test]
    fn code_and_local_names_may_stand_twice() {
        for body in [
            "let a = 1; a + 1",
            "fn inner() {} inner()",
            "const N: u8 = 1; N",
            "#[derive(Clone)] struct S; S",
            "vec![1].len()",
            "macro_rules! m { () => { 1 } } m!()",
        ] {
            assert!(repeatable(body), "{body}");
        }
    }

    #[test]
    fn what_exists_once_or_asks_for_its_place_may_not() {
        for body in [
            "static N: AtomicU8 = AtomicU8::new(0); N.load(Relaxed)",
            "impl Show for Cart {} 1",
            "fn f() { impl Show for Cart {} }",
            "#[unsafe(no_mangle)] fn f() {}",
            "trait T {} 1",
            "line!()",
            "format!(\"{}\", line!())",
            "Location::caller().line()",
            "std::panic::Location::caller().line()",
        ] {
            assert!(!repeatable(body), "{body}");
        }
    }
}
