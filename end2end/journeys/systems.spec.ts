import { become, expect, test } from '../support/test';

test('a host invites, a member joins and shares, the analyst sees only that, and nothing once the member has left', async ({ page, audit }, { project }) => {
  test.slow();
  const name = `Coast and Country ${project.name}`;
  await become(page, /Nadia Hussain/);
  await page.goto('/systems');
  await audit();
  await page.getByRole('link', { name: 'Make a system' }).first().click();
  await page.getByRole('button', { name: 'Make the system' }).click();
  await expect(page.getByRole('alert')).toContainText('Say what the system is called');
  await expect(page.getByRole('alert')).toContainText('Choose what kind of system it is');
  await audit();
  await page.getByLabel('Name of the system').fill(name);
  await page.getByRole('radio', { name: 'Region' }).check();
  await page.getByRole('button', { name: 'Make the system' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const system = page.url();
  await expect(page.getByRole('region', { name: 'Members', exact: true })).toContainText('Nobody has joined yet');
  await expect(page.getByRole('region', { name: 'Benchmarks' })).toContainText('the same for every reader');
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  await expect(page.getByRole('alert')).toContainText('Say whom the invitation is for');
  await page.getByLabel('Whom the invitation is for').fill('Moorland');
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  const link = (await page.locator('code').textContent())!;
  await audit();
  // It is shown once, and until it is answered the host can take it back.
  await page.reload();
  await expect(page.locator('code')).toHaveCount(0);
  await page.goto(system);
  await expect(page.getByRole('region', { name: 'Invite an organisation' })).toContainText('Moorland');
  await expect(page.getByRole('button', { name: /^Take back/ })).toBeVisible();
  await audit();

  // To others the system does not exist, and an invitation is answered by the lead of an organisation.
  await become(page, /Gwen Parry/);
  expect((await page.goto(system))!.status()).toBe(404);
  await page.goto(link);
  await expect(page.getByRole('main')).toContainText('Estuary Integrated Care Board');
  await expect(page.getByRole('main')).toContainText('without comments, evidence, actions or people');
  await audit();
  await page.getByRole('button', { name: /^Join with/ }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const own = page.getByRole('region', { name: 'What you share' });
  await expect(own.getByRole('row', { name: /Hillside Hospital/ })).toContainText('Not shared');
  await expect(page.getByRole('region', { name: 'Shared by members' })).toHaveCount(0);
  await audit();
  expect((await page.goto(link))!.status()).toBe(404);
  await audit();

  // The analyst has no assessments, and as yet nothing but the list of members.
  await become(page, /Colin Frost/);
  await expect(page.getByRole('heading', { level: 1, name: 'Your systems' })).toBeVisible();
  await audit();
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('region', { name: 'Members', exact: true })).toContainText('Moorland');
  await expect(page.getByRole('region', { name: 'Shared by members' })).toContainText('Nobody shares results');
  await expect(page.getByRole('button', { name: 'Make an invitation' })).toHaveCount(0);
  await audit();
  for (const there of ['/assessments/new', '/people', '/systems/new', '/sites', '/roll-up']) {
    expect((await page.goto(there))!.status(), there).toBe(403);
  }

  await become(page, /Gwen Parry/);
  await page.goto(system);
  await own.getByRole('link', { name: /Hillside Hospital/ }).click();
  const sharing = page.url();
  await audit();
  await page.getByRole('button', { name: `Share the results with ${name}`, exact: true }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Stop sharing');
  await audit();

  await become(page, /Colin Frost/);
  await page.goto(system);
  const shared = page.getByRole('region', { name: 'Shared by members' });
  await expect(shared.getByRole('link')).toHaveCount(1);
  await shared.getByRole('link', { name: /Hillside Hospital/ }).click();
  const results = page.url();
  await expect(page.getByRole('table', { name: /^Level, target and gap/ })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('not applicable');
  // Neither why it does not apply, nor who signed.
  await expect(page.getByRole('main')).not.toContainText('No staff of ours work alone');
  await expect(page.getByRole('main')).not.toContainText('Helen Marsh');
  await audit();
  await page.getByRole('link', { name: 'Pillars', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'The gap to target' })).toBeVisible();
  // The assessment itself, its plan and its files stay closed.
  const assessment = new URL(sharing).pathname.replace(/\/sharing$/, '');
  for (const there of ['', '/results', '/plan', '/document', '/audit', '/download/results.csv']) {
    expect((await page.goto(assessment + there))!.status(), there).toBe(404);
  }

  // Taken back, it is gone at once; and so is what is shared when the member leaves.
  await become(page, /Gwen Parry/);
  await page.goto(sharing);
  await page.getByRole('button', { name: `Stop sharing with ${name}` }).click();
  await page.getByRole('button', { name: `Share the results with ${name}`, exact: true }).click();
  await page.goto(system);
  await page.getByRole('link', { name: 'Leave this system' }).click();
  await audit();
  await page.getByRole('button', { name: 'Leave the system' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Systems' })).toBeVisible();
  expect((await page.goto(system))!.status()).toBe(404);
  await page.goto(`${assessment}/audit`);
  await expect(page.getByRole('main')).toContainText(`Stopped sharing the results with ${name}`);

  await become(page, /Colin Frost/);
  expect((await page.goto(results))!.status()).toBe(404);
  await page.goto(system);
  await expect(page.getByRole('region', { name: 'Members', exact: true })).toContainText('Nobody has joined yet');
  await expect(page.getByRole('region', { name: 'What happened' })).toContainText('Left');

  await become(page, /Nadia Hussain/);
  await page.goto(system);
  await page.getByRole('link', { name: 'Close this system' }).click();
  await audit();
  await page.getByRole('button', { name: 'Close the system' }).click();
  await expect(page.getByText('Closed', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make an invitation' })).toHaveCount(0);
  await audit();
});

test('an invitation can be declined without the host learning by whom', async ({ page, audit }, { project }) => {
  const addressee = `Somebody ${project.name}`;
  await become(page, /Nadia Hussain/);
  await page.goto('/systems');
  await page.getByRole('link', { name: 'Estuary Health and Care' }).click();
  const system = page.url();
  await page.getByLabel('Whom the invitation is for').fill(addressee);
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  const link = (await page.locator('code').textContent())!;

  // Who only reads can answer for nobody.
  await become(page, /Sam Price/);
  expect((await page.goto(link))!.status()).toBe(403);
  await become(page, /Gwen Parry/);
  await page.goto(link);
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Systems' })).toBeVisible();

  await become(page, /Nadia Hussain/);
  await page.goto(system);
  const log = page.getByRole('region', { name: 'What happened' });
  await expect(log.getByRole('row', { name: new RegExp(`declined.*${addressee}`) })).toBeVisible();
  await expect(log).not.toContainText('Moorland');
  await audit();
});
