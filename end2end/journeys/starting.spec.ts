import { expect, test } from '../support/test';

test('a lead starts a quick assessment, after a mistake', async ({ page, signIn, audit }) => {
  await signIn(/Ruth Okafor/);
  await page.getByRole('link', { name: 'Start an assessment' }).first().click();
  await audit();
  await page.getByLabel('Title').fill('Spring check-in');
  await page.getByRole('radio', { name: /^Quick/ }).check();
  await page.getByLabel('First day of the period').fill('2027-04-01');
  await page.getByLabel('Last day of the period').fill('2027-03-31');
  await page.getByRole('button', { name: 'Start', exact: true }).click();

  await expect(page.getByRole('alert')).toContainText('The last day cannot come before the first');
  await expect(page.getByLabel('Title')).toHaveValue('Spring check-in');
  await expect(page.getByRole('radio', { name: /^Quick/ })).toBeChecked();
  await audit();

  await page.getByLabel('Last day of the period').fill('2028-03-31');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Spring check-in' })).toBeVisible();
  await expect(page.getByText('0 of 8 answered').first()).toBeVisible();
  await page.getByRole('link', { name: 'See the results' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing scored yet' })).toBeVisible();
  await audit();
});
