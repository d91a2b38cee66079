//! Which column is read or written: mutators, one file each, named for the fault it plants.

pub mod alias_swap;
pub mod column_swap;
pub mod lit_step;
