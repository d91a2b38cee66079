//! Sorting, uniqueness and the first rows of a frame: mutators, one file each, named for the fault it plants.

pub mod rank;
pub mod sort_flip;
pub mod sort_nulls;
pub mod sort_remove;
pub mod sort_tie_drop;
pub mod stable_drop;
pub mod top_n;
pub mod unique_keep;
pub mod unique_remove;
pub mod unique_subset;
