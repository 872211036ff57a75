import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pages } from './pages';

/** A list whose row i is the number i, answered when the test says so. */
function list(length: number) {
  const asked: { from: number; answer: () => void; fail: () => void }[] = [];
  const told: string[] = [];
  const source = { length };
  const pages = new Pages<number>(
    (from, count) =>
      new Promise((resolve, reject) => {
        const rows = Array.from({ length: Math.max(0, Math.min(count, source.length - from)) });
        asked.push({
          from,
          answer: () => resolve(rows.map((_, i) => from + i)),
          fail: () => reject(new Error('no')),
        });
      }),
    { arrived: () => told.push('arrived'), failed: () => told.push('failed') },
  );
  return { pages, asked, told, source };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('rows that are wanted are asked for once, and are there when they arrive', async () => {
  const { pages, asked, told } = list(1000);
  pages.want(150, 190, 1000);
  pages.want(155, 195, 1000);
  assert.deepEqual(
    asked.map((request) => request.from),
    [100],
  );
  assert.equal(pages.row(150), undefined);
  asked[0]?.answer();
  await settled();
  assert.equal(pages.row(150), 150);
  assert.deepEqual(told, ['arrived']);
});

test('a window over two pages asks for both', () => {
  const { pages, asked } = list(1000);
  pages.want(190, 210, 1000);
  assert.deepEqual(
    asked.map((request) => request.from),
    [100, 200],
  );
});

test('while two requests are under way, only what is wanted last waits', async () => {
  const { pages, asked } = list(100_000);
  pages.want(0, 10, 100_000);
  pages.want(5_000, 5_010, 100_000);
  pages.want(10_000, 10_010, 100_000);
  pages.want(20_000, 20_010, 100_000);
  assert.equal(asked.length, 2);
  asked[0]?.answer();
  await settled();
  assert.deepEqual(
    asked.map((request) => request.from),
    [0, 5_000, 20_000],
  );
});

test('the last page is asked for again when the list grew, and not before', async () => {
  const { pages, asked, source } = list(30);
  pages.want(0, 30, 30);
  asked[0]?.answer();
  await settled();
  pages.want(0, 30, 30);
  assert.equal(asked.length, 1);
  source.length = 40;
  pages.want(0, 40, 40);
  assert.equal(asked.length, 2);
  assert.equal(pages.row(29), 29, 'what was there stays until then');
  asked[1]?.answer();
  await settled();
  assert.equal(pages.row(39), 39);
});

test('a list that ends early is not asked for over and over', async () => {
  const { pages, asked } = list(10);
  pages.want(0, 50, 50);
  asked[0]?.answer();
  await settled();
  pages.want(0, 50, 50);
  assert.equal(asked.length, 1);
});

test('a page that failed is asked for when it is wanted again', async () => {
  const { pages, asked, told } = list(10);
  pages.want(0, 10, 10);
  asked[0]?.fail();
  await settled();
  assert.deepEqual(told, ['failed']);
  pages.want(0, 10, 10);
  assert.equal(asked.length, 2);
});

test('pages seen long ago are forgotten', async () => {
  const { pages, asked } = list(100_000);
  for (let page = 0; page < 30; page++) {
    pages.want(page * 100, page * 100 + 1, 100_000);
    asked[page]?.answer();
    await settled();
  }
  assert.equal(pages.row(0), undefined);
  assert.equal(pages.row(2_900), 2_900);
});

test('after close nothing arrives', async () => {
  const { pages, asked, told } = list(10);
  pages.want(0, 10, 10);
  pages.close();
  asked[0]?.answer();
  await settled();
  assert.deepEqual(told, []);
  assert.equal(pages.row(0), undefined);
});
