//! `deny`: what the project depends on, held against deny.toml and against what is known of holes.
//!
//! What cannot be asked from here (the RustSec database, npm's advisories) is said to be unchecked, and is no pass.

use anyhow::{Context, Result};

use crate::{process, workspace};

/// Each workspace with a lockfile of its own.
const MANIFESTS: &[&str] = &["Cargo.toml", "fuzz/Cargo.toml"];

/// Whether nothing is wrong that could be checked.
pub fn run() -> Result<bool> {
    if process::output(process::cargo(&["deny", "--version"]).current_dir(workspace::root())).is_none() {
        println!("deny: installing cargo-deny, which takes some minutes");
        process::run(&mut process::cargo(&["install", "cargo-deny", "--locked"]))
            .context("cargo-deny is missing and could not be installed")?;
    }
    let mut verdicts = Vec::new();
    for manifest in MANIFESTS {
        println!("\n== licences, bans and sources of {manifest}");
        let checks = ["licenses", "bans", "sources"];
        let is_sound = deny(manifest, &checks)?.success;
        verdicts.push((format!("licences, bans, sources: {manifest}"), if is_sound { "passed" } else { "FAILED" }));

        println!("\n== advisories of {manifest}");
        let answer = deny(manifest, &["advisories"])?;
        verdicts.push((format!("advisories: {manifest}"), answer.verdict(&["failed to fetch advisory database"])));
    }
    println!("\n== npm audit");
    let audit =
        heard(process::command(if cfg!(windows) { "npm.cmd" } else { "npm" }).args(["audit", "--audit-level=low"]))?;
    verdicts
        .push(("npm audit".to_owned(), audit.verdict(&["audit endpoint returned an error", "ENOTFOUND", "ENOLOCK"])));

    println!();
    for (what, verdict) in &verdicts {
        println!("{what:<50} {verdict}");
    }
    Ok(verdicts.iter().all(|(_, verdict)| *verdict != "FAILED"))
}

/// What a program said, and whether it was content.
struct Answer {
    success: bool,
    said: String,
}

impl Answer {
    /// In a word; `unreachable` are the sentences of one that could not ask.
    fn verdict(&self, unreachable: &[&str]) -> &'static str {
        match self.success {
            true => "passed",
            false if unreachable.iter().any(|sentence| self.said.contains(sentence)) => {
                "NOT CHECKED: it cannot be reached"
            }
            false => "FAILED",
        }
    }
}

fn deny(manifest: &str, checks: &[&str]) -> Result<Answer> {
    let mut command = process::cargo(&["deny", "--manifest-path", manifest, "check", "--hide-inclusion-graph"]);
    heard(command.args(["--config", "deny.toml"]).args(checks))
}

/// Runs a program to its end, and shows what it said.
fn heard(command: &mut std::process::Command) -> Result<Answer> {
    let output = command.output().context("it could not be started")?;
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    println!("{}", said.trim());
    Ok(Answer { success: output.status.success(), said })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_asked_is_no_pass() {
        let verdict = |success, said: &str| Answer { success, said: said.to_owned() }.verdict(&["no way"]);
        assert_eq!(verdict(true, "no way"), "passed");
        assert_eq!(verdict(false, "3 holes"), "FAILED");
        assert!(verdict(false, "there is no way").starts_with("NOT CHECKED"));
    }
}
