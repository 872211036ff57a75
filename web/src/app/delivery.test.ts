import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Projection } from '../protocol';
import { chosenProjection, desk } from './delivery';

const model = (name: string, kind: Projection['kind'], of: 'money' | 'text'): Projection => ({
  ...{ name, about: '', kind, effects: false },
  columns: [{ name: 'value', label: 'Value', kind: of, required: true }],
});

test('the desk begins with the read model in which a naive subscriber does the most harm', () => {
  const all = [
    model('Prices', 'list', 'money'),
    model('Products', 'table', 'money'),
    model('Orders', 'number', 'text'),
    model('Takings', 'number', 'money'),
  ];
  const chosen = (projections: Projection[]) => chosenProjection(desk.value, 'Mall', projections);
  assert.equal(chosen(all), 'Takings');
  assert.equal(chosen(all.slice(0, 3)), 'Products');
  assert.equal(chosen(all.filter(({ kind }) => kind !== 'table').slice(0, 2)), 'Orders');
  assert.equal(chosen(all.slice(0, 1)), 'Prices');
  assert.equal(chosen([]), null);
  desk.value = { ...desk.value, projection: { Mall: 'Orders' } };
  assert.equal(chosen(all), 'Orders');
});
