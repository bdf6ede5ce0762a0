import { assessmentAddress, expect, openAssessment, test } from '../support/test';

test('evidence is added after a mistake, changed, and removed', async ({ page, signIn, audit }, { project }) => {
  const statement = { desktop: 'W03', phone: 'W06', 'no-javascript': 'W12' }[project.name]!;
  await signIn(/Ruth Okafor/);
  await openAssessment(page);
  await page.goto(`${assessmentAddress(page)}/statements/${statement}`);
  await page.getByRole('link', { name: 'Add evidence' }).click();
  await audit();

  await page.getByLabel('What is it?').fill('Audit of <b>rest rooms</b>');
  await page.getByLabel('Where can it be read?').fill('javascript:alert(1)');
  await page.getByRole('radio', { name: 'Data' }).check();
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByRole('alert')).toContainText('A link starts with https://');
  await expect(page.getByLabel('What is it?')).toHaveValue('Audit of <b>rest rooms</b>');
  await audit();

  await page.getByLabel('Where can it be read?').fill('https://example.org/audit');
  await page.getByLabel('When was it made?').fill('2026-10-01');
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await expect(page.getByRole('link', { name: 'Audit of <b>rest rooms</b>', exact: true })).toHaveAttribute('href', 'https://example.org/audit');
  await expect(page.getByText('Data · 1 October 2026')).toBeVisible();

  await page.getByRole('link', { name: 'Change Audit of <b>rest rooms</b>' }).click();
  await audit();
  await page.getByLabel('What is it?').fill('Audit of rest rooms');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Change Audit of rest rooms' }).click();
  await page.getByRole('button', { name: 'Remove this evidence' }).click();
  await expect(page.getByRole('link', { name: 'Add evidence' })).toBeVisible();
  await expect(page.getByText('Audit of rest rooms')).toHaveCount(0);
});
