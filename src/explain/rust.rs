//! Writes values as Rust, by the types that the code declares; what is not certain is refused with the reason.

use std::collections::{BTreeMap, BTreeSet};

use mutators::syntax::compact;
use syn::Type;
use syn::visit_mut::VisitMut;

use super::debug_text::{self, Tree};
use super::foreign;
use super::structs::{Definition, Field, Seen, Shape, Structs};
use super::types::{Substitute, arguments, cannot, mentions, read, wrapped};
use super::value::Value;

/// Rust, or why the value cannot be written.
pub type Written = Result<String, String>;

/// Where the text will stand, which decides what it can name.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// In another crate, as `use` names ours.
    Outside(&'a str),
    /// In a child of this module of the crate.
    Inside(&'a [String]),
}

/// Writes the values of one test.
#[derive(Debug)]
pub struct Writer<'a> {
    structs: &'a Structs,
    place: Place<'a>,
    /// The module in which the types of the function are written.
    module: &'a [String],
    /// Types to import: last name, whole path.
    imports: BTreeMap<String, String>,
    /// Names that mean something else in the test.
    taken: BTreeSet<String>,
    /// False where the value written last has a struct without derived equality.
    comparable: bool,
    /// True where numbers say their type, because nothing else does.
    suffixes: bool,
}

/// Names that the tests use as the standard library and polars mean them.
const RESERVED: &[&str] = &[
    "AnyValue",
    "Box",
    "Column",
    "DataFrame",
    "DataType",
    "Err",
    "Error",
    "HashMap",
    "HashSet",
    "LazyFrame",
    "None",
    "Ok",
    "Option",
    "PolarsResult",
    "Result",
    "Series",
    "Some",
    "String",
    "TimeUnit",
    "TimeZone",
    "Vec",
];

/// The last one is polars' name for the type of row numbers.
const INTEGERS: &[&str] =
    &["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "IdxSize"];

impl<'a> Writer<'a> {
    /// A writer for a test that calls a function of `module` by the name `function`.
    #[must_use]
    pub fn new(structs: &'a Structs, place: Place<'a>, module: &'a [String], function: &str) -> Self {
        let taken = RESERVED.iter().map(|name| (*name).to_owned()).chain([function.to_owned()]).collect();
        let imports = BTreeMap::new();
        Self { structs, place, module, imports, taken, comparable: true, suffixes: false }
    }

    /// Imports a type whatever the values are.
    pub fn import(&mut self, name: &str, path: String) {
        self.imports.insert(name.to_owned(), path);
    }

    /// Paths of the types that the written values name.
    pub fn imports(&self) -> impl Iterator<Item = &String> {
        self.imports.values()
    }

    /// False where the value written last cannot be compared by `==`.
    #[must_use]
    pub fn comparable(&self) -> bool {
        self.comparable
    }

    /// The value of an argument or result that is declared as `declared`.
    ///
    /// # Errors
    /// Why it cannot be written, as a sentence without a full stop.
    pub fn value(&mut self, value: &Value, declared: &str) -> Written {
        self.comparable = true;
        let (type_name, tree) = match value {
            Value::Frame(_) => return Err(format!("a frame is not expected where the type is `{declared}`")),
            Value::Text { type_name, text } => (type_name, debug_text::parse(text)),
            Value::Items { type_name, items, .. } => {
                let items: Option<Vec<Tree>> = items.iter().map(|item| debug_text::parse(item)).collect();
                (type_name, items.map(Tree::List))
            }
        };
        let tree = tree.ok_or_else(|| cannot(type_name))?;
        if let (Value::Items { .. }, Some((name, inner))) = (value, wrapped(declared)) {
            let inner = self.value(value, &inner)?;
            return Ok(format!("{}({inner})", if name == "Option" { "Some" } else { "Ok" }));
        }
        let ty = read(declared)?;
        if !self.is_named_only_by_the_compiler(&ty) {
            return self.tree(&tree, &ty, self.module);
        }
        self.suffixes = true;
        let written = read(type_name).and_then(|ty| self.tree(&tree, &ty, self.module));
        self.suffixes = false;
        written
    }

    /// `impl Trait` and type parameters, which say less than the compiler's own name of the type.
    fn is_named_only_by_the_compiler(&self, ty: &Type) -> bool {
        match ty {
            Type::ImplTrait(_) => true,
            Type::Path(path) => {
                let name = path.path.get_ident().map(ToString::to_string);
                name.is_some_and(|name| {
                    let parameter = name.len() == 1 && name.chars().all(char::is_uppercase);
                    parameter && self.structs.find(&[name], self.module).is_none()
                })
            }
            _ => false,
        }
    }

    fn tree(&mut self, tree: &Tree, ty: &Type, module: &[String]) -> Written {
        match (ty, tree) {
            (Type::Paren(inner), _) => self.tree(tree, &inner.elem, module),
            (Type::Group(inner), _) => self.tree(tree, &inner.elem, module),
            (Type::Reference(reference), _) => {
                let borrow = if reference.mutability.is_some() { "&mut " } else { "&" };
                match (&*reference.elem, tree) {
                    (Type::Path(path), Tree::Text(text)) if path.path.is_ident("str") && borrow == "&" => {
                        Ok(format!("{text:?}"))
                    }
                    (Type::Path(path), Tree::Text(text)) if is(path, "Path") && borrow == "&" => {
                        Ok(format!("std::path::Path::new({text:?})"))
                    }
                    (Type::Slice(slice), Tree::List(items)) => {
                        Ok(format!("{borrow}[{}]", self.all(items, &slice.elem, module)?))
                    }
                    (inner, _) => Ok(format!("{borrow}{}", self.tree(tree, inner, module)?)),
                }
            }
            (Type::Array(array), Tree::List(items)) => {
                Ok(format!("[{}]", self.all(items, &array.elem, module)?))
            }
            (Type::Tuple(tuple), Tree::Tuple(name, items))
                if name.is_empty() && tuple.elems.len() == items.len() =>
            {
                let items: Result<Vec<String>, String> =
                    tuple.elems.iter().zip(items).map(|(ty, item)| self.tree(item, ty, module)).collect();
                let items = items?;
                Ok(if let [only] = &items[..] {
                    format!("({only},)")
                } else {
                    format!("({})", items.join(", "))
                })
            }
            (Type::Path(path), _) if path.qself.is_none() => self.named(tree, path, ty, module),
            _ => Err(cannot(&compact(ty))),
        }
    }

    fn all(&mut self, items: &[Tree], ty: &Type, module: &[String]) -> Written {
        let items: Result<Vec<String>, String> =
            items.iter().map(|item| self.tree(item, ty, module)).collect();
        Ok(items?.join(", "))
    }

    fn named(&mut self, tree: &Tree, path: &syn::TypePath, ty: &Type, module: &[String]) -> Written {
        let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let arguments = arguments(path);
        let argument = |index: usize| arguments.get(index).ok_or_else(|| cannot(&compact(ty)));
        if let Some(definition) = self.structs.find(&names, module) {
            let definition = definition.clone();
            return self.defined(tree, &definition, &arguments);
        }
        let name = names.last().map(String::as_str).unwrap_or_default();
        if names.len() == 1 || matches!(names[0].as_str(), "std" | "core" | "alloc") {
            match (name, tree) {
                (_, Tree::Word(word)) if INTEGERS.contains(&name) && word.parse::<i128>().is_ok() => {
                    return Ok(if self.suffixes { format!("{word}{name}") } else { word.clone() });
                }
                ("u128", Tree::Word(word)) if word.parse::<u128>().is_ok() => {
                    return Ok(format!("{word}u128"));
                }
                ("f32" | "f64", Tree::Word(word)) => return self.float(word, name),
                ("bool", Tree::Word(word)) if word == "true" || word == "false" => return Ok(word.clone()),
                ("char", Tree::Char(character)) => return Ok(format!("{character:?}")),
                ("String", Tree::Text(text)) => return Ok(format!("{text:?}.to_owned()")),
                ("PathBuf", Tree::Text(text)) => return Ok(format!("std::path::PathBuf::from({text:?})")),
                ("Option", Tree::Word(word)) if word == "None" => return Ok("None".to_owned()),
                ("Option", Tree::Tuple(some, inner)) if some == "Some" && inner.len() == 1 => {
                    return Ok(format!("Some({})", self.tree(&inner[0], argument(0)?, module)?));
                }
                ("Result", Tree::Tuple(which, inner)) if inner.len() == 1 && arguments.len() == 2 => {
                    let index = usize::from(which == "Err");
                    return Ok(format!("{which}({})", self.tree(&inner[0], argument(index)?, module)?));
                }
                ("Box" | "Rc" | "Arc", _) if arguments.len() == 1 => {
                    let home = match name {
                        "Box" => "",
                        "Rc" => "std::rc::",
                        _ => "std::sync::",
                    };
                    return Ok(format!("{home}{name}::new({})", self.tree(tree, argument(0)?, module)?));
                }
                ("Vec", Tree::List(items)) if arguments.len() == 1 => {
                    return Ok(format!("vec![{}]", self.all(items, argument(0)?, module)?));
                }
                ("VecDeque" | "BTreeSet" | "HashSet", Tree::List(items) | Tree::Set(items))
                    if arguments.len() == 1 =>
                {
                    let items = self.all(items, argument(0)?, module)?;
                    return Ok(format!("std::collections::{name}::from([{items}])"));
                }
                ("BTreeMap" | "HashMap", _) if arguments.len() == 2 => {
                    let pairs = pairs(tree).ok_or_else(|| cannot(&compact(ty)))?;
                    let mut written = Vec::new();
                    for (key, value) in pairs {
                        let key = self.tree(key, argument(0)?, module)?;
                        written.push(format!("({key}, {})", self.tree(value, argument(1)?, module)?));
                    }
                    return Ok(format!("std::collections::{name}::from([{}])", written.join(", ")));
                }
                _ => {}
            }
        }
        let foreign = match tree {
            Tree::Word(word) => foreign::written(&self.structs.whole_path(&names, module), word),
            _ => None,
        };
        foreign.ok_or_else(|| cannot(&compact(ty)))
    }

    fn float(&self, word: &str, name: &str) -> Written {
        let value: f64 = word.parse().map_err(|_| cannot(name))?;
        Ok(match word {
            _ if value.is_nan() => format!("{name}::NAN"),
            "inf" => format!("{name}::INFINITY"),
            "-inf" => format!("{name}::NEG_INFINITY"),
            _ if self.suffixes => format!("{word}{name}"),
            _ => word.to_owned(),
        })
    }

    fn defined(&mut self, tree: &Tree, definition: &Definition, arguments: &[Type]) -> Written {
        let home = &definition.module;
        let concrete = |declared: &str| -> Result<Type, String> {
            let mut ty = read(declared)?;
            if arguments.len() < definition.parameters.len() && mentions(&ty, &definition.parameters) {
                return Err(cannot(&definition.name));
            }
            Substitute { parameters: &definition.parameters, arguments }.visit_type_mut(&mut ty);
            Ok(ty)
        };
        if let Shape::Alias(declared) = &definition.shape {
            return self.tree(tree, &concrete(declared)?, home);
        }
        let name = &definition.name;
        if !definition.derives.contains("Debug") {
            return Err(format!("`{name}` prints itself in a form of its own, so its value cannot be read"));
        }
        self.comparable &= definition.derives.contains("PartialEq");
        let path = self.path(definition)?;
        let (printed, fields, inner) = match (&definition.shape, tree) {
            (Shape::Struct(fields), _) => (name, fields, path),
            (
                Shape::Enum(variants),
                Tree::Word(printed) | Tree::Tuple(printed, _) | Tree::Struct(printed, _),
            ) => {
                let variant =
                    variants.iter().find(|(variant, _)| variant.trim_start_matches("r#") == printed);
                let (variant, fields) = variant.ok_or_else(|| cannot(name))?;
                (variant, fields, format!("{path}::{variant}"))
            }
            _ => return Err(cannot(name)),
        };
        let printed = printed.trim_start_matches("r#");
        let hidden = fields.iter().enumerate().find(|(_, field)| !self.sees(field, home));
        if let Some((index, field)) = hidden {
            let field = field.name.clone().unwrap_or_else(|| index.to_string());
            return Err(format!(
                "the field `{field}` of `{name}` is private, so its value cannot be written"
            ));
        }
        match tree {
            Tree::Word(word) if word == printed && fields.is_empty() => Ok(inner),
            Tree::Tuple(word, values) if word == printed && values.len() == fields.len() => {
                let mut written = Vec::new();
                for (field, value) in fields.iter().zip(values) {
                    written.push(self.tree(value, &concrete(&field.declared)?, home)?);
                }
                Ok(format!("{inner}({})", written.join(", ")))
            }
            Tree::Struct(word, values) if word == printed && values.len() == fields.len() => {
                let mut written = Vec::new();
                for (field, (label, value)) in fields.iter().zip(values) {
                    let own = field.name.as_deref().unwrap_or_default();
                    if own.trim_start_matches("r#") != label {
                        return Err(cannot(name));
                    }
                    written.push(format!("{own}: {}", self.tree(value, &concrete(&field.declared)?, home)?));
                }
                Ok(format!("{inner} {{ {} }}", written.join(", ")))
            }
            _ => Err(cannot(name)),
        }
    }

    /// The name of a struct that is written field by field.
    ///
    /// # Errors
    /// Why it cannot be written where the test stands.
    pub fn struct_name(&mut self, declared: &str, fields: &[&str]) -> Written {
        let Type::Path(path) = read(declared)? else { return Err(cannot(declared)) };
        let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let found = self.structs.find(&names, self.module).cloned();
        let definition = found.ok_or_else(|| cannot(declared))?;
        let Shape::Struct(all) = &definition.shape else { return Err(cannot(declared)) };
        let written = |field: &Field| field.name.as_deref().is_some_and(|name| fields.contains(&name));
        if let Some(field) = all.iter().find(|field| !written(field) || !self.sees(field, &definition.module))
        {
            let field = field.name.as_deref().unwrap_or_default();
            return Err(format!("the field `{field}` of `{}` cannot be written", definition.name));
        }
        self.path(&definition)
    }

    fn sees(&self, field: &Field, home: &[String]) -> bool {
        match (self.place, field.seen) {
            (_, Seen::Everywhere) => true,
            _ if home.first().is_some_and(|first| first.starts_with("::")) => false,
            (Place::Inside(_), Seen::InCrate) => true,
            (Place::Outside(_), _) => false,
            (Place::Inside(module), Seen::InModule) => module.starts_with(home),
        }
    }

    /// The shortest name that means the type where the test stands.
    fn path(&mut self, definition: &Definition) -> Written {
        let name = &definition.name;
        let root = match (self.place, &definition.other_crate) {
            (_, Some(other)) => Some(other.as_str()),
            (Place::Outside(own), None) => Some(own),
            (Place::Inside(_), None) => None,
        };
        let (root, module) = match root {
            Some(_) if definition.non_exhaustive => {
                return Err(format!("`{name}` is non-exhaustive, so other crates cannot write its value"));
            }
            Some(root) => {
                let public = definition.public_in.as_ref();
                (root, public.ok_or_else(|| format!("`{name}` is private, so its value cannot be written"))?)
            }
            None => ("crate", &definition.module),
        };
        let whole = [&[root.to_owned()], &module[..], std::slice::from_ref(name)].concat().join("::");
        let other = self.imports.get(name).is_some_and(|import| *import != whole);
        if other || self.taken.contains(name) {
            return Ok(whole);
        }
        self.imports.insert(name.clone(), whole);
        Ok(name.clone())
    }
}

fn is(path: &syn::TypePath, name: &str) -> bool {
    path.path.segments.last().is_some_and(|segment| segment.ident == name)
}

fn pair(tree: &Tree) -> Option<(&Tree, &Tree)> {
    match tree {
        Tree::Tuple(name, pair) if name.is_empty() && pair.len() == 2 => Some((&pair[0], &pair[1])),
        _ => None,
    }
}

/// The entries of a map, also where it came as a list of pairs.
fn pairs(tree: &Tree) -> Option<Vec<(&Tree, &Tree)>> {
    match tree {
        Tree::Map(pairs) => Some(pairs.iter().map(|(key, value)| (key, value)).collect()),
        Tree::Set(items) if items.is_empty() => Some(Vec::new()),
        Tree::List(items) => items.iter().map(pair).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text { type_name: "?".to_owned(), text: text.to_owned() }
    }

    fn outside(structs: &str, value: &str, declared: &str) -> Written {
        let structs = Structs::parse(structs);
        Writer::new(&structs, Place::Outside("shop"), &[], "total").value(&text(value), declared)
    }

    #[test]
    fn plain_values_are_written_by_their_declared_type() {
        let cases = [
            ("5", "u16", "5"),
            ("-5", "i64", "-5"),
            (
                "340282366920938463463374607431768211455",
                "u128",
                "340282366920938463463374607431768211455u128",
            ),
            ("1e-7", "f64", "1e-7"),
            ("NaN", "f32", "f32::NAN"),
            ("-inf", "f64", "f64::NEG_INFINITY"),
            ("-0.0", "f64", "-0.0"),
            ("true", "bool", "true"),
            ("'\\''", "char", "'\\''"),
            ("\"a\\\"\\n\"", "&str", "\"a\\\"\\n\""),
            ("\"a\"", "String", "\"a\".to_owned()"),
            ("\"a\"", "&String", "&\"a\".to_owned()"),
            ("\"/a\"", "&Path", "std::path::Path::new(\"/a\")"),
            ("2024-01-31", "NaiveDate", "\"2024-01-31\".parse::<chrono::NaiveDate>()?"),
        ];
        for (value, declared, expected) in cases {
            assert_eq!(outside("", value, declared).as_deref(), Ok(expected), "{declared}");
        }
    }

    #[test]
    fn collections_are_written_by_their_declared_type() {
        let cases = [
            ("[1, 2]", "Vec<u8>", "vec![1, 2]"),
            ("[1, 2]", "& [u8]", "&[1, 2]"),
            ("[1, 2]", "[u8; 2]", "[1, 2]"),
            ("[Some(\"a\"), None]", "&[Option<&str>]", "&[Some(\"a\"), None]"),
            ("(1, 'a')", "(u8, char)", "(1, 'a')"),
            ("(1,)", "(u8,)", "(1,)"),
            (
                "{\"a\": 1}",
                "&BTreeMap<String, i32>",
                "&std::collections::BTreeMap::from([(\"a\".to_owned(), 1)])",
            ),
            ("{}", "HashMap<u8, u8>", "std::collections::HashMap::from([])"),
            ("{3}", "HashSet<u8>", "std::collections::HashSet::from([3])"),
            ("Ok(5)", "Result<u8, String>", "Ok(5)"),
            ("Err(\"no\")", "Result<u8, String>", "Err(\"no\".to_owned())"),
            ("[5]", "Box<Vec<u8>>", "Box::new(vec![5])"),
        ];
        for (value, declared, expected) in cases {
            assert_eq!(outside("", value, declared).as_deref(), Ok(expected), "{declared}");
        }
    }

    #[test]
    fn pairs_of_a_map_come_as_items() {
        let items = vec!["(\"b\", [1])".to_owned()];
        let value = Value::Items { type_name: "?".to_owned(), ordered: false, items };
        let structs = Structs::default();
        let written = Writer::new(&structs, Place::Outside("shop"), &[], "total")
            .value(&value, "HashMap<String, Vec<u8>>");
        assert_eq!(written.as_deref(), Ok("std::collections::HashMap::from([(\"b\".to_owned(), vec![1])])"));
    }

    #[test]
    fn structs_and_enums_are_written_with_their_fields() {
        let code = "pub mod model { #[derive(Debug, PartialEq)] pub struct Row { pub at: Place, pub r#type: Kind } \
            #[derive(Debug, PartialEq)] pub struct Place(pub u8, pub f64); \
            #[derive(Debug, PartialEq)] pub enum Kind { Plain, Dear { cents: u64 } } }";
        let structs = Structs::parse(code);
        let mut writer = Writer::new(&structs, Place::Outside("shop"), &[], "total");
        let value = text("[Row { at: Place(1, 0.5), type: Dear { cents: 7 } }]");
        let expected = "&[Row { at: Place(1, 0.5), r#type: Kind::Dear { cents: 7 } }]";
        assert_eq!(writer.value(&value, "&[model::Row]").as_deref(), Ok(expected));
        assert_eq!(
            writer.imports().collect::<Vec<_>>(),
            ["shop::model::Kind", "shop::model::Place", "shop::model::Row"]
        );
        assert!(writer.comparable());
    }

    #[test]
    fn aliases_and_type_parameters_are_resolved() {
        let code = "#[derive(Debug)] pub struct Pair<T> { pub a: T, pub b: Option<T> } pub type Cents = u64; \
            pub type Both = Pair<Cents>;";
        let written = outside(code, "Pair { a: 1, b: Some(2) }", "Both");
        assert_eq!(written.as_deref(), Ok("Pair { a: 1, b: Some(2) }"));
    }

    #[test]
    fn a_name_that_means_something_else_is_written_whole() {
        let code = "#[derive(Debug)] pub struct Series(pub u8); pub mod a { #[derive(Debug)] pub struct S(pub u8); } \
            pub mod b { #[derive(Debug)] pub struct S(pub u8); }";
        assert_eq!(outside(code, "Series(1)", "Series").as_deref(), Ok("shop::Series(1)"));
        assert_eq!(outside(code, "(S(1), S(2))", "(a::S, b::S)").as_deref(), Ok("(S(1), shop::b::S(2))"));
    }

    #[test]
    fn type_parameters_are_written_by_the_compilers_name() {
        let structs = Structs::default();
        let mut writer = Writer::new(&structs, Place::Outside("shop"), &[], "total");
        let value = Value::Text { type_name: "alloc::vec::Vec<i64>".to_owned(), text: "[1]".to_owned() };
        assert_eq!(writer.value(&value, "T").as_deref(), Ok("vec![1i64]"));
        assert_eq!(writer.value(&value, "impl IntoIterator<Item = i64>").as_deref(), Ok("vec![1i64]"));
    }

    #[test]
    fn what_is_private_can_only_be_written_inside() {
        let code = "#[derive(Debug)] pub struct Row { cents: u64 }";
        let refused = outside(code, "Row { cents: 1 }", "Row").expect_err("private");
        assert_eq!(refused, "the field `cents` of `Row` is private, so its value cannot be written");
        let structs = Structs::parse(code);
        let mut writer = Writer::new(&structs, Place::Inside(&[]), &[], "total");
        assert_eq!(writer.value(&text("Row { cents: 1 }"), "Row").as_deref(), Ok("Row { cents: 1 }"));
        assert!(outside("#[derive(Debug)] struct Row;", "Row", "Row").is_err());
        assert!(outside("#[derive(Debug)] #[non_exhaustive] pub struct Row;", "Row", "Row").is_err());
    }

    #[test]
    fn what_is_not_certain_is_refused() {
        let zoned = outside("", "2024-01-01T00:00:00+01:00[Europe/Berlin]", "jiff::Zoned");
        let value = Value::Text { type_name: "jiff::Zoned".to_owned(), text: "2024[x]".to_owned() };
        assert!(zoned.is_err());
        let structs = Structs::default();
        let refused = Writer::new(&structs, Place::Outside("shop"), &[], "total").value(&value, "Zoned");
        assert_eq!(refused, Err("the value of type `jiff::Zoned` cannot be written as Rust".to_owned()));
        for (value, declared) in
            [("5", "Meters"), ("1.5s", "Duration"), ("[1]", "SmallVec<[u8; 4]>"), ("5", "dyn Debug")]
        {
            assert!(outside("", value, declared).is_err(), "{declared}");
        }
        let own = "pub struct Money(pub i64); impl std::fmt::Debug for Money {}";
        assert!(outside(own, "Money(5)", "Money").is_err_and(|reason| reason.contains("form of its own")));
    }

    #[test]
    fn structs_without_equality_are_told() {
        let structs = Structs::parse("#[derive(Debug)] pub struct S;");
        let mut writer = Writer::new(&structs, Place::Outside("shop"), &[], "total");
        assert!(writer.value(&text("S"), "S").is_ok() && !writer.comparable());
    }
}
