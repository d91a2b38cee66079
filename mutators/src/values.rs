//! Values of a type, as far as its tokens tell it: what a function could return instead of its result.
//!
//! The table follows cargo-mutants 27.1 (`fnvalue.rs`), so that results can be compared mutant by mutant; groups and
//! error-type aliases such as `PolarsResult` are our own.

use syn::punctuated::Punctuated;
use syn::{GenericArgument, PathArguments, Token, Type, TypeParamBound};

use crate::proposal::Group;
use crate::syntax::{item_of, text_of};

/// The most values that are listed for one type, against explosions of large tuples.
const LIMIT: usize = 1000;

/// The text of a value and the smallest group that wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) group: Group,
}

/// All values for the type, the most telling first.
pub(crate) fn values(ty: &Type) -> Vec<Value> {
    let mut values = match ty {
        Type::Path(path) => of_path(&path.path),
        Type::Array(array) => {
            let length = text_of(&array.len);
            wrapped(&array.elem, |value| format!("[{value}; {length}]"))
        }
        Type::Slice(slice) => leaked(&slice.elem),
        Type::Reference(reference) => match &*reference.elem {
            Type::Slice(slice) => leaked(&slice.elem),
            Type::Path(path) if path.path.is_ident("str") && reference.mutability.is_none() => {
                of_path(&path.path)
            }
            elem => wrapped(elem, |value| format!("Box::leak(Box::new({value}))")),
        },
        Type::Tuple(tuple) => tuples(&tuple.elems),
        Type::ImplTrait(opaque) => match opaque.bounds.iter().find_map(iterator_item) {
            Some(item) => one_and(Value::new("::std::iter::empty()"), item, |value| {
                format!("::std::iter::once({value})")
            }),
            None => vec![],
        },
        Type::Never(_) => vec![],
        Type::Paren(paren) => values(&paren.elem),
        _ => vec![Value::new("Default::default()")],
    };
    values.truncate(LIMIT);
    values
}

/// The value of the type that stands for nothing: zero, false, empty, `None`.
pub(crate) fn neutral(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            let name = last.ident.to_string();
            let arguments = types_of(&last.arguments);
            Some(match name.as_str() {
                "bool" => "false".to_owned(),
                "f32" | "f64" => "0.0".to_owned(),
                name if is_unsigned(name) || is_signed(name) => "0".to_owned(),
                "String" => "String::new()".to_owned(),
                "Option" => "None".to_owned(),
                "Vec" => "Vec::new()".to_owned(),
                name if is_set(name) || is_map(name) => format!("{name}::new()"),
                name if is_container(name) => format!("{name}::new({})", neutral(arguments.first()?)?),
                name if name.ends_with("Result") => format!("Ok({})", neutral(arguments.first()?)?),
                // A type parameter; most have no default.
                name if name.len() == 1 => return None,
                _ => "Default::default()".to_owned(),
            })
        }
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) if path.path.is_ident("str") => Some("\"\"".to_owned()),
            Type::Slice(_) if reference.mutability.is_none() => Some("&[]".to_owned()),
            _ => None,
        },
        Type::Tuple(tuple) if tuple.elems.len() > 1 => {
            let elems: Option<Vec<_>> = tuple.elems.iter().map(neutral).collect();
            Some(format!("({})", elems?.join(", ")))
        }
        Type::Paren(paren) => neutral(&paren.elem),
        _ => None,
    }
}

/// The type arguments of a path's last segment, when that has the name.
pub(crate) fn argument_of<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let same = last.ident == name || name == "Result" && last.ident.to_string().ends_with("Result");
    types_of(&last.arguments).into_iter().next().filter(|_| same)
}

impl Value {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), group: Group::Default }
    }

    fn strict(text: &str) -> Self {
        Self { text: text.to_owned(), group: Group::Strict }
    }
}

fn of_path(path: &syn::Path) -> Vec<Value> {
    let Some(last) = path.segments.last() else { return vec![] };
    let name = last.ident.to_string();
    if let Some(ident) = path.get_ident().map(ToString::to_string) {
        match ident.as_str() {
            "bool" => return vec![Value::new("true"), Value::new("false")],
            "String" => return vec![Value::new("String::new()"), Value::strict("\"xyzzy\".into()")],
            "str" => return vec![Value::new("\"\""), Value::strict("\"xyzzy\"")],
            "f32" | "f64" => return vec![Value::new("0.0"), Value::strict("1.0"), Value::strict("-1.0")],
            // An empty frame that keeps its columns tells more, see `return-value`; no expression is of any use.
            "DataFrame" | "LazyFrame" | "Series" | "Column" | "Expr" => {
                return vec![Value::strict("Default::default()")];
            }
            name if is_unsigned(name) => return vec![Value::new("0"), Value::strict("1")],
            name if is_signed(name) => return vec![Value::new("0"), Value::strict("1"), Value::strict("-1")],
            _ => {}
        }
    }
    let arguments = types_of(&last.arguments);
    let only = match &last.arguments {
        PathArguments::AngleBracketed(angle) if angle.args.len() == 1 => arguments.first().copied(),
        _ => None,
    };
    let first = arguments.first().copied();
    match (name.as_str(), first) {
        ("HttpResponse", _) => vec![Value::new("HttpResponse::Ok().finish()")],
        (name, _) if name.strip_prefix("NonZero").is_some_and(|rest| is_unsigned(&rest.to_lowercase())) => {
            vec![Value::new(NON_ZERO)]
        }
        (name, _) if name.strip_prefix("NonZero").is_some_and(|rest| is_signed(&rest.to_lowercase())) => {
            vec![Value::new(NON_ZERO), Value::strict(MINUS_NON_ZERO)]
        }
        ("NonZero", Some(Type::Path(inner)))
            if inner.path.get_ident().is_some_and(|i| is_unsigned(&i.to_string())) =>
        {
            vec![Value::new(NON_ZERO)]
        }
        ("NonZero", Some(_)) => vec![Value::new(NON_ZERO), Value::strict(MINUS_NON_ZERO)],
        ("Result", Some(ok)) => wrapped(ok, |value| format!("Ok({value})")),
        ("Result", None) => vec![Value::new("Ok(Default::default())")],
        ("Option", Some(some)) => one_and(Value::new("None"), some, |value| format!("Some({value})")),
        ("Vec", Some(elem)) => one_and(Value::new("vec![]"), elem, |value| format!("vec![{value}]")),
        ("Cow", Some(borrowed)) => values(borrowed)
            .into_iter()
            .flat_map(|value| {
                [
                    Value { text: format!("Cow::Borrowed({})", value.text), group: value.group },
                    Value::strict(&format!("Cow::Owned({}.to_owned())", value.text)),
                ]
            })
            .collect(),
        (name, _) if is_container(name) && only.is_some() => {
            only.map_or(vec![], |inner| wrapped(inner, |value| format!("{name}::new({value})")))
        }
        (name, _) if is_set(name) && only.is_some() => only.map_or(vec![], |inner| {
            one_and(Value::new(&format!("{name}::new()")), inner, |value| {
                format!("{name}::from_iter([{value}])")
            })
        }),
        (name, Some(key)) if is_map(name) && arguments.len() == 2 => {
            let mut found = vec![Value::new(&format!("{name}::new()"))];
            for pair in product(&[values(key), values(arguments[1])]) {
                found.push(Value::strict(&format!("{name}::from_iter([({})])", pair.text)));
            }
            found
        }
        (name, Some(inner)) if arguments.len() == 1 => guessed(name, inner),
        (name, Some(ok)) if name.ends_with("Result") => wrapped(ok, |value| format!("Ok({value})")),
        _ => vec![Value::new("Default::default()")],
    }
}

const NON_ZERO: &str = "1.try_into().unwrap()";
const MINUS_NON_ZERO: &str = "(-1).try_into().unwrap()";

/// Values for `Name<T>` of which nothing else is known: aliases of `Result`, then ways to make a collection.
fn guessed(name: &str, inner: &Type) -> Vec<Value> {
    let is_result = name.ends_with("Result");
    let mut found = if is_result { wrapped(inner, |value| format!("Ok({value})")) } else { vec![] };
    let (first, rest) = if is_result { (Group::All, Group::All) } else { (Group::Default, Group::Strict) };
    found.push(Value { text: format!("{name}::new()"), group: first });
    for value in values(inner) {
        for text in [
            format!("{name}::from_iter([{}])", value.text),
            format!("{name}::new({})", value.text),
            format!("{name}::from({})", value.text),
        ] {
            found.push(Value { text, group: rest });
        }
    }
    found
}

fn wrapped(inner: &Type, wrap: impl Fn(&str) -> String) -> Vec<Value> {
    values(inner).into_iter().map(|value| Value { text: wrap(&value.text), group: value.group }).collect()
}

/// An empty value, then wrapped ones, which only strict runs want.
fn one_and(empty: Value, inner: &Type, wrap: impl Fn(&str) -> String) -> Vec<Value> {
    let full = values(inner).into_iter().map(|value| Value::strict(&wrap(&value.text)));
    std::iter::once(empty).chain(full).collect()
}

fn leaked(elem: &Type) -> Vec<Value> {
    one_and(Value::new("Vec::leak(Vec::new())"), elem, |value| format!("Vec::leak(vec![{value}])"))
}

fn tuples(elems: &Punctuated<Type, Token![,]>) -> Vec<Value> {
    let lists: Vec<_> = elems.iter().map(values).collect();
    let comma = if elems.len() == 1 { "," } else { "" };
    let combined = product(&lists);
    combined
        .into_iter()
        .map(|value| Value { text: format!("({}{comma})", value.text), group: value.group })
        .collect()
}

/// All combinations, joined by commas, the last element changing fastest; only the first one is a default mutant.
fn product(lists: &[Vec<Value>]) -> Vec<Value> {
    let mut found = vec![String::new()];
    for list in lists {
        let longer = |head: &String| {
            let comma = if head.is_empty() { "" } else { ", " };
            list.iter().map(|value| format!("{head}{comma}{}", value.text)).collect::<Vec<_>>()
        };
        found = found.iter().flat_map(longer).take(LIMIT).collect();
    }
    let group = |index| if index == 0 { Group::Default } else { Group::Strict };
    found.into_iter().enumerate().map(|(index, text)| Value { text, group: group(index) }).collect()
}

fn iterator_item(bound: &TypeParamBound) -> Option<&Type> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    bound.path.segments.last().filter(|last| last.ident == "Iterator").and_then(|_| item_of(bound))
}

fn types_of(arguments: &PathArguments) -> Vec<&Type> {
    let PathArguments::AngleBracketed(angle) = arguments else { return vec![] };
    fn ty(argument: &GenericArgument) -> Option<&Type> {
        match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        }
    }
    let is_constant = |argument: &&GenericArgument| matches!(argument, GenericArgument::Const(_));
    if angle.args.first().as_ref().is_some_and(is_constant) {
        return vec![];
    }
    angle.args.iter().filter_map(ty).collect()
}

fn is_unsigned(name: &str) -> bool {
    matches!(name, "u8" | "u16" | "u32" | "u64" | "u128" | "usize")
}

fn is_signed(name: &str) -> bool {
    matches!(name, "i8" | "i16" | "i32" | "i64" | "i128" | "isize")
}

fn is_container(name: &str) -> bool {
    matches!(name, "Box" | "Cell" | "RefCell" | "Arc" | "Rc" | "Mutex")
}

fn is_set(name: &str) -> bool {
    matches!(name, "BinaryHeap" | "BTreeSet" | "HashSet" | "LinkedList" | "VecDeque")
}

fn is_map(name: &str) -> bool {
    matches!(name, "BTreeMap" | "HashMap")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(ty: Type) -> Vec<String> {
        values(&ty).into_iter().map(|value| value.text).collect()
    }

    #[test]
    fn nested_types_are_followed() {
        assert_eq!(texts(syn::parse_quote!(Option<usize>)), ["None", "Some(0)", "Some(1)"]);
        assert_eq!(texts(syn::parse_quote!(Result<(), E>)), ["Ok(())"]);
        assert_eq!(
            texts(syn::parse_quote!((bool, u8))),
            ["(true, 0)", "(true, 1)", "(false, 0)", "(false, 1)"]
        );
        assert_eq!(texts(syn::parse_quote!([u8; 256])), ["[0; 256]", "[1; 256]"]);
        assert_eq!(texts(syn::parse_quote!(&[u8]))[0], "Vec::leak(Vec::new())");
        assert_eq!(texts(syn::parse_quote!(&mut bool))[1], "Box::leak(Box::new(false))");
        assert_eq!(texts(syn::parse_quote!(std::sync::Arc<String>))[1], "Arc::new(\"xyzzy\".into())");
        assert_eq!(texts(syn::parse_quote!(Cow<'static, str>))[1], "Cow::Owned(\"\".to_owned())");
        assert_eq!(texts(syn::parse_quote!(NonZero<T>)), [NON_ZERO, MINUS_NON_ZERO]);
        assert_eq!(texts(syn::parse_quote!(NonZeroUsize)), [NON_ZERO]);
        assert_eq!(texts(syn::parse_quote!(impl Iterator<Item = bool>))[2], "::std::iter::once(false)");
        let map = texts(syn::parse_quote!(BTreeMap<String, bool>));
        assert_eq!(map[4], "BTreeMap::from_iter([(\"xyzzy\".into(), false)])");
        let guess = texts(syn::parse_quote!(Wrapper<'a, str>));
        assert_eq!(guess[..3], ["Wrapper::new()", "Wrapper::from_iter([\"\"])", "Wrapper::new(\"\")"]);
    }

    #[test]
    fn nothing_is_known_of_never_and_most_opaque_types() {
        assert!(texts(syn::parse_quote!(!)).is_empty());
        assert!(texts(syn::parse_quote!(impl Fn())).is_empty());
    }

    #[test]
    fn result_aliases_are_results() {
        assert_eq!(texts(syn::parse_quote!(PolarsResult<bool>))[0], "Ok(true)");
        assert_eq!(neutral(&syn::parse_quote!(PolarsResult<u8>)).as_deref(), Some("Ok(0)"));
    }

    #[test]
    fn large_tuples_do_not_explode() {
        let ty = syn::parse_quote!((i8, i8, i8, i8, i8, i8, i8, i8, i8, i8));
        assert_eq!(values(&ty).len(), LIMIT);
    }
}
