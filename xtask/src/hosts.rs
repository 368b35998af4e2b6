//! `hosts`: the packed tarball in every host, as a table.

use anyhow::Result;

use crate::{dist, process, setup};

/// Builds, installs the hosts, and hands over to the matrix, which knows the arguments.
pub fn run(args: &[String]) -> Result<bool> {
    dist::run()?;
    setup::host_tools()?;
    browsers();
    process::become_it(process::command("node").arg("tests/hosts/run.mjs").args(args))
}

/// Every browser that pages are opened in. Where one is missing and cannot be installed, the hosts that need it fail, and
/// no others.
pub fn browsers() {
    let missing = [setup::browser().err(), setup::firefox().err(), setup::webkit().err()];
    for error in missing.into_iter().flatten() {
        println!("{error:#}");
    }
}
