//! `test`: every test of the repository, stage by stage, and one table at the end.
//!
//! A stage that fails does not keep the next ones from running. A stage that ran no test has failed: it proves nothing.

mod report;
mod stages;

use std::time::Instant;

use anyhow::{Result, bail};

use crate::setup;
use report::{Count, Report};
use stages::{STAGES, Stage};

/// Runs the named stages, or all. Whether every test passed.
pub fn run(names: &[String]) -> Result<bool> {
    let wanted = wanted(names)?;
    setup::run()?;

    let mut report = Report::default();
    let mut no_dist = false;
    for stage in wanted {
        println!("\n==== {}", stage.heading);
        let start = Instant::now();
        let count = if no_dist && stage.needs_dist {
            Err(anyhow::anyhow!("not run: there is no dist/ to test, as its build failed"))
        } else {
            (stage.run)()
        };
        no_dist |= stage.name == "dist" && count.is_err();
        let (count, note) = match count {
            Ok(None) => (Count::default(), "SKIPPED: no such folder"),
            Ok(Some(count)) if count == Count::default() => (Count::FAULT, "ran no test"),
            Ok(Some(count)) => (count, ""),
            Err(error) => {
                println!("{error:#}");
                (Count::FAULT, "could not run")
            }
        };
        report.add(stage.heading, count, start.elapsed(), note);
    }
    report.print();
    Ok(report.total().failed == 0)
}

/// The stages to run, in their order, with the build where one of them needs it.
fn wanted(names: &[String]) -> Result<Vec<&'static Stage>> {
    if let Some(unknown) = names.iter().find(|name| STAGES.iter().all(|stage| stage.name != **name)) {
        let mut known: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        known.dedup();
        bail!("`test` has no stage `{unknown}`, only: {}", known.join(" "));
    }
    let named = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
    let dist = STAGES.iter().any(|stage| stage.needs_dist && named(stage.name));
    Ok(STAGES.iter().filter(|stage| named(stage.name) || (dist && stage.name == "dist")).collect())
}
