//! Iterators, collections and maps of rows: mutators, one file each, named for the fault it plants.
