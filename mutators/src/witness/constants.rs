//! Constants by name, and the values of constant expressions.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Lit, UnOp};

/// A value that stands in the code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A whole number.
    Int(i128),
    /// Any other number, in the shortest spelling that reads back as the same.
    Float(String),
    /// A text; dates too (`2024-01-31`).
    Text(String),
    /// True or false.
    Bool(bool),
}

impl Value {
    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Int(value) => Some(*value as f64),
            Self::Float(text) => text.parse().ok(),
            Self::Text(_) | Self::Bool(_) => None,
        }
    }
}

/// The values of constants by bare name; several where several constants share it.
#[derive(Debug, Default)]
pub(super) struct Constants {
    values: BTreeMap<String, Vec<Value>>,
}

/// How many constants of constants are followed.
const DEPTH: usize = 8;

impl Constants {
    /// The constants and statics of `files`; constants of constants are resolved by name.
    pub(super) fn of(files: &[syn::File]) -> Self {
        let mut found = Found(vec![]);
        files.iter().for_each(|file| found.visit_file(file));
        let mut constants = Self::default();
        for _ in 0..DEPTH {
            let mut values: BTreeMap<String, Vec<Value>> = BTreeMap::new();
            for (name, expr) in &found.0 {
                let known = values.entry(name.clone()).or_default();
                for value in constants.evaluate(expr) {
                    if !known.contains(&value) {
                        known.push(value);
                    }
                }
            }
            if values == constants.values {
                break;
            }
            constants.values = values;
        }
        constants
    }

    /// What `expr` may be worth; nothing where it is no constant.
    pub(super) fn evaluate(&self, expr: &Expr) -> Vec<Value> {
        match expr {
            Expr::Lit(lit) => literal(&lit.lit).into_iter().collect(),
            Expr::Paren(paren) => self.evaluate(&paren.expr),
            Expr::Group(group) => self.evaluate(&group.expr),
            Expr::Reference(reference) => self.evaluate(&reference.expr),
            Expr::Cast(cast) => self.evaluate(&cast.expr),
            Expr::Try(attempt) => self.evaluate(&attempt.expr),
            Expr::Path(path) => {
                let name = path.path.segments.last().map(|segment| segment.ident.to_string());
                name.and_then(|name| self.values.get(&name)).cloned().unwrap_or_default()
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
                self.evaluate(&unary.expr).into_iter().filter_map(negated).collect()
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.evaluate(&unary.expr),
            Expr::Binary(binary) => {
                let (left, right) = (self.evaluate(&binary.left), self.evaluate(&binary.right));
                let pairs = left.iter().flat_map(|left| right.iter().map(move |right| (left, right)));
                pairs.filter_map(|(left, right)| calculate(&binary.op, left, right)).collect()
            }
            Expr::Call(call) => self.call(call),
            Expr::MethodCall(call) if is_conversion(&call.method.to_string()) => {
                self.evaluate(&call.receiver)
            }
            _ => vec![],
        }
    }

    fn call(&self, call: &syn::ExprCall) -> Vec<Value> {
        let Expr::Path(path) = &*call.func else { return vec![] };
        let name = path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let arguments: Vec<Vec<Value>> = call.args.iter().map(|argument| self.evaluate(argument)).collect();
        let is_date = matches!(&*name, "date" | "from_ymd" | "from_ymd_opt" | "constant" | "new");
        match &arguments[..] {
            // `lit(30)`, `Some(3)`, `i64::from(LIMIT)`, `String::from("a")`.
            [values] if matches!(&*name, "lit" | "from" | "Some" | "typed_lit" | "Ok" | "Reverse") => {
                values.clone()
            }
            [year, month, day] if is_date => {
                let one = |values: &[Value]| match values {
                    [Value::Int(value)] => Some(*value),
                    _ => None,
                };
                let date = (one(year), one(month), one(day));
                let (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) = date else { return vec![] };
                vec![Value::Text(format!("{year:04}-{month:02}-{day:02}"))]
            }
            _ => vec![],
        }
    }
}

/// Methods that hand on the value they are called on.
pub(super) fn is_conversion(method: &str) -> bool {
    matches!(
        method,
        "into"
            | "to_owned"
            | "to_string"
            | "clone"
            | "unwrap"
            | "expect"
            | "as_str"
            | "lit"
            | "cloned"
            | "copied"
    )
}

fn literal(lit: &Lit) -> Option<Value> {
    match lit {
        Lit::Int(int) => int.base10_parse().ok().map(Value::Int),
        Lit::Float(float) => float.base10_parse().ok().map(from_float),
        Lit::Str(text) => Some(Value::Text(text.value())),
        Lit::Char(text) => Some(Value::Text(text.value().to_string())),
        Lit::Bool(flag) => Some(Value::Bool(flag.value)),
        _ => None,
    }
}

fn from_float(value: f64) -> Value {
    let whole = value as i128;
    if whole as f64 == value && value.abs() < 1e15 {
        Value::Int(whole)
    } else {
        Value::Float(value.to_string())
    }
}

fn negated(value: Value) -> Option<Value> {
    match value {
        Value::Int(value) => value.checked_neg().map(Value::Int),
        Value::Float(text) => text.parse::<f64>().ok().map(|value| from_float(-value)),
        Value::Text(_) | Value::Bool(_) => None,
    }
}

fn calculate(op: &BinOp, left: &Value, right: &Value) -> Option<Value> {
    if let (Value::Int(left), Value::Int(right)) = (left, right) {
        let value = match op {
            BinOp::Add(_) => left.checked_add(*right),
            BinOp::Sub(_) => left.checked_sub(*right),
            BinOp::Mul(_) => left.checked_mul(*right),
            BinOp::Div(_) => left.checked_div(*right),
            BinOp::Rem(_) => left.checked_rem(*right),
            _ => None,
        };
        return value.map(Value::Int);
    }
    let (left, right) = (left.number()?, right.number()?);
    let value = match op {
        BinOp::Add(_) => left + right,
        BinOp::Sub(_) => left - right,
        BinOp::Mul(_) => left * right,
        BinOp::Div(_) => left / right,
        _ => return None,
    };
    value.is_finite().then(|| from_float(value))
}

/// Initialisers by name.
struct Found(Vec<(String, Expr)>);

impl<'ast> Visit<'ast> for Found {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.0.push((item.ident.to_string(), (*item.expr).clone()));
        visit::visit_item_const(self, item);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.0.push((item.ident.to_string(), (*item.expr).clone()));
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.0.push((item.ident.to_string(), item.expr.clone()));
    }
}

/// Every constant value inside an expression.
pub(super) struct Literals<'a> {
    /// What names stand for.
    pub(super) constants: &'a Constants,
    /// Those found so far.
    pub(super) values: Vec<Value>,
}

impl<'ast> Visit<'ast> for Literals<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            // The name of a series is no value of it.
            Expr::Call(call) if call.args.len() == 2 => self.visit_expr(&call.args[1]),
            _ => {
                let found = self.constants.evaluate(expr);
                if found.is_empty() {
                    visit::visit_expr(self, expr);
                }
                self.values.extend(found);
            }
        }
    }
}
