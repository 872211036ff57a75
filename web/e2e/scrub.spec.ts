// The playhead is moved in every way that there is, and everything above it
// is what it was then.

import type { EventRow } from '../src/protocol';
import { expect, test } from './fixtures';
import { heldAt } from './history';
import { type Playhead, seeded } from './playhead';

test.beforeEach(({ app }) => app.open());

/** Waits until the page shows the moment of a position, with the state of then. */
async function expectMoment(app: Playhead, position: number): Promise<void> {
  await app.expectPast(position);
  await expect(app.row(position)).toHaveAttribute('aria-current', 'true');
  await expect(app.balance('account-1')).toHaveText(ending(heldAt(position)));
}

/** The text, perhaps after the struck value that it replaced. */
function ending(text: string): RegExp {
  return new RegExp(`(^|\\s)${text.replaceAll('.', '\\.')}$`);
}

test.describe('by mouse', () => {
  test('a drag on the overview passes through all moments', async ({ app, page }) => {
    const box = await app.slider.boundingBox();
    if (!box) throw new Error('the overview is not on the page');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.9, y);
    await page.mouse.down();
    for (const part of [0.75, 0.5, 0.25]) {
      await page.mouse.move(box.x + box.width * part, y);
      await expect(app.timeline).toContainText('You are looking at the past.');
      const position = await app.position();
      expect(Math.abs(position - seeded * part)).toBeLessThan(2);
      await expectMoment(app, position);
    }
    await page.mouse.up();
    await app.page.getByRole('button', { name: 'Back to now' }).first().click();
    await app.expectLive(seeded);
  });

  test('a click on the lanes goes to the event there', async ({ app, page }) => {
    const lanes = await app.timeline.locator('.lanes canvas').boundingBox();
    if (!lanes) throw new Error('the lanes are not on the page');
    await page.mouse.click(lanes.x + lanes.width / 2, lanes.y + 40);
    await expect(app.timeline).toContainText('You are looking at the past.');
    await expectMoment(app, await app.position());
  });

  test('a click on a row goes to its event', async ({ app }) => {
    await app.row(14).click();
    await expectMoment(app, 14);
    await app.row(20).click();
    await expectMoment(app, 20);
  });

  test('the buttons step', async ({ app }) => {
    await app.transport('Step back').click();
    await expectMoment(app, 23);
    await app.transport('First event').click();
    await expectMoment(app, 1);
    await app.transport('Step back').click();
    await app.expectAt(0);
    await expect(app.timeline).toContainText('Before the first event');
    await app.transport('Step forward').click();
    await expectMoment(app, 1);
    await app.transport('Latest event').click();
    await app.expectLive(seeded);
  });
});

test.describe('by keys', () => {
  const steps: [key: string, position: number, why: string][] = [
    ['ArrowLeft', 23, 'one event back'],
    ['Shift+ArrowLeft', 20, 'back in account-1'],
    ['Shift+ArrowLeft', 14, 'back in account-1'],
    ['[', 13, 'back to another MoneyWithdrawn'],
    ['[', 10, 'back to another MoneyWithdrawn'],
    [']', 13, 'on to another MoneyWithdrawn'],
    ['Shift+ArrowRight', 14, 'on in account-1'],
    ['ArrowRight', 15, 'one event on'],
    ['Home', 1, 'the first event'],
  ];

  test('the playhead steps by events, within a stream and within a type', async ({ app, page }) => {
    await app.slider.focus();
    for (const [key, position, why] of steps) {
      await page.keyboard.press(key);
      await test.step(`${key}: ${why}`, () => expectMoment(app, position));
    }
    await page.keyboard.press('End');
    await app.expectLive(seeded);
  });

  test('it does so from anywhere on the page', async ({ app, page }) => {
    await page.locator('body').press('ArrowLeft');
    await expectMoment(app, 23);
  });

  test('keys that are typed stay in their field', async ({ app }) => {
    await app.field('Amount').press('ArrowLeft');
    await app.field('Amount').press('Home');
    await app.expectLive(seeded);
  });

  test('Space plays to the end, and pauses', async ({ app, page }) => {
    await page.keyboard.press('Home');
    await expectMoment(app, 1);
    await app.timeline.getByRole('combobox', { name: 'Speed' }).selectOption('1×');
    await app.slider.press('Space');
    await expect(app.transport('Pause')).toBeVisible();
    await expect.poll(() => app.position()).toBeGreaterThan(1);
    await app.slider.press('Space');
    await expect(app.transport('Play')).toBeVisible();
    await expectMoment(app, await app.position());
    await app.timeline.getByRole('combobox', { name: 'Speed' }).selectOption('50×');
    await app.slider.press('Space');
    await app.expectLive(seeded);
    await expect(app.transport('Play')).toBeVisible();
  });
});

test.describe('by what is typed', () => {
  test('a number is a position', async ({ app }) => {
    for (const [text, position] of [
      ['14', 14],
      ['#20', 20],
      ['event 5', 5],
    ] as const) {
      await app.goToText(text);
      await expectMoment(app, position);
      await expect(app.goTo).toHaveValue('');
    }
  });

  test('“now” and “first” are words', async ({ app }) => {
    await app.goToText('first');
    await expectMoment(app, 1);
    await app.goToText('now');
    await app.expectLive(seeded);
  });

  test('a clock time is one of the day on show', async ({ app }) => {
    const [before, event] = await twoOfOneDay(app);
    await app.goToText(String(before.position));
    await expectMoment(app, before.position);
    await app.goToText(clock(event.timestamp));
    await expectMoment(app, event.position);
  });

  test('“yesterday 23:59” is the last event of yesterday', async ({ app }) => {
    const midnight = new Date().setHours(0, 0, 0, 0);
    const last = (await log(app)).findLast((event) => event.timestamp < midnight);
    if (!last) throw new Error('the history does not reach back a day');
    await app.goToText('yesterday 23:59');
    // Soon after midnight all of the history is of yesterday.
    await expect(app.goTo).toHaveValue('');
    if (last.position === seeded) await app.expectAt(seeded);
    else await expectMoment(app, last.position);
  });

  const refused: [text: string, sentence: string][] = [
    ['842', 'There is no event 842: the log ends at event 24.'],
    ['25:00', 'There is no such time as 25:00.'],
    ['tomorrow', 'That moment has not come yet.'],
    ['soup', '“soup” is not an event or a time.'],
    ['1 Jan 2001', 'The log begins later: its first event was recorded'],
  ];
  test('what leads nowhere is kept, and the page says why', async ({ app }) => {
    for (const [text, sentence] of refused) {
      await app.goToText(text);
      await expect(app.timeline.getByRole('alert')).toContainText(sentence);
      await expect(app.goTo).toHaveValue(text);
      await app.expectLive(seeded);
    }
  });
});

async function log(app: Playhead): Promise<EventRow[]> {
  const window = { filter: '', from: 0, count: seeded, at: seeded };
  return (await app.request('events', window)).rows;
}

/** Two neighbours of the log that were recorded on the same day. */
async function twoOfOneDay(app: Playhead): Promise<[EventRow, EventRow]> {
  const day = (event: EventRow) => new Date(event.timestamp).toDateString();
  const events = await log(app);
  for (const [i, event] of events.entries()) {
    const before = events[i - 1];
    if (before && day(before) === day(event)) return [before, event];
  }
  throw new Error('no two events are of one day');
}

function clock(timestamp: number): string {
  return new Date(timestamp).toTimeString().slice(0, 8);
}
