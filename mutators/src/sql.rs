//! SQL in strings and included files: mutators, one file each, named for the fault it plants.
