// One meeting at two processes that share a PostgreSQL database, until one of them is killed in the middle of it.

import type { Page } from '@playwright/test';
import { balance } from '../support/balancer';
import { assessmentAddress, expect, onTwoServers as test, openAssessment, signIn } from '../support/test';

test('a meeting at two servers goes on when one of them is killed', async ({ browser, installation, javaScriptEnabled }) => {
  test.slow();
  const [first, second] = installation.servers;
  const isLive = javaScriptEnabled !== false;
  // Whoever comes in by the front is at the first server, as long as there is one.
  const front = await balance([first.address, second.address]);
  const come = async (baseURL: string, name: RegExp) => {
    const page = await (await browser.newContext({ baseURL })).newPage();
    await signIn(page, name);
    await openAssessment(page);
    return page;
  };
  const lead = await come(front.address, /^Joan Pryce/);
  const management = await come(front.address, /^Owen Bright/);
  const staff = await come(second.address, /^Siân Lloyd/);
  const scorer = await come(second.address, /^Fatima Noor/);

  await management.getByRole('button', { name: 'Agree to the reveal' }).click();
  await expect(management.getByRole('button', { name: /^Take it back/ })).toBeVisible();
  await staff.reload();
  await staff.getByRole('button', { name: 'Reveal the scores now' }).click();
  await expect(staff).toHaveURL(/\/meeting$/);

  const round = assessmentAddress(lead);
  const openBoard = async (who: Page) => {
    const followed = isLive && who.waitForResponse(/\/meeting\/events$/);
    await who.goto(`${round}/meeting`);
    await followed;
  };
  // Without JavaScript a page is read again by hand.
  const follow = async (who: Page) => {
    if (!isLive) await who.reload();
  };
  const propose = async (level: RegExp) => {
    const statement = (await lead.locator('#meeting-board').getAttribute('data-statement'))!;
    await lead.getByRole('button', { name: level }).click();
    await expect(lead.getByRole('button', { name: 'Take back' })).toBeVisible();
    return statement;
  };
  const expectProposal = async (who: Page, level: RegExp) => {
    await follow(who);
    await expect(who.getByRole('region', { name: 'Put to the meeting' })).toContainText(level);
  };
  const confirm = async (who: Page, side: string) => {
    await follow(who);
    const button = who.getByRole('button', { name: `Confirm for the ${side}` });
    await button.click();
    await expect(button).toHaveCount(0);
  };
  const expectThrough = async (who: Page, number: number) => {
    await follow(who);
    // A browser waits some seconds before it connects again.
    await expect(who.getByText(new RegExp(`^${number} of \\d+`)).first()).toBeVisible({ timeout: 20_000 });
  };
  for (const who of [lead, management, staff, scorer]) await openBoard(who);

  // What is done at one server is seen at the other.
  const agreed = await propose(/^2 /);
  for (const who of [staff, scorer]) await expectProposal(who, /2 Partly in place/);
  await confirm(staff, 'staff side');
  await confirm(management, 'management side');
  for (const who of [lead, management, staff, scorer]) await expectThrough(who, 1);

  // One side has confirmed the next when the server dies at which it did.
  const half = await propose(/^3 /);
  await expectProposal(staff, /3 In place/);
  await confirm(management, 'management side');
  await openBoard(lead);
  await openBoard(management);
  await first.stop('SIGKILL');
  if (isLive) {
    const lost = { hasText: 'Connection lost, trying again…' };
    await Promise.all([lead, management].map((who) => expect(who.getByRole('status').filter(lost)).toBeVisible()));
  }
  await confirm(staff, 'staff side');

  // Those who were there catch up by themselves at the other server, and go on.
  for (const who of [lead, management, staff, scorer]) await expectThrough(who, 2);
  for (const who of [lead, management]) await expect(who.getByText('Connection lost')).toHaveCount(0);
  await propose(/^1 /);
  for (const who of [management, staff, scorer]) await expectProposal(who, /1 Planned or started/);

  await staff.goto(`${round}/minutes`);
  const minutes = staff.getByRole('region', { name: 'Agreed', exact: true });
  await expect(minutes.getByRole('row', { name: new RegExp(`^${agreed} `) })).toContainText('2 Partly in place');
  await expect(minutes.getByRole('row', { name: new RegExp(`^${half} `) })).toContainText('3 In place');
  expect(installation.run('audit', 'verify')).toContain('Saltmarsh Community Services: sound');
  front.close();
});
