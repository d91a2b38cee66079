//! What the names in a file and a function stand for: frames by their types, lists of keys by their lengths, columns by
//! how they are used.

use std::collections::{HashMap, HashSet};

use syn::visit::{self, Visit};
use syn::{Expr, FnArg, Pat, ReturnType, Signature, Type};

use super::{Of, of, parts};
use crate::noise;
use crate::proposal::Bytes;
use crate::syntax::range_of;

/// What is known of the names around a node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Names {
    functions: HashMap<String, Of>,
    fields: HashMap<String, Of>,
    /// Lengths of constant lists and of lists in `let`.
    lengths: HashMap<String, usize>,
    /// For each variable of the function, from which byte on it is what.
    variables: HashMap<String, Vec<(usize, Option<Of>)>>,
    /// True where single names of polars are imported, but not all of them.
    selective: bool,
    /// True where everything of polars is imported.
    glob: bool,
    /// Bytes of the function in which no edit changes a result, with the reason.
    pub(crate) quiet: Vec<(Bytes, &'static str)>,
    /// Where calls end whose result is unwrapped at once, by `?`, `unwrap` and their like.
    unwrapped: HashSet<usize>,
    /// How columns are used in the function.
    pub(crate) columns: Columns,
    /// Columns of which some code of the file asks whether they are missing, or says what is put in their place.
    pub(crate) may_be_null: HashSet<String>,
    /// Methods of the file that are given a constant, by the constant's name.
    pub(crate) constant_uses: HashMap<String, Vec<String>>,
}

/// Which columns a function reads and makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    /// Names in `col(..)`, `column(..)` and lists of keys, with the byte of each.
    pub(crate) read: Vec<(String, usize)>,
    /// Names that are given by `alias`, `rename`, `with_row_index` and their like.
    pub(crate) made: HashSet<String>,
    /// Those of them that hold counts and the like.
    pub(crate) never_null: HashSet<String>,
    /// Where frames lose columns, for instance by `agg` or `select`: the end of each call.
    pub(crate) narrowed: Vec<usize>,
    /// Arguments of one call of a frame: all columns in them are of that frame.
    pub(crate) together: Vec<Bytes>,
    /// Expressions that are given a name afterwards.
    pub(crate) aliased: Vec<Bytes>,
    /// Lists of keys in variables.
    key_lists: Vec<(String, Bytes)>,
    /// Variables that joins take their keys from, for both sides at once.
    joined_on: HashSet<String>,
    /// True where a join of the function lets rows without a partner through, whose columns are null then.
    pub(crate) outer_join: bool,
    /// The joins after which the same chain drops rows again, by filters and other joins: from receiver to end.
    followed: Vec<Bytes>,
    /// What columns must hold to be used as they are: `text`, `number`, `time`.
    pub(crate) evidence: HashMap<String, HashSet<&'static str>>,
}

impl Columns {
    /// True for a join whose rows a later filter or join of the chain chooses from; `at` lies in its name or arguments.
    pub(crate) fn is_followed(&self, at: usize) -> bool {
        self.followed.iter().any(|bytes| bytes.contains(&at))
    }

    /// True in a list of keys that a join takes for both of its tables.
    pub(crate) fn is_join_key(&self, at: usize) -> bool {
        self.key_lists.iter().any(|(name, bytes)| bytes.contains(&at) && self.joined_on.contains(name))
    }
}

/// What a type of polars is.
pub(crate) fn of_type_name(name: &str) -> Option<Of> {
    Some(match name {
        "LazyFrame" => Of::Lazy,
        "DataFrame" => Of::Data,
        "LazyGroupBy" => Of::Groups,
        "GroupBy" => Of::DataGroups,
        "Expr" | "Selector" => Of::Expr,
        "Series" | "Column" | "ChunkedArray" | "IdxCa" => Of::Column,
        "JoinBuilder" => Of::Join,
        _ if name.ends_with("Chunked") => Of::Column,
        _ => return None,
    })
}

/// What a type holds, through references, results, options and boxes.
pub(crate) fn of_type(ty: &Type) -> Option<Of> {
    match ty {
        Type::Reference(inner) => of_type(&inner.elem),
        Type::Paren(inner) => of_type(&inner.elem),
        Type::Array(array) => listed(&array.elem),
        Type::Slice(slice) => listed(&slice.elem),
        Type::Path(path) => {
            let segment = path.path.segments.last()?;
            let name = segment.ident.to_string();
            if let Some(known) = of_type_name(&name) {
                return Some(known);
            }
            let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
            let Some(syn::GenericArgument::Type(inner)) = arguments.args.first() else { return None };
            match name.as_str() {
                "Vec" => listed(inner),
                "Option" | "Box" | "Arc" | "Rc" | "Cow" => of_type(inner),
                _ if name.ends_with("Result") => of_type(inner),
                _ => None,
            }
        }
        _ => None,
    }
}

fn listed(element: &Type) -> Option<Of> {
    (of_type(element)? == Of::Expr).then_some(Of::Exprs)
}

impl Names {
    /// What the items of a file tell.
    pub(crate) fn of_file(file: &syn::File) -> Self {
        let mut items = Items { names: Self::default(), method: None };
        items.visit_file(file);
        items.names
    }

    /// Adds what a function tells, whose path says in which `impl` it is.
    pub(crate) fn in_function(&self, path: &[String], signature: &Signature, block: &syn::Block) -> Self {
        let mut names = self.clone();
        // `impl Orders for LazyFrame` and `impl LazyFrame` both end in the type.
        let around = path.iter().rev().nth(1).map(|item| item.trim_end_matches('>'));
        let own = around.and_then(|item| item.rsplit(|c: char| !c.is_alphanumeric()).next());
        names.bind("self", 0, own.and_then(of_type_name));
        for input in &signature.inputs {
            if let FnArg::Typed(input) = input
                && let Pat::Ident(name) = &*input.pat
            {
                names.bind(&name.ident.to_string(), 0, of_type(&input.ty));
            }
        }
        let mut body = Body { names };
        body.visit_block(block);
        body.names
    }

    /// The name of something of polars, with its path where the file imports names one by one.
    pub(crate) fn path(&self, name: &str) -> String {
        if self.glob || !self.selective { name.to_owned() } else { format!("polars::prelude::{name}") }
    }

    pub(super) fn variable(&self, name: &str, at: usize) -> Option<Of> {
        if let Some(bindings) = self.variables.get(name) {
            return bindings.iter().rev().find(|(from, _)| *from <= at).and_then(|(_, of)| *of);
        }
        match name {
            "lf" | "ldf" => Some(Of::Lazy),
            "df" => Some(Of::Data),
            "expr" => Some(Of::Expr),
            _ if name.ends_with("_expr") => Some(Of::Expr),
            _ if name.ends_with("_lf") => Some(Of::Lazy),
            _ if name.ends_with("_df") => Some(Of::Data),
            _ => None,
        }
    }

    /// True for a call whose result is unwrapped at once: it is one of an eager frame.
    pub(super) fn is_unwrapped(&self, call: &syn::ExprMethodCall) -> bool {
        self.unwrapped.contains(&range_of(call).end)
    }

    pub(super) fn field(&self, name: &str) -> Option<Of> {
        self.fields.get(name).copied()
    }

    pub(super) fn function(&self, name: &str) -> Option<Of> {
        self.functions.get(name).copied()
    }

    /// How many elements the list of that name has.
    pub(super) fn length(&self, name: &str) -> Option<usize> {
        self.lengths.get(name).copied()
    }

    fn bind(&mut self, name: &str, from: usize, of: Option<Of>) {
        self.variables.entry(name.to_owned()).or_default().push((from, of));
    }
}

/// Reads the items of a file.
struct Items {
    names: Names,
    /// The method whose arguments are being visited.
    method: Option<String>,
}

impl<'ast> Visit<'ast> for Items {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let text = crate::syntax::canonical(item).replace(' ', "");
        self.names.glob |= text.contains("prelude::*");
        self.names.selective |= text.contains("usepolars");
    }

    fn visit_signature(&mut self, signature: &'ast Signature) {
        if let ReturnType::Type(_, ty) = &signature.output
            && let Some(of) = of_type(ty)
        {
            self.names.functions.insert(signature.ident.to_string(), of);
        }
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if let (Some(name), Some(of)) = (&field.ident, of_type(&field.ty)) {
            self.names.fields.insert(name.to_string(), of);
        }
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.constant(&item.ident, &item.expr);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.constant(&item.ident, &item.expr);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.visit_expr(&call.receiver);
        if super::among(ASKING, &call.method.to_string()) {
            self.names.may_be_null.extend(parts::column_name(&call.receiver));
            self.names.may_be_null.extend(call.args.iter().filter_map(parts::column_names).flatten());
        }
        let saved = self.method.replace(call.method.to_string());
        call.args.iter().for_each(|argument| self.visit_expr(argument));
        self.method = saved;
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        let Some(name) = path.path.segments.last().map(|segment| segment.ident.to_string()) else { return };
        if name.chars().all(|c| !c.is_lowercase()) {
            let method = self.method.clone().unwrap_or_default();
            self.names.constant_uses.entry(name).or_default().push(method);
        }
    }
}

impl Items {
    fn constant(&mut self, name: &syn::Ident, value: &Expr) {
        if let Some(list) = parts::list(value) {
            self.names.lengths.insert(name.to_string(), list.elements.len());
        }
    }
}

/// Reads the body of a function, in the order of its text.
struct Body {
    names: Names,
}

impl<'ast> Visit<'ast> for Body {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        let (pattern, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, of_type(&typed.ty)),
            pattern => (pattern, None),
        };
        let Pat::Ident(name) = pattern else { return };
        let value = local.init.as_ref().map(|init| &*init.expr);
        let name = name.ident.to_string();
        let kind = ty.or_else(|| value.and_then(|value| of(value, &self.names)));
        match value {
            // The name of a closure that makes expressions is called like a function.
            Some(Expr::Closure(closure)) => {
                if let Some(made) = of(&closure.body, &self.names) {
                    self.names.functions.insert(name, made);
                }
                return;
            }
            Some(value) => {
                if let Some(list) = parts::list(value) {
                    self.names.lengths.insert(name.clone(), list.elements.len());
                    self.names.columns.key_lists.push((name.clone(), range_of(value)));
                }
            }
            None => {}
        }
        self.names.bind(&name, range_of(local).end, kind);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        for input in &closure.inputs {
            if let Pat::Type(typed) = input
                && let Pat::Ident(name) = &*typed.pat
            {
                self.names.bind(&name.ident.to_string(), range_of(input).start, of_type(&typed.ty));
            }
        }
        visit::visit_expr_closure(self, closure);
    }

    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        visit::visit_expr_assign(self, assign);
        if let Expr::Path(path) = &*assign.left
            && let Some(name) = path.path.get_ident()
            && let Some(kind) = of(&assign.right, &self.names)
        {
            self.names.bind(&name.to_string(), range_of(assign).end, Some(kind));
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let list = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        if mac.path.is_ident("vec")
            && let Ok(elements) = mac.parse_body_with(list)
        {
            elements.iter().for_each(|element| self.visit_expr(element));
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        visit::visit_expr_call(self, call);
        if call.args.len() != 1 {
            return;
        }
        if parts::last(&call.func).as_deref() == Some("col")
            && let Some((name, bytes)) = parts::text_literal(&call.args[0])
        {
            self.names.columns.read.push((name, bytes.start));
        }
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        let text = crate::syntax::canonical(path).replace(' ', "");
        let outer = ["JoinType::Left", "JoinType::Right", "JoinType::Full"];
        self.names.columns.outer_join |= outer.iter().any(|kind| text.ends_with(kind));
    }

    fn visit_expr_try(&mut self, attempt: &'ast syn::ExprTry) {
        self.names.unwrapped.insert(range_of(&*attempt.expr).end);
        visit::visit_expr_try(self, attempt);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        visit::visit_expr_binary(self, binary);
        if !crate::syntax::is_lazy(&binary.op) {
            self.evidence(&binary.left, "number");
            self.evidence(&binary.right, "number");
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if super::among(
            "unwrap expect map_err ok unwrap_or_else context with_context",
            &call.method.to_string(),
        ) {
            self.names.unwrapped.insert(range_of(&*call.receiver).end);
        }
        visit::visit_expr_method_call(self, call);
        self.names.quiet.extend(noise::quiet_in_frames(call));
        self.columns(call);
    }
}

/// Methods by which code tells that a value may be missing.
const ASKING: &str = "is_null is_not_null fill_null fill_null_with_strategy drop_nulls null_count";

/// Methods whose arguments all speak of one frame.
const TOGETHER: &str = "agg select with_columns with_columns_seq select_seq filter with_column sort_by_exprs";

/// Methods after which a frame has other columns than before.
const NARROWING: &str = "agg select select_seq pivot pivot_stable unpivot drop drop_many rename sql execute";

/// Methods whose string arguments name new columns.
const NAMING: &str = "alias rename with_row_index with_name unpivot pivot suffix prefix";

impl Body {
    fn columns(&mut self, call: &syn::ExprMethodCall) {
        let name = call.method.to_string();
        let name = name.as_str();
        let whole = range_of(call);
        let arguments = range_of(&*call.receiver).end..whole.end;
        if super::among("join on left_on right_on left_join inner_join", name) {
            let lists = call.args.iter().filter_map(|argument| parts::named_list(argument, &self.names));
            let lists: Vec<_> = lists.map(|(list, _)| list.trim_start_matches('&').to_owned()).collect();
            self.names.columns.joined_on.extend(lists);
        }
        self.names.columns.outer_join |= super::among("left_join right_join full_join", name);
        if super::among("filter drop_nulls inner_join semi_join join", name) && parts::drops_nulls(call) {
            let mut before = &*call.receiver;
            while let Expr::MethodCall(earlier) = before {
                if super::among("inner_join join", &earlier.method.to_string()) {
                    self.names.columns.followed.push(range_of(&*earlier.receiver).end..range_of(earlier).end);
                }
                before = &earlier.receiver;
            }
        }
        if super::among(TOGETHER, name) {
            self.names.columns.together.push(arguments);
        }
        if super::among(NARROWING, name) {
            self.names.columns.narrowed.push(whole.end);
        }
        if name == "alias" {
            self.names.columns.aliased.push(range_of(&*call.receiver));
            if noise::is_never_null(&call.receiver)
                && let Some((column, _)) = call.args.first().and_then(parts::text_literal)
            {
                self.names.columns.never_null.insert(column);
            }
        }
        if super::among(NAMING, name) {
            for argument in &call.args {
                let named = parts::text_literal(argument).map(|(text, _)| vec![text]);
                let named = named.or_else(|| parts::column_names(argument));
                self.names.columns.made.extend(named.unwrap_or_default());
            }
        }
        if super::among("column group_by group_by_stable sort over", name) {
            for argument in call.args.iter().take(1) {
                if let Some((text, bytes)) = parts::text_literal(argument) {
                    self.names.columns.read.push((text, bytes.start));
                }
                for element in parts::list(argument).into_iter().flat_map(|list| list.elements) {
                    if let Some((text, bytes)) = parts::text_literal(&element) {
                        self.names.columns.read.push((text, bytes.start));
                    }
                }
            }
        }
        let kind = match name {
            "str" => "text",
            "dt" => "time",
            "sum" | "mean" | "median" | "std" | "var" | "round" | "abs" | "cum_sum" => "number",
            "eq" | "neq" | "gt" | "lt" | "gt_eq" | "lt_eq" | "fill_null" if call.args.len() == 1 => {
                match parts::innermost(&call.args[0]) {
                    value if parts::text_literal(value).is_some() => "text",
                    value if parts::integer(value).is_some() || parts::float(value).is_some() => "number",
                    _ => return,
                }
            }
            _ => return,
        };
        self.evidence(&call.receiver, kind);
    }

    fn evidence(&mut self, expr: &Expr, kind: &'static str) {
        let expr = match expr {
            Expr::Paren(inner) => &inner.expr,
            other => other,
        };
        if let Some(name) = parts::column_name(expr).filter(|_| parts::text_literal(expr).is_none()) {
            self.names.columns.evidence.entry(name).or_default().insert(kind);
        }
    }
}
