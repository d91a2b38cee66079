//! A SQL text of the job: parsed in its dialect, changed through its syntax tree at one place at a time, and printed.

use std::ops::ControlFlow;

use sqlparser::ast::{
    Expr, ObjectName, Query, Select, Statement, Value, ValueWithSpan, Visit, VisitMut, Visitor, VisitorMut,
};
use sqlparser::dialect::dialect_from_str;
use sqlparser::parser::Parser;

use crate::proposal::{Bytes, Group, Shape, Sink};
use crate::template::Template;

/// What a SQL mutant changes, printed over several lines for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlEdit {
    /// The text without the mutant.
    pub before: String,
    /// The text with it.
    pub after: String,
}

impl SqlEdit {
    /// The words that change: what two texts share at their start and their end is left out.
    #[must_use]
    pub fn fragments(&self) -> (String, String) {
        let (before, after) = (words(&self.before), words(&self.after));
        let mut start = before.iter().zip(&after).take_while(|(a, b)| a.1 == b.1).count();
        let rest = before[start..].iter().rev().zip(after[start..].iter().rev());
        let mut end = rest.take_while(|(a, b)| a.1 == b.1).count();
        // Of `a > 1 AND a < 2` without its first part, `a > 1 AND` is gone rather than `> 1 AND a`.
        let longer = if before.len() > after.len() { &before } else { &after };
        let connects = |at: usize| matches!(longer[at].1, "AND" | "OR" | ",");
        if start + end == before.len().min(after.len()) && before.len() != after.len() {
            let mut movable = (0..=start)
                .take_while(|by| *by == 0 || longer[start - by].1 == longer[longer.len() - end - by].1);
            let found = movable.find(|by| connects(start - by) || connects(longer.len() - end - by - 1));
            let by = found.unwrap_or(0);
            (start, end) = (start - by, end + by);
        }
        let text = |text: &str, words: &[(usize, &str)]| {
            let changed = &words[start..words.len() - end];
            let (Some(first), Some(last)) = (changed.first(), changed.last()) else { return String::new() };
            let fragment = &text[first.0..last.0 + last.1.len()];
            fragment.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        (text(&self.before, &before), text(&self.after, &after))
    }
}

/// Words with their place, brackets and commas apart, so that a changed word stands alone.
fn words(text: &str) -> Vec<(usize, &str)> {
    let is_alone = |c: char| "(),;".contains(c);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match first {
            _ if first.is_whitespace() || is_alone(first) => first.len_utf8(),
            _ => rest.find(|c: char| c.is_whitespace() || is_alone(c)).unwrap_or(rest.len()),
        };
        if !first.is_whitespace() {
            found.push((at, &rest[..length]));
        }
        at += length;
    }
    found
}

/// Where a SQL text stands in the Rust code and how it is switched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The node that is switched.
    pub(crate) site: Bytes,
    /// How that node is built.
    pub(crate) shape: Shape,
    /// The literal or `include_str!`, which another literal replaces.
    pub(crate) edit: Bytes,
    /// What stands in front of that literal in a replacement.
    pub(crate) prefix: String,
}

/// A SQL text with its syntax tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Sql {
    statements: Vec<Statement>,
    dialect: String,
    printed: String,
    /// True where the text is printed as it was written, so that it needs no control.
    is_as_printed: bool,
    placeholders: Vec<String>,
    /// The holes of a format string.
    template: Option<Template>,
    pub(crate) place: Place,
}

impl Sql {
    /// Parses a text in the first dialect that reads it.
    ///
    /// `None` for what is not SQL, reads or writes no table, defines tables only, or does not print as it was parsed.
    pub(crate) fn read(text: &str, is_template: bool, dialects: &[&str], place: Place) -> Option<Self> {
        let (text, template) = if is_template {
            let (text, template) = Template::read(text)?;
            (text, Some(template))
        } else {
            (text.to_owned(), None)
        };
        let (dialect, statements) =
            dialects.iter().find_map(|dialect| Some((*dialect, parse(&text, dialect)?)))?;
        if !statements.iter().any(|statement| holds_data(statement) && reads_tables(statement)) {
            return None;
        }
        let printed = print(&statements);
        let sql = Self {
            is_as_printed: printed == text,
            printed,
            placeholders: placeholders(&statements),
            dialect: dialect.to_owned(),
            statements,
            template,
            place,
        };
        (parse(&sql.printed, dialect).as_ref() == Some(&sql.statements)).then_some(sql)
    }

    /// The literal that holds the text as it is printed: the control that shows whether printing alone changes a verdict.
    /// `None` where the text is written as it is printed.
    pub(crate) fn control(&self) -> Option<String> {
        if self.is_as_printed { None } else { self.literal(&self.printed) }
    }

    /// Shows every part of one kind.
    pub(crate) fn each<T: Part>(&self, look: &mut dyn FnMut(&T)) {
        self.statements.iter().filter(|statement| holds_data(statement)).for_each(|one| T::each(one, look));
    }

    /// Proposes what `change` makes of each expression.
    pub(crate) fn expressions(&self, sink: &mut Sink<'_>, change: impl Fn(&Expr) -> Vec<(Group, Expr)>) {
        for (at, group, new) in self.changes(change) {
            let nested = Expr::Nested(Box::new(new.clone()));
            // What binds less tightly than its neighbours needs parentheses to mean what was meant.
            if let Some(text) = self.replaced(at, &new).or_else(|| self.replaced(at, &nested)) {
                self.propose(sink, group, &text);
            }
        }
    }

    /// Proposes what `change` makes of each `SELECT` without its `ORDER BY` and `LIMIT`.
    pub(crate) fn selects(&self, sink: &mut Sink<'_>, change: impl Fn(&Select) -> Vec<(Group, Select)>) {
        self.parts(sink, change);
    }

    /// Proposes what `change` makes of each query: a `SELECT` or a set operation with its `ORDER BY` and `LIMIT`.
    pub(crate) fn queries(&self, sink: &mut Sink<'_>, change: impl Fn(&Query) -> Vec<(Group, Query)>) {
        self.parts(sink, change);
    }

    /// Proposes what `change` makes of each statement.
    pub(crate) fn statements(
        &self,
        sink: &mut Sink<'_>,
        change: impl Fn(&Statement) -> Vec<(Group, Statement)>,
    ) {
        self.parts(sink, change);
    }

    fn parts<T: Part>(&self, sink: &mut Sink<'_>, change: impl Fn(&T) -> Vec<(Group, T)>) {
        for (at, group, new) in self.changes(change) {
            if let Some(text) = self.replaced(at, &new) {
                self.propose(sink, group, &text);
            }
        }
    }

    /// All changes of parts of one kind, with the number of the part.
    fn changes<T: Part>(&self, change: impl Fn(&T) -> Vec<(Group, T)>) -> Vec<(usize, Group, T)> {
        let mut changes = Vec::new();
        let mut at = 0;
        self.each(&mut |part| {
            changes.extend(change(part).into_iter().map(|(group, new)| (at, group, new)));
            at += 1;
        });
        changes
    }

    /// The printed text with one part replaced, where it means what the syntax tree says.
    fn replaced<T: Part>(&self, at: usize, new: &T) -> Option<String> {
        let mut statements = self.statements.clone();
        let mut left = at;
        for statement in statements.iter_mut().filter(|statement| holds_data(statement)) {
            if T::replace(statement, &mut left, new) {
                break;
            }
        }
        let text = print(&statements);
        let same = parse(&text, &self.dialect).as_ref() == Some(&statements);
        (same && text != self.printed && placeholders(&statements) == self.placeholders).then_some(text)
    }

    fn propose(&self, sink: &mut Sink<'_>, group: Group, text: &str) {
        let Some(literal) = self.literal(text) else { return };
        let edit = SqlEdit { before: self.shown(&self.printed), after: self.shown(text) };
        sink.sql(group, &self.place, literal, edit);
    }

    /// The Rust literal of a SQL text, on one line.
    fn literal(&self, sql: &str) -> Option<String> {
        let text = match &self.template {
            Some(template) => template.fill(sql)?,
            None => sql.to_owned(),
        };
        Some(format!("{}{text:?}", self.place.prefix))
    }

    /// A SQL text over several lines, holes as they are written.
    fn shown(&self, sql: &str) -> String {
        let statements = parse(sql, &self.dialect).unwrap_or_default();
        let lines: Vec<_> = statements.iter().map(|statement| format!("{statement:#}")).collect();
        let text = lines.join(";\n");
        self.template.as_ref().map_or(text.clone(), |template| template.shown(&text))
    }
}

fn parse(text: &str, dialect: &str) -> Option<Vec<Statement>> {
    Parser::parse_sql(&*dialect_from_str(dialect)?, text).ok()
}

fn print(statements: &[Statement]) -> String {
    statements.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// True for what reads or changes rows; definitions of tables are left alone unless a query fills them.
fn holds_data(statement: &Statement) -> bool {
    match statement {
        Statement::Query(_)
        | Statement::Insert(_)
        | Statement::Update(_)
        | Statement::Delete(_)
        | Statement::Merge(_)
        | Statement::CreateView(_) => true,
        Statement::CreateTable(table) => table.query.is_some() && table.columns.is_empty(),
        _ => false,
    }
}

fn reads_tables(statement: &Statement) -> bool {
    let mut found = false;
    look_through(statement, &mut |seen| found |= matches!(seen, Seen::Relation));
    found
}

/// The placeholders in their order: the arguments that are bound to them stay what they are.
fn placeholders(statements: &[Statement]) -> Vec<String> {
    let mut found = Vec::new();
    let mut look = |seen: Seen<'_>| {
        if let Seen::Value(ValueWithSpan { value: Value::Placeholder(name), .. }) = seen {
            found.push(name.clone());
        }
    };
    statements.iter().for_each(|statement| look_through(statement, &mut look));
    found
}

/// What the one visitor meets. There is only one, because the compiler writes the whole walk again for each.
enum Seen<'a> {
    Expr(&'a Expr),
    Select(&'a Select),
    Query(&'a Query),
    QueryEnd,
    Statement(&'a Statement),
    Value(&'a ValueWithSpan),
    Relation,
}

/// The same, to be replaced.
enum SeenMut<'a> {
    Expr(&'a mut Expr),
    Select(&'a mut Select),
    Query(&'a mut Query),
    Statement(&'a mut Statement),
}

struct Looker<'a>(&'a mut dyn FnMut(Seen<'_>));

fn look_through(root: &impl Visit, look: &mut dyn FnMut(Seen<'_>)) {
    let _ = root.visit(&mut Looker(look));
}

macro_rules! looks {
    ($($visit:ident($node:ty) $seen:expr;)*) => {
        impl Visitor for Looker<'_> {
            type Break = ();
            $(fn $visit(&mut self, node: &$node) -> ControlFlow<()> {
                (self.0)($seen(node));
                ControlFlow::Continue(())
            })*
        }
    };
}

looks! {
    pre_visit_expr(Expr) Seen::Expr;
    pre_visit_select(Select) Seen::Select;
    pre_visit_query(Query) Seen::Query;
    post_visit_query(Query) |_| Seen::QueryEnd;
    pre_visit_statement(Statement) Seen::Statement;
    pre_visit_value(ValueWithSpan) Seen::Value;
    pre_visit_relation(ObjectName) |_| Seen::Relation;
}

/// Stops where the function says so.
struct Replacer<'a>(&'a mut dyn FnMut(SeenMut<'_>) -> ControlFlow<()>);

/// A kind of node of the syntax tree that can be looked at and replaced.
pub(crate) trait Part: Clone {
    /// What was met, where it is of this kind.
    #[expect(private_interfaces, reason = "only this module visits")]
    fn of(seen: Seen<'_>) -> Option<&Self>;
    /// The same, to be replaced.
    #[expect(private_interfaces, reason = "only this module visits")]
    fn of_mut(seen: SeenMut<'_>) -> Option<&mut Self>;

    /// Shows every part of this kind under `root`, outer ones first.
    fn each(root: &impl Visit, look: &mut dyn FnMut(&Self)) {
        look_through(root, &mut |seen| {
            if let Some(part) = Self::of(seen) {
                look(part);
            }
        });
    }

    /// Replaces the part before which `left` others come, and counts `left` down where there are fewer.
    fn replace(root: &mut impl VisitMut, left: &mut usize, new: &Self) -> bool {
        let mut replace = |seen: SeenMut<'_>| {
            let Some(part) = Self::of_mut(seen) else { return ControlFlow::Continue(()) };
            if *left == 0 {
                part.clone_from(new);
                return ControlFlow::Break(());
            }
            *left -= 1;
            ControlFlow::Continue(())
        };
        root.visit(&mut Replacer(&mut replace)).is_break()
    }
}

macro_rules! parts {
    ($($part:ident: $visit:ident;)*) => {
        impl VisitorMut for Replacer<'_> {
            type Break = ();
            $(fn $visit(&mut self, part: &mut $part) -> ControlFlow<()> {
                (self.0)(SeenMut::$part(part))
            })*
        }
        $(#[expect(private_interfaces, reason = "only this module visits")]
        impl Part for $part {
            fn of(seen: Seen<'_>) -> Option<&Self> {
                if let Seen::$part(part) = seen { Some(part) } else { None }
            }
            fn of_mut(seen: SeenMut<'_>) -> Option<&mut Self> {
                if let SeenMut::$part(part) = seen { Some(part) } else { None }
            }
        })*
    };
}

parts! {
    Expr: pre_visit_expr;
    Select: pre_visit_select;
    Query: pre_visit_query;
    Statement: pre_visit_statement;
}

/// Shows each expression under `root` with its number among all of them, subqueries excluded.
pub(crate) fn each_outside(root: &impl Visit, look: &mut dyn FnMut(usize, &Expr)) {
    let (mut depth, mut at) = (0, 0);
    look_through(root, &mut |seen| match seen {
        Seen::Query(_) => depth += 1,
        Seen::QueryEnd => depth -= 1,
        Seen::Expr(expr) => {
            if depth == 0 {
                look(at, expr);
            }
            at += 1;
        }
        _ => {}
    });
}

/// What `change` makes of each expression under `root`, subqueries excluded.
pub(crate) fn inside(root: &Expr, change: impl Fn(&Expr) -> Vec<(Group, Expr)>) -> Vec<(Group, Expr)> {
    let mut found = Vec::new();
    each_outside(root, &mut |at, expr| {
        found.extend(change(expr).into_iter().map(|(group, new)| (at, group, new)));
    });
    let changed = |(mut at, group, new): (usize, Group, Expr)| {
        let mut whole = root.clone();
        Expr::replace(&mut whole, &mut at, &new);
        (group, whole)
    };
    found.into_iter().map(changed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_the_words_that_change() {
        let of = |before: &str, after: &str| {
            SqlEdit { before: before.to_owned(), after: after.to_owned() }.fragments()
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(of("SELECT SUM(a)\nFROM t", "SELECT MAX(a)\nFROM t"), pair("SUM", "MAX"));
        assert_eq!(of("SELECT DISTINCT a FROM t", "SELECT a FROM t"), pair("DISTINCT", ""));
        assert_eq!(of("SELECT a FROM t LIMIT 3", "SELECT a FROM t LIMIT 4"), pair("3", "4"));
        assert_eq!(of("WHERE a > 1 AND a < 2", "WHERE a < 2"), pair("a > 1 AND", ""));
        assert_eq!(of("WHERE a < 2 AND b < 2", "WHERE a < 2"), pair("AND b < 2", ""));
        assert_eq!(of("SELECT a, b FROM t", "SELECT MIN(a) AS a, b FROM t"), pair("", "MIN(a) AS"));
        assert_eq!(of("WHERE f(a) = 1", "WHERE (f(a) = 1 OR b)"), pair("f(a) = 1", "(f(a) = 1 OR b)"));
    }

    #[test]
    fn definitions_beside_a_query_stay_as_they_are() {
        let place = Place { site: 0..0, shape: Shape::Literal, edit: 0..0, prefix: String::new() };
        let text = "CREATE TABLE u (a INT DEFAULT 5); SELECT a FROM t WHERE a > 3";
        let sql = Sql::read(text, false, &["generic"], place).expect("SQL");
        let mut seen = Vec::new();
        sql.each(&mut |expr: &Expr| seen.push(expr.to_string()));
        assert_eq!(seen, ["a", "a > 3", "a", "3"]);
    }
}
