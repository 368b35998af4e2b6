//! Runs a compiled wasm test in Node or in a headless browser. `.cargo/config.toml` names it as the runner, so that
//! `cargo test --target wasm32-unknown-unknown` works with nothing installed and with the `wasm-bindgen` of Cargo.lock.
#![allow(clippy::print_stderr, reason = "a command line program talks to a terminal")]

use std::process::ExitCode;

use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

fn main() -> ExitCode {
    match run_cli_with_args(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
