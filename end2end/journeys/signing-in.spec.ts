import { expect, openAssessment, test } from '../support/test';

test('a wrong password is refused without saying which part was wrong', async ({ page, audit }) => {
  await page.goto('/sign-in');
  await audit();
  await page.getByLabel('Email address').fill('nobody@example.org');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();

  await expect(page.getByRole('alert')).toContainText('The email address or the password is not right');
  await audit();
});

test('a password can be chosen, used, and everything signed out', async ({ page, signIn, audit, browserName }, { project }) => {
  // Each project has a person of its own to lock out of their other sessions.
  const person = { desktop: /Grace Mensah/, phone: /Tom Hughes/, 'no-javascript': /Aisha Khan/ }[project.name]!;
  const password = `correct horse ${browserName}`;
  await signIn(person);
  await page.goto('/account');
  await audit();
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose at least 10 characters');
  await audit();

  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  const email = await page.getByText(/@example\.org/).textContent();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();

  await page.getByLabel('Email address').fill(email!.split(', ').at(-1)!);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Assessments' })).toBeVisible();
});

test('nobody sees anything without signing in, and a viewer changes nothing', async ({ page, signIn, audit }) => {
  await signIn(/Sam Price/);
  await openAssessment(page);
  const address = page.url();
  await page.goto(`${address}/statements/W01`);
  await expect(page.getByRole('radio')).toHaveCount(0);
  await audit();
  const refused = await page.request.get('/assessments/new');
  expect(refused.status()).toBe(403);

  await page.context().clearCookies();
  await page.goto(address);
  await expect(page).toHaveURL(/\/sign-in$/);
});

test('what does not exist is said to be missing, kindly', async ({ page, signIn, audit }) => {
  await signIn(/Ruth Okafor/);
  for (const missing of ['/nothing/here', '/assessments/0190b3a2-7c1e-7d3a-9a54-3f2b7f6f0a11', '/assessments/1%20OR%201=1']) {
    const answer = await page.goto(missing);
    expect(answer!.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
    await audit();
  }
});

test('the pages about the site can be read by everybody', async ({ page, audit }) => {
  for (const [address, heading] of [['/accessibility', 'Accessibility'], ['/privacy', 'Privacy'], ['/licences', 'Sources and licences']]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await audit();
  }
});
