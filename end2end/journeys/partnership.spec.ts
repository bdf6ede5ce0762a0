// Both sides from the invitation to the signed plan: a lead, both chairs, four scorers and a guardian, each in a browser of
// their own. The same journey at one server on SQLite, and at two on PostgreSQL, at which the browsers take turns.

import type { Locator, Page } from '@playwright/test';
import { assessmentAddress, expect, onTwoServers, test as onOneServer } from '../support/test';

const places = { 'at one server on SQLite': onOneServer, 'at two servers on PostgreSQL': onTwoServers };

for (const [place, test] of Object.entries(places)) {
  test(`both sides score blind, meet, agree and do not agree, and sign, ${place}`, async ({ page, browser, signIn, audit, addresses, javaScriptEnabled }, { project }) => {
    // Eight people, one after the other.
    test.setTimeout(480_000);
    const title = `In partnership, ${project.name}`;
    await signIn(/^Ruth Okafor/);
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

    let invited = 0;
    /** The lead says for which side; a chair invites their own. */
    const invite = async (by: Page, who: string, part: RegExp, side?: string) => {
      const name = `${who} ${project.name}`;
      await by.goto(`${round}/people/new`);
      await by.getByLabel('Name').fill(name);
      await by.getByLabel('Email address').fill(`${who}.${project.name}@example.org`.toLowerCase());
      if (side) await by.getByRole('radio', { name: side, exact: true }).check();
      await by.getByRole('radio', { name: part }).check();
      await audit(by);
      await by.getByRole('button', { name: 'Invite and make their link' }).click();
      const link = new URL((await by.locator('code').textContent())!);
      await audit(by);

      const baseURL = addresses[invited++ % addresses.length];
      const guest = await (await browser.newContext({ baseURL })).newPage();
      await guest.goto(link.pathname);
      await expect(guest.getByRole('heading', { level: 1, name: 'You are invited' })).toBeVisible();
      await audit(guest);
      await guest.getByRole('button', { name: `Take part as ${name}` }).click();
      await expect(guest.getByRole('heading', { level: 1, name: title })).toBeVisible();
      return guest;
    };
    const management = await invite(page, 'Gwen', /^Chair/, 'Management side');
    const staff = await invite(page, 'Huw', /^Chair/, 'Staff side');
    const guardian = await invite(page, 'Rhys', /^Guardian/, 'Board');
    const managers = [await invite(management, 'Ann', /^Scorer/), await invite(management, 'Bryn', /^Scorer/)];
    const stewards = [await invite(staff, 'Nia', /^Scorer/), await invite(staff, 'Dylan', /^Scorer/)];

    await page.goto(`${round}/people`);
    await expect(page.getByRole('row', { name: /^Nia/ })).toContainText('Works');
    await audit();
    // Nobody but a side's own chair and the lead sees who is on it.
    const people = async (who: Page) => (await who.request.get(`${round}/people`)).text();
    expect(await people(staff)).toContain('Nia');
    expect(await people(management)).not.toContain('Nia');
    for (const who of [...managers, ...stewards, guardian]) {
      expect((await who.request.get(`${round}/people`)).status()).toBe(403);
    }

    await page.goto(round);
    await page.getByRole('button', { name: 'Open scoring' }).click();
    await expect(page.getByText(/^0 finished/).first()).toBeVisible();

    // About the first statement the two sides are far apart, about the second they say the same.
    const score = async (who: Page, ...levels: number[]) => {
      await who.goto(round);
      await who.getByRole('link', { name: 'Start scoring' }).click();
      await audit(who);
      for (const level of levels) {
        const here = who.url();
        await who.getByRole('radio', { name: new RegExp(`^${level}`) }).check();
        await who.getByRole('button', { name: 'Save and next' }).click();
        await expect(who).not.toHaveURL(here);
      }
      await who.goto(round);
      await expect(who.getByText(/^2 of \d+$/).first()).toBeVisible();
      await audit(who);
    };
    for (const who of [management, ...managers]) await score(who, 3, 2);
    for (const who of [staff, ...stewards]) await score(who, 1, 2);
    // Until the reveal there is no meeting, whoever asks.
    await page.goto(`${round}/meeting`);
    await expect(page.getByText('Until then nobody sees the scores of others')).toBeVisible();

    await management.goto(round);
    await management.getByRole('button', { name: 'Agree to the reveal' }).click();
    await expect(management.getByRole('button', { name: /^Take it back/ })).toBeVisible();
    await staff.goto(round);
    await expect(staff.getByText('The management side has agreed')).toBeVisible();
    await staff.getByRole('button', { name: 'Reveal the scores now' }).click();
    await expect(staff).toHaveURL(/\/meeting$/);

    const everybody = [page, management, staff, ...managers, ...stewards, guardian];
    for (const who of everybody) await who.goto(`${round}/meeting`);
    await audit();
    await audit(staff);
    // Without JavaScript a page is read again by hand.
    const follow = async (who: Page) => {
      if (javaScriptEnabled === false) await who.reload();
    };
    // Whoever runs the meeting at a desk has keys for it.
    const press = async (key: string, button: Locator) => {
      if (project.name === 'desktop') {
        await expect(page.getByRole('region', { name: 'Keys' })).toBeVisible();
        await page.keyboard.press(key);
      } else {
        await button.click();
      }
    };
    const pressAndLoad = async (key: string, name: RegExp) => {
      const loaded = page.waitForEvent('load');
      await press(key, page.getByRole('button', { name }));
      await loaded;
    };
    const proposal = (who: Page) => who.getByRole('region', { name: 'Put to the meeting' });
    const confirm = async (who: Page, button: string) => {
      await follow(who);
      await who.getByRole('button', { name: button }).click();
      await expect(who.getByRole('button', { name: button })).toHaveCount(0);
    };
    const expectThrough = async (number: number) => {
      for (const who of everybody) {
        await follow(who);
        await expect(who.getByText(new RegExp(`^${number} of \\d+`)).first()).toBeVisible();
      }
    };

    // Proposed, taken back, proposed again, and confirmed by both.
    await pressAndLoad('2', /^2 /);
    await follow(managers[0]);
    await expect(proposal(managers[0])).toContainText('2 Partly in place');
    await pressAndLoad('u', /^Take back/);
    await follow(managers[0]);
    await expect(proposal(managers[0])).toHaveCount(0);
    await pressAndLoad('2', /^2 /);
    await confirm(staff, 'Confirm for the staff side');
    await confirm(management, 'Confirm for the management side');
    await expectThrough(1);

    // The second is undisputed: passed over, and agreed with everything else that is.
    await pressAndLoad('n', /^Next/);
    await confirm(management, 'Agree all of these for the management side');
    await confirm(staff, 'Agree all of these for the staff side');
    await expectThrough(2);

    // About the third they do not agree.
    await press('x', page.locator('summary', { hasText: 'We do not agree' }));
    const disagree = page.getByRole('button', { name: 'Put “we do not agree” to the meeting' });
    await disagree.click();
    await expect(page.getByRole('alert')).toBeVisible();
    await audit();
    const position = async (side: string, level: string, reason: string, at: number) => {
      await page.getByRole('group', { name: `Where does the ${side} stand?` }).getByRole('radio', { name: new RegExp(`^${level}`) }).check();
      await page.getByLabel('Why?', { exact: true }).nth(at).fill(reason);
    };
    await position('management side', '3', 'The policy is in force', 0);
    await position('staff side', '1', 'Nobody on nights knows it', 1);
    await disagree.click();
    await expect(proposal(page)).toContainText('We do not agree');
    await confirm(management, 'Confirm for the management side');
    await confirm(staff, 'Confirm for the staff side');
    await expectThrough(3);
    await audit(staff);

    await page.getByRole('button', { name: 'Close the meeting' }).click();
    await expect(page.getByRole('heading', { name: 'The meeting is closed' })).toBeVisible();
    await page.goto(`${round}/minutes`);
    await expect(page.getByText('Nobody on nights knows it').first()).toBeVisible();
    await audit();

    // The guardian asks, and a chair answers in place.
    await guardian.goto(round);
    await guardian.getByRole('link', { name: 'Questions of the board' }).click();
    await guardian.getByLabel('Your question').fill('Who is asked at night?');
    await audit(guardian);
    await guardian.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(guardian.getByText('Who is asked at night?')).toBeVisible();
    await staff.goto(`${round}/sign-off`);
    await staff.getByRole('link', { name: /^1 question of the board is not answered/ }).click();
    await staff.getByLabel('Answer to question 1').fill('The site manager is');
    await audit(staff);
    await staff.getByRole('button', { name: 'Save the answer to question 1' }).click();
    await expect(staff.getByRole('heading', { name: 'Answered' })).toBeVisible();
    await guardian.reload();
    await expect(guardian.getByText('The site manager is')).toBeVisible();
    await audit(guardian);

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
      await expect(who.getByRole('row', { name: new RegExp(post) })).toBeVisible();
    }
    await expect(guardian.getByRole('heading', { level: 1, name: 'Signed off' })).toBeVisible();
    await expect(guardian.getByRole('row', { name: /Staff-side chair/ })).toContainText(`Huw ${project.name}`);
    await audit(guardian);
    expect((await guardian.request.get(`${round}/download/plan.pdf`)).headers()['content-type']).toBe('application/pdf');

    await page.goto(`${round}/audit`);
    await expect(page.getByText(/^Sound/)).toBeVisible();
    await expect(page.getByText('Signed off: the assessment is frozen')).toBeVisible();
    await audit();
    expect((await stewards[0].request.get(`${round}/audit`)).status()).toBe(403);
  });
}
