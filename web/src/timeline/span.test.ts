import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  betweenSpans,
  clampSpan,
  extentOf,
  fewest,
  followSpan,
  initialSpan,
  panSpan,
  resizeSpan,
  revealSpan,
  room,
  shows,
  showsAll,
  sizeOf,
  zoomSpan,
} from './span';

const head = 1000;
const span = { start: 99.5, end: 199.5 };

describe('extentOf', () => {
  it('has a slot for the moment before the first event', () => {
    assert.deepEqual(extentOf(head), { start: -0.5, end: 1000.5 });
  });

  it('leaves a new log room to grow', () => {
    assert.deepEqual(extentOf(0), { start: -0.5, end: room + 0.5 });
    assert.deepEqual(extentOf(room), extentOf(0));
  });
});

describe('initialSpan', () => {
  it('shows all of a short log', () => {
    assert.deepEqual(initialSpan(100, 1300), extentOf(100));
  });

  it('shows the end of a long one at a comfortable width', () => {
    const first = initialSpan(head, 700);
    assert.equal(first.end, head + 0.5);
    assert.equal(sizeOf(first), 100);
  });
});

describe('clampSpan', () => {
  it('keeps the size when it moves a span back onto the axis', () => {
    assert.deepEqual(clampSpan({ start: -50, end: 50 }, head), { start: -0.5, end: 99.5 });
    assert.deepEqual(clampSpan({ start: 950, end: 1050 }, head), { start: 900.5, end: 1000.5 });
  });

  it('never shows fewer slots than can be told apart, nor more than there are', () => {
    assert.equal(sizeOf(clampSpan({ start: 5, end: 6 }, head)), fewest);
    assert.deepEqual(clampSpan({ start: -1e9, end: 1e9 }, head), extentOf(head));
  });
});

describe('zoomSpan', () => {
  it('keeps what is under the pointer where it is', () => {
    const zoomed = zoomSpan(span, 124.5, 0.5, head);
    assert.deepEqual(zoomed, { start: 112, end: 162 });
    assert.equal((124.5 - zoomed.start) / sizeOf(zoomed), (124.5 - span.start) / sizeOf(span));
  });

  it('stops at the whole log and at the closest', () => {
    assert.deepEqual(zoomSpan(span, 150, 1e6, head), extentOf(head));
    assert.equal(sizeOf(zoomSpan(span, 150, 1e-6, head)), fewest);
  });

  it('comes back to where it was', () => {
    const back = zoomSpan(zoomSpan(span, 150, 0.25, head), 150, 4, head);
    assert.ok(Math.abs(back.start - span.start) < 1e-9, `got ${back.start}`);
  });
});

describe('panSpan', () => {
  it('stops at the ends of the log', () => {
    assert.deepEqual(panSpan(span, 10, head), { start: 109.5, end: 209.5 });
    assert.deepEqual(panSpan(span, -1e6, head), { start: -0.5, end: 99.5 });
  });
});

describe('resizeSpan', () => {
  it('moves one end and leaves the other', () => {
    assert.deepEqual(resizeSpan(span, 'start', 150, head), { start: 150, end: 199.5 });
    assert.deepEqual(resizeSpan(span, 'end', 400, head), { start: 99.5, end: 400 });
  });

  it('does not turn the span over', () => {
    assert.deepEqual(resizeSpan(span, 'start', 500, head), { start: 199.5 - fewest, end: 199.5 });
    assert.deepEqual(resizeSpan(span, 'end', -5, head), { start: 99.5, end: 99.5 + fewest });
  });
});

describe('revealSpan', () => {
  it('stays when the position can be seen', () => {
    assert.deepEqual(revealSpan(span, 150, head), span);
  });

  it('turns the page when the position has just left it', () => {
    const after = revealSpan(span, 200, head);
    assert.equal(after.start, 180);
    assert.equal(sizeOf(after), sizeOf(span));
    assert.equal(revealSpan(span, 99, head).start, 19);
  });

  it('puts a far position in the middle', () => {
    const { start, end } = revealSpan(span, 700, head);
    assert.equal((start + end) / 2, 700);
  });

  it('always ends up showing the position, whatever the span', () => {
    for (const position of [0, 1, 99, 100, 199, 200, 500, 999, 1000]) {
      assert.ok(shows(revealSpan(span, position, head), position), `position ${position}`);
    }
  });
});

describe('followSpan', () => {
  it('grows with a log of which everything is shown, up to the limit', () => {
    assert.deepEqual(followSpan(extentOf(50), 50, 51, 100), extentOf(51));
  });

  it('moves along when the limit is reached', () => {
    const after = followSpan(extentOf(99), 99, 105, 101);
    assert.equal(after.end, 105.5);
    assert.equal(sizeOf(after), sizeOf(extentOf(99)));
  });

  it('keeps its size when it shows a part', () => {
    const after = followSpan({ start: 900.5, end: 1000.5 }, 1000, 1010, 1e9);
    assert.deepEqual(after, { start: 910.5, end: 1010.5 });
  });
});

describe('betweenSpans', () => {
  it('begins at the one and ends at the other', () => {
    const to = { start: 0, end: 10 };
    assert.deepEqual(betweenSpans(span, to, 0), span);
    assert.deepEqual(betweenSpans(span, to, 1), to);
    assert.equal(showsAll(betweenSpans(span, extentOf(head), 1), head), true);
  });
});
