import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Vector3 } from 'three';
import { axes, direction } from '../shared/projection.js';
import { aimedDisc, aimedPoint, intoRoom } from '../player/vr/aim.js';
import { clearPitch } from '../player/vr/clearance.js';
import { lines, pages } from '../player/vr/typeset.js';
import { BODY, WIDE } from '../player/vr/glass_rows.js';
import { eyeRectangle, sphere } from '../player/sphere.js';

/** @typedef {import('../shared/projection.js').Vector} Vector */
/** @param {Vector} v @param {number} length @returns {Vector} */
const times = (v, length) => [v[0] * length, v[1] * length, v[2] * length];

test('a turned room: what lies at the heading is straight ahead, as three.js turns it', () => {
  const { direction: seen } = intoRoom({ origin: [0, 1.6, 0], direction: [0, 0, -1] }, 50, [0, 1.6, 0]);
  direction(50, 0).forEach((value, axis) => assert.ok(Math.abs(value - (seen[axis] ?? 9)) < 1e-9));
  const shown = new Vector3(...direction(50, 0)).applyAxisAngle(new Vector3(0, 1, 0), (50 * Math.PI) / 180);
  assert.ok(shown.distanceTo(new Vector3(0, 0, -1)) < 1e-9);
});

test('a ray meets the disc it points at, from a hand beside the head too', () => {
  const discs = [{ id: 'a', centre: times(direction(30, 0), 3), radius: 0.13 }, { id: 'b', centre: times(direction(-40, 10), 3), radius: 0.13 }];
  assert.equal(aimedDisc({ origin: [0, 0, 0], direction: direction(30, 0) }, discs)?.id, 'a');
  assert.equal(aimedDisc({ origin: [0, 0, 0], direction: direction(33, 0) }, discs), null);
  assert.equal(aimedDisc({ origin: [0, 0, 0], direction: direction(-150, 0) }, discs), null, 'behind the hand');
  const origin = /** @type {Vector} */ ([0.3, -0.4, -0.2]);
  const [x, y, z] = discs[1]?.centre ?? [0, 0, 0];
  const to = new Vector3(x - origin[0], y - origin[1], z - origin[2]).normalize();
  assert.equal(aimedDisc({ origin, direction: [to.x, to.y, to.z] }, discs)?.id, 'b');
});

test('a point of the panel: its corners, and beside it', () => {
  const { right, up, forward } = axes({ yaw: 70, pitch: -10 });
  const panel = { centre: times(forward, 2), right, up, width: 1.4, height: 1 };
  const middle = aimedPoint({ origin: [0, 0, 0], direction: forward }, panel);
  assert.ok(middle && Math.abs(middle.u - 0.5) < 1e-9 && Math.abs(middle.v - 0.5) < 1e-9 && Math.abs(middle.distance - 2) < 1e-9);
  const corner = new Vector3(...times(forward, 2)).addScaledVector(new Vector3(...right), 0.69).addScaledVector(new Vector3(...up), 0.49).normalize();
  const hit = aimedPoint({ origin: [0, 0, 0], direction: [corner.x, corner.y, corner.z] }, panel);
  assert.ok(hit && hit.u > 0.98 && hit.v < 0.02, JSON.stringify(hit));
  assert.equal(aimedPoint({ origin: [0, 0, 0], direction: direction(120, 0) }, panel), null);
  assert.equal(aimedPoint({ origin: [0, 0, 0], direction: direction(-110, 10) }, panel), null, 'behind');
});

test('lines break at words, and inside a word that is too long', () => {
  const measure = (/** @type {string} */ text) => text.length;
  assert.deepEqual(lines('een twee  drie', measure, 8), ['een twee', 'drie']);
  assert.deepEqual(lines('arbeidsmarktregio x', measure, 7), ['arbeids', 'marktre', 'gio x']);
  assert.deepEqual(lines('', measure, 5), []);
});

test('pages hold what fits, and never lose a row', () => {
  const rows = [40, 40, 30, 500, 10].map((height) => ({ height }));
  assert.deepEqual(pages(rows, 100).map((page) => page.map(({ height }) => height)), [[40, 40], [30], [500], [10]]);
  assert.deepEqual(pages([], 100), [[]]);
});

test('a row that is kept with the next stands on the same page, where a page holds both', () => {
  const rows = [80, 20, 20, 20].map((height, index) => ({ height, kept: index === 1 }));
  assert.deepEqual(pages(rows, 100).map((page) => page.length), [1, 3]);
  const high = [80, 60, 60].map((height, index) => ({ height, kept: index === 1 }));
  assert.deepEqual(pages(high, 100).map((page) => page.length), [1, 1, 1], 'what no page can hold together is parted');
});

test('the sphere carries each direction at its own place in the picture', () => {
  const { positions, coordinates, triangles } = sphere({ yaw: [-180, 180], pitch: [-90, 90] }, 'mono', 0);
  for (let point = 0; point < coordinates.length / 2; point += 97) {
    const [u, v] = [coordinates[point * 2] ?? 0, coordinates[point * 2 + 1] ?? 0];
    const d = direction((u - 0.5) * 360, (0.5 - v) * 180);
    d.forEach((value, axis) => assert.ok(Math.abs(value * 50 - (positions[point * 3 + axis] ?? 0)) < 1e-3));
  }
  assert.ok(Math.max(...triangles) < positions.length / 3);
  // Counter-clockwise as seen from the middle, or nothing would be drawn.
  const at = (/** @type {number} */ corner) => new Vector3().fromArray(positions, (triangles[corner] ?? 0) * 3);
  const middle = Math.floor(triangles.length / 12) * 6;
  const [a, b, c] = [at(middle), at(middle + 1), at(middle + 2)];
  assert.ok(b.clone().sub(a).cross(c.clone().sub(a)).dot(a) < 0);
});

test('each eye has its half', () => {
  assert.deepEqual(eyeRectangle('top-bottom', 1), { left: 0, top: 0.5, width: 1, height: 0.5 });
  assert.deepEqual(eyeRectangle('left-right', 1), { left: 0.5, top: 0, width: 0.5, height: 1 });
  assert.deepEqual(eyeRectangle('mono', 1), eyeRectangle('mono', 0));
});

test('the glass is read at arm’s length: 24 pixels a degree or more, capitals of 1.4 degrees or more', () => {
  const degree = Math.tan(Math.PI / 180) * 2 * (WIDE / 1.4);          // 1.4 m wide at 2 m
  assert.ok(degree >= 24, String(degree));
  assert.ok((BODY * 0.667) / degree >= 1.4, String((BODY * 0.667) / degree));
});

test('a plate stands as high as it may without covering a disc', () => {
  // 44 by 6 degrees at 1.5 m, as a row of two buttons is.
  const size = { width: 1.15, height: 0.16, distance: 1.5 };
  const pitch = (/** @type {[number, number][]} */ ...discs) => clearPitch(100, -29, -39, size, discs.map(([yaw, at]) => times(direction(yaw, at), 3)));
  assert.equal(pitch(), -29);
  assert.equal(pitch([100, 0], [100, -15], [100, -40], [60, -29], [-80, -29]), -29, 'above it, below it, beside it, behind');
  const sunk = pitch([100, -25]);
  assert.ok(sunk < -31 && sunk > -34, String(sunk));
  assert.ok(pitch([100, -25], [118, -30]) < -36);
  assert.equal(pitch([100, -25], [100, -32], [100, -39]), -29, 'nowhere clear: where it always is');
});
