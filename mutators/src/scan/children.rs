//! The part of the walk that needs no care: children of expressions of most kinds.

use syn::visit::Visit;
use syn::{Attribute, Block, Expr, Pat};

use super::walk::Walker;

/// Visits the direct children of kinds of expressions that need no care of their own.
pub(super) struct Children<'a, 'b>(pub(super) &'a mut Walker<'b>);

impl<'ast> Visit<'ast> for Children<'_, '_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.0.visit_expr(expr);
    }
    fn visit_block(&mut self, block: &'ast Block) {
        self.0.visit_block(block);
    }
    fn visit_attribute(&mut self, _: &'ast Attribute) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_path(&mut self, _: &'ast syn::Path) {}
}
