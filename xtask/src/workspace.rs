//! Where things lie.

use std::env;
use std::path::PathBuf;

/// The root of the repository. Cargo says where `xtask` is; a copy of the binary run by hand is run from the root.
pub fn root() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .and_then(|xtask| xtask.parent().map(PathBuf::from))
        .unwrap_or_else(|| PathBuf::from("."))
}

/// What cargo builds into, and the only other place these chores write to besides `dist/` and `node_modules/`.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Where cargo keeps the sources of the dependencies.
pub fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| env::home_dir().map(|home| home.join(".cargo")))
}
