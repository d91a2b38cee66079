//! How tables are joined: mutators, one file each, named for the fault it plants.

pub mod asof_strategy;
pub mod asof_tolerance;
pub mod join_coalesce;
pub mod join_cross;
pub mod join_key_drop;
pub mod join_nulls;
pub mod join_right_dedup;
pub mod join_semi_anti;
pub mod join_type;
pub mod join_validate_drop;
