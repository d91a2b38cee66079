//! Types as code or the compiler writes them.

use mutators::syntax::{canonical, compact};
use syn::visit_mut::VisitMut;
use syn::{GenericArgument, PathArguments, Type};

/// `Option` or `Result`, whatever the path or alias, and the type of the value inside.
pub(super) fn wrapped(declared: &str) -> Option<(&'static str, String)> {
    let Type::Path(path) = syn::parse_str(declared).ok()? else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    let name = if name == "Option" { "Option" } else { name.ends_with("Result").then_some("Result")? };
    Some((name, compact(arguments(&path).first()?)))
}

/// Reads a type as code or the compiler writes it.
pub(super) fn read(text: &str) -> Result<Type, String> {
    syn::parse_str(text).map_err(|_| cannot(text))
}

/// The refusal of a type.
pub(super) fn cannot(type_name: &str) -> String {
    format!("the value of type `{type_name}` cannot be written as Rust")
}

/// The types between the angle brackets of the last segment.
pub(super) fn arguments(path: &syn::TypePath) -> Vec<Type> {
    let Some(PathArguments::AngleBracketed(inner)) =
        path.path.segments.last().map(|segment| &segment.arguments)
    else {
        return Vec::new();
    };
    let types = inner.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    });
    types.collect()
}

/// Whether a type names one of the parameters.
pub(super) fn mentions(ty: &Type, parameters: &[String]) -> bool {
    let words = canonical(ty);
    words
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| parameters.iter().any(|name| name == word))
}

/// Puts type arguments in the place of type parameters.
pub(super) struct Substitute<'a> {
    pub parameters: &'a [String],
    pub arguments: &'a [Type],
}

impl VisitMut for Substitute<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        let position = match ty {
            Type::Path(path) => path
                .path
                .get_ident()
                .and_then(|name| self.parameters.iter().position(|parameter| name == parameter)),
            _ => None,
        };
        match position.and_then(|position| self.arguments.get(position)) {
            Some(argument) => *ty = argument.clone(),
            None => syn::visit_mut::visit_type_mut(self, ty),
        }
    }
}
