// What every journey starts from: a person who has signed in, and a check for barriers.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';

type Fixtures = {
  /** Signs in as one of the invented people. */
  signIn: (name: RegExp) => Promise<void>;
  /** Looks for barriers: axe against WCAG 2.2 AA, and nothing that needs sideways scrolling. */
  audit: () => Promise<void>;
};

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export const test = base.extend<Fixtures>({
  signIn: async ({ page }, use) => {
    await use(async (name) => {
      await page.goto('/sign-in');
      await page.getByRole('button', { name }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Assessments' })).toBeVisible();
    });
  },
  audit: async ({ page, javaScriptEnabled }, use) => {
    await use(async () => {
      // axe runs as a script in the page, so it has to be on; the same pages are audited in the other projects.
      if (javaScriptEnabled === false) return;
      const { violations } = await new AxeBuilder({ page }).withTags(STANDARD).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overhang).toBeLessThanOrEqual(0);
    });
  },
});

/** Opens the assessment that the demo comes with. */
export async function openAssessment(page: Page) {
  await page.getByRole('link', { name: /^April \d{4} to March \d{4}$/ }).first().click();
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
