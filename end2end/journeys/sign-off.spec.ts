import { createHash } from 'node:crypto';

import type { Page } from '@playwright/test';

import { assessmentAddress, expect, openAssessment, test } from '../support/test';

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
  const title = `Sign-off ${project.name}`;
  await signIn(/Ruth Okafor/);
  await page.getByRole('link', { name: 'Start an assessment' }).first().click();
  await page.getByLabel('Title').fill(title);
  await page.getByRole('radio', { name: /^Quick/ }).check();
  await page.getByLabel('First day of the period').fill('2026-04-01');
  await page.getByLabel('Last day of the period').fill('2027-03-31');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const own = assessmentAddress(page);

  await page.goto(`${own}/sign-off`);
  await page.getByRole('link', { name: /The equality impact assessment is not authorised/ }).click();
  await page.goto(`${own}/eqia/not-required`);
  await page.getByLabel('Why is no assessment required?').fill('A trial run about nobody.');
  await page.getByLabel('Name of the person who decided this').fill('Helen Marsh');
  await page.getByLabel('Their post').fill('Chief people officer');
  await page.getByLabel('Date of the decision').fill('2025-05-20');
  await page.getByRole('button', { name: 'Save', exact: true }).click();

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
