// Bookmarks: a moment and a note, on the timeline, in the address and in the browser.

import { expect, test } from './fixtures';
import { type Playhead, seeded } from './playhead';

const flags = (app: Playhead) =>
  app.timeline.getByRole('list', { name: 'Bookmarks' }).getByRole('button');
const menu = (app: Playhead) => app.page.getByRole('dialog', { name: 'Bookmarks' });

async function bookmark(app: Playhead, note: string): Promise<void> {
  await app.transport('Bookmarks').click();
  await menu(app)
    .getByRole('textbox', { name: /^Event/ })
    .fill(note);
  await app.page.keyboard.press('Enter');
  await expect(menu(app)).toBeHidden();
}

test('a bookmark with a note is on the timeline, in the address, and there tomorrow', async ({
  app,
  page,
}) => {
  await app.open('?world=Bank&at=9&stream=account-1');
  await expect(flags(app)).toHaveCount(0);
  await bookmark(app, 'before it all went wrong');
  await expect(flags(app)).toHaveText(['before it all went wrong']);
  await expect(page).toHaveURL(/at=9&note=before\+it\+all\+went\+wrong/);
  await expect(app.narration).toContainText('Event 9 has a bookmark.');

  await app.transport('Latest event').click();
  await app.expectLive(seeded);
  await expect(page).not.toHaveURL(/note=/);
  await page.reload();
  await flags(app).press('Enter');
  await app.expectPast(9);
  await expect(page).toHaveURL(/at=9&note=before/);
  await expect(app.narration).toContainText('Bookmark: before it all went wrong');
  await expect(flags(app)).toHaveAttribute('aria-current', 'true');
  await page.screenshot({ path: test.info().outputPath('bookmark.png') });

  const tab = await app.openTab('?world=Bank');
  await expect(flags(tab)).toHaveCount(1);
  await tab.goToText('12');
  await tab.expectPast(12);
  await bookmark(tab, 'another tab was here');
  await expect(flags(app)).toHaveText(['before it all went wrong', 'another tab was here']);
});

test('a note is changed, and a bookmark removed', async ({ app, page }) => {
  await app.open('?world=Bank&at=9');
  await bookmark(app, 'one');
  await bookmark(app, 'two');
  await expect(flags(app)).toHaveText(['two']);
  await expect(page).toHaveURL(/note=two/);

  await app.transport('Bookmarks').click();
  await menu(app).getByRole('textbox').fill('x'.repeat(201));
  await menu(app).getByRole('button', { name: 'Save note' }).click();
  await expect(menu(app).getByRole('alert')).toHaveText(
    'This note cannot be kept: it has 201 characters and 200 are the most.',
  );
  await menu(app).getByRole('button', { name: 'Remove' }).click();
  await expect(flags(app)).toHaveCount(0);
  await expect(page).not.toHaveURL(/note=/);
  await expect(app.narration).toContainText('The bookmark at event 9 is removed.');
});

test('the menu goes to bookmarks of other branches', async ({ app }) => {
  await app.open('?world=Bank&at=12&stream=account-1');
  await bookmark(app, 'here they part');
  await app.transport('Branch from here').click();
  await app.expectLive(12);
  await app.send('Deposit', { Amount: '5' });
  await app.expectLive(13);
  await bookmark(app, 'richer');
  await expect(flags(app)).toHaveText(['here they part', 'richer']);

  await app.header.getByRole('combobox', { name: 'Branch' }).selectOption('main');
  await app.expectLive(seeded);
  await expect(flags(app)).toHaveText(['here they part']); // shared, and the branch's own is not

  await app.transport('Bookmarks').click();
  await menu(app)
    .getByRole('button', { name: /richer/ })
    .click();
  await expect(app.header.getByRole('combobox', { name: 'Branch' })).toHaveValue('what if 1');
  await expect(app.slider).toHaveAttribute('aria-valuenow', '13');
});

test('a link brings its note to who has no bookmark there, and it can be kept', async ({
  app,
  page,
}) => {
  await app.open('?world=Bank&at=9&note=look+at+account-1');
  await expect(app.timeline.getByRole('list', { name: 'Bookmarks' })).toHaveText(
    'look at account-1',
  );
  await expect(flags(app)).toHaveCount(0);
  await app.transport('Bookmarks').click();
  await expect(menu(app).getByRole('textbox')).toHaveValue('look at account-1');
  await menu(app).getByRole('button', { name: 'Bookmark', exact: true }).click();
  await expect(flags(app)).toHaveText(['look at account-1']);

  await app.transport('Step forward').click();
  await app.expectPast(10);
  await expect(page).not.toHaveURL(/note=/);
});
