//! Groups and what is computed over them: mutators, one file each, named for the fault it plants.

pub mod agg_filter_drop;
pub mod agg_swap;
pub mod count_kind;
pub mod ddof;
pub mod extreme_by;
pub mod group_key_drop;
pub mod over_key_drop;
pub mod over_order;
pub mod pivot_agg;
pub mod quantile;
