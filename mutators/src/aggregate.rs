//! Groups and what is computed over them: mutators, one file each, named for the fault it plants.
