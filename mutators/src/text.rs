//! Strings, rounding and the shape of frames: mutators, one file each, named for the fault it plants.

pub mod clip;
pub mod concat_input;
pub mod explode;
pub mod frame_round;
pub mod horizontal;
pub mod replace_all;
pub mod text_match;
pub mod text_normalise_remove;
