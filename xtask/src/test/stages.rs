//! What each stage of `test` runs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::report::Count;
use crate::setup::{self, WASM};
use crate::{dist, hosts, process, workspace};

/// One row of the table.
pub struct Stage {
    /// What `npm test -- <name>` calls it. Two stages may share a name.
    pub name: &'static str,
    /// What it says of itself.
    pub heading: &'static str,
    /// It tests `dist/`.
    pub needs_dist: bool,
    /// Runs it. None: it has nothing to test in this checkout.
    pub run: fn() -> Result<Option<Count>>,
}

/// Every stage, in the order in which they run: the quickest to tell what is wrong first.
pub const STAGES: &[Stage] = &[
    Stage { name: "native", heading: "native: the crate", needs_dist: false, run: || native("referral-editor") },
    Stage { name: "native", heading: "native: xtask", needs_dist: false, run: || native("xtask") },
    Stage {
        name: "wasm",
        heading: "wasm: in Node",
        needs_dist: false,
        run: || cargo_test(process::cargo(&["test", "--target", WASM, "--test", "wasm_node"])),
    },
    Stage { name: "wasm", heading: "wasm: in Chromium", needs_dist: false, run: in_chromium },
    Stage {
        name: "dist",
        heading: "dist: the package builds",
        needs_dist: false,
        run: || dist::run_and_compare().map(|passed| Some(Count { passed, failed: 0 })),
    },
    Stage { name: "sandbox", heading: "sandbox: the Partner API to test against", needs_dist: false, run: in_sandbox },
    Stage {
        name: "package",
        heading: "package: by its own name",
        needs_dist: true,
        // Most of it waits, for servers and for clocks.
        run: || node_test("tests/package", &["--test-concurrency=3"]),
    },
    Stage { name: "hosts", heading: "hosts: the tarball in its hosts", needs_dist: true, run: in_hosts },
    Stage {
        name: "examples",
        heading: "examples: as they stand, installed by name",
        needs_dist: true,
        run: in_examples,
    },
    Stage { name: "embed", heading: "embed: the element in pages of others", needs_dist: true, run: in_embed },
    Stage { name: "page", heading: "page: the demo in Chromium", needs_dist: true, run: in_page },
    Stage {
        name: "browsers",
        heading: "browsers: loads and saves that meet faults",
        needs_dist: true,
        run: in_browsers,
    },
];

/// The tests of one package of the workspace. One by one: together, cargo would unite their features and compile
/// dependencies that they share a second time.
fn native(package: &str) -> Result<Option<Count>> {
    cargo_test(process::cargo(&["test", "--package", package]))
}

fn in_chromium() -> Result<Option<Count>> {
    let driver = setup::browser()?;
    let mut command = process::cargo(&["test", "--target", WASM, "--test", "wasm_browser"]);
    command.env("CHROMEDRIVER", driver);
    cargo_test(command)
}

fn in_sandbox() -> Result<Option<Count>> {
    // Where it is missing and cannot be installed, the tests of HTTP/2 fail, and no others.
    if let Err(error) = setup::openssl() {
        println!("{error:#}");
    }
    node_test("tests/sandbox", &[])
}

fn in_hosts() -> Result<Option<Count>> {
    setup::host_tools()?;
    hosts::browsers();
    // It tries two hosts at a time by itself.
    node_test("tests/hosts", &["--test-concurrency=1"])
}

fn in_page() -> Result<Option<Count>> {
    setup::browser()?;
    // Two cores keep no more browsers than that within their time limits.
    node_test("tests/page", &["--test-concurrency=2"])
}

fn in_embed() -> Result<Option<Count>> {
    // Where one is missing and cannot be installed, the tests that need it fail, and no others.
    for error in [setup::browser().err(), setup::firefox().err()].into_iter().flatten() {
        println!("{error:#}");
    }
    node_test("tests/embed", &["--test-concurrency=2"])
}

fn in_browsers() -> Result<Option<Count>> {
    // Where one is missing and cannot be installed, the tests that need it fail, and no others.
    let missing = [setup::browser().err(), setup::firefox().err(), setup::openssl().err()];
    for error in missing.into_iter().flatten() {
        println!("{error:#}");
    }
    node_test("tests/browsers", &["--test-concurrency=2"])
}

fn in_examples() -> Result<Option<Count>> {
    setup::browser()?;
    setup::example_tools()?;
    node_test("tests/examples", &["--test-concurrency=1"])
}

fn cargo_test(mut command: Command) -> Result<Option<Count>> {
    let mut count = Count::default();
    let success = process::watch(command.args(["--locked", "--no-fail-fast"]), |line| count.cargo_line(line))?;
    Ok(Some(count.settle(success)))
}

/// The `*.test.mjs` and `*.test.js` below a folder. They are named one by one, as what `node --test` makes of a folder
/// differs from version to version.
fn node_test(folder: &str, options: &[&str]) -> Result<Option<Count>> {
    let dir = workspace::root().join(folder);
    if !dir.is_dir() {
        println!("!!!! SKIPPED: there is no {folder}");
        return Ok(None);
    }
    let files = test_files(&dir)?;
    if files.is_empty() {
        bail!("{folder} has no *.test.mjs");
    }
    let mut count = Count::default();
    let mut node = process::command("node");
    // A file takes minutes at the most: one that hangs fails, and does not keep the others from being told.
    node.args(["--test", "--test-reporter=spec", "--test-timeout=900000"]).args(options).args(files);
    let success = process::watch(&mut node, |line| count.node_line(line))?;
    Ok(Some(count.settle(success)))
}

fn test_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && name != "node_modules" {
            found.extend(test_files(&path)?);
        } else if name.ends_with(".test.mjs") || name.ends_with(".test.js") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
