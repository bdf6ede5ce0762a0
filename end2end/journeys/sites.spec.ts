import { expect, test } from '../support/test';

test('two sites that took stock are put together, each counting equally', async ({ page, signIn, audit }) => {
  await signIn(/Gwen Parry/);
  await page.getByRole('link', { name: 'Put the sites together' }).click();
  await expect(page.getByRole('checkbox', { name: /Hillside Hospital/ })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /Valley Community Hospital/ })).toBeChecked();
  await expect(page.getByRole('main')).toContainText('Every site counts equally');
  await expect(page.getByRole('main')).toContainText('never part of a benchmark');
  await audit();

  // One alone is no roll-up.
  await page.getByRole('checkbox', { name: /Valley Community Hospital/ }).uncheck();
  await page.getByRole('button', { name: 'Put together' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose at least two sites');
  await audit();

  await page.getByRole('checkbox', { name: /Valley Community Hospital/ }).check();
  await page.getByRole('button', { name: 'Put together' }).click();
  await page.getByRole('link', { name: 'Pillars', exact: true }).click();
  const wellbeing = page.getByRole('table', { name: /^Averages/ }).getByRole('row', { name: /^Wellbeing/ });
  // Of the 22 statements one (W15) does not apply at either site, which leaves 21 each. Their levels add up to
  // 32 at Hillside and to 38 in the Valley: 100 × 32 ÷ 84 = 38.095… and 100 × 38 ÷ 84 = 45.238…, on average 41.666….
  await expect(wellbeing).toContainText('41.7');
  await expect(wellbeing).toContainText('Hillside Hospital: 38.1');
  await expect(wellbeing).toContainText('Valley Community Hospital: 45.2');
  await expect(wellbeing).toContainText('2 of 2');
  await audit();

  await page.getByRole('link', { name: /Hillside Hospital/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Where we are, where we want to be' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Hillside Hospital');
});

test('a lead adds a site, renames it, starts an assessment of it and then cannot remove it', async ({ page, signIn, audit }, { project }) => {
  const [first, name] = [`Old ${project.name} clinic`, `A very long name of a clinic of the ${project.name} division by the river`];
  await signIn(/Gwen Parry/);
  await page.goto('/organisation');
  await page.getByRole('link', { name: 'Sites and divisions' }).click();
  await page.getByRole('button', { name: 'Add the site' }).click();
  await expect(page.getByRole('alert')).toContainText('Say what the site is called');
  await page.getByLabel('Name of the site').fill('Hillside Hospital');
  await page.getByRole('button', { name: 'Add the site' }).click();
  await expect(page.getByRole('alert')).toContainText('There is a site of this name already');
  await audit();
  await page.getByLabel('Name of the site').fill(first);
  await page.getByRole('button', { name: 'Add the site' }).click();
  await page.getByRole('link', { name: first }).click();
  await audit();
  await page.getByLabel('Name of the site').fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('no assessments');
  await audit();

  await page.goto('/assessments/new');
  await page.getByLabel('Title').fill('Clinic scan');
  await page.getByLabel('What it is about').selectOption(name);
  await page.getByRole('radio', { name: /^Quick/ }).check();
  await page.getByLabel('First day of the period').fill('2026-04-01');
  await page.getByLabel('Last day of the period').fill('2027-03-31');
  await audit();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Clinic scan' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(name);
  await audit();

  await page.goto('/sites');
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('main')).toContainText('It cannot be removed: 1 assessment is about it');
  await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
});

test('another name from a day on stands in the history, and a mistake does not', async ({ page, signIn, audit }) => {
  await signIn(/Gwen Parry/);
  await page.goto('/organisation');
  const name = page.getByLabel('Name of the organisation');
  const since = page.getByLabel('since when?');
  const before = await name.inputValue();
  const history = page.getByRole('region', { name: 'History' });
  await name.fill('Moorland and Dale Hospitals');
  await since.fill('2999-04-01');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('This day lies ahead');
  await audit();
  await since.fill('2026-04-01');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(history).toContainText('1 April 2026');
  await expect(history).toContainText(`Renamed from ${before} to Moorland and Dale Hospitals`);
  await audit();

  const told = await history.getByRole('row').count();
  await name.fill(before);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(name).toHaveValue(before);
  await expect(history.getByRole('row')).toHaveCount(told);
});
