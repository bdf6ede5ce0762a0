import { expect, test } from '../support/test';

test('a lead adds a person, makes a new link, changes their role and removes them', async ({ page, signIn, audit }, { project }) => {
  const [name, email] = [`Ceri ${project.name}`, `ceri.${project.name}.of.a.long.name@department.example.org`];
  await signIn(/Ruth Okafor/);
  await page.goto('/people');
  await audit();
  await page.getByRole('link', { name: 'Add a person' }).click();
  await audit();
  await page.getByLabel('Email address').fill('nobody');
  await page.getByRole('button', { name: 'Add and make their link' }).click();
  await expect(page.getByRole('alert')).toContainText('Say what the person is called');
  await expect(page.getByLabel('Email address')).toHaveValue('nobody');
  await expect(page.getByLabel('Email address')).toHaveAccessibleDescription(/email address/);
  await audit();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email address').fill('ruth.okafor@example.org');
  await page.getByRole('button', { name: 'Add and make their link' }).click();
  await expect(page.getByRole('alert')).toContainText('has an account already');
  await expect(page.getByLabel('Name')).toHaveValue(name);
  await audit();

  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Add and make their link' }).click();
  const first = (await page.locator('code').textContent())!;
  await expect(page.getByText('works once and for 3 days')).toBeVisible();
  await audit();
  // It is shown once.
  await page.reload();
  await expect(page.locator('code')).toHaveCount(0);
  await audit();
  await page.getByRole('button', { name: 'Make a new link' }).click();
  const second = (await page.locator('code').textContent())!;
  expect((await page.request.get(first)).status()).toBe(404);
  expect((await page.request.get(second)).status()).toBe(200);

  await page.goto('/people');
  const row = page.getByRole('row', { name: new RegExp(email) });
  await expect(row).toContainText('Not set yet');
  await row.getByRole('link').click();
  await audit();
  await page.getByRole('radio', { name: /^Installer/ }).check();
  await page.getByLabel('Name').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Say what the person is called');
  await expect(page.getByRole('radio', { name: /^Installer/ })).toBeChecked();
  await audit();
  await page.getByLabel('Name').fill(`${name} Pugh`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText(`${name} Pugh`);
  await expect(row).toContainText('Installer');

  await row.getByRole('link').click();
  await page.getByRole('link', { name: /^Remove/ }).click();
  await audit();
  await page.getByRole('button', { name: /^Remove/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  await expect(row).toHaveCount(0);
  expect((await page.request.get(second)).status()).toBe(404);
});

test('the lead can neither be removed nor handed over by accident', async ({ page, signIn, audit }) => {
  await signIn(/Ruth Okafor/);
  await page.goto('/people');
  await page.getByRole('main').getByRole('link', { name: 'Ruth Okafor' }).click();
  await expect(page.getByRole('link', { name: /^Remove/ })).toHaveCount(0);
  const own = page.url();
  expect((await page.goto(`${own}/remove`))!.status()).toBe(403);

  await page.goto('/hand-over');
  await audit();
  await page.getByRole('link', { name: 'Sam Price' }).click();
  await expect(page.getByRole('main')).toContainText('You become a viewer');
  await expect(page.getByRole('button', { name: 'Make Sam Price the lead' })).toBeVisible();
  await audit();
});

test('two people who change the organisation at once choose between their versions', async ({ page, signIn, audit }) => {
  await signIn(/Ruth Okafor/);
  await page.goto('/organisation');
  await audit();
  const code = page.getByLabel('ODS code');
  const before = await code.inputValue();
  const name = await page.getByLabel('Name of the organisation').inputValue();
  const tab = await page.context().newPage();
  await tab.goto('/organisation');
  await tab.getByLabel('ODS code').fill('RX1');
  await page.getByLabel('ODS code').fill('RX22');
  const saved = tab.waitForEvent('load');
  await tab.getByRole('button', { name: 'Save' }).click();
  await saved;
  await tab.close();
  await page.bringToFront();
  await page.getByRole('button', { name: 'Save' }).click();

  await expect(page.getByRole('main')).toContainText('Somebody else changed this while you were writing');
  await expect(page.getByRole('region', { name: /^Saved by Ruth Okafor/ })).toContainText('RX1');
  await audit();
  await page.getByRole('button', { name: 'Use my version' }).click();
  await expect(code).toHaveValue('RX22');

  await page.getByLabel('Name of the organisation').fill(' ');
  await page.getByLabel('ODS code').fill('R!');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Say what the organisation is called');
  await expect(page.getByRole('alert')).toContainText('An ODS code has three to ten letters and digits');
  await audit();
  await page.getByLabel('Name of the organisation').fill(name);
  await page.getByLabel('ODS code').fill(before);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('people are looked after by those who may, and a person who is not there is not found', async ({ page, signIn, audit }) => {
  await signIn(/Sam Price/);
  for (const there of ['/people', '/people/new', '/hand-over']) {
    expect((await page.goto(there))!.status(), there).toBe(403);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You cannot see this');
    await audit();
  }
  await page.context().clearCookies();
  await signIn(/Ruth Okafor/);
  const missing = '0190b3a2-7c1e-7d3a-9a54-3f2b7f6f0a11';
  for (const there of [`/people/${missing}`, `/people/${missing}/remove`, `/hand-over?to=${missing}`]) {
    expect((await page.goto(there))!.status(), there).toBe(404);
    await audit();
  }
});
