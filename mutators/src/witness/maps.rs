//! Joins through maps and sets: what a map is filled with, and what it is asked for.
//!
//! A map goes by the name of its variable or field, in whichever function.

use std::collections::{BTreeMap, BTreeSet};

use syn::Expr;

use super::names::{list, of};

/// The maps that were met.
#[derive(Default)]
pub(super) struct Maps {
    /// Names that its keys hold, by map.
    filled: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Map, and names that it is asked for.
    asked: BTreeSet<(String, Vec<String>)>,
}

impl Maps {
    /// `let map = rows.iter().map(|row| (row.id, row)).collect()`, and sets the same way.
    pub(super) fn collected(&mut self, name: &str, value: &Expr, function: &str) {
        let mut chain = value;
        while let Expr::Try(syn::ExprTry { expr, .. }) | Expr::Paren(syn::ExprParen { expr, .. }) = chain {
            chain = expr;
        }
        let Expr::MethodCall(call) = chain else { return };
        let mut call = call;
        if call.method != "collect" {
            return;
        }
        while let Expr::MethodCall(inner) = &*call.receiver {
            call = inner;
            if let ("map" | "filter_map" | "flat_map", Some(Expr::Closure(closure))) =
                (&*call.method.to_string(), call.args.first())
                && let Some(key) = key_of(&closure.body)
            {
                return self.fill(name, list(key, function));
            }
        }
    }

    /// `map.insert(key, value)`, `map.entry(key)`, `map.get(&key)`, `set.contains(&key)`.
    pub(super) fn method(&mut self, call: &syn::ExprMethodCall, function: &str) {
        let Some(key) = call.args.first().filter(|key| super::names::text(key).is_none()) else { return };
        let key = || list(key, function);
        for name in of(&call.receiver, function).into_iter().filter(|name| !name.contains("::")) {
            match &*call.method.to_string() {
                "insert" | "entry" => self.fill(&name, key()),
                "get" | "get_mut" | "get_key_value" | "contains_key" | "contains" | "remove" => {
                    self.ask(&name, key());
                }
                _ => {}
            }
        }
    }

    /// `map[&key]`.
    pub(super) fn index(&mut self, index: &syn::ExprIndex, function: &str) {
        for name in of(&index.expr, function).into_iter().filter(|name| !name.contains("::")) {
            self.ask(&name, list(&index.index, function));
        }
    }

    fn fill(&mut self, name: &str, keys: Vec<String>) {
        if !keys.is_empty() {
            self.filled.entry(name.to_owned()).or_default().insert(keys);
        }
    }

    fn ask(&mut self, name: &str, keys: Vec<String>) {
        if !keys.is_empty() {
            self.asked.insert((name.to_owned(), keys));
        }
    }

    /// What is asked for, with what the map holds.
    pub(super) fn joins(&self) -> impl Iterator<Item = (Vec<String>, Vec<String>)> {
        self.asked.iter().flat_map(|(name, asked)| {
            let filled = self.filled.get(name).into_iter().flatten();
            filled.map(|filled| (asked.clone(), filled.clone()))
        })
    }
}

/// The key of what a closure hands to `collect`: of a pair the first, else all of it.
fn key_of(body: &Expr) -> Option<&Expr> {
    match body {
        Expr::Block(block) => match block.block.stmts.last() {
            Some(syn::Stmt::Expr(expr, None)) => key_of(expr),
            _ => None,
        },
        Expr::Call(call) if call.args.len() == 1 => key_of(&call.args[0]),
        Expr::MethodCall(call) if call.method == "then" || call.method == "then_some" => {
            call.args.first().and_then(key_of)
        }
        Expr::Closure(closure) => key_of(&closure.body),
        Expr::Tuple(tuple) => tuple.elems.first(),
        other => Some(other),
    }
}
