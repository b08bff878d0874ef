import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Euler, Vector3 } from 'three';
import { angles, cubeFace, direction, faceDirection, fromScreen, horizontalFov, pictureCoordinates, posed, poseEuler, toScreen, verticalFov, wrap } from '../shared/projection.js';

/** @typedef {{ yaw: number, pitch: number, x: number, y: number, z: number, u: number, v: number, face: import('../shared/projection.js').Face, a: number, b: number }} Case */
/** The table that the Python tests read too. @type {Case[]} */
const CASES = JSON.parse(readFileSync(new URL('../../tests/media_pipeline/projection_cases.json', import.meta.url), 'utf8'));

/** @param {number} actual @param {number} expected @param {string} what @param {number} [within] */
function near(actual, expected, what, within = 1e-5) {
  assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual}, not ${expected}`);
}

test('the table holds the six directions and more', () => {
  assert.ok(CASES.length >= 12);
  assert.deepEqual(new Set(CASES.map(({ face }) => face)), new Set(['f', 'r', 'b', 'l', 'u', 'd']));
});

test('each case of the table: direction, picture, cube face and back', () => {
  for (const { yaw, pitch, x, y, z, u, v, face, a, b } of CASES) {
    const what = `yaw ${yaw}, pitch ${pitch}`;
    const d = direction(yaw, pitch);
    near(d[0], x, `${what}, x`);
    near(d[1], y, `${what}, y`);
    near(d[2], z, `${what}, z`);
    const at = pictureCoordinates(yaw, pitch);
    near(Math.abs(at.u - u) > 0.5 ? 1 - Math.abs(at.u - u) + u : at.u, u, `${what}, u`);
    near(at.v, v, `${what}, v`);
    // Computed from the case's own angles: rounded numbers on a cube's edge could fall on either side.
    const onFace = faceDirection(face, a, b);
    const length = Math.hypot(...onFace);
    near(onFace[0] / length, x, `${what}, face x`);
    near(onFace[1] / length, y, `${what}, face y`);
    near(onFace[2] / length, z, `${what}, face z`);
    if (Math.max(Math.abs(a), Math.abs(b)) < 0.999) {
      const found = cubeFace([x, y, z]);
      assert.equal(found.face, face, what);
      near(found.a, a, `${what}, a`);
      near(found.b, b, `${what}, b`);
    }
    const back = angles([x, y, z]);
    near(back.pitch, pitch, `${what}, pitch back`, 1e-3);
    if (Math.abs(pitch) < 89.9) near(wrap(back.yaw - yaw), 0, `${what}, yaw back`, 1e-3);
  }
});

test('a smaller picture: its edges are 0 and 1, and what lies behind is outside', () => {
  /** @type {import('../shared/formats.js').Coverage} */
  const half = { yaw: [-90, 90], pitch: [-30, 60] };
  assert.deepEqual(pictureCoordinates(-90, 60, half), { u: 0, v: 0 });
  assert.deepEqual(pictureCoordinates(90, -30, half), { u: 1, v: 1 });
  const behind = pictureCoordinates(180, 0, half).u;
  assert.ok(behind < 0 || behind > 1);
});

test('a coverage across the back keeps its order', () => {
  /** @type {import('../shared/formats.js').Coverage} */
  const back = { yaw: [90, 270], pitch: [-90, 90] };
  near(pictureCoordinates(-180, 0, back).u, 0.5, 'the back is its middle');
  near(pictureCoordinates(-135, 0, back).u, 0.75, 'to the right of it');
});

test('pose: the picture goes right, up, and its right side down', () => {
  const centre = (/** @type {import('../shared/formats.js').Pose} */ pose) => {
    const { x, y, z, order } = poseEuler(pose);
    return (/** @type {import('../shared/projection.js').Vector} */ at) => angles(/** @type {[number, number, number]} */ (new Vector3(...at).applyEuler(new Euler(x, y, z, order)).toArray()));
  };
  near(centre({ yaw: 30, pitch: 0, roll: 0 })(direction(0, 0)).yaw, 30, 'yaw 30 shows the middle at 30');
  near(centre({ yaw: 0, pitch: 20, roll: 0 })(direction(0, 0)).pitch, 20, 'pitch 20 shows the middle at 20');
  near(centre({ yaw: 0, pitch: 0, roll: 10 })(direction(90, 0)).pitch, -10, 'roll 10 puts the right side 10 down');
  const both = centre({ yaw: 30, pitch: 20, roll: 0 })(direction(0, 0));
  near(both.yaw, 30, 'yaw after pitch keeps yaw');
  near(both.pitch, 20, 'yaw after pitch keeps pitch');
  const askew = { yaw: 30, pitch: 20, roll: -50 };
  near(wrap(centre(askew)(direction(70, 10)).yaw - angles(posed(direction(70, 10), askew)).yaw), 0, 'the same without three.js, yaw');
  near(centre(askew)(direction(70, 10)).pitch, angles(posed(direction(70, 10), askew)).pitch, 'and pitch');
});

test('screen: the middle, the right edge, and back again', () => {
  const view = { yaw: 40, pitch: 10, fov: 90 };
  assert.deepEqual(toScreen({ yaw: 40, pitch: 10 }, view, 1280, 720), { x: 640, y: 360 });
  const edge = toScreen({ yaw: 45, pitch: 0 }, { yaw: 0, pitch: 0, fov: 90 }, 1000, 500);
  near(edge?.x ?? 0, 1000, 'half the field of view is the edge', 1e-9);
  assert.equal(toScreen({ yaw: -140, pitch: -10 }, view, 1280, 720), null);
  for (const [x, y] of /** @type {[number, number][]} */ ([[3, 5], [1279, 700], [640, 1], [200, 360]])) {
    const again = toScreen(fromScreen(x, y, view, 1280, 720), view, 1280, 720);
    near(again?.x ?? NaN, x, 'x', 1e-6);
    near(again?.y ?? NaN, y, 'y', 1e-6);
  }
});

test('fields of view turn into one another', () => {
  near(verticalFov(90, 1), 90, 'square');
  near(horizontalFov(verticalFov(77, 1.6), 1.6), 77, 'there and back');
});

test('wrap stays in [-180, 180)', () => {
  assert.equal(wrap(180), -180);
  assert.equal(wrap(-180), -180);
  assert.equal(wrap(540), -180);
  assert.equal(wrap(-190), 170);
});
