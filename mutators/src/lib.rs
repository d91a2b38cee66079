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
//! | [`noise`] | rules that take uninteresting mutants out, one file each |
//! | [`proposal`] | what a mutator may propose: edits, shapes, groups |
//! | [`scan`](mod@scan) | the walk over a file and the context it keeps |
//! | [`syntax`] | questions about syntax nodes: byte ranges, temporaries, flattened text |
//! | `spots` | operators and literals, in code or in the initialiser of a constant |
//! | `values` | values of a type, for what functions return |
//! | [`manual`] | the parts of a mutator's doc comment, and mutation of a snippet for its tests |

pub mod catalogue;
pub mod code;
pub mod manual;
pub mod noise;
pub mod proposal;
pub mod scan;
mod spots;
pub mod syntax;
mod values;

pub use catalogue::{CATALOGUE, Family, Mutator};
pub use proposal::{Group, Proposal, Shape, Sink};
pub use scan::{Node, Scan, scan};
