//! Nulls, defaults, casts and branches on them: mutators, one file each, named for the fault it plants.

pub mod cast;
pub mod coalesce;
pub mod drop_nulls_remove;
pub mod fill_null_remove;
pub mod fill_null_value;
pub mod fill_strategy;
pub mod null_check;
pub mod when_branch;
