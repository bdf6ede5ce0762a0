import { assessmentAddress, expect, openAssessment, test } from '../support/test';

test('the results show the gap in every lens, in words, as a picture and as a table', async ({ page, signIn, audit }) => {
  await signIn(/Sam Price/);
  await openAssessment(page);
  await page.goto(`${assessmentAddress(page)}/results`);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Where we are, where we want to be');
  await expect(page.getByRole('img', { name: /Score and target/ })).toBeVisible();
  await audit();
  for (const [lens, groups] of [['Pillars', 3], ['Seven elements', 7], ['Six topics', 6]] as const) {
    await page.getByRole('link', { name: lens }).click();
    await page.getByText('The same numbers as a table').click();
    const table = page.getByRole('table', { name: 'Score, target and gap of each group' });
    await expect(table.getByRole('rowheader')).toHaveCount(groups);
    await audit();
  }
  await expect(page.getByRole('table', { name: 'Gaps in the order they should be looked at' })).toBeVisible();
});
