import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SchemaStep, SchemaType } from './protocol';
import { addedFields, type SchemaNode, schemaTrees } from './schema-tree';

function type(name: string, schemaVersion: number, fields: string[] = []): SchemaType {
  const none = { events: 0, bytes: 0, last: 0 } as SchemaType['stored'];
  return {
    name,
    schemaVersion,
    colour: 0,
    next: [],
    fields: fields.map((field) => ({ name: field, label: field, kind: 'text' })),
    stored: none,
    read: none,
  };
}

const step = (from: number, to: number): SchemaStep => ({
  from,
  to,
  events: 1,
  before: 0,
  after: 0,
});

const told = ({ type: { name, schemaVersion }, next }: SchemaNode): string =>
  `${name}${schemaVersion}${next.length > 0 ? `(${next.map(told).join(' ')})` : ''}`;

test('a tree begins where nothing leads to, and branches where a type was split', () => {
  const types = [
    type('Closed', 1),
    type('Deposited', 2),
    type('Withdrawn', 1),
    type('Deposited', 1),
    type('Moved', 1),
  ];
  const steps = [step(3, 1), step(4, 3), step(4, 2)];
  assert.deepEqual(schemaTrees(types, steps).map(told), [
    'Moved1(Deposited1(Deposited2) Withdrawn1)',
    'Closed1',
  ]);
  assert.deepEqual(schemaTrees([], []), []);
});

test('the fields that came are those that were not there', () => {
  assert.deepEqual(addedFields(type('A', 1, ['x']), type('A', 2, ['x', 'y', 'z'])), ['y', 'z']);
});
