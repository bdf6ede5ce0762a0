import type { Page } from '@playwright/test';

import { assessmentAddress, expect, openAssessment, startAssessment, test } from '../support/test';

/** Starts an assessment of its own with one gap: W03 at level 1. Returns its address. */
async function startWithGap(page: Page, title: string) {
  await startAssessment(page, title);
  const assessment = assessmentAddress(page);
  await page.goto(`${assessment}/statements/W03`);
  await page.getByRole('group', { name: 'How far are we with this?' }).getByRole('radio').nth(1).check();
  await page.getByRole('button', { name: 'Save and next' }).click();
  await expect(page).toHaveURL(/W04$/);
  return assessment;
}

/** Adds an action with nothing but what is to be done. */
async function addAction(page: Page, assessment: string, what: string) {
  await page.goto(`${assessment}/plan/actions/new`);
  await page.getByLabel('What will be done?').fill(what);
  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Action', exact: true })).toBeVisible();
}

test('one click from a gap to an action, and nothing typed is lost to a mistake', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  const assessment = await startWithGap(page, `Planned, ${project.name}`);
  await page.goto(`${assessment}/plan`);
  await expect(page.getByRole('heading', { name: 'No actions yet' })).toBeVisible();
  await audit();

  const suggestion = page.getByRole('link', { name: /^Plan for W03: / }).first();
  const what = (await suggestion.innerText()).replace(/^Plan for W03:\s*/, '');
  await suggestion.click();
  await expect(page.getByLabel('What will be done?')).toHaveValue(what);
  await expect(page.getByLabel('How will we know that it worked?')).not.toBeEmpty();
  await expect(page.getByText('Which statements is it for? W03')).toBeVisible();
  await audit();

  await page.getByLabel('What will be done?').fill(' ');
  await page.getByLabel('Who sees to it?').fill('Head of <b>estates</b>');
  await page.getByLabel('What happens if it is not done?').fill('Nobody rests at night');
  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await expect(page.getByRole('alert')).toContainText('Say what will be done');
  await expect(page.getByLabel('Who sees to it?')).toHaveValue('Head of <b>estates</b>');
  await expect(page.getByLabel('What happens if it is not done?')).toHaveValue('Nobody rests at night');
  await expect(page.getByText('Which statements is it for? W03')).toBeVisible();
  await audit();

  await page.getByLabel('What will be done?').fill('Open the rest rooms at night');
  // Who types two digits for the year sends this.
  await page.getByLabel('By when?').fill('0026-06-30');
  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await expect(page.getByRole('alert')).toContainText('Enter a date with day, month and year');
  await expect(page.getByLabel('By when?')).toHaveAccessibleDescription(/Enter a date with day, month and year/);
  await expect(page.getByLabel('What will be done?')).toHaveValue('Open the rest rooms at night');
  await audit();

  await page.getByLabel('By when?').fill('2020-06-30');
  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await expect(page.getByText(/^Overdue by \d+ days$/)).toBeVisible();
  await audit();

  await page.goto(`${assessment}/plan`);
  const card = page.getByRole('listitem').filter({ hasText: 'Open the rest rooms at night' });
  await expect(card).toContainText('Overdue by');
  await expect(card).toContainText('Head of <b>estates</b>');
  await expect(card).toContainText('W03');
  await expect(page.getByText('1 action · 1 overdue')).toBeVisible();
  await expect(page.getByText('Every gap has an action.')).toBeVisible();
  await audit();
});

test('a gap leads to an action from the results and from its statement', async ({ page, signIn, audit }) => {
  await signIn(/Ruth Okafor/);
  await openAssessment(page);
  const assessment = assessmentAddress(page);
  await page.goto(`${assessment}/results`);
  await page.getByRole('link', { name: /^Plan an action for / }).first().click();
  await expect(page.getByText('Start from a suggestion')).toBeVisible();
  await audit();

  await page.goto(`${assessment}/statements/L03`);
  await page.getByRole('link', { name: 'Plan an action' }).click();
  await expect(page.getByText('Which statements is it for? L03')).toBeVisible();
});

test('an action says what it mitigates, and a cell that is not in the form is not found', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Mitigated, ${project.name}`);
  const assessment = assessmentAddress(page);
  await page.goto(`${assessment}/plan/actions/new?mitigates_row=age&mitigates_need=eliminate`);
  await page.getByLabel('What will be done?').fill('Offer shorter shifts');
  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await expect(page.getByText('Mitigates the negative impact on Age: ')).toBeVisible();

  await page.getByLabel('Who sees to it?').fill('Rota manager');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Mitigates an impact on Age: ')).toBeVisible();
  await audit();

  const answer = await page.goto(`${assessment}/plan/actions/new?mitigates_row=age&mitigates_need=wealth`);
  expect(answer?.status()).toBe(404);
});

test('two people who change one action both keep what they typed', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Edited twice, ${project.name}`);
  await addAction(page, assessmentAddress(page), 'Train managers');
  const action = page.url();
  const other = await page.context().newPage();
  await other.goto(action);
  await other.getByLabel('Who sees to it?').fill('Head of learning');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Action plan' })).toBeVisible();
  await other.close();

  await page.getByLabel('Who sees to it?').fill('Chief people officer');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Somebody else changed this action');
  await expect(page.getByLabel('Who sees to it?')).toHaveValue('Chief people officer');
  await expect(page.getByText('Head of learning')).toBeVisible();
  await audit();

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.goto(action);
  await expect(page.getByLabel('Who sees to it?')).toHaveValue('Chief people officer');
});

test('what was typed about an action that somebody removed is not lost', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  const assessment = await startWithGap(page, `Removed meanwhile, ${project.name}`);
  await addAction(page, assessment, 'Train managers');
  const action = page.url();
  const other = await page.context().newPage();
  await other.goto(`${action}/remove`);
  await other.getByRole('button', { name: 'Remove it' }).click();
  await expect(other.getByRole('heading', { name: 'No actions yet' })).toBeVisible();
  await other.close();

  await page.getByLabel('Who sees to it?').fill('Head of learning');
  await page.getByLabel('By when?').fill('2030-03-31');
  await page.getByText(/^Which statements is it for/).click();
  await page.getByRole('checkbox', { name: /^W03/ }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Add an action' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('Somebody removed this action since you opened it');
  await expect(page.getByLabel('What will be done?')).toHaveValue('Train managers');
  await expect(page.getByLabel('Who sees to it?')).toHaveValue('Head of learning');
  await expect(page.getByLabel('By when?')).toHaveValue('2030-03-31');
  await expect(page.getByText('Which statements is it for? W03')).toBeVisible();
  await audit();

  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Action', exact: true })).toBeVisible();
  expect(page.url()).not.toBe(action);
  await page.goto(`${assessment}/plan`);
  await expect(page.getByRole('listitem').filter({ hasText: 'Train managers' })).toContainText('Head of learning');
});

test('a due date moves with a reason, and is in the calendar', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Moved, ${project.name}`);
  const assessment = assessmentAddress(page);
  await addAction(page, assessment, 'Survey the night staff');
  await page.getByLabel('New due date (only if it moves)').fill('2030-09-30');
  await page.getByRole('button', { name: 'Add to the log' }).click();
  await expect(page.getByRole('alert')).toContainText('Say why the due date moves');
  await expect(page.getByLabel('New due date (only if it moves)')).toHaveValue('2030-09-30');
  await audit();

  await page.getByLabel('What has happened?').fill('The survey tool came late');
  await page.getByLabel('Status').selectOption('In progress');
  await page.getByRole('button', { name: 'Add to the log' }).click();
  await expect(page.getByText('Now: In progress, due 30 September 2030')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Remove this action' })).toHaveCount(0);

  await page.goto(`${assessment}/plan?show=unowned`);
  await expect(page.getByText('No owner yet')).toBeVisible();
  await expect(page.getByText('1 action · 1 without an owner')).toBeVisible();
  await audit();
  await page.getByRole('link', { name: 'Overdue', exact: true }).click();
  await expect(page.getByText('No action of the plan is among these.')).toBeVisible();

  const calendar = await page.request.get(`${assessment}/download/plan.ics`);
  expect(await calendar.text()).toContain('DTSTART;VALUE=DATE:20300930');
  const csv = await page.request.get(`${assessment}/download/plan.csv`);
  expect(await csv.text()).toContain('Survey the night staff');
});

test('an action that was added by mistake is removed after a question', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Removed, ${project.name}`);
  await addAction(page, assessmentAddress(page), 'Added by mistake');
  await page.getByRole('link', { name: 'Remove this action' }).click();
  await audit();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByRole('heading', { name: 'No actions yet' })).toBeVisible();
});

test('a viewer reads the plan and finds no form', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  await startAssessment(page, `Read only, ${project.name}`);
  const assessment = assessmentAddress(page);
  await addAction(page, assessment, 'Publish the results');
  const action = page.url();

  await page.context().clearCookies();
  await signIn(/Sam Price/);
  await page.goto(`${assessment}/plan`);
  await expect(page.getByRole('link', { name: 'Publish the results' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add an action' })).toHaveCount(0);
  await audit();
  await page.goto(action);
  await expect(page.getByText('Publish the results')).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
  await audit();
  const answer = await page.goto(`${assessment}/plan/actions/new`);
  expect(answer?.status()).toBe(403);
});
