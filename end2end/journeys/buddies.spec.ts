// Who to learn from: an offer, a question, a conversation; an example written, sent back, published and read.

import { become, expect, test } from '../support/test';

/** Every project has statements of its own, since they share the demo's organisations. */
const statements: Record<string, { offered: string; told: string }> = {
  desktop: { offered: 'W01', told: 'L01' },
  phone: { offered: 'W02', told: 'L02' },
  'no-javascript': { offered: 'W04', told: 'L03' },
};

const lead = /Ruth Okafor/;
const peer = /Nora Blake/;
const reviewer = /Ivor Quinn/;

test('two organisations talk once both have said yes', async ({ page, audit }, { project }) => {
  const { offered } = statements[project.name];
  const about = `/buddies?about=three-pillars.${offered}`;

  await test.step('an offer, whatever the score', async () => {
    await become(page, lead);
    await page.goto(`/buddies/offers/new?about=three-pillars.${offered}`);
    await audit();
    await page.getByLabel('What could you tell?').fill('How we did it <b>twice</b>');
    await page.getByLabel('Whom should they ask for?').fill('Head of wellbeing');
    await page.getByLabel('How are they reached?').fill('at the desk');
    await page.getByRole('button', { name: 'Offer to talk' }).click();
    await expect(page.getByRole('alert')).toContainText('email address or a telephone number');
    await expect(page.getByLabel('What could you tell?')).toHaveValue('How we did it <b>twice</b>');
    await page.getByLabel('How are they reached?').fill('ruth.contact@example.org');
    await page.getByRole('button', { name: 'Offer to talk' }).click();
    await expect(page.getByRole('region', { name: 'What you offer' })).toContainText('How we did it <b>twice</b>');
    await audit();
  });

  await test.step('a question', async () => {
    await become(page, peer);
    await page.goto(about);
    const found = page.getByRole('region', { name: new RegExp(`^${offered}`) });
    await expect(found).toContainText('Riverbank University Hospitals');
    await expect(found).toContainText('same kind, same nation, same size');
    await expect(found).not.toContainText('ruth.contact');
    await expect(page.getByText('The most similar organisations come first')).toBeVisible();
    await audit();
    await found.getByRole('link', { name: 'Ask for a conversation with Riverbank University Hospitals' }).click();
    await audit();
    await page.getByLabel('What would you like to hear?').fill('What did it cost?');
    await page.getByLabel('Whom should they ask for?').fill('Wellbeing lead');
    await page.getByLabel('How are they reached?').fill('nora.contact@example.org');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(page.getByRole('region', { name: 'You asked' })).toContainText('Waiting for an answer');
    await expect(page.getByText('ruth.contact@example.org')).toHaveCount(0);
  });

  await test.step('accepted: both see how to reach each other, and nothing of a score', async () => {
    await become(page, lead);
    await page.goto('/buddies');
    const asked = page.getByRole('region', { name: 'Others would like to talk with you' });
    const question = asked.getByRole('listitem').filter({ hasText: offered });
    await expect(question).toContainText('What did it cost?');
    await expect(question).not.toContainText('nora.contact');
    await question.getByRole('button', { name: /^Accept/ }).click();
    await expect(question).toContainText('nora.contact@example.org');
    await audit();

    await become(page, peer);
    await page.goto('/buddies');
    const answered = page.getByRole('region', { name: 'You asked' }).getByRole('listitem').filter({ hasText: offered });
    await expect(answered).toContainText('ruth.contact@example.org');
    await expect(answered).not.toContainText(/gap|score|level/i);
  });

  await test.step('withdrawn: nothing of it stays', async () => {
    await become(page, lead);
    await page.goto('/buddies');
    await page.getByRole('link', { name: `Change or withdraw the offer about ${offered}` }).click();
    await audit();
    await page.getByRole('button', { name: 'Withdraw this offer' }).click();
    await become(page, peer);
    await page.goto(about);
    await expect(page.getByText('Nobody else offers to talk about this statement yet')).toBeVisible();
    await expect(page.getByText('ruth.contact@example.org')).toHaveCount(0);
  });
});

test('an example is read by all once somebody else has looked it through', async ({ page, audit }, { project }) => {
  const { told } = statements[project.name];
  const title = `Minutes that matter, ${project.name}`;
  let address = '';

  await test.step('written, and sent', async () => {
    await become(page, lead);
    await page.goto(`/examples/new?about=three-pillars.${told}`);
    await audit();
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('What we did').fill('A standing item on every agenda.\n<script>alert(1)</script>');
    await page.getByLabel('What it took').fill('Ten minutes a month.');
    await page.getByRole('button', { name: 'Save as a draft' }).click();
    await expect(page.getByRole('alert')).toContainText('Choose whether the name');
    await page.getByRole('radio', { name: 'No, publish it without the name' }).check();
    await page.getByRole('button', { name: 'Save as a draft' }).click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(page.getByText('<script>alert(1)</script>')).toBeVisible();
    address = new URL(page.url()).pathname;
    await audit();
    await page.getByRole('button', { name: 'Send for review' }).click();
    await expect(page.getByRole('alert')).toContainText('Say what changed');
    await page.getByLabel('What changed').fill('The item is never skipped.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Send for review' }).click();
    await expect(page.getByText('It waits to be looked through')).toBeVisible();
  });

  await test.step('nobody else sees it yet', async () => {
    await become(page, peer);
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
  });

  await test.step('sent back with a reason', async () => {
    await become(page, reviewer);
    await page.goto('/examples');
    await audit();
    await page.getByRole('region', { name: 'Waiting to be looked through' }).getByRole('link', { name: title }).click();
    await page.getByRole('radio', { name: 'Send it back' }).check();
    await page.getByRole('button', { name: 'Decide' }).click();
    await expect(page.getByRole('alert')).toContainText('Say what has to change');
    await audit();
    await page.getByLabel('What has to change').fill('Say since when.');
    await page.getByRole('button', { name: 'Decide' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Examples' })).toBeVisible();
  });

  await test.step('put right, and published', async () => {
    await become(page, lead);
    await page.goto(address);
    await expect(page.getByText('It was sent back: Say since when.')).toBeVisible();
    await page.getByRole('link', { name: 'Change it' }).click();
    await audit();
    await page.getByLabel('What changed').fill('The item has not been skipped since March.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Send for review' }).click();
    await become(page, reviewer);
    await page.goto(address);
    await page.getByRole('radio', { name: /^Publish it/ }).check();
    await page.getByRole('button', { name: 'Decide' }).click();
  });

  await test.step('read by others, without a name', async () => {
    await become(page, peer);
    await page.goto('/examples');
    await page.getByRole('link', { name: new RegExp(`^${told}`) }).click();
    await audit();
    await page.getByRole('link', { name: title }).click();
    await expect(page.getByText('The item has not been skipped since March.')).toBeVisible();
    await expect(page.getByText('By an organisation that prefers not to be named')).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText('Riverbank');
  });

  await test.step('withdrawn', async () => {
    await become(page, lead);
    await page.goto(address);
    await page.getByRole('button', { name: 'Withdraw it' }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await become(page, peer);
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
  });
});

test('an old example says so, and a statement leads to both', async ({ page, audit }) => {
  await become(page, lead);
  await page.getByRole('link', { name: /^April \d{4} to March \d{4}$/ }).first().click();
  await page.goto(`${new URL(page.url()).pathname}/statements/W12`);
  await page.getByRole('link', { name: 'Who would talk about this' }).click();
  await expect(page.getByRole('region', { name: /^W12/ })).toContainText('Thornhaven Hospitals');
  await page.getByRole('link', { name: 'Examples about this statement' }).click();
  await expect(page.getByRole('region', { name: /^W12/ })).toContainText('Older than 24 months');
  await audit();
});
