import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventList } from './event-list';
import { completed, FilterDraft } from './filter-draft';
import { settled, stubApp } from './stub-app';

function drafting() {
  const stub = stubApp(300);
  const list = new EventList(stub.app);
  const end = list.connect();
  const draft = new FilterDraft(stub.app, list);
  return {
    ...stub,
    list,
    draft,
    end: () => {
      draft.dispose();
      end();
    },
  };
}

test('a completion replaces what was typed of it, and the caret goes behind it', () => {
  const option = { text: 'type:', about: '' };
  const draft = completed('a ty b', 'a ty b', { from: 2, to: 4 }, option);
  assert.deepEqual(draft, { text: 'a type: b', caret: 7 });
});

test('so does one that was on offer before the last letter was typed', () => {
  const option = { text: 'type:', about: '' };
  const draft = completed('a ty b', 'a t b', { from: 2, to: 3 }, option);
  assert.deepEqual(draft, { text: 'a type: b', caret: 7 });
});

test('one on offer before a letter was deleted leaves what stands before and after it', () => {
  const option = { text: 'type:', about: '' };
  const draft = completed('a  b', 'a t b', { from: 2, to: 3 }, option);
  assert.deepEqual(draft, { text: 'a type: b', caret: 7 });
});

test('typing goes on while an earlier filter is being applied', async () => {
  const { draft, list, end } = drafting();
  draft.replace('type:Third');
  draft.typed({ text: 'type:Thirdly', caret: 12 });
  await settled();
  assert.equal(list.filter.value, 'type:Third');
  assert.equal(draft.text.value, 'type:Thirdly');
  end();
});

test('a filter from elsewhere is put into the box', () => {
  const { draft, app, end } = drafting();
  app.setFilter('actor:Ada');
  assert.equal(draft.text.value, 'actor:Ada');
  end();
});

test('clearing shows everything at once', async () => {
  const { draft, list, view, end } = drafting();
  draft.replace('type:Third');
  await settled();
  draft.clear();
  assert.equal(list.filter.value, '');
  assert.equal(view.value.filter, '');
  assert.equal(draft.text.value, '');
  end();
});

test('there is nothing to choose or take without completions', () => {
  const { draft, end } = drafting();
  draft.choose(1);
  assert.equal(draft.chosen.value, null);
  assert.equal(draft.take(0), null);
  end();
});
