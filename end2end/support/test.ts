// What every journey starts from: an installation, a person who has signed in, and a check for barriers.

import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { Installation } from './installation';

type WorkerFixtures = {
  /** The demo that the journeys of one worker share: workers run beside each other, and none meets what another changes. */
  demo: Installation;
};

type Fixtures = {
  /** Where the journey takes place; pages without a host are those of its first server. */
  installation: Installation;
  /** Where the servers are: browsers take turns at them. */
  addresses: string[];
  /** Signs in as one of the invented people. */
  signIn: (name: RegExp) => Promise<void>;
  /** Looks for barriers, here or in another tab: axe against WCAG 2.2 AA, and nothing that needs sideways scrolling. */
  audit: (other?: Page) => Promise<void>;
  /** Closes what a journey opened beside its own browser (a meeting left open goes on looking for its server), and tells
   *  what the servers said when it failed. */
  tidiness: void;
};

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** At the demo. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  demo: [async ({}, use) => {
    const demo = new Installation();
    await demo.serveDemo();
    await use(demo);
    await demo.remove();
  }, { scope: 'worker' }],
  installation: async ({ demo }, use) => { await use(demo); },
  baseURL: async ({ installation }, use) => { await use(installation.server.address); },
  tidiness: [async ({ browser, context, installation }, use, testInfo) => {
    await use();
    for (const other of browser.contexts()) if (other !== context) await other.close();
    if (testInfo.status === testInfo.expectedStatus) return;
    for (const server of installation.servers) console.error(`${server.address} said last:\n${server.log().slice(-2000)}`);
  }, { auto: true }],
  addresses: async ({ installation }, use) => { await use(installation.servers.map(({ address }) => address)); },
  signIn: async ({ page }, use) => { await use((name) => signIn(page, name)); },
  audit: async ({ page, javaScriptEnabled }, use) => {
    await use(async (other = page) => {
      await expectToFit(other);
      // axe runs as a script in the page, so it has to be on; the same pages are audited in the other projects.
      if (javaScriptEnabled === false) return;
      // Only what is found is told, and in the page itself: it has no frames of others to wait for.
      const axe = new AxeBuilder({ page: other }).options({ resultTypes: ['violations'] }).withTags(STANDARD).setLegacyMode();
      const { violations } = await axe.analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
    });
  },
});

/** At a demo of the journey's own: for what is done once and for ever. */
export const onDemoOfItsOwn = test.extend({
  installation: async ({}, use) => {
    const installation = new Installation();
    await installation.serveDemo();
    await use(installation);
    await installation.remove();
  },
});

/** Before anybody has an account: one server on an empty database. */
export const onEmptyDatabase = test.extend({
  installation: async ({}, use) => {
    const installation = new Installation();
    // As talkative as it gets: not even then may the log give a link away.
    await installation.serve('--log', 'debug');
    await use(installation);
    await installation.remove();
  },
});

/** At the demo on a PostgreSQL database, served by two processes. */
export const onTwoServers = test.extend({
  installation: async ({}, use, testInfo) => {
    const beside = process.env.DATABASE_URL;
    // Where everything is to be checked, nothing is left out unseen.
    if (!beside && process.env.CI) throw new Error('This journey needs PostgreSQL at DATABASE_URL.');
    testInfo.skip(!beside, 'needs PostgreSQL: scripts/postgres run bash -c "cd end2end && npx playwright test"');
    const name = `plumbline_journey_${randomUUID().replaceAll('-', '')}`;
    const installation = new Installation(new URL(name, beside).href);
    await installation.serveDemo();
    await installation.serve('--demo');
    await use(installation);
    await installation.remove();
  },
  // The same pages are audited on SQLite.
  audit: async ({}, use) => { await use(async () => {}); },
});

/** Signs in, in a browser of their own, as one of the invented people; `first` is the page they come to. */
export async function signIn(page: Page, name: RegExp, first: string | RegExp = 'Assessments') {
  await page.goto('/sign-in');
  await page.getByRole('button', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name: first })).toBeVisible();
}

/** Goes on as somebody else in the same browser, whatever they may do. */
export async function become(page: Page, name: RegExp) {
  await page.context().clearCookies();
  await signIn(page, name, /^(Assessments|Your systems|What you can do here)$/);
}

/** Fails when a page needs sideways scrolling, and says what juts out. */
export async function expectToFit(page: Page) {
  // Not the window's width: a phone's window grows with what does not fit.
  const jutting = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((it) => it.getBoundingClientRect().right > clientWidth);
    const innermost = wide.filter((it) => !wide.some((other) => other !== it && it.contains(other)));
    return [`${scrollWidth} in ${clientWidth}`, ...innermost.map((it) => it.outerHTML.slice(0, 100))];
  });
  // Goes on, so that one run tells of every page.
  expect.soft(jutting, page.url()).toEqual([]);
}

/** Opens the assessment that the demo comes with. */
export async function openAssessment(page: Page) {
  await page.getByRole('link', { name: /^April \d{4} to March \d{4}$/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: /^April/ })).toBeVisible();
}

/** Opens last year's, which is signed: the list has the year before that at its end. */
export async function openLastYear(page: Page) {
  const years = page.getByRole('link', { name: /^April \d{4} to March \d{4}$/ });
  await years.nth(await years.count() - 2).click();
  await expect(page.getByRole('heading', { level: 1, name: /^April/ })).toBeVisible();
}

/** Starts an assessment for a journey that changes much; `scope` as the form calls it. */
export async function startAssessment(page: Page, title: string, scope = /^Full/) {
  await page.goto('/assessments/new');
  await page.getByLabel('Title').fill(title);
  await page.getByRole('radio', { name: scope }).check();
  await page.getByLabel('First day of the period').fill('2026-04-01');
  await page.getByLabel('Last day of the period').fill('2027-03-31');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** The address of the assessment that is open, without what follows it. */
export function assessmentAddress(page: Page) {
  return new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
}

export { expect };
