import { createHash } from 'node:crypto';

import type { Page } from '@playwright/test';

import { assessmentAddress, expect, openAssessment, startAssessment, test } from '../support/test';

const press = (page: Page) => page.getByRole('button', { name: 'Sign off', exact: true }).click();

/** Fills in who signed, all on one day. */
async function fillInSignatures(page: Page) {
  for (const [capacity, name] of [['Management-side chair', 'Helen Marsh'], ['Staff-side chair', 'Dev Patel'], ['Board', 'Margaret Osei']]) {
    const signature = page.getByRole('group', { name: capacity });
    await signature.getByLabel('Name').fill(name);
    await signature.getByLabel('Post').fill(`${capacity} of Riverbank`);
    await signature.getByLabel('Signed on').fill('2025-06-01');
  }
}

/** Declares that no EQIA is required, which is the least that sign-off asks for. */
async function declareNotRequired(page: Page, assessment: string) {
  await page.goto(`${assessment}/eqia/not-required`);
  await page.getByLabel('Why is no assessment required?').fill('A trial run about nobody.');
  await page.getByLabel('Name of the person who decided this').fill('Helen Marsh');
  await page.getByLabel('Their post').fill('Chief people officer');
  await page.getByLabel('Date of the decision').fill('2025-05-20');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/Declared not required/)).toBeVisible();
}

/** Signs off what is ready, recorded by the lead. */
async function signOff(page: Page, assessment: string) {
  await page.goto(`${assessment}/sign-off`);
  await fillInSignatures(page);
  await page.getByRole('checkbox').check();
  await press(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Signed off');
}

test('sign-off is refused while errors stand, and each leads to where it is mended', async ({ page, signIn, audit }) => {
  await signIn(/Ruth Okafor/);
  await openAssessment(page);
  const signOff = `${assessmentAddress(page)}/sign-off`;
  await page.goto(signOff);
  await audit();

  const errors = page.getByRole('region', { name: 'What is checked' }).getByRole('listitem').filter({ hasText: /^Error/ });
  await expect(errors.filter({ hasText: 'Every action has an owner' })).toContainText('an owner.');
  await expect(errors.filter({ hasText: 'The EQIA is authorised' })).toContainText('is not authorised');
  const links = page.getByRole('region', { name: 'What is checked' }).getByRole('link');
  const places = new Set(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href'))));
  for (const place of places) {
    expect((await page.request.get(place!)).status(), place!).toBe(200);
  }

  await page.getByRole('group', { name: 'Board' }).getByLabel('Name').fill('Margaret <b>Osei</b>');
  await press(page);
  await expect(page.getByRole('alert')).toContainText('Something still stands in the way of sign-off');
  await expect(page.getByRole('alert')).toContainText('Enter the name of who signed for the staff side');
  await expect(page.getByRole('alert')).toContainText('Confirm that nothing can be changed afterwards');
  await expect(page.getByRole('group', { name: 'Board' }).getByLabel('Name')).toHaveValue('Margaret <b>Osei</b>');
  await audit();
});

test('a plan is signed off once nothing changed any more, and is frozen then', async ({ page, signIn, audit, baseURL }, { project }) => {
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Sign-off ${project.name}`, /^Quick/);
  const own = assessmentAddress(page);

  await page.goto(`${own}/sign-off`);
  await page.getByRole('link', { name: /The equality impact assessment is not authorised/ }).click();
  await declareNotRequired(page, own);

  await page.goto(`${own}/sign-off`);
  await expect(page.getByText(/Ready to be signed/)).toBeVisible();
  await fillInSignatures(page);
  await page.getByRole('checkbox').check();
  // Meanwhile somebody adds evidence: what was read is not what would be signed.
  const added = await page.request.post('/api/evidence/add', {
    form: { assessment: own.split('/').at(-1)!, statement: 'W01', what: 'Board paper 14', strength: '2' },
    headers: { accept: 'text/html', origin: baseURL! },
    maxRedirects: 0,
  });
  expect(added.status()).toBe(303);
  await press(page);
  await expect(page.getByRole('alert')).toContainText('Something in the assessment changed since you opened this page');
  await expect(page.getByRole('group', { name: 'Board' }).getByLabel('Name')).toHaveValue('Margaret Osei');
  await expect(page.getByRole('checkbox')).toBeChecked();
  await audit();

  const old = await page.context().newPage();
  await old.goto(`${own}/sign-off`);
  await press(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Signed off');
  await audit();

  // The fingerprint belongs to the very bytes that are handed out.
  const file = await page.request.get(`${own}/download/plan.json`);
  const fingerprint = createHash('sha256').update(await file.body()).digest('hex');
  await expect(page.getByText(fingerprint)).toBeVisible();
  await expect(page.getByRole('row', { name: /^Board/ })).toContainText('1 June 2025');

  // What was open elsewhere can no longer be sent, and nothing offers to.
  await fillInSignatures(old);
  await old.getByRole('checkbox').check();
  await press(old);
  await expect(old.getByRole('alert')).toContainText('This assessment is signed off and can no longer be changed');
  await page.goto(`${own}/statements/W01`);
  await expect(page.getByRole('radio')).toHaveCount(0);
  expect((await page.request.get(`${own}/statements/W01/evidence/new`)).status()).toBe(409);
});

test('the plan goes on after sign-off, beside what was signed', async ({ page, signIn, audit }, { project }) => {
  test.slow();
  const since = 'Two of three rooms are open';
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Going on ${project.name}`, /^Quick/);
  const own = assessmentAddress(page);
  await page.goto(`${own}/plan/actions/new`);
  await page.getByLabel('What will be done?').fill('Open the rest rooms at night');
  await page.getByLabel('How will we know that it worked?').fill('Three rooms are open');
  await page.getByLabel('Who sees to it?').fill('Head of estates');
  await page.getByLabel('By when?').fill('2099-06-30');
  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await declareNotRequired(page, own);
  await signOff(page, own);
  const signed = await (await page.request.get(`${own}/download/plan.json`)).text();

  await page.getByRole('link', { name: 'Record progress of the actions' }).click();
  await expect(page.getByRole('link', { name: 'Add an action' })).toHaveCount(0);
  await audit();
  await page.getByRole('link', { name: 'Open the rest rooms at night' }).click();
  await expect(page.getByLabel('What will be done?')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Remove this action' })).toHaveCount(0);
  await page.getByLabel('New due date (only if it moves)').fill('2099-09-30');
  await page.getByRole('button', { name: 'Add to the log' }).click();
  await expect(page.getByRole('alert')).toContainText('Say why the due date moves');
  await expect(page.getByLabel('New due date (only if it moves)')).toHaveValue('2099-09-30');
  await audit();
  await page.getByLabel('What has happened?').fill(since);
  await page.getByLabel('Status').selectOption('In progress');
  await page.getByRole('button', { name: 'Add to the log' }).click();
  await expect(page.getByText('Now: In progress, due 30 September 2099')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await audit();

  await page.goto(`${own}/plan`);
  const card = page.getByRole('listitem').filter({ hasText: 'Open the rest rooms at night' });
  await expect(card).toContainText('In progress');
  await expect(card).toContainText('30 September 2099');
  await page.goto(`${own}/document?progress=to-date`);
  await expect(page.getByText(since).first()).toBeVisible();
  await page.goto(`${own}/document`);
  await expect(page.getByText('30 June 2099').first()).toBeVisible();
  await expect(page.getByText(since)).toHaveCount(0);
  expect(await (await page.request.get(`${own}/download/plan.json`)).text()).toBe(signed);
});

test('a signed assessment is reopened as a new one, which supersedes it', async ({ page, signIn, audit }, { project }) => {
  const title = `Taken up again ${project.name}`;
  await signIn(/Ruth Okafor/);
  await startAssessment(page, title, /^Quick/);
  const signed = assessmentAddress(page);
  const level = (number: number) => page.getByRole('group', { name: /How far/ }).getByRole('radio', { name: new RegExp(`^${number}`) });
  await page.goto(`${signed}/statements/W01`);
  await level(2).check();
  await page.getByRole('button', { name: 'Save and next' }).click();
  await expect(page).not.toHaveURL(/W01$/);
  await declareNotRequired(page, signed);
  await signOff(page, signed);
  const fingerprint = page.getByText(/^[0-9a-f]{64}$/);
  const before = await fingerprint.textContent();

  await page.getByRole('button', { name: 'Start a new assessment from this one' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${title} (reopened)` })).toBeVisible();
  await audit();
  const reopened = assessmentAddress(page);
  // What was agreed is still there, and can be changed.
  await page.goto(`${reopened}/statements/W01`);
  await expect(level(2)).toBeChecked();
  await level(3).check();
  await page.getByRole('button', { name: 'Save and next' }).click();
  await expect(page).not.toHaveURL(/W01$/);

  // What was signed stays as it was, and says what came of it; so does the list.
  await page.goto(`${signed}/sign-off`);
  await expect(fingerprint).toHaveText(before!);
  await expect(page.getByRole('button', { name: 'Start a new assessment from this one' })).toHaveCount(0);
  await page.getByRole('link', { name: `${title} (reopened)` }).click();
  await expect(page).toHaveURL(reopened);
  await page.goto('/');
  await expect(page.getByRole('region', { name: title, exact: true })).toContainText('Superseded');
  await expect(page.getByRole('region', { name: `${title} (reopened)` })).not.toContainText('Superseded');
  await audit();
});
