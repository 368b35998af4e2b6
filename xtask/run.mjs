#!/usr/bin/env node
// The door to the chores: `npm start`, `npm test`, `npm run build` and `npm run lint` all come through here.
// It makes sure that Node and Rust are there, then hands over to the Rust program beside it (`xtask/src`).
// Must never need an npm package: it runs on a fresh clone, before anything is installed.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants, homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MIN_NODE = [20, 19];
const RUST = readFileSync(join(ROOT, "rust-toolchain.toml"), "utf8").match(/channel = "([^"]+)"/)?.[1] ?? "stable";

/**
 * Ends the run with one sentence.
 * @param {string} sentence
 * @returns {never}
 */
function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

/**
 * Whether a program can be started and says yes.
 * @param {string} program
 * @param {string[]} args
 */
function works(program, ...args) {
  return spawnSync(program, args, { cwd: ROOT, stdio: "ignore" }).status === 0;
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < MIN_NODE[0] || (major === MIN_NODE[0] && minor < MIN_NODE[1])) {
    stop(`Node ${MIN_NODE.join(".")} or newer is needed, this is ${process.versions.node}: see https://nodejs.org.`);
  }
}

/** Makes `cargo` answer for this folder: installs the Rust version of rust-toolchain.toml where it is not there yet. */
function checkRust() {
  // A shell that was open when rustup was installed does not have this on its path yet.
  process.env.PATH += delimiter + join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
  if (works("cargo", "--version")) return;
  if (!works("rustup", "--version")) {
    stop(`Rust ${RUST} is needed and neither cargo nor rustup can be run: install rustup from https://rustup.rs.`);
  }
  console.error(`Installing Rust ${RUST} with rustup.`);
  const install = ["toolchain", "install", RUST, "--profile", "minimal", "--component", "clippy,rustfmt"];
  const env = { ...process.env, RUST_BACKTRACE: "0" };
  spawnSync("rustup", [...install, "--no-self-update"], { cwd: ROOT, stdio: "inherit", env });
  if (works("cargo", "--version")) return;
  // No way out to the network, perhaps. The stable toolchain may well be this version or a newer one.
  const version = spawnSync("rustup", ["run", "stable", "rustc", "--version"], { encoding: "utf8" }).stdout ?? "";
  if (Number(version.match(/^rustc 1\.(\d+)/)?.[1]) >= Number(RUST.split(".")[1])) {
    console.error(`Rust ${RUST} could not be installed; using ${version.trim()}.`);
    process.env.RUSTUP_TOOLCHAIN = "stable";
    return;
  }
  stop(`Rust ${RUST} is needed and rustup could not install it: run "rustup toolchain install ${RUST}" to see why.`);
}

/** Runs the Rust program, and ends as it ends. */
function handOver() {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
  const first = !existsSync(join(target, "debug", "xtask"));
  if (first) console.error("Compiling the build tool; the first time takes about two minutes.");
  const cargo = ["run", ...(first ? [] : ["--quiet"]), "--package", "xtask", "--bin", "xtask", "--"];
  const child = spawn("cargo", [...cargo, ...process.argv.slice(2)], { cwd: ROOT, stdio: "inherit" });

  // Ctrl-C in a terminal reaches the child by itself; here it only must not end us first.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  // npm hands a signal to the shell between it and us, and the shell ends without a word: a server would stay for ever.
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === shell || child.kill(), 500).unref();

  child.on("error", (error) => stop(`cargo could not be started: ${error.message}.`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 1)));
}

checkNode();
checkRust();
handOver();
