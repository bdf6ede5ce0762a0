import { assessmentAddress, expect, openAssessment, test } from '../support/test';

const STATEMENT = 'Every site has somewhere green to sit';

test('a lead asks two add-ons and a statement of their own, and sees them stand apart', async ({ page, signIn, audit }, info) => {
  test.slow();
  const title = `With add-ons ${info.project.name}`;
  await signIn(/Ruth Okafor/);
  await page.goto('/assessments/new');
  await page.getByLabel('Title').fill(title);
  await page.getByRole('checkbox', { name: /^Workplace health and safety/ }).check();
  await page.getByRole('checkbox', { name: /^Guardian's board checklist/ }).check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();

  // What was chosen survives a mistake.
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /^Workplace health and safety/ })).toBeChecked();
  await audit();
  await page.getByLabel('First day of the period').fill('2026-04-01');
  await page.getByLabel('Last day of the period').fill('2027-03-31');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByText(/Three pillars, edition 1, with Workplace health and safety, edition 1/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Asked beside the questionnaire' })).toBeVisible();
  await audit();
  const address = assessmentAddress(page);

  // A statement of one's own: refused without its text, then with the usual words for the levels left empty.
  await page.getByRole('link', { name: /^Local statements \(0\)/ }).click();
  await expect(page.getByRole('heading', { name: 'No local statements yet' })).toBeVisible();
  await page.getByLabel(/Why does it matter/).fill('Ten minutes outside\nhelp.');
  await page.getByRole('button', { name: 'Add statement' }).click();
  await expect(page.getByRole('alert')).toContainText('Write the statement');
  await expect(page.getByLabel(/Why does it matter/)).toHaveValue('Ten minutes outside\nhelp.');
  await audit();
  await page.getByLabel('The statement').fill(STATEMENT);
  await page.getByLabel('4 Embedded and evidenced').fill('Every site has a garden that staff look after and use.');
  await page.getByRole('button', { name: 'Add statement' }).click();
  const own = page.getByRole('link', { name: new RegExp(`^LS-\\d+ ${STATEMENT}$`) });
  await expect(own).toBeVisible();
  const id = (await own.innerText()).split(' ')[0]!;
  await audit();

  // One of each is scored; the local one as any other.
  for (const [statement, level] of [['W01', 2], ['HS01', 4], ['GC9', 1], [id, 3]] as const) {
    await page.goto(`${address}/statements/${statement}`);
    if (statement === id) {
      await expect(page.getByRole('heading', { level: 1, name: STATEMENT })).toBeVisible();
      await expect(page.getByText('Every site has a garden that staff look after and use.').first()).toBeVisible();
      await audit();
    }
    await page.getByRole('radio', { name: new RegExp(`^${level}`) }).first().check();
    await page.getByRole('button', { name: 'Save and next' }).click();
    await expect(page).not.toHaveURL(new RegExp(`/statements/${statement}$`));
  }

  await page.goto(`${address}/results`);
  // 100 × 2 ÷ 4, 100 × 4 ÷ 4, 100 × 1 ÷ 4 and 100 × 3 ÷ 4: apart from each other.
  for (const [name, score] of [['Wellbeing', 50], ['Health at work', 100], ['Guardian\'s board checklist', 25], ['Local statements', 75]] as const) {
    await expect(page.getByRole('region', { name, exact: true })).toContainText(`${score} of`);
  }
  await audit();
  await page.getByRole('link', { name: 'Workplace health and safety by chapter' }).click();
  await page.getByText('The same numbers as a table').click();
  const chapters = page.getByRole('table', { name: 'Score, target and gap of each group' });
  await expect(chapters.getByRole('rowheader')).toHaveCount(8);
  await audit();

  // The plan names and prints what was asked beside it.
  await page.goto(`${address}/document`);
  await expect(page.getByText('Asked beside it:').first()).toBeVisible();
  await expect(page.getByText(STATEMENT).first()).toBeVisible();
  await expect(page.getByText(/A paraphrase\. Nine principles/).first()).toBeVisible();
  await audit();
  for (const file of ['plan.pdf', 'scores.csv']) {
    const answer = await page.request.get(`${address}/download/${file}`);
    expect(answer.ok(), file).toBe(true);
  }

  // Changed, then removed after a second look, since there is an answer.
  await page.goto(`${address}/local/${id}`);
  await page.getByLabel('The statement').fill(`${STATEMENT}, and to walk`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: new RegExp(`^${id} ${STATEMENT}, and to walk$`) }).click();
  await page.getByRole('button', { name: 'Remove this statement' }).click();
  await expect(page.getByRole('alert')).toContainText('Confirm that you want to remove this statement');
  await audit();
  await page.getByRole('checkbox', { name: new RegExp(`^Yes, remove ${id}`) }).check();
  await page.getByRole('button', { name: 'Remove this statement' }).click();
  await expect(page.getByRole('heading', { name: 'No local statements yet' })).toBeVisible();
  await page.goto(`${address}/statements/${id}`);
  await expect(page.getByRole('heading', { name: STATEMENT })).toHaveCount(0);
});

test('local statements are the lead\'s to write, and nobody else finds the page', async ({ page, signIn, audit }) => {
  await signIn(/Sam Price/);
  await openAssessment(page);
  await expect(page.getByRole('link', { name: /^Local statements/ })).toHaveCount(0);
  await page.goto(`${assessmentAddress(page)}/local`);
  await expect(page.getByText('You do not have permission to do this.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add statement' })).toHaveCount(0);
  await audit();
});
