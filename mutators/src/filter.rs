//! Which rows of a frame are kept: mutators, one file each, named for the fault it plants.

pub mod between_closed;
pub mod bool_op;
pub mod conjunct_drop;
pub mod eq_missing;
pub mod filter_keep_null;
pub mod filter_negate;
pub mod filter_remove;
pub mod is_in;
pub mod predicate_boundary;
pub mod predicate_negate;
