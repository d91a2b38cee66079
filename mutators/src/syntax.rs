//! Questions about syntax nodes: where they are, whether they hold temporaries, what they look like on one line.

use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{BinOp, Expr};

/// The bytes of a node in its file, end exclusive.
pub fn range_of(node: impl Spanned) -> Range<usize> {
    node.span().byte_range()
}

/// True for `&&` and `||`, which may leave their right operand unevaluated.
pub fn is_lazy(op: &BinOp) -> bool {
    matches!(op, BinOp::And(_) | BinOp::Or(_))
}

/// True for the operators that yield a `bool` from two operands taken by reference.
pub fn is_comparison(op: &BinOp) -> bool {
    matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_))
}

/// True for `+=` and its relatives.
pub fn is_assigning(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}

/// True where no temporary with a destructor can arise: paths, fields, literals, and operators over such.
///
/// An arm of `if` or `match` ends the temporaries of its expression early, so only such nodes may be switched by
/// putting them into an arm (I2). Indexing and dereferencing a plain place yields a place, not a temporary.
pub fn holds_no_temporary(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(field) => holds_no_temporary(&field.base),
        Expr::Paren(paren) => holds_no_temporary(&paren.expr),
        Expr::Group(group) => holds_no_temporary(&group.expr),
        Expr::Cast(cast) => holds_no_temporary(&cast.expr),
        Expr::Unary(unary) => holds_no_temporary(&unary.expr),
        Expr::Index(index) => holds_no_temporary(&index.expr) && holds_no_temporary(&index.index),
        Expr::Reference(reference) => reference.mutability.is_none() && holds_no_temporary(&reference.expr),
        Expr::Binary(binary) => {
            !is_assigning(&binary.op) && holds_no_temporary(&binary.left) && holds_no_temporary(&binary.right)
        }
        _ => false,
    }
}

/// True for operators whose operands leave no temporary behind: plain ones, and those of `&&` and `||`, whose temporaries
/// go at the end of each operand.
pub fn is_closed_chain(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(binary) if is_lazy(&binary.op) => !has_let(expr),
        Expr::Binary(_) => holds_no_temporary(expr),
        _ => false,
    }
}

/// True where the value itself may be a guard (of a lock, a cell, a file): dropping it earlier than the original does
/// would be noticed by nobody but the tests.
pub fn may_hold_guard(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            match name.as_str() {
                "lock" | "try_lock" | "borrow" | "borrow_mut" | "try_borrow" | "try_borrow_mut" | "read"
                | "write" | "try_read" | "try_write" | "lock_arc" | "enter" | "entered" => true,
                "unwrap" | "expect" | "unwrap_or_else" | "as_ref" | "as_mut" | "deref" | "deref_mut" => {
                    may_hold_guard(&call.receiver)
                }
                _ => call.args.iter().any(may_hold_guard),
            }
        }
        Expr::Call(call) => call.args.iter().any(may_hold_guard),
        Expr::Try(attempt) => may_hold_guard(&attempt.expr),
        Expr::Await(waiting) => may_hold_guard(&waiting.base),
        Expr::Paren(paren) => may_hold_guard(&paren.expr),
        Expr::Reference(reference) => may_hold_guard(&reference.expr),
        Expr::Field(field) => may_hold_guard(&field.base),
        Expr::Index(index) => may_hold_guard(&index.expr) || may_hold_guard(&index.index),
        Expr::Unary(unary) => may_hold_guard(&unary.expr),
        Expr::Binary(binary) => may_hold_guard(&binary.left) || may_hold_guard(&binary.right),
        _ => false,
    }
}

/// True where evaluating the expression once more changes nothing and cannot panic for built-in types.
pub fn is_pure(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(field) => is_pure(&field.base),
        Expr::Paren(paren) => is_pure(&paren.expr),
        Expr::Unary(unary) => !matches!(unary.op, syn::UnOp::Neg(_)) && is_pure(&unary.expr),
        Expr::Binary(binary) => {
            (is_comparison(&binary.op) || is_lazy(&binary.op))
                && is_pure(&binary.left)
                && is_pure(&binary.right)
        }
        _ => false,
    }
}

/// True for `-1`, which the compiler reads as one literal.
pub fn is_negative_literal(unary: &syn::ExprUnary) -> bool {
    matches!(unary.op, syn::UnOp::Neg(_)) && matches!(*unary.expr, Expr::Lit(_))
}

/// True where a condition contains `let`, whose bindings forbid wrapping it.
pub fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) if is_lazy(&binary.op) => has_let(&binary.left) || has_let(&binary.right),
        Expr::Paren(paren) => has_let(&paren.expr),
        _ => false,
    }
}

/// The type of the items that a bound promises, for instance `u8` of `Iterator<Item = u8>`.
pub fn item_of(bound: &syn::TraitBound) -> Option<&syn::Type> {
    let syn::PathArguments::AngleBracketed(angle) = &bound.path.segments.last()?.arguments else {
        return None;
    };
    angle.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::AssocType(item) if item.ident == "Item" => Some(&item.ty),
        _ => None,
    })
}

/// True for the name of a type that is part of the language and holds no other.
pub fn is_primitive(name: &str) -> bool {
    const NAMES: &str = "bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64";
    NAMES.split(' ').any(|primitive| primitive == name)
}

/// The last segment of a path expression or path, without generics.
pub fn last_segment(path: &syn::Path) -> Option<String> {
    path.segments.last().map(|segment| segment.ident.to_string())
}

/// A path without its type arguments, for instance `Vec::with_capacity`.
pub fn bare_path(path: &syn::Path) -> String {
    let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    names.join("::")
}

/// True for expressions that denote a place, so that they are not moved or copied when they stand in place position.
pub fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) => true,
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(index) => is_place(&index.expr),
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        _ => false,
    }
}

/// True for `impl Trait` anywhere in a return type.
pub fn contains_impl(output: &syn::ReturnType) -> bool {
    struct Finder(bool);
    impl<'ast> syn::visit::Visit<'ast> for Finder {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut finder = Finder(false);
    syn::visit::Visit::visit_return_type(&mut finder, output);
    finder.0
}

/// A node's tokens in canonical spacing, for identities and comparisons.
pub fn canonical(node: &impl ToTokens) -> String {
    node.to_token_stream().to_string()
}

/// The text of a node as it stands in its file, on one line; canonical spacing where it was never in a file.
///
/// It holds only on the thread that parsed the file, which keeps the text.
pub fn text_of(node: &(impl Spanned + ToTokens)) -> String {
    match node.span().source_text() {
        Some(text) if !text.is_empty() => one_line(&text, 0..text.len()),
        _ => canonical(node),
    }
}

/// The expressions whose value a returned expression may take: through blocks, `if`, `match` and parentheses.
pub fn leaves(expr: &Expr) -> Vec<&Expr> {
    fn tail<'a>(block: &'a syn::Block, found: &mut Vec<&'a Expr>) {
        if let Some(syn::Stmt::Expr(tail, None)) = block.stmts.last() {
            collect(tail, found);
        }
    }
    fn collect<'a>(expr: &'a Expr, found: &mut Vec<&'a Expr>) {
        match expr {
            Expr::Block(block) if block.label.is_none() && block.attrs.is_empty() => {
                tail(&block.block, found)
            }
            Expr::If(branch) if branch.attrs.is_empty() => {
                tail(&branch.then_branch, found);
                if let Some((_, otherwise)) = &branch.else_branch {
                    collect(otherwise, found);
                }
            }
            Expr::Match(switch) if switch.attrs.is_empty() => {
                let arms = switch.arms.iter().filter(|arm| arm.attrs.is_empty());
                arms.for_each(|arm| collect(&arm.body, found));
            }
            Expr::Paren(paren) => collect(&paren.expr, found),
            other => found.push(other),
        }
    }
    let mut found = Vec::new();
    collect(expr, &mut found);
    found
}

/// True where `.method()` may follow the expression directly and then applies to all of it.
pub fn takes_suffix(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::MethodCall(_)
            | Expr::Call(_)
            | Expr::Path(_)
            | Expr::Field(_)
            | Expr::Index(_)
            | Expr::Macro(_)
            | Expr::Paren(_)
            | Expr::Try(_)
            | Expr::Await(_)
    )
}

/// The single argument of a call of that bare name, for instance `x` of `Ok(x)`.
pub fn argument_of<'a>(expr: &'a Expr, name: &str) -> Option<&'a Expr> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    let named = last_segment(&path.path).as_deref() == Some(name);
    (named && call.args.len() == 1).then(|| &call.args[0])
}

/// A node's tokens as people write them: no spaces around punctuation.
pub fn compact(node: &impl ToTokens) -> String {
    let text = canonical(node);
    let tight = |c: char| "<>:,&()[];!".contains(c);
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let joins = |other: Option<char>| other.is_some_and(tight);
        if c != ' ' || !joins(out.chars().last()) && !joins(characters.peek().copied()) {
            out.push(c);
        }
    }
    out
}

/// The text of `range` on one line: comments dropped, line breaks in string literals escaped.
///
/// Mutant arms repeat source text; without this they would shift the lines of everything below (I1).
/// Text that is not a token sequence (it never is, for ranges of syntax nodes) comes back unchanged.
pub fn one_line(source: &str, range: Range<usize>) -> String {
    let text = &source[range];
    if !text.contains(['\n', '\r']) && !text.contains("//") && !text.contains("/*") {
        return text.to_owned();
    }
    let Ok(tokens) = text.parse::<TokenStream>() else { return text.to_owned() };
    let mut line = Line { source: text, text: String::with_capacity(text.len()), at: None };
    line.tokens(tokens);
    line.text
}

/// Writes tokens as they stand in the source, with one space wherever the source had a gap.
struct Line<'a> {
    source: &'a str,
    text: String,
    /// Where the last token ended in the source.
    at: Option<usize>,
}

impl Line<'_> {
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) if group.delimiter() != proc_macro2::Delimiter::None => {
                    self.piece(group.span_open().byte_range());
                    self.tokens(group.stream());
                    self.piece(group.span_close().byte_range());
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => self.literal(&literal),
                other => self.piece(other.span().byte_range()),
            }
        }
    }

    fn gap(&mut self, range: &Range<usize>) {
        if self.at.is_some_and(|end| end < range.start) {
            self.text.push(' ');
        }
        self.at = Some(range.end);
    }

    fn piece(&mut self, range: Range<usize>) {
        // Doc comments become `#[doc = ".."]` tokens that share one span; a duplicate needs none of them.
        if self.at.is_some_and(|end| range.start < end) {
            return;
        }
        self.gap(&range);
        let piece = &self.source[range];
        if piece.starts_with("//") || piece.starts_with("/*") {
            return;
        }
        self.text.push_str(piece);
    }

    fn literal(&mut self, literal: &proc_macro2::Literal) {
        let range = literal.span().byte_range();
        if self.at.is_some_and(|end| range.start < end) {
            return;
        }
        let piece = &self.source[range.clone()];
        if piece.starts_with("//") || piece.starts_with("/*") {
            return;
        }
        self.gap(&range);
        if !piece.contains(['\n', '\r']) {
            self.text.push_str(piece);
            return;
        }
        match syn::parse_str::<syn::Lit>(&piece.replace("\r\n", "\n")) {
            Ok(syn::Lit::Str(s)) => self.text.push_str(&format!("{:?}", s.value())),
            Ok(syn::Lit::ByteStr(s)) => self.text.push_str(&escaped_bytes("b", &s.value())),
            Ok(syn::Lit::CStr(s)) => self.text.push_str(&escaped_bytes("c", s.value().as_bytes())),
            _ => self.text.push_str(piece),
        }
    }
}

fn escaped_bytes(prefix: &str, bytes: &[u8]) -> String {
    let escaped: String = bytes.iter().map(|b| std::ascii::escape_default(*b).to_string()).collect();
    format!("{prefix}\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_drops_comments_and_keeps_tokens() {
        let source = "a // first\n    ..= b /* mid */ + 'x'";
        assert_eq!(one_line(source, 0..source.len()), "a ..= b + 'x'");
    }

    #[test]
    fn one_line_escapes_line_breaks_in_strings() {
        let source = "f(\"x\ny\", br#\"p\r\nq\"#)";
        assert_eq!(one_line(source, 0..source.len()), "f(\"x\\ny\", b\"p\\nq\")");
    }

    #[test]
    fn calls_hold_temporaries_and_operators_over_paths_do_not() {
        assert!(holds_no_temporary(&syn::parse_quote!(a.b[i] + 1 as u8)));
        assert!(!holds_no_temporary(&syn::parse_quote!(m.lock().x + 1)));
    }
}
