//! `start`: the demo page, built and served.

use anyhow::{Result, bail};

use crate::{dist, process, setup};

/// Builds, then serves until it is told to stop. `--http2`: the sandbox over TLS and HTTP/2, too.
pub fn run(args: &[String]) -> Result<bool> {
    match args {
        [] => {}
        [flag] if flag == "--http2" => setup::openssl()?,
        _ => bail!("`start` knows only --http2"),
    }
    dist::run()?;
    process::become_it(process::command("node").arg("www/serve.js").args(args))
}
