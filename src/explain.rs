//! Why a mutant survived (I13): what the functions of the job return with and without it, what differs, on which rows,
//! and the test that would notice.
//!
//! | step | module | from | to |
//! |---|---|---|---|
//! | 1 | [`observation`] | what instrumented functions wrote during a test | calls with their values |
//! | 2 | [`value`] | frames, collections and `Debug` text of any version | one form of table |
//! | | [`candidates`], [`assertion`] | values of original, mutant and other calls | what holds for the one and not for the other |
//! | | [`killing_test`] | the smallest input, [`structs`] of the crate | whole tests, values as Rust by [`rust`] and [`frame_literal`] |
//! | | [`verify`] | tests, the instrumented library | those that pass without the mutant and fail with it, with their kills |

pub mod assertion;
pub mod assertion_text;
pub mod candidates;
pub mod debug_text;
pub mod frame_literal;
pub mod killing_test;
pub mod observation;
pub mod plain_assertion;
pub mod rust;
pub mod structs;
pub mod value;
pub mod verify;
