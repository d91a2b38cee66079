//! Which rows of a frame are kept: mutators, one file each, named for the fault it plants.
