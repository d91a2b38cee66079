//! The one list of mutators; what is not here does not exist.

use crate::code;
use crate::manual::Manual;
use crate::proposal::Sink;
use crate::scan::{Context, Node};

/// What part of a job a mutator attacks; reports group by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Operators, constants, control flow: any Rust code.
    Code,
}

impl Family {
    /// The name used in output and settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
        }
    }
}

/// A rule that plants one kind of fault.
pub struct Mutator {
    /// Kebab-case, unique, the name of its file.
    pub name: &'static str,
    /// The family that reports count it under.
    pub family: Family,
    /// The text of its file, whose opening doc comment is its manual.
    pub source: &'static str,
    /// Proposes faults for one node.
    pub propose: fn(Node<'_>, &Context, &mut Sink<'_>),
}

impl Mutator {
    /// The parts of its doc comment.
    #[must_use]
    pub fn manual(&self) -> Manual {
        Manual::parse(self.source)
    }
}

impl std::fmt::Debug for Mutator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mutator")
            .field("name", &self.name)
            .field("family", &self.family)
            .finish_non_exhaustive()
    }
}

/// Registers the modules of [`code`] under the names of their files.
macro_rules! catalogue {
    ($($family:ident: $($module:ident)*;)*) => {
        &[$($(Mutator {
            name: code::$module::NAME,
            family: Family::$family,
            source: include_str!(concat!("code/", stringify!($module), ".rs")),
            propose: code::$module::propose,
        },)*)*]
    };
}

/// Every mutator, in the order of the catalogue page.
pub static CATALOGUE: &[Mutator] = catalogue! {
    Code:
        arithmetic
        bitwise
        shift
        comparison_boundary
        comparison_negate
        comparison_replace
        logical
        negation_delete
        condition_force
        integer_constant
        float_constant
        bool_constant
        string_constant
        char_constant
        unit_scale
        return_value
        return_early_value
        statement_delete
        assignment_delete
        accumulate_overwrite
        match_arm_delete
        match_arm_swap
        struct_field_delete
        argument_swap
        question_skip;
};

/// The mutator of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Mutator> {
    CATALOGUE.iter().find(|mutator| mutator.name == name)
}
