//! The package part by part, as a page downloads it, and the most that each part may be.
//!
//! A part that grows over its limit fails the build: raise the limit here, in the commit that needs it, or make it smaller
//! (`npm run sizes -- --why` says what the module consists of). Every script and module of `dist/` belongs to some part, so
//! that nothing is shipped without a limit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::sizes::Size;
use crate::process;
use crate::workspace;

/// The limits, in bytes after brotli (level 11), those of the element after gzip (level 9). A new entry of the package gets its
/// row here.
const PARTS: &[Part] = &[
    brotli("module", Of::File(".wasm"), 58 * KB),
    brotli("glue that wasm-bindgen makes", Of::File("referral_editor.js"), KB),
    // What the package promises to stay below: 60 kB.
    brotli("module and glue", Of::Sum(&["module", "glue that wasm-bindgen makes"]), 60_000),
    brotli("JavaScript of a page", Of::Entry(PAGE), 8 * KB),
    brotli("module and JavaScript of a page", Of::Sum(&["module", "JavaScript of a page"]), 66 * KB),
    brotli("… as shipped, not bundled", Of::Shipped(PAGE), 18 * KB),
    brotli("inline copy of the module", Of::File("wasm-base64.js"), 75 * KB),
    brotli("/inline, all of it", Of::Entry("inline.js"), 82 * KB),
    brotli("JavaScript for workerd", Of::Entry("workerd.js"), 8 * KB),
    brotli("/drafts, on top", Of::OnTop("drafts.js", PAGE), 5 * KB),
    gzip("/element with English, on top", Of::OnTop("element.js", PAGE), ELEMENT),
    gzip("… once one is in the page", Of::OnTop("element-form.js", "element.js"), FORM),
    gzip("… once the form is there", Of::OnTop("element-saving.js", "element-form.js"), SAVING),
    brotli("… by its class alone", Of::OnTop("element-class.js", "element.js"), KB),
    gzip("… its texts in Chinese", Of::OnTop("element-zh-CN.js", "element.js"), LANGUAGE),
    gzip("/locales/en, by itself", Of::Entry("locales/en.js"), 6 * KB),
    gzip("/locales/zh-CN, by itself", Of::Entry("locales/zh-CN.js"), 6 * KB),
];

/// What a page loads that imports `<referral-editor>`, besides the package itself. After gzip.
const ELEMENT: usize = 10 * KB;

/// What it loads for the first editor in it, beside the module, to show a referral. After gzip.
const FORM: usize = 20 * KB;

/// What it loads then, to judge, to save and to settle a conflict. After gzip.
const SAVING: usize = 11 * KB;

/// What it loads for another language. After gzip.
const LANGUAGE: usize = 4 * KB;

/// What a page gets by the name of the package.
const PAGE: &str = "browser.js";

const KB: usize = 1024;

/// A row of the table.
struct Part {
    name: &'static str,
    of: Of,
    limit: usize,
    packed: Packed,
}

/// A row whose limit is for its size after brotli.
const fn brotli(name: &'static str, of: Of, limit: usize) -> Part {
    Part { name, of, limit, packed: Packed::Brotli }
}

/// A row whose limit is for its size after gzip.
const fn gzip(name: &'static str, of: Of, limit: usize) -> Part {
    Part { name, of, limit, packed: Packed::Gzip }
}

/// Which files a part consists of.
enum Of {
    /// The one file whose name ends like this.
    File(&'static str),
    /// What is loaded with this entry, bundled and minified. What it imports later is a part by itself.
    Entry(&'static str),
    /// What is loaded with the first entry where the second one is there already.
    OnTop(&'static str, &'static str),
    /// What is loaded with this entry where there is no bundler: the files as they are.
    Shipped(&'static str),
    /// Parts above, together.
    Sum(&'static [&'static str]),
}

/// How the size is taken that a limit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packed {
    Brotli,
    Gzip,
}

/// A part with its size.
pub struct Measured {
    pub name: &'static str,
    pub size: Size,
    pub limit: usize,
    pub packed: Packed,
}

impl Measured {
    /// The size that the limit is for.
    pub fn bytes(&self) -> usize {
        match self.packed {
            Packed::Brotli => self.size.brotli,
            Packed::Gzip => self.size.gzip,
        }
    }

    /// What to say where it is over its limit.
    pub fn over(&self) -> Option<String> {
        let Self { name, limit, .. } = self;
        let bytes = self.bytes();
        let packed = match self.packed {
            Packed::Brotli => "brotli",
            Packed::Gzip => "gzip",
        };
        (bytes > *limit).then(|| {
            format!(
                "{name}: {bytes} bytes after {packed}, {} over its limit of {limit} (xtask/src/dist/parts.rs)",
                bytes - limit
            )
        })
    }
}

/// Measures the parts of a folder of which `files` are all files. `scratch` is for the bundles.
pub fn measure(dir: &Path, scratch: &Path, files: &BTreeMap<PathBuf, Size>) -> Result<Vec<Measured>> {
    let bundles = bundle(dir, scratch)?;
    let mut measured: Vec<Measured> = Vec::new();
    let mut covered = BTreeSet::new();
    for Part { name, of, limit, packed } in PARTS {
        let mut size = Size::default();
        match of {
            Of::File(ending) => {
                let file = one(files, ending)?;
                covered.insert(file.clone());
                size = file_size(files, file)?;
            }
            Of::Entry(entry) => {
                for chunk in bundles.paths(entry, "chunk") {
                    size += Size::of(&std::fs::read(chunk)?)?;
                }
                covered.extend(bundles.paths(entry, "reached").cloned());
            }
            Of::OnTop(entry, page) => {
                let there: BTreeSet<&PathBuf> = bundles.paths(page, "chunk").collect();
                for chunk in bundles.paths(entry, "chunk").filter(|chunk| !there.contains(chunk)) {
                    size += Size::of(&std::fs::read(chunk)?)?;
                }
                covered.extend(bundles.paths(entry, "reached").cloned());
            }
            Of::Shipped(entry) => {
                for source in bundles.paths(entry, "source") {
                    size += file_size(files, source)?;
                }
            }
            Of::Sum(names) => {
                for name in *names {
                    let part = measured.iter().find(|part| part.name == *name);
                    size += part.with_context(|| format!("there is no part `{name}` above"))?.size;
                }
            }
        }
        measured.push(Measured { name, size, limit: *limit, packed: *packed });
    }
    match forgotten(files.keys(), &covered).as_slice() {
        [] => Ok(measured),
        files => bail!("no part of xtask/src/dist/parts.rs has {}: nothing limits its size", files.join(", ")),
    }
}

/// The scripts and modules that no part has.
fn forgotten<'a>(files: impl Iterator<Item = &'a PathBuf>, covered: &BTreeSet<PathBuf>) -> Vec<String> {
    let is_loaded = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "js" || extension == "wasm");
    files.filter(|file| is_loaded(file) && !covered.contains(*file)).map(|file| file.display().to_string()).collect()
}

/// What esbuild makes of the entries: by entry and kind (`bundle.mjs`), the files.
struct Bundles(Vec<(String, String, PathBuf)>);

impl Bundles {
    fn paths<'a>(&'a self, entry: &'a str, kind: &'a str) -> impl Iterator<Item = &'a PathBuf> {
        self.0.iter().filter(move |(of, is, _)| of == entry && is == kind).map(|(.., path)| path)
    }
}

fn bundle(dir: &Path, scratch: &Path) -> Result<Bundles> {
    super::remove(scratch)?;
    let entries: BTreeSet<&str> = PARTS
        .iter()
        .filter_map(|part| match part.of {
            Of::Entry(entry) | Of::OnTop(entry, _) | Of::Shipped(entry) => Some(entry),
            Of::File(_) | Of::Sum(_) => None,
        })
        .collect();
    let mut node = process::command("node");
    node.arg(workspace::root().join("xtask/src/dist/bundle.mjs")).arg(dir).arg(scratch).args(entries);
    let lines = process::output_or_error(&mut node).context("esbuild could not bundle dist/")?;
    let found = lines.lines().filter_map(|line| {
        let mut words = line.split('\t').map(str::to_owned);
        Some((words.next()?, words.next()?, PathBuf::from(words.next()?)))
    });
    Ok(Bundles(found.collect()))
}

/// The one file whose name ends like this.
fn one<'a>(files: &'a BTreeMap<PathBuf, Size>, ending: &str) -> Result<&'a PathBuf> {
    let mut found = files.keys().filter(|file| file.to_string_lossy().ends_with(ending));
    match (found.next(), found.next()) {
        (Some(file), None) => Ok(file),
        (None, _) => bail!("dist/ has no file whose name ends with {ending}"),
        (Some(_), Some(_)) => bail!("dist/ has more than one file whose name ends with {ending}"),
    }
}

fn file_size(files: &BTreeMap<PathBuf, Size>, file: &Path) -> Result<Size> {
    files.get(file).copied().with_context(|| format!("{} is loaded and is no file of dist/", file.display()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::{Measured, Packed, Size, forgotten};

    #[test]
    fn a_script_or_a_module_without_a_part_is_told_and_types_are_not() {
        let files = ["a.js", "a.d.ts", "b.js", "c.wasm", "d.json"].map(PathBuf::from);
        let covered = BTreeSet::from([PathBuf::from("a.js")]);
        assert_eq!(forgotten(files.iter(), &covered), ["b.js", "c.wasm"]);
    }

    #[test]
    fn a_part_may_be_as_big_as_its_limit_and_no_bigger() {
        let size = |brotli| Size { brotli, gzip: 1, ..Size::default() };
        let part = |brotli| Measured { name: "module", size: size(brotli), limit: 1000, packed: Packed::Brotli };
        assert_eq!(part(1000).over(), None);
        let said = part(1001).over().unwrap_or_default();
        assert!(said.starts_with("module: 1001 bytes after brotli, 1 over its limit of 1000"), "{said}");
    }
}
