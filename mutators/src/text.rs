//! Strings, rounding and the shape of frames: mutators, one file each, named for the fault it plants.
