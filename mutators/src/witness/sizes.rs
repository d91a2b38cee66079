//! Sizes of groups that the code asks for: `.group_by(k).agg([len().alias("n")]).filter(col("n").gt_eq(lit(10)))`,
//! `len().over(k)`, maps that are filled by `entry(k)` and whose entries are counted, `HAVING COUNT(*) >= 10`.
//!
//! Like the rest of the walk this goes by names: a variable or column of a name that counts somewhere counts wherever it is
//! compared.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Expr, Pat};

use super::constants::Value;
use super::names::{bound, scoped, text};
use crate::syntax::last_segment;

/// Larger groups would fill the sample with rows of one key.
pub const LARGEST: u64 = 100;

/// What is known of counts while code is walked.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Columns and variables that hold the number of rows of a group, or its rows, with the keys of the grouping.
    names: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Variables and fields that hold all groups.
    maps: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Keys of the groupings whose aggregates are being walked.
    pub(super) around: Vec<Vec<String>>,
}

impl Counts {
    /// Notes that these variables hold groups by `keys`.
    pub(super) fn map(&mut self, variables: &[String], keys: &[String]) {
        if !keys.is_empty() {
            for variable in variables {
                self.maps.entry(variable.clone()).or_default().insert(keys.to_vec());
            }
        }
    }

    /// Notes the columns that aggregates of a grouping by `keys` count in.
    pub(super) fn aggregates<'a>(&mut self, keys: &[String], arguments: impl Iterator<Item = &'a Expr>) {
        let mut found = vec![];
        arguments.for_each(|argument| aliases(argument, &mut found));
        for name in found {
            self.names.entry(name).or_default().insert(keys.to_vec());
        }
    }

    /// Variables of a pattern that takes the entries of a map in `held`: `rows`, `(key, rows)`, `(_, &count)`.
    pub(super) fn bind(&mut self, pat: &Pat, held: &[String], function: &str) {
        let keys: BTreeSet<Vec<String>> =
            held.iter().filter_map(|name| self.maps.get(name)).flatten().cloned().collect();
        let mut pat = pat;
        loop {
            pat = match pat {
                Pat::Reference(reference) => &reference.pat,
                Pat::Paren(paren) => &paren.pat,
                Pat::Tuple(tuple) if tuple.elems.len() == 2 => &tuple.elems[1],
                _ => break,
            };
        }
        if let (false, Some(variable)) = (keys.is_empty(), bound(pat)) {
            self.names.entry(scoped(&variable, function)).or_default().extend(keys);
        }
    }

    /// Keys of the groups whose size `expr` is; `names` are the columns and variables that an expression stands for, `keys`
    /// those that arguments list.
    pub(super) fn of(
        &self,
        expr: &Expr,
        names: &dyn Fn(&Expr) -> Vec<String>,
        keys: &dyn Fn(&[&Expr]) -> Vec<String>,
    ) -> BTreeSet<Vec<String>> {
        let expr = bare(expr);
        let known = |names: Vec<String>| -> BTreeSet<Vec<String>> {
            names.iter().filter_map(|name| self.names.get(name)).flatten().cloned().collect()
        };
        match expr {
            Expr::MethodCall(call) if call.method == "over" && is_count(&call.receiver) => {
                BTreeSet::from([keys(&call.args.iter().collect::<Vec<_>>())])
            }
            Expr::MethodCall(call) if is_count(expr) => {
                let found = known(names(&call.receiver));
                // `col("x").count()` inside an aggregate.
                if found.is_empty() { self.around.last().cloned().into_iter().collect() } else { found }
            }
            _ if is_count(expr) => self.around.last().cloned().into_iter().collect(),
            _ => known(names(expr)),
        }
    }
}

/// Sizes that tell `compared` from its neighbours.
pub(super) fn sizes(compared: &[Value]) -> impl Iterator<Item = u64> {
    let wanted = compared.iter().filter_map(|value| match value {
        Value::Int(value) => u64::try_from(*value).ok().filter(|value| (2..=LARGEST).contains(value)),
        Value::Float(_) | Value::Text(_) | Value::Bool(_) => None,
    });
    wanted.flat_map(|value| [value - 1, value, value + 1])
}

/// Without what leaves the value as it is.
fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => bare(&paren.expr),
        Expr::Group(group) => bare(&group.expr),
        Expr::Reference(reference) => bare(&reference.expr),
        Expr::Cast(cast) => bare(&cast.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => bare(&unary.expr),
        Expr::MethodCall(call) if matches!(&*call.method.to_string(), "cast" | "clone" | "copied") => {
            bare(&call.receiver)
        }
        _ => expr,
    }
}

/// `len()`, `x.len()`, `x.count()`.
fn is_count(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Call(call) => {
            let Expr::Path(path) = &*call.func else { return false };
            call.args.is_empty() && last_segment(&path.path).is_some_and(|name| name == "len")
        }
        Expr::MethodCall(call) => call.args.is_empty() && (call.method == "len" || call.method == "count"),
        _ => false,
    }
}

/// The columns that aggregates count in.
fn aliases(expr: &Expr, found: &mut Vec<String>) {
    match expr {
        Expr::Array(array) => array.elems.iter().for_each(|item| aliases(item, found)),
        Expr::Macro(call) if call.mac.path.is_ident("vec") => {
            let parse = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
            let items = call.mac.parse_body_with(parse).unwrap_or_default();
            items.iter().for_each(|item| aliases(item, found));
        }
        Expr::Reference(reference) => aliases(&reference.expr, found),
        Expr::Paren(paren) => aliases(&paren.expr, found),
        Expr::MethodCall(call) if call.method == "alias" && is_count(&call.receiver) => {
            found.extend(call.args.first().and_then(text));
        }
        // The name that polars gives it.
        Expr::Call(_) if is_count(expr) => found.push("len".to_owned()),
        _ => {}
    }
}
