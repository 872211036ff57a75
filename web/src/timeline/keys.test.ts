import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keyAction } from './keys';

const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
const press = (key: string, held: Partial<typeof none> = {}) =>
  keyAction({ ...none, ...held, key });

describe('keyAction', () => {
  it('steps by events, within the stream and within the type', () => {
    assert.deepEqual(press('ArrowRight'), { kind: 'step', by: 1 });
    assert.deepEqual(press('ArrowLeft', { shiftKey: true }), {
      kind: 'step',
      by: -1,
      within: 'stream',
    });
    assert.deepEqual(press(']'), { kind: 'step', by: 1, within: 'type' });
  });

  it('takes brackets and signs as keyboards of any country type them', () => {
    assert.deepEqual(press('[', { ctrlKey: true, altKey: true }), {
      kind: 'step',
      by: -1,
      within: 'type',
    });
    assert.deepEqual(press('+', { shiftKey: true }), press('='));
  });

  it('leaves what is held with Ctrl, Alt or Meta to the browser', () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
      for (const key of ['ArrowLeft', '+', '-', 'Home', ' ']) assert.equal(press(key, held), null);
    }
  });

  it('leaves everything else alone', () => {
    for (const key of ['a', 'Enter', 'ArrowUp', 'Tab']) assert.equal(press(key), null);
    assert.equal(press(' ', { shiftKey: true }), null);
  });
});
