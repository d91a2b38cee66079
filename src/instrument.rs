//! Turns files and sites into the sources that the compiler gets.

pub mod bodies;
pub mod mirror;
pub mod opaque;
pub mod point;
pub mod rebinding;
pub mod render;
pub mod site;
