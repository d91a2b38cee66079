//! Mutators of plain Rust code, one file each, named for the fault it plants.

pub mod accumulate_overwrite;
pub mod argument_swap;
pub mod arithmetic;
pub mod assignment_delete;
pub mod bitwise;
pub mod bool_constant;
pub mod char_constant;
pub mod comparison_boundary;
pub mod comparison_negate;
pub mod comparison_replace;
pub mod condition_force;
pub mod float_constant;
pub mod integer_constant;
pub mod logical;
pub mod match_arm_delete;
pub mod match_arm_swap;
pub mod negation_delete;
pub mod question_skip;
pub mod return_early_value;
pub mod return_value;
pub mod shift;
pub mod statement_delete;
pub mod string_constant;
pub mod struct_field_delete;
pub mod unit_scale;
