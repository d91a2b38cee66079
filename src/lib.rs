//! Mutation testing for data-processing jobs: plants small faults, runs the project's own tests on sampled
//! production rows, and reports the faults that no test noticed.
//!
//! Data flows one way; each step is one module:
//!
//! | step | module | from | to |
//! |---|---|---|---|
//! | 1 | [`settings`] | flags ([`cli`]) and `mutate-data.toml` ([`config`]) | validated [`settings::Settings`] |
//! | 2 | [`workspace`] | cargo metadata | packages, targets, cfg |
//! | 3 | [`sample`] | production data | sample files, handed to tests by environment variable |
//! | 4 | [`discover`], [`suppress`] | sources, the `mutators` crate | sites and mutants |
//! | 5 | [`instrument`] | sites | switched sources on the original's lines, with a byte map |
//! | 6 | [`build`] | switched sources | test binaries; what does not compile is rolled back |
//! | 7 | [`trace`] | test binaries, [`harness`] | per test: mutants reached and infected, time |
//! | 8 | [`plan`] | traces | which tests for which mutant, in which order |
//! | 9 | [`run`] | plans | verdicts, as events |
//! | | [`controls`] | controls of SQL texts | SQL mutants that say nothing, taken out before the run |
//! | 10 | [`explain`] | survivors, observed runs of their tests | why each survived, the test that would notice |
//! | 11 | [`findings`], [`gate`] | verdicts, the rules of `[gate]` | survivors ranked, passed or failed |
//! | 12 | [`report`] | events and results | terminal, HTML, JSON, formats for CI |
//!
//! [`pipeline`] calls them in order, [`revision`] asks git for the commit. [`model`] holds the words they share, [`error`] the failures a user can act on.
//!
//! Boundaries: `mutators` does no I/O; [`run`] prints nothing; [`report`] decides nothing; [`mod@cargo`] composes every
//! cargo command; [`process`] spawns every process. Deliberately absent: a copy of the user's tree, a rebuild of
//! dependencies, nightly features, `unsafe`.
//!
//! The runtime that instrumented crates are linked with is `src/runtime/crate.rs`, with the recorder of observed functions in
//! `src/runtime/observe.rs` and what stands for two iterators in `src/runtime/opaque.rs`; `src/runtime/frames.rs` is compiled against the user's own polars, to read its frames.

pub mod build;
pub mod cargo;
pub mod cli;
pub mod config;
pub mod controls;
pub mod discover;
pub mod error;
pub mod explain;
pub mod findings;
pub mod gate;
pub mod harness;
pub mod instrument;
pub mod model;
pub mod pipeline;
pub mod plan;
pub mod process;
pub mod report;
pub mod revision;
pub mod run;
pub mod sample;
pub mod settings;
pub mod suppress;
pub mod trace;
pub mod workspace;
