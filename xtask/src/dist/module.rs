//! The wasm module and its glue: `referral_editor.wasm` and `referral_editor.js`.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::arrange;
use crate::setup::{self, WASM};
use crate::{process, workspace};

const NAME: &str = "referral_editor";

/// No feature flags: wasm-opt reads from the module what it may use, and `--all-features` makes output that Node 20
/// rejects. The level hardly matters for what is downloaded, so it is the one for speed. Measured with binaryen 132 on
/// this crate, KB after brotli: -O2 63.3, -O3 62.8, -O4 62.8, -Os 62.8, -Oz 62.8.
const WASM_OPT: &[&str] = &["-O3", "--strip-debug", "--strip-producers"];

const MINIFY: &str = "xtask/src/dist/minify.mjs";

/// Writes the module and its glue into `dir`. Quick where the compiled crate has not changed since the last time.
pub fn build(dir: &Path) -> Result<()> {
    let compiled = compile()?;
    let cache = workspace::target().join("dist-module");
    let stamp = cache.join("stamp");
    let key = key(&compiled)?;
    if fs::read_to_string(&stamp).ok().as_deref() == Some(key.as_str()) {
        println!("wasm module: as before");
    } else {
        super::remove(&cache)?;
        fs::create_dir_all(&cache)?;
        println!("wasm module: binding");
        bind(&compiled, &cache)?;
        minify(&cache)?;
        println!("wasm module: optimising ({})", WASM_OPT.join(" "));
        optimise(&cache, WASM_OPT)?;
        rename(&cache)?;
        arrange::run(&cache.join(NAME).with_extension("wasm"))?;
        fs::write(&stamp, key)?;
    }
    for file in super::tree(&cache)?.into_iter().filter(|file| *file != stamp) {
        let target = dir.join(file.strip_prefix(&cache)?);
        fs::create_dir_all(target.parent().context("a file without a folder")?)?;
        fs::copy(file, target)?;
    }
    Ok(())
}

/// The module as it is shipped, but with the names of its functions. Where it is.
pub fn build_named() -> Result<PathBuf> {
    let compiled = compile()?;
    let dir = workspace::target().join("dist-named");
    super::remove(&dir)?;
    fs::create_dir_all(&dir)?;
    bind(&compiled, &dir)?;
    let mut options: Vec<&str> = WASM_OPT.iter().copied().filter(|option| *option != "--strip-debug").collect();
    options.push("--debuginfo");
    optimise(&dir, &options)?;
    Ok(dir.join(NAME).with_extension("wasm"))
}

/// Compiles the crate. Where the result is.
fn compile() -> Result<PathBuf> {
    println!("crate: compiling for {WASM}");
    let target = workspace::target();
    process::run(
        process::cargo(&["build", "--quiet", "--locked", "--release", "--package", "referral-editor", "--lib"])
            .args(["--target", WASM, "--target-dir"])
            .arg(&target)
            .env_remove("RUSTFLAGS")
            .env("CARGO_ENCODED_RUSTFLAGS", flags()?.join("\x1f")),
    )?;
    Ok(target.join(WASM).join("release").join(NAME).with_extension("wasm"))
}

/// Vectors, which every engine has since 2023 (Safari 16.4 was the last; Node has them since 16.4): the reader looks at 16
/// bytes at a time. What is called in its inner loops says so itself (`#[inline(always)]`); all else stays a call, also where
/// the standard library advises otherwise, and no loop is unrolled, turned around or given pointers of its own. Measured on
/// this crate, KB after brotli: 6.5 less in all, for some 15 % more time.
const FLAGS: &[&str] = &[
    "-Ctarget-feature=+simd128",
    "-Cllvm-args=-inline-threshold=25 -inlinehint-threshold=25 -max-loads-per-memcmp=1",
    "-Cllvm-args=-unroll-threshold=0 -unroll-allow-partial=false -rotation-max-header-size=0 -disable-lsr",
    "-Cno-vectorize-loops",
    "-Cno-vectorize-slp",
];

/// [`FLAGS`], and the paths of this machine kept out of the bytes: the same commit gives the same module everywhere.
fn flags() -> Result<Vec<String>> {
    let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    let mut remap = |from: &Path, to: &str| flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    if let Some(home) = workspace::cargo_home() {
        remap(&home, "/cargo");
        // The name of the folder of a registry comes from its address. rustc takes the last mapping that fits.
        let registries = home.join("registry/src");
        if registries.is_dir() {
            let found: std::io::Result<BTreeSet<PathBuf>> =
                fs::read_dir(registries)?.map(|entry| entry.map(|entry| entry.path())).collect();
            for registry in found? {
                remap(&registry, "/cargo/registry");
            }
        }
    }
    // Where the sources of the standard library are installed, rustc names them by where they are; elsewhere, like this.
    if let Some(sysroot) = setup::sysroot() {
        remap(&sysroot.join("lib/rustlib/src/rust"), &format!("/rustc/{}", commit()?));
    }
    remap(&workspace::root(), "/referral-editor");
    Ok(flags)
}

/// The commit that rustc was made of.
fn commit() -> Result<String> {
    let said = process::output_or_error(process::command("rustc").arg("-vV"))?;
    let commit = said.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    Ok(commit.context("rustc does not say what it was made of")?.to_owned())
}

/// What the result of `bind` and `optimise` depends on.
fn key(compiled: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    fs::read(compiled)?.hash(&mut hasher);
    fs::read(workspace::root().join("node_modules/binaryen/package.json"))?.hash(&mut hasher);
    fs::read(workspace::root().join("node_modules/esbuild/package.json"))?.hash(&mut hasher);
    fs::read(workspace::root().join("Cargo.lock"))?.hash(&mut hasher);
    fs::read(workspace::root().join(MINIFY))?.hash(&mut hasher);
    include_str!("module.rs").hash(&mut hasher);
    include_str!("snip.mjs").hash(&mut hasher);
    include_str!("rename.mjs").hash(&mut hasher);
    include_str!("arrange.rs").hash(&mut hasher);
    Ok(format!("{:016x}\n", hasher.finish()))
}

/// wasm-bindgen: the glue for browsers (and for everything else that has ES modules), without a default address of the
/// module, as the loaders of `src/js` know where it is; without types, as `src/js/index.d.ts` is written by hand.
fn bind(compiled: &Path, dir: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(compiled)
        .out_name(NAME)
        .web(true)?
        .omit_default_module_path(true)
        .typescript(false)
        .remove_producers_section(true)
        .generate(dir)
        .context("wasm-bindgen failed")?;
    let bound = dir.join(format!("{NAME}_bg.wasm"));
    fs::rename(bound, dir.join(NAME).with_extension("wasm"))?;
    own_modules(dir)?;
    renewable(dir)?;
    snip(dir)
}

/// How an instance is started, instead of what wasm-bindgen has for it: `src/js` knows where the module is.
const STARTED: &str = "
export async function started(module) {
    return __wbg_finalize_init(await WebAssembly.instantiate(module, __wbg_get_imports()), module);
}

export function startedNow(module = wasmModule) {
    wasm = wasmInstance = undefined;
    return __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);
}
";

/// The glue starts one instance and no other; [`STARTED`] lets `src/js/instance.js` have another one of the same module.
fn renewable(dir: &Path) -> Result<()> {
    let glue = dir.join(NAME).with_extension("js");
    let text = fs::read_to_string(&glue)?;
    // What it rests on: nothing else in the glue belongs to an instance, and what starts the next one forgets all that was
    // seen of the memory of the last one.
    let of_any = ["WASM_VECTOR_LEN", "__wbg_init_promise", "cachedTextDecoder", "numBytesDecoded"];
    let of_one = ["cachedUint8ArrayMemory0", "wasm", "wasmInstance", "wasmModule"];
    let known = |name: &&str| of_any.contains(name) || of_one.contains(name);
    let unknown: Vec<&str> = top_level(&text).into_iter().filter(|name| !known(name)).collect();
    ensure!(unknown.is_empty(), "the glue keeps what may belong to an instance: {}", unknown.join(", "));
    for needed in
        of_one.iter().map(|name| format!("\n    {name} = ")).chain(["\n    wasm.__wbindgen_start();".to_owned()])
    {
        let start = text.split("function __wbg_finalize_init(instance, module) {").nth(1).unwrap_or_default();
        let start = start.split("\n}").next().unwrap_or_default();
        ensure!(start.contains(&needed), "what starts an instance in the glue has no `{}`", needed.trim());
    }
    Ok(fs::write(&glue, text + STARTED)?)
}

/// The variables of a script that outlive its functions.
fn top_level(script: &str) -> Vec<&str> {
    let declarations = script.lines().filter_map(|line| line.strip_prefix("let ")?.strip_suffix(';'));
    // One with a value stands alone.
    declarations.flat_map(|names| names.split(" = ").next().unwrap_or_default().split(", ")).collect()
}

/// wasm-bindgen copies a module that Rust imports from `src/js` into `snippets/`. The package already has that module, and
/// a second copy would be a second identity: `instanceof ReferralError` would be false. The glue is pointed to the first.
fn own_modules(dir: &Path) -> Result<()> {
    const OWN: &str = "/src/js/";
    let glue = dir.join(NAME).with_extension("js");
    let mut text = fs::read_to_string(&glue)?;
    let snippets = dir.join("snippets");
    for copy in super::tree(&snippets)? {
        let path = copy.strip_prefix(dir)?.to_string_lossy().replace('\\', "/");
        let Some((_, module)) = path.split_once(OWN) else { continue };
        ensure!(
            text.contains(&format!("./{path}")),
            "the glue does not import {path}, which wasm-bindgen wrote for it"
        );
        text = text.replace(&format!("./{path}"), &format!("./{module}"));
        fs::remove_file(&copy)?;
    }
    fs::write(glue, text)?;
    if super::tree(&snippets)?.is_empty() {
        super::remove(&snippets)?;
    }
    Ok(())
}

/// The glue, by esbuild.
fn minify(dir: &Path) -> Result<()> {
    let mut node = process::command("node");
    node.arg(workspace::root().join(MINIFY)).arg(dir.join(NAME).with_extension("js"));
    process::run(&mut node)
}

/// Takes the panic machinery out, which nothing but a defect leads to: `snip.mjs` says how.
fn snip(dir: &Path) -> Result<()> {
    let script = workspace::root().join("xtask/src/dist/snip.mjs");
    process::run(process::command("node").arg(script).arg(dir.join(NAME).with_extension("wasm")))
}

/// Short names for the imports: `rename.mjs` says why.
fn rename(dir: &Path) -> Result<()> {
    let script = workspace::root().join("xtask/src/dist/rename.mjs");
    let file = dir.join(NAME);
    process::run(process::command("node").arg(script).arg(file.with_extension("wasm")).arg(file.with_extension("js")))
}

/// wasm-opt, from npm's `binaryen`.
fn optimise(dir: &Path, options: &[&str]) -> Result<()> {
    let wasm = dir.join(NAME).with_extension("wasm");
    process::run(process::npm_program("binaryen/bin/wasm-opt").args(options).arg(&wasm).arg("--output").arg(&wasm))
}

#[cfg(test)]
mod tests {
    use super::top_level;

    #[test]
    fn what_outlives_the_functions_of_a_script_is_found() {
        let script = "let a, b, c;\nlet d = { e: 1, f: 2 };\nfunction g() {\n    let h = 1;\n}\nconst i = 1;\nlet j;";
        assert_eq!(top_level(script), ["a", "b", "c", "d", "j"]);
    }
}
