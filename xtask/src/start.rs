//! `start`: the demo page, built and served.

use anyhow::Result;

use crate::{dist, process};

/// Builds, then serves until it is told to stop.
pub fn run() -> Result<bool> {
    dist::run()?;
    process::become_it(process::command("node").arg("www/serve.js"))
}
