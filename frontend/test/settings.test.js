import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Settings, sound, START } from '../player/settings.js';

/** @param {Record<string, string>} kept */
const storage = (kept = {}) => ({
  kept,
  getItem: (/** @type {string} */ key) => kept[key] ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ value) => { kept[key] = value; },
  removeItem: (/** @type {string} */ key) => { delete kept[key]; },
});

test('what is set is told, kept, and there again', () => {
  const store = storage();
  const settings = new Settings(store);
  /** @type {string[][]} */
  const told = [];
  const stop = settings.follow((_, changed) => told.push(changed));
  assert.equal(told[0]?.length, Object.keys(START).length);
  settings.set({ textSize: 1.5, captions: true });
  assert.deepEqual(told[1], ['textSize']);
  settings.set({ textSize: 1.5 });
  assert.equal(told.length, 2, 'no change, no word');
  stop();
  settings.set({ dwell: 1500 });
  assert.equal(told.length, 2);
  assert.equal(new Settings(store).get('textSize'), 1.5);
  settings.reset();
  assert.deepEqual(settings.values, START);
  assert.deepEqual(store.kept, {}, 'nothing stays on a shared headset');
});

test('values that cannot be are left out, those beside them stay', () => {
  assert.deepEqual(sound({ textSize: 9, volume: 2, dwell: -1, captions: 'yes', hand: 'left', name: 'x', __proto__: null }), { hand: 'left' });
  assert.deepEqual(sound(null), {});
  assert.deepEqual(new Settings(storage({ 'kijkkamer.settings': '{"volume":0.4,"motion":"wild"}' })).values, { ...START, volume: 0.4 });
  assert.deepEqual(new Settings(storage({ 'kijkkamer.settings': '{broken' })).values, START);
});

test('a storage that refuses is no reason to stop', () => {
  const refuse = () => { throw new Error('forbidden'); };
  const settings = new Settings({ getItem: refuse, setItem: refuse, removeItem: refuse });
  settings.set({ contrast: 'high' });
  assert.equal(settings.get('contrast'), 'high');
  settings.reset();
  assert.deepEqual(settings.values, START);
  assert.deepEqual(new Settings(null).values, START);
});
