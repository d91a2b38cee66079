//! The visitor behind [`super::scan`]: tracks context, stays out of places and constants, asks the mutators.

mod sql;

use std::sync::Arc;

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, ImplItem, Item, Signature, Stmt, TraitItem};

use super::attributes::{attributes_of, has_skip_attribute, is_test_attribute, path_attribute};
use super::children::Children;
use super::function::{Surroundings, is_generic, is_public};
use super::idents::{count_idents, is_upper_case};
use super::strings::Strings;
use super::{Body, Compiled, Context, ExternalModule, Function, NameUse, Node, Options, Scan, macros};
use crate::frames::{self, names::Names};
use crate::noise::{self, Quiet};
use crate::proposal::{Bytes, Sink};
use crate::syntax::{bare_path, canonical, compact, is_negative_literal, is_place, range_of};

/// Iterator and option methods whose closures handle one element at a time.
const ITERATOR_METHODS: &str = "map filter filter_map flat_map for_each fold scan take_while skip_while map_while \
    inspect any all find find_map position partition try_for_each try_fold";

pub(super) fn walk(file: &syn::File, source: &str, options: Options<'_>) -> Scan {
    let mut walker = Walker {
        options,
        source,
        strings: Strings::find(file, source, &options.sql),
        scan: Scan::default(),
        context: Context {
            schemas: options.schemas.into(),
            frames: Arc::new(Names::of_file(file)),
            ..Context::default()
        },
        muted: options.test_file,
        in_test: options.test_file,
        generic: false,
        parents: Vec::new(),
        outputs: Vec::new(),
    };
    count_idents(file.to_token_stream(), &mut walker.scan);
    if options.cfg.compiled(&file.attrs) == Compiled::TestOnly {
        walker.in_test = true;
        walker.muted = true;
    }
    if has_skip_attribute(&file.attrs) {
        walker.context.skipped = Some("#![mutants::skip]".to_owned());
    }
    for item in &file.items {
        walker.visit_item(item);
    }
    let mut scan = walker.scan;
    noise::mark_duplicates(&mut scan.proposals);
    scan.proposals.sort_by_key(|p| (p.site.start, std::cmp::Reverse(p.site.end), p.edit.start));
    scan
}

pub(super) struct Walker<'a> {
    options: Options<'a>,
    source: &'a str,
    /// Where the file holds SQL.
    strings: Strings,
    pub(super) scan: Scan,
    pub(super) context: Context,
    /// True where no mutants are wanted: tests, unsafe code, constants.
    pub(super) muted: bool,
    in_test: bool,
    /// True inside a generic `impl`, or a trait, whose `Self` is a parameter.
    generic: bool,
    /// Inline modules around, with their `#[path]`.
    parents: Vec<(String, Option<String>)>,
    /// Return types of the functions around; closures and async blocks push `None`.
    outputs: Vec<Option<syn::ReturnType>>,
}

impl Walker<'_> {
    pub(super) fn ask(&mut self, node: Node<'_>) {
        if self.muted || self.context.function.is_none() && !matches!(node, Node::Constant(..) | Node::Sql(_))
        {
            return;
        }
        let first = self.scan.proposals.len();
        self.context.receiver = match node {
            Node::Expr(Expr::MethodCall(call)) => frames::receiver(call, &self.context),
            _ => None,
        };
        let of_frames = self.context.receiver.is_some();
        for mutator in self.options.mutators {
            // What iterators and slices do, frames do otherwise.
            if of_frames && mutator.family == crate::Family::Rows {
                continue;
            }
            let mut sink =
                Sink { mutator: mutator.name, context: &self.context, out: &mut self.scan.proposals };
            (mutator.propose)(node, &self.context, &mut sink);
        }
        for proposal in &mut self.scan.proposals[first..] {
            proposal.noise = self.context.noise.or_else(|| noise::equivalent(proposal, node, self.source));
        }
    }

    /// Runs `inner` with another context and restores it, mute flags included.
    fn within(&mut self, inner: impl FnOnce(&mut Self)) {
        let saved = (self.context.clone(), self.muted, self.in_test, self.generic);
        inner(self);
        (self.context, self.muted, self.in_test, self.generic) = saved;
    }

    /// Visits an item with these attributes, unless it is not compiled.
    pub(super) fn item(&mut self, attributes: &[Attribute], range: Bytes, inner: impl FnOnce(&mut Self)) {
        let compiled = self.options.cfg.compiled(attributes);
        if compiled == Compiled::Never {
            return;
        }
        self.within(|walker| {
            if compiled == Compiled::TestOnly || attributes.iter().any(is_test_attribute) {
                walker.scan.test_code.push(range);
                walker.in_test = true;
                walker.muted = true;
            }
            if has_skip_attribute(attributes) {
                walker.context.skipped = Some("#[mutants::skip]".to_owned());
            }
            inner(walker);
        });
    }

    fn named(&mut self, name: String, inner: impl FnOnce(&mut Self)) {
        self.context.path.push(name);
        inner(self);
        self.context.path.pop();
    }

    fn muted(&mut self, inner: impl FnOnce(&mut Self)) {
        let saved = std::mem::replace(&mut self.muted, true);
        inner(self);
        self.muted = saved;
    }

    fn quiet(&mut self, what: Quiet<'_>, inner: impl FnOnce(&mut Self)) {
        let saved = self.context.noise;
        self.context.noise = saved.or_else(|| noise::silences(what));
        inner(self);
        self.context.noise = saved;
    }

    fn function(
        &mut self,
        attributes: &[Attribute],
        public: bool,
        signature: &Signature,
        block: &Block,
        range: Bytes,
    ) {
        self.item(attributes, range.clone(), |walker| {
            if matches!(signature.safety, syn::Safety::Unsafe(_)) && !walker.options.mutate_unsafe {
                walker.muted = true;
            }
            walker.context.path.push(signature.ident.to_string());
            let around =
                Surroundings { path: walker.context.path.join("::"), range, public, generic: walker.generic };
            let function = Arc::new(Function::new(around, signature, block));
            if !walker.muted {
                walker.scan.functions.push(Arc::clone(&function));
            }
            walker.scan.bodies.push(Body::of_block(block));
            walker.context.function = Some(function);
            // An item inside of it has none of the parameters around.
            walker.generic = false;
            walker.context.anchors.clear();
            walker.context.iterator_closure = None;
            walker.context.leave_calls();
            walker.context.frames =
                Arc::new(walker.context.frames.in_function(&walker.context.path, signature, block));
            walker.quiet(Quiet::Function(signature), |walker| {
                if !block.stmts.is_empty() {
                    walker.ask(Node::Body(signature, block));
                }
                walker.outputs.push(Some(signature.output.clone()));
                if let Some(Stmt::Expr(tail, None)) = block.stmts.last()
                    && !matches!(tail, Expr::Return(_))
                    && attributes_of(tail).is_empty()
                {
                    walker.ask(Node::Returned(tail, &signature.output));
                }
                walker.visit_block(block);
                walker.outputs.pop();
            });
        });
    }

    fn constant(
        &mut self,
        attributes: &[Attribute],
        name: &syn::Ident,
        ty: &syn::Type,
        value: &Expr,
        range: Bytes,
    ) {
        self.item(attributes, range, |walker| {
            *walker.scan.definitions.entry(name.to_string()).or_default() += 1;
            walker.scan.constants.push((name.to_string(), range_of(value)));
            walker.context.path.push(name.to_string());
            if !walker.sql_constant(name, value) {
                walker.ask(Node::Constant(name, ty, value));
            }
        });
    }

    /// Visits an expression that closes a scope of temporaries, which is where a whole switch may stand.
    pub(super) fn scope(&mut self, expr: &Expr) {
        let saved = std::mem::replace(&mut self.context.anchors, vec![range_of(expr)]);
        self.visit_expr(expr);
        self.context.anchors = saved;
    }

    /// Visits what is used as a place: only its index operands are values.
    fn place(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(_) => {}
            Expr::Field(field) => self.place(&field.base),
            Expr::Paren(paren) => self.place(&paren.expr),
            Expr::Group(group) => self.place(&group.expr),
            Expr::Index(index) => {
                self.place(&index.expr);
                self.visit_expr(&index.index);
            }
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.place(&unary.expr),
            other => self.visit_expr(other),
        }
    }

    fn macro_arguments(&mut self, mac: &syn::Macro) {
        let Some(arguments) = macros::arguments(mac) else { return };
        self.quiet(Quiet::Macro(mac), |walker| {
            let saved = std::mem::take(&mut walker.context.anchors);
            // The format string itself and the keys of a frame are not switched: macros want them literal.
            let is_text =
                |value: &Expr| matches!(value, Expr::Lit(lit) if matches!(lit.lit, syn::Lit::Str(_)));
            let values = arguments.values.iter().filter(|value| !is_text(value));
            match (crate::syntax::last_segment(&mac.path), &walker.context.argument_of) {
                (Some(name), outer) if name != "vec" || outer.is_none() => {
                    walker.arguments_of(format!("{name}!"), values);
                }
                _ => values.for_each(|value| walker.visit_expr(value)),
            }
            walker.context.anchors = saved;
        });
    }

    /// Visits the arguments of a call of that name.
    fn arguments_of<'e>(&mut self, name: String, arguments: impl IntoIterator<Item = &'e Expr>) {
        // `head(Some(3))` says as much as `limit(3)`.
        if name == "Some" && (self.context.frame_method || self.context.field.is_some()) {
            return arguments.into_iter().for_each(|argument| self.visit_expr(argument));
        }
        let method = std::mem::take(&mut self.context.frame_method);
        let saved = (self.context.argument_of.replace(name), self.context.field.take());
        arguments.into_iter().for_each(|argument| self.visit_expr(argument));
        (self.context.argument_of, self.context.field) = saved;
        self.context.frame_method = method;
    }

    fn method_arguments(&mut self, call: &syn::ExprMethodCall) {
        let inside = self.context.frame_argument;
        let saved = (
            self.context.argument_of.replace(format!(".{}", call.method)),
            self.context.field.take(),
            self.context.frame_method,
        );
        self.context.frame_argument |= frames::takes_expressions(call, &self.context);
        self.context.frame_method = frames::receiver(call, &self.context).is_some();
        call.args.iter().for_each(|argument| self.visit_expr(argument));
        self.context.frame_argument = inside;
        (self.context.argument_of, self.context.field, self.context.frame_method) = saved;
    }

    fn name_use(&mut self, path: &syn::ExprPath) {
        let Some(last) = path.path.segments.last() else { return };
        let name = last.ident.to_string();
        if is_upper_case(&name) && last.arguments.is_none() {
            let anchors = self.context.anchors.clone();
            self.scan.uses.push(NameUse { name, range: range_of(path), anchors });
        }
    }
}

impl<'ast> Visit<'ast> for Walker<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        self.scan.units.push(range_of(item));
        match item {
            Item::Fn(f) => self.function(&f.attrs, is_public(&f.vis), &f.sig, &f.block, range_of(f)),
            Item::Const(c) => self.constant(&c.attrs, &c.ident, &c.ty, &c.expr, range_of(c)),
            Item::Static(s) if !matches!(s.mutability, syn::StaticMutability::Mut(_)) => {
                self.constant(&s.attrs, &s.ident, &s.ty, &s.expr, range_of(s));
            }
            Item::Mod(module) => self.visit_item_mod(module),
            Item::Impl(block) => self.visit_item_impl(block),
            Item::Trait(block) => self.item(&block.attrs, range_of(block), |walker| {
                walker.generic = true;
                walker.named(block.ident.to_string(), |walker| {
                    for item in &block.items {
                        match item {
                            TraitItem::Fn(f) => {
                                if let Some(body) = &f.default {
                                    walker.function(&f.attrs, false, &f.sig, body, range_of(f));
                                }
                            }
                            TraitItem::Const(c) => {
                                if let Some((_, value)) = &c.default {
                                    walker.constant(&c.attrs, &c.ident, &c.ty, value, range_of(c));
                                }
                            }
                            _ => {}
                        }
                    }
                });
            }),
            // Types, imports, macros and foreign items hold no code that could be switched.
            _ => {}
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let path = module.attrs.iter().find_map(path_attribute);
        self.item(&module.attrs, range_of(module), |walker| {
            let name = module.ident.to_string().trim_start_matches("r#").to_owned();
            let Some((_, items)) = &module.content else {
                let test_only = walker.in_test;
                walker.scan.modules.push(ExternalModule {
                    parents: walker.parents.clone(),
                    name,
                    path,
                    test_only,
                });
                return;
            };
            walker.parents.push((name.clone(), path));
            walker.named(name, |walker| items.iter().for_each(|item| walker.visit_item(item)));
            walker.parents.pop();
        });
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        self.item(&block.attrs, range_of(block), |walker| {
            walker.muted |= block.unsafety.is_some() && !walker.options.mutate_unsafe;
            walker.generic = is_generic(&block.generics);
            let name = match &block.trait_ {
                Some((path, _)) => format!("<impl {} for {}>", compact(path), compact(&block.self_ty)),
                None => compact(&block.self_ty),
            };
            walker.quiet(Quiet::Impl(block), |walker| {
                walker.named(name, |walker| {
                    for item in &block.items {
                        match item {
                            ImplItem::Fn(f) => {
                                walker.scan.units.push(range_of(f));
                                let public = is_public(&f.vis);
                                walker.function(&f.attrs, public, &f.sig, &f.block, range_of(f));
                            }
                            ImplItem::Const(c) => {
                                walker.constant(&c.attrs, &c.ident, &c.ty, &c.expr, range_of(c));
                            }
                            _ => {}
                        }
                    }
                });
            });
        });
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        self.scan.units.push(range_of(statement));
        match statement {
            Stmt::Item(item) => self.within(|walker| walker.visit_item(item)),
            Stmt::Local(local) => {
                if self.options.cfg.compiled(&local.attrs) == Compiled::Never {
                    return;
                }
                let Some(init) = &local.init else { return };
                self.quiet(Quiet::Statement(statement), |walker| {
                    walker.ask(Node::Statement(statement));
                    walker.scope(&init.expr);
                    if let Some((_, diverge)) = &init.diverge {
                        walker.scope(diverge);
                    }
                });
            }
            Stmt::Expr(expr, semicolon) => self.quiet(Quiet::Statement(statement), |walker| {
                if semicolon.is_none() {
                    walker.scan.bare_statements.push(range_of(expr));
                }
                if semicolon.is_some() {
                    walker.ask(Node::Statement(statement));
                }
                walker.scope(expr);
            }),
            Stmt::Macro(mac) => self.quiet(Quiet::Statement(statement), |walker| {
                if mac.semi_token.is_some() {
                    walker.ask(Node::Statement(statement));
                }
                walker.macro_arguments(&mac.mac);
            }),
        }
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        let attributes = attributes_of(expr);
        if !attributes.is_empty() {
            if self.options.cfg.compiled(attributes) == Compiled::Never {
                return;
            }
            if has_skip_attribute(attributes) {
                return self.within(|walker| {
                    walker.context.skipped = Some("#[mutants::skip]".to_owned());
                    walker.children(expr);
                });
            }
            // A switch in front of an attribute would change what it applies to.
            return self.children(expr);
        }
        if crate::syntax::is_closed_chain(expr) {
            self.scan.chains.push(range_of(expr));
        }
        if !self.sql(expr) {
            self.ask(Node::Expr(expr));
        }
        self.children(expr);
    }

    fn visit_block(&mut self, block: &'ast Block) {
        let saved = (self.context.argument_of.take(), self.context.field.take());
        block.stmts.iter().for_each(|statement| self.visit_stmt(statement));
        (self.context.argument_of, self.context.field) = saved;
    }
}

impl Walker<'_> {
    #[expect(clippy::too_many_lines, reason = "one arm per kind of expression is the clearest form")]
    pub(super) fn children(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(path) => self.name_use(path),
            Expr::Assign(assign) => {
                self.place(&assign.left);
                self.visit_expr(&assign.right);
            }
            Expr::Binary(binary) if crate::syntax::is_assigning(&binary.op) => {
                self.place(&binary.left);
                self.visit_expr(&binary.right);
            }
            Expr::Binary(binary) if crate::syntax::is_lazy(&binary.op) => {
                self.scope(&binary.left);
                self.scope(&binary.right);
            }
            Expr::Reference(reference) if reference.mutability.is_some() => self.place(&reference.expr),
            Expr::Reference(reference) => {
                self.context.anchors.insert(0, range_of(reference));
                self.visit_expr(&reference.expr);
                self.context.anchors.remove(0);
            }
            Expr::RawAddr(raw) => self.place(&raw.expr),
            Expr::Index(index) => {
                self.receiver(&index.expr);
                self.visit_expr(&index.index);
            }
            Expr::Field(field) => self.receiver(&field.base),
            Expr::MethodCall(call) => self.quiet(Quiet::MethodCall(call), |walker| {
                walker.receiver(&call.receiver);
                let saved = walker.context.iterator_closure.clone();
                let method = call.method.to_string();
                if ITERATOR_METHODS.split_whitespace().any(|name| name == method) {
                    walker.context.iterator_closure = Some(method);
                }
                walker.method_arguments(call);
                walker.context.iterator_closure = saved;
            }),
            Expr::Call(call) => self.quiet(Quiet::Call(call), |walker| {
                if !matches!(*call.func, Expr::Path(_)) {
                    walker.visit_expr(&call.func);
                }
                let name = match &*call.func {
                    Expr::Path(path) => bare_path(&path.path),
                    _ => String::new(),
                };
                walker.arguments_of(name, &call.args);
            }),
            Expr::Closure(closure) => {
                self.scan.bodies.push(Body::of_closure(&closure.body));
                self.outputs.push(None);
                self.within(|walker| {
                    walker.context.leave_calls();
                    walker.scope(&closure.body);
                });
                self.outputs.pop();
            }
            Expr::Async(block) => {
                self.scan.bodies.push(Body::of_block(&block.block));
                self.outputs.push(None);
                self.visit_block(&block.block);
                self.outputs.pop();
            }
            Expr::Return(ret) => {
                let Some(value) = &ret.expr else { return };
                if let Some(Some(_)) = self.outputs.last() {
                    self.scan.returns.push(range_of(value));
                }
                if let Some(Some(output)) = self.outputs.last().cloned() {
                    self.ask(Node::Returned(value, &output));
                }
                self.scope(value);
            }
            Expr::If(branch) => {
                self.condition(&branch.cond, false);
                self.visit_block(&branch.then_branch);
                if let Some((_, otherwise)) = &branch.else_branch {
                    self.branch(otherwise);
                }
            }
            Expr::While(repeat) => {
                self.condition(&repeat.cond, false);
                self.loop_body(&repeat.body);
            }
            Expr::Loop(repeat) => self.loop_body(&repeat.body),
            Expr::ForLoop(repeat) => {
                self.visit_expr(&repeat.expr);
                self.loop_body(&repeat.body);
            }
            Expr::Match(switch) => {
                self.receiver(&switch.expr);
                switch.arms.iter().for_each(|arm| self.arm(arm));
            }
            Expr::Let(binding) => self.visit_expr(&binding.expr),
            // The length of a repeat expression is a constant.
            Expr::Repeat(repeat) => self.visit_expr(&repeat.expr),
            Expr::Unsafe(block) if !self.options.mutate_unsafe => {
                self.muted(|walker| walker.visit_block(&block.block))
            }
            Expr::Macro(mac) => self.macro_arguments(&mac.mac),
            Expr::Struct(literal) => {
                for field in &literal.fields {
                    // `S { LIMIT }` names a field as well as a value, so it cannot be switched.
                    if field.colon_token.is_some() {
                        let name = canonical(&field.member);
                        let saved = self.context.field.replace(name);
                        self.visit_expr(&field.expr);
                        self.context.field = saved;
                    }
                }
                if let Some(rest) = &literal.rest {
                    let saved = self.context.field.replace("..".to_owned());
                    self.visit_expr(rest);
                    self.context.field = saved;
                }
            }
            // Negative literals are one number, so the parts are not offered.
            Expr::Unary(unary) if is_negative_literal(unary) => {}
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.receiver(&unary.expr),
            Expr::Const(_) | Expr::Verbatim(_) | Expr::Lit(_) => {}
            other => visit::visit_expr(&mut Children(self), other),
        }
    }

    /// A receiver, index base or scrutinee: a place stays a place, anything else is a value.
    fn receiver(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(path) => self.name_use(path),
            Expr::Field(_) | Expr::Index(_) | Expr::Unary(_) if is_place(expr) => self.place(expr),
            other => self.visit_expr(other),
        }
    }
}
