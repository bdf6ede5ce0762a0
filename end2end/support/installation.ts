// Installations, each with a database of its own and the servers on it.

import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';

/** The binary of `cargo build`, or the one that PLUMBLINE names. */
const plumbline = process.env.PLUMBLINE ?? '../target/debug/plumbline';

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

  /** With the invented organisations, signed in to at a click. */
  async serveDemo() {
    this.run('demo');
    await this.serve('--demo');
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
    this.process = spawn(plumbline, ['serve', ...this.flags]);
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
