//! The walk over production code that collects the clues.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};
use syn::{Attribute, BinOp, Expr, Pat};

use super::constants::{Constants, Literals, Value};
use super::maps::Maps;
use super::names::{bound, list, of, origin, plain, restyled, scoped, serde_name, text};
use super::sizes::{self, Counts};
use super::{Clue, Clues, sql};
use crate::syntax::{canonical, last_segment};

/// Clues of `files`, with constants and functions resolved across them.
pub(super) fn collect(files: &[syn::File]) -> Clues {
    let mut functions = Functions::default();
    files.iter().for_each(|file| functions.visit_file(file));
    let mut walk = Walk {
        constants: Constants::of(files),
        parameters: functions.0,
        function: String::new(),
        counts: Counts::default(),
        maps: Maps::default(),
        clues: Clues::default(),
    };
    files.iter().for_each(|file| walk.visit_file(file));
    walk.clues.joins.extend(walk.maps.joins());
    walk.clues
}

/// The names of the parameters of each function, `self` left out.
#[derive(Default)]
struct Functions(BTreeMap<String, Vec<String>>);

impl<'ast> Visit<'ast> for Functions {
    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        let named = signature.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Typed(typed) => Some(bound(&typed.pat).unwrap_or_default()),
            syn::FnArg::Receiver(_) => None,
        });
        self.0.insert(plain(&signature.ident), named.collect());
    }
}

/// No column has a longer name; longer texts are messages.
const LONGEST_NAME: usize = 64;

struct Walk {
    constants: Constants,
    parameters: BTreeMap<String, Vec<String>>,
    /// The innermost function.
    function: String,
    counts: Counts,
    maps: Maps,
    clues: Clues,
}

impl Walk {
    fn note(&mut self, names: Vec<String>, clue: &Clue) {
        for name in names {
            self.clues.comparisons.entry(name).or_default().insert(clue.clone());
        }
    }

    fn note_values(&mut self, names: &[String], values: Vec<Value>) {
        for value in values {
            let clue = match value {
                Value::Text(text) if text.is_empty() => Clue::Empty,
                value => Clue::Value(value),
            };
            self.note(names.to_vec(), &clue);
        }
    }

    fn alias(&mut self, name: String, held: Vec<String>) {
        let held: Vec<String> = held.into_iter().filter(|other| *other != name).collect();
        self.clues.aliases.entry(name).or_default().extend(held);
    }

    fn of(&self, expr: &Expr) -> Vec<String> {
        of(expr, &self.function)
    }

    fn compare(&mut self, left: &Expr, right: &Expr) {
        for (named, valued) in [(left, right), (right, left)] {
            let names = self.of(named);
            let values = self.constants.evaluate(valued);
            self.note_sizes(named, &values);
            self.note_values(&names, values);
        }
    }

    /// Where `count` is how many rows a group has, the sizes at and around the values matter.
    fn note_sizes(&mut self, count: &Expr, values: &[Value]) {
        let mut sizes = sizes::sizes(values).peekable();
        if sizes.peek().is_some() {
            let sizes: Vec<u64> = sizes.collect();
            for keys in self.counts.of(count, &|expr| self.of(expr), &|arguments| self.keys(arguments)) {
                self.clues.sizes.entry(keys).or_default().extend(&sizes);
            }
        }
    }

    /// Variables of a pattern hold what is matched; literals and ranges in it are compared with.
    fn bind(&mut self, pat: &Pat, expr: &Expr) {
        match (pat, expr) {
            (_, Expr::Try(attempt)) => self.bind(pat, &attempt.expr),
            (_, Expr::Paren(paren)) => self.bind(pat, &paren.expr),
            (Pat::Tuple(pats), Expr::Tuple(exprs)) if pats.elems.len() == exprs.elems.len() => {
                pats.elems.iter().zip(&exprs.elems).for_each(|(pat, expr)| self.bind(pat, expr));
            }
            (Pat::Slice(pats), _) => {
                let names = list(expr, &self.function);
                if names.len() == pats.elems.len() {
                    for (pat, name) in pats.elems.iter().zip(names) {
                        if let Some(variable) = bound(pat) {
                            self.alias(scoped(&variable, &self.function), vec![name]);
                        }
                    }
                }
            }
            _ => {
                let held = origin(expr, &self.function);
                self.match_pattern(pat, &held);
            }
        }
    }

    fn match_pattern(&mut self, pat: &Pat, held: &[String]) {
        match pat {
            Pat::Lit(lit) => {
                let values = self.constants.evaluate(&Expr::Lit(lit.clone()));
                self.note_values(held, values);
            }
            Pat::Path(path) => {
                let values = self.constants.evaluate(&Expr::Path(path.clone()));
                self.note_values(held, values);
                if path.path.is_ident("None") {
                    self.note(held.to_vec(), &Clue::Missing);
                }
            }
            Pat::Range(range) => {
                for end in [&range.start, &range.end].into_iter().flatten() {
                    let values = self.constants.evaluate(end);
                    self.note_values(held, values);
                }
            }
            Pat::Or(or) => or.cases.iter().for_each(|case| self.match_pattern(case, held)),
            Pat::Guard(guard) => self.match_pattern(&guard.pat, held),
            Pat::Paren(paren) => self.match_pattern(&paren.pat, held),
            Pat::Reference(reference) => self.match_pattern(&reference.pat, held),
            Pat::TupleStruct(pattern) => {
                if last_segment(&pattern.path).is_some_and(|name| name == "Some") {
                    self.note(held.to_vec(), &Clue::Missing);
                }
                if let [inner] = &pattern.elems.iter().collect::<Vec<_>>()[..] {
                    self.match_pattern(inner, held);
                }
            }
            Pat::Ident(ident) => {
                let name = plain(&ident.ident);
                // Unit constants and `None` parse as identifiers.
                if name == "None" {
                    self.note(held.to_vec(), &Clue::Missing);
                } else if name.chars().next().is_some_and(char::is_uppercase) {
                    let path = syn::parse_str::<Expr>(&name);
                    let values = path.map(|path| self.constants.evaluate(&path)).unwrap_or_default();
                    self.note_values(held, values);
                } else {
                    self.alias(scoped(&name, &self.function), held.to_vec());
                    if let Some((_, inner)) = &ident.subpat {
                        self.match_pattern(inner, held);
                    }
                }
            }
            Pat::Type(typed) => self.match_pattern(&typed.pat, held),
            // `Outcome::Flown { arr_delay, .. }`: the fields keep their names, which stand for themselves.
            _ => {}
        }
    }

    /// Closure parameters hold the values of what the method is called on.
    fn bind_closures(&mut self, call: &syn::ExprMethodCall) {
        let held = origin(&call.receiver, &self.function);
        for argument in &call.args {
            if let Expr::Closure(closure) = argument
                && let [parameter] = &closure.inputs.iter().collect::<Vec<_>>()[..]
            {
                self.match_pattern(parameter, &held);
            }
            if let Expr::Closure(closure) = argument
                && let Some(parameter) = closure.inputs.last()
            {
                self.counts.bind(parameter, &held, &self.function);
            }
        }
    }

    /// What a grouping counts, and the columns that it counts in.
    fn grouping(&mut self, call: &syn::ExprMethodCall) -> Option<Vec<String>> {
        match &*call.method.to_string() {
            "agg" | "having" => {
                let keys = self.grouped_by(&call.receiver)?;
                self.counts.aggregates(&keys, call.args.iter());
                Some(keys)
            }
            "entry" => {
                let keys = self.keys(&call.args.iter().collect::<Vec<_>>());
                self.counts.map(&self.of(&call.receiver), &keys);
                None
            }
            _ => None,
        }
    }

    /// The keys of the call in a chain that groups.
    fn grouped_by(&self, mut chain: &Expr) -> Option<Vec<String>> {
        const GROUPS: [&str; 5] =
            ["group_by", "group_by_stable", "into_group_map_by", "counts_by", "chunk_by"];
        while let Expr::MethodCall(call) = chain {
            if GROUPS.iter().any(|name| call.method == name) {
                return Some(self.keys(&call.args.iter().collect::<Vec<_>>()));
            }
            chain = &call.receiver;
        }
        None
    }

    fn method(&mut self, call: &syn::ExprMethodCall) {
        let method = call.method.to_string();
        let names = self.of(&call.receiver);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        match &*method {
            "eq"
            | "neq"
            | "eq_missing"
            | "neq_missing"
            | "lt"
            | "lt_eq"
            | "gt"
            | "gt_eq"
            | "max"
            | "min"
            | "clamp"
            | "is_between"
            | "cmp"
            | "partial_cmp"
            | "total_cmp"
            | "eq_ignore_ascii_case"
            | "fill_null"
            | "unwrap_or"
            | "ne"
            | "le"
            | "ge" => {
                for argument in &arguments {
                    self.compare(&call.receiver, argument);
                }
                if matches!(&*method, "fill_null" | "unwrap_or") {
                    self.note(names, &Clue::Missing);
                }
            }
            "is_in" | "contains" => self.membership(call, &names, &arguments),
            "is_null" | "is_not_null" | "is_none" | "is_some" | "null_count" | "drop_nulls"
            | "unwrap_or_default" | "unwrap_or_else" | "is_some_and" | "is_none_or" | "ok_or"
            | "ok_or_else" | "map_or" | "map_or_else" => {
                self.note(names, &Clue::Missing);
            }
            "is_nan" | "is_not_nan" | "is_finite" | "is_infinite" | "fill_nan" => {
                self.note(names, &Clue::NotANumber)
            }
            "is_empty" => self.note(names, &Clue::Empty),
            "starts_with" | "strip_prefix" => self.affix(names, &arguments, Clue::Prefix),
            "ends_with" | "strip_suffix" => self.affix(names, &arguments, Clue::Suffix),
            "str_contains" | "contains_literal" | "find" | "split_once" => {
                self.affix(names, &arguments, Clue::Part)
            }
            "group_by" | "group_by_stable" | "partition_by" | "over" | "unique" | "unique_stable"
            | "drop_duplicates" | "unique_generic" | "entry" | "insert" | "contains_key"
            | "into_group_map_by" | "chunk_by" | "counts_by" | "unique_by" | "dedup_by_key" | "n_unique"
            | "is_duplicated" | "is_unique" => {
                let mut keys = self.keys(&arguments);
                if keys.is_empty() {
                    keys = names;
                }
                self.group(keys);
            }
            "sort"
            | "sort_by"
            | "sort_by_exprs"
            | "sort_by_key"
            | "sort_unstable_by"
            | "sort_unstable_by_key"
            | "sorted_by"
            | "sorted_by_key"
            | "max_by_key"
            | "min_by_key"
            | "max_by"
            | "min_by"
            | "top_k"
            | "bottom_k" => {
                let keys = self.keys(&arguments);
                if !keys.is_empty() {
                    self.clues.sorts.insert(keys);
                }
            }
            "join" | "left_join" | "inner_join" | "full_join" | "anti_join" | "semi_join" | "outer_join"
            | "join_asof" | "cross_join" => self.join(&arguments),
            _ => {}
        }
    }

    /// `x.is_in([..])`, `[..].contains(&x)`, `(a..b).contains(&x)`, `text.contains("part")`.
    fn membership(&mut self, call: &syn::ExprMethodCall, names: &[String], arguments: &[&Expr]) {
        let Some(argument) = arguments.first() else { return };
        let mut receiver = &*call.receiver;
        while let Expr::Paren(paren) = receiver {
            receiver = &paren.expr;
        }
        let items: Vec<Expr> = match receiver {
            Expr::Array(array) => array.elems.iter().cloned().collect(),
            Expr::Range(range) => {
                [&range.start, &range.end].into_iter().flatten().map(|end| (**end).clone()).collect()
            }
            _ => {
                let mut values = self.constants.evaluate(argument);
                if call.method == "contains" {
                    let parts = values.into_iter().filter_map(|value| match value {
                        Value::Text(text) => Some(Clue::Part(text)),
                        _ => None,
                    });
                    parts.collect::<Vec<_>>().iter().for_each(|clue| self.note(names.to_vec(), clue));
                    return;
                }
                let mut found = Literals { constants: &self.constants, values: vec![] };
                found.visit_expr(argument);
                values.append(&mut found.values);
                return self.note_values(names, values);
            }
        };
        let names = self.of(argument);
        for item in items {
            self.note_values(&names, self.constants.evaluate(&item));
        }
    }

    fn affix(&mut self, names: Vec<String>, arguments: &[&Expr], clue: fn(String) -> Clue) {
        let values = arguments.first().map(|argument| self.constants.evaluate(argument)).unwrap_or_default();
        for value in values {
            if let Value::Text(text) = value {
                self.note(names.clone(), &clue(text));
            }
        }
    }

    /// The columns that arguments name; of closures what they hand back or compare.
    fn keys(&self, arguments: &[&Expr]) -> Vec<String> {
        let mut keys = vec![];
        for argument in arguments {
            match argument {
                Expr::Closure(closure) => keys.extend(self.closure_keys(&closure.body)),
                other => keys.extend(list(other, &self.function)),
            }
        }
        keys
    }

    fn closure_keys(&self, body: &Expr) -> Vec<String> {
        match body {
            Expr::Block(block) => match block.block.stmts.last() {
                Some(syn::Stmt::Expr(expr, None)) => self.closure_keys(expr),
                _ => vec![],
            },
            // `a.day.cmp(&b.day).then_with(|| a.order.cmp(&b.order))`
            Expr::MethodCall(call) => match &*call.method.to_string() {
                "cmp" | "partial_cmp" | "total_cmp" => self.of(&call.receiver),
                "then" | "then_with" | "reverse" => {
                    let mut keys = self.closure_keys(&call.receiver);
                    for argument in &call.args {
                        let argument =
                            if let Expr::Closure(closure) = argument { &closure.body } else { argument };
                        keys.extend(self.closure_keys(argument));
                    }
                    keys
                }
                _ => list(body, &self.function),
            },
            other => list(other, &self.function),
        }
    }

    fn group(&mut self, mut keys: Vec<String>) {
        // A variable comes with the name of its function; that one is followed through the aliases.
        keys.dedup();
        if !keys.is_empty() {
            self.clues.groups.insert(keys);
        }
    }

    fn join(&mut self, arguments: &[&Expr]) {
        let [_, left, rest @ ..] = arguments else { return };
        let left = list(left, &self.function);
        let right =
            rest.first().map(|right| list(right, &self.function)).filter(|right| right.len() == left.len());
        if !left.is_empty() {
            let right = right.unwrap_or_else(|| left.clone());
            self.clues.joins.insert((left, right));
        }
    }

    /// Parameters hold what calls hand over.
    fn bind_arguments<'a>(&mut self, name: &str, arguments: impl ExactSizeIterator<Item = &'a Expr>) {
        let Some(parameters) = self.parameters.get(name).filter(|names| names.len() == arguments.len())
        else {
            return;
        };
        for (parameter, argument) in parameters.clone().into_iter().zip(arguments) {
            let held = of(argument, &self.function);
            if !held.is_empty() && !parameter.is_empty() {
                self.alias(scoped(&parameter, name), held);
            }
        }
    }
}

fn is_test_code(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let text = canonical(&attribute.meta).replace(' ', "");
        text == "cfg(test)" || text.starts_with("cfg(all(test") || text.rsplit("::").next() == Some("test")
    })
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test_code(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test_code(&item.attrs) {
            let outer = std::mem::replace(&mut self.function, plain(&item.sig.ident));
            visit::visit_item_fn(self, item);
            self.function = outer;
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let outer = std::mem::replace(&mut self.function, plain(&item.sig.ident));
        visit::visit_impl_item_fn(self, item);
        self.function = outer;
    }

    /// `#[serde(rename = "..")]` and `rename_all`.
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        let style = item.attrs.iter().find_map(|attribute| serde_name(attribute, "rename_all"));
        for field in &item.fields {
            let Some(name) = field.ident.as_ref().map(plain) else { continue };
            self.clues.mentioned.insert(name.clone());
            let renamed = field.attrs.iter().flat_map(|attribute| {
                [serde_name(attribute, "rename"), serde_name(attribute, "alias")].into_iter().flatten()
            });
            let mut held: Vec<String> = renamed.collect();
            held.extend(style.as_deref().map(|style| restyled(&name, style)));
            if !held.is_empty() {
                self.alias(name, held);
            }
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.bind(&local.pat, &init.expr);
            if let Some(name) = bound(&local.pat) {
                if let Some(keys) = self.grouped_by(&init.expr) {
                    self.counts.map(&[scoped(&name, &self.function)], &keys);
                }
                self.maps.collected(&name, &init.expr, &self.function);
            }
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_let(&mut self, expr: &'ast syn::ExprLet) {
        self.bind(&expr.pat, &expr.expr);
        visit::visit_expr_let(self, expr);
    }

    fn visit_expr_match(&mut self, expr: &'ast syn::ExprMatch) {
        for arm in &expr.arms {
            self.bind(&arm.pat, &expr.expr);
        }
        visit::visit_expr_match(self, expr);
    }

    fn visit_expr_struct(&mut self, expr: &'ast syn::ExprStruct) {
        for field in &expr.fields {
            if let syn::Member::Named(name) = &field.member {
                let held = match &field.expr {
                    Expr::Tuple(_) | Expr::Array(_) => vec![],
                    value => origin(value, &self.function),
                };
                if !held.is_empty() {
                    self.alias(plain(name), held);
                }
            }
        }
        visit::visit_expr_struct(self, expr);
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        if crate::syntax::is_comparison(&expr.op) {
            self.compare(&expr.left, &expr.right);
        }
        // A divisor of zero is a boundary, whatever the code says of it.
        if matches!(expr.op, BinOp::Div(_) | BinOp::Rem(_)) {
            let names = self.of(&expr.right);
            self.note(names, &Clue::Value(Value::Int(0)));
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(path) = &*call.func
            && let Some(name) = last_segment(&path.path)
        {
            self.bind_arguments(&name, call.args.iter());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.method(call);
        self.maps.method(call, &self.function);
        // What stands before it in a chain says what its arguments mean.
        self.visit_expr(&call.receiver);
        let grouping = self.grouping(call);
        self.bind_closures(call);
        self.bind_arguments(&plain(&call.method), call.args.iter());
        let depth = self.counts.around.len();
        self.counts.around.extend(grouping);
        call.args.iter().for_each(|argument| self.visit_expr(argument));
        self.counts.around.truncate(depth);
    }

    fn visit_expr_index(&mut self, expr: &'ast syn::ExprIndex) {
        self.maps.index(expr, &self.function);
        visit::visit_expr_index(self, expr);
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        self.counts.bind(&expr.pat, &origin(&expr.expr, &self.function), &self.function);
        visit::visit_expr_for_loop(self, expr);
    }

    fn visit_expr_lit(&mut self, expr: &'ast syn::ExprLit) {
        if let Some(text) = text(&Expr::Lit(expr.clone())) {
            sql::read(&text, &mut self.clues);
            if text.len() <= LONGEST_NAME {
                self.clues.mentioned.insert(text);
            }
        }
    }

    fn visit_expr_field(&mut self, field: &'ast syn::ExprField) {
        if let syn::Member::Named(name) = &field.member {
            self.clues.mentioned.insert(plain(name));
        }
        visit::visit_expr_field(self, field);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let parse = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        if let Ok(arguments) = call.parse_body_with(parse) {
            arguments.iter().for_each(|argument| self.visit_expr(argument));
        }
        // `matches!(x.status, Status::A | Status::B)` is no list of expressions.
        if last_segment(&call.path).is_some_and(|name| name == "matches") {
            let parse = |input: syn::parse::ParseStream<'_>| {
                let expr: Expr = input.parse()?;
                input.parse::<syn::Token![,]>()?;
                let pat = Pat::parse_multi_with_leading_vert(input)?;
                input.parse::<proc_macro2::TokenStream>()?;
                Ok((expr, pat))
            };
            if let Ok((expr, pat)) = call.parse_body_with(parse) {
                self.visit_expr(&expr);
                self.bind(&pat, &expr);
            }
        }
    }
}
