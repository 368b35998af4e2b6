// @ts-check
/**
 * A certificate for this machine, made anew each time: HTTP/2 needs TLS in every browser, and TLS a certificate.
 * Must never leave a private key on the disk.
 */

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** @import { Certificate } from "./server.js" */

/** Node can read certificates, but not make one. */
export class NoOpenssl extends Error {}

/**
 * For localhost, 127.0.0.1 and ::1, signed by itself, good for a week. Rejects with NoOpenssl, one
 * sentence, where there is none.
 * @param {string} [openssl] the program
 * @returns {Promise<Certificate>}
 */
export async function makeCertificate(openssl = "openssl") {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const request = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 7 -subj /CN=localhost`.split(" ");
  const names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"];
  try {
    await promisify(execFile)(openssl, [...request, ...names, "-keyout", key, "-out", cert]);
    return { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
  } catch (cause) {
    if (/** @type {NodeJS.ErrnoException} */ (cause).code !== "ENOENT") throw cause;
    throw new NoOpenssl("openssl, which makes the certificate for HTTP/2, is missing: sudo apt-get install openssl", {
      cause,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
