//! rustc, as `cargo xtask fuzz` has cargo call it: what counts coverage is for our own code. Oracles that count are slow, and
//! lead the search to inputs that are news to them only.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    let Some(rustc) = args.next() else { return ExitCode::FAILURE };
    let package = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
    let status = Command::new(rustc).args(args.filter(|arg| is_for(&package, arg))).status();
    let code = status.ok().and_then(|status| u8::try_from(status.code()?).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}

/// Whether a package is compiled with this argument.
fn is_for(package: &str, arg: &OsString) -> bool {
    let arg = arg.to_string_lossy();
    package.starts_with("referral-editor") || !(arg.contains("sancov") || arg.contains("sanitizer-coverage"))
}

#[cfg(test)]
mod tests {
    use super::is_for;

    #[test]
    fn only_what_is_ours_is_counted() {
        let counting = ["-Cpasses=sancov-module", "-Cllvm-args=-sanitizer-coverage-level=4"].map(Into::into);
        for package in ["referral-editor", "referral-editor-fuzz"] {
            assert!(counting.iter().all(|arg| is_for(package, arg)), "{package}");
        }
        for package in ["serde_json", "url", ""] {
            assert!(!counting.iter().any(|arg| is_for(package, arg)), "{package}");
            assert!(is_for(package, &"-Copt-level=3".into()) && is_for(package, &"--cfg".into()), "{package}");
        }
    }
}
