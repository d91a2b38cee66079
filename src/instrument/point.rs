//! An observation point: a function whose arguments and results can be recorded (I13).
//!
//! A result goes through a `match` on a constructor that says its type. The operand of a scrutinee keeps its temporaries
//! as long as a tail expression does, in every edition, so guards and drops come when they came before; and the operand
//! of a constructor is coerced to the type that is said, as the result of a function is.

use std::ops::Range;
use std::sync::Arc;

use mutators::scan::{Function, Parameter};
use serde::{Deserialize, Serialize};

use super::bodies::{LOCAL, RT};

/// The crate whose macros read values: the runtime, or what knows the user's polars.
const FRAMES: &str = "mutate_data_frames";

/// The local variable that holds which call it is.
const CALL: &str = "__call";

/// How much of a function is observed; what does not compile steps down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Extent {
    /// Nothing.
    Nothing,
    /// That it is called.
    Calls,
    /// What it returns, too.
    Results,
    /// Its arguments, too.
    Whole,
}

/// A table inside of a parameter that is a struct of tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Position of the parameter.
    pub parameter: usize,
    /// Name of the field.
    pub field: String,
    /// Type of the field as it is written.
    pub ty: String,
}

/// A function that is observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Index in the list of observed functions.
    pub number: usize,
    /// The function.
    pub function: Arc<Function>,
    /// Expressions whose value the function returns.
    pub results: Vec<Range<usize>>,
    /// Tables inside of parameters; as arguments they come after the parameters.
    pub tables: Vec<Table>,
    /// What is compiled in.
    pub extent: Extent,
}

impl Point {
    /// Less of the function is observed from now on; `at_entry` says where the compiler objects.
    pub fn descend(&mut self, at_entry: bool) {
        let takes_something = !self.function.parameters.is_empty();
        self.extent = match self.extent {
            Extent::Whole if at_entry && takes_something => Extent::Results,
            Extent::Whole | Extent::Results if !at_entry => Extent::Calls,
            _ => Extent::Nothing,
        };
    }

    /// Whether what it returns is observed.
    #[must_use]
    pub fn reads_results(&self) -> bool {
        self.extent >= Extent::Results
    }

    /// What stands at the start of the body, behind the variable that says which mutant is on.
    #[must_use]
    pub fn entry(&self) -> String {
        let number = self.number;
        let call = format!("let {CALL} = if {LOCAL} == 0 {{ 0 }} else {{ {RT}::call({number}) }}; ");
        if self.extent != Extent::Whole {
            return call;
        }
        let replaced: String = self
            .replaced()
            .map(|(position, name, _)| {
                format!("{name} = {FRAMES}::subset!({number}, {CALL}, {position}, {name}); ")
            })
            .collect();
        let replaced = replaced + &self.replaced_structs();
        let named = self.function.parameters.iter().enumerate();
        let whole = named.filter_map(|(position, parameter)| Some((position, parameter.name.clone()?)));
        let parts =
            self.tables.iter().zip(self.function.parameters.len()..).filter_map(|(table, position)| {
                let name = self.function.parameters[table.parameter].name.as_ref()?;
                Some((position, format!("{name}.{}", table.field)))
            });
        let recorded: String = whole
            .chain(parts)
            .map(|(position, name)| format!("{FRAMES}::observe!({number}, {CALL}, {position}, &{name}); "))
            .collect();
        if recorded.is_empty() {
            return call;
        }
        format!("{call}if {CALL} != 0 {{ {replaced}if {RT}::wants({number}) {{ {recorded}}} }} ")
    }

    /// Where a parameter becomes mutable, so that another value can be put into it.
    pub fn made_mutable(&self) -> impl Iterator<Item = usize> {
        let whole = self.extent == Extent::Whole;
        let structs = self.structs().map(|(_, parameter)| parameter);
        let parameters = self.replaced().map(|(.., parameter)| parameter).chain(structs);
        parameters.filter(move |parameter| whole && !parameter.mutable).map(|parameter| parameter.at)
    }

    /// The named parameters that are structs of tables, with their positions.
    fn structs(&self) -> impl Iterator<Item = (usize, &Parameter)> {
        let parameters = self.function.parameters.iter().enumerate();
        parameters.filter(|(position, parameter)| {
            parameter.name.is_some() && self.tables.iter().any(|table| table.parameter == *position)
        })
    }

    /// Puts each table of a struct in its place again, or some of its rows.
    fn replaced_structs(&self) -> String {
        let number = self.number;
        let mut text = String::new();
        for (position, parameter) in self.structs() {
            let name = parameter.name.as_deref().unwrap_or_default();
            let fields = self.tables.iter().zip(self.function.parameters.len()..);
            let fields: String = fields
                .filter(|(table, _)| table.parameter == position)
                .map(|(Table { field, .. }, at)| {
                    format!("{field}: {FRAMES}::subset!({number}, {CALL}, {at}, ::std::clone::Clone::clone(&{name}.{field})), ")
                })
                .collect();
            match by_reference(&parameter.ty) {
                Some(ty) => text.push_str(&format!("{name} = {RT}::kept({ty} {{ {fields}}}); ")),
                None => text.push_str(&format!("{name} = {} {{ {fields}}}; ", parameter.ty)),
            }
        }
        text
    }

    /// Position, name and facts of the parameters that a subset of their rows may replace.
    fn replaced(&self) -> impl Iterator<Item = (usize, &str, &Parameter)> {
        let named = self.function.parameters.iter().enumerate();
        named.filter_map(|(position, parameter)| {
            let name = parameter.name.as_deref()?;
            (!parameter.receiver && holds_rows(&parameter.ty)).then_some((position, name, parameter))
        })
    }

    /// What stands before a result and behind it.
    #[must_use]
    pub fn around(&self) -> (String, String) {
        let (number, ty) = (self.number, &self.function.output);
        let before = format!("match {RT}::Returned::<{ty}>(");
        let after = format!(
            ") {{ {RT}::Returned(__r) => {{ if {CALL} != 0 {{ {FRAMES}::observe!({number}, {CALL}, &__r); }} __r }} }}"
        );
        (before, after)
    }
}

/// What a shared reference of this type refers to.
pub fn by_reference(ty: &str) -> Option<&str> {
    let rest = ty.trim().strip_prefix('&')?.trim_start();
    let rest =
        if rest.starts_with('\'') { rest.split_once(char::is_whitespace)?.1.trim_start() } else { rest };
    (!rest.starts_with("mut ")).then_some(rest)
}

/// True for a written type that is a frame, a vector or a slice, or a shared reference to one.
fn holds_rows(ty: &str) -> bool {
    let referred = by_reference(ty);
    let rest = referred.unwrap_or(ty).trim();
    if rest.starts_with('[') {
        return referred.is_some() && !rest.contains(';');
    }
    if rest.starts_with('&') {
        return false;
    }
    let path = rest.split('<').next().unwrap_or_default();
    let name = path.rsplit("::").next().unwrap_or_default().trim();
    matches!(name, "DataFrame" | "LazyFrame" | "Vec")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_vectors_and_slices_hold_rows() {
        for ty in [
            "DataFrame",
            "&'a LazyFrame",
            "polars::prelude::DataFrame",
            "Vec<(A, B)>",
            "& [Trip]",
            "&Vec<u8>",
        ] {
            assert!(holds_rows(ty), "{ty}");
        }
        for ty in
            ["&mut DataFrame", "Option<Vec<u8>>", "[u8; 3]", "&[u8; 3]", "impl IntoIterator<Item = Vec<u8>>"]
        {
            assert!(!holds_rows(ty), "{ty}");
        }
    }
}
