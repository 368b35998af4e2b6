//! Writes `src/schema/referral.schema.json` from the member table. `cargo xtask schema` runs this.
//!
//! A program of its own, so that the build tool does not have to be compiled anew with every change of the crate.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks to a terminal")]

mod generator;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(generator::FILE);
    let written = generator::document()
        .and_then(|text| std::fs::write(file, text).map_err(|error| format!("it could not be written: {error}")));
    match written {
        Ok(()) => {
            println!("{}: written", generator::FILE);
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{}: {fault}", generator::FILE);
            ExitCode::FAILURE
        }
    }
}
