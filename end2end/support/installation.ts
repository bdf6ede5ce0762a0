// Installations of their own: for journeys that begin before anybody has an account, and for those at two processes.

import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from './test';

const plumbline = process.env.PLUMBLINE ?? '../target/debug/plumbline';

type Fixtures = {
  /** The journey's own installation; pages without a host are those of its first server. */
  installation: Installation;
};

/** One server on an empty database. */
export const test = base.extend<Fixtures>({
  installation: async ({}, use) => {
    const installation = new Installation();
    await installation.serve();
    await use(installation);
    await installation.remove();
  },
  baseURL: async ({ installation }, use) => { await use(installation.server.address); },
});

/** The demo on a PostgreSQL database, served by two processes. */
export const onTwoServers = test.extend({
  installation: async ({}, use, testInfo) => {
    const beside = process.env.DATABASE_URL;
    // Where everything is to be checked, nothing is left out unseen.
    if (!beside && process.env.CI) throw new Error('This journey needs PostgreSQL at DATABASE_URL.');
    testInfo.skip(!beside, 'needs PostgreSQL: scripts/postgres run bash -c "cd end2end && npx playwright test"');
    const name = `plumbline_journey_${randomUUID().replaceAll('-', '')}`;
    const installation = new Installation(new URL(name, beside).href);
    installation.run('demo');
    await installation.serve('--demo');
    await installation.serve('--demo');
    await use(installation);
    await installation.remove();
  },
  addresses: async ({ installation }, use) => { await use(installation.servers.map(({ address }) => address)); },
  // The same pages are audited on SQLite.
  audit: async ({}, use) => { await use(async () => {}); },
});

/** A database, and the processes that serve it. */
export class Installation {
  private folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
  private flags: string[];
  readonly servers: Server[] = [];

  /** Makes the database: a file of its own, unless another is named. */
  constructor(database?: string) {
    this.flags = ['--database', database ?? `sqlite:${join(this.folder, 'plumbline.db')}`];
    this.run('migrate');
  }

  run(...command: string[]) {
    return execFileSync(plumbline, [...command, ...this.flags], { encoding: 'utf8' });
  }

  /** Starts one more server. */
  async serve(...flags: string[]) {
    const server = new Server([...this.flags, ...flags], await freePort());
    this.servers.push(server);
    await server.start();
  }

  get server() { return this.servers[0]; }

  async remove() {
    for (const server of this.servers) await server.stop();
    rmSync(this.folder, { recursive: true });
  }
}

/** One process, and what it has printed since its last start. */
class Server {
  private process?: ChildProcess;
  private printed = '';
  private logged = '';
  private flags: string[];
  readonly address: string;

  constructor(flags: string[], port: number) {
    this.flags = [...flags, '--listen', `127.0.0.1:${port}`];
    this.address = `http://127.0.0.1:${port}`;
  }

  async start() {
    [this.printed, this.logged] = ['', ''];
    // As talkative as it gets: not even then may the log give a link away.
    this.process = spawn(plumbline, ['serve', ...this.flags, '--log', 'debug']);
    this.process.stdout!.on('data', (text) => { this.printed += text; });
    this.process.stderr!.on('data', (text) => { this.logged += text; });
    await expect.poll(() => this.printed).toContain('Plumbline is at');
  }

  /** Ends it, if it still runs. */
  async stop(signal: NodeJS.Signals = 'SIGTERM') {
    const { exitCode, signalCode } = this.process!;
    if (exitCode !== null || signalCode !== null) return;
    const ended = new Promise((resolve) => this.process!.once('exit', resolve));
    this.process!.kill(signal);
    await ended;
  }

  async setUpLink() {
    await expect.poll(() => this.printed).toMatch(/\/set-up\/[0-9a-f]{64}\n/);
    expect(this.printed).toMatch(/once and until \d+ \w+ \d{4} at \d\d:\d\d/);
    return /http\S+\/set-up\/[0-9a-f]+/.exec(this.printed)![0];
  }

  says() { return this.printed; }
  log() { return this.logged; }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
