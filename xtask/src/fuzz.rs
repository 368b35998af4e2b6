//! `fuzz`: the targets of `fuzz/` under libFuzzer, one after the other. `npm test` has a short run without it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{process, workspace};

/// For each target, unless told otherwise.
const SECONDS: u64 = 60;
/// An input that takes longer is a finding: a million times what one takes.
const MOST_SECONDS: u32 = 10;

/// What cargo-fuzz tells the compiler for `-s none`: count what is run ...
const COUNTING: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table";
/// ... and what is compared with what, which takes a third of the time.
const COMPARING: &str = "-Cllvm-args=-sanitizer-coverage-trace-compares";

/// How a target is run: quickly on inputs of some members, and thoroughly on whole referrals.
struct Mode {
    name: &'static str,
    /// Bytes of an input at the most.
    most: u64,
    /// Whether it is told what is compared with what.
    compares: bool,
    /// What else libFuzzer is told.
    flags: &'static [&'static str],
    /// Its part of the inputs, and of the time, in hundredths.
    inputs: u64,
    time: u64,
}

/// Half the time of a small input went into what libFuzzer notes about it: how often each edge was run, and which input is the
/// shortest of those that run it. Which edges are run is enough for twice as many inputs to come upon as many.
const QUICKLY: &[&str] = &["-use_counters=0", "-reduce_inputs=0", "-entropic=0"];

/// What the first one comes upon is where the second one begins.
const MODES: [Mode; 2] = [
    Mode { name: "small", most: 256, compares: false, flags: QUICKLY, inputs: 95, time: 75 },
    // A whole referral, and three small ones.
    Mode { name: "large", most: 8192, compares: true, flags: &[], inputs: 5, time: 25 },
];

/// How long a target is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    Seconds(u64),
    Executions(u64),
}

impl Until {
    /// The part of a mode.
    fn of(self, mode: &Mode) -> String {
        match self {
            Self::Seconds(seconds) => format!("-max_total_time={}", (seconds * mode.time / 100).max(1)),
            Self::Executions(count) => format!("-runs={}", (count * mode.inputs).div_ceil(100)),
        }
    }
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    until: Until,
    /// Targets at the same time.
    jobs: usize,
    names: Vec<String>,
}

/// How a target did.
struct Row {
    name: String,
    runs: Vec<Run>,
}

/// How a target did in one mode.
struct Run {
    program: PathBuf,
    executions: u64,
    took: Duration,
    coverage: String,
    findings: Vec<PathBuf>,
    log: PathBuf,
    is_sound: bool,
}

impl Run {
    fn per_second(&self) -> f64 {
        self.executions as f64 / self.took.as_secs_f64().max(0.001)
    }
}

/// Runs every target, or the named ones. Whether nothing was found.
pub fn run(args: &[String]) -> Result<bool> {
    let Wanted { until, jobs, names } = wanted(args)?;
    let folder = workspace::root().join("fuzz");
    let known = targets(&folder)?;
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        bail!("`fuzz` has no target `{unknown}`, only: {}", known.join(" "));
    }
    let chosen = if names.is_empty() { known } else { names };
    let host = host()?;
    build(&host)?;

    println!("\nfuzz: {until:?} a target, {jobs} at the same time");
    let next = AtomicUsize::new(0);
    let mut rows = std::thread::scope(|scope| {
        let work = || {
            let mut rows = Vec::new();
            while let Some((index, name)) =
                Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|index| Some((index, chosen.get(index)?)))
            {
                rows.push((index, row(name, until, &host)?));
            }
            Ok(rows)
        };
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        let rows = workers.into_iter().map(|worker| worker.join().unwrap_or_else(|_| bail!("a worker panicked")));
        rows.collect::<Result<Vec<Vec<_>>>>()
    })?
    .into_iter()
    .flatten()
    .collect::<Vec<_>>();
    rows.sort_by_key(|(index, _)| *index);
    let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    print(&rows);
    Ok(rows.iter().flat_map(|row| &row.runs).all(|run| run.is_sound))
}

/// Compiles all targets for each mode.
fn build(host: &str) -> Result<()> {
    println!(
        "fuzz: building the targets for {host}, with what counts coverage; the first time that takes some minutes"
    );
    // Sees to it that only our own code is counted.
    process::run(&mut process::cargo(&["build", "--quiet", "--locked", "--package", "xtask", "--bin", "fuzz-rustc"]))?;
    let wrapper = workspace::target().join("debug/fuzz-rustc").with_extension(std::env::consts::EXE_EXTENSION);
    for mode in &MODES {
        let flags = [COUNTING, if mode.compares { COMPARING } else { "" }, "--cfg fuzzing"].join(" ");
        process::run(
            process::cargo(&["build", "--locked", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", host])
                .env("CARGO_TARGET_DIR", target_of(mode))
                .env("RUSTC_WRAPPER", &wrapper)
                .env("RUSTFLAGS", flags),
        )
        .context("the targets could not be built; libFuzzer needs a C++ compiler (`apt-get install g++` on Debian)")?;
    }
    Ok(())
}

fn target_of(mode: &Mode) -> PathBuf {
    workspace::target().join("fuzz").join(mode.name)
}

/// How long, how many at the same time, and which targets.
fn wanted(args: &[String]) -> Result<Wanted> {
    let mut wanted = Wanted { until: Until::Seconds(SECONDS), jobs: 1, names: Vec::new() };
    let mut args = args.iter();
    let number = |text: Option<&String>, of: &str| -> Result<u64> {
        let text = text.with_context(|| format!("{of} wants a number behind it"))?;
        let number = text.replace('_', "").parse().with_context(|| format!("`{text}` is no number of {of}"))?;
        if number == 0 {
            bail!("0 {of} would be for ever, or nothing");
        }
        Ok(number)
    };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--executions" => wanted.until = Until::Executions(number(args.next(), "executions")?),
            "--jobs" => wanted.jobs = usize::try_from(number(args.next(), "jobs")?)?,
            seconds if seconds.starts_with(|letter: char| letter.is_ascii_digit()) => {
                wanted.until = Until::Seconds(number(Some(arg), "seconds")?);
            }
            flag if flag.starts_with('-') => bail!("`fuzz` knows only --executions and --jobs"),
            name => wanted.names.push(name.to_owned()),
        }
    }
    Ok(wanted)
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

/// Runs one target in every mode.
fn row(name: &str, until: Until, host: &str) -> Result<Row> {
    println!("==== {name}");
    let runs = MODES.iter().map(|mode| fuzz(name, mode, until, host)).collect::<Result<Vec<Run>>>()?;
    Ok(Row { name: name.to_owned(), runs })
}

/// Runs one target. What it comes upon is kept below `target/fuzz`, and the next run goes on from there.
fn fuzz(name: &str, mode: &Mode, until: Until, host: &str) -> Result<Run> {
    let (root, build) = (workspace::root(), workspace::target().join("fuzz"));
    let program = target_of(mode).join(host).join("release").join(name);
    let corpus = |mode: &Mode| build.join("corpus").join(mode.name).join(name);
    let findings = build.join("findings").join(name);
    for mode in &MODES {
        std::fs::create_dir_all(corpus(mode))?;
    }
    std::fs::create_dir_all(&findings)?;
    let before = files(&findings)?;
    let mut prefix = findings.clone().into_os_string();
    prefix.push("/");
    let mut option = std::ffi::OsString::from("-artifact_prefix=");
    option.push(prefix);

    let log = build.join("log").join(format!("{name}-{}", mode.name));
    std::fs::create_dir_all(build.join("log"))?;
    let mut command = Command::new(&program);
    command.current_dir(&root).arg(corpus(mode));
    // What is longer than the mode's inputs is cut off, and what is left of it is of no use.
    command.arg(short(mode, &[root.join("fuzz/seeds").join(name), root.join("tests/samples")], name)?);
    command.args(MODES.iter().filter(|other| other.most < mode.most).map(corpus));
    command
        .arg(format!("-dict={}", root.join("fuzz/words.dict").display()))
        .args([until.of(mode), format!("-max_len={}", mode.most), format!("-timeout={MOST_SECONDS}")])
        .args(["-print_final_stats=1", "-rss_limit_mb=2048"])
        .args(mode.flags)
        .arg(option)
        // Without a backtrace the sentence that says what does not hold is easier to find.
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&log)?);
    let start = std::time::Instant::now();
    let status = command.status().with_context(|| format!("{} could not be started", program.display()))?;
    let took = start.elapsed();
    let said = String::from_utf8_lossy(&std::fs::read(&log)?).into_owned();
    if !status.success() {
        let is_told = |line: &&str| !line.starts_with('#') && !line.starts_with("INFO: ");
        let told: Vec<&str> = said.lines().filter(is_told).take(20).collect();
        println!("{}", told.join("\n"));
    }
    let mut findings = files(&findings)?;
    findings.retain(|finding| !before.contains(finding));
    let executions = statistic(&said, "stat::number_of_executed_units:");
    let coverage = last_coverage(&said);
    Ok(Run { program, executions, took, coverage, findings, log, is_sound: status.success() })
}

/// A folder with those files of some folders that a mode takes whole.
fn short(mode: &Mode, folders: &[PathBuf], name: &str) -> Result<PathBuf> {
    let short = workspace::target().join("fuzz/seeds").join(mode.name).join(name);
    if short.exists() {
        std::fs::remove_dir_all(&short)?;
    }
    std::fs::create_dir_all(&short)?;
    for file in folders.iter().map(|folder| files(folder)).collect::<Result<Vec<_>>>()?.concat() {
        if file.metadata()?.len() <= mode.most {
            std::fs::copy(&file, short.join(file.file_name().unwrap_or_default()))?;
        }
    }
    Ok(short)
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
    let [small, large] = MODES.map(|mode| format!("{}/s", mode.name));
    println!(
        "\n{:<12} {:>12} {:>8} {small:>9} {large:>9} {:>9} {:>9}",
        "target", "executions", "seconds", "coverage", "findings"
    );
    for Row { name, runs } in rows {
        let executions: u64 = runs.iter().map(|run| run.executions).sum();
        let seconds = runs.iter().map(|run| run.took.as_secs_f64()).sum::<f64>();
        let rates: Vec<String> = runs.iter().map(|run| format!("{:>9.0}", run.per_second())).collect();
        // The last one began with what the others had come upon.
        let coverage = runs.last().map_or("", |run| &run.coverage);
        let findings: usize = runs.iter().map(|run| run.findings.len()).sum();
        println!("{name:<12} {executions:>12} {seconds:>8.0} {} {coverage:>9} {findings:>9}", rates.join(" "));
    }
    for run in rows.iter().flat_map(|row| &row.runs) {
        for finding in &run.findings {
            println!("\na finding. Again: {} {}", run.program.display(), finding.display());
        }
        if run.findings.is_empty() && !run.is_sound {
            println!("\n{} failed without a finding: see {}", run.program.display(), run.log.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_and_how_many_at_once_and_which() {
        let wanted = |args: &[&str]| wanted(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>());
        let is = |args: &[&str], until, jobs, names: &[&str]| {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(wanted(args).unwrap(), Wanted { until, jobs, names }, "{args:?}");
        };
        is(&[], Until::Seconds(60), 1, &[]);
        is(&["5"], Until::Seconds(5), 1, &[]);
        is(&["5", "edit", "save"], Until::Seconds(5), 1, &["edit", "save"]);
        is(&["edit"], Until::Seconds(60), 1, &["edit"]);
        is(&["--executions", "100_000_000", "edit"], Until::Executions(100_000_000), 1, &["edit"]);
        is(&["--jobs", "2", "--executions", "7"], Until::Executions(7), 2, &[]);
        for wrong in [&["0"][..], &["5s"], &["--executions"], &["--executions", "x"], &["--jobs", "0"], &["--job", "2"]]
        {
            assert!(wanted(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_modes_share_all_that_was_asked_for() {
        assert_eq!(MODES.iter().map(|mode| mode.inputs).sum::<u64>(), 100);
        assert_eq!(MODES.iter().map(|mode| mode.time).sum::<u64>(), 100);
        let parts = |until: Until| MODES.each_ref().map(|mode| until.of(mode));
        assert_eq!(parts(Until::Seconds(20)), ["-max_total_time=15", "-max_total_time=5"]);
        // 0 would be for ever.
        assert_eq!(parts(Until::Seconds(1)), ["-max_total_time=1", "-max_total_time=1"]);
        assert_eq!(parts(Until::Executions(100_000_000)), ["-runs=95000000", "-runs=5000000"]);
        assert_eq!(parts(Until::Executions(1)), ["-runs=1", "-runs=1"]);
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
