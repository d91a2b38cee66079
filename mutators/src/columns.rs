//! Which column is read or written: mutators, one file each, named for the fault it plants.
