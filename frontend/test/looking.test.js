import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FULL, angles, direction, dot, fromScreen, posed, toScreen, unposed, verticalFov, wrap } from '../shared/projection.js';
import { between, drag, facing, fit, inRoom, shownWithin, turnByKey, zoom } from '../player/looking.js';
import { spread } from '../player/vr/spread.js';

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

test('in a headset somebody faces the picture, wherever they come from', () => {
  /** @type {import('../shared/formats.js').Coverage} */
  const half = { yaw: [-90, 90], pitch: [-90, 90] };
  /** @param {number} yaw @param {import('../player/looking.js').Reach} reach @param {boolean} [meant] */
  const from = (yaw, reach, meant = false) => facing({ yaw, pitch: 0, fov: 60 }, reach, meant);
  assert.equal(from(40, half), 40);
  assert.ok(Math.abs(from(90, half)) < 65, 'most of what they see is picture');
  assert.ok(from(170, half) > 50 && from(-170, half) < -50, 'the nearer edge');
  assert.equal(from(170, FULL), 170);
  assert.equal(from(75, half, true), 75, 'as it was meant');
  assert.ok(from(170, half, true) < 90, 'but nobody means the dark');
  const turned = from(0, inRoom(half, { yaw: 180, pitch: 0, roll: 0 }));
  assert.ok(Math.abs(wrap(turned - 180)) < 65);
});

test('every hotspot comes into the middle of the screen, at the edge of the picture and where there is none', () => {
  const spots = [{ yaw: 150, pitch: 0 }, { yaw: -100, pitch: 30 }, { yaw: 0, pitch: -80 }, { yaw: 90, pitch: 45 }, { yaw: 20, pitch: 5 }];
  for (const pose of [undefined, { yaw: 40, pitch: 0, roll: 0 }, { yaw: -70, pitch: 12, roll: -9 }]) for (const aspect of ASPECTS) for (const fov of [40, 90]) {
    const reach = inRoom({ yaw: [-90, 90], pitch: [-45, 45] }, pose, spots);
    for (const spot of spots) {
      const view = fit({ ...spot, fov }, aspect, reach);
      const at = toScreen(spot, view, 1000, 1000);
      assert.ok(at && Math.hypot(at.x - 500, at.y - 500) < 1e-6, JSON.stringify({ pose, aspect, spot, view }));
    }
  }
  const whole = fit({ yaw: 10, pitch: 80, fov: 60 }, 1, inRoom({ yaw: [-180, 180], pitch: [-45, 40] }, undefined, [{ yaw: 0, pitch: 70 }]));
  assert.equal(whole.pitch, 70, 'and no further than the furthest');
  assert.equal(fit({ yaw: -166, pitch: 0, fov: 90 }, 1.5, inRoom({ yaw: [-90, 90], pitch: [-45, 45] }, undefined, [{ yaw: 150, pitch: 0 }])).yaw, 150, 'dragged beyond the right end, not to the left one');
});

test('of many hotspots in one place none is moved to where it cannot be seen', () => {
  const corners = [[90, 0], [90, 45], [-90, -45], [0, 45], [140, 10]];
  const small = /** @type {import('../shared/formats.js').Coverage} */ ({ yaw: [-20, 20], pitch: [-10, 10] });
  const half = /** @type {import('../shared/formats.js').Coverage} */ ({ yaw: [-90, 90], pitch: [-45, 45] });
  for (const [yaw, pitch] of /** @type {[number, number][]} */ (corners)) for (const width of [320, 1280]) for (const coverage of [half, small]) {
    const aspect = width / 480;
    const spots = Array.from({ length: coverage === small ? 2 : 5 }, () => (coverage === small ? { yaw: 20, pitch: 10 } : { yaw, pitch }));
    const reach = inRoom(coverage, undefined, spots);
    const { fov } = fit(VIEW, aspect, reach);
    const gap = (Math.atan((112 * Math.tan((fov * Math.PI) / 360)) / width) * 180) / Math.PI;
    const made = spread(spots.map((at) => direction(at.yaw, at.pitch)), gap, shownWithin(fov, aspect, reach));
    for (const [i, one] of made.entries()) {
      for (const other of made.slice(i + 1)) assert.ok((Math.acos(dot(one, other)) * 180) / Math.PI > gap * 0.97, `${yaw}, ${pitch}, ${width}`);
      const at = angles(one);
      const seen = toScreen(at, fit({ ...at, fov }, aspect, reach), width, 480);
      assert.ok(seen && seen.x > 40 && seen.x < width - 40 && seen.y > 40 && seen.y < 440, JSON.stringify({ at, seen, width }));
      if (coverage === half && yaw <= 90) assert.ok(Math.abs(at.yaw) < 90 + 1e-6 && Math.abs(at.pitch) < 45 + 1e-6, JSON.stringify(at));
    }
  }
});

test('a picture that hangs askew ends where it hangs', () => {
  const pose = { yaw: 30, pitch: 20, roll: 0 };
  const reach = inRoom({ yaw: [-90, 90], pitch: [-45, 45] }, pose);
  const up = verticalFov(60, 1.5) / 2;
  for (const [asked, pitch] of [[80, 20 + 45 - 0.7 * up], [-80, 20 - 45 + 0.7 * up], [5, 5]]) {
    const view = fit({ yaw: 30, pitch: asked ?? 0, fov: 60 }, 1.5, reach);
    assert.ok(Math.abs(view.pitch - (pitch ?? 0)) < 1e-9 && Math.abs(view.yaw - 30) < 1e-9, JSON.stringify(view));
  }
  const rolled = inRoom({ yaw: [-90, 90], pitch: [-10, 10] }, { yaw: 0, pitch: 0, roll: 90 });
  assert.ok(fit({ yaw: 0, pitch: 60, fov: 40 }, 1.5, rolled).pitch > 59, 'on its side it is high');
  assert.ok(Math.abs(fit({ yaw: 60, pitch: 0, fov: 40 }, 1.5, rolled).yaw) < 1e-6, 'and narrow');
  const all = inRoom(FULL, { yaw: 10, pitch: 20, roll: 30 });
  assert.deepEqual(fit({ yaw: -190, pitch: 90, fov: 90 }, 1.5, all), { yaw: 170, pitch: 90, fov: 90 });
  const strip = inRoom({ yaw: [-180, 180], pitch: [-30, 30] }, { yaw: 0, pitch: 15, roll: 0 });
  assert.ok(fit({ yaw: 0, pitch: 80, fov: 40 }, 1, strip).pitch > 30 && fit({ yaw: 180, pitch: 80, fov: 40 }, 1, strip).pitch < 5, 'up ahead, down behind');
});

test('into a posed picture and back', () => {
  const pose = { yaw: 30, pitch: -20, roll: 40 };
  for (const at of [direction(0, 0), direction(120, 50), direction(-60, -89)]) unposed(posed(at, pose), pose).forEach((value, axis) => assert.ok(Math.abs(value - (at[axis] ?? 9)) < 1e-12));
});

test('gliding takes the short way round', () => {
  const half = between({ yaw: 170, pitch: 0, fov: 90 }, { yaw: -170, pitch: 10, fov: 60 }, 0.5);
  assert.deepEqual(half, { yaw: -180, pitch: 5, fov: 75 });
  assert.deepEqual(between(VIEW, { yaw: 20, pitch: 3, fov: 50 }, 1), { yaw: 20, pitch: 3, fov: 50 });
});
