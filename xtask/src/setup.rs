//! What a fresh clone lacks: Rust's standard library for wasm, the npm packages, the tools of the host matrix, browsers,
//! openssl. Each is looked for first, and fetched only where it is missing.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::{process, workspace};

pub const WASM: &str = "wasm32-unknown-unknown";

/// What every build needs: the wasm target and the npm packages.
pub fn run() -> Result<()> {
    wasm_target()?;
    npm_packages()
}

/// Rust's standard library for wasm.
fn wasm_target() -> Result<()> {
    let found = process::output(process::command("rustc").args(["--print", "target-libdir", "--target", WASM]))
        .is_some_and(|dir| Path::new(&dir).is_dir());
    if found {
        println!("wasm target: there");
        return Ok(());
    }
    println!("wasm target: adding {WASM} with rustup");
    process::run(process::command("rustup").args(["target", "add", WASM]))
        .with_context(|| format!("Rust's {WASM} target is missing and could not be added"))
}

/// The npm packages, exactly as package-lock.json names them.
pub fn npm_packages() -> Result<()> {
    packages("npm packages", &workspace::root(), &["ci"])
}

/// The bundlers and runtimes that `tests/hosts` tries the package in, as its package-lock.json names them.
///
/// Not with `npm ci`, which wants every package of every other platform to be in the lockfile, and some are not on every
/// registry. No script of theirs is run: what they do is put a program where it is not needed.
pub fn host_tools() -> Result<()> {
    packages(
        "tools of the hosts",
        &workspace::root().join("tests/hosts"),
        &["install", "--no-save", "--ignore-scripts"],
    )
    .context("the tools of tests/hosts could not be installed, so that there is no host to try the package in")
}

/// Installs what the lockfile of a folder names, unless that is there.
fn packages(what: &str, folder: &Path, how: &[&str]) -> Result<()> {
    let lock = changed(&folder.join("package-lock.json"));
    // npm writes this file last: after an interrupted install it is missing or old.
    let installed = changed(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= lock {
        println!("{what}: there");
        return Ok(());
    }
    println!("{what}: installing what package-lock.json names");
    process::run(process::command(if cfg!(windows) { "npm.cmd" } else { "npm" }).current_dir(folder).args(how).args([
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))
}

/// Chromium and its driver, for the tests that need a real browser. Where the driver is.
pub fn browser() -> Result<PathBuf> {
    if let (Some(_), Some(driver)) = (on_path("chromium"), driver()) {
        return Ok(driver);
    }
    install(&["chromium", "chromium-driver"], "Chromium and chromedriver are")?;
    driver().context("chromium-driver was installed, yet there is no chromedriver on the PATH")
}

/// Firefox, for the tests that need a second browser.
pub fn firefox() -> Result<()> {
    match on_path("firefox-esr") {
        Some(_) => Ok(()),
        None => install(&["firefox-esr"], "Firefox is"),
    }
}

/// WebKit and its driver, for the tests that need a third browser, and a screen for it: it has no headless mode.
pub fn webkit() -> Result<()> {
    match (on_path("WebKitWebDriver"), on_path("Xvfb")) {
        (Some(_), Some(_)) => Ok(()),
        _ => install(&["webkit2gtk-driver", "xvfb"], "WebKit's driver and Xvfb are"),
    }
}

/// openssl, which makes the certificate for the sandbox over HTTP/2: Node can read certificates, but not make one.
pub fn openssl() -> Result<()> {
    match on_path("openssl") {
        Some(_) => Ok(()),
        None => install(&["openssl"], "openssl is"),
    }
}

/// Installs Debian packages, or says that `what` needed and missing, and how to get it.
fn install(packages: &[&str], what: &str) -> Result<()> {
    let names = packages.join(" ");
    let is_root = process::output(process::command("id").arg("-u")).is_some_and(|id| id == "0");
    if on_path("apt-get").is_none() || !is_root {
        bail!("{what} needed and missing: install with `sudo apt-get install {names}` on Debian.");
    }
    println!("installing {names} with apt-get");
    process::run(process::command("apt-get").args(["-qq", "update"]))?;
    process::run(
        process::command("apt-get")
            .args(["-qq", "install", "-y"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

/// typedoc, which makes the reference.
pub fn api_tools() -> Result<()> {
    packages("tools of the reference", &workspace::root().join("xtask/api"), &["ci"])
}

/// What the examples need besides the package.
pub fn example_tools() -> Result<()> {
    packages("tools of the examples", &workspace::root().join("tests/examples/tools"), &["ci"])
}

/// The driver told by CHROMEDRIVER, or the one on the PATH.
fn driver() -> Option<PathBuf> {
    std::env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| on_path("chromedriver"))
}

/// Where the Rust toolchain is, and perhaps the sources of the standard library.
pub fn sysroot() -> Option<PathBuf> {
    process::output(process::command("rustc").args(["--print", "sysroot"])).map(PathBuf::from)
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

fn changed(file: &Path) -> Option<SystemTime> {
    file.metadata().ok()?.modified().ok()
}
