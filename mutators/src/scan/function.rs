//! What is known of a function from its signature: how it may be named, called, bisected and observed.

use syn::{Block, Expr, FnArg, Generics, Pat, ReturnType, Signature, Stmt, Visibility};

use super::attributes::attributes_of;
use crate::proposal::Bytes;
use crate::syntax::{canonical, contains_impl, last_segment, range_of, text_of};

/// A function of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Item path inside the file, joined by `::`, for instance `Cart::total`.
    pub path: String,
    /// The bare name.
    pub name: String,
    /// Return type as written in canonical spacing; empty for `()`.
    pub return_type: String,
    /// Return type as it stands in the file, on one line; empty where none is written.
    pub output: String,
    /// What it takes, a receiver first.
    pub parameters: Vec<Parameter>,
    /// True for a function that is `pub` without restriction; methods of traits never are.
    pub public: bool,
    /// True where it, or the `impl` or trait around it, has parameters for types or constants.
    pub generic: bool,
    /// True for `async fn`.
    pub is_async: bool,
    /// The whole item, attributes included.
    pub range: Bytes,
    /// The block with its braces.
    pub body: Bytes,
    /// The tail expression of the body, if any.
    pub tail: Option<Bytes>,
    /// The tail where its value is what the function returns, and code may be written around it.
    pub result: Option<Bytes>,
    /// The `const` keyword of a `const fn`.
    pub constness: Option<Bytes>,
    /// True for `-> impl Trait` anywhere in the return type: all returned values share one hidden type.
    pub opaque: bool,
}

/// One input of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The variable, `self` for a receiver; `None` for patterns other than a plain name.
    pub name: Option<String>,
    /// The type on one line; for a receiver as it is written, for instance `&mut self`.
    pub ty: String,
    /// True for `mut name`.
    pub mutable: bool,
    /// True for a receiver.
    pub receiver: bool,
    /// Where the pattern starts.
    pub at: usize,
}

/// What surrounds a function.
pub(super) struct Surroundings {
    /// Item path, the function's own name included.
    pub(super) path: String,
    /// The whole item.
    pub(super) range: Bytes,
    /// True where it is `pub`.
    pub(super) public: bool,
    /// True where an `impl` or trait around it is generic.
    pub(super) generic: bool,
}

impl Function {
    pub(super) fn new(around: Surroundings, signature: &Signature, block: &Block) -> Self {
        let tail = match block.stmts.last() {
            Some(Stmt::Expr(tail, None)) => Some(range_of(tail)),
            _ => None,
        };
        let (return_type, output) = match &signature.output {
            ReturnType::Default => (String::new(), String::new()),
            ReturnType::Type(_, ty) => (canonical(ty), text_of(&**ty)),
        };
        Self {
            path: around.path,
            name: signature.ident.to_string(),
            return_type,
            output,
            parameters: signature.inputs.iter().map(parameter).collect(),
            public: around.public,
            generic: around.generic || is_generic(&signature.generics),
            is_async: signature.asyncness.is_some(),
            range: around.range,
            body: range_of(block),
            tail,
            result: result(block),
            constness: signature.constness.map(range_of),
            opaque: contains_impl(&signature.output),
        }
    }
}

/// True for parameters of types or constants; lifetimes do not count.
pub(super) fn is_generic(generics: &Generics) -> bool {
    generics.params.iter().any(|parameter| !matches!(parameter, syn::GenericParam::Lifetime(_)))
}

/// True for `pub` without restriction.
pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn parameter(input: &FnArg) -> Parameter {
    let at = range_of(input).start;
    match input {
        FnArg::Receiver(receiver) => Parameter {
            name: Some("self".to_owned()),
            ty: text_of(receiver),
            mutable: receiver.mutability.is_some(),
            receiver: true,
            at,
        },
        FnArg::Typed(typed) => {
            // Attributes come before a pattern, and would be parted from it.
            let plain = match &*typed.pat {
                Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {
                    Some(ident).filter(|_| typed.attrs.is_empty())
                }
                _ => None,
            };
            Parameter {
                name: plain.map(|ident| ident.ident.to_string()),
                ty: text_of(&*typed.ty),
                mutable: plain.is_some_and(|ident| ident.mutability.is_some()),
                receiver: false,
                at: range_of(&typed.pat).start,
            }
        }
    }
}

/// The expression at the end of a block whose value the block has, unless it never has one.
fn result(block: &Block) -> Option<Bytes> {
    const ENDINGS: [&str; 4] = ["panic", "todo", "unimplemented", "unreachable"];
    let ends = |mac: &syn::Macro| last_segment(&mac.path).is_some_and(|name| ENDINGS.contains(&&*name));
    match block.stmts.last()? {
        Stmt::Expr(tail, None) => {
            let never =
                matches!(tail, Expr::Return(_)) || matches!(tail, Expr::Macro(tail) if ends(&tail.mac));
            (!never && attributes_of(tail).is_empty()).then(|| range_of(tail))
        }
        Stmt::Macro(tail) if tail.semi_token.is_none() && tail.attrs.is_empty() => {
            (!ends(&tail.mac)).then(|| range_of(tail))
        }
        _ => None,
    }
}
