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

/// A function that is observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Index in the list of observed functions.
    pub number: usize,
    /// The function.
    pub function: Arc<Function>,
    /// Expressions whose value the function returns.
    pub results: Vec<Range<usize>>,
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
        let named = self.function.parameters.iter().enumerate();
        let recorded: String = named
            .filter_map(|(position, parameter)| Some((position, parameter.name.as_ref()?)))
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
        self.replaced().filter(move |(_, _, parameter)| whole && !parameter.mutable).map(|(.., p)| p.at)
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

/// True for a written type that is a frame, a vector or a slice, or a shared reference to one.
fn holds_rows(ty: &str) -> bool {
    let mut rest = ty.trim();
    let by_reference = rest.starts_with('&');
    if by_reference {
        rest = rest[1..].trim_start();
        if rest.starts_with('\'') {
            rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
        }
    }
    if rest.starts_with('[') {
        return by_reference && !rest.contains(';');
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
