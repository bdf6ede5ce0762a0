// An installation of its own for journeys that begin before anybody has an account.

import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from './test';

const plumbline = process.env.PLUMBLINE ?? '../target/debug/plumbline';

type Fixtures = {
  /** A server on an empty database; pages without a host are its pages. */
  installation: Installation;
};

export const test = base.extend<Fixtures>({
  installation: async ({}, use) => {
    const installation = await Installation.make();
    await installation.start();
    await use(installation);
    await installation.stop();
    installation.remove();
  },
  baseURL: async ({ installation }, use) => { await use(installation.address); },
});

/** An installation that nobody has set up: its address, and what it printed at its last start. */
export class Installation {
  private folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
  private server?: ChildProcess;
  private printed = '';
  private logged = '';
  private flags = ['--database', `sqlite:${join(this.folder, 'plumbline.db')}`];
  address = '';

  static async make() {
    const made = new Installation();
    made.run('migrate');
    const listen = `127.0.0.1:${await freePort()}`;
    made.flags.push('--listen', listen);
    made.address = `http://${listen}`;
    return made;
  }

  run(...command: string[]) {
    return execFileSync(plumbline, [...command, ...this.flags], { encoding: 'utf8' });
  }

  async start() {
    [this.printed, this.logged] = ['', ''];
    // As talkative as it gets: not even then may the log give a link away.
    this.server = spawn(plumbline, ['serve', ...this.flags, '--log', 'debug']);
    this.server.stdout!.on('data', (text) => { this.printed += text; });
    this.server.stderr!.on('data', (text) => { this.logged += text; });
    await expect.poll(() => this.printed).toContain('Plumbline is at');
  }

  async stop() {
    const ended = new Promise((resolve) => this.server!.once('exit', resolve));
    this.server!.kill('SIGTERM');
    await ended;
  }

  async setUpLink() {
    await expect.poll(() => this.printed).toMatch(/\/set-up\/[0-9a-f]{64}\n/);
    expect(this.printed).toMatch(/once and until \d+ \w+ \d{4} at \d\d:\d\d/);
    return /http\S+\/set-up\/[0-9a-f]+/.exec(this.printed)![0];
  }

  says() { return this.printed; }
  log() { return this.logged; }
  remove() { rmSync(this.folder, { recursive: true }); }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
