//! `publishable`: what has to be so before a version is published. `npm publish` in this folder runs it with `--all`, and so
//! cannot skip the tests, their gates and the second build.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::{lint, process, reproduce, test, workspace};

/// Checks what needs no build; with a tag, also that it names this version. `--all`: then lint, every test, and the build
/// in two places. Whether all is well.
pub fn run(args: &[String]) -> Result<bool> {
    let (tag, all) = match args {
        [] => (None, false),
        [flag] if flag == "--all" => (None, true),
        [tag] if !tag.starts_with('-') => (Some(tag.as_str()), false),
        _ => bail!("`publishable` takes a tag, or --all"),
    };
    let faults = Facts::gather()?.faults(tag);
    for fault in &faults {
        eprintln!("not publishable: {fault}");
    }
    if !faults.is_empty() {
        return Ok(false);
    }
    println!("publishable: versions, changelog and repository are as they should be");
    Ok(!all || (lint::run(&[])? && test::run(&[])? && reproduce::run(&[])?))
}

/// What the files say.
struct Facts {
    npm: String,
    /// Where the sources are, as package.json has it; perhaps empty.
    repository: String,
    cargo: String,
    changelog: String,
    /// What is not committed.
    changed: String,
}

impl Facts {
    fn gather() -> Result<Self> {
        const READ: &str = "const { version, repository } = require('./package.json'); \
                            console.log(version); console.log(repository?.url ?? repository ?? '')";
        let said = process::output_or_error(process::command("node").args(["-e", READ]))?;
        let mut lines = said.lines().map(str::to_owned);
        let manifest = fs::read_to_string(workspace::root().join("Cargo.toml"))?;
        let package = manifest.split("[package]").nth(1).context("Cargo.toml has no [package]")?;
        let version = package.lines().find_map(|line| line.strip_prefix("version = "));
        Ok(Self {
            npm: lines.next().unwrap_or_default(),
            repository: lines.next().unwrap_or_default(),
            cargo: version.context("Cargo.toml has no version")?.trim_matches('"').to_owned(),
            changelog: fs::read_to_string(workspace::root().join("CHANGELOG.md"))?,
            changed: process::output_or_error(process::command("git").args(["status", "--porcelain"]))?,
        })
    }

    /// What keeps it from being published, one sentence each.
    fn faults(&self, tag: Option<&str>) -> Vec<String> {
        let Self { npm, repository, cargo, changelog, changed } = self;
        let mut faults = Vec::new();
        let mut expect = |is: bool, sentence: String| {
            if !is {
                faults.push(sentence);
            }
        };
        expect(npm == cargo, format!("package.json has the version {npm}, Cargo.toml {cargo}"));
        if let Some(tag) = tag {
            expect(tag == format!("v{npm}"), format!("the tag is {tag}, the version {npm}"));
        }
        let heading = |line: &str| line.strip_prefix("## ").is_some_and(|rest| names(rest, npm));
        expect(changelog.lines().any(heading), format!("CHANGELOG.md has no heading for {npm}"));
        let hint = "npm takes no provenance without the address of the sources";
        expect(!repository.is_empty(), format!("package.json has no `repository`: {hint}"));
        expect(changed.is_empty(), format!("not everything is committed:\n{changed}"));
        faults
    }
}

/// Whether a heading is that of the version: `1.2.3`, `[1.2.3] - 2026-11-22`.
fn names(heading: &str, version: &str) -> bool {
    let heading = heading.trim_start_matches('[');
    heading.strip_prefix(version).is_some_and(|rest| rest.is_empty() || rest.starts_with([']', ' ']))
}

#[cfg(test)]
mod tests {
    use super::Facts;

    fn facts() -> Facts {
        Facts {
            npm: "1.2.3".to_owned(),
            repository: "git+https://git.example/referral-editor.git".to_owned(),
            cargo: "1.2.3".to_owned(),
            changelog: "# Changelog\n\n## Unreleased\n\n## [1.2.3] - 2026-11-22\n".to_owned(),
            changed: String::new(),
        }
    }

    #[test]
    fn a_version_that_is_the_same_everywhere_may_be_published() {
        assert_eq!(facts().faults(Some("v1.2.3")), [""; 0]);
        assert_eq!(facts().faults(None), [""; 0]);
    }

    #[test]
    fn each_fault_is_told() {
        let faults = |change: fn(&mut Facts)| {
            let mut facts = facts();
            change(&mut facts);
            facts.faults(Some("v1.2.3")).len()
        };
        assert_eq!(faults(|facts| facts.cargo = "1.2.4".to_owned()), 1);
        assert_eq!(faults(|facts| facts.changelog = "## Unreleased\n## 1.2.30\n".to_owned()), 1);
        assert_eq!(faults(|facts| facts.repository.clear()), 1);
        assert_eq!(faults(|facts| facts.changed = " M README.md".to_owned()), 1);
        assert_eq!(facts().faults(Some("v1.2.4")).len(), 1);
        assert_eq!(facts().faults(Some("1.2.3")).len(), 1);
    }
}
