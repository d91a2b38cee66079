//! The project's own mutators: a method, function or macro of the project's, and what is easily taken for it.

use syn::{Expr, Stmt};

use crate::catalogue::{Family, Mutator};
use crate::proposal::{Bytes, Group, Sink};
use crate::scan::{Context, Node};
use crate::syntax::{bare_path, range_of};

/// What a rule looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// Calls of a method of that name.
    Method(String),
    /// Calls of a function, and uses of it as a value, by its name or the end of its path.
    Function(String),
    /// Calls of a macro, by its name or the end of its path.
    Macro(String),
}

/// A mutator that a project declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Kebab-case, unique in the catalogue.
    pub name: String,
    /// The bug that it imitates.
    pub doc: String,
    /// The smallest group that contains its mutants.
    pub group: Group,
    /// What it looks for.
    pub pattern: Pattern,
    /// Names that take its place; none at all (an empty text) removes a call of a method.
    pub replacements: Vec<String>,
}

impl Rule {
    /// What is wrong with the rule, for people; nothing where it can be used.
    ///
    /// # Errors
    /// A message in lower case that names the key and says what to do.
    pub fn check(&self) -> Result<(), String> {
        let is_kebab = self.name.split('-').all(|word| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if !is_kebab {
            return Err(format!(
                "key `name`: `{}` must be words of lower-case letters and digits, joined by `-`",
                self.name
            ));
        }
        if self.name == "all" || self.name == crate::sql::NO_OP || built_in(&self.name) {
            return Err(format!("key `name`: `{}` is taken, choose another name", self.name));
        }
        let (key, pattern) = self.pattern();
        let is_name = |text: &str| match self.pattern {
            Pattern::Method(_) => syn::parse_str::<syn::Ident>(text).is_ok(),
            Pattern::Function(_) | Pattern::Macro(_) => {
                syn::parse_str::<syn::Path>(text).is_ok_and(|path| path.leading_colon.is_none())
            }
        };
        if !is_name(pattern) {
            return Err(format!(
                "key `{key}`: `{pattern}` is no name of a {key}; write it without brackets and arguments"
            ));
        }
        if self.replacements.is_empty() {
            return Err("key `replacement`: is empty; name what takes the place".to_owned());
        }
        for replacement in &self.replacements {
            let removes = replacement.is_empty() && matches!(self.pattern, Pattern::Method(_));
            if !removes && !is_name(replacement) {
                return Err(format!(
                    "key `replacement`: `{replacement}` is no name of a {key}; write it without brackets and arguments"
                ));
            }
            if replacement == pattern {
                return Err(format!(
                    "key `replacement`: `{replacement}` is what it replaces; name another {key}"
                ));
            }
        }
        Ok(())
    }

    fn pattern(&self) -> (&'static str, &str) {
        match &self.pattern {
            Pattern::Method(name) => ("method", name),
            Pattern::Function(name) => ("function", name),
            Pattern::Macro(name) => ("macro", name),
        }
    }

    /// The rule as a member of the catalogue; lives as long as the program.
    #[must_use]
    pub fn into_mutator(self) -> &'static Mutator {
        let rule: &'static Self = Box::leak(Box::new(self));
        Box::leak(Box::new(Mutator {
            name: &rule.name,
            family: Family::Project,
            source: Box::leak(rule.manual().into_boxed_str()),
            propose: Box::leak(Box::new(|node: Node<'_>, _: &Context, sink: &mut Sink<'_>| {
                rule.propose(node, sink)
            })),
        }))
    }

    /// A manual of the shape that files of mutators open with.
    fn manual(&self) -> String {
        let (kind, name) = self.pattern();
        let first = self.replacements.first().map_or("", String::as_str);
        let call = |name: &str| match self.pattern {
            Pattern::Method(_) if name.is_empty() => "amount".to_owned(),
            Pattern::Method(_) => format!("amount.{name}()"),
            Pattern::Function(_) => format!("{name}(amount)"),
            Pattern::Macro(_) => format!("{name}!(amount)"),
        };
        let others: Vec<_> = self.replacements.iter().map(|other| format!("`{other}`")).collect();
        let change = match &self.replacements[..] {
            [only] if only.is_empty() => format!("Removes calls of the {kind} `{name}`."),
            _ => format!("Takes {} for the {kind} `{name}`.", others.join(" or ").replace("``", "nothing")),
        };
        let lines = [
            change,
            format!("Imitates: {}", self.doc.lines().collect::<Vec<_>>().join(" ")),
            format!("Before:\n```text\nfn f() -> R {{ {} }}\n```", call(name)),
            format!("After:\n```text\nfn f() -> R {{ {} }}\n```", call(first)),
            "Stays away: everything else; what does not compile is dropped.".to_owned(),
            "Equivalents: inputs for which both give the same.".to_owned(),
        ];
        lines.join("\n").lines().map(|line| format!("//! {line}\n")).collect()
    }

    fn propose(&self, node: Node<'_>, sink: &mut Sink<'_>) {
        match (&self.pattern, node) {
            (Pattern::Method(name), Node::Expr(Expr::MethodCall(call))) if call.method == name => {
                for replacement in &self.replacements {
                    match replacement.as_str() {
                        "" => sink.drop_call(self.group, call),
                        other => sink.rename_call(self.group, call, other),
                    }
                }
            }
            (Pattern::Function(name), Node::Expr(expr)) => {
                let path = match expr {
                    Expr::Call(call) => match &*call.func {
                        Expr::Path(path) => &path.path,
                        _ => return,
                    },
                    Expr::Path(path) => &path.path,
                    _ => return,
                };
                for (edit, new) in self.edits(path, name) {
                    sink.edit_expression(self.group, expr, edit, new);
                }
            }
            (Pattern::Macro(name), Node::Expr(expr @ Expr::Macro(call))) => {
                for (edit, new) in self.edits(&call.mac.path, name) {
                    sink.edit_expression(self.group, expr, edit, new);
                }
            }
            (Pattern::Macro(name), Node::Statement(statement @ Stmt::Macro(call))) => {
                for (edit, new) in self.edits(&call.mac.path, name) {
                    sink.edit_statement(self.group, statement, edit, new);
                }
            }
            _ => {}
        }
    }

    /// What to write over a path that ends like the pattern: its last name, or all of it where the replacement is a path.
    fn edits(&self, path: &syn::Path, name: &str) -> Vec<(Bytes, String)> {
        let bare = bare_path(path);
        let Some(last) =
            path.segments.last().filter(|_| bare == name || bare.ends_with(&format!("::{name}")))
        else {
            return vec![];
        };
        let edit = |new: &String| {
            let whole = new.contains("::");
            let end = range_of(&last.ident).end;
            let start = if whole { range_of(path).start } else { range_of(&last.ident).start };
            (start..end, new.clone())
        };
        self.replacements.iter().map(edit).collect()
    }
}

fn built_in(name: &str) -> bool {
    crate::CATALOGUE.iter().any(|mutator| mutator.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{Cfg, Options, scan};

    fn rule(pattern: Pattern, replacements: &[&str]) -> Rule {
        Rule {
            name: "wrong-currency".to_owned(),
            doc: "an amount in the wrong currency".to_owned(),
            group: Group::Default,
            pattern,
            replacements: replacements.iter().map(|&text| text.to_owned()).collect(),
        }
    }

    fn mutated(rule: Rule, source: &str) -> Vec<String> {
        let cfg = Cfg::default();
        let mutators = [rule.into_mutator()];
        let options = Options::new(&cfg, &mutators);
        let found = scan(source, options).expect("Rust").proposals;
        found.iter().map(|proposal| crate::manual::apply(proposal, source)).collect()
    }

    #[test]
    fn methods_are_renamed_and_removed() {
        let rule = rule(Pattern::Method("to_eur".to_owned()), &["to_usd", ""]);
        assert_eq!(
            mutated(rule, "fn f() -> R { x.to_eur().abs() + to_eur(x) }"),
            ["fn f() -> R { x.abs() + to_eur(x) }", "fn f() -> R { x.to_usd().abs() + to_eur(x) }"]
        );
    }

    #[test]
    fn functions_are_replaced_where_they_are_called_and_passed() {
        let short = rule(Pattern::Function("fiscal_year".to_owned()), &["calendar_year"]);
        assert_eq!(
            mutated(short, "fn f() -> R { v.map(dates::fiscal_year).chain(fiscal_year(d)) }"),
            [
                "fn f() -> R { v.map(dates::calendar_year).chain(fiscal_year(d)) }",
                "fn f() -> R { v.map(dates::fiscal_year).chain(calendar_year(d)) }",
            ]
        );
        let long = rule(Pattern::Function("dates::fiscal_year".to_owned()), &["other::year"]);
        assert_eq!(
            mutated(long, "fn f() -> R { crate::dates::fiscal_year(fiscal_year(d)) }"),
            ["fn f() -> R { other::year(fiscal_year(d)) }"]
        );
    }

    #[test]
    fn macros_are_replaced_in_expressions_and_statements() {
        let rule = rule(Pattern::Macro("eur".to_owned()), &["usd"]);
        assert_eq!(
            mutated(rule, "fn f() -> R { eur!(1); g(eur!(2)) }"),
            ["fn f() -> R { usd!(1); g(eur!(2)) }", "fn f() -> R { eur!(1); g(usd!(2)) }"]
        );
    }

    #[test]
    fn manuals_are_complete_and_their_example_holds() {
        for pattern in [
            Pattern::Method("a".to_owned()),
            Pattern::Function("a".to_owned()),
            Pattern::Macro("a".to_owned()),
        ] {
            let rule = rule(pattern, &["b"]);
            let manual = rule.clone().into_mutator().manual();
            assert_eq!(manual.imitates, "an amount in the wrong currency");
            assert_eq!(mutated(rule, &manual.before), [manual.after]);
        }
    }

    #[test]
    fn mistakes_are_told() {
        let with =
            |pattern, replacements: &[&str]| rule(pattern, replacements).check().expect_err("a mistake");
        let function = || Pattern::Function("to_eur".to_owned());
        assert!(
            with(Pattern::Method("x.to_eur()".to_owned()), &["b"])
                .starts_with("key `method`: `x.to_eur()` is no name")
        );
        assert!(with(function(), &["to_usd(1)"]).starts_with("key `replacement`: `to_usd(1)` is no name"));
        assert!(with(function(), &["to_eur"]).contains("is what it replaces"));
        assert!(with(function(), &[""]).contains("is no name"));
        assert!(with(function(), &[]).contains("is empty"));
        let named = |name: &str| Rule { name: name.to_owned(), ..rule(function(), &["to_usd"]) }.check();
        assert!(named("arithmetic").is_err_and(|error| error.contains("is taken")));
        assert!(named("all").is_err() && named("No_Kebab").is_err() && named("").is_err());
        assert!(named("to-eur-2").is_err() && named("eur2usd").is_ok());
    }
}
