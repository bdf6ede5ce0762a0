// Runs the journeys against a server of their own, on a fresh database filled with the demo organisation. It is the binary of
// `cargo build`, or the one that PLUMBLINE names.

import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { defineConfig } from '@playwright/test';

// A free port, so that journeys of two clones do not meet. Playwright reads this file again in every worker, and workers get
// the environment of the first reading.
process.env.PLUMBLINE_LISTEN ??= `127.0.0.1:${await findFreePort()}`;
const address = `http://${process.env.PLUMBLINE_LISTEN}`;
const plumbline = process.env.PLUMBLINE ?? '../target/debug/plumbline';
const data = '../target/journeys';
const database = `sqlite:${data}/plumbline.db`;

// Debian's browser where it is installed, else the one that `npx playwright install chromium` fetched: scripts/set-up sees to it.
const debian = '/usr/bin/chromium';

export default defineConfig({
  testDir: 'journeys',
  outputDir: 'results',
  reporter: 'list',
  // One at a time: they share the demo's organisation, and a sign-off refuses what changed while somebody read it.
  workers: 1,
  // Twice what Playwright grants: build machines are shared, and axe reads long pages.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // A journey left alone with `test.only` would skip all the others unseen.
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: address,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    trace: 'retain-on-failure',
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
  webServer: {
    command: [
      `rm -rf ${data} && mkdir -p ${data}`,
      `${plumbline} demo --database ${database}`,
      `exec ${plumbline} serve --database ${database} --demo`,
    ].join(' && '),
    url: address,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});

async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
