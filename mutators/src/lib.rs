//! The catalogue of faults: pure functions from Rust syntax to mutation proposals.
//!
//! Nothing here does I/O or knows cargo, terminals or settings. [`scan()`] walks one parsed file in value positions
//! only, and asks every [`Mutator`] of the [`catalogue`] about each node; a mutator answers through a [`Sink`]
//! with the smallest edit and the shape of the node around it, which is all that the instrumentation needs.
//!
//! | module | what it holds |
//! |---|---|
//! | [`catalogue`] | the one registration list |
//! | [`code`] | mutators of plain Rust code, one file each |
//! | [`rows`] | iterators, collections and maps of rows, one file each |
//! | [`join`] | how tables are joined, one file each |
//! | [`filter`] | which rows of a frame are kept, one file each |
//! | [`aggregate`] | groups and what is computed over them, one file each |
//! | [`order`] | sorting, uniqueness and the first rows of a frame, one file each |
//! | [`missing`] | nulls, defaults, casts and branches on them, one file each |
//! | [`columns`] | which column is read or written, one file each |
//! | [`time`] | dates, windows, shifts and cumulation, one file each |
//! | [`text`] | strings, rounding and the shape of frames, one file each |
//! | [`sql`] | sQL in strings and included files, one file each |
//! | [`noise`] | rules that take uninteresting mutants out, one file each |
//! | [`proposal`] | what a mutator may propose: edits, shapes, groups |
//! | [`scan`](mod@scan) | the walk over a file and the context it keeps |
//! | [`syntax`] | questions about syntax nodes: byte ranges, temporaries, flattened text |
//! | `receiver` | what a method is called on: an iterator, an option, a frame |
//! | `spots` | operators and literals, in code or in the initialiser of a constant |
//! | `values` | values of a type, for what functions return |
//! | [`witness`] | what the code compares each column with, for samples |
//! | [`manual`] | the parts of a mutator's doc comment, and mutation of a snippet for its tests |

pub mod aggregate;
pub mod catalogue;
pub mod code;
pub mod columns;
pub mod filter;
pub mod join;
pub mod manual;
pub mod missing;
pub mod noise;
pub mod order;
pub mod proposal;
mod receiver;
pub mod rows;
pub mod scan;
mod spots;
pub mod sql;
pub mod syntax;
pub mod text;
pub mod time;
mod values;
pub mod witness;

pub use catalogue::{CATALOGUE, Family, Mutator};
pub use proposal::{Group, Proposal, Shape, Sink};
pub use scan::{Node, Scan, scan};
