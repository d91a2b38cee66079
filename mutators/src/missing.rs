//! Nulls, defaults, casts and branches on them: mutators, one file each, named for the fault it plants.
