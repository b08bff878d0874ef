import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clearWay, least, leftOf, overlap } from '../player/boxes.js';

/** @param {number} left @param {number} top @param {number} width @param {number} height */
const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });
const WITHIN = box(12, 80, 336, 548);
const SENTENCE = box(80, 528, 200, 100);

test('what touches does not overlap, and what is not shown overlaps nothing', () => {
  assert.ok(overlap(box(0, 0, 10, 10), box(9, 9, 10, 10)));
  assert.ok(!overlap(box(0, 0, 10, 10), box(10, 0, 10, 10)));
  assert.ok(!overlap(box(0, 0, 10, 10), box(5, 5, 0, 0)));
});

test('a sentence stays where it covers nothing, goes aside, else up, no further than it has to', () => {
  assert.deepEqual(clearWay(SENTENCE, WITHIN, [], []), { x: 0, y: 0 });
  assert.deepEqual(clearWay(SENTENCE, WITHIN, [box(60, 560, 52, 52)], []), { x: 68, y: 0 });
  const wide = [box(60, 560, 52, 52), box(200, 540, 52, 52)];
  const { x, y } = clearWay(SENTENCE, WITHIN, wide, wide);
  assert.equal(x, 0);
  assert.ok(y <= -88 && y > -100, `${y}`);
});

test('where all is full it covers as little as can be', () => {
  const full = Array.from({ length: 12 }, (_, row) => box(0, row * 50, 360, 52)).concat([box(100, 560, 20, 20)]);
  const { y } = clearWay(SENTENCE, WITHIN, full, full);
  assert.ok(y === 0 || y < -30);
  assert.ok(SENTENCE.top + y >= WITHIN.top);
});

test('what is left of a disc under other things is one piece', () => {
  const disc = box(100, 100, 52, 52);
  assert.deepEqual(leftOf(disc, [box(0, 0, 50, 50)]), disc);
  assert.deepEqual(leftOf(disc, [box(0, 90, 400, 30)]), box(100, 120, 52, 32));
  assert.equal(least(leftOf(disc, [box(0, 90, 400, 30), box(90, 140, 80, 40)])), 20);
  assert.ok(least(leftOf(disc, [box(90, 90, 80, 80)])) <= 0);
});
