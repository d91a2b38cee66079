//! One walk over a parsed file: which nodes are values, in which context, and what the mutators say of them.

mod attributes;
mod branches;
mod cfg;
mod children;
mod finder;
mod function;
mod idents;
mod macros;
mod sql;
mod strings;
mod walk;

use std::collections::HashMap;
use std::sync::Arc;

use syn::{Block, Expr, ReturnType, Signature, Stmt, Type};

use crate::Mutator;
use crate::frames::{Of, names::Names};
use crate::proposal::{Bytes, Proposal};
use crate::syntax::range_of;

use crate::statement::Sql;

pub use cfg::{Cfg, Compiled};
pub use function::{Function, Parameter};
pub use sql::{DIALECTS, SqlCall, SqlOptions};
pub use strings::MANIFEST_DIR;

/// A node that mutators are asked about. Only value positions are offered (I7).
#[derive(Clone, Copy)]
pub enum Node<'a> {
    /// Any expression whose value is used or dropped, in production code.
    Expr(&'a Expr),
    /// The condition of an `if` or `while`, free of `let`.
    Condition(&'a Expr),
    /// The guard of a match arm, free of `let`.
    Guard(&'a Expr),
    /// A statement of a block; the tail expression is not one.
    Statement(&'a Stmt),
    /// A function with a non-empty body.
    Body(&'a Signature, &'a Block),
    /// What a function hands back: the operand of `return`, or its tail expression.
    Returned(&'a Expr, &'a ReturnType),
    /// A `const` or `static` item with its initialiser.
    Constant(&'a syn::Ident, &'a Type, &'a Expr),
    /// A text of SQL that the job runs.
    Sql(&'a Sql),
}

/// What a mutator may know of the surroundings of a node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Items around the node, outermost first, for instance `["mod tests", "impl Cart", "total"]`.
    pub path: Vec<String>,
    /// The innermost function.
    pub function: Option<Arc<Function>>,
    /// Larger nodes that could be switched instead of the node, innermost first.
    pub anchors: Vec<Bytes>,
    /// The iterator method whose closure is the innermost one, for instance `map`.
    pub iterator_closure: Option<String>,
    /// The innermost call whose argument this is part of, blocks and closures not crossed: `col`, `Series::new`,
    /// `.group_by`, `format!`; `vec!` and array brackets do not count, nor does `Some` in methods of polars.
    pub argument_of: Option<String>,
    /// Why everything here is noise.
    pub noise: Option<&'static str>,
    /// Named skips that are in force here, from attributes: the reason.
    pub skipped: Option<String>,
    /// True where [`Self::argument_of`] is a method of something of polars.
    pub frame_method: bool,
    /// The field of the innermost struct literal, calls other than `Some(..)` not crossed: `descending` in `SortOptions { descending: true }`.
    pub field: Option<String>,
    /// True inside the arguments of a method such as `agg`, which takes expressions of polars only; closures excluded.
    pub frame_argument: bool,
    /// The tables of [`Options::schemas`].
    pub schemas: Arc<[Table]>,
    /// What the method call that mutators are asked about is called on, told once for all of them.
    pub(crate) receiver: Option<Of>,
    /// What the names in the file and the function stand for, as far as polars is concerned.
    pub(crate) frames: Arc<Names>,
}

impl Context {
    /// Forgets the calls around, whose arguments a closure or a nested function is no part of.
    fn leave_calls(&mut self) {
        self.argument_of = None;
        self.field = None;
        self.frame_argument = false;
        self.frame_method = false;
    }
}

/// A table that jobs read, for instance a data set with its schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What people call it.
    pub name: String,
    /// Its columns in order: name and type. Types are compared as texts, for instance `Int64` or `Datetime('μs')`.
    pub columns: Vec<(String, String)>,
}

/// A stretch of code with local variables of its own: the body of a function, closure or async block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The block with its braces, or the expression that is all of a closure.
    pub range: Bytes,
    /// False for closures: an expression, which may itself be switched as a whole.
    pub braced: bool,
}

impl Body {
    fn of_block(block: &Block) -> Self {
        Self { range: range_of(block), braced: true }
    }

    fn of_closure(body: &Expr) -> Self {
        Self { range: range_of(body), braced: false }
    }
}

/// A `mod name;` whose text is in another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalModule {
    /// Names and `#[path]`s of the inline modules around it, outermost first.
    pub parents: Vec<(String, Option<String>)>,
    /// Its name, raw prefix removed.
    pub name: String,
    /// The value of its `#[path]`.
    pub path: Option<String>,
    /// True where it is compiled for tests only.
    pub test_only: bool,
}

/// A use of an upper-case name in value position, perhaps of a constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameUse {
    /// Last segment of the path.
    pub name: String,
    /// The whole path expression.
    pub range: Bytes,
    /// Larger nodes that could be switched instead.
    pub anchors: Vec<Bytes>,
}

/// What one file holds.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// All proposals, in source order of their sites.
    pub proposals: Vec<Proposal>,
    /// All functions of production code.
    pub functions: Vec<Arc<Function>>,
    /// Operands of each `return` that leaves a function, not a closure or async block.
    pub returns: Vec<Bytes>,
    /// The byte after the opening brace of each loop body in production code.
    pub loops: Vec<usize>,
    /// Bodies of functions, closures and async blocks, in tests too; an inner one comes after the one around it.
    pub bodies: Vec<Body>,
    /// Statements without a semicolon, tail expressions included.
    pub bare_statements: Vec<Bytes>,
    /// Operators with their operands, from which no temporary leaves, so that they may be switched wherever they stand.
    pub chains: Vec<Bytes>,
    /// Modules in other files.
    pub modules: Vec<ExternalModule>,
    /// Value uses of upper-case names, in tests too.
    pub uses: Vec<NameUse>,
    /// How often each upper-case identifier occurs outside `use` items, uses and definitions included.
    pub idents: HashMap<String, usize>,
    /// Items that define a constant or static of that name.
    pub definitions: HashMap<String, usize>,
    /// Constants and statics with their initialisers.
    pub constants: Vec<(String, Bytes)>,
    /// Ranges of items that are compiled for tests only.
    pub test_code: Vec<Bytes>,
    /// Items, statements and match arms, which is what a skip comment above them covers.
    pub units: Vec<Bytes>,
}

/// How a file is compiled and what is asked about it.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The `cfg` values in force.
    pub cfg: &'a Cfg,
    /// The mutators to ask.
    pub mutators: &'a [&'a Mutator],
    /// Whether bodies of unsafe functions and blocks are looked at.
    pub mutate_unsafe: bool,
    /// True for a file that holds nothing but tests: only constant uses are collected.
    pub test_file: bool,
    /// The tables that the code may read, for swaps of columns; empty where none is known.
    pub schemas: &'a [Table],
    /// What is known of the SQL that the code runs.
    pub sql: SqlOptions<'a>,
}

impl<'a> Options<'a> {
    /// Production code without `unsafe`, of which nothing else is known.
    #[must_use]
    pub fn new(cfg: &'a Cfg, mutators: &'a [&'a Mutator]) -> Self {
        Self {
            cfg,
            mutators,
            mutate_unsafe: false,
            test_file: false,
            schemas: &[],
            sql: SqlOptions::default(),
        }
    }
}

/// Walks `source` and collects proposals.
///
/// # Errors
/// The parser's own error where the file is not Rust of an edition that syn knows.
pub fn scan(source: &str, options: Options<'_>) -> syn::Result<Scan> {
    let file = syn::parse_file(&masked_prefix(source))?;
    Ok(walk::walk(&file, source, options))
}

/// The source with byte order mark and `#!` line blanked, so that the parser's byte ranges hold for the original.
pub(crate) fn masked_prefix(source: &str) -> String {
    let mut text = source.to_owned();
    if let Some(rest) = source.strip_prefix('\u{feff}') {
        text = format!("   {rest}");
    }
    let start = text.len() - text.trim_start_matches(' ').len();
    if text[start..].starts_with("#!") && !text[start + 2..].trim_start().starts_with('[') {
        let end = text.find('\n').unwrap_or(text.len());
        let blank = " ".repeat(end);
        text.replace_range(..end, &blank);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefix_is_masked_byte_for_byte() {
        let source = "\u{feff}#!/usr/bin/env run\nfn f() {}";
        assert_eq!(masked_prefix(source).len(), source.len());
        assert_eq!(masked_prefix(source).trim_start_matches(' '), "\nfn f() {}");
        assert!(masked_prefix("#![no_std]\n").starts_with("#!["));
    }

    #[test]
    fn only_the_first_line_of_a_script_is_masked() {
        assert_eq!(masked_prefix("#!run\n#!again"), "     \n#!again");
        assert_eq!(masked_prefix("#!run"), "     ");
        assert_eq!(masked_prefix("\u{feff}#!run\n"), "        \n");
        for source in ["#! [no_std]\nfn f() {}", "fn f() {}\n#!run\n", "\u{feff}fn f() {}"] {
            assert_eq!(masked_prefix(source).trim_start_matches(' '), source.trim_start_matches('\u{feff}'));
        }
    }
}
