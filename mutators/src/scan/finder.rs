//! Follows SQL backwards through a file, from the functions that run it to the literals that hold it.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use syn::visit::{self, Visit};
use syn::{Expr, Pat};

use super::macros;
use super::sql::{SqlOptions, runs_sql};
use super::strings::{among, elements, is_compile_time, literal, path_of};
use crate::syntax::{bare_path, last_segment, leaves, range_of};

/// Methods that hand a text on.
const PASSING: &str = "to_string to_owned into trim as_str as_ref clone replace deref borrow unwrap expect";

/// Functions that hand a text on.
const WRAPPERS: &str = "from new into_boxed_str AssertSqlSafe Some Ok Borrowed";

/// Follows SQL backwards, from the functions that run it to the literals that hold it.
pub(super) struct Finder<'a> {
    options: &'a SqlOptions<'a>,
    /// Functions and closures of the file that hand a parameter on to what runs SQL.
    runners: BTreeMap<String, String>,
    /// Variables, constants and fields that are handed on.
    names: BTreeMap<String, String>,
    /// Functions whose result is handed on.
    makers: BTreeMap<String, String>,
    /// Names and parameters of the functions around, innermost last.
    functions: Vec<(String, Vec<String>)>,
    found: HashMap<Range<usize>, String>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(options: &'a SqlOptions<'a>) -> Self {
        Self {
            options,
            runners: BTreeMap::new(),
            names: BTreeMap::new(),
            makers: BTreeMap::new(),
            functions: Vec::new(),
            found: HashMap::new(),
        }
    }

    /// Looks through a file, and gives the nodes that may be SQL with the dialect of what runs them.
    pub(super) fn find(mut self, file: &syn::File) -> HashMap<Range<usize>, String> {
        // A name found in one round leads to literals, functions and further names in the next.
        let mut size = usize::MAX;
        while size != self.size() {
            size = self.size();
            self.visit_file(file);
        }
        self.found
    }

    fn size(&self) -> usize {
        self.runners.len() + self.names.len() + self.makers.len() + self.found.len()
    }

    fn dialect(&self, called: &str) -> Option<String> {
        let last = called.rsplit("::").next().unwrap_or(called);
        runs_sql(called, self.options).or_else(|| self.runners.get(last).cloned())
    }

    /// Notes where the SQL comes from that `expr` hands on.
    fn text(&mut self, expr: &Expr, dialect: &str) {
        for leaf in leaves(expr) {
            match leaf {
                Expr::Reference(reference) => self.text(&reference.expr, dialect),
                Expr::Try(attempt) => self.text(&attempt.expr, dialect),
                Expr::MethodCall(call) if among(PASSING, &call.method.to_string()) => {
                    self.text(&call.receiver, dialect);
                }
                Expr::Call(call) => {
                    let Expr::Path(path) = &*call.func else { continue };
                    let Some(name) = last_segment(&path.path) else { continue };
                    if among(WRAPPERS, &name) {
                        call.args.iter().for_each(|argument| self.text(argument, dialect));
                    } else {
                        self.makers.entry(name).or_insert_with(|| dialect.to_owned());
                    }
                }
                Expr::Path(path) => {
                    let Some(name) = last_segment(&path.path) else { continue };
                    for (function, parameters) in &self.functions {
                        if parameters.contains(&name) {
                            self.runners.entry(function.clone()).or_insert_with(|| dialect.to_owned());
                        }
                    }
                    self.names.entry(name).or_insert_with(|| dialect.to_owned());
                }
                Expr::Field(syn::ExprField { member: syn::Member::Named(name), .. }) => {
                    self.names.entry(name.to_string()).or_insert_with(|| dialect.to_owned());
                }
                Expr::Array(_) | Expr::Tuple(_) => elements(leaf, &mut |element| {
                    self.found.entry(range_of(element)).or_insert_with(|| dialect.to_owned());
                }),
                Expr::Lit(_) | Expr::Macro(_) => {
                    self.found.entry(range_of(leaf)).or_insert_with(|| dialect.to_owned());
                }
                _ => {}
            }
        }
    }

    fn function(
        &mut self,
        name: String,
        parameters: Vec<String>,
        block: &syn::Block,
        inner: impl FnOnce(&mut Self),
    ) {
        if let Some(dialect) = self.makers.get(&name).cloned()
            && let Some(syn::Stmt::Expr(tail, None)) = block.stmts.last()
        {
            self.text(tail, &dialect);
        }
        self.functions.push((name, parameters));
        inner(self);
        self.functions.pop();
    }

    fn constant(&mut self, name: &syn::Ident, value: &Expr) {
        if let Some(dialect) = self.names.get(&name.to_string()).cloned() {
            self.text(value, &dialect);
        }
        // Another file may run it, or a loop over a list: a constant that reads like a query is one.
        elements(value, &mut |expr| {
            let is_query = match expr {
                Expr::Macro(call) if call.mac.path.is_ident("include_str") => {
                    path_of(&call.mac).is_some_and(|path| path.ends_with(".sql"))
                }
                other => literal(other).is_some_and(|text| opens_query(&text)),
            };
            if is_query {
                self.found.entry(range_of(expr)).or_insert_with(|| "generic".to_owned());
            }
        });
    }
}

/// True where a text opens as SQL does, all in capitals or none; `Select one` is English.
fn opens_query(text: &str) -> bool {
    let code =
        text.lines().map(str::trim).filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join(" ");
    let words: Vec<String> = code.split_whitespace().map(str::to_lowercase).collect();
    let first = code.split_whitespace().next().unwrap_or_default();
    let is_even = first == first.to_uppercase() || first == first.to_lowercase();
    let has = |word: &str| words.iter().any(|other| other == word);
    let second = words.get(1).map(String::as_str);
    is_even
        && match words.first().map(String::as_str) {
            Some("select") => has("from"),
            Some("with") => has("select") || has("(select"),
            Some("insert") => second == Some("into"),
            Some("delete") => second == Some("from"),
            Some("update") => has("set"),
            _ => false,
        }
}

fn parameters(signature: &syn::Signature) -> Vec<String> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(typed) => Some(&*typed.pat),
        syn::FnArg::Receiver(_) => None,
    });
    typed.flat_map(bound).collect()
}

/// The names that a pattern binds.
fn bound(pattern: &Pat) -> Vec<String> {
    struct Names(Vec<String>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.0.push(pattern.ident.to_string());
        }
    }
    let mut names = Names(Vec::new());
    names.visit_pat(pattern);
    names.0
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        let name = function.sig.ident.to_string();
        self.function(name, parameters(&function.sig), &function.block, |finder| {
            visit::visit_item_fn(finder, function);
        });
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        let name = function.sig.ident.to_string();
        self.function(name, parameters(&function.sig), &function.block, |finder| {
            visit::visit_impl_item_fn(finder, function);
        });
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constant(&item.ident, &item.expr);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.constant(&item.ident, &item.expr);
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.constant(&item.ident, &item.expr);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let Some(init) = &local.init else { return };
        let names = bound(&local.pat);
        if let Some(dialect) = names.iter().find_map(|name| self.names.get(name)).cloned() {
            self.text(&init.expr, &dialect);
        }
        match (&*init.expr, names.first()) {
            (Expr::Closure(closure), Some(name)) => {
                let parameters = closure.inputs.iter().flat_map(bound).collect();
                self.functions.push((name.clone(), parameters));
                visit::visit_local(self, local);
                self.functions.pop();
            }
            _ => visit::visit_local(self, local),
        }
    }

    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        if let Expr::Path(path) = &*assign.left
            && let Some(dialect) = last_segment(&path.path).and_then(|name| self.names.get(&name).cloned())
        {
            self.text(&assign.right, &dialect);
        }
        visit::visit_expr_assign(self, assign);
    }

    fn visit_expr_for_loop(&mut self, repeat: &'ast syn::ExprForLoop) {
        let names = bound(&repeat.pat);
        if let Some(dialect) = names.iter().find_map(|name| self.names.get(name)).cloned() {
            self.text(&repeat.expr, &dialect);
        }
        visit::visit_expr_for_loop(self, repeat);
    }

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        if let syn::Member::Named(name) = &field.member
            && let Some(dialect) = self.names.get(&name.to_string()).cloned()
        {
            self.text(&field.expr, &dialect);
        }
        visit::visit_field_value(self, field);
    }

    fn visit_expr_return(&mut self, ret: &'ast syn::ExprReturn) {
        let maker = self.functions.last().and_then(|(name, _)| self.makers.get(name)).cloned();
        if let (Some(value), Some(dialect)) = (&ret.expr, maker) {
            self.text(value, &dialect);
        }
        visit::visit_expr_return(self, ret);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(path) = &*call.func
            && let Some(dialect) = self.dialect(&bare_path(&path.path))
        {
            call.args.iter().for_each(|argument| self.text(argument, &dialect));
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let Some(dialect) = self.dialect(&call.method.to_string()) {
            call.args.iter().for_each(|argument| self.text(argument, &dialect));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_macro(&mut self, call: &'ast syn::ExprMacro) {
        if is_compile_time(&call.mac) {
            self.found.entry(range_of(call)).or_insert_with(|| "generic".to_owned());
        }
        visit::visit_expr_macro(self, call);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let Some(arguments) = macros::arguments(mac) else { return };
        arguments.values.iter().for_each(|value| Finder::visit_expr(self, value));
    }
}
