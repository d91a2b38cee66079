//! What a mutator may propose: an edit, the node it changes, and how that node can be switched at run time.

use std::ops::Range;

use crate::scan::Context;
use crate::statement::{Place, SqlEdit};
use crate::syntax::{self, holds_no_temporary, range_of};

/// Bytes of the source file, end exclusive.
pub type Bytes = Range<usize>;

/// How much of the catalogue a mutant belongs to; a larger group contains the smaller ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Few mutants, each likely a real bug.
    Default,
    /// More mutants, for suites that already kill the default ones.
    Strict,
    /// Everything, also what is often equivalent.
    All,
}

/// How the node around an edit is built, which decides how a mutant can be switched in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// `left op right` where both operands are always evaluated; the edit is the operator.
    Binary {
        /// The left operand.
        left: Bytes,
        /// The right operand.
        right: Bytes,
        /// True for `== != < <= > >=`, whose operands are taken by reference.
        compares: bool,
        /// True where neither operand can hold a temporary, so that evaluating it has no side effect.
        plain: bool,
    },
    /// `left && right` or `left || right`.
    Lazy {
        /// The left operand.
        left: Bytes,
        /// The right operand.
        right: Bytes,
        /// True where both operands can be evaluated early: no call, no index, no temporary.
        plain: bool,
    },
    /// `place op= value`; the edit is the operator.
    Assign {
        /// What is assigned to.
        place: Bytes,
        /// The right-hand side.
        value: Bytes,
        /// True where neither side can hold a temporary.
        plain: bool,
    },
    /// `!operand` or `-operand`; the edit removes the operator.
    Unary {
        /// What the operator applies to.
        operand: Bytes,
        /// True where the operand can hold no temporary.
        plain: bool,
    },
    /// A literal, or another expression without temporaries that is replaced whole.
    Literal,
    /// A condition of `if`, `while` or a match guard, replaced by `true` or `false`.
    Condition,
    /// A function body; the replacement is the value to return at once.
    Body,
    /// A whole statement with its semicolon, replaced by nothing or by another statement.
    Statement,
    /// A match arm, deleted by a guard that is never true.
    Arm {
        /// Where the pattern ends, guard excluded.
        pattern_end: usize,
        /// The expression of an existing guard.
        guard: Option<Bytes>,
    },
    /// `receiver.name(arguments)` of which the part after the receiver is edited; the receiver is evaluated once.
    Method {
        /// What the method is called on.
        receiver: Bytes,
        /// True where the receiver is a place, which must stay one: it may be borrowed, not moved.
        place: bool,
        /// False where the receiver or an argument may hold a guard, whose life a switch in place would shorten.
        plain: bool,
    },
    /// Any other expression, switched as a whole.
    Expression {
        /// True where it can hold no temporary.
        plain: bool,
    },
    /// The initialiser of a `const` or `static` item, switched wherever the item is used.
    Constant {
        /// The item's name.
        name: String,
    },
}

/// One possible fault: replace the bytes `edit` by `replacement`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Name of the mutator that proposes it.
    pub mutator: &'static str,
    /// The smallest group that contains it.
    pub group: Group,
    /// The node that is switched; contains `edit`.
    pub site: Bytes,
    /// How that node is built.
    pub shape: Shape,
    /// The smallest edited range, for instance the operator token.
    pub edit: Bytes,
    /// The text that goes exactly there.
    pub replacement: String,
    /// What changes in the SQL, where the edit replaces a literal or a file that holds some.
    pub sql: Option<SqlEdit>,
    /// Larger nodes that could be switched instead, innermost first (I3, the ladder).
    pub anchors: Vec<Bytes>,
    /// Why this mutant is noise, when a rule says so.
    pub noise: Option<&'static str>,
    /// Where it is: item path and function.
    pub place: Context,
    /// Other mutators that propose the same edit.
    pub also: Vec<&'static str>,
}

/// Collects the proposals of one mutator for one node.
#[derive(Debug)]
pub struct Sink<'a> {
    pub(crate) mutator: &'static str,
    pub(crate) context: &'a Context,
    pub(crate) out: &'a mut Vec<Proposal>,
}

impl Sink<'_> {
    /// Proposes any edit of a node whose shape the caller knows.
    pub fn push(
        &mut self,
        group: Group,
        site: Bytes,
        shape: Shape,
        edit: Bytes,
        replacement: impl Into<String>,
    ) {
        self.out.push(Proposal {
            mutator: self.mutator,
            group,
            site,
            shape,
            edit,
            replacement: replacement.into(),
            sql: None,
            anchors: self.context.anchors.clone(),
            noise: None,
            place: self.context.clone(),
            also: Vec::new(),
        });
    }

    /// Replaces the operator of a binary expression (arithmetic, comparison, `&&`, `+=` ...).
    pub fn operator(&mut self, group: Group, binary: &syn::ExprBinary, replacement: &str) {
        let (left, right) = (range_of(&*binary.left), range_of(&*binary.right));
        let plain = holds_no_temporary(&binary.left) && holds_no_temporary(&binary.right);
        let shape = if syntax::is_lazy(&binary.op) {
            let plain = syntax::is_pure(&binary.left) && syntax::is_pure(&binary.right);
            Shape::Lazy { left, right, plain }
        } else if syntax::is_assigning(&binary.op) {
            Shape::Assign { place: left, value: right, plain }
        } else {
            Shape::Binary { left, right, compares: syntax::is_comparison(&binary.op), plain }
        };
        self.push(group, range_of(binary), shape, range_of(binary.op), replacement);
    }

    /// Removes the operator of `!x` or `-x`.
    pub fn drop_unary(&mut self, group: Group, unary: &syn::ExprUnary) {
        let operand = range_of(&*unary.expr);
        let plain = holds_no_temporary(&unary.expr);
        // The edit is the operator alone, so that the location is where a reader looks for it.
        self.push(group, range_of(unary), Shape::Unary { operand, plain }, range_of(unary.op), "");
    }

    /// Replaces a whole literal or other expression without temporaries.
    pub fn literal(&mut self, group: Group, node: Bytes, replacement: impl Into<String>) {
        self.push(group, node.clone(), Shape::Literal, node, replacement);
    }

    /// Forces a condition to `true` or `false`.
    pub fn condition(&mut self, group: Group, condition: &syn::Expr, value: bool) {
        let node = range_of(condition);
        self.push(group, node.clone(), Shape::Condition, node, if value { "true" } else { "false" });
    }

    /// Returns `value` at once instead of running the body; the edit covers the statements, braces excluded.
    pub fn body(&mut self, group: Group, block: &syn::Block, value: impl Into<String>) {
        let (Some(first), Some(last)) = (block.stmts.first(), block.stmts.last()) else { return };
        let edit = range_of(first).start..range_of(last).end;
        self.push(group, range_of(block), Shape::Body, edit, value);
    }

    /// Deletes a statement with its semicolon.
    pub fn delete_statement(&mut self, group: Group, statement: &syn::Stmt) {
        let node = range_of(statement);
        self.push(group, node.clone(), Shape::Statement, node, "");
    }

    /// Replaces part of a statement, which is switched as a whole.
    pub fn edit_statement(
        &mut self,
        group: Group,
        statement: &syn::Stmt,
        edit: Bytes,
        replacement: impl Into<String>,
    ) {
        self.push(group, range_of(statement), Shape::Statement, edit, replacement);
    }

    /// Deletes a match arm; the edit covers the arm with its comma.
    pub fn delete_arm(&mut self, group: Group, arm: &syn::Arm) {
        let (pattern_end, guard) = match &arm.pat {
            syn::Pat::Guard(guarded) => (range_of(&*guarded.pat).end, Some(range_of(&*guarded.guard))),
            pattern => (range_of(pattern).end, None),
        };
        let node = range_of(arm);
        self.push(group, node.clone(), Shape::Arm { pattern_end, guard }, node, "");
    }

    /// Replaces part of the initialiser of a `const` or `static` item, which is switched at its uses.
    pub fn constant(
        &mut self,
        group: Group,
        name: &str,
        value: &syn::Expr,
        edit: Bytes,
        replacement: impl Into<String>,
    ) {
        self.push(group, range_of(value), Shape::Constant { name: name.to_owned() }, edit, replacement);
    }

    /// Replaces part of a method call behind its receiver: the name, arguments, or all of `.name(arguments)`.
    ///
    /// The arms may differ in type; then a larger node is switched (I3). Where only one argument changes and keeps its
    /// type, [`Self::edit_expression`] on the argument is the smaller switch.
    pub fn method(
        &mut self,
        group: Group,
        call: &syn::ExprMethodCall,
        edit: Bytes,
        replacement: impl Into<String>,
    ) {
        let shape = Shape::Method {
            receiver: range_of(&*call.receiver),
            place: syntax::is_place(&call.receiver),
            plain: !syntax::may_hold_guard(&call.receiver) && !call.args.iter().any(syntax::may_hold_guard),
        };
        self.push(group, range_of(call), shape, edit, replacement);
    }

    /// Removes `.name(arguments)` from a chain.
    pub fn drop_call(&mut self, group: Group, call: &syn::ExprMethodCall) {
        let edit = range_of(&*call.receiver).end..range_of(call).end;
        self.method(group, call, edit, "");
    }

    /// Replaces the name of a method; generic arguments stay.
    pub fn rename_call(&mut self, group: Group, call: &syn::ExprMethodCall, name: &str) {
        self.method(group, call, range_of(&call.method), name);
    }

    /// Replaces a method call, receiver included, by another expression of its type, as in [`Self::value`].
    pub fn whole_call(&mut self, group: Group, call: &syn::ExprMethodCall, replacement: impl Into<String>) {
        let node = range_of(call);
        let guards = syntax::may_hold_guard(&call.receiver) || call.args.iter().any(syntax::may_hold_guard);
        self.push(group, node.clone(), Shape::Expression { plain: !guards }, node, replacement);
    }

    /// Replaces part of an expression whose value keeps its type and that holds no guards, such as an expression of polars
    /// or its options: it is switched where it stands, however much code surrounds it.
    pub fn value(&mut self, group: Group, node: &syn::Expr, edit: Bytes, replacement: impl Into<String>) {
        let shape = Shape::Expression { plain: !syntax::may_hold_guard(node) };
        self.push(group, range_of(node), shape, edit, replacement);
    }

    /// Replaces part of an expression, which is switched as a whole.
    pub fn edit_expression(
        &mut self,
        group: Group,
        node: &syn::Expr,
        edit: Bytes,
        replacement: impl Into<String>,
    ) {
        let shape = Shape::Expression { plain: holds_no_temporary(node) };
        self.push(group, range_of(node), shape, edit, replacement);
    }

    /// Replaces the literal or file that holds a SQL text by another literal.
    pub(crate) fn sql(&mut self, group: Group, place: &Place, literal: String, edit: SqlEdit) {
        self.push(group, place.site.clone(), place.shape.clone(), place.edit.clone(), literal);
        if let Some(proposal) = self.out.last_mut() {
            proposal.sql = Some(edit);
        }
    }
}
