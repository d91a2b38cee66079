//! The tests of the job, over rows by hand and over the sampled tables.

mod clean;
#[cfg(feature = "closed_gaps")]
mod closed_gaps;
mod common;
mod customers;
mod revenue;
#[cfg(feature = "suggested")]
mod suggested;
