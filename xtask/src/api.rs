//! `api`: the reference in docs/api, from the types in src/js. typedoc knows TypeScript up to 6 and the project has 7, so
//! it lives in a folder of its own (`xtask/api`), and is installed when it is first needed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{dist, process, setup, workspace};

/// Where the reference lies, from the root of the repository.
const REFERENCE: &str = "docs/api";

/// Writes the reference. `--check`: only says whether it is what the types give. Whether it is, now.
pub fn run(args: &[String]) -> Result<bool> {
    match args {
        [] => generate(&workspace::root().join(REFERENCE)).map(|()| true),
        [flag] if flag == "--check" => is_current(),
        _ => bail!("`api` knows only --check"),
    }
}

/// Whether the reference is what the types give. Each item that has no comment is an error.
fn is_current() -> Result<bool> {
    let fresh = workspace::target().join("api");
    generate(&fresh)?;
    let stale = differing(&fresh, &workspace::root().join(REFERENCE))?;
    if stale.is_empty() {
        println!("{REFERENCE}: current");
    } else {
        eprintln!("{REFERENCE} is not what the types give, `npm run api` makes it so: {}", stale.join(", "));
    }
    Ok(stale.is_empty())
}

fn generate(out: &Path) -> Result<()> {
    let tool = workspace::root().join("xtask/api");
    setup::api_tools()?;
    let mut typedoc = process::command("node");
    typedoc.arg(tool.join("node_modules/typedoc/bin/typedoc")).arg("--out").arg(out).current_dir(&tool);
    process::output_or_error(&mut typedoc).context("the reference could not be made")?;
    Ok(())
}

/// The names of files that only one folder has, or that differ.
fn differing(one: &Path, other: &Path) -> Result<Vec<String>> {
    let names = |dir: &Path| -> Result<Vec<PathBuf>> {
        dist::tree(dir)?.iter().map(|file| Ok(file.strip_prefix(dir)?.to_owned())).collect()
    };
    let mut all = names(one)?;
    all.extend(names(other)?);
    all.sort();
    all.dedup();
    let differs = |name: &PathBuf| fs::read(one.join(name)).ok() != fs::read(other.join(name)).ok();
    Ok(all.iter().filter(|name| differs(name)).map(|name| name.display().to_string()).collect())
}
