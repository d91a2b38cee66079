//! What the questions answer over generated tables. One binary, as polars makes each one large.

mod agreement;
#[cfg(feature = "closed_gaps")]
mod closed_gaps;
mod shape;
#[cfg(feature = "suggested")]
mod suggested;
mod tables;
