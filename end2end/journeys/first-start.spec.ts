import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test';

const plumbline = process.env.PLUMBLINE ?? '../target/debug/plumbline';
const password = 'correct horse battery';

/** An installation that nobody has set up: its address, and what it printed at its last start. */
class Installation {
  private folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
  private server?: ChildProcess;
  private printed = '';
  private logged = '';
  private flags = ['--database', `sqlite:${join(this.folder, 'plumbline.db')}`];

  static async make() {
    const made = new Installation();
    made.run('migrate');
    made.flags.push('--listen', `127.0.0.1:${await freePort()}`);
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

test('a fresh installation is set up, and the people invited see what their role allows', async ({ page, browser, audit, contextOptions }) => {
  test.slow();
  const installation = await Installation.make();
  try {
    await installation.start();
    const first = await installation.setUpLink();
    await installation.stop();
    await installation.start();
    const link = await installation.setUpLink();
    expect(link).not.toBe(first);

    await page.goto(first);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work');
    await audit();

    // Opening the link, even twice, does not use it up.
    await page.goto(link);
    await page.goto(link);
    await audit();
    await page.getByLabel('Name of the organisation').fill('Dyffryn Health Board');
    await page.getByLabel('ODS code').fill('7-A');
    await page.getByRole('radio', { name: 'Wales' }).check();
    await page.getByLabel('Kind of services').selectOption('Territorial health board');
    await page.getByRole('radio', { name: '3,000 to 5,999' }).check();
    await page.getByLabel('Your name').fill('Ama Boateng');
    await page.getByLabel('Your email address').fill('ama@example.org');
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Set up and sign in' }).click();
    await expect(page.getByRole('alert')).toContainText('An ODS code has three to ten letters and digits');
    await expect(page.getByRole('alert')).toContainText('Choose at least 10 characters');
    await expect(page.getByLabel('Name of the organisation')).toHaveValue('Dyffryn Health Board');
    await expect(page.getByRole('radio', { name: 'Wales' })).toBeChecked();
    await audit();

    await page.getByLabel('ODS code').fill('7a4');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Set up and sign in' }).click();
    await expect(page.getByRole('heading', { name: 'No assessments yet' })).toBeVisible();
    await audit();
    const site = new URL(link).origin;
    const used = await page.goto(link);
    expect(used!.status()).toBe(404);
    await expect(page.getByRole('main')).toContainText('It may have been used already');

    await page.goto(`${site}/organisation`);
    await expect(page.getByLabel('ODS code')).toHaveValue('7A4');
    await audit();

    // Sign out, and in again with the password.
    await page.goto(`${site}/account`);
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await signIn(page, 'ama@example.org');

    const invited = await add(page, site, 'Bronwen Rees', 'bronwen@example.org', /^Viewer/);
    await audit();
    const runs = await add(page, site, 'Idris Pugh', 'idris@example.org', /^Installer/);

    const elsewhere = await browser.newContext(contextOptions);
    const other = await elsewhere.newPage();
    await other.goto(invited);
    await expect(other.getByRole('main')).toContainText('bronwen@example.org');
    await other.getByLabel('Password').fill('short');
    await other.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(other.getByRole('alert')).toContainText('Choose at least 10 characters');
    await other.getByLabel('Password').fill(password);
    await other.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(other.getByRole('heading', { level: 1, name: 'Assessments' })).toBeVisible();
    await expect(other.getByRole('link', { name: 'Start an assessment' })).toHaveCount(0);
    expect((await other.goto(`${site}/people`))!.status()).toBe(403);
    await other.goto(`${site}/organisation`);
    await expect(other.getByRole('main')).toContainText('Dyffryn Health Board');
    await expect(other.getByRole('textbox')).toHaveCount(0);

    await other.context().clearCookies();
    await other.goto(runs);
    await other.getByLabel('Password').fill(password);
    await other.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(other.getByRole('heading', { level: 1, name: 'What you can do here' })).toBeVisible();
    expect((await other.goto(`${site}/people`))!.status()).toBe(200);
    expect((await other.goto(`${site}/assessments/new`))!.status()).toBe(403);
    await elsewhere.close();

    // The only lead has lost their password: whoever runs the machine makes a link.
    const rescue = /http\S+/.exec(installation.run('password-link', 'ama@example.org'))![0];
    await page.context().clearCookies();
    await page.goto(rescue);
    await audit();
    await page.getByLabel('Password').fill(`another ${password}`);
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Assessments' })).toBeVisible();

    await page.goto(`${site}/links/${'0'.repeat(64)}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work');
    await audit();

    for (const secret of [link, invited, rescue].map((it) => it.split('/').at(-1)!)) {
      expect(installation.log()).not.toContain(secret);
    }
    await installation.stop();
    await installation.start();
    expect(installation.says()).not.toContain('/set-up/');
  } finally {
    await installation.stop();
    installation.remove();
  }
});

async function signIn(page: Page, email: string) {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Assessments' })).toBeVisible();
}

/** Adds a person and returns the link to hand over. */
async function add(page: Page, site: string, name: string, email: string, role: RegExp) {
  await page.goto(`${site}/people/new`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('radio', { name: role }).check();
  await page.getByRole('button', { name: 'Add and make their link' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`A link for ${name}`);
  return (await page.locator('code').textContent())!;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
