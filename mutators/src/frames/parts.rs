//! Pieces of polars code: lists of keys, names of columns, variants of options.

use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Token};

use crate::frames::names::Names;
use crate::proposal::{Bytes, Group, Sink};
use crate::scan::Node;
use crate::syntax::{canonical, last_segment, range_of, text_of};

/// Elements of `[a, b]`, `&[a, b]` or `vec![a, b]`.
pub(crate) struct List {
    pub(crate) elements: Vec<Expr>,
}

impl List {
    /// The bytes of one element with the comma that goes with it.
    pub(crate) fn span_of(&self, index: usize) -> Bytes {
        let bytes = range_of(&self.elements[index]);
        match (self.elements.get(index + 1), index.checked_sub(1)) {
            (Some(next), _) => bytes.start..range_of(next).start,
            (None, Some(previous)) => range_of(&self.elements[previous]).end..bytes.end,
            (None, None) => bytes,
        }
    }

    /// The list without one element, as text between brackets.
    pub(crate) fn without(&self, index: usize) -> String {
        let kept = self.elements.iter().enumerate().filter(|(position, _)| *position != index);
        kept.map(|(_, element)| text_of(element)).collect::<Vec<_>>().join(", ")
    }
}

/// The list that an expression is.
pub(crate) fn list(expr: &Expr) -> Option<List> {
    let elements = match expr {
        Expr::Reference(inner) => return list(&inner.expr),
        Expr::Paren(inner) => return list(&inner.expr),
        Expr::Array(array) => array.elems.iter().cloned().collect(),
        Expr::Macro(mac) if mac.mac.path.is_ident("vec") => {
            let parsed = mac.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated).ok()?;
            parsed.into_iter().collect()
        }
        Expr::MethodCall(call) if call.args.is_empty() && call.method == "to_vec" => {
            return list(&call.receiver);
        }
        _ => return None,
    };
    Some(List { elements })
}

/// The first list with two elements or more anywhere inside an expression.
pub(crate) fn inner_list(expr: &Expr) -> Option<List> {
    if let Some(found) = list(expr) {
        return (found.elements.len() > 1).then_some(found);
    }
    match expr {
        Expr::Call(call) => call.args.iter().find_map(inner_list),
        Expr::MethodCall(call) => {
            inner_list(&call.receiver).or_else(|| call.args.iter().find_map(inner_list))
        }
        Expr::Reference(inner) => inner_list(&inner.expr),
        Expr::Try(inner) => inner_list(&inner.expr),
        _ => None,
    }
}

/// The text of a string literal, also behind `.into()`, `.to_owned()` and `PlSmallStr::from(..)`.
pub(crate) fn text_literal(expr: &Expr) -> Option<(String, Bytes)> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some((text.value(), range_of(expr))),
            _ => None,
        },
        Expr::Paren(inner) => text_literal(&inner.expr),
        Expr::MethodCall(call) if call.args.is_empty() => {
            let name = call.method.to_string();
            matches!(name.as_str(), "into" | "to_owned" | "to_string")
                .then(|| text_literal(&call.receiver))?
        }
        Expr::Call(call) if call.args.len() == 1 && canonical(&call.func).starts_with("PlSmallStr") => {
            text_literal(&call.args[0])
        }
        _ => None,
    }
}

/// The column that `"a"` or `col("a")` names.
pub(crate) fn column_name(expr: &Expr) -> Option<String> {
    if let Some((text, _)) = text_literal(expr) {
        return Some(text);
    }
    match expr {
        Expr::Call(call) if call.args.len() == 1 && last(&call.func).as_deref() == Some("col") => {
            text_literal(&call.args[0]).map(|(text, _)| text)
        }
        Expr::MethodCall(call) if call.method == "clone" => column_name(&call.receiver),
        _ => None,
    }
}

/// The names of the columns of a list of keys, if all of them are written out.
pub(crate) fn column_names(expr: &Expr) -> Option<Vec<String>> {
    match list(expr) {
        Some(keys) => keys.elements.iter().map(column_name).collect(),
        None => column_name(expr).map(|name| vec![name]),
    }
}

/// True for a step of a chain that seldom lets a row through in which a table left its columns null: filters that do
/// not speak of null, inner and semi joins.
pub(crate) fn drops_nulls(call: &syn::ExprMethodCall) -> bool {
    let arguments = call.args.iter().map(canonical).collect::<Vec<_>>().join(",").replace(' ', "");
    match call.method.to_string().as_str() {
        "filter" => {
            !["is_null", "fill_null", "_missing", ".not()"].iter().any(|name| arguments.contains(name))
        }
        "join" => ["JoinType::Inner", "JoinType::Semi"].iter().any(|name| arguments.contains(name)),
        _ => true,
    }
}

/// The last segment of a path expression.
pub(crate) fn last(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => last_segment(&path.path),
        _ => None,
    }
}

/// The call of a function by a path, with the function's bare name.
pub(crate) fn function<'a>(node: Node<'a>) -> Option<(&'a syn::ExprCall, String)> {
    let Node::Expr(Expr::Call(call)) = node else { return None };
    Some((call, last(&call.func)?))
}

/// True where a name stands anywhere in the tokens.
pub(crate) fn mentions(expr: &Expr, name: &str) -> bool {
    canonical(expr).split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}

/// What a reference refers to.
pub(crate) fn unreferenced(expr: &Expr) -> &Expr {
    match expr {
        Expr::Reference(inner) => &inner.expr,
        other => other,
    }
}

/// The only argument of a call of `lit`.
pub(crate) fn lit_argument(expr: &Expr) -> Option<&Expr> {
    crate::syntax::argument_of(expr, "lit")
}

/// A value that steps of numbers can be made on: the literal, or the one in `lit(..)` or `Some(..)`.
pub(crate) fn innermost(expr: &Expr) -> &Expr {
    match lit_argument(expr).or_else(|| crate::syntax::argument_of(expr, "Some")) {
        Some(inner) => innermost(inner),
        None => expr,
    }
}

/// The value of an integer literal, its minus sign and suffix included.
pub(crate) fn integer(expr: &Expr) -> Option<(i128, String)> {
    let mut found = None;
    crate::spots::literals(Node::Expr(expr), |literal| {
        found = literal.integer().map(|value| (value, literal.suffix().to_owned()));
    });
    found
}

/// The value of a float literal, its minus sign and suffix included.
pub(crate) fn float(expr: &Expr) -> Option<(f64, String)> {
    let mut found = None;
    crate::spots::literals(Node::Expr(expr), |literal| {
        found = literal.float().map(|value| (value, literal.suffix().to_owned()));
    });
    found
}

/// The value of a `bool` literal.
pub(crate) fn boolean(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Bool(value) => Some(value.value),
            _ => None,
        },
        _ => None,
    }
}

/// Swaps `true` and `false`.
pub(crate) fn flip(sink: &mut Sink<'_>, group: Group, expr: &Expr) {
    if let Some(value) = boolean(expr) {
        sink.literal(group, range_of(expr), if value { "false" } else { "true" });
    }
}

/// Replaces the variant in `Type::Variant` wherever it is a value: in code, in a constant, as the function of a call
/// (`Type::Variant(..)`) and as the receiver of `.into()`.
pub(crate) fn variants(
    node: Node<'_>,
    ty: &str,
    sink: &mut Sink<'_>,
    others: impl Fn(&str) -> Vec<(Group, &'static str)>,
) {
    let (whole, path) = match node {
        Node::Constant(_, _, value) => (value, value),
        Node::Expr(expr @ Expr::Call(call)) => (expr, &*call.func),
        Node::Expr(expr @ Expr::MethodCall(call)) if call.method == "into" || call.method == "clone" => {
            (expr, &*call.receiver)
        }
        Node::Expr(expr) => (expr, expr),
        _ => return,
    };
    let Expr::Path(found) = path else { return };
    let mut names = found.path.segments.iter().rev();
    let (Some(variant), Some(owner)) = (names.next(), names.next()) else { return };
    if owner.ident != ty {
        return;
    }
    for (group, other) in others(&variant.ident.to_string()) {
        let edit = range_of(&variant.ident);
        match node {
            Node::Constant(name, _, value) => sink.constant(group, &name.to_string(), value, edit, other),
            _ => sink.value(group, whole, edit, other),
        }
    }
}

/// A field of a struct literal of that type, with its value.
pub(crate) fn field<'a>(node: Node<'a>, types: &[&str], name: &str) -> Option<&'a Expr> {
    let Node::Expr(Expr::Struct(literal)) = node else { return None };
    let ty = last_segment(&literal.path)?;
    let named = |field: &&syn::FieldValue| {
        field.colon_token.is_some() && matches!(&field.member, syn::Member::Named(member) if member == name)
    };
    types.contains(&ty.as_str()).then(|| literal.fields.iter().find(named).map(|field| &field.expr))?
}

/// The ways to lose one key of a list: bytes and what goes there. At most three, from the last key on.
pub(crate) fn shorter(argument: &Expr, names: &Names) -> Vec<(Bytes, String)> {
    if let Some(keys) = list(argument) {
        let count = keys.elements.len();
        let drops = (0..count).rev().take(if count > 1 { 3 } else { 0 });
        return drops.map(|index| (keys.span_of(index), String::new())).collect();
    }
    let Some((name, count)) = named_list(argument, names) else { return vec![] };
    if count < 2 {
        return vec![];
    }
    let last = count - 1;
    vec![(range_of(argument), format!("&{name}[..{last}]")), (range_of(argument), format!("&{name}[1..]"))]
}

/// A variable or constant that holds a list of known length: `keys`, `&keys`, `keys.clone()`.
pub(crate) fn named_list(argument: &Expr, names: &Names) -> Option<(String, usize)> {
    match argument {
        Expr::Reference(inner) => named_list(&inner.expr, names),
        Expr::MethodCall(call)
            if matches!(call.method.to_string().as_str(), "clone" | "to_vec" | "as_slice") =>
        {
            named_list(&call.receiver, names)
        }
        Expr::Path(path) => {
            let name = last_segment(&path.path)?;
            names.length(&name).map(|count| (text_of(argument), count))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(source: &str) -> Expr {
        syn::parse_str(source).expect("an expression")
    }

    #[test]
    fn names_are_read_from_keys() {
        assert_eq!(column_names(&parse("[col(\"a\"), col(\"b\").clone()]")).expect("names"), ["a", "b"]);
        assert_eq!(column_names(&parse("vec![\"a\".into()]")).expect("names"), ["a"]);
        assert_eq!(column_names(&parse("[col(\"a\").sum()]")), None);
    }

    #[test]
    fn an_element_goes_with_its_comma() {
        let source = "[a, b, c]";
        let keys = list(&parse(source)).expect("a list");
        assert_eq!(&source[keys.span_of(0)], "a, ");
        assert_eq!(&source[keys.span_of(2)], ", c");
        assert_eq!(keys.without(1), "a, c");
    }
}
