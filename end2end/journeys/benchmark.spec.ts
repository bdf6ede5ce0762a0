// From the contribution to the release, and where one stands in it: each journey on an installation of its own, because a
// release is made once and for ever.

import type { Page } from '@playwright/test';
import { assessmentAddress, expect, onDemoOfItsOwn as test, signIn } from '../support/test';

/** The NHS year before this one: signed in the demo, and not released. */
const today = new Date();
const lastYear = today.getFullYear() - (today.getMonth() < 3 ? 2 : 1);

/** Opens last year's assessment; says where it is. */
async function openLastYear(page: Page, name: RegExp) {
  await signIn(page, name);
  await page.getByRole('link', { name: `April ${lastYear} to March ${lastYear + 1}` }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^April/ })).toBeVisible();
  return assessmentAddress(page);
}

test('the benchmark shows where one stands, from the most alike to everybody', async ({ page, audit }) => {
  const address = await openLastYear(page, /Sam Price/);
  await page.goto(`${address}/results`);
  await page.getByRole('main').getByRole('link', { name: 'Benchmark', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Where we stand among others');
  // The release of the year before, until there is one of last year.
  await expect(page.getByText(`The release for ${lastYear - 1},`)).toBeVisible();
  const peers = page.getByRole('navigation', { name: 'Compare with' });
  await expect(peers.getByRole('link')).toHaveText([
    /in England, 6,000 to 9,999 people \(9\)$/, /in England \(15\)$/, /\(15\)$/, 'All organisations (24)',
  ]);
  await expect(peers.getByRole('link').first()).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('img', { name: 'Leadership' })).toBeVisible();
  await audit();

  await peers.getByRole('link', { name: 'All organisations' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'All organisations' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Show' }).getByRole('link', { name: 'Statements: Wellbeing' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'All organisations' })).toBeVisible();
  await page.getByText('The same numbers as a table').click();
  const table = page.getByRole('table', { name: 'Your value and those of the group' });
  await expect(table.getByRole('rowheader')).toHaveCount(22);
  await expect(page.getByText(/^Of 22: /)).toBeVisible();
  await audit();

  // Somebody else's group is no group of this organisation.
  const elsewhere = await page.goto(`${address}/benchmark?group=ambulance`);
  expect(elsewhere!.status()).toBe(404);
});

test('an assessment is contributed, taken back and contributed again, and then released', async ({ page, request, audit, installation }) => {
  const address = await openLastYear(page, /Ruth Okafor/);
  const contributors = (number: number) => page.getByText(`${number} organisations have contributed to the release for ${lastYear} so far`);
  await page.goto(`${address}/benchmark`);
  await page.getByRole('link', { name: 'Contribute, and the rules' }).click();
  await expect(contributors(24)).toBeVisible();
  await audit();

  await page.getByRole('button', { name: 'Contribute this assessment' }).click();
  await expect(page.getByRole('link', { name: 'Confirm that your organisation agrees.' })).toBeVisible();
  await expect(contributors(24)).toBeVisible();
  await audit();
  const contribute = async () => {
    await page.getByRole('checkbox', { name: /^My organisation agrees/ }).check();
    await page.getByRole('button', { name: 'Contribute this assessment' }).click();
    await expect(contributors(25)).toBeVisible();
    await expect(page.getByText('This assessment was contributed on')).toBeVisible();
  };
  await contribute();
  await audit();
  await page.getByRole('button', { name: 'Take the contribution back' }).click();
  await expect(contributors(24)).toBeVisible();
  await contribute();
  await page.goto(`${address}/audit`);
  await expect(page.getByText('Took the contribution to the benchmark back')).toBeVisible();

  // Nobody is told anything before the release.
  expect((await request.get(`/benchmark/three-pillars-1-${lastYear}.csv`)).status()).toBe(404);
  expect(installation.run('benchmark')).toContain(`${lastYear}: 25 contributions, not released`);
  expect(installation.run('benchmark', 'release', `${lastYear}`)).toContain('25 contributions');
  expect(() => installation.run('benchmark', 'release', `${lastYear}`)).toThrow(/frozen for ever/);

  await page.goto(`${address}/benchmark/contribution`);
  await expect(page.getByText(`The release for ${lastYear} is made, and counts this assessment.`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Take the contribution back' })).toHaveCount(0);
  await audit();
  await page.getByRole('link', { name: 'See the benchmark' }).click();
  await expect(page.getByText(`The release for ${lastYear},`)).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Compare with' }).getByRole('link').first()).toHaveText(/\(10\)$/);
  await audit();

  // Open data: `request` has not signed in.
  const file = await page.getByRole('link', { name: 'All groups and measures as CSV' }).getAttribute('href');
  const answer = await request.get(file!);
  expect(answer.status()).toBe(200);
  const rows = (await answer.text()).trim().split('\r\n');
  expect(rows[0]).toContain('peer_group');
  expect(rows.filter((row) => row.includes(',all,')).length).toBeGreaterThan(60);
});

test('an assessment that cannot be counted says why, and a reader decides nothing', async ({ page, audit }) => {
  await openLastYear(page, /Sam Price/);
  await page.goto(`${assessmentAddress(page)}/benchmark/contribution`);
  await expect(page.getByText('The wellbeing lead decides whether this assessment is contributed.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Contribute this assessment' })).toHaveCount(0);

  await page.context().clearCookies();
  await signIn(page, /Ruth Okafor/);
  await page.getByRole('link', { name: `April ${lastYear + 1} to March ${lastYear + 2}` }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^April/ })).toBeVisible();
  await page.goto(`${assessmentAddress(page)}/benchmark/contribution`);
  await expect(page.getByRole('heading', { name: 'What stands in the way' })).toBeVisible();
  await expect(page.getByText('It is not signed off yet')).toBeVisible();
  await audit();
});
