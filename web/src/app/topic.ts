// What a topic is like, and what was tried on it. It outlives the panel that
// shows it; all of it goes along with each question.

import { signal } from '@preact/signals';
import type { TopicKey, TrialName } from '../protocol';
import { keep } from './kept';

export interface TopicSettings {
  key: TopicKey;
  partitions: number;
  /** The newest messages that each partition keeps; 0 for all. */
  retain: number;
  compact: boolean;
  consumers: number;
  try: readonly TrialName[];
}

/** What may be asked for; the core says the same. */
export const bounds = {
  partitions: { min: 1, max: 32 },
  retain: { min: 0, max: 10_000_000 },
  consumers: { min: 1, max: 16 },
} as const;

export const keys: readonly { id: TopicKey; label: string }[] = [
  { id: 'stream', label: 'stream' },
  { id: 'category', label: 'category' },
  { id: 'type', label: 'type of event' },
  { id: 'none', label: 'none' },
];

/** What can be tried on both, in the order in which it is offered. */
export const trials: readonly { id: TrialName; label: string; about: string }[] = [
  {
    id: 'expected',
    label: 'Expected version',
    about: 'Two writers who have seen one version both write.',
  },
  { id: 'order', label: 'Order across keys', about: 'Read everything, as it was recorded.' },
  { id: 'entity', label: 'Read one entity', about: 'Read the selected stream alone.' },
  {
    id: 'retention',
    label: 'Forget what is old',
    about: 'Keep the newest, and fold what is left.',
  },
  {
    id: 'compaction',
    label: 'Keep the last of each key',
    about: 'Compact, and fold what is left.',
  },
  { id: 'rebalance', label: 'Share the work', about: 'A consumer joins while others are reading.' },
];

const beginning: TopicSettings = {
  ...{ key: 'stream', partitions: 3, retain: 0, compact: false, consumers: 2 },
  try: [],
};

export const topicSettings = signal<TopicSettings>(beginning);
keep('topic', topicSettings);

export function setTopic(change: Partial<TopicSettings>): void {
  topicSettings.value = { ...topicSettings.value, ...change };
}

/** Tries something, or puts its result away. */
export function toggleTrial(name: TrialName): void {
  const tried = topicSettings.value.try;
  const kept = tried.filter((each) => each !== name);
  setTopic({ try: kept.length < tried.length ? kept : [...tried, name] });
}
