import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Position, ProjectionState } from '../protocol';
import { ProjectionSettings } from './projection-settings';

const state = (name: string, more: Partial<ProjectionState> = {}): ProjectionState => ({
  ...{ name, status: 'caughtUp', checkpoint: 7 as Position, lag: 0 },
  ...more,
});

const pace = { delay: 0, batch: 0, paused: true };

test('what was set is kept by log, and what was set back is not', () => {
  const settings = new ProjectionSettings();
  settings.learn('Bank', 'main', [state('Balances', { pace }), state('Statement')]);
  settings.learn('Orders', 'main', [state('Mailer', { unguarded: true, acted: 5 as Position })]);
  settings.learn('Bank', 'what if 1', [state('Balances')]);
  assert.deepEqual(settings.of('Bank', 'main'), {
    settings: [{ name: 'Balances', checkpoint: 7, pace }],
  });
  assert.deepEqual(settings.of('Orders', 'main'), {
    settings: [{ name: 'Mailer', checkpoint: 7, unguarded: true, acted: 5 }],
  });
  assert.deepEqual(settings.of('Bank', 'what if 1'), {});
  settings.learn('Bank', 'main', [state('Balances')]);
  assert.deepEqual(settings.of('Bank', 'main'), {});
});
