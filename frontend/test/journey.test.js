import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Journey } from '../player/journey.js';

test('the last wish counts, also when it is an earlier one again; come true it is still the last', () => {
  const journey = new Journey();
  const [room, scene] = [{}, {}];
  const first = journey.begin(room);
  assert.equal(journey.begin(room), null);
  const other = journey.begin(scene);
  const again = journey.begin(room);
  assert.deepEqual([first?.(), other?.(), again?.()], [false, false, true]);
  journey.end();
  assert.equal(again?.(), true);
  assert.notEqual(journey.begin(room), null);
  assert.equal(again?.(), false);
});
