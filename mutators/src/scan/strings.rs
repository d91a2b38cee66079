//! Where SQL stands in a file: literals and included files that reach a function which runs SQL, directly or by a name.

use std::collections::HashMap;
use std::ops::Range;

use syn::Expr;

use super::finder::Finder;
use super::macros;
use super::sql::{SqlOptions, dialects_of};
use crate::statement::{Place, Sql};
use crate::syntax::{bare_path, last_segment, leaves, range_of};

/// Macros that check their SQL against a database while they are compiled.
const COMPILE_TIME: &str = "query query_as query_scalar query_unchecked query_as_unchecked query_scalar_unchecked \
    query_file query_file_as query_file_scalar query_file_unchecked query_file_as_unchecked \
    query_file_scalar_unchecked";

/// The texts of a file that may be SQL, by the bytes of their node, with the dialect of what runs them.
#[derive(Debug, Default)]
pub(super) struct Strings {
    found: HashMap<Range<usize>, String>,
    /// Dialects of the crates that the file names.
    dialects: Vec<&'static str>,
}

impl Strings {
    /// Looks through a file.
    pub(super) fn find(file: &syn::File, source: &str, options: &SqlOptions<'_>) -> Self {
        let text = source.to_ascii_lowercase();
        if !["select", "insert", "update", "delete", "merge", ".sql"].iter().any(|word| text.contains(word)) {
            return Self::default();
        }
        Self { found: Finder::new(options).find(file), dialects: dialects_of(source) }
    }

    /// The SQL that an expression is.
    pub(super) fn read(&self, expr: &Expr, options: &SqlOptions<'_>, shape: crate::Shape) -> Option<Sql> {
        let dialect = self.found.get(&range_of(expr))?;
        let text = Text::of(expr, options)?;
        let mut dialects: Vec<&str> = vec![dialect];
        dialects.retain(|dialect| *dialect != "generic");
        dialects.extend(self.dialects.iter().copied().chain(["generic"]));
        let shape = match shape {
            crate::Shape::Literal if !text.is_plain => crate::Shape::Expression { plain: false },
            shape => shape,
        };
        let place = Place { site: range_of(expr), shape, edit: text.edit, prefix: text.prefix };
        Sql::read(&text.value, text.is_template, &dialects, place)
    }

    /// The SQL texts inside the initialiser of a constant.
    pub(super) fn inside<'e>(&self, value: &'e Expr) -> Vec<&'e Expr> {
        let mut found = Vec::new();
        elements(value, &mut |expr| {
            if self.found.contains_key(&range_of(expr)) {
                found.push(expr);
            }
        });
        found
    }
}

/// What an expression that is a text says.
struct Text {
    value: String,
    /// What a new literal takes the place of.
    edit: Range<usize>,
    /// What goes in front of the new literal.
    prefix: String,
    /// True for format strings.
    is_template: bool,
    /// True where the whole expression becomes a literal.
    is_plain: bool,
}

impl Text {
    fn of(expr: &Expr, options: &SqlOptions<'_>) -> Option<Self> {
        if let Some(value) = literal(expr) {
            let edit = range_of(expr);
            return Some(Self { value, edit, prefix: String::new(), is_template: false, is_plain: true });
        }
        let Expr::Macro(call) = expr else { return None };
        let name = last_segment(&call.mac.path)?;
        let (edit, prefix) = (range_of(expr), String::new());
        match name.as_str() {
            "include_str" => {
                let value = (options.included)(&path_of(&call.mac)?)?;
                Some(Self { value, edit, prefix, is_template: false, is_plain: true })
            }
            "concat" => {
                let parts = macros::list_of(&call.mac)?;
                let value: Option<String> = parts.iter().map(literal).collect();
                Some(Self { value: value?, edit, prefix, is_template: false, is_plain: true })
            }
            "format" => {
                let first = macros::list_of(&call.mac)?.into_iter().next()?;
                let (value, edit) = (literal(&first)?, range_of(&first));
                Some(Self { value, edit, prefix, is_template: true, is_plain: false })
            }
            _ if is_compile_time(&call.mac) => {
                let text = macros::list_of(&call.mac)?.into_iter().find(|part| literal(part).is_some())?;
                let value = literal(&text)?;
                if !name.contains("_file") {
                    let edit = range_of(&text);
                    return Some(Self { value, edit, prefix, is_template: false, is_plain: false });
                }
                let before: Vec<_> = bare_path(&call.mac.path).split("_file").map(str::to_owned).collect();
                let edit = range_of(expr).start..range_of(&text).end;
                let value = (options.included)(&format!("{MANIFEST_DIR}/{value}"))?;
                let prefix = format!("{}!(", before.concat());
                Some(Self { value, edit, prefix, is_template: false, is_plain: false })
            }
            _ => None,
        }
    }
}

/// What stands for the package's folder in the paths that [`SqlOptions::included`] is asked for.
pub const MANIFEST_DIR: &str = "$CARGO_MANIFEST_DIR";

/// The path that `include_str!` names, also by `concat!(env!("CARGO_MANIFEST_DIR"), ..)`.
pub(super) fn path_of(mac: &syn::Macro) -> Option<String> {
    let [argument] = &macros::list_of(mac)?[..] else { return None };
    if let Some(path) = literal(argument) {
        return Some(path);
    }
    let Expr::Macro(concat) = argument else { return None };
    let parts = macros::list_of(&concat.mac).filter(|_| concat.mac.path.is_ident("concat"))?;
    let part = |part: &Expr| match part {
        Expr::Macro(env) if env.mac.path.is_ident("env") => {
            let [name] = &macros::list_of(&env.mac)?[..] else { return None };
            (literal(name)? == "CARGO_MANIFEST_DIR").then(|| MANIFEST_DIR.to_owned())
        }
        other => literal(other),
    };
    parts.iter().map(part).collect()
}

pub(super) fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), attrs }) if attrs.is_empty() => Some(text.value()),
        _ => None,
    }
}

pub(super) fn is_compile_time(mac: &syn::Macro) -> bool {
    last_segment(&mac.path).is_some_and(|name| among(COMPILE_TIME, &name))
}

pub(super) fn among(names: &str, name: &str) -> bool {
    names.split_whitespace().any(|one| one == name)
}

/// Shows the leaves of nested arrays, tuples and references.
pub(super) fn elements<'e>(expr: &'e Expr, look: &mut impl FnMut(&'e Expr)) {
    match expr {
        Expr::Array(array) => array.elems.iter().for_each(|element| elements(element, look)),
        Expr::Tuple(tuple) => tuple.elems.iter().for_each(|element| elements(element, look)),
        Expr::Reference(reference) => elements(&reference.expr, look),
        Expr::Struct(literal) => literal.fields.iter().for_each(|field| elements(&field.expr, look)),
        other => leaves(other).into_iter().for_each(&mut *look),
    }
}

#[cfg(test)]
mod tests {
    use crate::manual::{mutate, propose};
    use crate::scan::{Cfg, Options, SqlCall, SqlOptions, scan};
    use crate::sql::NO_OP;

    const Q: &str = "\"SELECT DISTINCT a FROM t\"";

    /// How many texts `select-distinct` finds.
    fn found(source: &str) -> usize {
        propose("select-distinct", &source.replace('$', Q)).len()
    }

    #[test]
    fn literals_reach_what_runs_them_in_many_ways() {
        for source in [
            "fn f() { ctx.execute($) }",
            "fn f() { sqlx::query_as::<_, Row>($).fetch_all(&pool) }",
            "fn f() { conn.prepare(&$.to_string())?; }",
            "fn f() { ctx.sql(if x { $ } else { y }) }",
            "fn f() { let q = $; ctx.sql(q) }",
            "fn f() { let q = String::from($); ctx.sql(&q) }",
            "fn f() { let q; q = $; ctx.sql(q) }",
            "fn f() { for q in [$] { ctx.sql(q); } }",
            "fn f() { run(&ctx, $) } fn run(ctx: &C, text: &str) { ctx.execute(text) }",
            "fn f() { let run = |text: &str| ctx.execute(text); run($) }",
            "fn text() -> &'static str { $ } fn f() { ctx.execute(text()) }",
            "const Q: &str = $; fn f() { ctx.execute(Q) }",
            "const ALL: &[(&str, &str)] = &[(\"q\", $)];",
            "fn f() { ctx.run(Job { text: $ }) } fn g(job: Job) { ctx.execute(&job.text) }",
            "fn f() { vec![ctx.execute($)] }",
        ] {
            assert_eq!(found(source), 1, "{source}");
        }
    }

    #[test]
    fn stays_away_from_other_texts_and_definitions() {
        for source in [
            "fn f() { println!(\"{}\", $) }",
            "fn f() -> &'static str { $ }",
            "fn f() { ctx.execute(\"not sql\") }",
            "fn f() { ctx.execute(\"CREATE TABLE t (a INT DEFAULT 1)\") }",
            "fn f() { ctx.execute(\"SELECT DISTINCT 1\") }",
            "const HELP: &str = \"Select distinct a from the list\";",
            "const HELP: &str = \"delete the file\";",
            "#[cfg(test)] mod tests { fn f() { ctx.execute($) } }",
        ] {
            assert_eq!(found(source), 0, "{source}");
        }
    }

    #[test]
    fn raw_strings_and_line_breaks_become_one_line() {
        assert_eq!(
            mutate(
                "where-drop",
                "fn f() { ctx.execute(r#\"SELECT \"a\"\n  FROM t\n  WHERE b > 1 -- why\n\"#) }"
            ),
            ["fn f() { ctx.execute(\"SELECT \\\"a\\\" FROM t\") }"]
        );
    }

    #[test]
    fn format_strings_keep_their_holes() {
        assert_eq!(
            mutate("relational", "fn f() { ctx.execute(&format!(\"SELECT a FROM {t} WHERE b > {}\", n)) }")
                [0],
            "fn f() { ctx.execute(&format!(\"SELECT a FROM {t} WHERE b >= {}\", n)) }"
        );
        assert!(
            mutate("where-drop", "fn f() { ctx.execute(&format!(\"SELECT a FROM t WHERE b > {n}\")) }")
                .is_empty()
        );
    }

    #[test]
    fn placeholders_stay_in_their_places() {
        assert_eq!(mutate("relational", "fn f() { db.query(\"SELECT a FROM t WHERE b < ?\") }").len(), 2);
        assert!(mutate("where-drop", "fn f() { db.query(\"SELECT a FROM t WHERE b < ?\") }").is_empty());
    }

    #[test]
    fn included_files_are_read_through_the_options() {
        let cfg = Cfg::default();
        let mutators: Vec<_> = crate::CATALOGUE.iter().collect();
        let included = |path: &str| (path == "q.sql").then(|| "SELECT a\nFROM t\nLIMIT 3".to_owned());
        let calls = [SqlCall { name: "ask".into(), dialect: "duckdb".into() }];
        let sql = SqlOptions { calls: &calls, included: &included };
        let options = Options { sql, ..Options::new(&cfg, &mutators) };
        let source = "fn f() { db.ask(include_str!(\"q.sql\")); db.ask(include_str!(\"gone.sql\")); }";
        let found = scan(source, options).expect("Rust").proposals;
        let limit = found.iter().find(|proposal| proposal.mutator == "limit-step").expect("a mutant");
        assert_eq!(limit.replacement, "\"SELECT a FROM t LIMIT 4\"");
        assert_eq!(&source[limit.edit.clone()], "include_str!(\"q.sql\")");
        let edit = limit.sql.as_ref().expect("the SQL");
        assert_eq!((edit.before.lines().count(), edit.after.lines().count()), (4, 4), "{}", edit.after);
        let controls: Vec<_> = found.iter().filter(|p| p.mutator == NO_OP).collect();
        assert_eq!(controls.len(), 1);
        assert_eq!(controls[0].replacement, "\"SELECT a FROM t LIMIT 3\"");
    }

    #[test]
    fn files_below_the_package_are_asked_for_by_its_folder() {
        let cfg = Cfg::default();
        let mutators: Vec<_> = crate::CATALOGUE.iter().collect();
        let included =
            |path: &str| (path == "$CARGO_MANIFEST_DIR/q.sql").then(|| "SELECT a FROM t LIMIT 3".to_owned());
        let sql = SqlOptions { included: &included, ..SqlOptions::default() };
        let options = Options { sql, ..Options::new(&cfg, &mutators) };
        let source = "const Q: &str = include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/q.sql\")); fn f() { db.sql(Q) }";
        let found = scan(source, options).expect("Rust").proposals;
        assert!(found.iter().any(|p| p.replacement == "\"SELECT a FROM t LIMIT 4\""));
    }

    #[test]
    fn a_text_that_is_written_as_it_is_printed_needs_no_control() {
        let cfg = Cfg::default();
        let mutators: Vec<_> = crate::CATALOGUE.iter().collect();
        let sql = SqlOptions::default();
        let options = Options { sql, ..Options::new(&cfg, &mutators) };
        let found = scan("fn f() { db.execute(\"SELECT a FROM t LIMIT 3\") }", options).expect("Rust");
        assert!(found.proposals.iter().all(|p| p.mutator != NO_OP));
        let found = scan("fn f() { db.execute(\"select a from t limit 3\") }", options).expect("Rust");
        assert_eq!(found.proposals.iter().filter(|p| p.mutator == NO_OP).count(), 1);
    }
}
