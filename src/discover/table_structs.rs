//! Structs of tables, as jobs hand all their inputs around together: each table of such a parameter is an argument.

use std::collections::HashMap;

use mutators::scan::Parameter;
use mutators::syntax::canonical;
use syn::visit::{self, Visit};

use super::SourceFile;
use crate::instrument::point::{Table, by_reference};

/// Names and types of the fields of each struct whose fields are all frames, by its name; those whose name means more than
/// one struct are left out.
#[derive(Debug, Default)]
pub(super) struct TableStructs {
    fields: HashMap<String, Vec<(String, String)>>,
    seen: HashMap<String, usize>,
}

impl TableStructs {
    /// Looks through the files that name a frame.
    pub(super) fn of<'a>(files: impl Iterator<Item = &'a SourceFile>) -> Self {
        let mut all = Self::default();
        for file in files.filter(|file| file.text.contains("Frame")) {
            if let Ok(file) = syn::parse_file(&file.text) {
                all.visit_file(&file);
            }
        }
        all
    }

    /// The tables of a function's parameters, in order; receivers and `&mut` stay whole.
    pub(super) fn tables(&self, parameters: &[Parameter]) -> Vec<Table> {
        let mut tables = Vec::new();
        for (position, parameter) in parameters.iter().enumerate() {
            let bare = by_reference(&parameter.ty).unwrap_or(&parameter.ty);
            let name = bare.rsplit("::").next().unwrap_or_default().trim();
            let once = self.seen.get(name) == Some(&1);
            let Some(fields) = self.fields.get(name).filter(|_| once && !parameter.receiver) else {
                continue;
            };
            tables.extend(fields.iter().map(|(field, ty)| Table {
                parameter: position,
                field: field.clone(),
                ty: ty.clone(),
            }));
        }
        tables
    }
}

impl<'ast> Visit<'ast> for TableStructs {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        *self.seen.entry(item.ident.to_string()).or_default() += 1;
        let syn::Fields::Named(fields) = &item.fields else { return };
        let named = fields.named.iter().filter_map(|field| {
            let ty = canonical(&field.ty);
            is_frame(&ty).then_some((field.ident.as_ref()?.to_string(), ty))
        });
        let named: Vec<(String, String)> = named.collect();
        if !named.is_empty() && named.len() == fields.named.len() && item.generics.params.is_empty() {
            self.fields.insert(item.ident.to_string(), named);
        }
        visit::visit_item_struct(self, item);
    }
}

fn is_frame(ty: &str) -> bool {
    matches!(ty.rsplit("::").next().map(str::trim), Some("DataFrame" | "LazyFrame"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(ty: &str) -> Parameter {
        Parameter {
            name: Some("tables".to_owned()),
            ty: ty.to_owned(),
            mutable: false,
            receiver: false,
            at: 0,
        }
    }

    fn tables(code: &str, ty: &str) -> Vec<String> {
        let mut all = TableStructs::default();
        all.visit_file(&syn::parse_file(code).expect("Rust"));
        all.tables(&[parameter("u8"), parameter(ty)])
            .into_iter()
            .map(|table| format!("{}.{}: {}", table.parameter, table.field, table.ty))
            .collect()
    }

    #[test]
    fn each_table_of_a_struct_is_told() {
        let code = "pub struct Shop { pub orders: LazyFrame, items: polars::prelude::DataFrame }";
        let expected = ["1.orders: LazyFrame", "1.items: polars :: prelude :: DataFrame"];
        for ty in ["Shop", "&Shop", "&'a crate::Shop"] {
            assert_eq!(tables(code, ty), expected, "{ty}");
        }
        assert!(tables(code, "&mut Shop").is_empty() && tables(code, "Vec<Shop>").is_empty());
    }

    #[test]
    fn structs_with_anything_else_or_of_one_name_are_left_out() {
        assert!(tables("struct Shop { orders: LazyFrame, year: i32 }", "Shop").is_empty());
        assert!(tables("struct Shop<T> { orders: LazyFrame, t: T }", "Shop").is_empty());
        let two = "struct Shop { a: LazyFrame } mod m { struct Shop { b: LazyFrame } }";
        assert!(tables(two, "Shop").is_empty());
    }
}
