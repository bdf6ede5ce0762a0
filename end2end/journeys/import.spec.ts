import type { Page } from '@playwright/test';

import { assessmentAddress, expect, startAssessment, test } from '../support/test';

const csv = (...lines: string[]) => ({ name: 'scores.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });

/** One of the levels of the statement that is open, by its number. */
const level = (page: Page, number: number) =>
  page.getByRole('group', { name: 'How far are we with this?' }).getByRole('radio').nth(number);

/** Chooses a file and hands it in. */
async function handIn(page: Page, file: { name: string; mimeType: string; buffer: Buffer }) {
  await page.getByLabel('Which spreadsheet?').setInputFiles(file);
  await page.getByRole('button', { name: 'Check the spreadsheet' }).click();
}

// Every project imports into an assessment of its own.
test('a spreadsheet with mistakes is refused whole, and put right it is imported', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  const title = `Imported, ${project.name}`;
  await startAssessment(page, title);
  const assessment = assessmentAddress(page);
  await page.getByRole('link', { name: 'Import scores from a spreadsheet' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import scores from a spreadsheet' })).toBeVisible();
  await audit();

  await test.step('nothing chosen', async () => {
    await page.getByRole('button', { name: 'Check the spreadsheet' }).click();
    await expect(page.getByRole('alert')).toContainText('Choose the spreadsheet to import');
  });

  await test.step('something that is no spreadsheet', async () => {
    await handIn(page, { name: 'letter.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('%PDF-1.7 not a spreadsheet') });
    await expect(page.getByRole('alert')).toContainText('The file is a PDF');
  });

  await test.step('something too large', async () => {
    await handIn(page, { name: 'large.csv', mimeType: 'text/csv', buffer: Buffer.alloc(6 * 1024 * 1024, 'x') });
    await expect(page.getByRole('alert')).toContainText('larger than 5 MB');
    await audit();
  });

  await test.step('mistakes, each with its row and column', async () => {
    await handIn(page, csv('statement,level,target,comment', 'W01,7,3,', 'Q99,2,3,', 'W02,2,3,fine'));
    await expect(page.getByRole('alert')).toContainText('Nothing was imported');
    const table = page.getByRole('table', { name: 'What to put right in scores.csv' });
    await expect(table.getByRole('row')).toHaveCount(3);
    await expect(table.getByRole('row').nth(1)).toContainText('2');
    await expect(table.getByRole('row').nth(1)).toContainText('B (level)');
    await expect(table.getByRole('row').nth(2)).toContainText('A (statement)');
    await audit();
  });

  await test.step('a preview first, and cancelled', async () => {
    await handIn(page, csv('statement,level,evidence,comment', 'W01,3,Board paper 14,"=Done, <b>all</b>"', 'W02,dk,,'));
    await expect(page.getByRole('heading', { level: 1, name: 'What would change' })).toBeVisible();
    await expect(page.getByRole('row', { name: /W01/ })).toContainText('3 In place');
    await expect(page.getByRole('row', { name: /W01/ })).toContainText('Board paper 14');
    await expect(page.getByRole('row', { name: /W02/ })).toContainText('Don’t know');
    await audit();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Import scores from a spreadsheet' })).toBeVisible();
    await page.goto(`${assessment}/sections/wellbeing`);
    await expect(page.locator('#W01').getByRole('radio', { checked: true, name: /In place/ })).toHaveCount(0);
  });

  await test.step('imported', async () => {
    await page.goto(`${assessment}/import`);
    await handIn(page, csv('statement,level,evidence,comment', 'W01,3,Board paper 14,"=Done, <b>all</b>"', 'W02,dk,,'));
    await page.getByRole('button', { name: 'Import 2 statements' }).click();
    await expect(page.getByRole('alert')).toContainText('2 statements imported');
    await audit();
    await page.goto(`${assessment}/statements/W01`);
    await expect(level(page, 3)).toBeChecked();
    await expect(page.getByLabel('What would you like to say about it?')).toHaveValue('=Done, <b>all</b>');
    await expect(page.getByRole('paragraph').filter({ hasText: 'Board paper 14' })).toBeVisible();
  });
});

test('who confirms an import has seen what it replaces', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Overtaken, ${project.name}`);
  const assessment = assessmentAddress(page);
  await page.goto(`${assessment}/import`);
  await handIn(page, csv('statement,level', 'W01,3'));
  await expect(page.getByRole('row', { name: /W01/ })).toContainText('Not answered');

  // Meanwhile, in another tab.
  const second = await page.context().newPage();
  await second.goto(`${assessment}/statements/W01`);
  await level(second, 1).check();
  await second.getByRole('button', { name: 'Save and next' }).click();
  await expect(second).toHaveURL(/W02$/);
  await second.close();

  await page.getByRole('button', { name: 'Import 1 statement' }).click();
  await expect(page.getByRole('alert')).toContainText('Scores changed since this preview was made');
  await expect(page.getByRole('row', { name: /W01/ })).toContainText('1 Planned or started');
  await audit();
  await page.getByRole('button', { name: 'Import 1 statement' }).click();
  await expect(page.getByRole('alert')).toContainText('1 statement imported');
});

test('what is downloaded and handed in again changes nothing', async ({ page, signIn }, { project }) => {
  await signIn(/Ruth Okafor/);
  const title = `There and back, ${project.name}`;
  await startAssessment(page, title);
  const assessment = assessmentAddress(page);
  for (const file of ['scores.xlsx', 'scores.csv']) {
    const answer = await page.request.get(`${assessment}/download/${file}`);
    expect(answer.headers()['content-disposition']).toMatch(new RegExp(`^attachment; filename="riverbank-[a-z0-9-]+-${file}"$`));
    await page.goto(`${assessment}/import`);
    await handIn(page, { name: file, mimeType: 'application/octet-stream', buffer: await answer.body() });
    await expect(page.getByText('It changes nothing')).toBeVisible();
    await page.getByRole('button', { name: 'Back without importing' }).click();
  }
});
