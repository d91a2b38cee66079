//! Rules that take uninteresting mutants out, one file each; every reason is counted in the reports.

mod capacity;
mod compile_time_sql;
mod default_impl;
mod diagnostics;
mod duplicate;
mod logging;
mod main_function;
mod messages;
mod metrics;
mod neutral_operand;
mod never_null;
mod order_free;
mod same_value;
mod speed_only;
mod text_impl;
mod unique_groups;

pub(crate) use never_null::is_never_null;

use crate::proposal::{Bytes, Proposal};
use crate::scan::Node;

/// A place whose whole content may be uninteresting.
#[derive(Clone, Copy)]
pub enum Quiet<'a> {
    /// An `impl` block.
    Impl(&'a syn::ItemImpl),
    /// A function.
    Function(&'a syn::Signature),
    /// A statement.
    Statement(&'a syn::Stmt),
    /// A call of a path.
    Call(&'a syn::ExprCall),
    /// A method call: its arguments and receiver.
    MethodCall(&'a syn::ExprMethodCall),
    /// A macro call.
    Macro(&'a syn::Macro),
}

/// A reason to leave mutants out.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Kebab-case, unique, the name of its file.
    pub name: &'static str,
    /// What reports say, for instance `only logs`.
    pub reason: &'static str,
    /// The text of its file, whose opening doc comment is its manual.
    pub source: &'static str,
    test: Test,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
enum Test {
    /// Places whose whole content is noise.
    Place(fn(Quiet<'_>) -> bool),
    /// Single proposals: the proposal, the node it was made for, and the source of the file.
    Proposal(fn(&Proposal, Node<'_>, &str) -> bool),
    /// Parts of a chain of polars, by the call that ends it: in the bytes that come back no edit changes a result.
    Chain(fn(&syn::ExprMethodCall) -> Option<Bytes>),
    /// All proposals of a file together, see [`mark_duplicates`].
    File,
}

impl Rule {
    /// What the rule takes out, and why nothing is lost.
    #[must_use]
    pub fn manual(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    }
}

macro_rules! rules {
    ($($module:ident: $test:expr;)*) => {
        &[$(Rule {
            name: $module::NAME,
            reason: $module::REASON,
            source: include_str!(concat!("noise/", stringify!($module), ".rs")),
            test: $test,
        },)*]
    };
}

/// Every rule, in the order in which they are asked.
pub static RULES: &[Rule] = rules! {
    default_impl: Test::Place(default_impl::silences);
    text_impl: Test::Place(text_impl::silences);
    main_function: Test::Place(main_function::silences);
    logging: Test::Place(logging::silences);
    diagnostics: Test::Place(diagnostics::silences);
    metrics: Test::Place(metrics::silences);
    capacity: Test::Place(capacity::silences);
    messages: Test::Place(messages::silences);
    compile_time_sql: Test::Place(compile_time_sql::silences);
    same_value: Test::Proposal(same_value::equivalent);
    neutral_operand: Test::Proposal(neutral_operand::equivalent);
    speed_only: Test::Proposal(speed_only::equivalent);
    order_free: Test::Chain(order_free::quiet);
    unique_groups: Test::Chain(unique_groups::quiet);
    never_null: Test::Chain(never_null::quiet);
    duplicate: Test::File;
};

/// The reason why everything inside is noise, if some rule says so.
#[must_use]
pub fn silences(what: Quiet<'_>) -> Option<&'static str> {
    let holds = |rule: &&Rule| matches!(rule.test, Test::Place(test) if test(what));
    RULES.iter().find(holds).map(|rule| rule.reason)
}

/// The reason why one proposal cannot change any result, if some rule says so.
#[must_use]
pub fn equivalent(proposal: &Proposal, node: Node<'_>, source: &str) -> Option<&'static str> {
    let holds = |rule: &&Rule| matches!(rule.test, Test::Proposal(test) if test(proposal, node, source));
    let covers = |bytes: &Bytes| bytes.start <= proposal.edit.start && proposal.edit.end <= bytes.end;
    let in_chain =
        || proposal.place.frames.quiet.iter().find(|(bytes, _)| covers(bytes)).map(|(_, why)| *why);
    RULES.iter().find(holds).map(|rule| rule.reason).or_else(in_chain)
}

/// What a chain of polars that ends with this call holds of bytes in which no edit changes a result.
pub(crate) fn quiet_in_frames(call: &syn::ExprMethodCall) -> impl Iterator<Item = (Bytes, &'static str)> {
    RULES.iter().filter_map(move |rule| match rule.test {
        Test::Chain(test) => test(call).map(|bytes| (bytes, rule.reason)),
        _ => None,
    })
}

/// Marks the proposals of a file that another mutator makes as well; the one of the smaller group stays.
pub(crate) fn mark_duplicates(proposals: &mut [Proposal]) {
    duplicate::mark(proposals);
}

/// The names along a path, for instance `["log", "info"]`.
fn names(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// The names along the path that a call calls.
fn called(call: &syn::ExprCall) -> Vec<String> {
    match &*call.func {
        syn::Expr::Path(path) => names(&path.path),
        _ => vec![],
    }
}

/// Applies a rule for calls and macros to a statement that is nothing but one, and to such calls themselves.
fn in_calls(what: Quiet<'_>, quiet: impl Fn(Quiet<'_>) -> bool + Copy) -> bool {
    fn expression(expr: &syn::Expr, quiet: impl Fn(Quiet<'_>) -> bool + Copy) -> bool {
        match expr {
            syn::Expr::Call(call) => quiet(Quiet::Call(call)),
            syn::Expr::MethodCall(call) => {
                quiet(Quiet::MethodCall(call)) || expression(&call.receiver, quiet)
            }
            syn::Expr::Macro(call) => quiet(Quiet::Macro(&call.mac)),
            syn::Expr::Try(attempt) => expression(&attempt.expr, quiet),
            syn::Expr::Await(wait) => expression(&wait.base, quiet),
            _ => false,
        }
    }
    match what {
        Quiet::Statement(syn::Stmt::Expr(expr, _)) => expression(expr, quiet),
        Quiet::Statement(syn::Stmt::Macro(call)) => quiet(Quiet::Macro(&call.mac)),
        Quiet::Call(_) | Quiet::MethodCall(_) | Quiet::Macro(_) => quiet(what),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_rule_with_a_manual() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/noise");
        for file in std::fs::read_dir(folder).expect("the folder of rules") {
            let name = file.expect("an entry").file_name().into_string().expect("UTF-8");
            let name = name.trim_end_matches(".rs").replace('_', "-");
            assert!(RULES.iter().any(|rule| rule.name == name), "{name} is not a rule");
        }
        for rule in RULES {
            assert!(rule.manual().len() > 40, "{} has no manual", rule.name);
            assert!(rule.reason.starts_with(char::is_lowercase), "{}", rule.name);
        }
    }

    #[test]
    fn reasons_are_told_apart() {
        let mut reasons: Vec<_> = RULES.iter().map(|rule| rule.reason).collect();
        reasons.sort_unstable();
        reasons.dedup();
        assert_eq!(reasons.len(), RULES.len());
    }
}
