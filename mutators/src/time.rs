//! Dates, windows, shifts and cumulation: mutators, one file each, named for the fault it plants.

pub mod cum;
pub mod date_offset;
pub mod date_part;
pub mod diff;
pub mod rolling_agg;
pub mod row_shift;
pub mod time_zone_drop;
pub mod truncate_unit;
pub mod window_closed;
pub mod window_size;
