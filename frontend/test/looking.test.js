import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FULL, toScreen, fromScreen } from '../shared/projection.js';
import { between, drag, fit, turnByKey, zoom } from '../player/looking.js';

const VIEW = { yaw: 0, pitch: 0, fov: 90 };

test('the picture follows the finger in the middle of the screen', () => {
  const before = fromScreen(640, 360, VIEW, 1280, 720);
  const after = drag(VIEW, 10, 6, 1280);
  const at = toScreen(before, after, 1280, 720);
  assert.ok(at && Math.abs(at.x - 650) < 0.1 && Math.abs(at.y - 366) < 0.1, JSON.stringify(at));
});

test('dragging to the right turns to the left, and stops at the poles', () => {
  assert.ok(drag(VIEW, 100, 0, 1000).yaw < 0);
  assert.equal(drag(VIEW, 0, 1e5, 1000).pitch, 90);
  assert.ok(Math.abs(drag({ yaw: -179, pitch: 0, fov: 90 }, 100, 0, 1000).yaw - 169) < 2);
});

test('keys turn, zoom and leave the rest alone', () => {
  assert.equal(turnByKey(VIEW, 'ArrowRight')?.yaw, 10);
  assert.equal(turnByKey(VIEW, 'ArrowUp')?.pitch, 10);
  assert.ok((turnByKey(VIEW, '+')?.fov ?? 90) < 90);
  assert.equal(turnByKey(VIEW, 'Enter'), null);
  assert.equal(zoom({ ...VIEW, fov: 31 }, 9).fov, 30);
});

test('an upright screen is not stretched', () => {
  const upright = fit(VIEW, 360 / 740, FULL);
  assert.ok(upright.fov < 60, `${upright.fov}`);
  assert.equal(fit(VIEW, 16 / 9, FULL).fov, 90);
});

test('a picture of half the sphere is never turned out of sight', () => {
  const seen = fit({ yaw: 170, pitch: -80, fov: 90 }, 1.5, { yaw: [-90, 90], pitch: [-45, 45] });
  assert.deepEqual(seen, { yaw: 90, pitch: -45, fov: 90 });
  assert.equal(fit({ yaw: -120, pitch: 0, fov: 90 }, 1.5, { yaw: [90, 270], pitch: [-90, 90] }).yaw, -120);
});

test('gliding takes the short way round', () => {
  const half = between({ yaw: 170, pitch: 0, fov: 90 }, { yaw: -170, pitch: 10, fov: 60 }, 0.5);
  assert.deepEqual(half, { yaw: -180, pitch: 5, fov: 75 });
  assert.deepEqual(between(VIEW, { yaw: 20, pitch: 3, fov: 50 }, 1), { yaw: 20, pitch: 3, fov: 50 });
});
