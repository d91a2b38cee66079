//! Why a mutant survived (I13): what the functions of the job return with and without it, what differs, on which rows,
//! and the test that would notice.
//!
//! | step | module | from | to |
//! |---|---|---|---|
//! | 1 | [`observation`] | what instrumented functions wrote during a test | calls with their values |
//! | 2 | [`value`] | frames, collections and `Debug` text of any version | one form of table |
//! | 3 | [`difference`] | two values | what differs, for people; noise of two runs |
//! | | [`tree`], [`flatten`], [`fields`] | `Debug` texts | tables of their fields, or lines |
//! | | [`sides`], [`align`], [`cell`] | two tables | which row is which, in which columns they differ |
//! | | [`telling`] | all that differs | the few rows to show |
//! | 4 | [`suggest`] | explanations with tests | the few tests that notice most |

pub mod align;
pub mod cell;
pub mod difference;
pub mod fields;
pub mod flatten;
pub mod noise;
pub mod observation;
pub mod sides;
pub mod suggest;
pub mod telling;
pub mod tree;
pub mod value;
