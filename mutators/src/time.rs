//! Dates, windows, shifts and cumulation: mutators, one file each, named for the fault it plants.
