//! Runs the tool, as a user would, on the fixtures and on what else a user may hold in front of it.

mod architecture;
mod bad_input;
mod closed_gaps;
mod explain;
mod frames;
mod gate;
mod hostile;
mod interrupt;
mod ledger;
mod observe;
mod odd_code;
mod odd_targets;
mod report;
mod sample_jobs;
mod samples;
mod sql;
mod stable;
mod suggest;
mod suggested;
mod support;
