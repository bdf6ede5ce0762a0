// What every journey starts from: a person who has signed in, and a check for barriers.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';

type Fixtures = {
  /** Where the servers are: browsers take turns at them. */
  addresses: string[];
  /** Signs in as one of the invented people. */
  signIn: (name: RegExp) => Promise<void>;
  /** Looks for barriers, here or in another tab: axe against WCAG 2.2 AA, and nothing that needs sideways scrolling. */
  audit: (other?: Page) => Promise<void>;
  /** Closes what a journey opened beside its own browser: a meeting left open goes on looking for its server. */
  tidiness: void;
};

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export const test = base.extend<Fixtures>({
  tidiness: [async ({ browser, context }, use) => {
    await use();
    for (const other of browser.contexts()) if (other !== context) await other.close();
  }, { auto: true }],
  addresses: async ({ baseURL }, use) => { await use([baseURL!]); },
  signIn: async ({ page }, use) => { await use((name) => signIn(page, name)); },
  audit: async ({ page, javaScriptEnabled }, use) => {
    await use(async (other = page) => {
      await expectToFit(other);
      // axe runs as a script in the page, so it has to be on; the same pages are audited in the other projects.
      if (javaScriptEnabled === false) return;
      const { violations } = await new AxeBuilder({ page: other }).withTags(STANDARD).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
    });
  },
});

/** Signs in, in a browser of their own, as one of the invented people. */
export async function signIn(page: Page, name: RegExp) {
  await page.goto('/sign-in');
  await page.getByRole('button', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Assessments' })).toBeVisible();
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
