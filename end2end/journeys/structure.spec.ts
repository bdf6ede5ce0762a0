// What a screen reader is told of the main pages: the same on a wide screen, on a phone, and without JavaScript.
// The assessment that is signed off serves, because no other journey can change it.

import { assessmentAddress, expect, openLastYear, test } from '../support/test';

test('the main pages keep their structure', async ({ page, signIn, audit }) => {
  await page.goto('/sign-in');
  await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: 'sign-in.yml' });

  await signIn(/Ruth Okafor/);
  await openLastYear(page);
  await expect(page.getByRole('heading', { level: 1, name: /^April/ })).toBeVisible();
  const address = assessmentAddress(page);
  for (const [name, path] of [
    ['overview', ''],
    ['statement', '/statements/W03'],
    ['results', '/results'],
    ['plan', '/plan'],
    ['eqia', '/eqia'],
    ['sign-off', '/sign-off'],
  ]) {
    await page.goto(`${address}${path}`);
    await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: `${name}.yml` });
    await audit();
  }
});
