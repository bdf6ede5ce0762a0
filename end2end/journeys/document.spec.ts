import { assessmentAddress, expect, openAssessment, openLastYear, test } from '../support/test';

test('the plan can be read and printed as one page, and says that it is a draft', async ({ page, signIn, audit }) => {
  test.slow();
  await signIn(/Sam Price/);
  await openAssessment(page);
  await page.goto(`${assessmentAddress(page)}/document`);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Health and wellbeing action plan');
  await expect(page.getByText('DRAFT · not yet signed off')).toBeVisible();
  await expect(page.getByText('This organisation is invented.')).toBeVisible();
  await audit();

  const contents = page.getByRole('navigation', { name: 'Contents' });
  for (const link of await contents.getByRole('link').all()) {
    const target = await link.getAttribute('href');
    await expect(page.locator(`${target} > h2`)).toHaveText(await link.innerText());
  }
  await expect(page.getByRole('img', { name: /Score and target/ }).first()).toBeVisible();

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('link', { name: 'Download as PDF' })).toBeHidden();
  await expect(page.getByText('Invented organisation: every name and number on this page is made up')).toBeVisible();
  await expect(page.getByText('DRAFT · not yet signed off')).toBeVisible();
});

test('a signed plan shows what was signed, and apart from it what happened since', async ({ page, signIn, audit }) => {
  test.slow();
  await signIn(/Sam Price/);
  // The demo's last year is signed off, and its plan went on.
  await openLastYear(page);
  await page.goto(`${assessmentAddress(page)}/sign-off`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Signed off');
  await expect(page.getByRole('row', { name: /^Staff-side chair/ })).toContainText('Dev Patel');
  await audit();

  const since = '73 champions trained.';
  await page.getByRole('link', { name: 'Read the plan as signed' }).click();
  await expect(page.getByText(/^DRAFT/)).toHaveCount(0);
  await expect(page.getByText(since)).toHaveCount(0);
  await audit();
  await page.getByRole('link', { name: 'With progress to date' }).click();
  await expect(page.getByText(/^Progress to .* not what was signed$/)).toBeVisible();
  await expect(page.getByText(since).first()).toBeVisible();
  await audit();
});
