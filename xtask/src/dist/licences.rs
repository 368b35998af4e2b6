//! `THIRD-PARTY.md`: whose work is compiled into the module, and under which terms.
//!
//! The list is cargo's own: what the crate needs for wasm, without what only runs at build time. A crate under terms that
//! nobody has agreed to fails the build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::process;
use crate::setup::WASM;

pub const FILE: &str = "THIRD-PARTY.md";

/// Terms under which a crate may be compiled in; of alternatives the first one here is taken. `deny.toml` has these and more,
/// for what is not shipped.
const ALLOWED: &[&str] = &["MIT", "Apache-2.0", "Unicode-3.0"];

const HEAD: &str = "\
# Third-party software in `referral_editor.wasm`

Written by the build from what cargo says of the dependencies. The package's own JavaScript has none but the glue, which
wasm-bindgen generates.

| crate | version | licence | source |
|---|---|---|---|
";

/// Rust's own part, of which cargo does not tell.
const STANDARD_LIBRARY: &str = "
The module also holds parts of Rust's standard library: MIT OR Apache-2.0, copyright of the Rust Project contributors,
https://github.com/rust-lang/rust.
";

/// The terms of MIT, for crates that do not come with their text.
const MIT: &str = include_str!("../../../LICENSE-MIT");

/// A crate that is compiled in.
struct Crate {
    name: String,
    version: String,
    licence: String,
    repository: String,
    texts: Vec<String>,
}

/// The whole file.
pub fn text() -> Result<String> {
    let crates = crates()?;
    ensure!(crates.len() > 5, "cargo names only {} crates for the module", crates.len());
    let mut out = HEAD.to_owned();
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for found in &crates {
        let Crate { name, version, licence, repository, texts: own } = found;
        out.push_str(&format!("| {name} | {version} | {licence} | {repository} |\n"));
        for text in own {
            texts.entry(text).or_default().push(name);
        }
    }
    out.push_str(STANDARD_LIBRARY);
    let mut texts: Vec<_> = texts.into_iter().map(|(text, names)| (names, text)).collect();
    texts.sort();
    for (names, text) in texts {
        out.push_str(&format!("\n## {}\n\n```text\n{text}\n```\n", names.join(", ")));
    }
    Ok(out)
}

/// Those that the module needs when it runs, by name and version.
fn crates() -> Result<Vec<Crate>> {
    let tree = process::output_or_error(&mut process::cargo(&[
        "tree",
        "--locked",
        "--package",
        "referral-editor",
        "--edges",
        "normal,no-proc-macro",
        "--target",
        WASM,
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]))?;
    let metadata = process::output_or_error(&mut process::cargo(&["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata is no JSON")?;
    let packages = metadata.get("packages").and_then(Value::as_array).context("cargo metadata has no packages")?;

    let mut names: Vec<(&str, &str)> = tree.lines().filter_map(name_and_version).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|(name, _)| *name != "referral-editor");
    let mut crates = Vec::new();
    for (name, version) in names {
        let package =
            packages.iter().find(|package| word(package, "name") == name && word(package, "version") == version);
        crates.push(read(package.with_context(|| format!("cargo metadata does not know {name} {version}"))?)?);
    }
    Ok(crates)
}

/// `("bytes", "1.12.1")` for `bytes v1.12.1 (*)`.
fn name_and_version(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_whitespace();
    Some((words.next()?, words.next()?.strip_prefix('v')?))
}

/// A member that is text.
fn word<'v>(package: &'v Value, name: &str) -> &'v str {
    package.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn read(package: &Value) -> Result<Crate> {
    let text = |name: &str| word(package, name).to_owned();
    let (name, licence) = (text("name"), text("license"));
    let terms = terms(&licence).with_context(|| {
        format!(
            "{name} is under {licence:?}: agree to it in xtask/src/dist/licences.rs and deny.toml, or do without it"
        )
    })?;
    let folder = PathBuf::from(text("manifest_path"));
    let folder = folder.parent().with_context(|| format!("{name} has no folder"))?;
    let mut texts = texts(folder, &terms)?;
    if texts.is_empty() && terms == ["MIT"] {
        let authors: Vec<&str> =
            package.get("authors").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let (_, permission) = MIT.split_once("Permission is hereby").context("LICENSE-MIT grants nothing")?;
        ensure!(!authors.is_empty(), "{name} names no authors");
        texts.push(format!("Copyright (c) {}\n\nPermission is hereby{}", authors.join(", "), permission.trim_end()));
    }
    ensure!(!texts.is_empty(), "{name} comes without the text of {licence}");
    Ok(Crate { version: text("version"), repository: text("repository"), texts, name, licence })
}

/// What of the terms applies: of `A OR B` the first that is allowed, of `A AND B` both. Nothing where some part is not allowed.
fn terms(licence: &str) -> Option<Vec<&'static str>> {
    let licence = licence.replace('/', " OR ");
    let parts = licence.split(" AND ").map(|part| part.trim().trim_matches(['(', ')']));
    let chosen = |part: &str| {
        let offered: Vec<&str> = part.split(" OR ").map(str::trim).collect();
        ALLOWED.iter().copied().find(|allowed| offered.contains(allowed))
    };
    parts.map(chosen).collect()
}

/// The texts of these terms that are in the folder of a crate, and its notice if there is one.
fn texts(folder: &Path, terms: &[&str]) -> Result<Vec<String>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    let named = |words: &[&str]| {
        files.iter().find(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            let is_text = ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|start| name.starts_with(start));
            is_text
                && file.is_file()
                && words
                    .iter()
                    .any(|word| name == *word || name == format!("{word}.MD") || name == format!("{word}.TXT"))
        })
    };
    let mut found = Vec::new();
    for term in terms {
        let file = match *term {
            "MIT" => named(&["LICENSE-MIT", "LICENCE-MIT", "LICENSE", "LICENCE", "COPYING"]),
            "Apache-2.0" => named(&["LICENSE-APACHE", "LICENSE", "LICENCE"]),
            "Unicode-3.0" => named(&["LICENSE-UNICODE"]),
            _ => bail!("nobody knows where the text of {term} is"),
        };
        if let Some(file) = file.or_else(|| named(&["NOTICE"])) {
            found.push(fs::read_to_string(file)?.replace("\r\n", "\n").trim_end().to_owned());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_alternatives_one_is_taken_and_of_a_sum_all() {
        assert_eq!(terms("MIT OR Apache-2.0"), Some(vec!["MIT"]));
        assert_eq!(terms("Apache-2.0 OR MIT"), Some(vec!["MIT"]));
        assert_eq!(terms("MIT/Apache-2.0"), Some(vec!["MIT"]));
        assert_eq!(terms("Apache-2.0"), Some(vec!["Apache-2.0"]));
        assert_eq!(terms("(MIT OR Apache-2.0) AND Unicode-3.0"), Some(vec!["MIT", "Unicode-3.0"]));
        for refused in ["", "GPL-3.0", "MIT AND GPL-3.0", "GPL-2.0 OR GPL-3.0", "MITX"] {
            assert_eq!(terms(refused), None, "{refused}");
        }
    }

    #[test]
    fn every_crate_of_the_module_has_its_line_and_its_text() {
        let text = text().unwrap();
        for name in ["wasm-bindgen", "serde", "gloo-net", "rlsf"] {
            assert!(text.contains(&format!("| {name} |")), "{name}");
        }
        assert!(text.matches("Permission is hereby granted").count() > 5);
        assert!(!text.contains("proptest") && !text.contains("/root/") && !text.contains(".cargo"));
    }
}
