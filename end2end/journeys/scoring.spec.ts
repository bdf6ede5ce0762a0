import type { Page } from '@playwright/test';

import { assessmentAddress, expect, openAssessment, test } from '../support/test';

/** One of the levels of the statement that is open, by its number. */
const level = (page: Page, number: number) =>
  page.getByRole('group', { name: 'How far are we with this?' }).getByRole('radio').nth(number);

// Every project has statements of its own: they all work on the one demo assessment.
const OWN = {
  desktop: { level: 'L07', next: 'L08', reason: 'Q14', after: 'Q15', saved: 'W09', conflict: 'L13' },
  phone: { level: 'L08', next: 'L09', reason: 'Q15', after: 'Q16', saved: 'W10', conflict: 'L15' },
  'no-javascript': { level: 'L09', next: 'L10', reason: 'Q16', after: 'Q17', saved: 'W11', conflict: 'L17' },
};
const own = (project: string) => OWN[project as keyof typeof OWN];

test('a wellbeing lead scores a statement and finds the score again', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  await audit();
  await openAssessment(page);
  await audit();
  await page.goto(`${assessmentAddress(page)}/statements/${own(project.name).level}`);
  await audit();

  await level(page, 3).check();
  await page.getByLabel('What would you like to say about it?').fill('Board paper 14, May.\n</textarea><b>not bold</b>');
  await page.getByRole('button', { name: 'Save and next' }).click();
  await expect(page).toHaveURL(new RegExp(`${own(project.name).next}$`));

  await page.goBack();
  await page.reload();
  await expect(level(page, 3)).toBeChecked();
  await expect(page.getByLabel('What would you like to say about it?')).toHaveValue(/<\/textarea><b>not bold<\/b>$/);
});

test('a statement that does not apply needs a reason, and nothing typed is lost', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  await openAssessment(page);
  await page.goto(`${assessmentAddress(page)}/statements/${own(project.name).reason}`);

  await page.getByLabel('What would you like to say about it?').fill('One site only');
  await page.getByRole('radio', { name: 'Not applicable' }).check();
  await page.getByRole('button', { name: 'Save and next' }).click();

  await expect(page.getByRole('alert')).toContainText('Say why this does not apply');
  await expect(page.getByLabel('What would you like to say about it?')).toHaveValue('One site only');
  await audit();

  await page.getByLabel('Why does this not apply?').fill('Everybody works on one site');
  await page.getByRole('button', { name: 'Save and next' }).click();
  await expect(page).toHaveURL(new RegExp(`${own(project.name).after}$`));
});

test('a change saves itself and says when', async ({ page, signIn, javaScriptEnabled }, { project }) => {
  test.skip(javaScriptEnabled === false, 'without JavaScript the button saves; the first journey shows it');
  await signIn(/Ruth Okafor/);
  await openAssessment(page);
  await page.goto(`${assessmentAddress(page)}/statements/${own(project.name).saved}`, { waitUntil: 'networkidle' });

  await level(page, 1).check();
  await expect(page.getByRole('status')).toHaveText(/^Saved \d\d:\d\d$/);
  await level(page, 2).check();
  await expect(page.getByRole('status')).toHaveText(/^Saved \d\d:\d\d$/);

  await page.reload();
  await expect(level(page, 2)).toBeChecked();
});

test('two people who change the same level are both shown, and choose', async ({ page, browser, signIn, audit, baseURL, javaScriptEnabled }, { project }) => {
  await signIn(/Ruth Okafor/);
  await openAssessment(page);
  const statement = `${assessmentAddress(page)}/statements/${own(project.name).conflict}`;
  // The second tab has no script, so that it saves by its button alone, from what it saw first.
  const second = await (await browser.newContext({ baseURL, javaScriptEnabled: false, storageState: await page.context().storageState() })).newPage();
  await second.goto(statement);
  await page.goto(statement, { waitUntil: 'networkidle' });

  await level(page, 4).check();
  await page.getByRole('button', { name: 'Save and next' }).click();
  await expect(page).not.toHaveURL(new RegExp(`${own(project.name).conflict}$`));
  await level(second, 0).check();
  await second.getByRole('button', { name: 'Save and next' }).click();

  await expect(second.getByRole('heading', { level: 1, name: 'Somebody else changed this too' })).toBeVisible();
  await expect(second.getByRole('region', { name: /^Saved by Ruth Okafor/ })).toContainText('4 Embedded');
  await expect(second.getByRole('region', { name: 'What you typed' })).toContainText('0 Not in place');
  if (javaScriptEnabled !== false) {
    await page.goto(`${statement}/conflict`);
    await audit();
  }
  await second.getByRole('button', { name: 'Use my version' }).click();
  await expect(level(second, 0)).toBeChecked();
  await second.context().close();
});
