//! Starting other programs.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// A program, to be run in the root of the repository.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}

/// `cargo` with these arguments. The toolchain is that of this run: rustup hands it on in the environment.
pub fn cargo(args: &[&str]) -> Command {
    let mut command = command("cargo");
    command.args(args);
    command
}

/// A program of an npm package, by its file below `node_modules`.
pub fn npm_program(file: &str) -> Command {
    let mut command = command("node");
    command.arg(workspace::root().join("node_modules").join(file));
    command
}

/// Runs to the end with our terminal; an error unless it succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    let name = name(command);
    let status = command.status().with_context(|| format!("{name} could not be started"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}

/// Becomes the program, so that signals and the exit code are its own. Returns only where it cannot be started.
#[cfg(unix)]
pub fn become_it(command: &mut Command) -> Result<bool> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).with_context(|| format!("{} could not be started", name(command)))
}

/// Runs the program to its end, as this system cannot become it. Whether it succeeded.
#[cfg(not(unix))]
pub fn become_it(command: &mut Command) -> Result<bool> {
    let status = command.status().with_context(|| format!("{} could not be started", name(command)))?;
    Ok(status.success())
}

/// What it prints, without the end of line; nothing where it cannot be started or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// What it prints, without the end of line; where it fails, an error with what it said of it.
pub fn output_or_error(command: &mut Command) -> Result<String> {
    let name = name(command);
    let output = command.output().with_context(|| format!("{name} could not be started"))?;
    if !output.status.success() {
        bail!("{name} failed ({})\n{}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Runs to the end, shows every line of its standard output as it comes and hands it to `each`. Whether it succeeded.
pub fn watch(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let name = name(command);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("{name} could not be started"))?;
    let mut reader = BufReader::new(child.stdout.take().context("no standard output")?);
    let mut shown = std::io::stdout();
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        shown.write_all(&line)?;
        shown.flush()?;
        each(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
    Ok(child.wait()?.success())
}

/// The command as a person would type it, without the folder of the program.
fn name(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    std::iter::once(program.file_name().unwrap_or(command.get_program()))
        .chain(command.get_args())
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
