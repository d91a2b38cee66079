//! Struct and enum definitions of a crate and the signatures of its functions, read from the sources by name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use mutators::syntax::canonical;
use syn::{Attribute, FnArg, Item, Pat, ReceiverKind, ReturnType, UseTree, Visibility};

/// From where something can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// `pub`.
    Everywhere,
    /// `pub(crate)`.
    InCrate,
    /// Anything narrower.
    InModule,
}

impl Seen {
    fn of(visibility: &Visibility) -> Self {
        match visibility {
            Visibility::Public(_) => Self::Everywhere,
            Visibility::Restricted(restricted) if restricted.path.is_ident("crate") => Self::InCrate,
            Visibility::Restricted(_) | Visibility::Inherited => Self::InModule,
        }
    }
}

/// A field of a struct or variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name as written, `r#` included; `None` in tuples.
    pub name: Option<String>,
    /// Its type as written.
    pub declared: String,
    /// From where it can be written.
    pub seen: Seen,
}

/// What a type is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A struct.
    Struct(Vec<Field>),
    /// An enum: variants with their fields.
    Enum(Vec<(String, Vec<Field>)>),
    /// Another name of a type.
    Alias(String),
}

/// A struct, enum or alias of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// The crate that defines it, where that is another one.
    pub other_crate: Option<String>,
    /// Modules around it, from the crate root; of another crate the first one is `::` and its name.
    pub module: Vec<String>,
    /// The module that names it to other crates, where one does.
    pub public_in: Option<Vec<String>>,
    /// What it is made of.
    pub shape: Shape,
    /// Names of its type parameters, in order.
    pub parameters: Vec<String>,
    /// Traits that it derives, by last name.
    pub derives: BTreeSet<String>,
    /// True where other crates may not write it.
    pub non_exhaustive: bool,
    seen: Seen,
}

/// A function or method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// File it is in.
    pub file: Utf8PathBuf,
    /// Item path inside its file, inline modules included.
    pub item: String,
    /// Modules around it, from the crate root.
    pub module_path: Vec<String>,
    /// Path inside its module: `usage` or `Cart::total`.
    pub function: String,
    /// True where other crates can call it.
    pub reachable: bool,
    /// Names and types as written; `self` with the type of its block.
    pub parameters: Vec<(String, String)>,
    /// As written; empty for `()`.
    pub return_type: String,
    /// `async fn`.
    pub is_async: bool,
    /// True where it has type parameters of its own or of its block.
    pub is_generic: bool,
    seen: Seen,
    owner: Option<String>,
}

/// All definitions of a crate.
#[derive(Debug, Clone, Default)]
pub struct Structs {
    definitions: BTreeMap<String, Vec<Definition>>,
    functions: Vec<Signature>,
    modules: BTreeMap<Vec<String>, Seen>,
    exports: Vec<Export>,
    /// What modules import from other crates: module and name, to the whole path.
    imports: BTreeMap<(Vec<String>, String), Vec<String>>,
    /// Other crates of the workspace, by name.
    others: Arc<BTreeMap<String, Self>>,
}

/// `pub use`.
#[derive(Debug, Clone)]
struct Export {
    /// The module it stands in.
    at: Vec<String>,
    /// The module of what it names.
    from: Vec<String>,
    /// What it names; `None` for all of a module.
    name: Option<String>,
}

impl Structs {
    /// Reads the crate whose root file is `root`; files that are not there or do not parse are left out.
    #[must_use]
    pub fn read(root: &Utf8Path) -> Self {
        let mut all = Self::default();
        all.file(root, &[], true);
        all.publish();
        all
    }

    /// Reads the text of a crate root on its own.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut all = Self::default();
        if let Ok(file) = syn::parse_file(text) {
            all.items(
                &file.items,
                &Place { file: Utf8Path::new("src/lib.rs"), module: &[], inline: &[], children: None },
            );
        }
        all.publish();
        all
    }

    /// The same for other crates, which call this one `name`.
    #[must_use]
    pub fn of_other(mut self, name: &str) -> Self {
        for definition in self.definitions.values_mut().flatten() {
            definition.other_crate = Some(name.to_owned());
            definition.module.insert(0, format!("::{name}"));
        }
        self
    }

    /// Also finds what these crates define.
    #[must_use]
    pub fn with_others(mut self, others: Arc<BTreeMap<String, Self>>) -> Self {
        self.others = others;
        self
    }

    /// The other crate that a module belongs to.
    fn other(&self, module: &[String]) -> Option<&Self> {
        self.others.get(module.first()?.strip_prefix("::")?)
    }

    /// The definition that a path means in `module`; `None` where there is none, or more than one fits.
    #[must_use]
    pub fn find(&self, path: &[String], module: &[String]) -> Option<&Definition> {
        self.other(module).unwrap_or(self).find_own(path, module).or_else(|| {
            let whole = self.whole_path(path, module);
            let (name, rest) = whole.split_first()?;
            self.others.get(name)?.find_own(rest, &[])
        })
    }

    fn find_own(&self, path: &[String], module: &[String]) -> Option<&Definition> {
        let (name, qualifier) = path.split_last()?;
        let all = self.definitions.get(name)?;
        let mut fitting: Vec<&Definition> =
            all.iter().filter(|definition| fits(definition, qualifier)).collect();
        if fitting.len() > 1 {
            fitting.retain(|definition| definition.module == module);
        }
        if let [only] = fitting[..] { Some(only) } else { None }
    }

    /// The function at an item path of a file.
    #[must_use]
    pub fn function(&self, file: &Utf8Path, item: &str) -> Option<&Signature> {
        self.functions.iter().find(|function| function.file == file && function.item == item)
    }

    fn file(&mut self, path: &Utf8Path, module: &[String], owns_folder: bool) {
        let Ok(text) = std::fs::read_to_string(path) else { return };
        let Ok(file) = syn::parse_file(&text) else { return };
        let folder = path.parent().unwrap_or(Utf8Path::new(""));
        let children =
            if owns_folder { folder.to_owned() } else { folder.join(path.file_stem().unwrap_or_default()) };
        self.items(&file.items, &Place { file: path, module, inline: &[], children: Some(&children) });
    }

    fn items(&mut self, items: &[Item], place: &Place<'_>) {
        for item in items {
            match item {
                Item::Mod(module) if !is_test(&module.attrs) => self.module(module, place),
                Item::Use(import) => {
                    self.imports(&import.tree, &[], place.module);
                    if Seen::of(&import.vis) == Seen::Everywhere {
                        self.exports(&import.tree, &[], place.module);
                    }
                }
                Item::Struct(item) => {
                    let shape = Shape::Struct(fields(&item.fields, None));
                    self.define(&item.ident, &item.vis, shape, &item.generics, &item.attrs, place.module);
                }
                Item::Enum(item) => {
                    let variants = item.variants.iter().map(|variant| {
                        (variant.ident.to_string(), fields(&variant.fields, Some(Seen::Everywhere)))
                    });
                    let shape = Shape::Enum(variants.collect());
                    self.define(&item.ident, &item.vis, shape, &item.generics, &item.attrs, place.module);
                }
                Item::Type(item) => {
                    let shape = Shape::Alias(canonical(&item.ty));
                    self.define(&item.ident, &item.vis, shape, &item.generics, &item.attrs, place.module);
                }
                Item::Fn(function) if !is_test(&function.attrs) => {
                    self.signature(&function.sig, Seen::of(&function.vis), None, place);
                }
                Item::Impl(block) if block.trait_.is_none() => {
                    for item in &block.items {
                        if let syn::ImplItem::Fn(function) = item {
                            self.signature(&function.sig, Seen::of(&function.vis), Some(block), place);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn module(&mut self, module: &syn::ItemMod, place: &Place<'_>) {
        let name = module.ident.to_string();
        let inner = [place.module, std::slice::from_ref(&name)].concat();
        self.modules.insert(inner.clone(), Seen::of(&module.vis));
        let plain = name.trim_start_matches("r#");
        if let Some((_, items)) = &module.content {
            let inline = [place.inline, std::slice::from_ref(&name)].concat();
            let children = place.children.map(|folder| folder.join(plain));
            let place =
                Place { file: place.file, module: &inner, inline: &inline, children: children.as_deref() };
            return self.items(items, &place);
        }
        let Some(folder) = place.children else { return };
        let named = module.attrs.iter().find_map(path_attribute);
        let beside = place.file.parent().unwrap_or(Utf8Path::new(""));
        match named {
            Some(path) => self.file(&beside.join(path), &inner, true),
            None if folder.join(format!("{plain}.rs")).exists() => {
                self.file(&folder.join(format!("{plain}.rs")), &inner, false);
            }
            None => self.file(&folder.join(plain).join("mod.rs"), &inner, true),
        }
    }

    fn define(
        &mut self,
        name: &syn::Ident,
        visibility: &Visibility,
        shape: Shape,
        generics: &syn::Generics,
        attributes: &[Attribute],
        module: &[String],
    ) {
        let definition = Definition {
            name: name.to_string(),
            other_crate: None,
            module: module.to_vec(),
            public_in: None,
            shape,
            parameters: generics.type_params().map(|parameter| parameter.ident.to_string()).collect(),
            derives: attributes.iter().flat_map(derives).collect(),
            non_exhaustive: attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive")),
            seen: Seen::of(visibility),
        };
        self.definitions.entry(definition.name.clone()).or_default().push(definition);
    }

    fn signature(
        &mut self,
        signature: &syn::Signature,
        seen: Seen,
        block: Option<&syn::ItemImpl>,
        place: &Place<'_>,
    ) {
        let owner = block.map(|block| canonical(&block.self_ty));
        let bare = owner.as_ref().map(|owner| owner.split(' ').next().unwrap_or_default().to_owned());
        let function: Vec<String> = bare.iter().cloned().chain([signature.ident.to_string()]).collect();
        let parameters = signature.inputs.iter().map(|input| match input {
            FnArg::Receiver(receiver) => {
                let owner = owner.clone().unwrap_or_default();
                let declared = match &receiver.kind {
                    ReceiverKind::Reference(_, _, None) => format!("&{owner}"),
                    ReceiverKind::Reference(_, _, Some(_)) => format!("&mut {owner}"),
                    ReceiverKind::Typed(_, declared) => canonical(declared),
                    _ => owner,
                };
                ("self".to_owned(), declared)
            }
            FnArg::Typed(typed) => {
                let name = match &*typed.pat {
                    Pat::Ident(name) => name.ident.to_string(),
                    _ => "input".to_owned(),
                };
                (name, canonical(&typed.ty))
            }
        });
        let is_generic = |generics: &syn::Generics| generics.type_params().next().is_some();
        self.functions.push(Signature {
            file: place.file.to_owned(),
            item: place.inline.iter().chain(&function).cloned().collect::<Vec<_>>().join("::"),
            module_path: place.module.to_vec(),
            function: function.join("::"),
            reachable: false,
            parameters: parameters.collect(),
            return_type: match &signature.output {
                ReturnType::Default => String::new(),
                ReturnType::Type(_, declared) => canonical(&declared),
            },
            is_async: signature.asyncness.is_some(),
            is_generic: is_generic(&signature.generics)
                || block.is_some_and(|block| is_generic(&block.generics)),
            seen,
            owner: bare,
        });
    }

    fn exports(&mut self, tree: &UseTree, path: &[String], module: &[String]) {
        let from = || resolve(path, module);
        match tree {
            UseTree::Path(inner) => {
                let path = [path, &[inner.ident.to_string()]].concat();
                self.exports(&inner.tree, &path, module);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.exports(tree, path, module)),
            UseTree::Name(name) => {
                let name = Some(name.ident.to_string());
                self.exports.push(Export { at: module.to_vec(), from: from(), name });
            }
            UseTree::Glob(_) => self.exports.push(Export { at: module.to_vec(), from: from(), name: None }),
            // A name that is not its own finds no definition.
            UseTree::Rename(_) => {}
        }
    }

    fn imports(&mut self, tree: &UseTree, path: &[String], module: &[String]) {
        let mut add = |name: &syn::Ident, last: &syn::Ident| {
            let whole = [path, &[last.to_string()]].concat();
            self.imports.insert((module.to_vec(), name.to_string()), whole);
        };
        match tree {
            UseTree::Path(inner) => {
                let path = [path, &[inner.ident.to_string()]].concat();
                self.imports(&inner.tree, &path, module);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.imports(tree, path, module)),
            UseTree::Name(name) => add(&name.ident, &name.ident),
            UseTree::Rename(rename) => add(&rename.rename, &rename.ident),
            UseTree::Glob(_) => {}
        }
    }

    /// A path as another crate would write it, as far as imports of `module` tell.
    #[must_use]
    pub fn whole_path(&self, path: &[String], module: &[String]) -> Vec<String> {
        let Some((first, rest)) = path.split_first() else { return vec![] };
        let (imports, module) = match self.other(module) {
            Some(other) => (&other.imports, &module[1..]),
            None => (&self.imports, module),
        };
        match imports.get(&(module.to_vec(), first.clone())) {
            Some(imported) => [imported, rest].concat(),
            None => path.to_vec(),
        }
    }

    fn is_public(&self, module: &[String]) -> bool {
        (1..=module.len()).all(|depth| self.modules.get(&module[..depth]) == Some(&Seen::Everywhere))
    }

    /// Finds for all definitions and functions the module that names them to other crates.
    fn publish(&mut self) {
        let place = |module: &[String], name: &str| {
            if self.is_public(module) {
                return Some(module.to_vec());
            }
            let names = |export: &&Export| {
                export.from == module
                    && export.name.as_deref().is_none_or(|exported| exported == name)
                    && self.is_public(&export.at)
            };
            self.exports.iter().find(names).map(|export| export.at.clone())
        };
        let mut definitions = self.definitions.clone();
        for definition in definitions.values_mut().flatten() {
            if definition.seen == Seen::Everywhere {
                definition.public_in = place(&definition.module, &definition.name);
            }
        }
        let mut functions = self.functions.clone();
        for function in functions.iter_mut().filter(|function| function.seen == Seen::Everywhere) {
            let found = match &function.owner {
                None => place(&function.module_path, &function.function),
                Some(owner) => {
                    let owner = definitions.get(owner).into_iter().flatten();
                    let mut owner = owner.filter(|owner| owner.module == function.module_path);
                    owner.next().and_then(|owner| owner.public_in.clone())
                }
            };
            function.reachable = found.is_some();
            function.module_path = found.unwrap_or_else(|| function.module_path.clone());
        }
        (self.definitions, self.functions) = (definitions, functions);
    }
}

/// Where items stand.
struct Place<'a> {
    file: &'a Utf8Path,
    module: &'a [String],
    /// Inline modules since the beginning of the file.
    inline: &'a [String],
    /// Folder of the files of nested modules; `None` where only this text is read.
    children: Option<&'a Utf8Path>,
}

/// Whether a definition may be meant by a path with these names before its own.
fn fits(definition: &Definition, qualifier: &[String]) -> bool {
    match qualifier.last().map(String::as_str) {
        None | Some("crate" | "self" | "super" | "Self") => true,
        Some(last) => definition.module.last().is_some_and(|module| module == last),
    }
}

/// The module that a path means inside `module`.
fn resolve(path: &[String], module: &[String]) -> Vec<String> {
    let mut at = module.to_vec();
    for segment in path {
        match segment.as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => drop(at.pop()),
            name => at.push(name.to_owned()),
        }
    }
    at
}

fn fields(fields: &syn::Fields, seen: Option<Seen>) -> Vec<Field> {
    let field = |field: &syn::Field| Field {
        name: field.ident.as_ref().map(ToString::to_string),
        declared: canonical(&field.ty),
        seen: seen.unwrap_or_else(|| Seen::of(&field.vis)),
    };
    fields.iter().map(field).collect()
}

fn derives(attribute: &Attribute) -> Vec<String> {
    let mut names = Vec::new();
    if attribute.path().is_ident("derive") {
        // What cannot be read derives nothing that we count on.
        let _ = attribute.parse_nested_meta(|meta| {
            names.extend(meta.path.segments.last().map(|segment| segment.ident.to_string()));
            Ok(())
        });
    }
    names
}

fn path_attribute(attribute: &Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) = &pair.value else { return None };
    pair.path.is_ident("path").then(|| path.value())
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let only_tests =
            |list: &syn::MetaList| list.path.is_ident("cfg") && list.tokens.to_string() == "test";
        attribute.path().is_ident("test") || attribute.meta.require_list().is_ok_and(only_tests)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn a_type_is_public_where_all_modules_around_it_are() {
        let all = Structs::parse("pub mod a { pub struct S; mod b { pub struct T; } } struct U;");
        let public_in = |name: &str| all.find(&path(name), &[]).expect("a definition").public_in.clone();
        assert_eq!([public_in("S"), public_in("T"), public_in("U")], [Some(path("a")), None, None]);
    }

    #[test]
    fn a_type_of_a_private_module_is_public_where_it_is_exported() {
        let all = Structs::parse(
            "mod a { pub struct S; pub struct T; } mod b { pub struct V; } pub use a::S; pub use b::*;",
        );
        let public_in = |name: &str| all.find(&path(name), &[]).expect("a definition").public_in.clone();
        assert_eq!([public_in("S"), public_in("T"), public_in("V")], [Some(path("")), None, Some(path(""))]);
    }

    #[test]
    fn of_two_types_of_one_name_the_nearer_or_the_qualified_one_is_meant() {
        let all = Structs::parse("mod a { struct S(u8); } mod b { struct S(u16); }");
        assert_eq!(all.find(&path("S"), &[]), None);
        assert_eq!(all.find(&path("S"), &path("b")).map(|found| &found.module), Some(&path("b")));
        assert_eq!(all.find(&path("a::S"), &[]).map(|found| &found.module), Some(&path("a")));
        assert_eq!(all.find(&path("jiff::S"), &[]), None);
    }

    #[test]
    fn functions_and_methods_are_found_by_item_path() {
        let text = "pub struct Cart; impl Cart { pub fn total(&self, of: &[u8]) -> u64 { 0 } fn hidden() {} } pub async fn f<T>(t: T) {}";
        let all = Structs::parse(text);
        let of = |item: &str| all.function(Utf8Path::new("src/lib.rs"), item).expect("a function");
        let total = of("Cart::total");
        assert!(total.reachable && !of("Cart::hidden").reachable);
        assert_eq!(total.parameters, [("self".into(), "&Cart".into()), ("of".into(), "& [u8]".into())]);
        assert_eq!(total.return_type, "u64");
        assert!(of("f").is_async && of("f").is_generic && !total.is_generic);
    }

    #[test]
    fn imported_names_are_known_by_their_whole_path() {
        let all = Structs::parse("use jiff::{civil::{self, Date}, Timestamp as At}; mod a { use x::Date; }");
        let whole = |name: &str, module: &str| all.whole_path(&path(name), &path(module)).join("::");
        assert_eq!(whole("Date", ""), "jiff::civil::Date");
        assert_eq!(
            (whole("At", ""), whole("At::X", "")),
            ("jiff::Timestamp".into(), "jiff::Timestamp::X".into())
        );
        assert_eq!((whole("Date", "a"), whole("Date", "b")), ("x::Date".into(), "Date".into()));
    }

    #[test]
    fn modules_in_files_are_followed() {
        let home = tempfile::tempdir().expect("a folder");
        let home = Utf8Path::from_path(home.path()).expect("UTF-8");
        std::fs::create_dir_all(home.join("a")).expect("a folder");
        let files =
            [("lib.rs", "pub mod a;"), ("a.rs", "pub mod b; pub fn f() {}"), ("a/b.rs", "pub struct S;")];
        files.iter().for_each(|(name, text)| std::fs::write(home.join(name), text).expect("a file"));
        let all = Structs::read(&home.join("lib.rs"));
        assert_eq!(all.find(&path("S"), &[]).and_then(|found| found.public_in.clone()), Some(path("a::b")));
        assert!(all.function(&home.join("a.rs"), "f").is_some_and(|function| function.reachable));
    }
}
