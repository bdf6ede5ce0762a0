// From one year to the next: what is carried over, what is looked at in between, and what moved.

import type { Page } from '@playwright/test';

import { assessmentAddress, expect, openLastYear, test } from '../support/test';

const level = (page: Page, number: number) =>
  page.getByRole('group', { name: 'How far are we with this?' }).getByRole('radio').nth(number);

/** Starts a year from the signed one that is open. */
async function startNextYear(page: Page, title: string) {
  await page.getByRole('link', { name: 'Start the next year from this' }).click();
  await page.getByLabel('Title').fill(title);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

test('a new year starts from the last, and nothing counts until somebody says that it is still true', async ({ page, signIn, audit }, { project }) => {
  test.slow();
  await signIn(/Ruth Okafor/);
  await openLastYear(page);
  const last = await page.getByRole('heading', { level: 1 }).textContent();
  await audit();
  await page.getByRole('link', { name: 'Start the next year from this' }).click();
  await expect(page.getByLabel('Start from')).toContainText(last!);
  await expect(page.getByLabel('Title')).toHaveValue(/^April \d{4} to March \d{4}$/);
  await expect(page.getByLabel('First day of the period')).toHaveValue(/-04-01$/);
  await audit();
  const title = `Next year, ${project.name}`;
  await page.getByLabel('Title').fill(title);
  await page.getByRole('button', { name: 'Start', exact: true }).click();

  const follows = page.getByRole('region', { name: 'From last year' });
  await expect(follows).toContainText(`Follows ${last}`);
  // 59 levels and one "not applicable".
  await expect(follows).toContainText(/Still true\? 60 answers, 40 pieces of evidence and 3 actions of last year to look at\./);
  await expect(page.getByText('0 of 22 answered')).toBeVisible();
  const own = assessmentAddress(page);
  await audit();

  // One click records last year's level and goes on to the next statement.
  await page.goto(`${own}/statements/W01`);
  await expect(page.getByText(`${last}: 2 Partly in place`)).toBeVisible();
  await expect(page.getByText(/\d+ months old/).first()).toBeVisible();
  await expect(level(page, 2)).not.toBeChecked();
  await audit();
  await page.getByRole('button', { name: 'Still true: record level 2 for W01' }).click();
  await expect(page).toHaveURL(/\/statements\/W02$/);
  // Another is changed instead.
  await level(page, 3).check();
  await page.getByRole('button', { name: 'Save and next' }).click();
  await expect(page).toHaveURL(/\/statements\/W03$/);
  await page.goto(`${own}/statements/W02`);
  await expect(page.getByText(/: 1 .*up 2/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Still true: record/ })).toHaveCount(0);

  // In the list it is one click too.
  await page.goto(`${own}/sections/wellbeing`);
  await audit();
  await page.getByRole('button', { name: /^Still true: record level \d for W03$/ }).click();
  await expect(page).toHaveURL(/\/sections\/wellbeing#W03$/);
  await expect(page.getByText('3 of 22 answered')).toBeVisible();

  // Evidence and actions are looked at one by one.
  await page.goto(`${own}/statements/W01`);
  await expect(level(page, 2)).toBeChecked();
  const side = page.getByRole('complementary', { name: 'Evidence and other statements' });
  await expect(side.getByText('From last year: still true?')).toBeVisible();
  await side.getByRole('button', { name: /^Still true / }).click();
  await expect(side.getByText('From last year: still true?')).toHaveCount(0);

  await page.goto(`${own}/plan`);
  const rooms = page.getByRole('listitem').filter({ hasText: 'eleven rest rooms' });
  await expect(rooms).toContainText('From last year: still true?');
  await expect(rooms).toContainText('In progress');
  // What is done stays with its year.
  await expect(page.getByText('Recruit and train a wellbeing champion')).toHaveCount(0);
  await audit();
  await rooms.getByRole('button', { name: /^Still true / }).click();
  await expect(rooms).not.toContainText('From last year: still true?');

  await page.goto(`${own}/sign-off`);
  const check = page.getByRole('listitem').filter({ hasText: 'Everything from last year is confirmed, changed or removed' });
  await expect(check.first()).toContainText('Error');
  await check.first().getByText(/^Show all/).click();
  await expect(page.getByRole('link', { name: /^W04: nobody has looked at last year’s answer/ })).toBeVisible();
  await audit();
});

test('a check-in between years is recorded after a mistake, corrected, and removed', async ({ page, signIn, audit }, { project }) => {
  const statement = { desktop: 'W05', phone: 'W07', 'no-javascript': 'W08' }[project.name]!;
  await signIn(/Ruth Okafor/);
  await openLastYear(page);
  await page.getByRole('link', { name: 'Check-ins between years' }).click();
  await expect(page.getByText('Wellbeing lead and staff side, from the reports of the second quarter.')).toBeVisible();
  await audit();
  await page.getByRole('link', { name: 'Record a check-in' }).click();
  await audit();
  const note = `Walked round, ${project.name} <b>`;
  await page.getByLabel('Who looked, and how (optional)').fill(note);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Choose a level for at least one statement');
  await expect(page.getByLabel('Who looked, and how (optional)')).toHaveValue(note);
  await audit();

  await page.getByText(/^Wellbeing: 22 statements/).click();
  await page.getByLabel(new RegExp(`^${statement} `)).selectOption('4');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  const card = page.getByRole('region').filter({ hasText: note });
  await expect(card.getByRole('row', { name: new RegExp(`^${statement} `) })).toContainText('4');
  await audit();

  await card.getByRole('link', { name: /^Correct/ }).click();
  await page.getByLabel(new RegExp(`^${statement} `)).selectOption('3');
  await audit();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(card.getByRole('row', { name: new RegExp(`^${statement} `) })).toContainText('3');
  await card.getByRole('link', { name: /^Correct/ }).click();
  await page.getByRole('button', { name: 'Remove this check-in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Check-ins between years' })).toBeVisible();
  await expect(page.getByText(note)).toHaveCount(0);
});

test('the trend shows what moved, in every lens, and the board gets two pages', async ({ page, signIn, audit }) => {
  test.slow();
  await signIn(/Sam Price/);
  await page.getByRole('link', { name: 'See the trend' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What moved' })).toBeVisible();
  await expect(page.getByText(/comparable on 58 of 59/).first()).toBeVisible();
  await expect(page.getByRole('img', { name: /^Where each group went/ }).first()).toBeVisible();
  await expect(page.getByRole('img', { name: /^Each group over time/ }).first()).toBeVisible();
  await expect(page.getByText(/Of 58 statements that can be compared/).first()).toBeVisible();
  await page.getByText('What moved as a table').click();
  await expect(page.getByRole('table', { name: /^First and last score/ }).getByRole('row', { name: /^Wellbeing/ })).toBeVisible();
  await page.getByText('Every moment as a table').click();
  await expect(page.getByRole('table', { name: /^Score of each group at each moment/ }).getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('table', { name: 'What moved down' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What we said we would do' })).toContainText('Of 4 actions, 2 are done');
  await audit();

  await page.getByRole('link', { name: 'Seven elements' }).click();
  await expect(page.getByRole('img', { name: /^Where each group went/ }).first()).toBeVisible();
  await audit();

  // A check-in beside last year's assessment is chosen as well: five statements are left to compare.
  await page.getByText('Choose what is shown').click();
  await page.getByRole('checkbox', { name: /^Check-in of/ }).first().check();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText(/comparable on 5 of 59/).first()).toBeVisible();
  await audit();
  await page.getByText('Choose what is shown').click();
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
  await page.getByRole('checkbox').last().check();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText('Choose at least two, so that there is something to compare.')).toBeVisible();
  await audit();

  await page.goto('/trend');
  const paper = await page.getByRole('link', { name: 'Board paper, two pages (PDF)' }).getAttribute('href');
  const file = await page.request.get(paper!);
  expect(file.headers()['content-type']).toBe('application/pdf');
  const bytes = await file.body();
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.toString('latin1').match(/\/Type ?\/Page\b(?!s)/g) ?? []).not.toHaveLength(1);
});

test('the plan of a year tells what moved since the one before', async ({ page, signIn, audit }) => {
  test.slow();
  await signIn(/Sam Price/);
  await openLastYear(page);
  await page.goto(`${assessmentAddress(page)}/document`);
  const since = page.getByRole('region', { name: 'Since last year' });
  await expect(since.getByRole('img').first()).toBeVisible();
  await expect(since).toContainText('Of 4 actions, 2 are done');
  await audit();
});
