//! Conditions, guards, arms and loops, which may be switched in few places only.

use syn::visit::Visit;
use syn::{Block, Expr, Pat};

use super::Node;
use super::walk::Walker;
use crate::syntax::{has_let, range_of};

impl Walker<'_> {
    pub(super) fn condition(&mut self, condition: &Expr, guard: bool) {
        if !has_let(condition) {
            self.ask(if guard { Node::Guard(condition) } else { Node::Condition(condition) });
        }
        if has_let(condition) {
            // The spine of a let chain must stay as it is; its parts may change.
            let saved = std::mem::take(&mut self.context.anchors);
            self.let_chain(condition);
            self.context.anchors = saved;
        } else {
            self.scope(condition);
        }
    }

    fn let_chain(&mut self, condition: &Expr) {
        match condition {
            Expr::Binary(binary) if has_let(condition) => {
                self.let_chain(&binary.left);
                self.let_chain(&binary.right);
            }
            Expr::Let(binding) => self.visit_expr(&binding.expr),
            other => self.scope(other),
        }
    }

    pub(super) fn arm(&mut self, arm: &syn::Arm) {
        self.scan.units.push(range_of(arm));
        self.item(&arm.attrs, range_of(arm), |walker| {
            if let Pat::Guard(guarded) = &arm.pat {
                walker.condition(&guarded.guard, true);
            }
            walker.scope(&arm.body);
        });
    }

    pub(super) fn loop_body(&mut self, body: &Block) {
        if !self.muted && self.context.function.is_some() {
            self.scan.loops.push(range_of(body.brace_token.span.open()).end);
        }
        self.visit_block(body);
    }

    /// An `else` branch is a block or another `if`, neither of which may be wrapped.
    pub(super) fn branch(&mut self, otherwise: &Expr) {
        match otherwise {
            Expr::Block(block) => self.visit_block(&block.block),
            other => self.children(other),
        }
    }
}
