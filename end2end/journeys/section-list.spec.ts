import type { Page } from '@playwright/test';

import { assessmentAddress, expect, startAssessment, test } from '../support/test';

const item = (page: Page, statement: string) => page.getByRole('listitem').filter({ has: page.getByRole('group', { name: new RegExp(`^${statement} `) }) });
const level = (page: Page, statement: string, name: RegExp) => page.getByRole('group', { name: new RegExp(`^${statement} `) }).getByRole('radio', { name });

test('a lead scores a whole section from its list', async ({ page, signIn, audit, javaScriptEnabled }, { project }) => {
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Listed, ${project.name}`);
  await page.getByRole('link', { name: /^See as a list\s+Wellbeing$/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Wellbeing' })).toBeVisible();
  await expect(page.getByText('0 of 22 answered')).toBeVisible();
  await page.waitForLoadState('networkidle');
  await audit();

  // With JavaScript each change saves itself; without it, each statement has its button.
  const save = async (statement: string) => {
    if (javaScriptEnabled === false) {
      await item(page, statement).getByRole('button', { name: `Save ${statement}` }).click();
      await expect(page).toHaveURL(new RegExp(`/sections/wellbeing#${statement}$`));
    }
    await expect(item(page, statement).getByRole('status')).toHaveText(/^Saved \d\d:\d\d$/);
  };
  await level(page, 'W02', /^2 /).check();
  await save('W02');
  await level(page, 'W05', /^Don’t know/).check();
  await save('W05');
  await item(page, 'W02').getByText('Target, importance and comment').click();
  await item(page, 'W02').getByLabel('What would you like to say about it?').fill('Rooms are booked');
  await item(page, 'W02').getByRole('group', { name: 'Where do we want to be?' }).getByRole('radio').nth(3).check();
  await save('W02');
  await audit();

  await page.reload();
  await expect(page.getByText('2 of 22 answered')).toBeVisible();
  await expect(level(page, 'W02', /^2 /)).toBeChecked();
  await expect(level(page, 'W05', /^Don’t know/)).toBeChecked();
  await expect(level(page, 'W03', /^2 /)).not.toBeChecked();
  await item(page, 'W02').getByText('Target, importance and comment').click();
  await expect(item(page, 'W02').getByLabel('What would you like to say about it?')).toHaveValue('Rooms are booked');
});

test('what cannot be saved from the list is shown again on the statement’s own page', async ({ page, signIn }, { project }) => {
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Listed with a mistake, ${project.name}`);
  const assessment = assessmentAddress(page);
  await page.goto(`${assessment}/sections/equality`);
  await level(page, 'Q03', /^Not applicable/).check();
  await item(page, 'Q03').getByRole('button', { name: 'Save Q03' }).click();
  await expect(page).toHaveURL(new RegExp(`${assessment}/statements/Q03`));
  await expect(page.getByRole('alert')).toContainText('Say why this does not apply');
});

test('somebody who may only read sees a list without forms', async ({ page, signIn, audit }) => {
  await signIn(/Sam Price/);
  await page.getByRole('link', { name: /^April \d{4} to March \d{4}$/ }).first().click();
  await page.getByRole('link', { name: /^See as a list\s+Leadership$/ }).click();
  await expect(page.getByRole('heading', { level: 2, name: /^L01/ })).toBeVisible();
  await expect(page.getByRole('main').getByRole('radio')).toHaveCount(0);
  await audit();
  const refused = await page.request.get(`${assessmentAddress(page)}/import`);
  expect(refused.status()).toBe(403);
});

test('a blank questionnaire holds what is asked and no answers', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Workshop, ${project.name}`, /^Quick/);
  await page.getByRole('link', { name: 'Blank questionnaire to print' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Questionnaire' })).toBeVisible();
  const asked = await page.getByRole('heading', { level: 3 }).count();
  // The quick scan has 17 to 20 statements; each has five levels, don't know and not applicable.
  expect(asked).toBeGreaterThanOrEqual(17);
  expect(asked).toBeLessThanOrEqual(20);
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(7 * asked);
  await expect(page.getByRole('main').getByRole('radio')).toHaveCount(0);
  await audit();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: 'Questionnaire' })).toBeVisible();
});
