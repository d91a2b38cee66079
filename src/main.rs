//! The binary: `cargo mutate-data`.

use std::env;
use std::process::ExitCode;

use mutate_data::build::wrapper;
use mutate_data::cli;

fn main() -> ExitCode {
    if let Some(code) = wrapper::dispatch() {
        return code;
    }
    cli::main(env::args_os())
}
