import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Waiting } from '../player/waiting.js';

/** One that writes down what is tried again. */
function noted() {
  /** @type {string[]} */
  const done = [];
  return { waiting: new Waiting(), done, again: (/** @type {string} */ what) => () => void done.push(what) };
}

test('what waits is tried again once', () => {
  const { waiting, done, again } = noted();
  assert.equal(waiting.toGet(again('picture')), true);
  for (let i = 0; i < 2; i++) waiting.goOn(again('before'));
  assert.deepEqual(done, ['before', 'picture']);
});

test('who wants to go elsewhere comes first: what is missing here does not push that aside, another way does', () => {
  const { waiting, done, again } = noted();
  waiting.toGet(again('picture'));
  waiting.toGo(again('scene'));
  assert.equal(waiting.toGet(again('film')), false);
  assert.equal(waiting.going, true);
  waiting.toGo(again('room'));
  waiting.goOn(() => undefined);
  assert.deepEqual([done, waiting.going], [['room'], false]);
});

test('what is missing although the rest is there is asked for once more only, until the network was away', async () => {
  const { waiting, again } = noted();
  /** @param {boolean} there */
  const look = (there) => waiting.look(async () => there);
  waiting.toGet(again('picture'));
  assert.deepEqual([await look(true), await look(true)], [true, false]);
  assert.deepEqual([await look(false), await look(true)], [false, true]);
});

test('what somebody left while the network was looked for is not gone on with', async () => {
  const { waiting, again } = noted();
  waiting.toGet(again('picture'));
  assert.equal(await waiting.look(async () => {
    waiting.clear();
    return true;
  }), false);
});

test('where nothing waits nobody asks the network', async () => {
  const { waiting } = noted();
  assert.equal(await waiting.look(() => assert.fail('asked')), false);
});
