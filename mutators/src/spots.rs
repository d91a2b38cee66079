//! Operators and literals, whether they stand in code or in the initialiser of a constant.

use syn::{Expr, ExprBinary, ExprUnary, Ident, Lit, Type, UnOp};

use crate::proposal::{Bytes, Group, Sink};
use crate::scan::Node;
use crate::syntax::{canonical, is_assigning, range_of};

/// A `const` or `static` item whose initialiser is made of literals and operators alone.
#[derive(Clone, Copy)]
pub(crate) struct Constant<'a> {
    pub(crate) name: &'a Ident,
    ty: &'a Type,
    value: &'a Expr,
}

/// A literal, its minus sign included.
#[derive(Clone, Copy)]
pub(crate) struct Literal<'a> {
    pub(crate) lit: &'a Lit,
    pub(crate) negative: bool,
    pub(crate) bytes_of: &'a Expr,
    pub(crate) constant: Option<Constant<'a>>,
}

/// A binary or unary operation.
#[derive(Clone, Copy)]
pub(crate) struct Operation<'a, T> {
    pub(crate) node: &'a T,
    constant: Option<Constant<'a>>,
}

impl Operation<'_, ExprBinary> {
    /// Replaces the operator.
    pub(crate) fn replace(&self, sink: &mut Sink<'_>, group: Group, replacement: &str) {
        match self.constant {
            Some(constant) => constant.replace(sink, group, range_of(self.node.op), replacement),
            None => sink.operator(group, self.node, replacement),
        }
    }
}

impl Operation<'_, ExprUnary> {
    /// Removes the operator.
    pub(crate) fn delete(&self, sink: &mut Sink<'_>, group: Group) {
        match self.constant {
            Some(constant) => constant.replace(sink, group, range_of(self.node.op), ""),
            None => sink.drop_unary(group, self.node),
        }
    }
}

impl Constant<'_> {
    fn replace(&self, sink: &mut Sink<'_>, group: Group, edit: Bytes, replacement: &str) {
        sink.constant(group, &self.name.to_string(), self.value, edit, replacement);
    }
}

impl Literal<'_> {
    /// Replaces the literal and its sign.
    pub(crate) fn replace(&self, sink: &mut Sink<'_>, group: Group, replacement: &str) {
        let edit = range_of(self.bytes_of);
        match self.constant {
            Some(constant) => constant.replace(sink, group, edit, replacement),
            None => sink.literal(group, edit, replacement),
        }
    }

    /// The value of an integer, unless it is beyond `i128`.
    pub(crate) fn integer(&self) -> Option<i128> {
        let Lit::Int(int) = self.lit else { return None };
        let value = int.base10_parse::<i128>().ok().filter(|_| !int.suffix().starts_with('f'))?;
        Some(if self.negative { -value } else { value })
    }

    /// The value of a float; `1f64` is one.
    pub(crate) fn float(&self) -> Option<f64> {
        let value: f64 = match self.lit {
            Lit::Float(float) => float.base10_parse().ok()?,
            Lit::Int(int) if int.suffix().starts_with('f') => int.base10_parse().ok()?,
            _ => return None,
        };
        Some(if self.negative { -value } else { value })
    }

    /// The suffix as written, which a replacement keeps.
    pub(crate) fn suffix(&self) -> &str {
        match self.lit {
            Lit::Int(int) => int.suffix(),
            Lit::Float(float) => float.suffix(),
            _ => "",
        }
    }

    /// True where the type, as far as the tokens tell it, can hold the integer.
    pub(crate) fn can_hold(&self, value: i128) -> bool {
        let declared = self.constant.map(|constant| canonical(constant.ty));
        let ty =
            if self.suffix().is_empty() { declared.as_deref().unwrap_or_default() } else { self.suffix() };
        match ty {
            "u8" => u8::try_from(value).is_ok(),
            "u16" => u16::try_from(value).is_ok(),
            "u32" => u32::try_from(value).is_ok(),
            "u64" | "usize" => u64::try_from(value).is_ok(),
            "u128" => value >= 0,
            "i8" => i8::try_from(value).is_ok(),
            "i16" => i16::try_from(value).is_ok(),
            "i32" => i32::try_from(value).is_ok(),
            "i64" | "isize" => i64::try_from(value).is_ok(),
            _ => true,
        }
    }
}

/// Calls `ask` for the literal that a node is, or for each one in the initialiser of a constant.
pub(crate) fn literals<'a>(node: Node<'a>, mut ask: impl FnMut(Literal<'a>)) {
    each(node, &mut |expr, constant| match expr {
        Expr::Lit(literal) => ask(Literal { lit: &literal.lit, negative: false, bytes_of: expr, constant }),
        Expr::Unary(unary) => {
            if let Some(lit) = negated(unary) {
                ask(Literal { lit, negative: true, bytes_of: expr, constant });
            }
        }
        _ => {}
    });
}

/// Calls `ask` for the binary operation that a node is, or for each one in the initialiser of a constant.
pub(crate) fn binaries<'a>(node: Node<'a>, mut ask: impl FnMut(Operation<'a, ExprBinary>)) {
    each(node, &mut |expr, constant| {
        if let Expr::Binary(node) = expr {
            ask(Operation { node, constant });
        }
    });
}

/// Calls `ask` for the unary operation that a node is, or for each one in the initialiser of a constant.
pub(crate) fn unaries<'a>(node: Node<'a>, mut ask: impl FnMut(Operation<'a, ExprUnary>)) {
    each(node, &mut |expr, constant| {
        if let Expr::Unary(node) = expr {
            ask(Operation { node, constant });
        }
    });
}

/// The literal under a minus sign.
fn negated(unary: &ExprUnary) -> Option<&Lit> {
    match &*unary.expr {
        Expr::Lit(literal) if matches!(unary.op, UnOp::Neg(_)) => Some(&literal.lit),
        _ => None,
    }
}

fn each<'a>(node: Node<'a>, ask: &mut impl FnMut(&'a Expr, Option<Constant<'a>>)) {
    match node {
        Node::Expr(expr) => ask(expr, None),
        Node::Constant(name, ty, value) if is_constant(value) => {
            let constant = Some(Constant { name, ty, value });
            parts(value, &mut |expr| ask(expr, constant));
        }
        _ => {}
    }
}

/// True where the expression means the same wherever it stands: literals and operators only.
fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Unary(unary) => !matches!(unary.op, UnOp::Deref(_)) && is_constant(&unary.expr),
        Expr::Binary(binary) => {
            !is_assigning(&binary.op) && is_constant(&binary.left) && is_constant(&binary.right)
        }
        Expr::Paren(paren) => is_constant(&paren.expr),
        Expr::Cast(cast) => is_constant(&cast.expr),
        _ => false,
    }
}

fn parts<'a>(expr: &'a Expr, ask: &mut impl FnMut(&'a Expr)) {
    ask(expr);
    match expr {
        Expr::Unary(unary) if negated(unary).is_none() => parts(&unary.expr, ask),
        Expr::Binary(binary) => {
            parts(&binary.left, ask);
            parts(&binary.right, ask);
        }
        Expr::Paren(paren) => parts(&paren.expr, ask),
        Expr::Cast(cast) => parts(&cast.expr, ask),
        _ => {}
    }
}
