//! The chores of this repository: set-up, build, start, tests, lint. `npm start`, `npm test`, `npm run build` and
//! `npm run lint` call them through `run.mjs`; `cargo xtask <command>` does the same.
//!
//! One module per command. Nothing here is shipped.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks to a terminal")]

mod api;
mod deny;
mod dist;
mod fuzz;
mod hosts;
mod laws;
mod lint;
mod manifest;
mod process;
mod publishable;
mod reproduce;
mod schema;
mod setup;
mod start;
mod test;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "\
cargo xtask <command>

  setup            the wasm target and the npm packages, where they are missing
  dist             the npm package: builds dist/, checks it and prints its sizes
  sizes            the sizes of the dist/ that is there; --write puts them into the READMEs, --why takes the module apart
  start [--http2]  dist, then serves the demo page (PORT, 8080 unless told otherwise); the sandbox over HTTP/2, too
  test [stage...]  every test, or only some stages: native wasm dist sandbox package hosts
                   examples embed page browsers
  hosts [--all]    the packed tarball in every host, as a table; --all: in the slow ones, too; --only=NAME, --next, --write
  laws [count]     the laws of the merge on a million random triples, or so many, and on every small one
  fuzz [seconds] [target...]  inputs that nobody thought of, for 60 s a target or so many; --executions N: so many inputs a
                   target; --jobs N: so many targets at the same time
  deny             licences and holes of what is depended on
  lint [--fix]     formatting, clippy, biome, types
  publishable [tag]  versions, changelog, repository; --all: then lint, every test and `reproduce`, as `npm publish` does
  reproduce [tgz]  builds what is committed twice, in different places, and compares; with a tarball, that one, too
  api [--check]    the reference in docs/api, from the types
  manifest [--check]  custom-elements.json and the tables of docs/element.md, from the types
  schema           writes the JSON Schema anew, after a change of the member table";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    match run(&command, &rest) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one command. `Ok(false)`: it ran, said what is wrong, and the answer is no.
fn run(command: &str, args: &[String]) -> Result<bool> {
    match command {
        "setup" => setup::run().map(|()| true),
        "dist" => dist::run().map(|_| true),
        "sizes" => dist::report(args),
        "start" => start::run(args),
        "test" => test::run(args),
        "hosts" => hosts::run(args),
        "laws" => laws::run(args),
        "deny" => deny::run(),
        "fuzz" => fuzz::run(args),
        "lint" => lint::run(args),
        "publishable" => publishable::run(args),
        "reproduce" => reproduce::run(args),
        "api" => api::run(args),
        "manifest" => manifest::run(args),
        "schema" => schema::run().map(|()| true),
        _ => {
            eprintln!("{USAGE}");
            Ok(matches!(command, "help" | "--help" | "-h"))
        }
    }
}
