//! `schema`: writes the JSON Schema of a referral from the member table. `xtask/schema` is the program that does.

use anyhow::Result;

use crate::process;

/// Where the schema lies, from the root of the repository.
pub const FILE: &str = "src/schema/referral.schema.json";

/// Writes the file anew.
pub fn run() -> Result<()> {
    process::run(&mut process::cargo(&[
        "run",
        "--quiet",
        "--locked",
        "--package",
        "referral-editor",
        "--example",
        "schema",
    ]))
}
