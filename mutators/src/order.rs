//! Sorting, uniqueness and the first rows of a frame: mutators, one file each, named for the fault it plants.
