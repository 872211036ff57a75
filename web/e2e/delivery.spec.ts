// The desk of deliveries: subscribers side by side behind a channel with faults.

import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Playhead } from './playhead';

function subscriber(app: Playhead, name: string): Locator {
  return app.state.getByRole('article', { name: `Subscriber ${name}` });
}

function preset(app: Playhead, name: string): Locator {
  return app.state.getByRole('group', { name: 'Faults' }).getByRole('button', { name });
}

/** A field among the rates, which are folded away. */
async function setting(app: Playhead, name: string): Promise<Locator> {
  const field = app.state.getByRole('spinbutton', { name, exact: true });
  if (!(await field.isVisible())) await app.state.getByText('Rates, events and checkpoint').click();
  return field;
}

test.describe('in the Bank', () => {
  test.beforeEach(async ({ app }) => {
    await app.open('?panel=delivery');
    await expect(subscriber(app, 'A')).toBeVisible();
  });

  test('a naive subscriber invents money, effectively once does not', async ({ app }) => {
    await preset(app, 'Twice').click();
    await expect(subscriber(app, 'A')).toContainText(/Wrong: .*\d\.\d\d USD (invented|missing)/);
    await expect(subscriber(app, 'B')).toContainText('Equal to the truth.');
    await expect(subscriber(app, 'C')).toContainText('Equal to the truth. 24 of 24 taken.');
    await expect(app.state.getByRole('list', { name: 'What happened' })).toContainText(
      /Counted again: account-\d balance [\d,.-]+ to [\d,.-]+\./,
    );
    await app.state.getByRole('checkbox', { name: 'A is idempotent' }).check();
    await expect(subscriber(app, 'A')).toContainText('Equal to the truth.');
  });

  test('without faults everybody is right', async ({ app }) => {
    await preset(app, 'None').click();
    for (const name of ['A', 'B', 'C', 'D']) {
      await expect(subscriber(app, name)).toContainText('Equal to the truth.');
    }
    await expect(app.state).toContainText('Nothing did harm in this run.');
  });

  test('the same seed gives the same run, another seed another one', async ({ app }) => {
    const seed = app.state.getByRole('spinbutton', { name: 'Delivery seed' });
    const happened = app.state.getByRole('list', { name: 'What happened' });
    await expect(happened.getByRole('listitem').first()).toBeVisible();
    const first = (await happened.textContent()) ?? '';
    await app.typeOver(seed, '8');
    await expect(happened).not.toHaveText(first);
    await app.typeOver(seed, '7');
    await expect(happened).toHaveText(first);
  });

  test('the run is gone through tick by tick, by keyboard', async ({ app, page }) => {
    await preset(app, 'Twice').click();
    const tick = app.state.getByRole('slider', { name: 'Tick' });
    await tick.focus();
    await page.keyboard.press('Home');
    await expect(tick).toHaveAttribute('aria-valuetext', /^tick 0 of \d+$/);
    await expect(subscriber(app, 'A')).toContainText('Equal so far. 0 of 24 taken.');
    await app.state.getByRole('button', { name: 'Next happening' }).click();
    const row = app.state.getByRole('list', { name: 'What happened' }).getByRole('listitem');
    await expect(row.first()).toContainText('Counted again');
    await expect(subscriber(app, 'A')).toContainText('Wrong:');
    await expect(app.narration).toContainText(/Something happened at tick \d+/);
    await app.expectAt(24); // the log's own playhead stays where it is
    await app.state.getByRole('button', { name: 'to the end' }).click();
    await expect(subscriber(app, 'C')).toContainText('24 of 24 taken.');
  });

  test('the run plays, and can be stopped', async ({ app }) => {
    const tick = app.state.getByRole('slider', { name: 'Tick' });
    await app.state.getByRole('button', { name: 'Play the run' }).click();
    await expect(tick).toHaveAttribute('aria-valuetext', /^tick [1-9]\d* of \d+$/);
    await app.state.getByRole('button', { name: 'Pause the run' }).click();
    await expect(app.state.getByRole('button', { name: 'Play the run' })).toBeVisible();
    await expect(tick).toHaveAttribute('aria-valuetext', /^tick \d+ of \d+$/);
  });

  test('a poison event is parked, with what is behind it, and replayed', async ({ app }) => {
    await preset(app, 'None').click();
    await app.typeOver(await setting(app, 'Poison, percent'), '10');
    const exact = subscriber(app, 'C');
    await expect(exact.getByRole('list', { name: 'Parked by C' })).toContainText(
      'The handler cannot take it.',
    );
    await expect(exact).toContainText('Wrong:');
    await exact.getByRole('button', { name: 'Mend the handler and replay: C' }).click();
    await expect(exact).toContainText('The park is empty again.');
    await expect(exact).toContainText('Equal to the truth. 24 of 24 taken.');
    await expect(subscriber(app, 'B')).toContainText('parked');
  });

  test('a bad setting gets a sentence and changes nothing', async ({ app }) => {
    const crash = await setting(app, 'Crash, percent');
    await app.typeOver(crash, '99');
    await expect(app.state).toContainText('A whole number from 0 to 50.');
    await expect(crash).toHaveAttribute('aria-invalid', 'true');
    await app.typeOver(await setting(app, 'Events a checkpoint'), '0');
    await expect(app.state).toContainText('A whole number from 1 to 100.');
    await expect(subscriber(app, 'C')).toContainText('Equal');
  });

  test('it follows the playhead', async ({ app }) => {
    await app.goToText('10');
    await expect(subscriber(app, 'C')).toContainText('of 10 taken');
  });
});

test('it is there in every world', async ({ app }) => {
  for (const world of ['Users', 'Orders', 'Mall']) {
    await app.open(`?world=${world}&panel=delivery`);
    await preset(app, 'Twice').click();
    await expect(subscriber(app, 'C')).toContainText('Equal to the truth.');
  }
});
