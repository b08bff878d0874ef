import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FULL, fromScreen, toScreen, verticalFov, wrap } from '../shared/projection.js';
import { between, drag, fit, inRoom, turnByKey, zoom } from '../player/looking.js';

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

/** Screens: wide, square, upright; pictures: half a sphere, a strip, elsewhere than ahead. */
const ASPECTS = [21 / 9, 16 / 9, 1, 360 / 740];
const HALVES = /** @type {[import('../shared/formats.js').Coverage, number][]} */ ([
  [{ yaw: [-90, 90], pitch: [-90, 90] }, 0], [{ yaw: [-90, 90], pitch: [-60, 60] }, 0], [{ yaw: [90, 270], pitch: [-90, 90] }, 180],
]);

test('of a picture of half the sphere all can be seen, and hardly more: its edge stays away from the middle of the screen', () => {
  for (const aspect of ASPECTS) for (const [coverage, middle] of HALVES) for (const fov of [40, 70, 110]) {
    for (const yaw of [-180, -130, -60, 0, 35, 90, 179]) for (const pitch of [-90, -30, 0, 15, 80]) {
      const view = fit({ yaw, pitch, fov }, aspect, coverage);
      if (verticalFov(view.fov, aspect) > coverage.pitch[1] - coverage.pitch[0] || view.fov > 90) continue;
      for (const [x, y] of [[450, 0.5], [550, 0.5], [500, 0.4], [500, 0.6]]) {
        const seen = fromScreen(x ?? 0, ((y ?? 0) * 1000) / aspect, view, 1000, 1000 / aspect);
        const covered = Math.abs(wrap(seen.yaw - middle)) <= 90.001 && seen.pitch >= coverage.pitch[0] - 0.001 && seen.pitch <= coverage.pitch[1] + 0.001;
        assert.ok(covered || Math.abs(seen.pitch) > 60, JSON.stringify({ aspect, coverage, asked: { yaw, pitch, fov }, view, seen }));
      }
    }
  }
});

test('what stands in the corners comes into view, clear of the edges of the screen', () => {
  for (const aspect of ASPECTS) for (const corner of [[87, 43], [-87, 43], [87, -43], [-72, -43]]) {
    const [yaw, pitch] = /** @type {[number, number]} */ (corner);
    const view = fit({ yaw, pitch, fov: 90 }, aspect, { yaw: [-90, 90], pitch: [-45, 45] });
    const at = toScreen({ yaw, pitch }, view, 1000, 1000 / aspect);
    assert.ok(at && at.x > 60 && at.x < 940 && at.y > 60 / aspect && at.y < 940 / aspect, JSON.stringify({ aspect, corner, view, at }));
  }
});

test('the view goes up to where it shows the edge, and stops there', () => {
  const half = /** @type {const} */ ({ yaw: [-90, 90], pitch: [-90, 90] });
  const at = (/** @type {number} */ yaw, /** @type {number} */ pitch, aspect = 1.5) => fit({ yaw, pitch, fov: 60 }, aspect, { yaw: [...half.yaw], pitch: [...half.pitch] });
  assert.ok(Math.abs(at(170, 0).yaw - 69) < 1e-9, 'the right edge of the picture a little within that of the screen');
  assert.ok(Math.abs(at(-100, 0).yaw + 69) < 1e-9);
  assert.deepEqual(at(20, 10), { yaw: 20, pitch: 10, fov: 60 }, 'inside nothing changes');
  assert.ok(Math.abs(at(0, 90).pitch + 0.35 * verticalFov(60, 1.5) - 90) < 1e-9);
  assert.ok(Math.abs(fit({ yaw: -120, pitch: 0, fov: 60 }, 1.5, { yaw: [90, 270], pitch: [-90, 90] }).yaw + 120) < 1e-9);
});

test('what is narrower than the screen lies in its middle', () => {
  assert.deepEqual(fit({ yaw: 40, pitch: 20, fov: 90 }, 16 / 9, { yaw: [-10, 30], pitch: [-5, 15] }), { yaw: 10, pitch: 5, fov: 90 });
  const upright = fit({ yaw: 40, pitch: 50, fov: 60 }, 0.5, { yaw: [-90, 90], pitch: [-20, 20] });
  assert.equal(upright.pitch, 0);
  assert.equal(upright.yaw, 40, 'to the side there is room');
});

test('all around there is no edge; a strip of it ends above and below', () => {
  assert.deepEqual(fit({ yaw: -190, pitch: 90, fov: 90 }, 1.5, FULL), { yaw: 170, pitch: 90, fov: 90 });
  const strip = fit({ yaw: 170, pitch: 80, fov: 60 }, 1, { yaw: [-180, 180], pitch: [-45, 40] });
  assert.ok(Math.abs(strip.pitch - 19) < 1e-9 && strip.yaw === 170, JSON.stringify(strip));
});

test('a turned picture is covered where it was turned to', () => {
  const turned = inRoom({ yaw: [-90, 90], pitch: [-90, 90] }, { yaw: 100, pitch: 0, roll: 0 });
  assert.deepEqual(turned, { yaw: [10, 190], pitch: [-90, 90] });
  assert.ok(Math.abs(fit({ yaw: -20, pitch: 0, fov: 60 }, 1.5, turned).yaw - 31) < 1e-9);
});

test('gliding takes the short way round', () => {
  const half = between({ yaw: 170, pitch: 0, fov: 90 }, { yaw: -170, pitch: 10, fov: 60 }, 0.5);
  assert.deepEqual(half, { yaw: -180, pitch: 5, fov: 75 });
  assert.deepEqual(between(VIEW, { yaw: 20, pitch: 3, fov: 50 }, 1), { yaw: 20, pitch: 3, fov: 50 });
});
