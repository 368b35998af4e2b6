//! `fuzz`: the targets of `fuzz/` under libFuzzer, one after the other. `npm test` has a short run without it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{process, workspace};

/// For each target, unless told otherwise.
const SECONDS: u64 = 60;
/// Bytes of an input at the most: a whole referral, and three small ones.
const MOST_BYTES: u32 = 8192;
/// An input that takes longer is a finding: a million times what one takes.
const MOST_SECONDS: u32 = 10;

/// What cargo-fuzz tells the compiler for `-s none`: count what is run, and what is compared with what.
const INSTRUMENTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// How a target did.
struct Row {
    name: String,
    program: PathBuf,
    executions: u64,
    took: Duration,
    coverage: String,
    findings: Vec<PathBuf>,
    is_sound: bool,
}

/// Runs every target, or the named ones. Whether nothing was found.
pub fn run(args: &[String]) -> Result<bool> {
    let (seconds, wanted) = wanted(args)?;
    let folder = workspace::root().join("fuzz");
    let known = targets(&folder)?;
    if let Some(unknown) = wanted.iter().find(|name| !known.contains(name)) {
        bail!("`fuzz` has no target `{unknown}`, only: {}", known.join(" "));
    }
    let chosen = if wanted.is_empty() { known } else { wanted };

    let build = workspace::target().join("fuzz");
    let host = host()?;
    println!(
        "fuzz: building the targets for {host}, with what counts coverage; the first time that takes some minutes"
    );
    process::run(
        process::cargo(&["build", "--locked", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", &host])
            .env("CARGO_TARGET_DIR", &build)
            .env("RUSTFLAGS", INSTRUMENTED),
    )
    .context("the targets could not be built; libFuzzer needs a C++ compiler (`apt-get install g++` on Debian)")?;

    let programs = build.join(&host).join("release");
    let mut rows = Vec::new();
    for name in chosen {
        println!("\n==== {name}: {seconds} s");
        rows.push(fuzz(&name, seconds, &programs.join(&name), &build)?);
    }
    print(&rows);
    Ok(rows.iter().all(|row| row.is_sound))
}

/// How many seconds, and which targets.
fn wanted(args: &[String]) -> Result<(u64, Vec<String>)> {
    match args {
        [first, names @ ..] if first.starts_with(|letter: char| letter.is_ascii_digit()) => {
            let seconds = first.parse().with_context(|| format!("`{first}` is no number of seconds"))?;
            if seconds == 0 {
                bail!("0 seconds would be for ever");
            }
            Ok((seconds, names.to_vec()))
        }
        names => Ok((SECONDS, names.to_vec())),
    }
}

/// The names of all targets.
fn targets(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder.join("fuzz_targets"))? {
        names.extend(entry?.path().file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// What the compiler calls this machine: named as the target, so that build scripts and macros are not instrumented.
fn host() -> Result<String> {
    let version = process::output_or_error(process::command("rustc").arg("-vV"))?;
    version.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned).context("rustc names no host")
}

/// Runs one target. What it comes upon is kept below `target/fuzz`, and the next run goes on from there.
fn fuzz(name: &str, seconds: u64, program: &Path, build: &Path) -> Result<Row> {
    let root = workspace::root();
    let (corpus, findings) = (build.join("corpus").join(name), build.join("findings").join(name));
    std::fs::create_dir_all(&corpus)?;
    std::fs::create_dir_all(&findings)?;
    let before = files(&findings)?;
    let mut prefix = findings.clone().into_os_string();
    prefix.push("/");
    let mut option = std::ffi::OsString::from("-artifact_prefix=");
    option.push(prefix);

    let log = build.join("log").join(name);
    std::fs::create_dir_all(build.join("log"))?;
    let mut command = Command::new(program);
    command
        .current_dir(&root)
        .arg(&corpus)
        .arg(root.join("fuzz/seeds").join(name))
        .arg(root.join("tests/samples"))
        .arg(format!("-dict={}", root.join("fuzz/words.dict").display()))
        .args([
            format!("-max_total_time={seconds}"),
            format!("-max_len={MOST_BYTES}"),
            format!("-timeout={MOST_SECONDS}"),
        ])
        .args(["-print_final_stats=1", "-rss_limit_mb=2048"])
        .arg(option)
        // Without a backtrace the sentence that says what does not hold is easier to find.
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&log)?);
    let start = std::time::Instant::now();
    let status = command.status().with_context(|| format!("{} could not be started", program.display()))?;
    let said = String::from_utf8_lossy(&std::fs::read(&log)?).into_owned();
    if !status.success() {
        let is_told = |line: &&str| !line.starts_with('#') && !line.starts_with("INFO: ");
        let told: Vec<&str> = said.lines().filter(is_told).take(20).collect();
        println!("{}", told.join("\n"));
    }
    let mut findings = files(&findings)?;
    findings.retain(|finding| !before.contains(finding));
    Ok(Row {
        name: name.to_owned(),
        program: program.to_owned(),
        executions: statistic(&said, "stat::number_of_executed_units:"),
        took: start.elapsed(),
        coverage: last_coverage(&said),
        findings,
        is_sound: status.success(),
    })
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

/// `12` for `stat::number_of_executed_units: 12`.
fn statistic(said: &str, name: &str) -> u64 {
    let value = said.lines().find_map(|line| line.strip_prefix(name));
    value.and_then(|value| value.trim().parse().ok()).unwrap_or(0)
}

/// `1189` for `#1191153 DONE cov: 1189 ft: 4031 ...`: edges of the program that were run.
fn last_coverage(said: &str) -> String {
    let last = said.lines().rev().find_map(|line| line.split_once(" cov: "));
    last.and_then(|(_, rest)| rest.split_whitespace().next()).unwrap_or("?").to_owned()
}

/// The table at the end, and how to see each finding again.
fn print(rows: &[Row]) {
    println!(
        "\n{:<12} {:>12} {:>8} {:>10} {:>9} {:>9}",
        "target", "executions", "seconds", "per second", "coverage", "findings"
    );
    for row in rows {
        let seconds = row.took.as_secs_f64();
        let per_second = row.executions as f64 / seconds.max(0.001);
        println!(
            "{:<12} {:>12} {seconds:>8.0} {per_second:>10.0} {:>9} {:>9}",
            row.name,
            row.executions,
            row.coverage,
            row.findings.len(),
        );
    }
    for row in rows {
        for finding in &row.findings {
            println!("\n{} has a finding. Again: {} {}", row.name, row.program.display(), finding.display());
        }
        if row.findings.is_empty() && !row.is_sound {
            println!("\n{} failed without a finding: see target/fuzz/log/{}", row.name, row.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_come_first_and_names_after_them() {
        let wanted = |args: &[&str]| wanted(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>());
        assert_eq!(wanted(&[]).unwrap(), (60, vec![]));
        assert_eq!(wanted(&["5"]).unwrap(), (5, vec![]));
        assert_eq!(wanted(&["5", "edit", "save"]).unwrap(), (5, vec!["edit".to_owned(), "save".to_owned()]));
        assert_eq!(wanted(&["edit"]).unwrap(), (60, vec!["edit".to_owned()]));
        assert!(wanted(&["0"]).is_err() && wanted(&["5s"]).is_err());
    }

    #[test]
    fn what_libfuzzer_says_of_itself_is_read() {
        let said = "#2\tINITED cov: 7 ft: 7\n#119\tNEW    cov: 11 ft: 40 corp: 8/65Kb\n#120\tDONE   cov: 12 ft: 41\n\
                    stat::number_of_executed_units: 120\nstat::average_exec_per_sec:     9\n";
        assert_eq!(statistic(said, "stat::number_of_executed_units:"), 120);
        assert_eq!(last_coverage(said), "12");
        assert_eq!((statistic("", "stat::number_of_executed_units:"), last_coverage("").as_str()), (0, "?"));
    }
}
