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

test('two tabs keep what the other one set', () => {
  const store = storage();
  const [one, other] = [new Settings(store), new Settings(store)];
  /** @type {string[][]} */
  const told = [];
  other.follow((_, changed) => told.push(changed));
  one.set({ textSize: 2 });
  other.set({ captions: false });
  assert.deepEqual(told.slice(1), [['captions', 'textSize'].sort((a, b) => Object.keys(START).indexOf(a) - Object.keys(START).indexOf(b))], 'it hears of both');
  assert.deepEqual(new Settings(store).values, { ...START, textSize: 2, captions: false });
  one.renew();
  assert.deepEqual(one.values, { ...START, textSize: 2, captions: false });
  other.set({ textSize: 1 });
  one.set({ volume: 0.5 });
  assert.equal(new Settings(store).get('textSize'), 1, 'the last one who chose counts');
  one.reset();
  other.renew();
  assert.deepEqual(other.values, START, 'back to the start for both');
});

test('a storage that is full or forbids to look loses nothing within the page', () => {
  const full = { ...storage({ 'kijkkamer.settings': '{"volume":0.4}' }), setItem: () => { throw new Error('full'); } };
  const settings = new Settings(full);
  settings.set({ contrast: 'high' });
  settings.set({ volume: 0.8 });
  settings.set({ captions: false });
  assert.deepEqual(settings.values, { ...START, contrast: 'high', volume: 0.8, captions: false });
  settings.renew();
  assert.equal(settings.get('volume'), 0.8);
});
