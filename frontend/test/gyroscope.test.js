import assert from 'node:assert/strict';
import { test } from 'node:test';
import { follow, pointing } from '../player/gyroscope.js';

/** @param {[number, number, number]} angles @param {number} yaw @param {number} pitch */
function points(angles, yaw, pitch) {
  const at = pointing(...angles);
  assert.ok(Math.abs(at.yaw - yaw) < 1e-6 && Math.abs(at.pitch - pitch) < 1e-6, `${angles}: ${JSON.stringify(at)}`);
}

test('where the back of a phone points', () => {
  points([0, 90, 0], 0, 0);             // upright
  points([90, 90, 0], -90, 0);          // turned to the left
  points([0, 120, 0], 0, 30);           // leant back: looks up
  points([0, 60, 0], 0, -30);
  points([0, 0, -90], 90, 0);           // on its left side, flat edge down: landscape
});

test('the view follows by as much, wherever a drag brought it, the short way round', () => {
  const view = { yaw: 175, pitch: 0, fov: 90 };
  assert.deepEqual(follow(view, { yaw: 170, pitch: 0 }, { yaw: -175, pitch: 5 }), { yaw: -170, pitch: 5, fov: 90 });
  assert.equal(follow(view, { yaw: 0, pitch: -85 }, { yaw: 120, pitch: -84 }).yaw, 175, 'a compass that spins turns nobody');
  assert.equal(follow({ ...view, pitch: 85 }, { yaw: 0, pitch: 0 }, { yaw: 0, pitch: 40 }).pitch, 90);
});
