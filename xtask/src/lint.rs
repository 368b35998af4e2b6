//! `lint`: formatting, lints and types, of the Rust and of the JavaScript, and the reference and the manifest that are made of
//! the types. `--fix` puts right what tools can put right.

use std::io::IsTerminal;
use std::process::Command;

use anyhow::{Result, bail};

use crate::setup::{self, WASM};
use crate::{api, manifest, process};

/// A command that says whether what is made of something else is current.
type Check = fn(&[String]) -> Result<bool>;

/// Runs every check, also after one that failed. Whether all passed.
pub fn run(args: &[String]) -> Result<bool> {
    let fix = match args {
        [] => false,
        [flag] if flag == "--fix" => true,
        _ => bail!("`lint` knows only --fix"),
    };
    setup::run()?;

    let mut failed = Vec::new();
    for (name, mut command) in checks(fix) {
        println!("\n== {name}");
        if let Err(error) = process::run(&mut command) {
            eprintln!("{error:#}");
            failed.push(name);
        }
    }
    for (name, check) in [("reference", api::run as Check), ("manifest", manifest::run)] {
        println!("\n== {name}");
        match check(&["--check".to_owned()]) {
            Ok(true) => {}
            Ok(false) => failed.push(name),
            Err(error) => {
                eprintln!("{error:#}");
                failed.push(name);
            }
        }
    }
    match failed.as_slice() {
        [] => println!("\nlint: all clean"),
        _ => println!("\nlint: failed: {}", failed.join(", ")),
    }
    Ok(failed.is_empty())
}

/// Each check by name. Packages are checked one by one: together, cargo would unite their features and compile
/// dependencies that they share a second time.
fn checks(fix: bool) -> [(&'static str, Command); 6] {
    let mut rustfmt = process::cargo(&["fmt", "--all"]);
    let mut biome = process::npm_program("@biomejs/biome/bin/biome");
    if fix {
        biome.args(["check", "--write"]);
    } else {
        rustfmt.arg("--check");
        biome.arg("ci");
    }
    if !std::io::stdout().is_terminal() {
        biome.arg("--colors=off");
    }
    let mut tsc = process::npm_program("typescript/bin/tsc");
    tsc.args(["--noEmit", "--project", "tsconfig.json"]);
    [
        ("rustfmt", rustfmt),
        ("clippy of the crate", clippy(fix, &["--package", "referral-editor", "--all-targets"])),
        (
            "clippy of the crate for wasm",
            clippy(fix, &["--package", "referral-editor", "--lib", "--test", "wasm_*", "--target", WASM]),
        ),
        ("clippy of xtask", clippy(fix, &["--package", "xtask", "--all-targets"])),
        ("biome", biome),
        ("types", tsc),
    ]
}

fn clippy(fix: bool, scope: &[&str]) -> Command {
    let mut command = process::cargo(&["clippy", "--quiet", "--locked"]);
    if fix {
        command.args(["--fix", "--allow-dirty", "--allow-staged"]);
    }
    command.args(scope).args(["--", "-D", "warnings"]);
    command
}
