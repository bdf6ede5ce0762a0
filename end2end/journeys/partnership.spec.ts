// Both sides from the invitation to the signed plan: a lead, both chairs, a scorer and a guardian, each in a browser of their own.

import type { Browser, Page } from '@playwright/test';
import { assessmentAddress, expect, test } from '../support/test';

test('both sides score blind, meet, agree and do not agree, and sign', async ({ page, browser, signIn, audit, baseURL, javaScriptEnabled }, { project }) => {
  test.slow();
  const title = `In partnership, ${project.name}`;
  await signIn(/Ruth Okafor/);
  await page.goto('/assessments/new');
  await page.getByLabel('Title').fill(title);
  await page.getByRole('radio', { name: /^Quick/ }).check();
  await page.getByRole('radio', { name: /^In partnership/ }).check();
  await page.getByLabel('First day of the period').fill('2026-04-01');
  await page.getByLabel('Last day of the period').fill('2027-03-31');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByText('Still without one: management side and staff side')).toBeVisible();
  await audit();
  const round = assessmentAddress(page);

  const context = { baseURL, javaScriptEnabled };
  const invite = async (who: string, side: string, part: RegExp) => {
    await page.goto(`${round}/people/new`);
    await page.getByLabel('Name').fill(`${who} ${project.name}`);
    await page.getByLabel('Email address').fill(`${who}.${project.name}@example.org`.toLowerCase());
    await page.getByRole('radio', { name: side, exact: true }).check();
    await page.getByRole('radio', { name: part }).check();
    await audit();
    await page.getByRole('button', { name: 'Invite and make their link' }).click();
    const link = (await page.locator('code').textContent())!;
    await audit();
    return accept(browser, context, link, `${who} ${project.name}`, audit);
  };
  const management = await invite('Gwen', 'Management side', /^Chair/);
  const staff = await invite('Huw', 'Staff side', /^Chair/);
  const scorer = await invite('Nia', 'Staff side', /^Scorer/);
  const guardian = await invite('Rhys', 'Board', /^Guardian/);

  await page.goto(`${round}/people`);
  await expect(page.getByRole('row', { name: /Nia/ })).toContainText('Works');
  await audit();
  // Nobody but a side's own chair and the lead sees who is on it.
  expect((await scorer.request.get(`${round}/people`)).status()).toBe(403);
  expect(await (await management.request.get(`${round}/people`)).text()).not.toContain('Nia');

  await page.goto(round);
  await page.getByRole('button', { name: 'Open scoring' }).click();
  await expect(page.getByText(/^0 finished/).first()).toBeVisible();

  for (const [who, level] of [[management, 3], [staff, 1], [scorer, 1]] as const) {
    await who.goto(round);
    await who.getByRole('link', { name: 'Start scoring' }).click();
    await audit(who);
    await who.getByRole('radio', { name: new RegExp(`^${level}`) }).check();
    await who.getByRole('button', { name: 'Save and next' }).click();
    await who.goto(round);
    await expect(who.getByText(/^1 of \d+$/).first()).toBeVisible();
    await audit(who);
  }
  // Until the reveal there is no meeting, whoever asks.
  await page.goto(`${round}/meeting`);
  await expect(page.getByText('Until then nobody sees the scores of others')).toBeVisible();

  await management.goto(round);
  await management.getByRole('button', { name: 'Agree to the reveal' }).click();
  await expect(management.getByRole('button', { name: /^Take it back/ })).toBeVisible();
  await staff.goto(round);
  await expect(staff.getByText('The management side has agreed')).toBeVisible();
  await staff.getByRole('button', { name: 'Reveal the scores now' }).click();
  await expect(staff.getByRole('link', { name: 'Go to the meeting' })).toBeVisible();

  for (const who of [page, management, staff]) await who.goto(`${round}/meeting`);
  await audit();
  await audit(staff);
  // Without JavaScript a page is read again by hand.
  const follow = async (who: Page) => {
    if (javaScriptEnabled === false) await who.reload();
  };
  const confirm = async (who: Page, side: string) => {
    await follow(who);
    await who.getByRole('button', { name: `Confirm for the ${side}` }).click();
  };
  if (!(await page.locator('.app-propose').isVisible())) await page.getByRole('button', { name: /^Next/ }).click();
  await page.getByRole('button', { name: /^2 / }).click();
  await confirm(staff, 'staff side');
  await confirm(management, 'management side');
  await expect(management.getByText(/^1 of \d+/).first()).toBeVisible();

  await follow(page);
  await expect(page.getByText(/^1 of \d+/).first()).toBeVisible();
  await page.locator('summary', { hasText: 'We do not agree' }).click();
  await page.getByRole('button', { name: 'Put “we do not agree” to the meeting' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await audit();
  const position = async (side: string, level: string, reason: string, at: number) => {
    await page.getByRole('group', { name: `Where does the ${side} stand?` }).getByText(level, { exact: true }).click();
    await page.getByLabel('Why?', { exact: true }).nth(at).fill(reason);
  };
  await position('management side', '3', 'The policy is in force', 0);
  await position('staff side', '1', 'Nobody on nights knows it', 1);
  await page.getByRole('button', { name: 'Put “we do not agree” to the meeting' }).click();
  await confirm(management, 'management side');
  await confirm(staff, 'staff side');
  await expect(staff.getByText(/^2 of \d+/).first()).toBeVisible();
  await audit(staff);

  await follow(page);
  await page.getByRole('button', { name: 'Close the meeting' }).click();
  await page.goto(`${round}/minutes`);
  await expect(page.getByText('Nobody on nights knows it').first()).toBeVisible();
  await audit();

  await page.goto(`${round}/eqia/not-required`);
  await page.getByLabel('Why is no assessment required?').fill('A journey about nobody');
  await page.getByLabel('Name of the person who decided this').fill('Helen Marsh');
  await page.getByLabel('Their post').fill('Chief people officer');
  await page.getByLabel('Date of the decision').fill('2026-05-01');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/Declared not required by Helen Marsh/)).toBeVisible();

  for (const [who, post] of [[management, 'Chief people officer'], [staff, 'Chair of staff side'], [guardian, 'Non-executive director']] as const) {
    await who.goto(`${round}/sign-off`);
    await audit(who);
    await who.getByLabel('Your post').fill(post);
    await who.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect(who.getByRole('alert')).toContainText('Confirm that you have read the plan');
    await expect(who.getByLabel('Your post')).toHaveValue(post);
    await who.getByRole('checkbox').check();
    await who.getByRole('button', { name: 'Sign', exact: true }).click();
  }
  await expect(guardian.getByRole('heading', { level: 1, name: 'Signed off' })).toBeVisible();
  await expect(guardian.getByRole('row', { name: /Staff-side chair/ })).toContainText(`Huw ${project.name}`);
  await audit(guardian);
  expect((await guardian.request.get(`${round}/download/plan.pdf`)).headers()['content-type']).toBe('application/pdf');

  await page.goto(`${round}/audit`);
  await expect(page.getByText(/^Sound/)).toBeVisible();
  await expect(page.getByText('Signed off: the assessment is frozen')).toBeVisible();
  await audit();
  expect((await scorer.request.get(`${round}/audit`)).status()).toBe(403);
});

/** Opens an invitation on a device of its own and takes part. */
async function accept(browser: Browser, context: object, link: string, name: string, audit: (page: Page) => Promise<void>) {
  const page = await (await browser.newContext(context)).newPage();
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'You are invited' })).toBeVisible();
  await audit(page);
  await page.getByRole('button', { name: `Take part as ${name}` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('In partnership');
  return page;
}
