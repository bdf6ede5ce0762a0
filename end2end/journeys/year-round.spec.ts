// A year of one organisation among others, told in one go: the next year started from the last, a figure beside the scores, a
// system joined, a contribution, the release, and somebody to learn from. At one server on SQLite, and at two on PostgreSQL.

import { assessmentAddress, expect, onDemoOfItsOwn, onTwoServers, openLastYear, signIn } from '../support/test';

const places = { 'at one server on SQLite': onDemoOfItsOwn, 'at two servers on PostgreSQL': onTwoServers };

for (const [place, test] of Object.entries(places)) {
  test(`three years among 24 others, from the new year to a buddy, ${place}`, async ({ page, browser, addresses, audit, installation, javaScriptEnabled }) => {
    test.setTimeout(240_000);
    /** Somebody of another organisation, in a browser of their own, at another server where there is one. */
    const comeIn = async (name: RegExp, heading: string) => {
      const baseURL = addresses.at(-1);
      const guest = await (await browser.newContext({ baseURL, javaScriptEnabled, viewport: page.viewportSize() })).newPage();
      await signIn(guest, name, heading);
      return guest;
    };
    /** The rest of an address that starts with another server's. */
    const here = (there: string) => new URL(there).pathname;

    await signIn(page, /Ruth Okafor/);
    await expect(page.getByRole('link', { name: /^April \d{4} to March \d{4}$/ })).toHaveCount(3);
    await openLastYear(page);
    const signed = assessmentAddress(page);
    const [, year] = /April (\d{4})/.exec((await page.getByRole('heading', { level: 1 }).textContent())!)!;

    await test.step('the next year starts from the last', async () => {
      await page.getByRole('link', { name: 'Start the next year from this' }).click();
      await page.getByLabel('Title').fill('The year to come');
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await expect(page.getByRole('region', { name: 'From last year' })).toContainText('Still true? 60 answers');
      const next = assessmentAddress(page);
      await page.goto(`${next}/statements/W01`);
      await page.getByRole('button', { name: 'Still true: record level 2 for W01' }).click();
      await expect(page).toHaveURL(/\/statements\/W02$/);
      await audit();
    });

    await test.step('a figure beside the scores', async () => {
      await page.goto('/indicators/new?indicator=staff-survey-enough-staff');
      await page.getByLabel('First day of the period').fill(`${year}-09-01`);
      await page.getByLabel('Last day of the period').fill(`${year}-11-30`);
      await page.getByLabel('Value').fill('31.5');
      await page.getByLabel('How many does it rest on?').fill('3104');
      await page.getByLabel('Where does it come from?').fill('Our staff survey');
      await page.getByRole('button', { name: 'Add the figure' }).click();
      await expect(page.getByRole('row', { name: /^Enough staff/ })).toContainText('31.5%');
    });

    await test.step('three years side by side, and the figure below its pillar', async () => {
      await page.goto('/trend');
      await page.getByText('Choose what is shown').click();
      for (const box of await page.getByRole('checkbox', { name: /^April \d{4}/ }).all()) await box.check();
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await expect(page.getByText(/^3 moments side by side, comparable on \d+ of \d+/)).toBeVisible();
      const figure = page.getByLabel('Which indicator');
      await figure.selectOption('staff-survey-enough-staff');
      await page.getByRole('button', { name: 'Show the indicator' }).click();
      await expect(page.getByText(/^3 moments side by side/)).toBeVisible();
      const beside = page.getByRole('region', { name: /^Beside .*: Enough staff/ });
      await expect(beside).toContainText('31.5%');
      await expect(beside).toContainText('is not a cause');
      await audit();
    });

    await test.step('a system is joined', async () => {
      const host = await comeIn(/Nadia Hussain/, 'Assessments');
      await host.goto('/systems/new');
      await host.getByLabel('Name of the system').fill('Estuary Partners');
      await host.getByRole('radio', { name: 'Region' }).check();
      await host.getByRole('button', { name: 'Make the system' }).click();
      await expect(host.getByRole('heading', { level: 1, name: 'Estuary Partners' })).toBeVisible();
      await host.getByLabel('Whom the invitation is for').fill('Riverbank');
      await host.getByRole('button', { name: 'Make an invitation' }).click();
      await page.goto(here((await host.locator('code').textContent())!));
      await page.getByRole('button', { name: /^Join with/ }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Estuary Partners' })).toBeVisible();
      await audit();

      // The analyst of the system learns that they are in, and nothing of what they scored.
      const analyst = await comeIn(/Colin Frost/, 'Your systems');
      await analyst.getByRole('link', { name: 'Estuary Partners' }).click();
      await expect(analyst.getByRole('region', { name: 'Members', exact: true })).toContainText('Riverbank University Hospitals');
      await expect(analyst.getByRole('region', { name: 'Shared by members' })).toContainText('Nobody shares results');
      expect((await analyst.goto(`${signed}/results`))!.status()).toBe(404);
    });

    await test.step('last year is contributed, and released', async () => {
      await page.goto(`${signed}/benchmark/contribution`);
      await page.getByRole('checkbox', { name: /^My organisation agrees/ }).check();
      await page.getByRole('button', { name: 'Contribute this assessment' }).click();
      await expect(page.getByText(`25 organisations have contributed to the release for ${year} so far`)).toBeVisible();
      expect(installation.run('benchmark', 'release', year)).toContain('25 contributions');
      await page.goto(`${signed}/benchmark`);
      await expect(page.getByText(`The release for ${year},`)).toBeVisible();
      await page.getByRole('navigation', { name: 'Compare with' }).getByRole('link', { name: 'All organisations (25)' }).click();
      await expect(page.getByRole('heading', { level: 2, name: 'All organisations' })).toBeVisible();
      await expect(page.getByRole('img', { name: 'Leadership' })).toBeVisible();
      await audit();
    });

    await test.step('a gap leads to somebody to learn from', async () => {
      await page.goto('/buddies');
      const offered = page.getByRole('region', { name: 'Statements that others would talk about' });
      await expect(offered).toContainText('Only people of your organisation see which these are.');
      await offered.getByRole('link', { name: /^W12/ }).click();
      const found = page.getByRole('region', { name: /^W12/ });
      // The most similar organisation comes first.
      await expect(found.getByRole('heading', { level: 3 })).toHaveText(['Thornhaven Hospitals', 'Glenmarsh Health Board']);
      await found.getByRole('link', { name: 'Ask for a conversation with Thornhaven Hospitals' }).click();
      await page.getByLabel('What would you like to hear?').fill('Who opens the rooms at night?');
      await page.getByLabel('Whom should they ask for?').fill('Wellbeing lead');
      await page.getByLabel('How are they reached?').fill('ruth.contact@example.org');
      await page.getByRole('button', { name: 'Ask', exact: true }).click();
      await expect(page.getByRole('region', { name: 'You asked' })).toContainText('Waiting for an answer');

      const peer = await comeIn(/Nora Blake/, 'Assessments');
      await peer.goto('/buddies');
      const question = peer.getByRole('region', { name: 'Others would like to talk with you' }).getByRole('listitem').filter({ hasText: 'W12' });
      await question.getByRole('button', { name: /^Accept/ }).click();
      await expect(question).toContainText('ruth.contact@example.org');
      await page.goto('/buddies');
      await expect(page.getByRole('region', { name: 'You asked' })).toContainText('wellbeing@example.org');
      await audit();
    });
  });
}
