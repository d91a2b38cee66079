//! `const fn`: instrumented copies drop the keyword, unless a constant needs the function (I7).
//!
//! Without it mutants compile that a rebuild refuses: constant functions call constant functions only, and drop nothing that
//! has a destructor. Those that may do so are told apart by their text and get builds of their own.

use std::collections::{BTreeSet, HashMap};

use mutators::Shape;
use mutators::scan::Function;
use mutators::syntax::{is_primitive, text_of};
use syn::visit::Visit;
use syn::{Expr, ExprCall, ExprMethodCall, Macro};

use crate::discover::{Discovery, SourceFile};
use crate::instrument::site::{Arm, Form, Site, encloses};

/// Calls that constant functions may make, of those that mutators write.
const CONSTANT_CALLS: [&str; 6] = ["Some", "Ok", "Err", "String::new", "Vec::new", "char::from"];

/// What constant methods of numbers begin with.
const CONSTANT_METHODS: [&str; 4] = ["wrapping_", "checked_", "saturating_", "overflowing_"];

/// The `const fn`s whose keyword is blanked, by bare name.
#[derive(Debug, Default)]
pub struct ConstFns {
    /// Name to (file index, function index).
    dropped: HashMap<String, Vec<(usize, usize)>>,
}

impl ConstFns {
    /// Blanks the keyword of every `const fn` that holds a site or a tick; takes out the mutants that may need it, and
    /// tells their numbers.
    pub fn drop_all(discovery: &mut Discovery) -> (Self, BTreeSet<u32>) {
        let (mut all, mut doubtful) = (Self::default(), BTreeSet::new());
        for (index, file) in discovery.files.iter_mut().enumerate() {
            for (position, function) in file.functions.iter().enumerate() {
                let Some(keyword) = &function.constness else { continue };
                let holds_site = file.sites.iter().any(|site| encloses(&function.range, &site.range));
                let holds_tick = file.edits.ticks.range(function.range.clone()).next().is_some();
                if holds_site || holds_tick {
                    doubtful.extend(doubtful_in(file, position));
                    file.edits.blanks.push(keyword.clone());
                    all.dropped.entry(function.name.clone()).or_default().push((index, position));
                }
            }
        }
        for file in &mut discovery.files {
            let arms = file.sites.iter_mut().flat_map(|site| &mut site.arms);
            arms.filter(|arm| doubtful.contains(&arm.number)).for_each(|arm| arm.alive = false);
        }
        (all, doubtful)
    }

    /// Gives functions of that name their keyword back, and those that they call; their mutants go to the rebuild
    /// lane. True where anything changed.
    pub fn restore(&mut self, discovery: &mut Discovery, name: &str) -> bool {
        let mut pending = BTreeSet::from([name.to_owned()]);
        let mut changed = false;
        while let Some(name) = pending.pop_first() {
            for (file, position) in self.dropped.remove(&name).unwrap_or_default() {
                changed = true;
                let file = &mut discovery.files[file];
                let function = file.functions[position].clone();
                file.edits.blanks.retain(|blank| Some(blank) != function.constness.as_ref());
                file.edits.ticks.retain(|at| !function.range.contains(at));
                for site in &mut file.sites {
                    if encloses(&function.range, &site.range) {
                        site.form = Form::Rebuild;
                    }
                }
                // What a constant function calls must be constant too.
                let body = &file.text[function.body.clone()];
                let words = body.split(|c: char| !c.is_alphanumeric() && c != '_');
                pending.extend(words.filter(|word| self.dropped.contains_key(*word)).map(str::to_owned));
            }
        }
        changed
    }
}

/// Mutants of a function that may not compile in a constant one.
fn doubtful_in(file: &SourceFile, function: usize) -> Vec<u32> {
    let function = &file.functions[function];
    let inside = |site: &&Site| site.constant.is_none() && encloses(&function.range, &site.range);
    let sites = file.sites.iter().filter(inside);
    let arms = sites.flat_map(|site| site.arms.iter().map(move |arm| (site, arm)));
    let doubtful = arms.filter(|(site, arm)| {
        let original = &file.text[arm.edit.clone()];
        calls_anew(original, site, arm) || drops_anew(original, &arm.replacement, function)
    });
    doubtful.map(|(_, arm)| arm.number).collect()
}

/// Whether a mutant calls what the original does not call, and what need not be constant.
fn calls_anew(original: &str, site: &Site, arm: &Arm) -> bool {
    let mut calls = Calls::default();
    match syn::parse_str::<Expr>(&arm.replacement) {
        // The name of a method alone.
        Ok(Expr::Path(path)) if matches!(site.shape, Shape::Method { .. }) => {
            calls.methods.push(text_of(&path))
        }
        Ok(value) => calls.visit_expr(&value),
        // An operator, or a piece of a chain of calls: nothing, or more than can be told.
        Err(_) => return arm.replacement.contains('(') && !original.contains(arm.replacement.trim()),
    }
    let is_new = |name: &str| !original.contains(name.rsplit("::").next().unwrap_or(name));
    let functions = calls.functions.iter().filter(|name| !CONSTANT_CALLS.contains(&&***name));
    let methods =
        calls.methods.iter().filter(|name| !CONSTANT_METHODS.iter().any(|known| name.starts_with(known)));
    functions.chain(methods).any(|name| is_new(name))
}

/// Whether a mutant drops a parameter that the original moves and that may have a destructor; a function that returns a
/// number drops none of its own.
fn drops_anew(original: &str, replacement: &str, function: &Function) -> bool {
    let is_plain = |ty: &str| ty == "()" || is_primitive(ty) || ty.starts_with(['&', '*']);
    let owned = function.parameters.iter().filter(|parameter| !is_plain(&parameter.ty));
    let mut names = owned.filter_map(|parameter| parameter.name.as_deref());
    !is_plain(&function.output) && names.any(|name| moves(original, name) && !moves(replacement, name))
}

/// Whether a variable is mentioned as a whole, not for a field or method of it.
fn moves(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let rest = &text[at + name.len()..];
        !text[..at].ends_with(is_word) && !rest.starts_with(is_word) && !rest.trim_start().starts_with('.')
    })
}

/// Names of what an expression calls.
#[derive(Debug, Default)]
struct Calls {
    functions: Vec<String>,
    methods: Vec<String>,
}

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        let name: String = text_of(&*call.func).split_whitespace().collect();
        self.functions.push(name.trim_start_matches("::").to_owned());
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.methods.push(call.method.to_string());
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.functions.push(format!("{}!", text_of(&mac.path)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(original: &str, replacement: &str, shape: Shape) -> bool {
        let edit = 0..original.len();
        let arm = Arm { number: 1, edit: edit.clone(), replacement: replacement.to_owned(), alive: true };
        let site = Site::alone(edit, shape, arm.clone());
        calls_anew(original, &site, &arm)
    }

    #[test]
    fn new_calls_are_told_from_those_of_the_original() {
        for (original, replacement) in [
            ("a", "Default::default()"),
            ("a", "vec![0]"),
            ("a", "b.clone()"),
            ("a.first()", "a.first().copied()"),
            (".skip(1)", ".take(1)"),
        ] {
            assert!(calls(original, replacement, Shape::Body), "{replacement}");
        }
        for (original, replacement) in [
            ("a", "Some(0)"),
            ("a", "String::new()"),
            ("+", "-"),
            ("half(b)", "half(c)"),
            ("a.half(b)", "a.half(1)"),
            ("a + b", "a.wrapping_add(b)"),
            ("else { g() }", ""),
        ] {
            assert!(!calls(original, replacement, Shape::Body), "{replacement}");
        }
        let method = || Shape::Method { receiver: 0..0, place: false, plain: true };
        assert!(calls("min", "max", method()) && !calls("checked_add", "wrapping_add", method()));
    }

    #[test]
    fn a_variable_as_a_whole_is_moved() {
        assert!(moves("f(text)", "text") && moves("{ text }", "text"));
        assert!(!moves("text.len()", "text") && !moves("texts", "text") && !moves("a_text", "text"));
    }
}
