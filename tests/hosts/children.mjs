// @ts-check
/**
 * Starts other programs, each with a time limit, and sees to it that none outlives this process.
 * Must never end a program that it did not start.
 */

import { spawn } from "node:child_process";
import { constants } from "node:os";

/** @import { ChildProcess } from "node:child_process" */

/**
 * @typedef {object} RunOptions
 * @property {string} cwd
 * @property {number} [ms] how long it may take, default a minute
 * @property {Record<string, string>} [env] added to that of this process
 */

/** Those that run. Each leads a group of its own, which is what ends: most start others. @type {Set<ChildProcess>} */
const running = new Set();

/** What is shown of a program that failed. */
const TAIL = 3000;

export function endAll() {
  for (const child of running) end(child);
}
process.on("exit", endAll);
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

/** @param {ChildProcess} child */
function end(child) {
  running.delete(child);
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It is over.
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} options
 * @param {("ignore" | "pipe")[]} [more] beyond standard output and standard error
 */
function begin(program, args, { cwd, env }, more = []) {
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...inherited } = process.env;
  const child = spawn(program, args, {
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", ...more],
    env: { ...inherited, NO_COLOR: "1", CI: "1", ...env },
  });
  running.add(child);
  const said = { out: "", all: "" };
  child.stdout?.on("data", (chunk) => {
    said.out += chunk;
    said.all += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    said.all += chunk;
  });
  return { child, said };
}

/** @param {string} program @param {string[]} args */
const nameOf = (program, args) => [program, ...args].join(" ").slice(0, 200);

/**
 * Runs a program to its end. What it printed to standard output; rejects unless it succeeds in time.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} options
 * @returns {Promise<string>}
 */
export function run(program, args, options) {
  const { ms = 60_000 } = options;
  const { child, said } = begin(program, args, options);
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ how) =>
      reject(new Error(`${nameOf(program, args)} ${how}\n${said.all.slice(-TAIL)}`));
    const timer = setTimeout(() => {
      end(child);
      fail(`was not done after ${ms} ms`);
    }, ms);
    child.once("error", ({ message }) => {
      clearTimeout(timer);
      running.delete(child);
      fail(`could not be started: ${message}`);
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      end(child);
      if (code === 0) resolve(said.out);
      else fail(`ended with ${code ?? signal}`);
    });
  });
}

/**
 * Starts a program that goes on running, and waits until it has said what it is waited for.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions & { ready: RegExp | null, fd?: 3 }} options `ready`: null: there is nothing to wait for; `fd`: where it
 *   says so, if not on standard output
 * @returns {Promise<{ said: string[], output: () => string, stop: () => void }>} said: what `ready` matched
 */
export function serve(program, args, options) {
  const { ready, fd, ms = 30_000 } = options;
  const { child, said } = begin(program, args, options, fd === undefined ? [] : ["pipe"]);
  const stop = () => end(child);
  const output = () => said.all;
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ how) => {
      clearTimeout(timer);
      stop();
      reject(new Error(`${nameOf(program, args)} ${how}\n${said.all.slice(-TAIL)}`));
    };
    const timer = setTimeout(fail, ms, `was not ready after ${ms} ms`);
    let heard = "";
    child.once("spawn", () => ready ?? resolve({ said: [], output, stop }));
    child.stdio[fd ?? 1]?.on("data", (chunk) => {
      heard += chunk;
      const match = ready?.exec(heard);
      if (!match) return;
      clearTimeout(timer);
      resolve({ said: [...match], output, stop });
    });
    child.once("error", ({ message }) => fail(`could not be started: ${message}`));
    child.once("exit", (code, signal) => fail(`ended with ${code ?? signal}`));
  });
}
