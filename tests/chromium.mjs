// @ts-check
// Headless Chromium, as everything here drives it: also as root, and without a way out of the machine.

import { chromium } from "playwright-core";

const args = `--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
  --disable-component-update --disable-sync --disable-dev-shm-usage`.split(/\s+/);

export const launchChromium = () => chromium.launch({ executablePath: "/usr/bin/chromium", args });
