//! `dist`: the npm package, from the crate and the hand-written JavaScript.
//!
//! ```text
//! cargo build (release, wasm) -> wasm-bindgen -> wasm-opt -> referral_editor.wasm
//!                                                         -> wasm-base64.js, wasm-integrity.js
//!                                             -> esbuild  -> referral_editor.js
//! src/js/**/*.js, src/js/**/*.d.ts                        -> as they are
//! www/editor, www/locales                     -> esbuild  -> element*.js, locales/*.js
//! src/schema/referral.schema.json                         -> as it is
//! src/js/custom-elements.json                             -> as it is
//! cargo tree, cargo metadata                              -> THIRD-PARTY.md
//! ```
//!
//! The new `dist/` is made and checked beside the old one and swapped in at the end: a build that fails leaves the old one
//! as it was.

mod arrange;
mod gates;
mod licences;
mod module;
mod parts;
mod readme;
pub mod sizes;
mod why;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha384};

use crate::{manifest, process, schema, setup, workspace};

/// Where hand-written JavaScript comes from, and where in `dist/` it goes.
const SOURCES: &[(&str, &str)] = &[("src/js", ""), ("src/js/drafts", "drafts"), ("src/js/types", "types")];

/// Builds `dist/`. How many checks it passed.
pub fn run() -> Result<usize> {
    build().map(|(checks, _)| checks)
}

/// Builds `dist/`, and holds README.md against it. How many checks passed.
pub fn run_and_compare() -> Result<usize> {
    let (checks, report) = build()?;
    let stale = readme::stale(&report)?;
    if !stale.is_empty() {
        anyhow::bail!("README.md is not current, `npm run sizes -- --write` makes it so:\n  {}", stale.join("\n  "));
    }
    Ok(checks + 1)
}

/// The report on the `dist/` that is there. `--write` writes its table into both READMEs; `--why` says what the module
/// consists of. Whether everything is within its limit.
pub fn report(args: &[String]) -> Result<bool> {
    let (dist, report) = sizes::of_dist()?;
    match args {
        [] => report.print(&dist)?,
        [flag] if flag == "--write" => {
            println!("the READMEs: {}", if readme::write(&report)? { "written" } else { "as it was" });
        }
        [flag] if flag == "--why" => why::print()?,
        _ => anyhow::bail!("`sizes` knows only --write and --why"),
    }
    let over = report.over();
    over.iter().for_each(|sentence| eprintln!("{sentence}"));
    Ok(over.is_empty())
}

fn build() -> Result<(usize, sizes::Report)> {
    setup::run()?;

    // Two builds at a time (a test run and a person) wait for each other.
    fs::create_dir_all(workspace::target())?;
    let lock = File::create(workspace::target().join("dist.lock"))?;
    lock.lock()?;

    let fresh = workspace::root().join(".dist-new");
    remove(&fresh)?;
    fs::create_dir_all(&fresh)?;
    let built = assemble(&fresh).and_then(|()| check(&fresh));
    if built.is_err() {
        remove(&fresh)?;
    }
    let built = built?;
    swap(&fresh, &workspace::root().join("dist"))?;
    Ok(built)
}

/// Checks a finished folder, and prints its sizes. How many checks it passed.
fn check(dir: &Path) -> Result<(usize, sizes::Report)> {
    let report = sizes::Report::of(dir)?;
    report.print(dir)?;
    let over = report.over();
    ensure!(over.is_empty(), "dist/ is left as it was, the new one is too big:\n  {}", over.join("\n  "));
    Ok((gates::check(dir)? + 1, report))
}

/// Puts every file of the package into an empty folder.
fn assemble(dir: &Path) -> Result<()> {
    module::build(dir)?;
    let wasm = fs::read(dir.join("referral_editor.wasm"))?;
    fs::write(dir.join("wasm-base64.js"), format!("export default \"{}\";\n", base64(&wasm)))?;
    fs::write(dir.join("wasm-integrity.js"), format!("export const integrity = \"{}\";\n", integrity(&wasm)))?;
    for (from, to) in SOURCES {
        let to = dir.join(to);
        fs::create_dir_all(&to)?;
        for source in files(&workspace::root().join(from))? {
            let name = source.file_name().unwrap_or_default();
            if source.extension().is_some_and(|ext| ext == "js") || name.to_string_lossy().ends_with(".d.ts") {
                let target = to.join(name);
                ensure!(!target.exists(), "{} would overwrite a generated file", source.display());
                fs::copy(&source, target)?;
            }
        }
    }
    let mut element = process::command("node");
    element.arg(workspace::root().join("xtask/src/dist/element.mjs")).arg(dir);
    process::output_or_error(&mut element).context("esbuild could not bundle the element")?;
    for (from, to) in [(schema::FILE, "referral.schema.json"), (manifest::FILE, "custom-elements.json")] {
        fs::copy(workspace::root().join(from), dir.join(to)).with_context(|| format!("{from} could not be copied"))?;
    }
    fs::write(dir.join(licences::FILE), licences::text()?)?;
    Ok(())
}

/// Puts the new folder in the place of the old one. Where nothing changed the old one stays, for those who read it now.
fn swap(fresh: &Path, dist: &Path) -> Result<()> {
    if same(fresh, dist)? {
        return remove(fresh);
    }
    let old = workspace::root().join(".dist-old");
    remove(&old)?;
    if dist.exists() {
        fs::rename(dist, &old)?;
    }
    fs::rename(fresh, dist).context("the new dist/ could not be put in its place")?;
    remove(&old)
}

/// Whether two folders hold the same files with the same bytes.
fn same(a: &Path, b: &Path) -> Result<bool> {
    let (in_a, in_b) = (tree(a)?, tree(b)?);
    let names = |files: &[PathBuf], dir: &Path| -> Vec<PathBuf> {
        files.iter().filter_map(|file| file.strip_prefix(dir).ok().map(PathBuf::from)).collect()
    };
    if names(&in_a, a) != names(&in_b, b) {
        return Ok(false);
    }
    for (one, other) in in_a.iter().zip(&in_b) {
        if fs::read(one)? != fs::read(other)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The files of a folder and of those below it, sorted; none where there is no such folder.
pub fn tree(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if dir.is_dir() {
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            if path.is_dir() {
                found.extend(tree(&path)?);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The files of a folder, sorted; none where there is no such folder.
fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    Ok(tree(dir)?.into_iter().filter(|file| file.parent() == Some(dir)).collect())
}

/// Removes a folder that may not exist.
pub fn remove(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    Ok(())
}

/// What `fetch` takes as `integrity` (Subresource Integrity, section 3.1): no other bytes than these.
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64(&Sha384::digest(bytes)))
}

/// Base64 with padding (RFC 4648, section 4), as `atob` reads it.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = (group >> (18 - 6 * place) & 63) as usize;
            let letter = ALPHABET.get(digit).filter(|_| place <= chunk.len());
            text.push(letter.map_or('=', |letter| char::from(*letter)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, integrity};

    /// The test vectors of RFC 4648, section 10.
    #[test]
    fn base64_is_that_of_the_rfc() {
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, encoded) in vectors {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    /// The example of Subresource Integrity, section 3.1.
    #[test]
    fn integrity_is_that_of_the_recommendation() {
        let expected = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(integrity(b"alert('Hello, world.');"), expected);
    }
}
