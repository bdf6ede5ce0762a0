// Figures beside the scores: typed, refused with the rule, imported from a file, changed and removed.

import type { Page } from '@playwright/test';

import { expect, test } from '../support/test';

const csv = (...lines: string[]) => ({ name: 'figures.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });

/** Every project has an indicator of its own, since they share the demo's organisation. */
const indicators: Record<string, { id: string; name: RegExp }> = {
  desktop: { id: 'staff-survey-enough-staff', name: /^Enough staff/ },
  phone: { id: 'staff-survey-manager-interest', name: /^Line manager takes an interest/ },
  'no-javascript': { id: 'staff-survey-recommend-as-employer', name: /^Would recommend/ },
};

async function handIn(page: Page, ...lines: string[]) {
  await page.getByLabel('Which spreadsheet?').setInputFiles(csv(...lines));
  await page.getByRole('button', { name: 'Check the spreadsheet' }).click();
}

test('a figure is added once it rests on enough people', async ({ page, signIn, audit }, { project }) => {
  const { id, name } = indicators[project.name];
  await signIn(/Ruth Okafor/);
  await page.goto('/indicators');
  await expect(page.getByRole('heading', { level: 1, name: 'Indicators' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Sickness absence rate' })).toBeVisible();
  await expect(page.getByText('is not a cause of them').first()).toBeVisible();
  await audit();

  await page.goto('/indicators/catalogue');
  await expect(page.getByRole('row', { name: /staff-survey-burnt-out/ })).toContainText('fewer than 10 responses');
  await audit();

  await page.goto(`/indicators/new?indicator=${id}`);
  await audit();
  await page.getByLabel('First day of the period').fill('2025-09-01');
  await page.getByLabel('Last day of the period').fill('2025-11-30');
  await page.getByLabel('Value').fill('33.33');
  await page.getByLabel('How many does it rest on?').fill('9');
  await page.getByLabel('Where does it come from?').fill('Survey of <b>2025</b>');
  await page.getByRole('button', { name: 'Add the figure' }).click();
  await expect(page.getByRole('alert')).toContainText('rests on fewer than 10');
  await expect(page.getByRole('alert')).toContainText('The NHS Staff Survey suppresses results from fewer than 10 responses');
  await expect(page.getByLabel('Value')).toHaveValue('33.33');
  await audit();

  await page.getByLabel('How many does it rest on?').fill('3104');
  await page.getByRole('button', { name: 'Add the figure' }).click();
  const newest = page.getByRole('table', { name: 'The newest figure of each indicator' });
  await expect(newest.getByRole('row', { name })).toContainText('33.33%');
  await expect(newest.getByRole('row', { name })).toContainText('Survey of <b>2025</b>');

  await test.step('changed, and removed', async () => {
    await page.locator('figure', { hasText: /1 September 2025 to 30 November 2025/ }).filter({ hasText: name }).locator('summary').click();
    await page.getByRole('table', { name: new RegExp(`${name.source}.*newest first`) }).getByRole('link', { name: /^Change/ }).click();
    await audit();
    await page.getByLabel('Value').fill('34');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(newest.getByRole('row', { name })).toContainText('34%');
    await page.locator('figure').filter({ hasText: name }).locator('summary').click();
    await page.getByRole('table', { name: new RegExp(`${name.source}.*newest first`) }).getByRole('link', { name: /^Change/ }).click();
    await page.getByRole('button', { name: 'Remove this figure' }).click();
    await expect(newest).toBeVisible();
    await expect(newest.getByRole('row', { name })).toHaveCount(0);
  });
});

test('a file with a mistake is refused whole, and put right it is imported', async ({ page, signIn, audit }, { project }) => {
  const { id, name } = indicators[project.name];
  await signIn(/Ruth Okafor/);
  await page.goto('/indicators');
  await page.getByRole('link', { name: 'Import figures from a spreadsheet' }).click();
  await audit();

  const template = await page.request.get('/indicators/download/indicators-to-fill-in.csv');
  expect(await template.text()).toContain('indicator,name,first_day,last_day,value,base,origin,source');

  const head = 'indicator,first_day,last_day,value,base,origin,source';
  await handIn(page, head, `${id},2021-09-01,2021-11-30,31.5,2890,own,Survey`, `${id},2022-09-01,2022-11-30,32,7,own,Survey`);
  await expect(page.getByRole('alert')).toContainText('Nothing was imported');
  const problems = page.getByRole('table', { name: 'What to put right in figures.csv' });
  await expect(problems.getByRole('row')).toHaveCount(2);
  await expect(problems.getByRole('row').nth(1)).toContainText('3');
  await expect(problems.getByRole('row').nth(1)).toContainText('E (base)');
  await expect(problems.getByRole('row').nth(1)).toContainText('fewer than 10');
  await audit();

  await handIn(page, head, `${id},2021-09-01,2021-11-30,31.5,2890,own,Survey`, `${id},2022-09-01,2022-11-30,32,2900,own,"=Survey, <b>own</b>"`);
  await expect(page.getByRole('heading', { level: 1, name: 'What would change' })).toBeVisible();
  await expect(page.getByRole('row', { name: /1 September 2022/ })).toContainText('32%');
  await expect(page.getByRole('row', { name: /1 September 2022/ })).toContainText('=Survey, <b>own</b>');
  await audit();
  await page.getByRole('button', { name: 'Import 2 figures' }).click();
  await expect(page.getByRole('alert')).toContainText('2 figures imported');
  await page.goto('/indicators');
  await expect(page.getByRole('table', { name: 'The newest figure of each indicator' }).getByRole('row', { name })).toContainText('32%');

  await test.step('what is downloaded and handed in again changes nothing', async () => {
    const answer = await page.request.get('/indicators/download/indicators.csv');
    expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="riverbank-[a-z0-9-]+-indicators\.csv"$/);
    await page.goto('/indicators/import');
    await page.getByLabel('Which spreadsheet?').setInputFiles({ name: 'again.csv', mimeType: 'text/csv', buffer: await answer.body() });
    await page.getByRole('button', { name: 'Check the spreadsheet' }).click();
    await expect(page.getByText('It changes nothing')).toBeVisible();
    await page.getByRole('button', { name: 'Back without importing' }).click();
  });
});

test('a viewer reads the indicators and changes none', async ({ page, signIn }) => {
  await signIn(/Sam Price/);
  await page.goto('/indicators');
  await expect(page.getByRole('heading', { level: 2, name: 'The newest figures' })).toBeVisible();
  await expect(page.getByRole('link', { name: /Add a figure/ })).toHaveCount(0);
  await page.goto('/indicators/new');
  await expect(page.getByRole('heading', { level: 1, name: 'You cannot see this' })).toBeVisible();
});
