import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { assessmentAddress, expect, expectToFit, onEmptyDatabase as test, startAssessment } from '../support/test';

const password = 'correct horse battery';

test('a fresh installation is set up, and the people invited see what their role allows', async ({ page, browser, baseURL, audit, installation }) => {
  test.slow();
  const first = await installation.server.setUpLink();
  await installation.server.stop();
  await installation.server.start();
  const link = await installation.server.setUpLink();
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
  const used = await page.goto(link);
  expect(used!.status()).toBe(404);
  await expect(page.getByRole('main')).toContainText('It may have been used already');

  await page.goto('/organisation');
  await expect(page.getByLabel('ODS code')).toHaveValue('7A4');
  await audit();

  // Sign out, and in again with the password.
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await signIn(page, 'ama@example.org');

  const invited = await add(page, 'Bronwen Rees', 'bronwen@example.org', /^Viewer/);
  await audit();
  const runs = await add(page, 'Idris Pugh', 'idris@example.org', /^Installer/);

  const other = await (await browser.newContext()).newPage();
  await other.goto(invited);
  await expect(other.getByRole('main')).toContainText('bronwen@example.org');
  await other.getByLabel('Password').fill('short');
  await other.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(other.getByRole('alert')).toContainText('Choose at least 10 characters');
  await audit(other);
  await other.getByLabel('Password').fill(password);
  await other.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Assessments' })).toBeVisible();
  await expect(other.getByRole('link', { name: 'Start an assessment' })).toHaveCount(0);
  expect((await other.goto('/people'))!.status()).toBe(403);
  await audit(other);
  await other.goto('/organisation');
  await expect(other.getByRole('main')).toContainText('Dyffryn Health Board');
  await expect(other.getByRole('textbox')).toHaveCount(0);
  await audit(other);

  await other.context().clearCookies();
  await other.goto(runs);
  await other.getByLabel('Password').fill(password);
  await other.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'What you can do here' })).toBeVisible();
  await audit(other);
  expect((await other.goto('/assessments/new'))!.status()).toBe(403);
  // Without a lead nobody could do anything any more.
  await other.goto('/people');
  await other.getByRole('main').getByRole('link', { name: 'Ama Boateng' }).click();
  const lead = other.url();
  await other.getByRole('radio', { name: /^Viewer/ }).check();
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByRole('alert')).toContainText('This is the only lead');
  await expect(other.getByRole('radio', { name: /^Viewer/ })).toBeChecked();
  await audit(other);
  await other.goto(`${lead}/remove`);
  await other.getByRole('button', { name: 'Remove Ama Boateng' }).click();
  await expect(other.getByRole('alert')).toContainText('This is the only lead');
  await audit(other);
  await other.context().close();

  // The only lead has lost their password: whoever runs the machine makes a link.
  const rescue = /http\S+/.exec(installation.run('password-link', 'ama@example.org', '--address', baseURL!))![0];
  await page.context().clearCookies();
  await page.goto(rescue);
  await audit();
  await page.getByLabel('Password').fill(`another ${password}`);
  await page.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Assessments' })).toBeVisible();

  await page.goto(`/links/${'0'.repeat(64)}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work');
  await audit();

  for (const secret of [link, invited, rescue].map((it) => it.split('/').at(-1)!)) {
    expect(installation.server.log()).not.toContain(secret);
  }
  await installation.server.stop();
  await installation.server.start();
  expect(installation.server.says()).not.toContain('/set-up/');
});

test('from the first start to the signed plan as a tagged PDF', async ({ page, audit, installation }) => {
  test.slow();
  await setUp(page, await installation.server.setUpLink(), 'Dyffryn Health Board', 'Ama Boateng');
  await page.getByRole('link', { name: 'Start an assessment' }).first().click();
  await audit();
  await startAssessment(page, 'First year', /^Quick/);
  await audit();
  const assessment = assessmentAddress(page);

  // The whole scan, with every level in turn: some statements end up above their target, some far below.
  await page.getByRole('link', { name: /^Start scoring/ }).first().click();
  for (let answered = 0; page.url().includes('/statements/'); answered += 1) {
    const here = page.url();
    if (answered === 0) await audit();
    await page.getByRole('group', { name: 'How far are we with this?' }).getByRole('radio').nth(answered % 5).check();
    await page.getByRole('button', { name: 'Save and next' }).click();
    await expect(page).not.toHaveURL(here);
  }
  await expect(page).toHaveURL(assessment);
  for (const progress of await page.getByText(/^\d+ of \d+ answered$/).allTextContents()) {
    expect(progress).toMatch(/^(\d+) of \1 /);
  }

  await follow(page, 'Results');
  await expect(page.getByRole('img', { name: /Score and target/ })).toBeVisible();
  await audit();
  await page.getByRole('link', { name: /^Plan an action for / }).first().click();
  await audit();
  await page.locator('details', { hasText: 'Start from a suggestion' }).getByRole('link').first().click();
  const what = await page.getByLabel('What will be done?').inputValue();
  expect(what).not.toBe('');
  await page.getByLabel('Who sees to it?').fill('Head of estates');
  await page.getByLabel('By when?').fill('2099-06-30');
  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Action', exact: true })).toBeVisible();
  await audit();
  await follow(page, 'Plan');
  await expect(page.getByRole('link', { name: what, exact: true })).toBeVisible();
  await audit();

  await follow(page, 'EQIA');
  await audit();
  await page.getByRole('link', { name: 'Declare that none is required' }).click();
  await page.getByLabel('Why is no assessment required?').fill('A journey about nobody');
  await page.getByLabel('Name of the person who decided this').fill('Helen Marsh');
  await page.getByLabel('Their post').fill('Chief people officer');
  await page.getByLabel('Date of the decision').fill('2025-05-20');
  await audit();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/Declared not required by Helen Marsh/)).toBeVisible();
  await audit();

  const draft = await page.request.get(`${assessment}/download/plan.pdf`);
  expect(readPdf(await draft.body()).text).toContain('DRAFT');
  await follow(page, 'Sign-off');
  await expect(page.getByText(/Ready to be signed/)).toBeVisible();
  await audit();
  for (const [capacity, name] of [['Management-side chair', 'Helen Marsh'], ['Staff-side chair', 'Dev Patel'], ['Board', 'Margaret Osei']]) {
    const signature = page.getByRole('group', { name: capacity });
    await signature.getByLabel('Name').fill(name);
    await signature.getByLabel('Post').fill(`${capacity} of Dyffryn`);
    await signature.getByLabel('Signed on').fill('2025-06-01');
  }
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Sign off', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Signed off');
  await audit();

  const fingerprint = await page.getByRole('region', { name: /^Fingerprint/ }).locator('code').first().innerText();
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the plan as signed (PDF)' }).click(),
  ]);
  const { about, text } = readPdf(readFileSync(await download.path()));
  expect(about).toMatch(/^Tagged: +yes$/m);
  expect(about).toMatch(/^Title: .*Dyffryn Health Board/m);
  expect(text).not.toContain('DRAFT');
  for (const said of [fingerprint, what, 'Head of estates', 'Helen Marsh', 'Dev Patel', 'Margaret Osei']) {
    expect(text).toContain(withoutSpace(said));
  }
});

test('names as long as they may be push no page sideways', async ({ page, audit, installation }) => {
  test.slow();
  // One word of 200 letters, as wide as letters are; nothing tells where it may break.
  const long = 'W'.repeat(200);
  const email = `${'w'.repeat(60)}@${'w'.repeat(60)}.example.org`;
  await setUp(page, await installation.server.setUpLink(), long, long, email);
  await expectToFit(page);
  await add(page, long, `v${email}`, /^Viewer/);
  await expectToFit(page);
  await page.goto('/people');
  await page.getByRole('main').getByRole('link', { name: long }).last().click();
  const person = new URL(page.url()).pathname;

  await startAssessment(page, long);
  const assessment = assessmentAddress(page);
  await page.goto(`${assessment}/statements/W03`);
  await page.getByRole('group', { name: 'How far are we with this?' }).getByRole('radio').nth(1).check();
  await page.getByLabel('What would you like to say about it?').fill(long);
  await page.getByRole('button', { name: 'Save and next' }).click();
  await expect(page).toHaveURL(/W04$/);
  await page.goto(`${assessment}/statements/W03/evidence/new`);
  await page.getByLabel('What is it?').fill(long);
  await page.getByLabel('Where can it be read?').fill(`https://example.org/${'w'.repeat(150)}`);
  await page.getByRole('radio', { name: 'Document' }).check();
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByRole('main').getByRole('link', { name: long, exact: true })).toBeVisible();

  await page.goto(`${assessment}/eqia/rows/new`);
  await page.getByLabel('Whom is it about?').fill(long);
  await page.getByRole('button', { name: 'Add group' }).click();
  await page.getByRole('radio', { name: 'Negative', exact: true }).check();
  await page.getByLabel('Reasons for your decision').fill(long);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: /^Make an action for/ }).first().click();
  await expect(page.getByText('Mitigates the negative impact on')).toBeVisible();
  for (const box of await page.getByRole('main').getByRole('textbox').all()) {
    if (await box.getAttribute('type') !== 'date') await box.fill(long);
  }
  await page.getByText(/^Which statements is it for/).click();
  await page.getByRole('checkbox', { name: /^W03/ }).check();
  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Action', exact: true })).toBeVisible();
  await page.getByLabel('What has happened?').fill(long);
  await page.getByRole('button', { name: 'Add to the log' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: long })).toBeVisible();
  const action = new URL(page.url()).pathname;

  await page.goto(`${assessment}/eqia/consultations/new`);
  await page.getByLabel('Who was consulted?').fill(long);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Who was consulted' })).toContainText(long);
  for (const there of [
    '/', '/people', person, `${person}/remove`, `${person}/link`, '/hand-over', `/hand-over?to=${person.split('/').at(-1)}`, '/organisation', '/account',
    ...['', '/statements/W03', '/sections/wellbeing', '/results', '/plan', '/eqia', '/eqia/stages/2', '/eqia/stages/3', '/eqia/impacts/own-1',
      '/eqia/evidence/own-1', '/eqia/rows/own-1', '/sign-off', '/document', '/questionnaire', '/import'].map((it) => `${assessment}${it}`),
    action,
  ]) {
    expect((await page.goto(there))!.status(), there).toBe(200);
    await expectToFit(page);
  }
  await page.goto(`${assessment}/plan`);
  await audit();
});

/** Fills in the set-up page that a link opens. */
async function setUp(page: Page, link: string, organisation: string, name: string, email = 'ama@example.org') {
  await page.goto(link);
  await page.getByLabel('Name of the organisation').fill(organisation);
  await page.getByRole('radio', { name: 'Wales' }).check();
  await page.getByLabel('Kind of services').selectOption('Territorial health board');
  await page.getByRole('radio', { name: '3,000 to 5,999' }).check();
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Your email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Set up and sign in' }).click();
  await expect(page.getByRole('heading', { name: 'No assessments yet' })).toBeVisible();
}

/** Follows a link of the main navigation, which a phone keeps behind a button. */
async function follow(page: Page, name: string) {
  const menu = page.getByRole('button', { name: 'Menu' });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
}

/** What programs that are not ours read in a PDF: about the file, and its text without the space that lines break at. */
function readPdf(bytes: Buffer) {
  const read = (program: string, ...options: string[]) => execFileSync(program, options, { input: bytes, encoding: 'utf8' });
  return { about: read('pdfinfo', '-'), text: withoutSpace(read('pdftotext', '-raw', '-', '-')) };
}

const withoutSpace = (text: string) => text.replace(/\s/g, '');

async function signIn(page: Page, email: string) {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Assessments' })).toBeVisible();
}

/** Adds a person and returns the link to hand over. */
async function add(page: Page, name: string, email: string, role: RegExp) {
  await page.goto('/people/new');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('radio', { name: role }).check();
  await page.getByRole('button', { name: 'Add and make their link' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`A link for ${name}`);
  return (await page.locator('code').textContent())!;
}
