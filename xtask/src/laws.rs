//! `laws`: the long run of the merge's laws. `npm test` has a short one.

use anyhow::{Result, bail};

use crate::process;

const MILLION: u64 = 1_000_000;

/// Runs them. Whether all hold.
pub fn run(args: &[String]) -> Result<bool> {
    let count = match args {
        [] => MILLION,
        [count] => count.parse()?,
        _ => bail!("`laws` takes a count, and nothing else"),
    };
    let mut cargo = process::cargo(&["test", "--locked", "--package", "referral-editor", "--profile", "laws"]);
    cargo.args(["--test", "merge_laws", "--", "--nocapture"]).env("MERGE_TRIPLES", count.to_string());
    process::run(&mut cargo).map(|()| true)
}
