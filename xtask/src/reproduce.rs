//! `reproduce`: that the committed sources give the same package, byte for byte, wherever and whenever they are built.
//!
//! Two clean builds of HEAD, in folders of different names and depths, each with its own `target/` and npm packages, the second
//! with another address of cargo's home, too. With a tarball (`npm pack referral-editor@1.2.3`, or the one that is about to
//! be published) every file in it is held against them. The build tool itself is this one, so nothing may be uncommitted.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::dist::sizes::sha256;
use crate::{dist, process, setup, workspace};

/// By path within the package, the SHA-256 of every file.
type Hashes = BTreeMap<String, String>;

/// Builds twice and compares. Whether all is the same.
pub fn run(args: &[String]) -> Result<bool> {
    let tarball = match args {
        [] => None,
        [tarball] if !tarball.starts_with('-') => Some(workspace::root().join(tarball)),
        _ => bail!("`reproduce` takes a tarball, or nothing"),
    };
    setup::run()?;
    let commit = committed()?;
    let scratch = std::env::temp_dir().join(format!("referral-editor-reproduce-{}", std::process::id()));
    let same = compare(&scratch, tarball.as_deref())?;
    if same {
        dist::remove(&scratch)?;
        println!("\n{commit}: the same bytes, wherever they are built");
    } else {
        println!("\n{commit}: not the same bytes; the builds are left in {}", scratch.display());
    }
    Ok(same)
}

/// The commit; an error where files are not as it has them.
fn committed() -> Result<String> {
    let changed = process::output_or_error(process::command("git").args(["status", "--porcelain"]))?;
    if !changed.is_empty() {
        bail!("what is committed is built, and this is not committed:\n{changed}");
    }
    process::output_or_error(process::command("git").args(["rev-parse", "HEAD"]))
}

fn compare(scratch: &Path, tarball: Option<&Path>) -> Result<bool> {
    let first = scratch.join("a");
    let second = scratch.join("another folder/deeper/than-the-first/checkout");
    let home = workspace::cargo_home().context("there is no home of cargo")?;
    let other_home = another_address(&home, &scratch.join("another home"))?;

    let mut names = vec!["first build", "second build"];
    let mut builds = vec![build(&first, &home)?, build(&second, &other_home)?];
    if let Some(tarball) = tarball {
        let packed = unpack(tarball, &scratch.join("tarball"))?;
        // What the package has besides dist/ is as it is committed.
        for build in &mut builds {
            let others = packed.keys().filter(|path| !path.starts_with("dist/"));
            for path in others {
                let committed = fs::read(first.join(path)).map(|bytes| sha256(&bytes));
                build.insert(path.clone(), committed.unwrap_or_else(|_| "not committed".to_owned()));
            }
        }
        names.push("tarball");
        builds.push(packed);
    }
    let faults = differences(&names, &builds);
    println!();
    for (path, hash) in builds.first().into_iter().flatten() {
        println!("{hash}  {path}");
    }
    for fault in &faults {
        println!("{fault}");
    }
    Ok(faults.is_empty())
}

/// Builds what is committed in a new folder.
fn build(folder: &Path, cargo_home: &Path) -> Result<Hashes> {
    println!("\n==== {}", folder.display());
    fs::create_dir_all(folder)?;
    let archive = folder.with_extension("tar");
    process::run(process::command("git").args(["archive", "--format=tar", "--output"]).arg(&archive).arg("HEAD"))?;
    process::run(process::command("tar").arg("-xf").arg(&archive).arg("-C").arg(folder))?;
    process::run(
        process::command(std::env::current_exe()?)
            .arg("dist")
            .current_dir(folder)
            .env("CARGO_MANIFEST_DIR", folder.join("xtask"))
            .env("CARGO_HOME", cargo_home)
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    hashes(&folder.join("dist"), "dist/")
}

/// A folder that leads to the same crates by another path: nothing is downloaded again.
#[cfg(unix)]
fn another_address(home: &Path, address: &Path) -> Result<PathBuf> {
    fs::create_dir_all(address)?;
    for entry in fs::read_dir(home)? {
        let entry = entry?;
        std::os::unix::fs::symlink(entry.path(), address.join(entry.file_name()))?;
    }
    Ok(address.to_owned())
}

/// The same home, as this system gives links only to administrators.
#[cfg(not(unix))]
fn another_address(home: &Path, _: &Path) -> Result<PathBuf> {
    Ok(home.to_owned())
}

fn unpack(tarball: &Path, folder: &Path) -> Result<Hashes> {
    fs::create_dir_all(folder)?;
    process::run(process::command("tar").arg("-xzf").arg(tarball).arg("-C").arg(folder))?;
    hashes(&folder.join("package"), "")
}

fn hashes(folder: &Path, prefix: &str) -> Result<Hashes> {
    let mut found = Hashes::new();
    for file in dist::tree(folder)? {
        let path = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        found.insert(format!("{prefix}{path}"), sha256(&fs::read(&file)?));
    }
    if found.is_empty() {
        bail!("{} is empty", folder.display());
    }
    Ok(found)
}

/// What the others have that differs from the first, a line each.
fn differences(names: &[&str], builds: &[Hashes]) -> Vec<String> {
    let mut all = names.iter().zip(builds);
    let Some((_, first)) = all.next() else { return Vec::new() };
    let mut found = Vec::new();
    for (name, other) in all {
        for (path, hash) in first {
            match other.get(path) {
                Some(same) if same == hash => {}
                Some(differs) => found.push(format!("DIFFERS: {path} is {differs} in the {name}")),
                None => found.push(format!("DIFFERS: {path} is missing in the {name}")),
            }
        }
        let more = other.keys().filter(|path| !first.contains_key(*path));
        found.extend(more.map(|path| format!("DIFFERS: {path} is only in the {name}")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Hashes, differences};

    #[test]
    fn every_file_that_differs_is_named() {
        let hashes = |files: &[(&str, &str)]| -> Hashes {
            files.iter().map(|(path, hash)| ((*path).to_owned(), (*hash).to_owned())).collect()
        };
        let first = hashes(&[("a", "1"), ("b", "2"), ("c", "3")]);
        assert_eq!(differences(&["first", "second"], &[first.clone(), first.clone()]), [""; 0]);
        let other = hashes(&[("a", "1"), ("b", "9"), ("d", "4")]);
        assert_eq!(
            differences(&["first", "second", "third"], &[first.clone(), first, other]),
            ["DIFFERS: b is 9 in the third", "DIFFERS: c is missing in the third", "DIFFERS: d is only in the third"]
        );
    }
}
