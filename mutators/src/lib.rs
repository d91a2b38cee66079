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
//! | [`sql`] | SQL in strings and included files, one file each |
//! | [`rules`] | mutators that a project declares for functions of its own |
//! | [`noise`] | rules that take uninteresting mutants out, one file each |
//! | [`proposal`] | what a mutator may propose: edits, shapes, groups |
//! | [`scan`](mod@scan) | the walk over a file and the context it keeps |
//! | [`syntax`] | questions about syntax nodes: byte ranges, temporaries, flattened text |
//! | `frames` | what a piece of polars code is: frames, expressions, columns, lists of keys |
//! | `receiver` | what a method is called on: an iterator, an option, a frame |
//! | `spots` | operators and literals, in code or in the initialiser of a constant |
//! | `clauses` | questions about parts of SQL: columns, join conditions, literals |
//! | [`statement`] | a SQL text with its syntax tree: one change at a time, and printed |
//! | `template` | format strings that hold SQL |
//! | `values` | values of a type, for what functions return |
//! | [`witness`] | what the code compares each column with, for samples |
//! | [`manual`] | the parts of a mutator's doc comment, and mutation of a snippet for its tests |

pub mod aggregate;
pub mod catalogue;
mod clauses;
pub mod code;
pub mod columns;
pub mod filter;
mod frames;
pub mod join;
pub mod manual;
pub mod missing;
pub mod noise;
pub mod order;
pub mod proposal;
mod receiver;
pub mod rows;
pub mod rules;
pub mod scan;
mod spots;
pub mod sql;
mod sql_tables;
pub mod statement;
pub mod syntax;
mod template;
pub mod text;
pub mod time;
mod values;
pub mod witness;

pub use catalogue::{CATALOGUE, Family, Mutator};
pub use proposal::{Group, Proposal, Shape, Sink};
pub use scan::{Node, Scan, scan};
pub use statement::SqlEdit;
