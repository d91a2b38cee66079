//! Which table of the known schemas a column of a `SELECT` belongs to.

use sqlparser::ast::{Ident, Query, Select, SelectItem, TableFactor};

use crate::clauses::column;
use crate::columns::column_swap::type_of;
use crate::scan::Table;
use crate::statement::{Sql, each_outside};

/// The tables that a `SELECT` reads, by the names that its columns are qualified with.
pub(crate) struct Tables<'a> {
    known: Vec<(String, &'a Table)>,
    /// True where it reads others, too: queries, functions, tables without a schema.
    reads_others: bool,
}

impl<'a> Tables<'a> {
    /// Those of the schemas that `FROM` names, and that have all columns which the `SELECT` reads of them: a table of that
    /// name may have been narrowed before. `defined` are names that the text itself gives to queries.
    pub(crate) fn of(select: &Select, defined: &[String], schemas: &'a [Table]) -> Self {
        let mut tables = Self { known: vec![], reads_others: false };
        let from = select.from.iter().flat_map(|from| {
            std::iter::once(&from.relation).chain(from.joins.iter().map(|join| &join.relation))
        });
        for relation in from {
            let known = named(relation).filter(|(_, table)| !defined.iter().any(|name| same(name, table)));
            match known.and_then(|(name, table)| Some((name, schema(&table, schemas)?))) {
                Some(known) => tables.known.push(known),
                None => tables.reads_others = true,
            }
        }
        let mut strangers = vec![];
        let mut is_complete = true;
        each_outside(select, &mut |_, expr| match column(expr).as_deref() {
            Some([.., qualifier, name]) => {
                let lacks = |(known, table): &&(String, &Table)| {
                    same(known, &qualifier.value) && type_of(table, &name.value).is_none()
                };
                strangers.extend(tables.known.iter().filter(lacks).map(|(known, _)| known.clone()));
            }
            Some([name]) => {
                let has = |(_, table): &(String, &Table)| type_of(table, &name.value).is_some();
                is_complete &= tables.known.iter().any(has) || is_alias(select, name);
            }
            _ => {}
        });
        if !is_complete && !tables.reads_others {
            tables.known.clear();
        }
        tables.reads_others |= !strangers.is_empty();
        tables.known.retain(|(name, _)| !strangers.contains(name));
        tables
    }

    /// The table of a column.
    pub(crate) fn table(&self, names: &[&Ident]) -> Option<&'a Table> {
        let (last, qualifier) = names.split_last()?;
        let has = |table: &Table| type_of(table, &last.value).is_some();
        let mut found = self.known.iter().filter(|(name, table)| {
            has(table) && qualifier.last().is_none_or(|qualifier| same(name, &qualifier.value))
        });
        let (_, table) = found.next()?;
        found.next().is_none().then_some(*table)
    }

    /// Whether the name alone says which column is meant.
    pub(crate) fn is_unique(&self, name: &str) -> bool {
        !self.reads_others
            && self.known.iter().filter(|(_, table)| type_of(table, name).is_some()).count() == 1
    }
}

/// The names that `WITH` gives to queries.
pub(crate) fn defined(sql: &Sql) -> Vec<String> {
    let mut names = vec![];
    sql.each(&mut |query: &Query| {
        let tables = query.with.iter().flat_map(|with| &with.cte_tables);
        names.extend(tables.map(|table| table.alias.name.value.clone()));
    });
    names
}

fn is_alias(select: &Select, name: &Ident) -> bool {
    let is_it = |item: &SelectItem| matches!(item, SelectItem::ExprWithAlias { alias, .. } if same(&alias.value, &name.value));
    select.projection.iter().any(is_it)
}

/// What columns are qualified with, and the name of the table.
fn named(relation: &TableFactor) -> Option<(String, String)> {
    let TableFactor::Table { name, alias, args: None, .. } = relation else { return None };
    let table = name.0.last()?.as_ident()?.value.clone();
    let alias = alias.as_ref().map(|alias| alias.name.value.clone());
    Some((alias.unwrap_or_else(|| table.clone()), table))
}

fn schema<'a>(name: &str, schemas: &'a [Table]) -> Option<&'a Table> {
    let mut found = schemas.iter().filter(|table| same(&table.name, name));
    let table = found.next()?;
    found.next().is_none().then_some(table)
}

/// Names of data sets are spelled with `-` where SQL has `_`.
fn same(a: &str, b: &str) -> bool {
    a.replace('-', "_").eq_ignore_ascii_case(&b.replace('-', "_"))
}
