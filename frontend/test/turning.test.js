import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseLod, dragged, spun, START, turnedByKey, zoomed } from '../player/mesh/turning.js';

test('the object follows the hand and the keys, and never tips over', () => {
  assert.ok(dragged(START, 0.1, 0).yaw > START.yaw);
  assert.equal(dragged(START, 0, 5).pitch, 85);
  assert.ok(Math.abs((turnedByKey(START, 'ArrowRight')?.yaw ?? 99) - START.yaw - 15) < 1e-9);
  assert.equal(turnedByKey(START, 'ArrowUp')?.pitch, START.pitch - 15);
  assert.ok((turnedByKey(START, '+')?.zoom ?? 0) > 1);
  assert.equal(turnedByKey(START, 'Tab'), null);
  assert.equal(zoomed(START, 100).zoom, 4);
  assert.equal(zoomed(START, 0.01).zoom, 0.5);
});

test('spinning is degrees a second, all the way round', () => {
  assert.equal(spun({ yaw: 170, pitch: 0, zoom: 1 }, 20, 1000).yaw, -170);
});

test('a device gets the finest lod that it draws without effort, else the coarsest', () => {
  /** @type {any[]} */
  const lods = [{ triangles: 50_000 }, { triangles: 15_000 }, { triangles: 900 }];
  assert.equal(chooseLod(lods, 50_000)?.triangles, 50_000);
  assert.equal(chooseLod(lods, 15_000)?.triangles, 15_000);
  assert.equal(chooseLod(lods, 100)?.triangles, 900);
  assert.equal(chooseLod([], 100), undefined);
});
