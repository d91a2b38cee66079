//! What the questions answer over generated tables. One binary, as polars makes each one large.

mod agreement;
mod shape;
mod tables;
