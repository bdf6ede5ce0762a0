// Runs the journeys, each worker against a demo of its own: support/test.ts starts it.

import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

// Debian's browser where it is installed, else the one that `npx playwright install chromium` fetched: scripts/set-up sees to it.
const debian = '/usr/bin/chromium';

export default defineConfig({
  testDir: 'journeys',
  outputDir: 'results',
  reporter: 'list',
  // A worker takes a file after the other: within it journeys come in order, since they share the demo's organisation.
  workers: 2,
  // Twice what Playwright grants: build machines are shared, and axe reads long pages.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // A journey left alone with `test.only` would skip all the others unseen.
  forbidOnly: Boolean(process.env.CI),
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    // A trace makes every step slower; a journey that failed is run again by itself at a desk.
    trace: process.env.CI ? 'off' : 'retain-on-failure',
    launchOptions: {
      executablePath: existsSync(debian) ? debian : undefined,
      // No sandbox, because build machines run as root; the rest keeps the browser from calling home during a test.
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 900 } } },
    { name: 'phone', use: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true } },
    { name: 'no-javascript', use: { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false } },
  ],
});
