//! How tables are joined: mutators, one file each, named for the fault it plants.
