// @ts-check
// Headless Chromium, as everything here drives it: also as root, and without a way out of the machine.

import { chromium } from "playwright-core";

/**
 * The first three start a page of Chromium's own for the address bar of each new window, which took as much time as a page
 * of ours. A later list replaces an earlier one, so those that Playwright switches off are named again.
 */
const features = `WebUIOmniboxPopup WebUIOmniboxAimPopup AimEnabled AvoidUnnecessaryBeforeUnloadCheckSync
  DestroyProfileOnBrowserClose HttpsUpgrades HttpsFirstBalancedModeAutoEnable LensOverlay MediaRouter PaintHolding
  ThirdPartyStoragePartitioning AvoidCorsURLLoaderRestartOnRedirect OptimizationHints NetworkTimeServiceQuerying
  PreconnectToSearch`.split(/\s+/);

const args = `--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
  --disable-component-update --disable-sync --disable-dev-shm-usage --disable-features=${features}`.split(/\s+/);

export const launchChromium = () => chromium.launch({ executablePath: "/usr/bin/chromium", args });
