//! `manifest`: custom-elements.json and the tables of docs/element.md, from the types of the element. What is done is in
//! `xtask/element`, in JavaScript, as the reader of TypeScript is.

use anyhow::Result;

use crate::{process, setup};

/// The manifest, from the root of the repository.
pub const FILE: &str = "src/js/custom-elements.json";

/// Writes them; `--check` only says whether they are what the types give. Whether they are, now.
pub fn run(args: &[String]) -> Result<bool> {
    setup::npm_packages()?;
    let mut node = process::command("node");
    node.arg("xtask/element/write.mjs").args(args);
    Ok(node.status()?.success())
}
