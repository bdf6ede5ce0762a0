import type { Page } from '@playwright/test';

import { assessmentAddress, expect, openLastYear, test } from '../support/test';

/** Starts an assessment of this journey's own, and opens its EQIA. */
async function openOwnEqia(page: Page, title: string) {
  await page.getByRole('link', { name: 'Start an assessment' }).first().click();
  await page.getByLabel('Title').fill(title);
  await page.getByRole('radio', { name: /^Quick/ }).check();
  await page.getByLabel('First day of the period').fill('2027-04-01');
  await page.getByLabel('Last day of the period').fill('2028-03-31');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const address = `${assessmentAddress(page)}/eqia`;
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1, name: 'Equality impact assessment' })).toBeVisible();
  return address;
}

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();

test('a stage is filled in after a mistake, and the coverage goes up', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  const eqia = await openOwnEqia(page, `EQIA framing ${project.name}`);
  await expect(page.getByRole('region', { name: '1. Framing' })).toContainText('0 of 5 filled in');
  await expect(page.getByText('Not authorised yet')).toBeVisible();
  await audit();

  await page.getByRole('link', { name: '1. Framing' }).click();
  await audit();
  await page.getByLabel('Who does the plan affect?').fill('Everybody on nights.\n</textarea><b>not bold</b>');
  await page.getByLabel('Who leads this assessment?').fill('x'.repeat(201));
  await save(page);
  await expect(page.getByRole('alert')).toContainText('This has 201 characters; the most is 200');
  await expect(page.getByLabel('Who does the plan affect?')).toHaveValue(/<\/textarea><b>not bold<\/b>$/);
  await audit();

  await page.getByLabel('Who leads this assessment?').fill('Equality lead');
  await page.getByRole('group', { name: 'Does the plan affect people?' }).getByRole('radio', { name: 'Yes' }).check();
  await save(page);
  await expect(page).toHaveURL(eqia);
  await expect(page.getByRole('region', { name: '1. Framing' })).toContainText('2 of 5 filled in');
  await expect(page.getByRole('region', { name: '1. Framing' })).toContainText('What is the plan meant to achieve?');
});

test('evidence is written down group by group, and consultations make a log', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  const eqia = await openOwnEqia(page, `EQIA evidence ${project.name}`);
  await page.goto(`${eqia}/stages/2`);
  await expect(page.getByText('Nobody has been consulted yet')).toBeVisible();
  await audit();

  await page.getByRole('link', { name: 'Change evidence: Age' }).click();
  await audit();
  await page.getByLabel('What evidence is there, and how strong is it?').fill('Absence by age band, good');
  await save(page);
  await expect(page.getByRole('row', { name: /^Age/ })).toContainText('Absence by age band, good');

  await page.getByRole('link', { name: 'Add a consultation' }).click();
  await page.getByLabel('How were they asked?').fill('Two meetings');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Say who was consulted');
  await expect(page.getByLabel('How were they asked?')).toHaveValue('Two meetings');
  await audit();
  await page.getByLabel('Who was consulted?').fill('Disabled staff network');
  await page.getByLabel('When?').fill('2027-05-12');
  await page.getByLabel('What did they say, and what changed because of it?').fill('Quiet rooms first');
  await page.getByRole('button', { name: 'Add', exact: true }).click();

  const log = page.getByRole('region', { name: 'Who was consulted' });
  await expect(log).toContainText('12 May 2027');
  await expect(log).toContainText('Quiet rooms first');
  await audit();
  await log.getByRole('link', { name: 'Change Disabled staff network' }).click();
  await audit();
  await page.getByLabel('What did they say, and what changed because of it?').fill('Quiet rooms on every site');
  await save(page);
  await expect(log).toContainText('Quiet rooms on every site');
  await page.goto(eqia);
  // 11 groups, one consultation and one question; one group and the consultation are done.
  await expect(page.getByRole('region', { name: /^2\. Data/ })).toContainText('2 of 13 filled in');

  await page.goto(`${eqia}/stages/2`);
  await log.getByRole('link', { name: 'Change Disabled staff network' }).click();
  await page.getByRole('button', { name: 'Remove this consultation' }).click();
  await expect(log).toContainText('Nobody has been consulted yet');
});

test('a negative impact needs a reason, and shows that it needs a mitigation until it is justified', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  const eqia = await openOwnEqia(page, `EQIA impacts ${project.name}`);
  await page.goto(`${eqia}/stages/3`);
  await audit();
  const marriage = page.getByRole('row', { name: /^Marriage and civil partnership/ });
  await expect(marriage.getByText('Does not apply')).toHaveCount(2);
  await expect(marriage.getByText('Not decided')).toHaveCount(1);

  await page.getByRole('link', { name: 'Change Age' }).click();
  const need = page.getByRole('group', { name: 'Advancing equality of opportunity' });
  await need.getByRole('radio', { name: 'Negative', exact: true }).check();
  await page.getByRole('group', { name: /^Eliminating unlawful/ }).getByLabel('Reasons for your decision').fill('Kept while the other is mended');
  await save(page);
  await expect(page.getByRole('alert')).toContainText('Age: Advancing equality. Give the reasons');
  await expect(need.getByRole('radio', { name: 'Negative', exact: true })).toBeChecked();
  await expect(page.getByText('Kept while the other is mended')).toBeVisible();
  await audit();

  await need.getByLabel('Reasons for your decision').fill('Online only');
  await save(page);
  const age = page.getByRole('row', { name: /^Age/ });
  await expect(age).toContainText('Negative');
  await expect(age).toContainText('Online only');
  await expect(age).toContainText('Needs a mitigation');
  const warning = page.getByRole('region', { name: 'Negative impacts that need a mitigation' });
  await expect(warning).toContainText('Age: Advancing equality');
  await audit();
  await page.goto(eqia);
  await expect(warning).toBeVisible();
  await expect(page.getByRole('region', { name: /^3\. / })).toContainText('1 of 28 filled in');

  await warning.getByRole('link', { name: 'Age: Advancing equality', exact: true }).click();
  await audit();
  await need.getByLabel(/why is that justified/).fill('Every site has a terminal');
  await save(page);
  await expect(age).toContainText('Justified');
  await expect(warning).toHaveCount(0);
});

test('a negative impact is mitigated by an action that is made from it', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  const eqia = await openOwnEqia(page, `EQIA mitigated ${project.name}`);
  await page.goto(`${eqia}/impacts/disability`);
  const need = page.getByRole('group', { name: 'Advancing equality of opportunity' });
  await need.getByRole('radio', { name: 'Positive and negative' }).check();
  await need.getByLabel('Reasons for your decision').fill('Quiet rooms are up a flight of stairs');
  await save(page);
  await page.getByRole('link', { name: 'Make an action for Disability: Advancing equality' }).click();
  await page.getByLabel('What will be done?').fill('A quiet room on the ground floor');
  await page.getByLabel('How will we know that it worked?').fill('Used by all staff groups');
  await page.getByLabel('Who sees to it?').fill('Head of estates');
  await page.getByLabel('By when?').fill('2027-09-30');
  await page.getByRole('button', { name: 'Add to the plan' }).click();

  await page.goto(`${eqia}/stages/3`);
  await expect(page.getByRole('row', { name: /^Disability/ })).toContainText('Mitigated by 1 action');
  await expect(page.getByRole('region', { name: 'Negative impacts that need a mitigation' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Change Disability' }).click();
  await expect(page.getByRole('region', { name: 'Negative impact. Disability: Advancing equality' })).toContainText('A quiet room on the ground floor: Head of estates, 30 September 2027');
  await audit();
});

test('a group of ones own is added, renamed and removed', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  const eqia = await openOwnEqia(page, `EQIA groups ${project.name}`);
  await page.goto(`${eqia}/stages/3`);
  await page.getByRole('link', { name: 'Add a group of your own' }).click();
  await page.getByLabel('Whom is it about?').fill('age');
  await page.getByRole('button', { name: 'Add group' }).click();
  await expect(page.getByRole('alert')).toContainText('There is a group with this name already');
  await audit();
  await page.getByLabel('Whom is it about?').fill('Carers');
  await page.getByRole('button', { name: 'Add group' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Carers' })).toBeVisible();
  await page.getByRole('radio', { name: 'Positive', exact: true }).check();
  await page.getByLabel('Reasons for your decision').fill('Leave at short notice');
  await save(page);
  await expect(page.getByRole('table', { name: 'Added by the organisation' }).getByRole('row', { name: /^Carers/ })).toContainText('Positive');

  await page.getByRole('link', { name: 'Change Carers' }).click();
  await page.getByRole('link', { name: 'Rename or remove this group' }).click();
  await audit();
  await page.getByLabel('Whom is it about?').fill('Unpaid carers');
  await save(page);
  await page.getByRole('link', { name: 'Change Unpaid carers' }).click();
  await page.getByRole('link', { name: 'Rename or remove this group' }).click();
  await page.getByRole('button', { name: 'Remove this group' }).click();
  await expect(page.getByRole('alert')).toContainText('Confirm that you want to remove this group');
  await audit();
  await page.getByRole('checkbox', { name: /^Yes, remove “Unpaid carers”/ }).check();
  await page.getByRole('button', { name: 'Remove this group' }).click();
  await expect(page.getByRole('table', { name: 'Protected characteristics' })).toBeVisible();
  await expect(page.getByText('Unpaid carers')).toHaveCount(0);
});

test('an EQIA is authorised with name, post and date', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  const eqia = await openOwnEqia(page, `EQIA authorised ${project.name}`);
  await page.goto(`${eqia}/stages/5`);
  await audit();
  await page.getByRole('group', { name: /^Did this assessment inform/ }).getByRole('radio', { name: 'Yes' }).check();
  await page.getByRole('group', { name: /^Were opportunities/ }).getByRole('radio', { name: 'Yes' }).check();
  await page.getByRole('group', { name: /^If marriage/ }).getByRole('radio', { name: 'Not applicable' }).check();
  await page.getByLabel('Name of the person who authorises').fill('Ama Boateng');
  await page.getByLabel('Their post').fill('Director of people');
  await save(page);
  await expect(page.getByText('Not authorised yet')).toBeVisible();
  await page.goto(`${eqia}/stages/5`);
  await page.getByLabel('Date of authorisation').fill('2027-06-01');
  await page.getByRole('radio', { name: 'Will be published' }).check();
  await save(page);
  await expect(page.getByText('Authorised by Ama Boateng, Director of people, on 1 June 2027')).toBeVisible();
  await expect(page.getByRole('region', { name: '5. Authorisation' })).toContainText('7 of 8 filled in');

  await page.goto(`${eqia}/stages/4`);
  await page.getByLabel('When will this assessment be reviewed?').fill('2028-09-01');
  await save(page);
  await expect(page.getByText('To be reviewed by 1 September 2028, more than 12 months after it was authorised')).toBeVisible();
  await audit();
});

test('an EQIA is declared not required, with everything that takes', async ({ page, signIn, audit }, { project }) => {
  await signIn(/Ruth Okafor/);
  const eqia = await openOwnEqia(page, `EQIA declared ${project.name}`);
  await page.getByRole('link', { name: 'Declare that none is required' }).click();
  await page.getByLabel('Why is no assessment required?').fill('It renames a committee');
  await save(page);
  await expect(page.getByRole('alert')).toContainText('Enter the name of the person who decided this');
  await expect(page.getByLabel('Why is no assessment required?')).toHaveValue('It renames a committee');
  await audit();
  await page.getByLabel('Name of the person who decided this').fill('Sam Price');
  await page.getByLabel('Their post').fill('Deputy director');
  await page.getByLabel('Date of the decision').fill('2027-05-02');
  await save(page);
  await expect(page.getByText('Declared not required by Sam Price, Deputy director, on 2 May 2027: It renames a committee')).toBeVisible();
  await audit();

  await page.goto(`${eqia}/stages/1`);
  await page.getByRole('group', { name: 'Does the plan affect people?' }).getByRole('radio', { name: 'Yes' }).check();
  await save(page);
  await page.getByRole('link', { name: 'Change the declaration' }).click();
  await expect(page.getByRole('region', { name: 'The screening says that an assessment is required' })).toContainText('Does the plan affect people?');
  await audit();
});

test('two people who write in the same field both see it, and keep what they wrote elsewhere', async ({ page, browser, signIn, audit, baseURL }, { project }) => {
  await signIn(/Ruth Okafor/);
  const eqia = await openOwnEqia(page, `EQIA conflict ${project.name}`);
  const second = await (await browser.newContext({ baseURL, javaScriptEnabled: false, storageState: await page.context().storageState() })).newPage();
  await second.goto(`${eqia}/stages/1`);
  await page.goto(`${eqia}/stages/1`);

  await page.getByLabel('What is the plan meant to achieve?').fill('Rest for everybody');
  await save(page);
  await second.getByLabel('What is the plan meant to achieve?').fill('Fewer injuries');
  await second.getByLabel('Who does the plan affect?').fill('Porters');
  await save(second);
  await expect(second.getByRole('alert')).toContainText('Ruth Okafor saved something different here');
  await expect(second.getByText('Saved now: Rest for everybody')).toBeVisible();
  await expect(second.getByLabel('What is the plan meant to achieve?')).toHaveValue('Fewer injuries');
  await page.goto(`${eqia}/stages/1`);
  await expect(page.getByLabel('Who does the plan affect?')).toHaveValue('Porters');
  await audit();

  await save(second);
  await second.goto(`${eqia}/stages/1`);
  await expect(second.getByLabel('What is the plan meant to achieve?')).toHaveValue('Fewer injuries');
  await second.context().close();
});

test('somebody who only reads sees the EQIA without forms', async ({ page, browser, signIn, audit, baseURL, javaScriptEnabled }, { project }) => {
  await signIn(/Ruth Okafor/);
  const eqia = await openOwnEqia(page, `EQIA read ${project.name}`);
  await page.goto(`${eqia}/impacts/age`);
  await page.getByRole('group', { name: /^Eliminating unlawful/ }).getByRole('radio', { name: 'None' }).check();
  await page.getByRole('group', { name: /^Eliminating unlawful/ }).getByLabel('Reasons for your decision').fill('Alike for all');
  await save(page);

  const reader = await (await browser.newContext({ baseURL, javaScriptEnabled })).newPage();
  await reader.goto('/sign-in');
  await reader.getByRole('button', { name: /Sam Price/ }).click();
  for (const end of ['', '/stages/1', '/stages/2', '/stages/3', '/stages/5', '/evidence/age', '/impacts/age', '/not-required']) {
    await reader.goto(`${eqia}${end}`);
    await expect(reader.getByRole('main').getByRole('button')).toHaveCount(0);
    await expect(reader.getByRole('main').getByRole('textbox')).toHaveCount(0);
  }
  await reader.goto(`${eqia}/impacts/age`);
  await expect(reader.getByText('Alike for all')).toBeVisible();
  await page.goto(`${eqia}/impacts/age`);
  await audit();
  expect((await reader.goto(`${eqia}/rows/new`))?.status()).toBe(403);
  await reader.context().close();
});

test('the EQIA of a signed assessment is read, and nothing offers to change it', async ({ page, signIn, audit }) => {
  test.slow();
  await signIn(/Ruth Okafor/);
  // The demo's last year is signed off, and its EQIA authorised.
  await openLastYear(page);
  await expect(page.getByRole('heading', { level: 1, name: /^April/ })).toBeVisible();
  const eqia = `${assessmentAddress(page)}/eqia`;
  const main = page.getByRole('main');
  for (const end of ['', ...[1, 2, 3, 4, 5].map((stage) => `/stages/${stage}`), '/evidence/age', '/impacts/age', '/not-required']) {
    expect((await page.goto(`${eqia}${end}`))!.status(), end).toBe(200);
    for (const role of ['button', 'textbox', 'radio', 'checkbox', 'combobox'] as const) {
      await expect(main.getByRole(role), end).toHaveCount(0);
    }
    await expect(main.getByRole('link', { name: /^(Add|Change|Declare|Make|Rename)/ }), end).toHaveCount(0);
    await audit();
  }
  await page.goto(eqia);
  await expect(page.getByText(/^Authorised by /)).toBeVisible();
  await page.goto(`${eqia}/stages/3`);
  await page.getByRole('link', { name: 'Read Sex', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sex' })).toBeVisible();
  for (const form of ['/rows/new', '/consultations/new']) {
    expect((await page.goto(`${eqia}${form}`))!.status(), form).toBe(409);
    await expect(main).toContainText('This assessment is signed off and can no longer be changed');
    await audit();
  }
});
